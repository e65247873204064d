"""The covers of briefings that were handed over: title, subtitle, date, and the figures that they stand before.

They stand in a file of their own beside the register of figures, and it too is only ever added to.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

from meomureum.drawing.figure import Briefing
from meomureum.drawing.particulars import LINK, MADE_ON, RELEASED, SNAPSHOT, TITLE
from meomureum.store import durable
from meomureum.texts import LANGUAGES
from meomureum.verify.issued_lines import Lines, cover_lines, read_lines

COVERS = "covers.jsonl"


def issue_cover(briefing: Briefing, snapshots: Path) -> None:
    """Write what a cover says into its register, once."""
    _enter(cover_lines(briefing), briefing, snapshots)


def _enter(lines: Lines, briefing: Briefing, snapshots: Path) -> None:
    told = {"codes": [each.code for each in briefing.figures], "lines": asdict(lines)}
    line = json.dumps(told, ensure_ascii=False)
    if line.encode() not in durable.lines(snapshots / COVERS):
        durable.append(snapshots / COVERS, line)


def carry_covers(update: Briefing, before: Collection[str], snapshots: Path) -> None:
    """The covers of a file that was brought up to date: as they were, on the day and from the snapshot of the update."""
    for cover in covers_of(snapshots, before):
        fresh = {MADE_ON: update.made_on, RELEASED: update.made_on, SNAPSHOT: update.snapshot_id}
        today = {label(language): words for label, words in fresh.items() for language in LANGUAGES}
        told = tuple((label, today.get(label, words)) for label, words in cover.told)
        links = tuple((LINK(each.language), each.link) for each in update.figures)
        _enter(replace(cover, told=(*told, *links)), update, snapshots)


def snapshot_of_last(snapshots: Path, title: str, but: str) -> str:
    """The snapshot of the latest briefing of that title that was made from another one than `but`; "" without one."""
    for line in reversed(durable.lines(snapshots / COVERS)):
        with suppress(ValueError, TypeError, KeyError):
            told = dict(reversed(json.loads(line)["lines"]["told"]))
            named, titles = ({told.get(label(each)) for each in LANGUAGES} for label in (SNAPSHOT, TITLE))
            if title in titles and named - {None, but}:
                return str((named - {None}).pop())
    return ""


def covers_of(snapshots: Path, codes: Collection[str]) -> tuple[Lines, ...]:
    """What the covers say that stood before any of these figures; a torn line is passed over."""
    found = []
    for line in durable.lines(snapshots / COVERS):
        try:
            kept = json.loads(line)
            if not set(codes).isdisjoint(kept["codes"]):
                found.append(read_lines(kept["lines"]))
        except (ValueError, TypeError, KeyError):
            continue
    return tuple(dict.fromkeys(found))
