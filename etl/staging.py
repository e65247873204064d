"""From text to typed rows: the SQL that cleans a sheet by its contract and finds its faults."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from etl.contract import MISSING_MARKS, Column, LoadRefused, Problem, Source
from etl.corrections import Correction, Fate, amend
from etl.reading import FULL_WIDTH, HALF_WIDTH, Sheet, spelling
from texts import Text

# The same comparison form as `reading.spelling`, for use inside DuckDB.
SPELLING_SQL = rf"""
    CREATE OR REPLACE TEMP MACRO spelling(word) AS
        LOWER(REGEXP_REPLACE(
            TRANSLATE(NFC_NORMALIZE(word), '{FULL_WIDTH}', '{HALF_WIDTH}'),
            '[\s\x{{00A0}}\x{{3000}}\x{{FEFF}}]', '', 'g'
        ))
"""
ALIKE = 0.5  # how alike two spellings must be for one to be offered for the other
_TYPES = {"integer": "BIGINT", "year": "INTEGER", "decimal": "DECIMAL(18, 6)"}
_NUMBER = r"TRY_CAST(REGEXP_REPLACE(REPLACE(spelling({raw}), ',', ''), '(%|명|개|건|위|년|년도)$', '') AS DECIMAL(18, 6))"
# Separators become hyphens; a closing full stop, 일 or 월 goes.
_DASHED = r"REGEXP_REPLACE(RTRIM(spelling({raw}), '.일월'), '[년월./]', '-', 'g')"
_DATE = rf"""
    CASE
        WHEN REGEXP_MATCHES(spelling({{raw}}), '^\d{{{{8}}}}$')
            THEN CAST(TRY_STRPTIME(spelling({{raw}}), '%Y%m%d')::DATE AS VARCHAR)
        WHEN REGEXP_MATCHES({_DASHED}, '^\d{{{{4}}}}-\d{{{{1,2}}}}$')
            THEN LEFT(CAST(TRY_CAST({_DASHED} || '-1' AS DATE) AS VARCHAR), 7)
        WHEN REGEXP_MATCHES({_DASHED}, '^\d{{{{4}}}}-\d{{{{1,2}}}}-\d{{{{1,2}}}}$')
            THEN CAST(TRY_CAST({_DASHED} AS DATE) AS VARCHAR)
    END
"""


@dataclass(frozen=True)
class Staged:
    """The outcome of staging one sheet: problems by line; the clean rows stand in DuckDB."""

    problems: tuple[Problem, ...]
    unknown_headers: tuple[str, ...]
    fates: tuple[Fate, ...] = ()


def recognise(sheet: Sheet, sources: Iterable[Source]) -> Source:
    """The contract whose columns a sheet has, by its header alone.

    Raises LoadRefused when a needed column is missing from the closest contract, or when
    two contracts fit equally well. A contract that knows more of the header is closer than
    a small one that the header happens to complete: columns must not be left unread.
    """
    present = {spelling(cell) for cell in sheet.header}
    ranked = sorted(sources, key=lambda source: _fit(source, present), reverse=True)
    closest = max(ranked, key=lambda source: _known(source, present))
    best = closest if _known(closest, present) > _known(ranked[0], present) else ranked[0]
    missing = [column for column in best.columns if not column.optional and not _match(column, present)]
    _refuse_twice(sheet, best)
    if missing:
        raise LoadRefused(tuple(_missing_column(sheet, best, column) for column in missing))
    if len(ranked) > 1 and _fit(best, present) == _fit(ranked[1], present):
        raise LoadRefused((_ambiguous(sheet, best, ranked[1]),))
    return best


def _refuse_twice(sheet: Sheet, source: Source) -> None:
    """A column that stands twice under one name with other cells: reading either would be a guess."""
    spelled = [spelling(cell) for cell in sheet.header]
    twice = [
        Problem(
            *(sheet.file, sheet.name, 0, column.label.ko, ""),
            Text("같은 이름의 열이 두 번 있습니다.", "Two columns have this name."),
            Text("맞는 열 하나만 남기세요.", "Keep the column that is right."),
        )
        for column in source.columns
        if any(_differ(sheet, spelled, spelling(known)) for known in column.headers())
    ]
    if twice:
        raise LoadRefused(tuple(twice))


def _differ(sheet: Sheet, spelled: list[str], known: str) -> bool:
    first, *others = [f"c{at}" for at, cell in enumerate(spelled) if cell == known] or [""]
    return any(not sheet.rows[each].equals(sheet.rows[first]) for each in others)


def _match(column: Column, present: set[str]) -> bool:
    return any(spelling(header) in present for header in column.headers())


def _known(source: Source, present: set[str]) -> int:
    """How many of the source's columns the header has."""
    return sum(_match(column, present) for column in source.columns)


