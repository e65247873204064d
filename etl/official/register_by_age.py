"""행정안전부 주민등록 연령별 인구현황: the register by age, monthly or yearly, any regions.

Every column names its month (or year, which is its December), its coverage (계: everybody on
the register; 거주자: without those whose residence is unknown or abroad), perhaps a sex, and an
age or a band of ages; several months may stand side by side. A region carries its code of ten
digits. What lies below cities and their districts, and branch offices, which are part of their
city, is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.contract import Problem
from etl.grids import JOINT
from etl.official.age_columns import EVERYBODY, OLDEST, RESIDENTS, SPAN, TOTAL, Series, series_of
from etl.official.cell_sums import added, mismatch, unreadable
from etl.official.layout import Found, Layout, set_aside, sheet_of
from etl.sheet_reader import Sheet, not_data
from etl.written_numbers import count
from meomureum.texts import Text

BELOW_CITY, BRANCH_OFFICE, EMPTY = "below_city", "branch_office", "no_residents"
PATTERN = re.compile(rf"^(?:19|20)\d\d\s*년(?:\s*\d\d?\s*월)?\s*(?:_|{JOINT}).*\d세")
_CODE = re.compile(r"\(?\s*(\d{10})\s*\)?\s*$")
_COUNTRY = "전국"
_SHIPPED = ("2019-02", "2020-06", "2020-12", "2022-11", "2023-06", "2025-06", "2025-12")


@dataclass(frozen=True)
class Table:
    """A table of residents: which ages its columns hold, and where its months come from.

    `counts_oldest` says whether its total counts those of 100 years and more.
    """

    name: str
    coverage: str
    ages: tuple[tuple[int, int], ...]
    source_id: str
    shipped: dict[str, str]
    counts_oldest: bool = True

    def columns(self) -> tuple[str, ...]:
        """The columns of the contract that the register fills."""
        ages = [f"age_{low}" if low == high else f"age_{low}_{high}" for low, high in self.ages]
        return ("month", "region_id", "total", *ages, "source_id")


BY_AGE = Table(
    "population_by_age",
    EVERYBODY,
    tuple((age, age) for age in range(10, 45)),
    "mois_age",
    {month: f"mois_age_{month.replace('-', '')}" for month in _SHIPPED},
    counts_oldest=False,
)
BY_BAND = Table(
    "population_by_age_band",
    RESIDENTS,
    tuple((age, age + 4) for age in range(10, 45, 5)),
    "mois_band",
    {f"{year}-12": "mois_band_2024" for year in (2022, 2023, 2024)},
)
NOT_THESE = Text(
    "지표는 10세부터 44세까지를 '계'는 한 살 단위로, '거주자'는 다섯 살이나 한 살 단위로 씁니다. "
    "남녀를 나누어 받았으면 둘 다 있어야 합니다.",
    "Indicators use the ages 10 to 44: everybody (계) by single years, residents (거주자) by five or single "
    "years; where the sexes are apart, both are needed.",
)

BY_SINGLE_YEARS = Text(
    "'계'를 다섯 살씩 묶은 표로는 나이별 순잔존율과 19~34세 인구를 셀 수 없어, 한 달의 값이 반만 차게 됩니다. "
    "같은 화면에서 연령 구분 단위를 '1세'로 바꾸어 10세부터 44세까지 다시 받으세요.",
    "Bands of everybody (계) give neither retention by single age nor residents aged 19 to 34: a month would be half "
    "there. Download it again from the same page by single years ('1세'), from 10 to 44.",
)


def read(found: Found) -> Sheet:
    """One row a region and month; a region whose ages do not add up is held back."""
    every = series_of(found.header)
    for table in (BY_AGE, BY_BAND):
        chosen = [each for each in every if each.coverage == table.coverage and each.covers(table.ages)]
        if chosen:
            return _filled(found, table, chosen)
    in_bands = any(each.coverage == EVERYBODY and each.covers(BY_BAND.ages) for each in every)
    return set_aside(found, why=BY_SINGLE_YEARS if in_bands else NOT_THESE)


def _filled(found: Found, table: Table, chosen: list[Series]) -> Sheet:
    left_out = found.heading()
    records: list[tuple[int, tuple[str, ...]]] = []
    faults: list[Problem] = []
    for line, cells in found.rows:
        region, reason = _region(found, cells)
        counted = [] if reason else [each for each in chosen if not _is_empty(each, cells)]
        if not counted:
            left_out.append((line, reason or EMPTY))
            continue
        wrong = [fault for each in counted for fault in _faults(found, each, line, cells)]
        faults += wrong
        records += [(line, _record(table, each, cells, region)) for each in counted]
    return sheet_of(
        found, table.name, table.columns(), records, left_out, faults=tuple(faults), within="region_id"
    )


def _region(found: Found, cells: list[str]) -> tuple[str, str]:
    """The region of a row by its code, else by its name; and why the row is none of ours, or ""."""
    name = found.cell(cells, "region")
    match = _CODE.search(name) or _CODE.fullmatch(found.cell(cells, "code"))
    code, words = match[1] if match else "", _CODE.sub("", name).split()
    if not words:
        return "", not_data(cells) or "footer"
    if words[0] == _COUNTRY or "출장소" in words[-1]:
        return _COUNTRY, "" if words[0] == _COUNTRY else BRANCH_OFFICE
    if not code:
        below = len(words) > 2 and not words[-1].endswith("구")
        return " ".join(words), not_data(cells) or (BELOW_CITY if below else "")
    if code.endswith("00000000"):
        return f"mois:{code[:2]}", ""
    return f"mois:{code[:5]}", "" if code.endswith("00000") else BELOW_CITY


def _is_empty(series: Series, cells: list[str]) -> bool:
    """Whether nobody is registered, or nothing stands there: an area that no longer is, or is not yet."""
    counts = {series.count(cells, what) for what in series.ages()}
    return counts <= {"0"} or counts <= {""}


def _faults(found: Found, series: Series, line: int, cells: list[str]) -> list[Problem]:
    """Cells that are no counts, and ages that do not add up to the sum beside them."""
    counted = [*series.ages(), *(what for what in (OLDEST, SPAN, TOTAL) if series.has(what))]
    faults = unreadable(found, line, cells, [at for what in counted for at in series.places(what)])
    if faults or not series.has(SPAN):
        return faults
    parts = [series.count(cells, what) for what in counted if what not in (SPAN, TOTAL)]
    which = Text(f"{series.month} 나이별 인구", f"The ages of {series.month}")
    return mismatch(found, line, series.places(SPAN)[0], series.count(cells, SPAN), parts, which)


def _record(table: Table, series: Series, cells: list[str], region: str) -> tuple[str, ...]:
    ages = [_summed(series, cells, span) for span in table.ages]
    source = table.shipped.get(series.month, table.source_id)
    return (series.month, region, _total(table, series, cells), *ages, source)


def _summed(series: Series, cells: list[str], span: tuple[int, int]) -> str:
    names = series.within(*span)
    return added([series.count(cells, what) for what in names]) if names else ""


def _total(table: Table, series: Series, cells: list[str]) -> str:
    """Everybody, as far as the table counts them, or "" where the columns do not tell."""
    if not series.has(TOTAL) or not (table.counts_oldest or series.has(OLDEST)):
        return ""
    total = count(series.count(cells, TOTAL))
    oldest = 0 if table.counts_oldest else count(series.count(cells, OLDEST))
    return "" if total is None or oldest is None else str(total - oldest)


LAYOUT = Layout(
    id="mois_register_by_age",
    name=Text("행정안전부 주민등록 연령별 인구현황", "MOIS register of residents by age"),
    labels={"region": "행정구역", "code": "행정기관코드"},
    former={"region": ("행정기관", "행정구역(시군구)", "행정구역(시군구)별")},
    optional=frozenset({"code"}),
    pattern=PATTERN,
    read=read,
    open_ended=True,
)
