"""Where a target stands in one plain sentence, and what is left to do."""

from __future__ import annotations

from meomureum.analysis.targets.judgement import STANDINGS, VERDICT_NEEDS_POINTS, Progress, Standing
from meomureum.analysis.targets.ledger import Target
from meomureum.analysis.words.outlook import pace_needed
from meomureum.analysis.words.values import (
    announced_text,
    distance,
    gap_text,
    row_text,
    with_people,
)
from meomureum.texts import LANGUAGES, Text, number, plain

NO_WORDS = plain("")
BY = Text("{year}년 {aim}", "{aim} by {year}")
OPEN = Text("{aim}(기한 없음)", "{aim}, no date")
CANNOT = Text("판단할 수 없음", "Cannot be judged")
NOT_DUE = Text("기한 전", "Not due yet")
SENTENCES: dict[Standing, Text] = {
    "met": Text("{goal}: {last}년에 이루었습니다", "{goal}: reached in {last}"),
    "on_track": Text("{goal}: {last}년 값이 목표 경로에 있습니다", "{goal}: on the path in {last}"),
    "must_accelerate": Text(
        "{goal}: {last}년 값이 {short} 속도를 내야 합니다",
        "{goal}: {short} in {last}, so the pace must rise",
    ),
    "limited": Text(
        "{goal}: {last}년 값이 {short} 진전이 부족합니다",
        "{goal}: {short} in {last}, so progress is limited",
    ),
    "moving_away": Text(
        "{goal}: {last}년 값이 기준값보다 목표에서 더 멉니다",
        "{goal}: in {last} further away than at the baseline",
    ),
    "scheduled": Text("{goal}: 지금은 {value}입니다", "{goal}: now at {value}"),
    "baseline_only": Text(
        "{goal}: {last}년 뒤 공표가 없어 판단할 수 없습니다",
        "{goal}: cannot be judged, nothing published since {last}",
    ),
    "too_few_points": Text(
        "{goal}: 같은 산식의 값이 {points}개뿐이라 판단할 수 없습니다({needed}개부터)",
        "{goal}: comparable values so far: {points}; a verdict takes {needed}",
    ),
    "undated": Text(
        "{goal}: 기한이나 기준값이 공표되지 않아 판단할 수 없습니다",
        "{goal}: cannot be judged without a date or a baseline",
    ),
    "other_unit": Text(
        "{goal}: 목표와 값의 단위가 달라 판단할 수 없습니다",
        "{goal}: cannot be judged, target and value have different units",
    ),
    "not_published": Text(
        "{goal}: 공표된 값이 없어 판단할 수 없습니다",
        "{goal}: cannot be judged, no value has been published",
    ),
    "partial": Text(
        "{goal}: 등록 기관 가운데 일부의 값뿐이라 판단할 수 없습니다",
        "{goal}: cannot be judged, only some institutions have sent their figures",
    ),
    "no_target": Text("공표된 목표가 없습니다", "No target has been published"),
}
NOTHING_DUE = Text(
    "{goal}: 기준 연도까지의 값뿐이라 아직 판단할 수 없습니다",
    "{goal}: cannot be judged yet, no value after the baseline year",
)
DIRECTIONS = {
    "down": Text(
        "낮추겠다는 방향만 공표되어 이루었는지 판단할 수 없습니다",
        "Only a direction (down) was announced, no number: it cannot be judged",
    ),
    "up": Text(
        "높이겠다는 방향만 공표되어 이루었는지 판단할 수 없습니다",
        "Only a direction (up) was announced, no number: it cannot be judged",
    ),
}
SHORT_OF_PATH = Text("경로에 {distance} 못 미쳐", "{distance} below the path")
OVER_PATH = Text("경로를 {distance} 넘어", "{distance} above the path")
BEHIND_PATH = Text("경로보다 {distance} 뒤여서", "{distance} behind the path")
LEFT = Text("남은 {years}에 {far:이/가} 더 필요합니다", "{far} to go in {years}")
EACH_YEAR = Text(
    "남은 {years}에 {far}, 해마다 {yearly:이/가} 더 필요합니다", "{far} to go in {years}, {yearly} a year"
)
LAST_YEAR = Text("올해가 기한이고 {far:이/가} 남았습니다", "Due this year, {far} to go")
TOO_LATE = Text("기한이 지났고 {far:이/가} 남았습니다", "Past its date, {far} to go")
TO_GO = Text("목표까지 {far:이/가} 남았습니다", "{far} to go")
PLACES = Text("{places}계단", "{places} places")


