"""data.go.kr 대학알리미 대학주요정보: one row a university, year and unit inside each label.

"입학정원(학부)\\n(2025,명)" is the quota of 2025. The year of an employment rate is that of its disclosure:
it counts the graduates of the year before on its 31 December, and is marked as inferred.
"""

from __future__ import annotations

import re

from etl.grids import spelling
from etl.official.layout import NEW_LABEL, Found, Layout, sheet_of
from etl.sheet_reader import Sheet, not_data
from meomureum.texts import Text

COLUMNS = (
    *("measure_id", "formula_id", "region_id", "institution_id", "year", "value", "unit", "basis"),
    "source_id",
)
SOURCE_ID = "datagokr_15118998"
LABEL = re.compile(
    r"^(?P<name>[^()]+?)\s*(?:\((?P<of>[^()\d]*)\))?\s*\((?P<year>\d{4})\s*,\s*(?P<unit>[^()]+)\)$"
)
# What each label is here: measure, formula, and the unit it must state.
MEASURES = {
    "입학정원": ("admission_quota", "published", "명", "persons"),
    "졸업생수": ("university_graduates", "published", "명", "persons"),
    "재학생": ("enrolled_students", "published", "명", "persons"),
    "신입생충원율": ("freshman_fill_rate", "published", "%", "percent"),
    "취업률": ("university_employment_rate", "official", "%", "percent"),
}
DISCLOSED_A_YEAR_LATER, INFERRED = "취업률", "assumed_year"
_UNDERGRADUATE = ("", "학부")
_MAIN_CAMPUS = ("", "본교")


def read(found: Found) -> Sheet:
    """One row a university and measure; a value that is not there gives none."""
    measures, unread = _measures(found)
    left_out = found.heading()
    records: list[tuple[int, tuple[str, ...]]] = []
    for line, cells in found.rows:
        name = found.cell(cells, "institution")
        given = {at: cells[at].strip() for at in measures if _is_number(cells[at])}
        if not name or not given:
            left_out.append((line, not_data(cells) or ("no_value" if name else "footer")))
            continue
        campus = found.cell(cells, "campus")
        place = name if campus in _MAIN_CAMPUS else f"{name} _{campus}"
        for at, value in given.items():
            measure, formula, year, unit, basis = measures[at]
            records.append((line, (measure, formula, "", place, year, value, unit, basis, SOURCE_ID)))
    return sheet_of(
        found, "observations", COLUMNS, records, left_out, notices=unread, within="institution_id"
    )


def _measures(found: Found) -> tuple[dict[int, tuple[str, str, str, str, str]], tuple[Text, ...]]:
    """By place: measure, formula, year, unit and basis; and what was not read."""
    measures: dict[int, tuple[str, str, str, str, str]] = {}
    unread = []
    for at, label in enumerate(found.header):
        match = LABEL.match(label)
        if match is None:
            continue
        known = MEASURES.get(spelling(match["name"]))
        if known and known[2] == match["unit"].strip() and (match["of"] or "") in _UNDERGRADUATE:
            late = spelling(match["name"]) == DISCLOSED_A_YEAR_LATER
            year = str(int(match["year"]) - late)
            measures[at] = (known[0], known[1], year, known[3], INFERRED if late else "")
        else:
            unread.append(NEW_LABEL.fill(header=f"'{label}'"))
    return measures, tuple(unread)


def _is_number(cell: str) -> bool:
    return spelling(cell).replace(",", "").replace(".", "", 1).isdecimal()


LAYOUT = Layout(
    id="datagokr_universities",
    name=Text("공공데이터포털 대학주요정보", "data.go.kr key figures of universities"),
    labels={"institution": "학교명", "campus": "본분교명"},
    former={"institution": ("대학명",), "campus": ("본분교", "본분교구분")},
    optional=frozenset({"campus"}),
    pattern=LABEL,
    read=read,
    open_ended=True,
)
