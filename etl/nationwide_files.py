"""Nationwide files against what is registered here: which rows concern us, and what is missing."""

from __future__ import annotations

import re
from dataclasses import replace

import duckdb
import pyarrow as pa

from etl.contract import Source
from etl.grids import spelling
from etl.sheet_reader import Sheet
from meomureum.texts import Text

NOT_REGISTERED = "not_registered"
LEFT_OUT = Text(
    "등록된 기관의 행만 적재합니다. {count}행은 등록되지 않은 기관이라 뺐습니다.",
    "Only rows of registered institutions are loaded; {count} rows of others were left out.",
)
DISTRICTS = Text(
    "{count}행은 등록되지 않은 구라 뺐습니다. 시의 행은 그대로 적재합니다.",
    "{count} rows of districts that are not registered were left out; those of their cities are loaded.",
)
ABSENT = Text(
    "등록된 기관 가운데 이 파일에 없는 곳: {names}.",
    "Registered institutions that this file does not name: {names}.",
)
AGREES = Text(
    "등록된 기관 {count}곳의 코드와 이름이 이 파일과 맞습니다.",
    "Codes and names of {count} registered institutions agree with this file.",
)
DIFFERS = Text(
    "등록된 '{ours}'의 이름이 이 파일에는 '{theirs}'입니다(코드 {code}).",
    "The registered '{ours}' is called '{theirs}' in this file (code {code}).",
)
_INSTITUTIONS = "institutions"
_DISTRICT = re.compile(r"^(mois:\d{4})[1-9]$")  # the codes of a city's districts are those after its own
_CODES = ("neis_code", "datagokr_school_id")
_UNIVERSITIES = "kind <> 'high_school' AND kind <> 'specialised_high_school'"
# Of hundreds of registered universities only those are missed that a followed city calls its own.
_OWN = "city_id IN (SELECT region_id FROM regions WHERE followed = 'yes')"


def only_registered(connection: duckdb.DuckDBPyConnection, sheet: Sheet, source: Source) -> Sheet:
    """The sheet without the rows that concern nobody here; a notice says how many.

    They are those of institutions that nobody has registered, and of such districts of
    registered cities; a city that is not registered stays, to be named a fault. What is wrong
    with a row that concerns nobody is no fault. Rows held back by a fault leave too.
    """
    if not sheet.within:
        return sheet
    reference = source.column(sheet.within).reference
    known = _known(connection, reference)
    words = [spelling(word or "") for word in sheet.rows[f"c{sheet.header.index(sheet.within)}"].to_pylist()]
    lines = [int(line or 0) for line in sheet.rows["line"].to_pylist()]
    kept = {line for line, word in zip(lines, words, strict=True) if _concerns(reference, known, word)}
    outside = sorted(set(lines) - kept)
    faults = tuple(fault for fault in sheet.faults if fault.line not in outside)
    held = {fault.line for fault in faults}
    notices = [_left_out(reference).fill(count=len(outside))] if outside else []
    if reference == _INSTITUTIONS:
        notices += _absent(connection, {known[word] for word in words if word in known})
    return replace(
        sheet,
        rows=sheet.rows.filter(pa.array([line in kept - held for line in lines], pa.bool_())),
        faults=faults,
        not_data=(*sheet.not_data, *((line, NOT_REGISTERED) for line in outside)),
        notices=(*sheet.notices, *notices),
    )


def _known(connection: duckdb.DuckDBPyConnection, reference: str) -> dict[str, str]:
    rows = connection.execute("SELECT word, id FROM names WHERE reference = $1", [reference]).fetchall()
    return {str(word): str(identity) for word, identity in rows}


def _concerns(reference: str, known: dict[str, str], word: str) -> bool:
    if reference == _INSTITUTIONS or word in known:
        return word in known
    city = _DISTRICT.sub(r"\g<1>0", word)
    return city == word or city not in known


def _left_out(reference: str) -> Text:
    return LEFT_OUT if reference == _INSTITUTIONS else DISTRICTS


def _absent(connection: duckdb.DuckDBPyConnection, present: set[str]) -> list[Text]:
    """Registered institutions of a kind that the file does hold, and which it does not name."""
    rows = connection.execute(
        f"SELECT name_ko, name_en FROM institutions WHERE NOT LIST_CONTAINS($ids, institution_id) AND {_OWN} "
        "AND kind IN (SELECT kind FROM institutions WHERE LIST_CONTAINS($ids, institution_id)) ORDER BY name_ko",
        {"ids": sorted(present)},
    ).fetchall()
    if not rows:
        return []
    korean, english = (", ".join(str(row[at]) for row in rows) for at in (0, 1))
    return [ABSENT.fill(names=Text(korean, english))]


def compared(connection: duckdb.DuckDBPyConnection, sheet: Sheet) -> list[Text]:
    """Compare a register of schools or universities with the institutions registered here."""
    if "name_ko" not in sheet.header:
        return []
    column = next((name for name in _CODES if name in sheet.header), "")
    names = sheet.rows[f"c{sheet.header.index('name_ko')}"].to_pylist()
    if not column:
        return _by_name(connection, {spelling(name or "") for name in names})
    codes = sheet.rows[f"c{sheet.header.index(column)}"].to_pylist()
    return _by_code(connection, column, dict(zip(codes, names, strict=True)))


def _by_code(
    connection: duckdb.DuckDBPyConnection, column: str, theirs: dict[str | None, str | None]
) -> list[Text]:
    ours = connection.execute(
        f"SELECT {column}, name_ko, name_en FROM institutions WHERE {column} IS NOT NULL ORDER BY name_ko"
    ).fetchall()
    found = [(str(code), str(ko), theirs[code] or "") for code, ko, _ in ours if code in theirs]
    different = [row for row in found if spelling(row[1]) != spelling(row[2])]
    absent = [(str(ko), str(en)) for code, ko, en in ours if code not in theirs]
    notices = [AGREES.fill(count=len(found) - len(different))] if found else []
    notices += [DIFFERS.fill(ours=name, theirs=other, code=code) for code, name, other in different]
    return notices + _named(absent)


def _by_name(connection: duckdb.DuckDBPyConnection, theirs: set[str]) -> list[Text]:
    ours = connection.execute(
        f"""
        SELECT name_ko, name_en, LIST(word) AS words, {_OWN} AS own
        FROM institutions
        JOIN names ON names.id = institution_id AND reference = 'institutions'
        WHERE {_UNIVERSITIES}
        GROUP BY ALL
        ORDER BY name_ko
        """
    ).fetchall()
    found = [own for _, _, words, own in ours if theirs & set(words)]
    notices = [AGREES.fill(count=len(found))] if found else []
    return notices + _named(
        [(str(ko), str(en)) for ko, en, words, own in ours if own and not theirs & set(words)]
    )


def _named(absent: list[tuple[str, str]]) -> list[Text]:
    if not absent:
        return []
    korean, english = (", ".join(pair[at] for pair in absent) for at in (0, 1))
    return [ABSENT.fill(names=Text(korean, english))]
