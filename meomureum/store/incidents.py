"""What went wrong unforeseen: a short code for the reader, and the same code in the log with the traceback."""

from __future__ import annotations

import logging
import re
import secrets
import traceback
from typing import TextIO

LOGGER = logging.getLogger("meomureum")
_NOTE = "support code "
# Easy to read out on the telephone: no letter or digit that looks or sounds like another.
_LETTERS, _LENGTH = "ACEFHJKLMNPRTWXY3479", 6
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def log_to(stream: TextIO) -> None:
    """Write the log of incidents to a stream, with the time of each."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    LOGGER.handlers[:] = [handler]


def report(fault: BaseException, doing: str) -> str:
    """Log a fault under a new code, with its traceback and what was being done; give the code.

    A fault that is reported again keeps its code and is not logged twice.
    """
    told = code_of(fault)
    if told:
        return told
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    fault.add_note(f"{_NOTE}{code}")
    LOGGER.error("[%s] %s: %s", code, doing, visible("".join(traceback.format_exception(fault))))
    return code


def code_of(fault: BaseException) -> str:
    """The code under which a fault was reported; empty when it was not."""
    notes = (str(note) for note in getattr(fault, "__notes__", ()))
    return next((note.removeprefix(_NOTE) for note in notes if note.startswith(_NOTE)), "")


def visible(words: str) -> str:
    """Words for a log: signs that steer a terminal are spelled out, so that none is obeyed."""
    return _CONTROLS.sub(lambda sign: ascii(sign.group())[1:-1], words)
