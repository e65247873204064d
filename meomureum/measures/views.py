"""Views for whoever opens a snapshot with another tool: one an indicator, and one of all of them.

They say what a measurement by city and by institution says, both sets together, in words that every version of DuckDB
from 1.2 on understands. They depend on the catalogue alone, never on what a snapshot holds.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from meomureum.measures.indicators import Formula, Kpi
from meomureum.measures.queries import COUNTS, RELIABLE_DENOMINATOR, numbers_of, over, steps
from meomureum.texts import Text

LONG = "kpi_values"
COLUMNS: Mapping[str, Text] = {
    "kpi_id": Text("지표 코드", "Code of the indicator"),
    "kpi_name_ko": Text("지표", "Indicator, in Korean"),
    "kpi_name_en": Text("지표(영문)", "Indicator, in English"),
    "formula_id": Text("산식 코드", "Code of the formula"),
    "formula_name_ko": Text("산식", "Formula, in Korean"),
    "formula_name_en": Text("산식(영문)", "Formula, in English"),
    "origin": Text("computed(계산) 또는 published(공표)", "computed or published"),
    "data_set": Text(
        "published(공표), real(적재), sample(합성 표본)", "published, real (loaded) or sample (synthetic)"
    ),
    "city_id": Text("도시 코드", "Code of the city or region"),
    "city_name_ko": Text("도시", "City or region, in Korean"),
    "city_name_en": Text("도시(영문)", "City or region, in English"),
    "institution_id": Text(
        "기관 코드. 비면 도시 전체의 값", "Code of the institution; empty for a whole city"
    ),
    "institution_name_ko": Text("기관", "Institution, in Korean"),
    "institution_name_en": Text("기관(영문)", "Institution, in English"),
    "school_type": Text("학교 유형(공표값에만)", "School type, of published values alone"),
    "year": Text("연도", "Year"),
    "numerator": Text("분자", "Numerator"),
    "denominator": Text("분모", "Denominator"),
    "value": Text("값. 비율은 0~1", "Value; rates are 0-1"),
    "value_high": Text("구간 값의 위 끝", "Upper end of a value that is a band"),
    "low": Text("95% 구간의 아래 끝", "Lower end of the 95% interval"),
    "high": Text("95% 구간의 위 끝", "Upper end of the 95% interval"),
    "sample_size": Text("표본조사의 응답 수", "How many answered a survey"),
    "unit": Text("단위", "Unit"),
    "status": Text("값, 0 또는 값이 없는 까닭", "A value, zero, or why there is none"),
    "marks": Text("값에 붙는 표시", "Reservations on the value"),
    "reference_date": Text("기준일", "The day the value refers to"),
    "source_ids": Text("출처 코드, 쌍반점으로 나눔", "Codes of the sources, parted by semicolons"),
}
"""The columns of every view, in their order."""


@dataclass(frozen=True)
class View:
    """A view: its name, its SELECT, what it is."""

    name: str
    sql: str
    about: Text


def view_name(kpi_id: str) -> str:
    """The name of an indicator's view."""
    return f"kpi_{kpi_id}"


def views(kpis: Sequence[Kpi], columns: Mapping[str, Collection[str]]) -> tuple[View, ...]:
    """The views in an order in which each finds those that it reads; `columns` are those of each table."""
    plain = [kpi for kpi in kpis if kpi.shape != "chain"]
    each = [View(view_name(kpi.id), _one(kpi, columns), kpi.name) for kpi in plain]
    each += [View(view_name(kpi.id), _chain(kpi), kpi.name) for kpi in kpis if kpi.shape == "chain"]
    every = "\nUNION ALL\n".join(f"SELECT * FROM {view_name(kpi.id)}" for kpi in kpis)
    return (*each, View(LONG, every, Text("모든 지표의 값", "The values of all indicators")))


def _one(kpi: Kpi, columns: Mapping[str, Collection[str]]) -> str:
    held = [each for each in (*kpi.formulas, *kpi.outer) if each.table in columns]
    parts = [_computed(kpi, each, "institution_id" in columns[each.table]) for each in held]
    return _told(kpi, "\n    UNION ALL BY NAME".join([*parts, _PUBLISHED.format(kpi=kpi.id)]))


_COMPUTED = """
    SELECT
        'computed' AS origin,
        '{formula}' AS formula_id,
        MAX(data_set) AS data_set,
        city_id,
        {institution},
        year,
        {sums},
        {about}
    FROM (
        SELECT
            city_id::VARCHAR AS city_id,
            {with_institution}year,
            data_set::VARCHAR AS data_set,
            source_id,
            edition,
            {kept}{numbers},
            {reason} AS lacking
        FROM {table}
        WHERE {where}
    )
    GROUP BY GROUPING SETS ({sets})
    {having}"""
