"""What a clause says of a change: how far, and in which direction, between two years or two places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from meomureum.analysis.targets import change_between, line_of
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text, points, rounded
from meomureum.verify.claims.against_data import Measured, codes_of, other_place, shown
from meomureum.verify.claims.clauses import Amount, Clause
from meomureum.verify.claims.verdicts import CHANGE, UNIT, Check, Verdict, source_of

MOVEMENT = Text("증감", "Direction")
NOT_COMPARED = Text("견줄 두 값을 찾지 못했습니다.", "The two values to compare were not found.")
PERCENT_OR_POINTS = Text(
    "비율의 차이는 %가 아니라 %p로 적습니다. 차이는 {difference}입니다.",
    "A difference of two rates is in %p, not %. The difference is {difference}.",
)
DIFFERENCE = Text(
    "{first:과/와} {last}의 차이는 {difference}입니다.",
    "The difference between {first} and {last} is {difference}.",
)
MOVED = Text(
    "{first}년 {old}, {last}년 {new}: 차이의 95% 구간이 변화 없음을 배제합니다.",
    "{old} in {first}, {new} in {last}: the 95% interval of the difference excludes no change.",
)
MOVED_OTHERWISE = Text(
    "{first}년 {old}, {last}년 {new}: 문장과 반대 방향입니다.",
    "{old} in {first}, {new} in {last}: the other direction.",
)
UNCLEAR = Text(
    "{first}년 {old}, {last}년 {new}: 차이의 95% 구간이 변화 없음을 배제하지 못합니다.",
    "{old} in {first}, {new} in {last}: the 95% interval of the difference does not exclude no change.",
)
UNTESTED = Text(
    "{first}년 {old}, {last}년 {new}: 분모가 공표되지 않아 우연인지 가릴 수 없습니다.",
    "{old} in {first}, {new} in {last}: without counts chance cannot be told apart.",
)
EVERY_YEAR = Text("해마다의 값: {listed}", "Year by year: {listed}")
_ROSE = r"올랐|올라[갔섰]|올렸|상승(?!시키|세)|증가(?!시키)|늘었|늘어났|높아졌|높였|\brose\b|increased"
_FELL = (
    r"내렸|내려[갔왔]|하락(?!시키|세)|감소(?!시키)|줄었|줄어들었|줄였|낮아졌|낮췄|떨어졌|\bfell\b|decreased"
)
_MOVES = re.compile(rf"(?P<rose>{_ROSE})|(?P<fell>{_FELL})", re.IGNORECASE)
_EVERY_YEAR = re.compile(r"해마다|매년|꾸준히|\bevery year\b|\beach year\b", re.IGNORECASE)
_RUNNING = re.compile(r"(?P<years>\d)\s*년\s*(?:연속|째|내리)")
_THAN = re.compile(r"보다|대비|에\s*비해|에\s*비하면|\bthan\b", re.IGNORECASE)
_MORE = re.compile(r"\s*(?:포인트)?\s*(?:이나|만큼|가량|정도)?\s*(?:올|오르|상승|증가|늘|높)")
_LESS = re.compile(r"\s*(?:포인트)?\s*(?:이나|만큼|가량|정도)?\s*(?:내|하락|감소|줄|낮|떨어)")


@dataclass(frozen=True)
class Ends:
    """Two values that a clause compares; `sure` says that the text itself names both."""

    first: pd.Series
    last: pd.Series
    first_name: Text
    last_name: Text
    sure: bool


def changes(
    snapshot: Snapshot, found: Measured, clause: Clause, data_set: str, published_on: date | None
) -> tuple[Check, ...]:
    """The checks of each difference and of each direction that a clause tells."""
    by = [each for each in clause.amounts if each.role == "by"]
    ends = {
        each.start: _compared(snapshot, found, clause, each, data_set, published_on) or _ends(found, clause)
        for each in by
    }
    checks = [_by(found, each, clause, ends[each.start]) for each in by]
    until = published_on.year if published_on else None
    return (*checks, *_movements(snapshot, found, clause, next(iter(ends.values()), None), until))


def _row(found: Measured, year: int | None, like: str = "") -> pd.Series | None:
    there = found.of_year(year) if year is not None else found.rows[:0]
    same = there[there["formula_id"] == like] if like else there
    return None if same.empty else same.iloc[0]


def _compared(
    snapshot: Snapshot,
    found: Measured,
    clause: Clause,
    amount: Amount,
    data_set: str,
    published_on: date | None,
) -> Ends | None:
    """ "전년보다", "인제대보다", "지난해 55.7%보다": the other value that is named, and the clause's own."""
    than = [each for each in _THAN.finditer(clause.quote) if each.start() < amount.start]
    if not than:
        return None
    since, until = (than[-2].end() if len(than) > 1 else -len(clause.sentence)), than[-1].start()
    own = [each.year for each in clause.amounts if each.role != "by" and each.start > until and each.year]
    own += [each.year for each in clause.years if each.year and (each.end <= since or each.start < 0)]
    year = own[0] if own else found.newest(published_on.year if published_on else None)
    near = [each for each in clause.years if since <= each.start and each.end <= until and each.start >= 0]
    places = [each for each in clause.sites if each.end <= until and each.start >= 0]
    if places and not (near and near[-1].start > places[-1].start):
        other = other_place(snapshot, found, places[-1].code, clause, data_set)
        first, last = _row(other, year), _row(found, year)
        named = (other.place, found.place)
        sure = found.sure and bool(own)
    elif near and near[-1].year is not None:
        first, last = _row(found, near[-1].year), _row(found, year)
        named = (_in_year(near[-1].year), _in_year(year))
        sure = found.sure and near[-1].year != year
    else:
        return None
    return None if first is None or last is None else Ends(first, last, *named, sure)


