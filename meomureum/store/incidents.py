"""The server's log, and what went wrong unforeseen: a short code for the reader, the same in the log with the traceback.

The log goes to the terminal as lines to read, and where a folder is named also to files there: one JSON object a
line, ten files of five megabytes at most. Nobody is named in it: addresses, numbers and names of persons that a
message may carry are left out before it is written.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import traceback
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

LOGGER = logging.getLogger("meomureum")
FILE = "meomureum.log"
MOST_BYTES, FILES_KEPT = 5_000_000, 9
# Whose warnings go into the files too: what the terminal shows of them is lost where nobody sits at it.
OTHERS = ("streamlit", "uvicorn.error", "asyncio")
LEFT_OUT = "[…]"
# An e-mail address, an address of the internet, a resident's number, a telephone number.
_PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b(?:\d{1,3}\.){3}\d{1,3}\b|(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}\b"
    r"|\b\d{6}-[1-8]\d{6}\b|\b0\d{1,2}-\d{3,4}-\d{4}\b",
    re.IGNORECASE,
)
_NOTE = "support code "
# Easy to read out on the telephone: no letter or digit that looks or sounds like another.
_LETTERS, _LENGTH = "ACEFHJKLMNPRTWXY3479", 6
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class Readable(logging.Formatter):
    """A line to read: time, level, message."""

    def format(self, record: logging.LogRecord) -> str:
        """The line without anybody in it."""
        return nobody(super().format(record))


class Structured(logging.Formatter):
    """One JSON object a line, for programs: when (ISO, UTC), level, who logs, the support code, the message."""

    def format(self, record: logging.LogRecord) -> str:
        """The line without anybody in it."""
        words = record.getMessage()
        if record.exc_info:
            words = f"{words}\n{self.formatException(record.exc_info)}"
        code = re.match(r"\[([A-Z0-9]+)\] ", words)
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            **({"code": code[1]} if code else {}),
            "message": nobody(visible(words)),
        }
        return json.dumps(told, ensure_ascii=False)


def log_to(stream: TextIO, folder: Path | None = None) -> None:
    """Write the log to a stream, and to files of a folder where one is named."""
    shown = logging.StreamHandler(stream)
    shown.setFormatter(Readable("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for each in LOGGER.handlers:
        each.close()
    LOGGER.handlers[:] = [shown]
    LOGGER.setLevel(logging.INFO)
    if folder is not None:
        try:
            _write_files(folder)
        except OSError as fault:  # no reason to serve nobody
            LOGGER.error("no log in %s: %s", folder, fault)


def _write_files(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = RotatingFileHandler(
        folder / FILE,
        maxBytes=MOST_BYTES,
        backupCount=FILES_KEPT,
        encoding="utf-8",
        errors="backslashreplace",
    )
    written.setFormatter(Structured())
    LOGGER.addHandler(written)
    for name in OTHERS:
        other = logging.getLogger(name)
        warnings = _Warnings(written)
        other.handlers[:] = [*(each for each in other.handlers if not isinstance(each, _Warnings)), warnings]


class _Warnings(logging.Handler):
    """Passes warnings and worse on to another handler."""

    def __init__(self, to: logging.Handler) -> None:
        super().__init__(logging.WARNING)
        self._to = to

    def emit(self, record: logging.LogRecord) -> None:
        self._to.handle(record)


def nobody(words: str) -> str:
    """Words without the addresses and numbers of persons."""
    return _PERSONAL.sub(LEFT_OUT, words)


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