_PUBLISHED = (
    """
    SELECT
        'published' AS origin,
        formula_id,
        data_set::VARCHAR AS data_set,
        city_id::VARCHAR AS city_id,
        institution_id::VARCHAR AS institution_id,
        school_type::VARCHAR AS school_type,
        year,
"""
    + steps.PUBLISHED_CELLS
    + """
    FROM observations
    WHERE measure_id = '{kpi}'"""
)
_CITY, _INSTITUTION = (
    "(city_id, year, data_set = 'sample')",
    "(city_id, institution_id, year, data_set = 'sample')",
)


def _computed(kpi: Kpi, formula: Formula, of_institutions: bool) -> str:
    """One formula of an indicator by city and, where its table has them, by institution."""
    kept = [each for each in (formula.day, formula.surveys) if each]
    if kpi.shape == "band":
        numbers = {"denominator": formula.denominator, "value": formula.numerator, "value_high": "rank_high"}
        sums = [
            "MAX(denominator)::DOUBLE AS denominator",
            "MIN(value)::DOUBLE AS value",
            "MIN(value_high)::DOUBLE AS value_high",
        ]
        lacking = "NULL"
    else:
        numbers = numbers_of(kpi, formula, ())
        sums = [steps.SUMS[name].format(name=name, over=over(formula, name)) for name in numbers]
        reasons = [*(f"{name}_missing" for name in formula.measures), steps.NO_REASON]
        is_missing = " OR ".join(f"({numbers[name].strip()}) IS NULL" for name in numbers if name in COUNTS)
        lacking = f"IF({is_missing}, COALESCE({', '.join(reasons)}), NULL)"
    about = [
        "STRING_AGG(DISTINCT source_id, ';' ORDER BY source_id) AS source_ids",
        "BOOL_OR(edition = 'provisional') AS provisional",
        "BOOL_OR(edition = 'revised') AS revised",
        "MAX(NULLIF(lacking, 'not_applicable')) AS missing",
        *([steps.DAY.format(day=formula.day)] if formula.day else []),
    ]
    return _COMPUTED.format(
        formula=formula.id,
        institution="institution_id" if of_institutions else "NULL::VARCHAR AS institution_id",
        with_institution="institution_id::VARCHAR AS institution_id,\n            "
        if of_institutions
        else "",
        sums=",\n        ".join(sums),
        about=",\n        ".join(about),
        kept="".join(f"{name},\n            " for name in kept),
        numbers=",\n            ".join(f"({written.strip()}) AS {name}" for name, written in numbers.items()),
        reason=lacking,
        table=formula.table,
        where=formula.where,
        sets=f"{_CITY}, {_INSTITUTION}" if of_institutions else _CITY,
        having="HAVING GROUPING(institution_id) = 1 OR institution_id IS NOT NULL" if of_institutions else "",
    )


_EMPTY = """
    SELECT
        NULL::DOUBLE AS numerator,
        NULL::DOUBLE AS denominator,
        NULL::DOUBLE AS value,
        NULL::DOUBLE AS value_high,
        NULL::DOUBLE AS sample_size,
        NULL::DOUBLE AS effective_size,
        NULL::VARCHAR AS missing,
        NULL::VARCHAR AS reference_date,
        NULL::VARCHAR AS basis
    WHERE FALSE"""
_TOLD = """WITH found AS ({found}
    UNION ALL BY NAME{empty}
),
valued AS (
    SELECT * REPLACE (
        IF(origin = 'published', value, {value})::DOUBLE AS value,
        COALESCE(effective_size, sample_size / {design_effect}) AS effective_size
    )
    FROM found
),
sized AS (
    SELECT *, COALESCE(effective_size, denominator) AS size, COALESCE(sample_size, denominator) AS people
    FROM valued
)
SELECT
    '{kpi}' AS kpi_id,
    {name_ko} AS kpi_name_ko,
    {name_en} AS kpi_name_en,
    formula_id,
    {formula_ko} AS formula_name_ko,
    {formula_en} AS formula_name_en,
    origin,
    sized.data_set,
    sized.city_id,
    regions.name_ko AS city_name_ko,
    regions.name_en AS city_name_en,
    sized.institution_id,
    institutions.name_ko AS institution_name_ko,
    institutions.name_en AS institution_name_en,
    school_type,
    year,
    numerator,
    denominator,
    value,
    value_high,
    {low} AS low,
    {high} AS high,
    sample_size,
    '{unit}' AS unit,
    CASE
        WHEN value = 0 THEN 'zero'
        WHEN value IS NOT NULL THEN 'value'
        ELSE COALESCE(missing, 'not_applicable')
    END AS status,
    CONCAT_WS(
        ' ',
        IF(provisional, 'provisional', NULL),
        IF(revised, 'revised', NULL),
        IF('{unit}' = 'percent' AND people < {few} AND value IS NOT NULL, 'low_reliability', NULL),
        IF(basis IN ('approximate', 'assumed_year'), basis, NULL)
    ) AS marks,
    COALESCE(reference_date, IF(year IS NULL, NULL, CONCAT(year, '-{day}'))) AS reference_date,
    source_ids
FROM sized
LEFT JOIN regions ON regions.region_id = sized.city_id
LEFT JOIN institutions ON institutions.institution_id = sized.institution_id"""
# Wilson's interval, and of a ratio whose counted are no part of those divided by the one of its square root.
_Z = 1.96
_ENDS = {
    "share": (
        "IF(value = 0, 0.0, (2 * value * size + {z2} - {spread}) / (2 * (size + {z2})))",
        "IF(value = 1, 1.0, (2 * value * size + {z2} + {spread}) / (2 * (size + {z2})))",
    ),
    "net": (
        "POW(GREATEST(0, SQRT(value) - {z} / (2 * SQRT(size))), 2)",
        "POW(SQRT(value) + {z} / (2 * SQRT(size)), 2)",
    ),
}
_SPREAD = f"{_Z} * SQRT({_Z * _Z} + 4 * value * size * (1 - value))"


