"""A clause against the ledger of targets: base, target, unit, year, place."""

from __future__ import annotations

from dataclasses import replace

from meomureum.analysis.targets import ledger
from meomureum.analysis.targets.ledger import Target
from meomureum.analysis.words.values import value_text
from meomureum.measures.register import announcer
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text, number, points, rounded
from meomureum.verify.claims.amounts import Amount
from meomureum.verify.claims.clauses import Clause
from meomureum.verify.claims.places import home_cities, name_of
from meomureum.verify.claims.verdicts import CHANGE, PLACE, UNIT, Check, source_of

Words = dict[str, Text | str | int | float]

BASE = Text("기준값", "Baseline")
AIM = Text("목표값", "Target value")
YEAR = Text("목표연도", "Target year")
BEHIND = Text("분모와 지역의 범위", "Denominator and meaning of local")

AS_ANNOUNCED = Text("발표된 {aspect} {value:과/와} 같습니다.", "Equals the announced {aspect}, {value}.")
NOT_AS_ANNOUNCED = Text(
    "발표된 {aspect:은/는} {value}입니다. 문장의 {written:은/는} 다릅니다.",
    "The announced {aspect} is {value}, not {written}.",
)
NOT_STATED = Text("발표문이 {aspect:을/를} 밝히지 않았습니다.", "The announcement states no {aspect}.")
YEAR_ASSUMED = Text(" 기준연도는 발표문에 없습니다.", " The announcement gives no baseline year.")
POINTS_FOR_PERCENT = Text(
    "%p는 두 비율의 차이에 쓰는 단위입니다. 발표된 값은 {value}이고, 기준값과의 차이는 {difference}입니다.",
    "pp is the unit of a difference of two rates. The announced value is {value}; the difference is {difference}.",
)
PERCENT_FOR_POINTS = Text(
    "비율의 차이는 %가 아니라 %p로 적습니다. {old}에서 {new}까지는 {difference}입니다.",
    "A difference of two rates is in pp, not %. From {old} to {new} is {difference}.",
)
CHANGE_RIGHT = Text(
    "{old}에서 {new}까지의 차이 {difference:과/와} 같습니다.",
    "Equals the difference from {old} to {new}, {difference}.",
)
CHANGE_WRONG = Text(
    "{old}에서 {new}까지의 차이는 {difference}입니다. 문장의 {written:은/는} 다릅니다.",
    "The difference from {old} to {new} is {difference}, not {written}.",
)
MULTIPLE = Text("{new:은/는} {old}의 {times}배입니다.", "{new} is {times} times {old}.")
OF_THIS_CITY = Text("{place}의 목표입니다({by}, {on}).", "A target of {place} ({by}, {on}).")
CITY_NOT_NAMED = Text(
    "문장이 도시를 밝히지 않았습니다. {place}의 목표({by}, {on})와 견주었습니다.",
    "The sentence names no city. It was compared with the target of {place} ({by}, {on}).",
)
NO_TARGET = Text(
    "대장에 이 지표의 목표가 없습니다.",
    "The ledger holds no target of this indicator.",
)
NO_TARGET_HERE = Text(
    "{here:은/는} 이 지표의 목표를 발표한 것이 대장에 없습니다.",
    "The ledger holds no such target of {here}.",
)
BANDS = Text(
    "순위 목표는 구간입니다. {old}에서 {new}까지의 차이는 {difference}위 사이입니다.",
    "Targets of ranks are bands. From {old} to {new} is between {difference} places.",
)
OF_ANOTHER_CITY = Text(
    "{here:은/는} 이 지표의 목표를 발표한 것이 대장에 없습니다. 이 값은 {place}의 목표입니다.",
    "The ledger holds no such target of {here}. These values are the target of {place}.",
)


def against_target(snapshot: Snapshot, clause: Clause) -> tuple[Check, ...]:
    """The checks of a plan against the target that it speaks of, or that the ledger has none.

    A plan that names no city and holds none of a target's numbers may be anybody's: nothing of it is wrong.
    """
    target = _meant(snapshot, clause)
    if target is None:
        here = name_of(snapshot, clause.places[-1]) if clause.places else None
        return (Check(PLACE, "uncheckable", NO_TARGET_HERE.fill(here=here) if here else NO_TARGET),)
    checks = [_place(snapshot, clause, target), *_numbers(clause, target), *_year(clause, target)]
    if target.unit == "percent" and target.baseline is not None:
        checks.append(Check(BEHIND, "uncheckable", target.note))
    source, sure = source_of(snapshot, target.source_id), _is_certain(clause, target)
    return tuple(
        replace(each, verdict=each.verdict if sure else "uncheckable", source=source) for each in checks
    )


