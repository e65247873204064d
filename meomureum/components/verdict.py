"""The verdict on one target: status, both scores, pace and people, and all of it opened up."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from meomureum.analysis.targets.changes import Change
from meomureum.analysis.targets.judgement import STANDINGS, Progress, Standing
from meomureum.analysis.targets.ledger import PATHS
from meomureum.analysis.words.reasons import reservations, why_no_verdict
from meomureum.analysis.words.values import (
    announced_baseline,
    distance_in_people,
    gap_text,
    is_marked,
    people_text,
    row_text,
)
from meomureum.analysis.words.workings import Working, workings
from meomureum.components.indicator import TONES, aim_text, standing_text
from meomureum.components.markup import Status, status, synthetic_mark
from meomureum.texts import Language, Text, number, plain, points

OF_PLACE = Text("{place} {name}", "{place}: {name}")
TARGET = Text("목표", "Target")
BASELINE = Text("기준값", "Baseline")
STATED = Text("{value} ({year}년)", "{value} in {year}")
ASSUMED = Text("{value} ({year}년, 연도는 가정)", "{value} in {year} (year assumed)")
LATEST = Text("최근 값", "Latest")
BY_PATH = Text("경로로 본 진도: {path}", "By the path: {path}")
BY_GROWTH = Text("성장률로 본 진도: 유럽통계청 방식", "By growth: Eurostat method")
THIS_YEAR = Text("{year}년 경로까지", "To the path in {year}")
SHORT = Text("{distance} 모자람", "{distance} short")
AHEAD = Text("{distance} 앞섬", "{distance} ahead")
OVER = Text("{distance} 넘침", "{distance} over")
BEHIND = Text("{distance} 뒤처짐", "{distance} behind")
TO_TARGET = Text("{year}년 목표까지", "To the target of {year}")
TO_UNDATED = Text("목표까지", "To the target")
REACHED = Text("이르렀습니다", "Reached")
NEEDED = Text("최근 값에서 필요한 변화", "Needed from the latest value")
EACH_YEAR = Text("해마다 {pace}", "{pace} a year")
EACH_YEAR_PEOPLE = Text("해마다 {pace}, {people}", "{pace} a year, {people}")
LAST_CHANGE = Text("지난 변화", "Last change")
CHANGED = Text(
    "{first}년 {old} → {last}년 {new}, {difference}{interval}: {judged}",
    "{old} in {first} → {new} in {last}, {difference}{interval}: {judged}",
)
INTERVAL = Text(" (95% 구간 {low} ~ {high})", " (95% interval {low} to {high})")
MOVEMENTS = {
    "rose": Text("우연을 넘어 올랐습니다", "rose beyond chance"),
    "fell": Text("우연을 넘어 내렸습니다", "fell beyond chance"),
    "unclear": Text("우연과 구별되지 않습니다", "not distinguishable from chance"),
    "untested": Text("사람 수가 없어 검정하지 않습니다", "not tested, as there are no counts"),
}
DISAGREE = Text(
    "두 방법의 판정이 다릅니다. 경로로는 '{path}', 성장률로는 '{growth}'입니다. 상태는 저장된 경로를 따릅니다.",
    "The two methods disagree: '{path}' by the path, '{growth}' by growth. The status follows the stored path.",
)
OPEN = Text("계산 과정 보기", "Show the workings")
CLASSES = Text(
    "0.95 이상 순조로움, 0.60 이상 속도를 내야 함, 0 이상 진전 부족, 0 미만 목표에서 멀어짐.",
    "From 0.95 on track, from 0.60 must accelerate, from 0 limited progress, below 0 moving away.",
)
Line = tuple[Text, Markup]


def verdict(
    progress: Progress,
    language: Language,
    place: Text | None = None,
    *,
    synthetic: bool = False,
    level: int = 3,
) -> Markup:
    """The verdict on one target of one place, open to its formula with the numbers filled in.

    Without a verdict it gives the reason and the numbers that are known. Source, date and denominator of
    the latest value stand beneath it, in the source line of the page.
    """
    name = progress.kpi.name
    if place:
        name = OF_PLACE.fill(place=place, name=name)
    reason = why_no_verdict(progress)
    lines = _lines(progress, language)
    return Markup(
        '<section class="mm-verdict"><header><h{} class="mm-verdict-name">{}</h{}>{}{}</header>{}{}'
        '<dl class="mm-facts">{}</dl>{}</section>'
    ).format(
        level,
        name(language),
        level,
        _badge(progress.standing, standing_text(progress), language),
        synthetic_mark(language) if synthetic else "",
        _note(reason(language)) if reason else "",
        _note(_disagreement(progress)(language)) if progress.disagree else "",
        Markup("").join(
            Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(t(language), w) for t, w in lines if w
        ),
        _opened(progress, name(language), language),
    )


def _badge(standing: Standing, words: Text, language: Language) -> Markup:
    return status(Status(TONES[standing], words(language)))


def _note(words: str) -> Markup:
    return Markup('<p class="mm-verdict-note">{}</p>').format(words)


def _disagreement(progress: Progress) -> Text:
    stored, growth = progress.standing_by_path, progress.standing_by_growth
    return DISAGREE.fill(
        path=STANDINGS[stored] if stored else "–", growth=STANDINGS[growth] if growth else "–"
    )


def _lines(progress: Progress, language: Language) -> list[Line]:
    """Label and words of what is known; an empty one is left out."""

    def told(words: Text | None) -> Markup:
        return Markup("{}").format(words(language)) if words else Markup("")

    target = progress.target
    path_name = PATHS[target.path_kind] if target else plain("")
    to_target = TO_TARGET.fill(year=target.year) if target and target.year else TO_UNDATED
    year = plain("") if progress.latest is None else plain(str(int(progress.latest["year"])))
    return [
        (LATEST, told(_latest(progress))),
        (BASELINE, told(_baseline(progress))),
        (TARGET, told(aim_text(progress))),
        (BY_PATH.fill(path=path_name), _score(progress.by_path, progress.standing_by_path, language)),
        (BY_GROWTH, _score(progress.by_growth, progress.standing_by_growth, language)),
        (THIS_YEAR.fill(year=year), told(_this_year(progress))),
        (to_target, told(_to_target(progress))),
        (NEEDED, told(_pace(progress))),
        (LAST_CHANGE, told(_changed(progress))),
    ]


def _latest(progress: Progress) -> Text | None:
    latest = progress.latest
    if latest is None:
        return None
    value = row_text(progress.kpi.unit, latest)
    words = ASSUMED if is_marked(latest, "assumed_year") else STATED
    return words.fill(value=value, year=int(latest["year"]))


def _baseline(progress: Progress) -> Text | None:
    target = progress.target
    value = None if target is None else announced_baseline(target)
    if target is None or value is None or target.baseline_year is None:
        return None
    return (ASSUMED if target.year_assumed else STATED).fill(value=value, year=target.baseline_year)


def _score(score: float | None, standing: Standing | None, language: Language) -> Markup:
    """The score with its class; a score alone where no verdict may be given says nothing."""
    if score is None or standing is None:
        return Markup("")
    return Markup('<span class="mm-verdict-score">{}</span> {}').format(
        number(score, 3), _badge(standing, STANDINGS[standing], language)
    )


def _this_year(progress: Progress) -> Text | None:
    if progress.shortfall is None or progress.by_path is None or progress.target is None:
        return None
    upward = progress.target.direction == "up"
    behind = progress.shortfall > 0 if upward else progress.shortfall < 0
    lacking = SHORT if upward else BEHIND if progress.kpi.unit == "rank" else OVER
    words = lacking if behind else AHEAD
    far = distance_in_people(progress.kpi.unit, progress.shortfall, progress.people_short)
    return words.fill(distance=far)


def _to_target(progress: Progress) -> Text | None:
    if progress.gap is None:
        return None
    if progress.reached:
        return REACHED
    return distance_in_people(progress.kpi.unit, progress.gap, progress.people)


def _pace(progress: Progress) -> Text | None:
    if progress.pace is None or progress.reached or progress.kpi.unit == "stage":
        return None
    pace = gap_text(progress.kpi.unit, progress.pace)
    if progress.people_a_year is None:
        return EACH_YEAR.fill(pace=pace)
    return EACH_YEAR_PEOPLE.fill(pace=pace, people=people_text(progress.people_a_year))


def _changed(progress: Progress) -> Text | None:
    change = progress.last_change
    if change is None:
        return None
    unit = progress.kpi.unit
    return CHANGED.fill(
        first=int(change.first["year"]),
        last=int(change.last["year"]),
        old=row_text(unit, change.first),
        new=row_text(unit, change.last),
        difference=gap_text(unit, change.difference),
        interval=_interval(change),
        judged=MOVEMENTS[change.movement],
    )


def _interval(change: Change) -> Text:
    interval = change.interval
    if interval is None:
        return plain("")
    return INTERVAL.fill(low=_end(interval.low), high=_end(interval.high))


def _end(difference: float) -> str:
    """An end of the interval; one so near to no change that it would read as 0.0 takes two decimals."""
    return points(difference, 2 if points(difference) == "0.0%p" else 1)


def _opened(progress: Progress, name: str, language: Language) -> Markup:
    """The workings one click or key away: each step in words and in numbers, then the reservations."""
    steps, told = workings(progress), reservations(progress)
    if not steps:
        return Markup("")
    notes = [*([CLASSES] if progress.judged else []), *told]
    return Markup(
        '<details class="mm-workings"><summary>{}<span class="mm-unseen"> – {}</span></summary>'
        "<dl>{}</dl>{}</details>"
    ).format(OPEN(language), name, _steps(steps, language), _notes(notes, language))


def _steps(steps: Sequence[Working], language: Language) -> Markup:
    return Markup("").join(
        Markup(
            '<div><dt>{}</dt><dd><span class="mm-working-words">{}</span><code>{}</code></dd></div>'
        ).format(step.name(language), step.words(language), step.filled(language))
        for step in steps
    )


def _notes(notes: Sequence[Text], language: Language) -> Markup:
    items = Markup("").join(Markup("<li>{}</li>").format(note(language)) for note in notes)
    return Markup('<ul class="mm-list">{}</ul>').format(items) if notes else Markup("")
