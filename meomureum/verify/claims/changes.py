"""What a clause says of a change: how far, and in which direction, between two years or two places."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from meomureum.analysis.targets.changes import change_between, line_of
from meomureum.texts import Text, number, points, rounded
from meomureum.verify.claims.against_data import codes_of, shown
from meomureum.verify.claims.amounts import Amount
from meomureum.verify.claims.around import Around
from meomureum.verify.claims.compared import (
    Compared,
    Ends,
    candidates,
    of_years,
    one_formula,
    pair_of,
    several_places,
)
from meomureum.verify.claims.measured import Measured
from meomureum.verify.claims.verdicts import CHANGE, UNIT, Check, Verdict, source_of
from meomureum.verify.claims.written_numbers import agrees

MOVEMENT = Text("증감", "Direction")
NOT_COMPARED = Text("견줄 두 값을 찾지 못했습니다.", "The two values to compare were not found.")
PERCENT_OR_POINTS = Text(
    "비율의 차이는 %가 아니라 %p로 적습니다. 차이는 {difference}입니다.",
    "A difference of two rates is in pp, not %. The difference is {difference}.",
)
DIFFERENCE = Text(
    "{first:과/와} {last}의 차이는 {difference}입니다.",
    "The difference between {first} and {last} is {difference}.",
)
MULTIPLE = Text(
    "{first:과/와} {last} 가운데 큰 값이 작은 값의 {times}배입니다.",
    "Of {first} and {last} the larger value is {times} times the smaller one.",
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
_TOLD = r"(?=했|하며|하고|해\s|한\s|[.,)\s]*$)"
_ROSE = rf"올랐|올라[갔섰]|올렸|(?:상승|증가){_TOLD}|늘었|늘어났|높아졌|높였|뛰었|치솟았|급[증등]했|\brose\b|increased"
_FELL = rf"내렸|내려[갔왔]|(?:하락|감소){_TOLD}|줄었|줄어들었|줄였|낮아졌|낮췄|떨어졌|급[감락]했|\bfell\b|decreased"
_MOVES = re.compile(rf"(?P<rose>{_ROSE})|(?P<fell>{_FELL})", re.IGNORECASE)
_NOT_SO = re.compile(r"[가-힣]{0,2}다?(?:는|고|기)?\s*(?:것은|건|보기|할\s*수|볼\s*수|보다는)|\s*것은\s*아니")
_EVERY_YEAR = re.compile(r"해마다|매년|꾸준히|\bevery year\b|\beach year\b", re.IGNORECASE)
_RUNNING = re.compile(r"(?P<years>\d)\s*년\s*(?:연속|째|내리)")
_SO_FAR = r"\s*(?:포인트)?\s*(?:이나|만큼|가량|정도|나)?\s*(?:더\s*)?"
_MORE = re.compile(_SO_FAR + r"(?:올|오르|상승|증가|늘|높|뛰)")
_LESS = re.compile(_SO_FAR + r"(?:내[렸려린]|하락|감소|줄|낮|떨어|빠)")
VISIBLE = 0.001
"""The least difference of two rates that a printed one shows."""


def changes(around: Around, found: Measured) -> tuple[Check, ...]:
    """The checks of each difference and of each direction that a clause tells."""
    told = Compared(around, found)
    units = {found.kpi.unit, "percent", "times"} | ({"points"} if found.kpi.unit == "percent" else set())
    by = [each for each in around.clause.amounts if each.role == "by" and each.unit in units]
    ends = {each.start: list(candidates(told, each)) for each in by}
    checks = [_by(told, each, ends[each.start]) for each in by]
    named = next((each[0] for each in ends.values() if each), None)
    return (*checks, *_movements(told, named))


def _by(told: Compared, amount: Amount, ends: list[Ends]) -> Check:
    unit = told.found.kpi.unit
    if not ends or unit not in ("percent", "persons") or amount.denied:
        return Check(CHANGE, "uncheckable", NOT_COMPARED)
    holding = next((each for each in ends if _is_far(unit, amount, each)), None)
    known = holding or ends[0]
    words = _difference(unit, known) if amount.unit != "times" else _multiple(known)
    if unit == "percent" and amount.unit == "percent":
        return _percent_for_points(told, known, holding=holding is not None)
    after = told.clause.quote[amount.end :]
    turned = (bool(_MORE.match(after)) and known.difference < 0) or (
        bool(_LESS.match(after)) and known.difference > 0
    )
    right = holding is not None and not turned
    certain = ends[0].sure and not (holding is not None and holding is not ends[0]) and not amount.bound
    verdict: Verdict = "right" if right else "wrong" if certain else "uncheckable"
    return Check(CHANGE, verdict, words)


def _percent_for_points(told: Compared, ends: Ends, *, holding: bool) -> Check:
    """A difference of two rates in %: wrong if it is that in %p; else it may be relative to the first."""
    if holding:
        reason = PERCENT_OR_POINTS.fill(difference=_shown("percent", ends))
        return Check(UNIT, "wrong" if told.found.sure else "uncheckable", reason)
    return Check(CHANGE, "uncheckable", _difference("percent", ends))


def _is_far(unit: str, amount: Amount, ends: Ends) -> bool:
    """Whether two values are so far apart as a number says."""
    off = abs(ends.difference)
    if amount.unit == "times":
        return amount.fit(_times(ends)) == "equal"
    if unit == "persons":
        relative = off / float(ends.first["value"]) if ends.first["value"] else 0.0
        written = amount.words.rstrip("여명 ")
        return (
            rounded(amount.value, amount.decimals) == rounded(relative * 100, amount.decimals)
            if amount.unit == "percent"
            else agrees(written, off) or amount.fit(off) == "equal"
        )
    digits = max(amount.decimals, 1)
    printed = rounded(ends.last["value"] * 100, digits) - rounded(ends.first["value"] * 100, digits)
    return rounded(amount.value, amount.decimals) in (
        rounded(off * 100, amount.decimals),
        rounded(abs(printed), amount.decimals),
    ) or bool(amount.bound and amount.fit(off * 100) == "equal")


def _shown(unit: str, ends: Ends) -> str:
    if unit == "persons":
        return f"{number(abs(ends.difference))}명"
    return points(abs(ends.difference)).removeprefix("+")


def _times(ends: Ends) -> float:
    """How many times the smaller value the larger one is; 0 where there is none."""
    small, large = sorted((float(ends.first["value"]), float(ends.last["value"])))
    return large / small if small > 0 else 0.0


def _multiple(ends: Ends) -> Text:
    return MULTIPLE.fill(first=ends.first_name, last=ends.last_name, times=number(_times(ends), 1))


def _difference(unit: str, ends: Ends) -> Text:
    return DIFFERENCE.fill(first=ends.first_name, last=ends.last_name, difference=_shown(unit, ends))


def _movements(told: Compared, named: Ends | None) -> Iterator[Check]:
    """Each "rose" and "fell", between the two dated numbers before it, else between the clause's ends."""
    clause, found = told.clause, told.found
    if found.kpi.unit == "rank":
        return
    line = line_of(one_formula(told))
    dated = [each for each in clause.amounts if each.year is not None and each.role != "by"]
    for match in _MOVES.finditer(clause.quote):
        if _NOT_SO.match(clause.quote, match.end()):
            continue
        said, before = match.lastgroup or "", clause.quote[: match.start()]
        english = match[0].isascii()  # the verb stands before its numbers
        told_of = [each.year for each in dated if english or each.start < match.start()]
        years = list(dict.fromkeys(told_of))[:2] if english else list(dict.fromkeys(told_of))[-2:]
        running, newest = _RUNNING.search(before), found.newest(told.around.until)
        if running and newest is not None:
            years = [newest - int(running["years"]), newest]
        sure = found.sure and not several_places(told) and (told.around.until is not None or not running)
        ends = next(pair_of(line[line["year"].isin(years)], sure=sure), None) if len(years) > 1 else None
        coming = any(each.start > match.end() for each in dated)
        ends = ends or (None if running or coming else named or next(of_years(told), None))
        if ends is not None and (running or _EVERY_YEAR.search(before)):
            yield _steady(line, ends, said, found)
        elif ends is not None:
            yield _movement(told, ends, said)


