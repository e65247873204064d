"""The SQL behind a measurement: named steps, values only as `$parameters`.

cells -> summed -> computed; observations -> published; both -> found. A step stands there
only where it can yield a row, and only the columns asked for: planning a long statement takes
DuckDB longer than running it. What is the same for every row, the statuses and the marks are
added to the answer by `measures.result_table`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from meomureum.measures.indicators import Formula, Kpi, Stage
from meomureum.measures.queries import steps

DIMENSION_TYPES: dict[str, str] = {
    "city_id": "VARCHAR",
    "institution_id": "VARCHAR",
    "department": "VARCHAR",
    "field": "VARCHAR",
    "industry_id": "VARCHAR",
    "ksic": "VARCHAR",
    "sex": "VARCHAR",
    "participant": "VARCHAR",
    "school_type": "VARCHAR",
    "programme_id": "VARCHAR",
    "outcome": "VARCHAR",
    "stage": "VARCHAR",
    "strategy": "VARCHAR",
    "track": "VARCHAR",
    "age": "VARCHAR",
    "respondent_group": "VARCHAR",
    "year": "INTEGER",
}
PUBLISHED_DIMENSIONS = frozenset({"city_id", "institution_id", "school_type", "year"})
COUNTS = ("numerator", "denominator")
RELIABLE_DENOMINATOR = 30
_NEXT_COLUMN = ",\n        "
_AND = "\n        AND "
_WORD = re.compile(r"\w+")
_INNER_SELECT = re.compile(r"\(SELECT[^()]*\)")


# For a question that no row can answer.
NO_ROWS = "SELECT NULL::VARCHAR AS origin, NULL::BIGINT AS file_id, NULL::BIGINT AS line WHERE FALSE"


def in_order(by: Collection[str]) -> tuple[str, ...]:
    """The columns asked for, each once, in the fixed order of results."""
    return tuple(column for column in DIMENSION_TYPES if column in by)


def _words(by: Collection[str]) -> str:
    """The columns asked for that hold codes, and the set, as words."""
    codes = [column for column in in_order(by) if DIMENSION_TYPES[column] == "VARCHAR"]
    return ", ".join(f"{column}::VARCHAR AS {column}" for column in [*codes, "data_set"])


def _within(filters: Sequence[str]) -> list[str]:
    codes = [f"LIST_CONTAINS($only_{column}, {column})" for column in filters]
    return ["year BETWEEN $first_year AND $last_year", *codes]


def _condition(formula: Formula, filters: Sequence[str]) -> str:
    of_rows = [column for column in filters if column not in formula.numerator_only]
    return _AND.join([f"({formula.where})", "LIST_CONTAINS($sets, data_set)", *_within(of_rows)])


def _published_condition(by: Collection[str], filters: Sequence[str]) -> str:
    """Which published values a figure takes over: of institutions where it is about them, else of places."""
    of_institutions = "institution_id" in {*by, *filters}
    level = f"institution_id IS {'NOT ' if of_institutions else ''}NULL"
    return _AND.join(["measure_id = $kpi", level, *_within(filters)])


def rows_sql(formula: Formula, filters: Sequence[str]) -> str:
    """The file and line of each row behind a figure: computed from its table, or taken over as published."""
    return f"""
        SELECT 'computed' AS origin, file_id, line
        FROM {formula.table}
        WHERE {_condition(formula, filters)}
    """


def blanks_sql(formula: Formula, filters: Sequence[str]) -> str:
    """The cells without a number behind a figure that a city has loaded: file, line, column and why."""
    return " UNION ALL ".join(
        f"""
        SELECT file, line, year, '{name}' AS column_name, {name}_missing AS reason
        FROM {formula.table}
        JOIN files USING (file_id)
        WHERE {_condition(formula, filters).replace("data_set", f"{formula.table}.data_set")}
            AND {formula.table}.data_set = 'real' AND {name} IS NULL AND {name}_missing <> 'not_applicable'
        """
        for name in formula.measures
    )


def published_rows_sql(by: Collection[str], filters: Sequence[str]) -> str:
    """The same for published values taken over."""
    return f"""
        SELECT 'published' AS origin, file_id, line
        FROM observations
        WHERE {_published_condition(by, filters)}
    """


def columns_read(formula: Formula, by: Sequence[str], filters: Sequence[str]) -> frozenset[str]:
    """Every word of a measurement that may name a column of the formula's table."""
    written = (formula.numerator, formula.denominator, formula.where, formula.sample_size, formula.squares)
    words = _WORD.findall(_INNER_SELECT.sub("", " ".join(written)))
    named = (each for each in (formula.day, formula.surveys) if each)
    return frozenset((*words, *by, *filters, *formula.measures, "year", *named))


