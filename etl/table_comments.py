"""What the tables of a snapshot and their columns hold, in both languages: from the contracts, and here for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from etl.contract import Source
from meomureum.texts import Text

DERIVED: Mapping[str, Text] = {
    "cohorts": Text(
        "나이별 인구를 5년 뒤와 이은 표", "The register by age, joined with that of five years later"
    ),
    "places": Text(
        "행정구역이 속한 시·시도·권역", "The city, province and macro-region that each region lies in"
    ),
    "rungs": Text(
        "두 지역 사이의 지역 범위", "On which rung of the ladder one region stands seen from another"
    ),
    "supply": Text("학과와 과정이 산업에 내보내는 사람", "Whom departments and courses supply to industries"),
    "supply_demand": Text(
        "산업별 졸업자·이수자와 채용계획", "Graduates, completers and planned hires by industry"
    ),
    "crosswalk_in_force": Text("해마다 유효한 학과·산업 연계", "The crosswalk in force in each year"),
    "institution_coverage": Text(
        "기관 가운데 몇 곳이 자료를 냈는지", "How many of the registered institutions have sent their rows"
    ),
}
HOUSEKEEPING: Mapping[str, Text] = {
    "files": Text("적재한 파일과 행의 셈", "Every file loaded, with the account of its rows"),
    "checks": Text("통과한 검사", "The checks that were passed"),
    "contracts": Text("표와 열의 약속", "What tables and columns were promised to hold"),
    "corrections": Text("알려진 잘못의 정정", "Corrections of known errors"),
    "restated": Text("정정된 값", "Values that were restated"),
    "disputes": Text("제공 기관끼리 다른 것", "Where providers contradict each other"),
    "spoken": Text("파일이 다룬 것", "Of what each file spoke"),
    "quarantine": Text("격리한 행의 문제", "Problems of quarantined rows"),
    "quarantined_rows": Text("격리한 행", "Quarantined rows"),
    "quarantined_sheets": Text("격리한 행의 머리글", "Headers of quarantined rows"),
}
COLUMNS: Mapping[str, Text] = {
    "data_set": Text(
        "published(공표), real(적재), sample(합성 표본)", "published, real (loaded) or sample (synthetic)"
    ),
    "file_id": Text("값이 온 파일(files)", "The file that it came from (files)"),
    "line": Text("그 파일의 행", "The line in that file"),
    "city_id": Text("기관이나 구가 속한 시", "The city that it belongs to"),
    "home_level": Text("출신지의 지역 범위", "How far away home is"),
    "destination_level": Text("진로 지역의 지역 범위", "How far away the destination is"),
    "workplace_level": Text("직장의 지역 범위", "How far away the workplace is"),
    "strategic": Text(
        "그해 그 시의 전략산업인지", "Whether the industry is strategic for the city in the year"
    ),
    "kind": Text("종류", "Kind"),
    "year": Text("연도", "Year"),
    "month": Text("기준월의 달", "Month of the count"),
    "counted_on": Text("센 날", "The day of the count"),
    "last_of_year": Text("그해 마지막 기준월인지", "Whether it is the last month of its year"),
    "age": Text("나이(5년 전)", "Age, five years before"),
    "residents_before": Text("5년 전 주민", "Residents five years before"),
    "residents_after": Text("다섯 살 많은 주민", "Residents five years older"),
    "edition": Text("확정·잠정·정정", "Final, provisional or revised"),
    "source_id": Text("출처(sources)", "Source (sources)"),
    "institution_id": Text("기관(institutions)", "Institution (institutions)"),
    "industry_id": Text("산업(industries)", "Industry (industries)"),
    "department": Text("학과", "Department"),
    "field": Text("계열", "Field"),
    "people": Text("사람 수", "Persons"),
    "rows": Text("행 수", "Rows"),
}
REASON = Text("{column}에 수가 없는 까닭", "Why {column} has no number")


def table_comment(sources: Sequence[Source], table: str) -> Text | None:
    """What a table holds; a cube is named by the table that it sums."""
    labels = {source.table: source.label for source in sources} | {**DERIVED, **HOUSEKEEPING}
    if table in labels:
        return labels[table]
    beneath = labels.get(table.partition("_by_")[0])
    return Text("{name}의 합계", "Sums of {name}").fill(name=beneath) if beneath else None


def column_comment(sources: Sequence[Source], table: str, column: str) -> Text | None:
    """What a column holds."""
    source = next((each for each in sources if each.table == table), None)
    labels = {each.name: each.label for each in source.columns} if source else {}
    if column in labels:
        return labels[column]
    counted = column.removesuffix("_missing")
    if counted != column:
        return REASON.fill(column=labels.get(counted) or COLUMNS.get(counted) or counted)
    return COLUMNS.get(column)
