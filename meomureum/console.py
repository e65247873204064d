"""The terminal: the one place where a command prints, and what a pipe that closes does to it.

A file name, a header or a cell may hold what a terminal obeys: colours, titles, moves of the cursor,
letters that turn the reading direction, ends of lines. It is shown, never sent.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
import unicodedata
from collections.abc import Callable, Container, Sequence
from types import TracebackType
from typing import Any, NoReturn, TextIO

from meomureum.texts import LANGUAGES


class Parser(argparse.ArgumentParser):
    """The words after a command; a wrong one is told without sending what it holds to the terminal."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{"formatter_class": argparse.RawTextHelpFormatter, **given})

    def speaks(self) -> None:
        """Take the language of the messages as an option."""
        self.add_argument(
            "--lang", choices=LANGUAGES, default="ko", help="language of the messages / 안내 언어"
        )

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and leave with exit code 2."""
        super().error(shown(message))


def shown(words: str) -> str:
    r"""Words as one line that a terminal only shows: an escape sign becomes \x1b, a line end \n."""
    return "".join(letter if _is_harmless(letter) else _written_out(letter) for letter in words)


def _is_harmless(letter: str) -> bool:
    return letter.isprintable() or unicodedata.category(letter) == "Zs"


def _written_out(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")


def command_first(words: Sequence[str], commands: Container[str]) -> list[str]:
    """The same words, the options that stand before the command moved behind it."""
    at = next((place for place, word in enumerate(words) if word in commands), 0)
    return [*words[at : at + 1], *words[:at], *words[at + 1 :]]


def say(*lines: str) -> None:
    """Print lines; nothing in one of them can begin another."""
    _print(sys.stdout, lines)


def complain(*lines: str) -> None:
    """Print lines where faults are told."""
    _print(sys.stderr, lines)


def run(main: Callable[[], int]) -> NoReturn:
    """Run a command and leave with its exit code, whoever has stopped reading what it prints."""
    sys.excepthook = _tell_fault
    try:
        code = main()
    finally:
        for stream in (sys.stdout, sys.stderr):
            _print(stream, ())
    sys.exit(code)


def _tell_fault(_kind: type[BaseException], fault: BaseException, _at: TracebackType | None) -> None:
    complain(*"".join(traceback.format_exception(fault)).rstrip().split("\n"))


def _print(stream: TextIO | None, lines: tuple[str, ...]) -> None:
    if stream is None:  # started without a place to print to
        return
    encoding = stream.encoding or "utf-8"
    words = "".join(shown(line) + "\n" for line in lines)
    try:
        stream.write(words.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
    except BrokenPipeError:
        _let_go(stream)


def _let_go(stream: TextIO) -> None:
    """Nobody reads any more: the work goes on, and what it says goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
