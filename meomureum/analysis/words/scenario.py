"""What a scenario comes to, in words: how many people more, whether it can be reached, against what."""

from __future__ import annotations

from meomureum.analysis.statistics.scenario import Answer
from meomureum.analysis.studies.capacity import Capacity
from meomureum.analysis.studies.scenario import Situation
from meomureum.analysis.words.values import announced_text, gap_text, value_text
from meomureum.texts import Text, number, percent, plain

ARITHMETIC = Text(
    "지금의 인원에 비율만 바꾸어 셈한 산수이며 예측이 아닙니다.",
    "Arithmetic on today's numbers of people; not a forecast.",
)
MORE = Text(
    "{place} {name} {aim}에는 한 해 {people}명이 더 필요합니다",
    "{place}: {name} of {aim} takes {people} more people a year",
)
FEWER = Text(
    "{place} {name} {aim}에는 한 해 {people}명이 줄어야 합니다",
    "{place}: {name} of {aim} takes {people} fewer people a year",
)
THERE = Text(
    "{place} {name:은/는} {now}로 목표 {aim}에 이미 닿았습니다",
    "{place}: {name} is at {now} and has reached {aim}",
)
BELOW_NATION = Text(
    "{place} {name} {now}: 전국 {aim}와 같아지려면 {people}명이 {more} 있어야 합니다",
    "{place}: {name} {now}; the national {aim} would take {people} {more} people",
)
BEYOND_NATION = Text(
    "{place} {name} {now}: 전국 {aim}보다 낮지 않습니다",
    "{place}: {name} {now}, no worse than the national {aim}",
)
SHORT = Text(
    "{place} {name}: ‘{way}’ 방법으로는 {reached}까지만 이르고 목표 {aim}에 닿지 못합니다",
    "{place}: {name} reaches only {reached} this way ({way}), not {aim}",
)
LEVERS_SHORT = Text(
    "{place} {name}: 고른 만큼이면 {reached}이고 목표 {aim}까지 {people}명이 모자랍니다",
    "{place}: {name} comes to {reached} with these levers, {people} people short of {aim}",
)
LEVERS_DONE = Text(
    "{place} {name}: 고른 만큼이면 {reached:으로/로} 목표 {aim}에 닿습니다(한 해 {people}명)",
    "{place}: {name} comes to {reached} with these levers and reaches {aim} ({people} people a year)",
)
# What each way does to every part.
STEPS = {
    "points": Text("모두 {step}", "{step} everywhere"),
    "odds": Text("모두 오즈(된 사람 ÷ 안 된 사람)를 {step}배로", "every odds times {step}"),
    "quarter": Text(
        "또래 {count}곳의 상위 25% 값 {step}까지", "everyone to {step}, the 75th percentile of {count} peers"
    ),
    "levers": Text("고른 만큼", "by the levers"),
}
LIMIT = Text(
    "이 방법으로는 불가능한 목표입니다. 가장 멀리 가도 {limit}이며, 지금보다 한 해 {people}명 {more}입니다.",
    "This target is impossible this way: at the very most it reaches {limit}, {people} people a year {more} than now.",
)
MORE_THAN_NOW, FEWER_THAN_NOW = Text("더", "more"), Text("덜", "fewer")
NOT_THERE_YET = Text(
    "0%인 곳은 오즈를 몇 배로 해도 0%에 머뭅니다.",
    "A group at 0% stays there whatever the odds are multiplied by.",
)
NEVER_QUITE = Text(
    "오즈를 몇 배로 해도 0%와 100%에는 한없이 가까워질 뿐 닿지 않습니다.",
    "However the odds are multiplied, 0% and 100% are approached and never reached.",
)
PLACES = Text(
    "모집인원: {year}년 시의 대학 {count}곳 {available}명. 목표대로면 시의 졸업자 {needed}명이 들어가 모집인원의 {share}입니다.",
    "Places: {available} at the city's {count} universities in {year}. The target puts {needed} of the city's "
    "graduates into {share} of them.",
)
TAKEN = Text(
    "그해 신입생 {taken}명 가운데 시 출신은 {locals}명, 빈자리는 {vacant}명입니다.",
    "Of {taken} who entered, {locals} came from the city; {vacant} places stayed empty.",
)
TAKEN_BY_OTHERS = Text(
    "더 필요한 {more}명 가운데 {beyond}명은 지금 다른 지역 학생이 앉은 자리여야 합니다.",
    "Of the {more} more, {beyond} would need places that others take now.",
)
TOO_MANY_PLACES = Text(
    "불가능: 모집인원보다 {over}명 많아, 모두 시의 학생으로 채워도 이를 수 없습니다.",
    "Impossible: {over} more than there are places, even if all went to the city's own.",
)
HIRES = Text(
    "채용계획: {year}년({halves}) 조사 대상 기업 {asked}곳 가운데 응답한 {answered}곳이 계획한 {available}명. "
    "목표대로면 한 해 {needed}명이 "
    "시 안에 취업해 계획의 {share}입니다. 응답하지 않은 기업은 들어 있지 않습니다.",
    "Planned hires: {available} in {year} ({halves}) by the {answered} firms that answered of {asked} asked. The target "
    "needs {needed} a year, {share} of these plans; firms that did not answer are not in them.",
)
BOTH_HALVES, ONE_HALF = Text("상·하반기", "both halves"), Text("반기 한 번", "one half only")
TOO_MANY_HIRES = Text(
    "이 계획 안에서는 불가능: 응답한 기업의 채용계획보다 {over}명 많습니다.",
    "Impossible within these plans: {over} more than they hold.",
)
NO_PLACES = Text(
    "모집인원과는 비교하지 못했습니다. 대학 신입생 파일(모집인원 열)을 적재하면 비교합니다.",
    "Not held against university places: the freshmen file with its column of places would supply them.",
)
NO_HIRES = Text(
    "채용계획과는 비교하지 못했습니다. 인력수요 조사 파일(채용계획 열)을 적재하면 비교합니다.",
    "Not held against planned hires: the labour-demand file with its column of planned hires would supply them.",
)


