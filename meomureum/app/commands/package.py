"""meomureum export FOLDER [--release internal]

The current snapshot for other tools: every table as Parquet, the figures as one long table, datapackage.json, README.md.
Exit codes: 0 written; 2 usage (the folder is not empty, there is no such release); 3 damaged; 73 cannot write.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from etl.build import ensure_current
from meomureum.app.commands import loading, snapshots
from meomureum.console import Parser, complain, say
from meomureum.export.package.description import STANDS
from meomureum.export.package.writing import README, write
from meomureum.store import environment
from meomureum.texts import Text

OK, USAGE = 0, 2
NOT_EMPTY = Text(
    "'{folder}' 폴더에 이미 파일이 있습니다. 빈 폴더나 새 폴더의 이름을 주세요.",
    "The folder '{folder}' holds files already. Name an empty or a new one.",
)
NO_RELEASE = Text(
    "이 스냅숏에는 '{release}' 수준이 없습니다. 있는 수준: {releases}",
    "This snapshot has no release '{release}'. It has: {releases}",
)
WROTE = Text(
    "{folder}에 파일 {count}개를 썼습니다. {readme}부터 읽으세요.",
    "Wrote {count} files to {folder}. Read {readme} first.",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parsed = _parser().parse_args(sys.argv[1:] if arguments is None else arguments)
    return loading.answered(lambda: _export(parsed), parsed.lang)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="meomureum export", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new or empty folder / 새 폴더")
    parser.add_argument(
        "--release", choices=environment.RELEASES, help="exact, internal or public / 공개 수준"
    )
    parser.add_argument("--why", default="", help="why / 까닭")
    parser.add_argument("--data", type=Path, default=environment.data(), help="data folder / 자료 폴더")
    parser.speaks()
    return parser


def _export(parsed: argparse.Namespace) -> int:
    folder: Path = parsed.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        complain(NOT_EMPTY.fill(folder=str(folder))(parsed.lang))
        return USAGE
    snapshot = ensure_current(parsed.data)
    if parsed.release and parsed.release not in snapshot.releases:
        told = ", ".join(snapshot.releases)
        complain(NO_RELEASE.fill(release=parsed.release, releases=told)(parsed.lang))
        return USAGE
    packed = replace(snapshot, release=parsed.release or snapshot.release)
    snapshots.record("export", f"package {packed.release} {packed.id}", parsed.why)
    files = write(packed, folder)
    say(WROTE.fill(folder=str(folder), count=len(files), readme=README)(parsed.lang))
    say(STANDS[packed.release](parsed.lang))
    return OK