def _is_certain(clause: Clause, target: Target) -> bool:
    """Whether the plan is this one: it has a number of it, or names indicator, city and no other year."""
    to = clause.amount("to")
    year = (to.year if to else None) or clause.deadline
    same_year = year is None or target.year is None or year == target.year
    named = clause.named and bool(clause.places) and len(clause.kpis) == 1
    return _alike(target, clause) > 0 or (named and same_year)


def _numbers(clause: Clause, target: Target) -> list[Check]:
    """The checks of base, target value and change, as far as the clause gives them."""
    base, aim, change = clause.amount("from"), clause.amount("to"), clause.amount("by")
    aim = aim or clause.amount("")
    return [
        *(_value(target, base, BASE) if base else []),
        *(_value(target, aim, AIM) if aim and aim is clause.amount("to") else []),
        *(_change(target, change) if change else []),
        *(_value(target, aim, AIM) if aim and aim is not clause.amount("to") else []),
    ]


def _meant(snapshot: Snapshot, clause: Clause) -> Target | None:
    """The target of the clause's place, else the one elsewhere that has its numbers."""
    numbered = [
        each
        for each in ledger.targets(snapshot)
        if each.kpi_id in clause.kpis and each.value is not None and each.unit != "stage"
    ]
    if not numbered or not clause.amounts:
        return None
    here = [each for each in numbered if not clause.places or _belongs(snapshot, each, clause.places)]
    best = max(here or numbered, key=lambda each: _alike(each, clause))
    return best if here or _is_all_of_it(best, clause) else None


def _is_all_of_it(target: Target, clause: Clause) -> bool:
    """Whether a plan of another city has all the numbers of the clause: one alone may be chance."""
    ends = [each for each in clause.amounts if each.role != "by"]
    alike = _alike(target, replace(clause, amounts=tuple(ends)))
    return alike == len(ends) > 1 or (not clause.places and alike > 0)


def _belongs(snapshot: Snapshot, target: Target, places: tuple[str, ...]) -> bool:
    homes = home_cities(snapshot)
    return target.city_id in {homes.get(place, place) for place in places}


def _alike(target: Target, clause: Clause) -> int:
    """How many of the clause's numbers are the target's."""
    ends = [(target.baseline, target.baseline_high), (target.value, target.value_high)]
    return sum(any(_same(target, amount, low, high) for low, high in ends) for amount in clause.amounts)


def _same(target: Target, amount: Amount, low: float | None, high: float | None) -> bool:
    if low is None:
        return False
    scale = 100 if target.unit == "percent" else 1
    return _rounds_to(low * scale, amount.value, amount.decimals) and (
        amount.high is None or high is None or _rounds_to(high * scale, amount.high, amount.decimals)
    )


def _rounds_to(actual: float, written: float, decimals: int) -> bool:
    return rounded(actual, decimals) == rounded(written, decimals)


def _place(snapshot: Snapshot, clause: Clause, target: Target) -> Check:
    words: Words = {
        "place": name_of(snapshot, target.city_id),
        "by": announcer(snapshot, target.announced_by),
        "on": target.announced_on,
    }
    if not clause.places:
        return Check(PLACE, "uncheckable", CITY_NOT_NAMED.fill(**words))
    if _belongs(snapshot, target, clause.places):
        return Check(PLACE, "right", OF_THIS_CITY.fill(**words))
    return Check(
        PLACE,
        "wrong",
        OF_ANOTHER_CITY.fill(
            here=name_of(snapshot, clause.places[-1]), place=name_of(snapshot, target.city_id)
        ),
    )