def _in_year(year: int | None) -> Text:
    return Text(f"{year}년", str(year))


def _ends(found: Measured, clause: Clause) -> Ends | None:
    """The two values of the years that a clause names, else the first and the last of all."""
    line = line_of(_one_formula(found, clause))
    years = {each.year for each in clause.amounts if each.year is not None}
    years |= {each.year for each in clause.years if each.year is not None}
    named = line[line["year"].isin(list(years))] if len(years) > 1 else line
    return _pair(named, sure=found.sure and len(years) > 1)


def _pair(rows: pd.DataFrame, *, sure: bool) -> Ends | None:
    if len(rows) < 2:
        return None
    first, last = rows.iloc[0], rows.iloc[-1]
    return Ends(first, last, _in_year(int(first["year"])), _in_year(int(last["year"])), sure)


def _one_formula(found: Measured, clause: Clause) -> pd.DataFrame:
    """The rows of the formula that holds the clause's numbers, else of the first with two values."""
    held = [code for each in clause.amounts for code in found.equal(each)["formula_id"]]
    years = found.rows.groupby("formula_id", sort=False)["year"].nunique()
    code = (held or [*years[years > 1].index, *years.index])[0]
    same: pd.DataFrame = found.rows[found.rows["formula_id"] == code]
    return same


def _by(found: Measured, amount: Amount, clause: Clause, ends: Ends | None) -> Check:
    if ends is None or found.kpi.unit != "percent":
        return Check(CHANGE, "uncheckable", NOT_COMPARED)
    difference = float(ends.last["value"] - ends.first["value"])
    told = points(abs(difference)).removeprefix("+")
    written = rounded(amount.value, amount.decimals)
    digits = max(amount.decimals, 1)
    printed = rounded(ends.last["value"] * 100, digits) - rounded(ends.first["value"] * 100, digits)
    equal = written in (
        rounded(abs(difference) * 100, amount.decimals),
        rounded(abs(printed), amount.decimals),
    )
    if equal and amount.unit == "percent":
        return Check(UNIT, "wrong", PERCENT_OR_POINTS.fill(difference=told))
    after = clause.quote[amount.start + len(amount.words) :]
    turned = (bool(_MORE.match(after)) and difference < 0) or (bool(_LESS.match(after)) and difference > 0)
    verdict: Verdict = "right" if equal and not turned else "wrong" if ends.sure else "uncheckable"
    words = DIFFERENCE.fill(first=ends.first_name, last=ends.last_name, difference=told)
    return Check(CHANGE, verdict, words)


def _movements(
    snapshot: Snapshot, found: Measured, clause: Clause, named: Ends | None, until: int | None
) -> Iterator[Check]:
    """Each "rose" and "fell", between the two dated numbers before it, else between the clause's ends."""
    line = line_of(_one_formula(found, clause))
    dated = [each for each in clause.amounts if each.year is not None and each.role != "by"]
    for match in _MOVES.finditer(clause.quote):
        said, before = match.lastgroup or "", clause.quote[: match.start()]
        years = list(dict.fromkeys(each.year for each in dated if each.start < match.start()))[-2:]
        running, newest = _RUNNING.search(before), found.newest(until)
        if running and newest is not None:
            years = [newest - int(running["years"]), newest]
        sure = found.sure and (until is not None or not running)
        ends = _pair(line[line["year"].isin(years)], sure=sure) if len(years) > 1 else None
        ends = ends or (None if running else named or _ends(found, clause))
        if ends is not None and (running or _EVERY_YEAR.search(before)):
            yield _steady(line, ends, said, found)
        elif ends is not None:
            yield _movement(snapshot, found, ends, said)


def _steady(line: pd.DataFrame, ends: Ends, said: str, found: Measured) -> Check:
    within = line[line["year"].between(ends.first["year"], ends.last["year"])]
    steps = within["value"].diff().dropna() * (1 if said == "rose" else -1)
    whole = len(within) == ends.last["year"] - ends.first["year"] + 1
    told = [f"{int(row['year'])} {shown(found.kpi, row).en}" for _, row in within.iterrows()]
    verdict: Verdict = (
        ("wrong" if ends.sure else "uncheckable")
        if (steps <= 0).any()
        else "right"
        if whole
        else "uncheckable"
    )
    return Check(MOVEMENT, verdict, EVERY_YEAR.fill(listed=", ".join(told)))


def _movement(snapshot: Snapshot, found: Measured, ends: Ends, said: str) -> Check:
    change = change_between(found.kpi, ends.first, ends.last)
    words: dict[str, Text | int] = {
        "first": int(ends.first["year"]),
        "last": int(ends.last["year"]),
        "old": shown(found.kpi, ends.first),
        "new": shown(found.kpi, ends.last),
    }
    source = source_of(snapshot, codes_of(ends.last))
    towards = change.difference if said == "rose" else -change.difference
    if change.movement in ("unclear", "untested") and (change.movement == "unclear" or towards > 0):
        reason = (UNCLEAR if change.movement == "unclear" else UNTESTED).fill(**words)
        return Check(MOVEMENT, "uncheckable", reason, source)
    if change.movement == said:
        return Check(MOVEMENT, "right", MOVED.fill(**words), source)
    return Check(MOVEMENT, "wrong" if ends.sure else "uncheckable", MOVED_OTHERWISE.fill(**words), source)
