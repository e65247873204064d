"""The covers of briefings that were handed over: title, subtitle, date, and the figures that they stand before.

They stand in a file of their own beside the register of figures, and it too is only ever added to.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path

from meomureum.drawing.figure import Briefing
from meomureum.store import durable
from meomureum.verify.issued_lines import Lines, cover_lines, read_lines

COVERS = "covers.jsonl"


def issue_cover(briefing: Briefing, snapshots: Path) -> None:
    """Write what a cover says into its register, once."""
    told = {"codes": [each.code for each in briefing.figures], "lines": asdict(cover_lines(briefing))}
    line = json.dumps(told, ensure_ascii=False)
    if line.encode() not in durable.lines(snapshots / COVERS):
        durable.append(snapshots / COVERS, line)


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