def computed_sql(
    kpi: Kpi,
    formula: Formula,
    by: Sequence[str],
    filters: Sequence[str],
    cube: str = "",
    *,
    one_source: bool = False,
    averaged: bool = True,
) -> str:
    """The steps that compute a figure from its rows; `filters` are the columns restricted.

    A `cube` holds sums of the rows, and how many stand behind each; `one_source` says that
    the rows name at most one source, which is then not looked for again. Without `averaged` the counts are
    those of all surveys of a year together, as small numbers are judged by.
    """
    about = steps.ABOUT.format(sources=steps.ONE_SOURCE if one_source else steps.EACH_SOURCE)
    day = [steps.DAY.format(day=formula.day)] if formula.day else []
    groups = [*in_order(by), about, *day]
    if kpi.shape == "band":
        best = steps.BAND.format(
            columns=_NEXT_COLUMN.join(groups),
            numerator=formula.numerator,
            denominator=formula.denominator,
            table=formula.table,
            where=_condition(formula, filters),
        )
        return f"{best},{steps.COMPUTED.format(words=_words(by), value='')}"
    numbers = numbers_of(kpi, formula, filters)
    sums = [
        steps.SUMS[name].format(name=name, over=over(formula, name, averaged=averaged)) for name in numbers
    ]
    summed = steps.SUMMED.format(
        columns=_NEXT_COLUMN.join([*groups, *sums]),
        having="" if by else "\n    HAVING COUNT(*) > 0",
    )
    value = steps.VALUE.format(value=steps.VALUES[kpi.shape])
    computed = steps.COMPUTED.format(words=_words(by), value=value)
    return ",".join((_cells(formula, by, filters, cube, numbers), summed, computed))


def _cells(
    formula: Formula, by: Sequence[str], filters: Sequence[str], cube: str, numbers: Mapping[str, str]
) -> str:
    reasons = [*(f"{name}_missing" for name in formula.measures), steps.NO_REASON]
    return steps.CELLS.format(
        columns=_NEXT_COLUMN.join(
            [
                *(*in_order(by), "data_set", "edition", "source_id"),
                *(each for each in (formula.day, formula.surveys) if each),
            ]
        ),
        numbers=_NEXT_COLUMN.join(f"{written.strip()} AS {name}" for name, written in numbers.items()),
        rows="rows_behind" if cube else "1",
        is_missing=" OR ".join(f"{name} IS NULL" for name in numbers if name in COUNTS),
        reason=f"COALESCE({', '.join(reasons)})",
        table=cube or formula.table,
        where=_condition(formula, filters),
    )


def numbers_of(kpi: Kpi, formula: Formula, filters: Sequence[str]) -> dict[str, str]:
    """What is added up, as SQL over one row: a count has no denominator, only surveys have respondents."""
    counted = [
        f"LIST_CONTAINS($only_{column}, {column})" for column in formula.numerator_only if column in filters
    ]
    numerator = (
        f"IF({' AND '.join(counted)}, {formula.numerator.strip()}, 0)" if counted else formula.numerator
    )
    return {
        "numerator": numerator,
        **({} if kpi.shape == "count" else {"denominator": formula.denominator}),
        **({} if formula.sample_size == "NULL" else {"sample_size": formula.sample_size}),
        **({"squares": formula.squares} if formula.squares else {}),
    }


