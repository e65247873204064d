"""meomureum access verify | export --out FILE | prune

The access log beside the snapshots: is its chain whole, the log as a table, drop what is older
than two years. Exit codes: 0 done and whole; 2 usage; 3 the chain is broken; 73 cannot write.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from meomureum.access import log
from meomureum.access.log_table import as_csv
from meomureum.console import Parser, command_first, complain, say
from meomureum.store import environment
from meomureum.texts import Text

OK, BROKEN, CANNOT_WRITE = 0, 3, 73
COMMANDS = ("verify", "export", "prune")
WHOLE = Text(
    "접속 기록 {count}줄이 모두 이어집니다.", "All {count} lines of the access log follow one another."
)
WROTE = Text("{file}에 {count}줄을 썼습니다.", "Wrote {count} lines to {file}.")
PRUNED = Text("2년이 지난 {count}줄을 지웠습니다.", "Dropped {count} lines older than two years.")
CANNOT_BE_WRITTEN = Text("'{place}'에 쓸 수 없습니다: {reason}", "Cannot write to '{place}': {reason}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parsed = _parser().parse_args(command_first(sys.argv[1:] if arguments is None else arguments, COMMANDS))
    folder = parsed.folder or environment.home()
    try:
        if parsed.command == "export":
            return _export(folder, parsed)
        if parsed.command == "prune":
            gone = log.prune(folder, "command line", "steward", "this computer")
            say(PRUNED.fill(count=gone)(parsed.lang))
    except OSError as error:
        words = CANNOT_BE_WRITTEN.fill(place=error.filename or "", reason=error.strerror or str(error))
        complain(words(parsed.lang))
        return CANNOT_WRITE
    return _verify(folder, parsed)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="meomureum access", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("verify", help="is the chain whole? / 기록이 온전한지")
    written = commands.add_parser("export", help="write the log as CSV / CSV로 쓰기")
    written.add_argument("--out", required=True, type=Path)
    commands.add_parser("prune", help="drop what is older than two years / 2년이 지난 기록 지우기")
    for each in commands.choices.values():
        each.speaks()
        each.add_argument("--folder", type=Path, help="where the log stands / 기록이 있는 폴더")
    return parser


def _verify(folder: Path, parsed: argparse.Namespace) -> int:
    verdict = log.verify(folder)
    if verdict.fault is not None:
        complain(verdict.fault(parsed.lang))
        return BROKEN
    say(WHOLE.fill(count=verdict.lines)(parsed.lang))
    return OK


def _export(folder: Path, parsed: argparse.Namespace) -> int:
    found = log.entries(folder)
    parsed.out.write_bytes(as_csv(found))
    say(WROTE.fill(file=str(parsed.out), count=len(found))(parsed.lang))
    return _verify(folder, parsed)