def short_standing(progress: Progress) -> Text:
    """The judgement in a word or two; that there is none, plainly."""
    if progress.judged:
        return STANDINGS[progress.standing]
    return NOT_DUE if progress.standing == "scheduled" else CANNOT


def goal_text(target: Target) -> Text:
    """What is aimed at and by when."""
    if target.value is None:
        return plain("")
    aim = announced_text(target.unit, target.value, target.value_high)
    return BY.fill(aim=aim, year=target.year) if target.year else OPEN.fill(aim=aim)


def plain_verdict(progress: Progress) -> Text:
    """Where a target stands, or why nobody can judge it."""
    return _sentence(progress, goal_text(progress.target) if progress.target else NO_WORDS)


def whole_verdict(progress: Progress, people: float | None) -> Text:
    """The same, with what is missing, in people too where they can be counted, and what a year has to bring."""
    told = [plain_verdict(progress)]
    if progress.target is not None and progress.gap is not None and not progress.reached:
        told += [TO_GO.fill(far=with_people(missing(progress), people)), pace_needed(progress) or NO_WORDS]
    ko, en = ([each(language) for each in told if each.ko] for language in LANGUAGES)
    return Text(". ".join(ko), "; ".join(en))


def verdict_beside_goal(progress: Progress) -> Text:
    """The same where the target itself stands beside: the judgement in a word, and what it rests on; or why there is none."""
    if progress.judged:
        return _sentence(progress, STANDINGS[progress.standing])
    told = _sentence(progress, NO_WORDS)
    ko, en = (told(language).removeprefix(": ") for language in LANGUAGES)
    return Text(ko, en[:1].upper() + en[1:])


def _sentence(progress: Progress, goal: Text) -> Text:
    target, latest = progress.target, progress.latest
    if target is None:
        return SENTENCES["no_target"]
    if target.value is None:
        return DIRECTIONS[target.direction]
    told = SENTENCES[progress.standing]
    if progress.standing == "too_few_points" and progress.allowed.verdict:
        told = NOTHING_DUE
    words = {"goal": goal, "short": _short(progress, target)}
    if latest is not None:
        words["last"] = plain(str(int(latest["year"])))
        words["value"] = row_text(progress.kpi.unit, latest)
    return told.fill(points=progress.points, needed=VERDICT_NEEDS_POINTS, **words)


def _short(progress: Progress, target: Target) -> Text:
    """How far the latest value is from where its path is in that year."""
    if progress.shortfall is None:
        return plain("")
    rank, up = progress.kpi.unit == "rank", target.direction == "up"
    words = BEHIND_PATH if rank else SHORT_OF_PATH if up else OVER_PATH
    return words.fill(distance=distance(progress.kpi.unit, progress.shortfall))


def left_to_do(progress: Progress, people: float | None, on: int) -> Text | None:
    """What is missing to the target in its unit and in people, seen from a year; None where nothing is known to be."""
    target = progress.target
    if target is None or progress.gap is None or progress.reached:
        return None
    far = with_people(missing(progress), people)
    if target.year is None:
        return TO_GO.fill(far=far)
    left = target.year - on
    if left > 1:
        yearly = with_people(_gap(progress, progress.gap / left), None if people is None else people / left)
        return EACH_YEAR.fill(years=Text(f"{left}년", f"{left} years"), far=far, yearly=yearly)
    if left == 1:
        return LEFT.fill(years=Text("1년", "1 year"), far=far)
    return (LAST_YEAR if left == 0 else TOO_LATE).fill(far=far)


def missing(progress: Progress) -> Text:
    """The gap to the target: +16.0%p, 101계단."""
    return _gap(progress, progress.gap or 0.0)


def _gap(progress: Progress, gap: float) -> Text:
    if progress.kpi.unit == "rank":
        return PLACES.fill(places=number(abs(gap), 0 if float(gap).is_integer() else 1))
    return gap_text(progress.kpi.unit, gap)
