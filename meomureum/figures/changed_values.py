"""What has changed in a city since an earlier snapshot: each value before and after."""

from __future__ import annotations

from collections.abc import Iterator

from meomureum.analysis.targets.ledger import aim
from meomureum.analysis.value_changes import ValueChange, value_changes
from meomureum.drawing.figure import Figure
from meomureum.figures.draft import Draft, Finding, Table
from meomureum.measures import register
from meomureum.measures.measurement import find
from meomureum.store import warehouse
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text

TITLE = Text(
    "{city}: 지난 자료 뒤로 값 {count}개가 달라졌습니다", "{city}: {count} values since the last data"
)
SUBTITLE = Text("{before} 자료와 {after} 자료 · {city}", "Data of {before} and of {after} · {city}")
DEFINITION = Text(
    "같은 지표, 연도, 산식의 값을 두 자료에서 견준 것", "values of one indicator, year and formula on both"
)
LEFT_OUT = Text(
    "달라진 값 {count}개 가운데 목표와 대표 지표부터 {shown}개입니다.",
    "{shown} of {count} changed values, those with a target and the headlines first.",
)
COLUMNS = (Text("지표", "Indicator"), Text("연도", "Year"), Text("지난 값", "Before"), Text("이번 값", "Now"))
MOST_ROWS = 10


def figures(snapshot: Snapshot, view: View, before: Snapshot | None = None) -> Iterator[Figure]:
    """The values of the first city of the view that `before` (else the snapshot before) gave otherwise."""
    before, language = before or warehouse.before(snapshot), view.language
    if before is None or view.data_set != "published" or not view.cities:
        return
    city = view.cities[0]
    found = sorted(value_changes(before, snapshot, (city,)), key=lambda each: _rank(snapshot, each))
    if not found:
        return
    place = register.names(snapshot)[city]
    days = {"before": _day(before), "after": _day(snapshot)}
    notes = [LEFT_OUT.fill(count=len(found), shown=MOST_ROWS)(language)] if len(found) > MOST_ROWS else []
    table = Table(
        [each(language) for each in COLUMNS],
        [_row(each, language) for each in found[:MOST_ROWS]],
        named=(0, 1),
        valued=(2, 3),
    )
    finding = Finding(
        TITLE.fill(city=place, count=len(found))(language),
        SUBTITLE.fill(city=place, **days)(language),
        notes,
    )
    draft = Draft(snapshot, "overview", view, "", "", _day(snapshot), DEFINITION(language))
    yield draft.figure("table", f"changes-{city}", finding, table=table)


def _day(snapshot: Snapshot) -> str:
    """The day on which it was built."""
    return str(snapshot.manifest["built_at"])[:10]


def _rank(snapshot: Snapshot, each: ValueChange) -> tuple[bool, bool, int]:
    """Targets first, then headlines, the newest years first."""
    return aim(snapshot, each.kpi_id, each.city_id) is None, not find(each.kpi_id).headline, -each.year


def _row(each: ValueChange, language: Language) -> tuple[str, ...]:
    return each.name(language), str(each.year), each.before(language), each.after(language)
