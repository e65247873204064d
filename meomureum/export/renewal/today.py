"""The figures of a received file as they are today: found by their codes, computed anew, put under the titles that stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from meomureum.drawing.compose import drawing_of
from meomureum.drawing.figure import Figure
from meomureum.drawing.particulars import CODE, LINK, MADE_ON, RELEASED, SNAPSHOT, TITLE
from meomureum.drawing.summary import LINEAGE
from meomureum.export.renewal.wording import Pairs, pairs_of, titles_of
from meomureum.figures.recipes import RECIPES, figure_again
from meomureum.figures.review import with_lineage
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text, plain
from meomureum.verify import claims
from meomureum.verify.claims import Check
from meomureum.verify.composition import with_title
from meomureum.verify.figure_address import view_at
from meomureum.verify.issued_figures import NO_VALUE, Difference, Issued, changed_values, values_of
from meomureum.verify.issued_lines import Lines, lines_of
from meomureum.verify.judgement import is_of_author

Outcome = Literal["renewed", "same", "gone", "unknown", "withheld"]
OUTCOMES: Mapping[Outcome, Text] = {
    "renewed": Text("새 값으로 고침", "Brought up to date"),
    "same": Text("이미 지금의 그림", "Already of today"),
    "gone": Text("지금 자료로는 만들 수 없어 그대로 둠", "No longer in the data; left as it is"),
    "unknown": Text("발행 기록이 없어 그대로 둠", "Not issued here; left as it is"),
    "withheld": Text("이 공개 수준에서는 고칠 수 없음", "Cannot be renewed at this level of detail"),
}
YEAR = re.compile(r"(?:19|20)\d\d")
VALUE = Text("값", "Value")
OUTDATED = Text(
    "{series} {at}: {before}이던 값이 이제 {after}입니다.", "{series} {at}: {before} then, {after} now."
)


@dataclass(frozen=True)
class Change:
    """What becomes of one figure at one place of a file.

    `title` is the one that stands there now; `kept` says that it is its author's and `disputes` what
    the data say against it. `notes` says that speaker's notes, which are never touched, tell of the old figure.
    """

    where: Text
    code: str
    outcome: Outcome
    title: str = ""
    fresh: str = ""
    values: tuple[Difference, ...] = ()
    kept: bool = False
    disputes: tuple[Check, ...] = ()
    notes: bool = False


@dataclass(frozen=True)
class Today:
    """A figure at one place: as it was issued, as it is now, and what of its words is to be replaced."""

    issued: Issued
    figure: Figure
    before: Figure | None
    lines: Lines
    pairs: Pairs


@dataclass(frozen=True)
class Library:
    """Where figures are looked up: the register, the snapshot of today and those that are kept.

    `may_see` says whether the reader may be told of a figure as it was issued.
    """

    register: Mapping[str, Issued]
    snapshot: Snapshot
    kept: Mapping[str, Snapshot]
    made_on: str
    may_see: Callable[[Issued], bool]
    figures: dict[str, Figure] = field(default_factory=dict)
    """Those that stand in the file now, by their codes: they are issued with it."""

    def look_up(self, code: str) -> tuple[Outcome, Issued | None, Figure | None]:
        """What is known of a code, and its figure of today under the title of the data."""
        issued = self.register.get(code)
        if issued is None:
            return "unknown", None, None
        if not self.may_see(issued):
            return "withheld", None, None
        figure = again(issued, self.snapshot)
        if figure is None:
            return "gone", issued, None
        return ("same" if issued.snapshot == self.snapshot.id else "renewed"), issued, figure

    def dates(self, issued: Sequence[Issued]) -> dict[str, str]:
        """The lines of covers that say when a file was made and from which snapshot."""
        found = {}
        for each in issued:
            for language in ("ko", "en"):
                for label in (MADE_ON, RELEASED):
                    found[f"{label(language)} {each.made_on}"] = f"{label(language)} {self.made_on}"
                snapshot = f"{SNAPSHOT(language)} {each.snapshot}"
                found[snapshot] = f"{SNAPSHOT(language)} {self.snapshot.id}"
        return found


def again(issued: Issued, snapshot: Snapshot) -> Figure | None:
    """A figure by its own recipe; None where it has none, no value, or names what is not known any more."""
    if issued.page not in RECIPES:
        return None
    figure = figure_again(snapshot, issued.page, view_at(issued.address, snapshot), issued.key)
    return figure if figure is not None and figure.address == issued.address else None


def lines_as_issued(issued: Issued, before: Figure | None, language: Language) -> Lines:
    """The words that went out: from the register, else as its own snapshot gives them, else the title and the code."""
    if issued.lines.told:
        return issued.lines
    if before is not None:
        return lines_of(replace(before, title=issued.title))
    told = ((TITLE, issued.title), (LINK, issued.link), (CODE, issued.code))
    series = dict.fromkeys(each.series for each in issued.values)
    return Lines(tuple((label(language), words) for label, words in told), tuple(series))


def placed(
    library: Library, issued: Issued, figure: Figure, lines: Sequence[str], seen: str
) -> tuple[Today, Change]:
    """A figure where it stands: `lines` are the words of the place and `seen` what stands there as its title."""
    own = library.kept.get(issued.snapshot)
    before = again(issued, own) if own is not None else None
    language, told = figure.language, lines_as_issued(issued, before, figure.language)
    if told.under(LINEAGE(language)):
        figure = with_lineage(library.snapshot, figure, view_at(issued.address, library.snapshot))
    standing = {each.strip() for each in lines}
    ours = bool(standing & set(dict(titles_of(told, language)).values()))
    kept = issued.title if ours and is_of_author(issued) else ""
    kept = kept or ("" if ours else " ".join(seen.split()))
    disputes: tuple[Check, ...] = ()
    if kept:
        view = view_at(issued.address, library.snapshot)
        meant = view.cities if len(view.cities) == 1 else ()
        disputes = claims.contradictions(library.snapshot, kept, view.data_set, meant)
        disputes = disputes or tuple(_outdated(kept, issued, figure))
        figure = with_title(figure, kept, disputes, figure.language)
    library.figures[figure.code] = figure
    pairs = pairs_of(told, lines_of(figure), language, title=ours and not kept)
    change = Change(
        where=Text("", ""),
        code=issued.code,
        outcome="same" if issued.code == figure.code else "renewed",
        title=figure.title,
        fresh=figure.code,
        values=differences_between(issued, figure),
        kept=bool(kept),
        disputes=disputes,
    )
    return Today(issued, figure, before, told, pairs), change


def _outdated(title: str, issued: Issued, figure: Figure) -> Iterator[Check]:
    """Values of the figure that a title tells as they were: which of them is meant, the figure itself says."""
    today, years = {each.shown for each in values_of(figure)}, set(YEAR.findall(title))
    for each in differences_between(issued, figure):
        if years and YEAR.fullmatch(each.at) and each.at not in years:
            continue
        told = re.search(rf"(?<![\d.,]){re.escape(each.before)}(?![\d.,]?\d)", title)
        if told and each.before not in {NO_VALUE, *today} and any(map(str.isdigit, each.before)):
            reason = OUTDATED.fill(series=each.series, at=each.at, before=each.before, after=each.after)
            yield Check(VALUE, "wrong", reason, plain(figure.source))


def differences_between(issued: Issued, figure: Figure) -> tuple[Difference, ...]:
    """Old value and new value; of a figure that is only a table the cells that hold values."""
    if issued.values:
        return tuple(changed_values(issued.values, values_of(figure)))
    old = {_told(issued.named, row): row for row in issued.rows}
    new = {_told(figure.telling, row): row for row in figure.rows}
    found = []
    for key in dict.fromkeys((*old, *new)):
        for at in issued.valued:
            was, now = (rows[key][at] if key in rows else NO_VALUE for rows in (old, new))
            if was != now:
                found.append(Difference(" · ".join(key), issued.columns[at], was, now))
    return tuple(found)


def _told(named: Sequence[int], row: Sequence[str]) -> tuple[str, ...]:
    return tuple(row[at] for at in named) or tuple(row[:1])


def has_chart(figure: Figure) -> bool:
    """Whether office programs have a chart for it."""
    drawing = drawing_of(figure)
    return drawing is not None and drawing.native