def _value(target: Target, amount: Amount, aspect: Text) -> list[Check]:
    low, high = (
        (target.baseline, target.baseline_high) if aspect is BASE else (target.value, target.value_high)
    )
    if low is None:
        return [Check(aspect, "uncheckable", NOT_STATED.fill(aspect=aspect))]
    shown = value_text(target.unit, low, high if high != low else None)
    right = _same(target, amount, low, high)
    template = AS_ANNOUNCED if right else NOT_AS_ANNOUNCED
    reason = template.fill(aspect=aspect, value=shown, written=amount.words)
    if right and aspect is BASE and target.year_assumed:
        reason = Text(reason.ko + YEAR_ASSUMED.ko, reason.en + YEAR_ASSUMED.en)
    checks = [Check(aspect, "right" if right else "wrong", reason)]
    if target.unit == "percent" and amount.unit == "points":
        checks.append(Check(UNIT, "wrong", POINTS_FOR_PERCENT.fill(value=shown, difference=_gap(target))))
    elif amount.unit in ("percent", "rank") and amount.unit != target.unit:
        reason = NOT_AS_ANNOUNCED.fill(aspect=UNIT, value=shown, written=amount.words)
        checks.append(Check(UNIT, "wrong", reason))
    return checks


def _gap(target: Target) -> Text:
    if target.baseline is None or target.value is None:
        return Text("–", "–")
    shown = points(target.value - target.baseline).removeprefix("+")
    return Text(shown, shown)


def _change(target: Target, amount: Amount) -> list[Check]:
    if target.baseline is None or target.value is None:
        aspect = BASE if target.baseline is None else AIM
        return [Check(CHANGE, "uncheckable", NOT_STATED.fill(aspect=aspect))]
    if amount.unit == "times":
        return [_multiple(target, amount)]
    if target.unit != "percent":
        return [_change_of_bands(target, amount)]
    words: Words = {
        "old": value_text("percent", target.baseline),
        "new": value_text("percent", target.value),
        "difference": _gap(target),
        "written": amount.words,
    }
    far = abs(target.value - target.baseline) * 100
    right = _rounds_to(far, amount.value, amount.decimals)
    if amount.unit == "percent" and right:
        return [Check(UNIT, "wrong", PERCENT_FOR_POINTS.fill(**words))]
    template = CHANGE_RIGHT if right else CHANGE_WRONG
    return [Check(CHANGE, "right" if right else "wrong", template.fill(**words))]


def _multiple(target: Target, amount: Amount) -> Check:
    """How many times the baseline a target is; of a band nobody can say."""
    low, high = target.baseline or 0.0, target.value or 0.0
    if not low or target.unit == "rank":
        return Check(CHANGE, "uncheckable", NOT_STATED.fill(aspect=CHANGE))
    reason = MULTIPLE.fill(
        old=value_text(target.unit, low), new=value_text(target.unit, high), times=number(high / low, 1)
    )
    return Check(CHANGE, "right" if amount.fit(high / low) == "equal" else "wrong", reason)


def _change_of_bands(target: Target, amount: Amount) -> Check:
    """A change of ranks: between two bands it lies between their nearest and their farthest ends."""
    old = [each for each in (target.baseline, target.baseline_high) if each is not None]
    new = [each for each in (target.value, target.value_high) if each is not None]
    least, most = sorted((abs(min(old) - max(new)), abs(max(old) - min(new))))
    reason = BANDS.fill(
        old=value_text(target.unit, old[0], target.baseline_high),
        new=value_text(target.unit, new[0], target.value_high),
        difference=f"{number(least)}–{number(most)}",
    )
    if not least <= amount.value <= most:
        return Check(CHANGE, "wrong", reason)
    return Check(CHANGE, "right" if least == most else "uncheckable", reason)


def _year(clause: Clause, target: Target) -> list[Check]:
    to = clause.amount("to")
    written = (to.year if to else None) or clause.deadline
    if written is None:
        return []
    if target.year is None:
        return [Check(YEAR, "uncheckable", NOT_STATED.fill(aspect=YEAR))]
    right = written == target.year
    words = {"aspect": YEAR, "value": _in_year(target.year), "written": _in_year(written)}
    return [
        Check(
            YEAR, "right" if right else "wrong", (AS_ANNOUNCED if right else NOT_AS_ANNOUNCED).fill(**words)
        )
    ]


def _in_year(year: int) -> Text:
    return Text(f"{year}년", str(year))


def written_number(value: float) -> str:
    """A number as a reader writes it: 48, 10.5."""
    return number(value, 0 if value == int(value) else 1)