def over(formula: Formula, name: str, *, averaged: bool = True) -> str:
    """By what a sum is divided: counts of a stock, and those asked, by the surveys of a year."""
    if name == "squares":
        return "" if formula.design_effect == 1 else f" / {formula.design_effect}"
    takes_mean = formula.stock and averaged if name in COUNTS else bool(formula.surveys)
    return steps.OVER_SURVEYS.format(surveys=formula.surveys) if takes_mean else ""


def protected_sql(kpi: Kpi, formula: Formula, by: Sequence[str], filters: Sequence[str]) -> str:
    """The step that looks a figure up in a protected release.

    It holds the counts of all surveys of a year together: of a stock they are no persons, and are left out.
    """
    conditions = [f"LIST_CONTAINS($only_{column}, {column})" for column in filters]
    counts = "NULL::DOUBLE AS {0}" if formula.stock else "{0}"
    return steps.PROTECTED.format(
        columns="".join(f"{column},\n        " for column in in_order(by)),
        counts=_NEXT_COLUMN.join(counts.format(name) for name in COUNTS),
        value=steps.VALUES[kpi.shape],
        filters=_AND.join([*conditions, "TRUE"]),
    )


def _nothing_sql(by: Sequence[str], reason: str, offered: str = "TRUE") -> str:
    columns = [
        column if column == "city_id" else f"NULL::{DIMENSION_TYPES[column]} AS {column}"
        for column in in_order(by)
    ]
    named = _NEXT_COLUMN.join([*columns, f"'{reason}' AS missing"])
    return steps.NOTHING_COMPUTED.format(columns=named, offered=offered)


def not_offered_sql(by: Sequence[str]) -> str:
    """The step that says, for each place, that a protected release does not hold what is asked."""
    return _nothing_sql(by, "not_offered")


def measurement_sql(
    kpi: Kpi,
    formula: Formula,
    by: Sequence[str],
    filters: Sequence[str],
    *,
    applicable: bool,
    with_published: bool,
    protected: str = "",
    cube: str = "",
    one_source: bool = False,
) -> str:
    """One statement for a figure: computed, published, or both.

    `protected` is the step that answers from a protected release, where one does; `cube` a
    table of sums that holds every column asked for; `with_published` says that values have been
    published that the figure may take over.
    """
    columns = in_order(by)
    if applicable and protected:
        computed = protected
    elif applicable and formula.table:
        computed = computed_sql(kpi, formula, by, filters, cube, one_source=one_source)
    else:
        computed = _nothing_sql(by, "not_applicable", "FALSE" if applicable else "TRUE")
    if not with_published:
        order = f"\nORDER BY {', '.join(columns)}" if columns else ""
        return f"WITH{computed}\nSELECT *\nFROM computed{order}"
    published = steps.PUBLISHED.format(
        columns="".join(f"{column},\n        " for column in columns if column in PUBLISHED_DIMENSIONS),
        where=_published_condition(by, filters),
    )
    order = ", ".join([*columns, "origin", "formula_id"])
    return f"WITH{computed},{published},{steps.BOTH}\nSELECT *\nFROM found\nORDER BY {order}"


def chain_sql(stages: Sequence[tuple[Stage, str]]) -> str:
    """One statement for a chain: the statement of each stage, joined by cohort and multiplied."""
    parts, factors, joins = [], [], []
    for number, (stage, sql) in enumerate(stages, start=1):
        parts.append(steps.STAGE.format(number=number, sql=sql))
        for after in stage.years_after:
            name = f"stage_{number}_year_{after}"
            joins.append(steps.FACTOR.format(number=number, name=name, after=after))
            factors.append(f"(1 - {name}.value)" if stage.survivors else f"{name}.value")
    return steps.CHAIN.format(
        stages=",\n".join(parts), factors="\n            * ".join(factors), joins="\n    ".join(joins)
    )