def _ends(kpi: Kpi) -> tuple[str, str]:
    if kpi.shape not in ("ratio", "chain") or kpi.unit != "percent":
        return "NULL::DOUBLE", "NULL::DOUBLE"
    counted = "origin = 'computed' AND size > 0 AND value >= 0" + ("" if kpi.net else " AND value <= 1")
    counted += " AND (numerator IS NOT NULL OR sample_size IS NOT NULL)"
    told = [end.format(z=_Z, z2=_Z * _Z, spread=_SPREAD) for end in _ENDS["net" if kpi.net else "share"]]
    return f"IF({counted}, {told[0]}, NULL)::DOUBLE", f"IF({counted}, {told[1]}, NULL)::DOUBLE"


def _told(kpi: Kpi, found: str) -> str:
    """What was found as the columns of a view, which also say why a value is missing and what is to be known of it."""
    low, high = _ends(kpi)
    return _TOLD.format(
        found=found,
        empty=_EMPTY,
        value=steps.VALUES.get(kpi.shape, "value"),
        design_effect=kpi.formulas[0].design_effect,
        kpi=kpi.id,
        name_ko=_quoted(kpi.name.ko),
        name_en=_quoted(kpi.name.en),
        formula_ko=_names(kpi, "ko"),
        formula_en=_names(kpi, "en"),
        low=low,
        high=high,
        unit=kpi.unit,
        few=RELIABLE_DENOMINATOR,
        day=kpi.reference_day,
    )


def _names(kpi: Kpi, language: str) -> str:
    every = {each.id: each.name for each in (kpi.formula("announced"), *kpi.formulas, *kpi.outer)}
    cases = " ".join(
        f"WHEN {_quoted(code)} THEN {_quoted(name.ko if language == 'ko' else name.en)}"
        for code, name in every.items()
    )
    return f"CASE formula_id {cases} END"


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


_STAGE = """
        SELECT city_id, year, data_set, source_ids, denominator, value, 1 AS rows
        FROM {view}
        WHERE formula_id = '{formula}' AND origin = 'computed' AND institution_id IS NULL
            AND (data_set = 'sample') = {sample}"""


def _chain(kpi: Kpi) -> str:
    """The product over matched cohorts, from the views of its stages; one set after the other."""
    return _told(kpi, "\n    UNION ALL BY NAME".join(_of_set(kpi, sample) for sample in ("FALSE", "TRUE")))


def _of_set(kpi: Kpi, sample: str) -> str:
    factors, joins = [], []
    for number, stage in enumerate(kpi.stages, start=1):
        sql = _STAGE.format(view=view_name(stage.kpi_id), formula=stage.formula_id, sample=sample)
        for after in stage.years_after:
            name = f"stage_{number}_year_{after}"
            factors.append(f"(1 - {name}.value)" if stage.survivors else f"{name}.value")
            joins.append(
                f"LEFT JOIN ({sql}\n        ) AS {name} ON {name}.city_id = first.city_id AND {name}.year = first.year + {after}"
            )
    first = _STAGE.format(
        view=view_name(kpi.stages[0].kpi_id), formula=kpi.stages[0].formula_id, sample=sample
    )
    return f"""
    SELECT
        'computed' AS origin,
        '{kpi.formulas[0].id}' AS formula_id,
        first.data_set,
        first.city_id,
        NULL::VARCHAR AS institution_id,
        NULL::VARCHAR AS school_type,
        first.year,
        first.denominator,
        ({" * ".join(factors)})::DOUBLE AS value,
        first.source_ids,
        FALSE AS provisional,
        FALSE AS revised,
        IF(({" * ".join(factors)}) IS NULL, 'missing', NULL) AS missing
    FROM ({first}
    ) AS first
    {" ".join(joins)}"""