def _steady(line: pd.DataFrame, ends: Ends, said: str, found: Measured) -> Check:
    within = line[line["year"].between(ends.first["year"], ends.last["year"])]
    steps = within["value"].diff().dropna() * (1 if said == "rose" else -1)
    whole = len(within) == ends.last["year"] - ends.first["year"] + 1
    listed = [f"{int(row['year'])} {shown(found.kpi, row).en}" for _, row in within.iterrows()]
    verdict: Verdict = (
        ("wrong" if ends.sure else "uncheckable")
        if (steps <= 0).any()
        else "right"
        if whole
        else "uncheckable"
    )
    return Check(MOVEMENT, verdict, EVERY_YEAR.fill(listed=", ".join(listed)))


def _movement(told: Compared, ends: Ends, said: str) -> Check:
    """A direction is wrong where the printed values go the other way, by chance or not."""
    found, change = told.found, change_between(told.found.kpi, ends.first, ends.last)
    words: dict[str, Text | int] = {
        "first": int(ends.first["year"]),
        "last": int(ends.last["year"]),
        "old": shown(found.kpi, ends.first),
        "new": shown(found.kpi, ends.last),
    }
    source = source_of(told.around.snapshot, codes_of(ends.last))
    towards = ends.difference if said == "rose" else -ends.difference
    visible = VISIBLE if found.kpi.unit == "percent" else 1
    if rounded(-towards, 6) >= rounded(visible, 6):
        return Check(MOVEMENT, "wrong" if ends.sure else "uncheckable", MOVED_OTHERWISE.fill(**words), source)
    if change.movement == said:
        return Check(MOVEMENT, "right", MOVED.fill(**words), source)
    reason = (UNTESTED if change.movement == "untested" else UNCLEAR).fill(**words)
    return Check(MOVEMENT, "uncheckable", reason, source)
