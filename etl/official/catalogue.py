"""Tables of public portals that are known and not used, as `unused.toml` tells them: named, never guessed to be ours."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.grids import HEADER_SEARCH_ROWS, Grid, flattened, spelling
from etl.official.layout import Found, Layout, set_aside
from etl.sheet_reader import Sheet
from meomureum.texts import Text


@dataclass(frozen=True)
class Known:
    """A table that is told by words of its header: each stands in one of the labels, and none of `without` does.

    `instead` says which table has what is looked for in this one.
    """

    name: Text
    words: tuple[str, ...]
    without: tuple[str, ...] = ()
    instead: Text | None = None

    def fits(self, labels: Sequence[str]) -> bool:
        """Whether labels, as they are compared, are those of this table."""
        in_some = {word for word in (*self.words, *self.without) if any(word in label for label in labels)}
        return in_some == {*self.words}


TOLD = tomllib.loads((Path(__file__).parent / "unused.toml").read_text("utf-8"))
_LEAVERS = Text(
    "고교 졸업자 진로는 교육통계 '행정구역별 입학 및 졸업' 파일이나 서식(meomureum template high_school_outcomes)에서 읽습니다.",
    "Outcomes of school leavers are read from the KESS table '행정구역별 입학 및 졸업', or from the template "
    "(meomureum template high_school_outcomes).",
)
_RATE = Text(
    "{measure:은/는} 인원이 함께 있는 대학알리미 {disclosure} 공시 파일에서 읽습니다.",
    "{measure} is read from the Academyinfo disclosure ({disclosure}), which states the counts.",
)
INSTEAD = {
    "leavers": _LEAVERS,
    "enrolment": _RATE.fill(measure=Text("재학생 충원율", "The enrolment fill rate"), disclosure="4-라-1"),
    "freshmen": _RATE.fill(measure=Text("신입생 충원율", "The freshman fill rate"), disclosure="4-다"),
}
TABLES = tuple(
    Known(
        Text(*each["name"]),
        tuple(each["words"]),
        tuple(each.get("without", ())),
        INSTEAD.get(each.get("instead", "")),
    )
    for each in TOLD["tables"]
)
LAYOUTS = tuple(
    Layout(
        each["id"],
        Text(*each["name"]),
        each["labels"],
        former={name: tuple(words) for name, words in each.get("former", {}).items()},
        open_ended=True,
    )
    for each in TOLD["layouts"]
)


def named(labels: Iterable[str]) -> Known | None:
    """The table that has such labels, or None when it is none of those known."""
    spelled = [spelling(label) for label in labels]
    return next((known for known in TABLES if known.fits(spelled)), None)


def read(grid: Grid) -> Sheet | None:
    """The sheet set aside under its name when one of its first rows is the header of a known table."""
    for at, (_, cells) in enumerate(grid.rows[:HEADER_SEARCH_ROWS]):
        labels = [cell for cell in cells if cell.strip()]
        known = named(labels) if len(labels) > 1 else None
        if known:
            layout = Layout(id="catalogue", name=known.name, labels={}, open_ended=True)
            return set_aside(Found(grid, layout, at, at, flattened(grid, at, at), {}), why=known.instead)
    return None
