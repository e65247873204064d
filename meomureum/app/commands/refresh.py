"""meomureum refresh FILE [--out FILE] [--dry-run] [--json] [--date DAY]

Brings a deck, a Hangul document or a workbook that was handed out, and may have been edited since,
up to date: every figure that bears a code is computed anew and written in place. Without --out the new
file stands beside the old one, its name with the day. --dry-run says what would change and writes
nothing. Exit codes: 0 done or nothing to do; 2 usage or a file that cannot be read; 3 no data; 4 written, but a
code is unknown, a figure is gone or a title no longer holds; 73 cannot write.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from meomureum.app.commands.handing_out import hand_out, is_day, refuse
from meomureum.console import Parser, say
from meomureum.export.renewal.today import OUTCOMES, Change
from meomureum.export.renewal.update import Update, updated
from meomureum.store import environment, warehouse
from meomureum.texts import Language, Text
from meomureum.verify.issued_figures import register_of
from meomureum.verify.received_leaf import Unreadable

OK, USAGE, NO_DATA, DISPUTED = 0, 2, 3, 4
NO_FILE = Text("{file}: 그런 파일이 없습니다.", "{file}: there is no such file.")
NO_CODE = Text("{file}에서 그림 번호를 찾지 못했습니다.", "No code of a figure was found in {file}.")
LINE = Text("{where} {code}: {outcome}", "{where} {code}: {outcome}")
FRESH = Text("  새 번호 {code}: {title}", "  new code {code}: {title}")
ALIKE = Text("  값은 그대로", "  the values are the same")
VALUE = Text("  {series} {at}: {before} → {after}", "  {series} {at}: {before} → {after}")
KEPT = Text("  작성자가 고친 제목이라 그대로 둠", "  the title was edited by its author and stays")
DISPUTE = Text("  제목이 자료와 어긋남: {reason}", "  the title is disputed by the data: {reason}")
NOTES = Text(
    "  발표자 노트는 고치지 않습니다. 지난 그림의 값이 적혀 있습니다.",
    "  Speaker's notes are not touched; they tell of the old figure.",
)
WROTE = Text("{file}에 썼습니다.", "Written to {file}.")
NOTHING = Text(
    "고칠 것이 없어 파일을 쓰지 않았습니다.", "There is nothing to bring up to date; no file was written."
)
DRY = Text("미리 보기입니다. 아무것도 쓰지 않았습니다.", "A preview; nothing was written.")
FAULTS = ("gone", "unknown", "withheld")


def main(arguments: Sequence[str] | None = None) -> int:
    """Bring one file up to date and return the exit code."""
    parsed = _parser().parse_args(arguments)
    language: Language = parsed.lang
    path = Path(parsed.file)
    if not path.is_file():
        return refuse(NO_FILE.fill(file=parsed.file), language, USAGE)
    snapshot = warehouse.current()
    if snapshot is None:
        return refuse(warehouse.NO_SNAPSHOT, language, NO_DATA)
    register = register_of(environment.home())
    alike = [
        each for each in warehouse.kept() if each.manifest.get("shape") == snapshot.manifest.get("shape")
    ]
    try:
        found = updated(path.read_bytes(), register, snapshot, alike, parsed.date)
    except Unreadable as fault:
        return refuse(fault.reason, language, USAGE)
    if not found.changes:
        return refuse(NO_CODE.fill(file=parsed.file), language, USAGE)
    out = Path(parsed.out) if parsed.out else path.with_stem(f"{path.stem}-{parsed.date}")
    writes = found.changed and not parsed.dry_run
    if writes and (failed := hand_out(found.content, out, language, found.enter)):
        return failed
    _tell(found, out if writes else None, parsed)
    faulty = any(each.outcome in FAULTS or each.disputes for each in found.changes)
    return DISPUTED if faulty else OK


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="meomureum refresh", description=__doc__)
    parser.add_argument("file", help="PPTX, HWPX, XLSX")
    parser.add_argument("--out", metavar="FILE", help="file to write / 쓸 파일")
    parser.add_argument("--dry-run", action="store_true", help="only say what would change / 미리 보기")
    parser.add_argument("--json", action="store_true", help="the changes as JSON / 결과를 JSON으로")
    parser.add_argument(
        "--date", type=_day, default=str(environment.today()), help="the day on it / 파일에 적을 날짜"
    )
    parser.speaks()
    return parser


def _day(written: str) -> str:
    if not is_day(written):
        raise argparse.ArgumentTypeError(f"2026-11-21처럼 적습니다 / write it like 2026-11-21: '{written}'")
    return written


def _tell(found: Update, out: Path | None, parsed: argparse.Namespace) -> None:
    language: Language = parsed.lang
    if parsed.json:
        changes = [_as_data(each, language) for each in found.changes]
        told = {"snapshot": found.snapshot_id, "file": str(out) if out else None, "changes": changes}
        say(json.dumps(told, ensure_ascii=False))
        return
    for each in found.changes:
        say(*(text(language) for text in _lines(each)))
    end = DRY if parsed.dry_run else NOTHING if out is None else WROTE.fill(file=str(out))
    say(end(language))


def _lines(change: Change) -> Iterator[Text]:
    yield LINE.fill(where=change.where, code=change.code, outcome=OUTCOMES[change.outcome])
    if change.outcome == "renewed":
        yield FRESH.fill(code=change.fresh, title=change.title)
        yield from () if change.values else (ALIKE,)
    for each in change.values:
        yield VALUE.fill(series=each.series, at=each.at, before=each.before, after=each.after)
    if change.kept:
        yield KEPT
    yield from (DISPUTE.fill(reason=each.reason) for each in change.disputes)
    if change.notes:
        yield NOTES


def _as_data(change: Change, language: Language) -> dict[str, Any]:
    return {
        "where": change.where(language),
        "code": change.code,
        "new_code": change.fresh or None,
        "outcome": change.outcome,
        "title": change.title,
        "title_kept": change.kept,
        "disputes": [each.reason(language) for each in change.disputes],
        "notes_kept": change.notes,
        "values": [
            {"series": each.series, "at": each.at, "before": each.before, "after": each.after}
            for each in change.values
        ],
    }
