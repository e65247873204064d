"""Days and stages that a sentence states, against the register of events and the announced stages."""

from __future__ import annotations

import re

from meomureum.analysis.targets import ledger
from meomureum.measures import register
from meomureum.measures.indicators.city import STAGE_NAMES
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text
from meomureum.verify.claims.places import name_of, places_in
from meomureum.verify.claims.verdicts import Check, Claim, Verdict, source_of

DAY = Text("날짜", "Date")
STAGE = Text("단계의 연도", "Year of the stage")
_DATE = re.compile(r"(?P<year>20\d\d)[년.]\s*(?P<month>\d{1,2})[월.]\s*(?P<day>\d{1,2})일?")
_OCCASIONS = (
    "간담회",
    "업무협약",
    "선포식",
    "개소",
    "창립총회",
    "본지정",
    "공모 선정",
    "조례",
    "컨설팅",
    "확정",
)
_STAGE_YEAR = r"(?P<before>20\d\d)\s*년?\s*(?:은|에|까지|:)?\s*[‘'“\"(]?{name}|{name}[’'”\")]?\s*[(:]?\s*(?P<after>20\d\d)"
SAME_DAY = Text("등록된 사건과 날짜가 같습니다: {title}", "The day of a registered event: {title}")
OTHER_DAY = Text("등록된 날짜는 {date}입니다: {title}", "The registered day is {date}: {title}")
NO_EVENT = Text("이 사건은 등록되어 있지 않습니다.", "This event is not registered.")
SAME_STAGE = Text(
    "{place}의 계획에서 {stage:은/는} {year}년입니다.", "In the plan of {place}, {stage} begins in {year}."
)


def date_claims(snapshot: Snapshot, sentence: str, cities: tuple[str, ...]) -> list[Claim]:
    """The days that a sentence gives for an occasion, against the register of events."""
    found = _DATE.search(sentence)
    occasions = [each for each in _OCCASIONS if each in sentence]
    if found is None or not occasions:
        return []
    day = f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"
    places = [each.code for each in places_in(snapshot, sentence)] or list(cities)
    events = register.table(snapshot, "SELECT * FROM events ORDER BY date, line")
    about = events[[any(each in title for each in occasions) for title in events["title"]]]
    about = about[about["city_id"].isin(places)] if places else about
    if about.empty:
        return [Claim(found[0], DAY, (Check(DAY, "uncheckable", NO_EVENT),))]
    same = about[about["date"] == day]
    row = (same if len(same) else about).iloc[0]
    verdict: Verdict = "right" if len(same) else "wrong"
    template = SAME_DAY if len(same) else OTHER_DAY
    reason = template.fill(date=row["date"], title=Text(row["title"], row["title_en"]))
    return [Claim(found[0], DAY, (Check(DAY, verdict, reason, source_of(snapshot, row["source_id"])),))]


def stage_claims(snapshot: Snapshot, sentence: str, cities: tuple[str, ...]) -> list[Claim]:
    """The year that a sentence gives for a stage of a programme."""
    places = [each.code for each in places_in(snapshot, sentence)] or list(cities)
    claims = []
    for target in ledger.targets(snapshot):
        if target.unit != "stage" or (places and target.city_id not in places):
            continue
        stage = STAGE_NAMES[int(target.value or 0)]
        found = re.search(_STAGE_YEAR.format(name=re.escape(stage.ko)), sentence)
        if found:
            year = int(found["before"] or found["after"])
            reason = SAME_STAGE.fill(
                place=name_of(snapshot, target.city_id), stage=stage, year=target.year or "–"
            )
            verdict: Verdict = "right" if year == target.year else "wrong"
            check = Check(STAGE, verdict, reason, source_of(snapshot, target.source_id))
            claims.append(Claim(found[0].strip(), stage, (check,)))
    return claims