def _fit(source: Source, present: set[str]) -> tuple[bool, float, int]:
    """Complete first, then the share of needed columns found, then how many were found."""
    needed = [column for column in source.columns if not column.optional]
    found = sum(_match(column, present) for column in needed)
    return (
        found == len(needed),
        found / len(needed),
        _known(source, present),
    )


def _missing_column(sheet: Sheet, source: Source, column: Column) -> Problem:
    close = _closest(column, sheet.header)
    hint = (
        Text(f" 가장 가까운 열은 '{close}'입니다.", f" The closest is '{close}'.") if close else Text("", "")
    )
    return Problem(
        sheet.file,
        sheet.name,
        0,
        column.label.ko,
        "",
        Text(
            f"'{source.label.ko}' 자료로 보이지만 이 열이 없습니다.{hint.ko}",
            f"It looks like '{source.label.en}', but this column ({column.name}) is missing.{hint.en}",
        ),
        Text("열을 추가하거나 열 이름을 고치세요.", "Add the column or mend its name."),
    )


def _closest(column: Column, header: tuple[str, ...]) -> str:
    """The header that is spelled most like one of the column's names, or ""."""
    alike = [
        (difflib.SequenceMatcher(None, spelling(name), spelling(cell)).ratio(), cell)
        for name in column.headers()
        for cell in header
        if cell
    ]
    likeness, cell = max(alike, default=(0.0, ""))
    return cell if likeness >= ALIKE else ""


def _ambiguous(sheet: Sheet, first: Source, second: Source) -> Problem:
    return Problem(
        sheet.file,
        sheet.name,
        0,
        "",
        "",
        Text(
            f"'{first.label.ko}'인지 '{second.label.ko}'인지 머리글만으로 알 수 없습니다.",
            f"The header fits both '{first.label.en}' and '{second.label.en}'.",
        ),
        Text("--table로 자료 이름을 지정하세요.", "Name the table with --table."),
    )


def prepare(connection: duckdb.DuckDBPyConnection, sources: Iterable[Source]) -> None:
    """Set up what cleaning needs: the spelling macro and the words of every code list."""
    connection.execute(SPELLING_SQL)
    connection.execute("CREATE TEMP TABLE names (reference VARCHAR, word VARCHAR, id VARCHAR)")
    words = [
        (f"{source.table}.{column.name}", word, code)
        for source in sources
        for column in source.columns
        for code, spoken in column.codes.items()
        for word in {spelling(code), *map(spelling, spoken)}
    ]
    connection.register(
        "code_words", pa.table(dict(zip(("reference", "word", "id"), zip(*words, strict=True), strict=True)))
    )
    connection.execute("INSERT INTO names SELECT reference, word, id FROM code_words")
    connection.unregister("code_words")
    marks = ", ".join(f"('{mark}', '{kind}')" for mark, kind in MISSING_MARKS.items())
    connection.execute(f"CREATE TEMP TABLE missing_marks AS FROM (VALUES {marks}) AS marks (mark, kind)")


def stage(
    connection: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    source: Source,
    data_set: str,
    file_id: int,
    corrections: Iterable[Correction] = (),
) -> Staged:
    """Clean one sheet into `<table>_staged`, apply declared fixes and return its problems.

    Rows with a problem do not enter; the caller keeps them in quarantine.
    """
    positions = _positions(sheet, source)
    connection.register("sheet_rows", sheet.rows)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE cleaned AS {_cleaning_sql(source, positions)}")
    connection.unregister("sheet_rows")
    fates = amend(connection, source, corrections)
    problems = [*_torn(sheet), *_faults(connection, sheet, source)]
    faulty = sorted({problem.line for problem in problems})
    connection.execute(
        f"""
        INSERT INTO {source.table}_staged BY NAME
        SELECT $data_set AS data_set, $file_id AS file_id, line, {", ".join(stored_columns(source))}
        FROM cleaned
        WHERE NOT LIST_CONTAINS($faulty::BIGINT[], line)
        """,
        {"data_set": data_set, "file_id": file_id, "faulty": faulty},
    )
    used = set(positions.values())
    unknown = tuple(cell for at, cell in enumerate(sheet.header) if cell and at not in used)
    return Staged(tuple(problems), unknown, tuple(fates))


