"""What is wrong with a cleaned sheet, cell by cell, told so that it can be mended."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

import duckdb

from etl.contract import Column, Problem, Source
from etl.sheet_reader import Sheet, spelling
from etl.table_recognition import ALIKE
from etl.uncalculated import WITHOUT_RESULT
from etl.written_numbers import LEAVES_LATER, SCHOOL_YEAR, WRITE_THE_YEAR
from meomureum.texts import Text


def torn(sheet: Sheet) -> list[Problem]:
    """Return the rows that have more or fewer cells than the header."""
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


def fault_sql(column: Column) -> str:
    """SQL that gives each row of `cleaned` with the fault of one column, or NULL."""
    name = column.name
    cases = [f"WHEN REGEXP_MATCHES(raw_{name}, '{WITHOUT_RESULT}') THEN 'no_result'"]
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


def faults(connection: duckdb.DuckDBPyConnection, sheet: Sheet, source: Source) -> list[Problem]:
    """Return every fault of the rows in `cleaned`; a rule is reported only if its cell has no other fault."""
    parts = [fault_sql(column) for column in source.columns]
    parts += [
        f"""
        SELECT line, '{rule.column}', COALESCE(raw_{rule.column}, ''), IF(NOT ({rule.predicate}), 'rule', NULL), {index}
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
    elif fault == "no_result":
        expectation = Text(
            "계산되지 않은 수식이나 오류입니다.", "A formula that was never calculated, or an error."
        )
        next_step = Text(
            "엑셀에서 열어 계산한 뒤 값으로 저장하세요.", "Open it in Excel, and save it with values."
        )
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


def _close(word: str, words: Iterable[str]) -> list[str]:
    """The words that end in one, as 고성군 of 강원 and of 경남; else those most like it, letter by letter.

    인재 is closer to 인제 than to 인하.
    """
    longer = sorted(each for each in words if len(word) > 1 and each.endswith(word))
    if 1 < len(longer) <= 12:
        return longer
    spelled = {unicodedata.normalize("NFD", each): each for each in words}
    found = difflib.get_close_matches(unicodedata.normalize("NFD", word), spelled, n=3, cutoff=ALIKE)
    return [spelled[each] for each in found]


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
        close = ", ".join(systems or _close(word, words))
        hint = Text(f" 가까운 이름: {close}.", f" Close names: {close}.") if close else Text("", "")
        return (
            Text(
                f"등록되지 않은 이름이나 코드입니다.{hint.ko}",
                f"This name or code is not registered.{hint.en}",
            ),
            Text("이름을 고치거나 기준 자료에 추가하세요.", "Mend the name or add it to the reference data."),
        )
    if column.calendar and spelling(value).endswith(SCHOOL_YEAR):
        return LEAVES_LATER, WRITE_THE_YEAR
    kinds = {
        "integer": Text("정수여야 합니다.", "A whole number is expected."),
        "year": Text("네 자리 연도여야 합니다.", "A four-digit year is expected."),
        "decimal": Text("숫자여야 합니다.", "A number is expected."),
        "date": Text("날짜여야 합니다(예: 2025-03-02).", "A date is expected (such as 2025-03-02)."),
    }
    return kinds.get(column.kind, Text("값이 올바르지 않습니다.", "The value is not valid.")), Text(
        "값을 고치세요.", "Mend the value."
    )
