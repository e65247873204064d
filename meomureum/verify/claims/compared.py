"""Which two values a clause compares: of two years or of two places, as its words say or as they may mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from meomureum.analysis.targets.changes import line_of
from meomureum.texts import Text
from meomureum.verify.claims.amounts import Amount
from meomureum.verify.claims.around import Around
from meomureum.verify.claims.clauses import THAN, Clause
from meomureum.verify.claims.measured import Measured, at_place
from meomureum.verify.claims.place_names import UNKNOWN


@dataclass(frozen=True)
class Ends:
    """Two values that a clause compares; `sure` says that the text itself names both."""

    first: pd.Series
    last: pd.Series
    first_name: Text
    last_name: Text
    sure: bool

    @property
    def difference(self) -> float:
        """From the first to the last."""
        return float(self.last["value"] - self.first["value"])


@dataclass(frozen=True)
class Compared:
    """A clause with its values: what its words of change are held against."""

    around: Around
    found: Measured

    @property
    def clause(self) -> Clause:
        """The clause."""
        return self.around.clause

    def at(self, code: str | None) -> Measured:
        """The values of a place of the sentence."""
        if code in (None, self.found.code):
            return self.found
        around = self.around
        return at_place(around.snapshot, self.found.kpi, str(code), around.clause, around.data_set)


def candidates(told: Compared, amount: Amount) -> Iterator[Ends]:
    """Pairs of values that a difference may be of, the one that the words say first."""
    clause = told.clause
    yield from _than(told, amount)
    plain = [each for each in clause.amounts if each.role != "by" and told.found.speaks_of(each)]
    for first, last in list(combinations([each for each in plain if each.year], 2))[::-1]:
        here = (told.at(first.place), first.year), (told.at(last.place), last.year)
        yield from _ends(*here, sure=told.found.sure)
    yield from of_years(told)
    years = sorted({each.year for each in clause.years if each.year} | {_own_year(told)})
    codes = dict.fromkeys((told.found.code, *(each.code for each in clause.sites)))
    spots = [(told.at(code), year) for code in codes for year in years]
    for one, other in combinations(spots, 2):
        yield from _ends(one, other, sure=False)


def _own_year(told: Compared) -> int:
    return told.found.newest(told.around.until) or 0


def _is_told(told: Compared) -> bool:
    """Whether the clause's own number says that it is of the newest year of the text's day."""
    newest = told.found.of_year(_own_year(told))
    undated = [each for each in told.clause.amounts if each.role != "by" and each.year is None]
    dated = told.around.until is not None
    return dated and any(len(told.found.equal(each, newest)) for each in undated if not each.bound)


def _ends(
    first: tuple[Measured, int | None], last: tuple[Measured, int | None], *, sure: bool
) -> Iterator[Ends]:
    """The two values by the same formula, the earlier one first; none if one is not published."""
    if first[0].code == last[0].code and (first[1] or 0) > (last[1] or 0):
        first, last = last, first
    there = [found.of_year(year) if year else found.rows[:0] for found, year in (first, last)]
    for formula in dict.fromkeys(there[0]["formula_id"]):
        rows = [rows[rows["formula_id"] == formula] for rows in there]
        if all(len(each) for each in rows):
            same = first[0].code == last[0].code
            names = [_in_year(year) if same else found.place for found, year in (first, last)]
            yield Ends(rows[0].iloc[0], rows[1].iloc[0], names[0], names[1], sure)


def _than(told: Compared, amount: Amount) -> Iterator[Ends]:
    """ "전년보다", "인제대보다", "지난해 55.7%보다": the other value that is named, and the clause's own."""
    clause, found = told.clause, told.found
    than = [each for each in THAN.finditer(clause.quote) if each.start() < amount.start]
    if not than:
        return
    since, until = (than[-2].end() if len(than) > 1 else -len(clause.sentence)), than[-1].start()
    near = [each for each in clause.years if since <= each.start and each.end <= until and each.start >= 0]
    places = [each for each in clause.sites if each.end <= until and each.start >= 0]
    own = [each.year for each in clause.amounts if each.role != "by" and each.start > until and each.year]
    own += [each.year for each in clause.years if each.year and (each.end <= since or each.start < 0)]
    if places and not (near and near[-1].start > places[-1].start):
        own += [each.year for each in clause.years if each.year]
        year, other = own[0] if own else _own_year(told), told.at(places[-1].code)
        mine = [
            told.at(each.place) for each in clause.amounts if each.role != "by" and each.place != other.code
        ]
        sure = found.sure and (bool(own) or _is_told(told)) and other.code != UNKNOWN
        yield from _ends((other, year), (mine[0] if mine else found, year), sure=sure)
    elif near and near[-1].year is not None:
        own += [each.year for each in near if each.year != near[-1].year and each.year]
        year = own[0] if own else _own_year(told)
        sure = found.sure and (bool(own) or _is_told(told))
        for ends in _ends((found, near[-1].year), (found, year), sure=sure):
            turned = near[-1].year > year
            yield Ends(ends.last, ends.first, ends.last_name, ends.first_name, ends.sure) if turned else ends


def _in_year(year: int | None) -> Text:
    return Text(f"{year}년", str(year))


def of_years(told: Compared) -> Iterator[Ends]:
    """The values of the two years that a clause names, else the first and the last of all."""
    line = line_of(one_formula(told))
    line = line[line["year"] <= (told.around.until or line["year"].max())]
    years = {each.year for each in told.clause.amounts if each.year is not None}
    years |= {each.year for each in told.clause.years if each.year is not None}
    named = line[line["year"].isin(list(years))] if len(years) > 1 else line
    yield from pair_of(named, sure=told.found.sure and len(years) == 2 and not several_places(told))


def several_places(told: Compared) -> bool:
    """Whether the clause speaks of more than one place."""
    return len({told.found.code, *(each.code for each in told.clause.sites if each.start >= 0)}) > 1


def pair_of(rows: pd.DataFrame, *, sure: bool) -> Iterator[Ends]:
    """The first and the last of some rows; nothing if there are not two."""
    if len(rows) > 1:
        first, last = rows.iloc[0], rows.iloc[-1]
        yield Ends(first, last, _in_year(int(first["year"])), _in_year(int(last["year"])), sure)


def one_formula(told: Compared) -> pd.DataFrame:
    """The rows of the formula that holds the clause's numbers, else of the first with two values."""
    rows = told.found.rows
    held = [code for each in told.clause.amounts for code in told.found.equal(each)["formula_id"]]
    years = rows.groupby("formula_id", sort=False)["year"].nunique()
    code = (held or [*years[years > 1].index, *years.index])[0]
    same: pd.DataFrame = rows[rows["formula_id"] == code]
    return same
