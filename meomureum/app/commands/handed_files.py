"""The files that a command is given: one by one, or a folder with all that is in it.

In a folder each subfolder is a provider of its own, unless one is named. What the ledger has ever held
is not handed in again, so that a folder can be loaded every night and a withdrawal stays.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from etl import load_ledger
from etl.sheet_reader import LOCK, READABLE
from meomureum.console import complain, say
from meomureum.store.digests import digest_of
from meomureum.texts import Language, Text

NO_SUCH_FILE = Text("'{file}' 파일이 없습니다.", "There is no file '{file}'.")
IN_THE_LEDGER = Text(
    "{folder}: 이미 원장에 있는 파일 {count}개는 다시 적재하지 않습니다.",
    "{folder}: {count} files that the ledger knows are not loaded again.",
)
OF_ANOTHER_KIND = Text(
    "{folder}: CSV나 엑셀이 아닌 파일 {count}개는 읽지 않습니다: {names}",
    "{folder}: {count} files are no CSV or Excel files and are not read: {names}",
)
USAGE = 2
_MOST_NAMED = 5


@dataclass(frozen=True)
class Batch:
    """Files of one provider, which are one load."""

    provider: str
    files: tuple[Path, ...]


def batches(parsed: argparse.Namespace) -> list[Batch]:
    """What is handed in, in the order in which it is loaded; one empty batch where nothing is named."""
    for path in parsed.files:
        if not path.exists():
            complain(NO_SUCH_FILE.fill(file=str(path))(parsed.lang))
            raise SystemExit(USAGE)
    single = tuple(path for path in parsed.files if not path.is_dir())
    found = [Batch(parsed.provider, single)] if single or not parsed.files else []
    for folder in sorted(path for path in parsed.files if path.is_dir()):
        found += _of_folder(folder, parsed)
    return found


def names(batches: Sequence[Batch]) -> str:
    """The names of all files, for the access log."""
    return ", ".join(path.name for batch in batches for path in batch.files) or "loaded files"


def _of_folder(folder: Path, parsed: argparse.Namespace) -> Iterator[Batch]:
    seen = {(each.sha256, each.provider) for each in load_ledger.recorded(parsed.data)}
    for place in (folder, *sorted(each for each in folder.iterdir() if each.is_dir())):
        provider = parsed.provider or ("" if place == folder else place.name)
        files = [
            each
            for each in sorted(place.rglob("*") if place != folder else place.glob("*"))
            if _is_file(each)
        ]
        readable = [each for each in files if each.suffix.lower() in READABLE]
        _say_unread([each for each in files if each not in readable], place, parsed.lang)
        fresh = [each for each in readable if (digest_of(each), provider) not in seen]
        if len(fresh) < len(readable):
            say(IN_THE_LEDGER.fill(folder=place.name, count=len(readable) - len(fresh))(parsed.lang))
        if fresh:
            yield Batch(provider, tuple(fresh))


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.name.startswith((".", LOCK))


def _say_unread(others: Sequence[Path], folder: Path, language: Language) -> None:
    if others:
        named = ", ".join(each.name for each in others[:_MOST_NAMED])
        say(OF_ANOTHER_KIND.fill(folder=folder.name, count=len(others), names=named)(language))