def headline(of: Situation, place: Text, way_name: Text, way: str, answer: Answer, target: float) -> Text:
    """The answer in one sentence."""
    people = of.people * (target - of.rate)
    words: dict[str, Text | str] = {
        "place": place,
        "name": of.kpi.name,
        "aim": announced_text("percent", target),
        "now": value_text("percent", of.rate),
        "reached": value_text("percent", answer.reached),
        "people": number(abs(people)),
        "way": way_name,
    }
    if people <= 0 if of.upward else people >= 0:
        told = THERE
    elif way == "levers":
        told = LEVERS_DONE if answer.possible else LEVERS_SHORT
        moved = answer.reached - of.rate if answer.possible else target - answer.reached
        words["people"] = number(abs(of.people * moved))
    elif not answer.possible:
        told = SHORT
    else:
        told = MORE if people > 0 else FEWER
    return told.fill(**words)


def against_nation(of: Situation, place: Text, nation: float) -> Text:
    """Where nobody has announced a target: how far a place is from the country, in people."""
    people = of.people * (nation - of.rate)
    told = BELOW_NATION if (people > 0 if of.upward else people < 0) else BEYOND_NATION
    return told.fill(
        place=place,
        name=of.kpi.name,
        now=value_text("percent", of.rate),
        aim=value_text("percent", nation),
        people=number(abs(people)),
        more=MORE_THAN_NOW if people > 0 else FEWER_THAN_NOW,
    )


def step_text(way: str, answer: Answer, peers: int) -> Text:
    """What this way changes in each part."""
    if answer.step is None:
        return STEPS["levers"] if way == "levers" else plain("–")
    step = {
        "points": gap_text("percent", answer.step),
        "odds": plain(number(answer.step, 2)),
    }.get(way, value_text("percent", answer.step))
    return STEPS[way].fill(step=step, count=peers)


def impossible(of: Situation, way: str, answer: Answer, target: float) -> list[Text]:
    """A sentence that a target cannot be reached, and how far this way leads at most."""
    if answer.possible or way == "levers":
        return []
    people = of.people * (answer.limit - of.rate)
    told = [
        LIMIT.fill(
            limit=value_text("percent", answer.limit),
            people=number(abs(people)),
            more=MORE_THAN_NOW if people >= 0 else FEWER_THAN_NOW,
        )
    ]
    if way != "odds":
        return told
    stuck = NEVER_QUITE if target in (0.0, 1.0) else NOT_THERE_YET
    return [*told, stuck]


def beyond_capacity(found: Capacity | None, needed: float) -> list[Text]:
    """A sentence that a target needs more people than there are places or planned hires."""
    if found is None or needed <= found.available:
        return []
    words = TOO_MANY_PLACES if found.kind == "places" else TOO_MANY_HIRES
    return [words.fill(over=number(needed - found.available))]


def capacity_told(kind: str, found: Capacity | None, needed: float, more: float) -> list[Text]:
    """The people that a target needs against places or planned hires."""
    if found is None:
        return [NO_PLACES if kind == "places" else NO_HIRES]
    return _places(found, needed, more) if kind == "places" else [_hires(found, needed)]


def _places(found: Capacity, needed: float, more: float) -> list[Text]:
    told = [
        PLACES.fill(
            year=found.year,
            count=found.institutions,
            available=number(found.available),
            needed=number(needed),
            share=_share(needed, found.available),
        )
    ]
    if found.taken is None or found.by_locals is None:
        return told
    vacant = max(found.available - found.taken, 0)
    counts = {"taken": number(found.taken), "locals": number(found.by_locals), "vacant": number(vacant)}
    told.append(TAKEN.fill(**counts))
    if more > vacant:
        told.append(TAKEN_BY_OTHERS.fill(more=number(more), beyond=number(more - vacant)))
    return told


def _hires(found: Capacity, needed: float) -> Text:
    return HIRES.fill(
        year=found.year,
        halves=BOTH_HALVES if found.halves > 1 else ONE_HALF,
        asked=number(found.asked or 0),
        answered=number(found.answered or 0),
        available=number(found.available),
        needed=number(needed),
        share=_share(needed, found.available),
    )


def _share(needed: float, available: float) -> str:
    return percent(needed / available) if available else "–"