def stored_columns(source: Source) -> list[str]:
    """The columns a staged table has beside data_set, file_id and line."""
    return [
        name
        for column in source.columns
        for name in ((column.name, f"{column.name}_missing") if column.measure else (column.name,))
    ]


def create_staged(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """An empty `<table>_staged` with the types of the contract."""
    columns = ["data_set VARCHAR", "file_id INTEGER", "line BIGINT"]
    for column in source.columns:
        columns.append(f"{column.name} {_TYPES.get(column.kind, 'VARCHAR')}")
        if column.measure:
            columns.append(f"{column.name}_missing VARCHAR")
    connection.execute(f"CREATE TEMP TABLE {source.table}_staged ({', '.join(columns)})")


def _positions(sheet: Sheet, source: Source) -> dict[str, int | None]:
    headers = [spelling(cell) for cell in sheet.header]
    return {
        column.name: next(
            (headers.index(known) for known in map(spelling, column.headers()) if known in headers), None
        )
        for column in source.columns
    }


def _cleaning_sql(source: Source, positions: dict[str, int | None]) -> str:
    raw = ", ".join(
        f"{'NULL' if at is None else f'c{at}'}::VARCHAR AS raw_{name}" for name, at in positions.items()
    )
    coded = [column for column in source.columns if column.codes or column.reference]
    joins = "\n".join(_names_join(source, column) for column in coded)
    marks = "\n".join(_marks_join(column) for column in source.columns)
    clean = ",\n".join(_clean_expression(column) for column in source.columns)
    return f"""
        WITH raw AS (SELECT line, {raw} FROM sheet_rows)
        SELECT raw.*, {", ".join(f"marked_{column.name}.kind AS mark_{column.name}" for column in source.columns)},
            {clean}
        FROM raw
        {marks}
        {joins}
    """


def _marks_join(column: Column) -> str:
    """A word such as 미상 means "no number" in a count, yet may be a name or a code elsewhere."""
    counted = column.kind in _TYPES or column.kind == "date"
    only_blank = "" if counted else f" AND marked_{column.name}.mark IN ('', '-', 'null')"
    return f"""
        LEFT JOIN missing_marks AS marked_{column.name}
            ON marked_{column.name}.mark = spelling(raw_{column.name}){only_blank}
    """


def _names_join(source: Source, column: Column) -> str:
    reference = f"{source.table}.{column.name}" if column.codes else column.reference
    return f"""
        LEFT JOIN names AS name_{column.name}
            ON name_{column.name}.reference = '{reference}'
            AND name_{column.name}.word = REGEXP_REPLACE(spelling(raw_{column.name}), '\\.0+$', '')
    """


def _clean_expression(column: Column) -> str:
    raw, is_blank = (
        f"raw_{column.name}",
        f"(marked_{column.name}.kind IS NOT NULL OR raw_{column.name} IS NULL)",
    )
    if column.codes or column.reference:
        clean = f"name_{column.name}.id"
    elif column.kind in _TYPES:
        number = _NUMBER.format(raw=raw)
        whole = f"IF({number} = FLOOR({number}), {number}, NULL)" if column.kind != "decimal" else number
        clean = f"TRY_CAST(IF({is_blank}, NULL, {whole}) AS {_TYPES[column.kind]})"
    elif column.kind == "date":
        clean = f"IF({is_blank}, NULL, {_DATE.format(raw=raw)})"
    elif column.kind == "code":
        clean = f"IF({is_blank}, NULL, REGEXP_REPLACE(TRIM({raw}), '\\.0+$', ''))"
    else:
        clean = f"IF({is_blank}, NULL, TRIM({raw}))"
    expression = f"{clean} AS {column.name}"
    if column.measure:
        expression += f", IF({raw} IS NULL, 'missing', marked_{column.name}.kind) AS {column.name}_missing"
    return expression


def _torn(sheet: Sheet) -> list[Problem]:
    return [
        Problem(
            sheet.file,
            sheet.name,
            line,
            "",
            "",
            Text(
                f"칸이 {len(cells)}개인데 머리글은 {len(sheet.header)}개입니다.",
                f"The row has {len(cells)} cells, the header {len(sheet.header)}.",
            ),
            Text("쉼표와 따옴표를 확인하세요.", "Check commas and quotes."),
        )
        for line, cells in sheet.torn
    ]


def _fault_sql(column: Column) -> str:
    name = column.name
    cases = []
    if not column.blank:
        cases.append(f"WHEN raw_{name} IS NULL OR mark_{name} IS NOT NULL THEN 'blank'")
    cases.append(f"WHEN raw_{name} IS NOT NULL AND mark_{name} IS NULL AND {name} IS NULL THEN 'value'")
    if column.minimum is not None:
        cases.append(f"WHEN {name} < {column.minimum} THEN 'range'")
    if column.maximum is not None:
        cases.append(f"WHEN {name} > {column.maximum} THEN 'range'")
    return f"""
        SELECT line, '{name}' AS name, COALESCE(raw_{name}, '') AS value, CASE {" ".join(cases)} END AS fault, -1 AS rule
        FROM cleaned
    """


def _faults(connection: duckdb.DuckDBPyConnection, sheet: Sheet, source: Source) -> list[Problem]:
    parts = [_fault_sql(column) for column in source.columns]
    parts += [
        f"""
        SELECT line, '{rule.column}', CAST({rule.column} AS VARCHAR), IF(NOT ({rule.predicate}), 'rule', NULL), {index}
        FROM cleaned
        """
        for index, rule in enumerate(source.rules)
    ]
    found = connection.execute(
        f"FROM ({' UNION ALL '.join(parts)}) WHERE fault IS NOT NULL ORDER BY line, name, rule"
    ).fetchall()
    cells = {(line, name) for line, name, _, fault, _ in found if fault != "rule"}
    told = [row for row in found if row[3] != "rule" or (row[0], row[1]) not in cells]
    return [_problem(connection, sheet, source, *row) for row in told]


def _problem(
    connection: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    source: Source,
    line: int,
    name: str,
    value: str | None,
    fault: str,
    rule: int,
) -> Problem:
    column = source.column(name)
    if fault == "rule":
        expectation, next_step = source.rules[rule].expectation, source.rules[rule].next_step
    elif fault == "blank":
        expectation = Text("비워 둘 수 없는 칸입니다.", "This cell must not be blank.")
        next_step = Text("값을 채우세요.", "Fill it in.")
    elif fault == "range":
        expectation = _bounds(column)
        next_step = Text("값을 확인하세요.", "Check the value.")
    else:
        expectation, next_step = _wrong_value(connection, column, value or "")
    return Problem(sheet.file, sheet.name, line, column.label.ko, value or "", expectation, next_step)


def _bounds(column: Column) -> Text:
    form = ".0f" if column.kind == "year" else ",.0f"
    low, high = (None if bound is None else format(bound, form) for bound in (column.minimum, column.maximum))
    if high is None:
        return Text(f"{low} 이상이어야 합니다.", f"It must be at least {low}.")
    return Text(f"{low}에서 {high} 사이여야 합니다.", f"It must lie between {low} and {high}.")


def _wrong_value(connection: duckdb.DuckDBPyConnection, column: Column, value: str) -> tuple[Text, Text]:
    if column.codes:
        known = ", ".join(spoken[0] if spoken else code for code, spoken in column.codes.items())
        return (
            Text(
                f"'{column.label.ko}' 코드가 아닙니다. 쓸 수 있는 값: {known}.",
                f"Not a code of '{column.label.en}'. Known: {known}.",
            ),
            Text("값을 고치세요.", "Mend the value."),
        )
    if column.reference:
        words = [
            row[0]
            for row in connection.execute(
                "SELECT word FROM names WHERE reference = $1", [column.reference]
            ).fetchall()
        ]
        word = re.sub(r"\.0+$", "", spelling(value))
        systems = sorted(known for known in words if known.endswith(f":{word}"))  # mois:26 and kostat:26, say
        close = ", ".join(systems or difflib.get_close_matches(word, words, n=3, cutoff=ALIKE))
        hint = Text(f" 가까운 이름: {close}.", f" Close names: {close}.") if close else Text("", "")
        return (
            Text(
                f"등록되지 않은 이름이나 코드입니다.{hint.ko}",
                f"This name or code is not registered.{hint.en}",
            ),
            Text("이름을 고치거나 기준 자료에 추가하세요.", "Mend the name or add it to the reference data."),
        )
    kinds = {
        "integer": Text("정수여야 합니다.", "A whole number is expected."),
        "year": Text("네 자리 연도여야 합니다.", "A four-digit year is expected."),
        "decimal": Text("숫자여야 합니다.", "A number is expected."),
        "date": Text("날짜여야 합니다(예: 2025-03-02).", "A date is expected (such as 2025-03-02)."),
    }
    return kinds.get(column.kind, Text("값이 올바르지 않습니다.", "The value is not valid.")), Text(
        "값을 고치세요.", "Mend the value."
    )
