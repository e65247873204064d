"""The wide form in which schools count: one column an outcome. Each of its cells becomes a row of its own.

A column of totals beside them is held against their sum. Where the codes of a whole and of its
parts both have a column, the whole is left out if the totals say so; else nobody can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from etl.contract import MISSING_MARKS, Column, LoadRefused, Problem, Source
from etl.grids import spelling
from etl.sheet_reader import TOTAL_WORDS, Sheet, bare_forms, columns_of
from etl.table_recognition import by_institutions, is_complete, places
from etl.written_numbers import count
from meomureum.texts import Text

UNPIVOTED = Text(
    "넓은 서식: 열 {columns:을/를} '{column}'의 값으로 읽어 {rows}행이 되었습니다.",
    "Wide form: the columns {columns} were read as values of '{column}', which makes {rows} rows.",
)
LEFT_OUT = Text(
    "열 {columns:은/는} 다른 열을 더한 값이라 사람 수에 넣지 않았습니다.",
    "The column {columns} adds others up and was not counted.",
)
DOES_NOT_ADD_UP = Text(
    "합계가 {columns}의 합 {summed}과 다릅니다.", "The total differs from the sum of {columns}, {summed}."
)
LOOK_AT_THEM = Text("합계나 빠진 열을 확인하세요.", "Check the total, or look for a missing column.")
WHOLE_AND_PARTS = Text(
    "'{whole}' 열과 그 부분인 {parts} 열이 함께 있어 사람을 두 번 셀 수 있습니다.",
    "The column '{whole}' stands beside its parts {parts}: people might be counted twice.",
)
KEEP_ONE = Text(
    "둘 가운데 하나만 남기거나 '졸업자' 합계 열을 더하세요.",
    "Keep one of them, or add a column of totals such as '졸업자'.",
)
NOBODY = {mark for mark in MISSING_MARKS if mark in ("", "-")}


@dataclass(frozen=True)
class Wide:
    """A contract that a wide sheet fits: the column that its headings are values of, where they and their total stand."""

    source: Source
    column: Column
    codes: dict[int, str]
    total: int | None

    def counts(self, sheet: Sheet) -> dict[int, str]:
        """Where the counts stand in the wide sheet, and what they are called."""
        places = (*self.codes, *(() if self.total is None else (self.total,)))
        return {at: sheet.header[at] for at in places}


def find(sheet: Sheet, sources: Sequence[Source]) -> Wide | None:
    """How a sheet is wide; None where it is not.

    Raises LoadRefused where two contracts fit alike, or where a whole and its parts cannot be told apart.
    """
    facts = [each for each in sources if each.kind == "facts"]
    if any(is_complete(sheet.header, each) for each in facts):
        return None
    found = [wide for source in facts for wide in _fits(sheet.header, source)]
    most = max((len(each.codes) for each in found), default=0)
    best = [each for each in found if len(each.codes) == most]
    if not best:
        return None
    chosen = best[0].source if len(best) == 1 else by_institutions(sheet, [each.source for each in best])
    return _without_wholes(sheet, next(each for each in best if each.source is chosen))


def _fits(header: Sequence[str], source: Source) -> list[Wide]:
    found = places(header, source)
    taken = {at for at in found.values() if at is not None}
    counted = next(
        (each for each in source.columns if each.measure and each.kind == "integer" and not each.optional),
        None,
    )
    if counted is None:
        return []
    wide = []
    for column in source.columns:
        lacking = [each for each in source.columns if not each.optional and found[each.name] is None]
        others = [each for each in lacking if each not in (column, counted)]
        if not column.codes or found[column.name] is not None or others:
            continue
        codes = {
            at: code for at, cell in enumerate(header) if at not in taken and (code := _code(column, cell))
        }
        needed = not column.optional or counted in lacking
        if needed and len(codes) >= 2 and len(set(codes.values())) == len(codes):
            wide.append(Wide(source, column, codes, _total(header, taken, found[counted.name])))
    return wide


def _total(header: Sequence[str], taken: set[int], counted: int | None) -> int | None:
    """Where the totals stand: under the name of the counts, or under 계."""
    if counted is not None:
        return counted
    totals = [
        at
        for at, cell in enumerate(header)
        if at not in taken and spelling(cell.split(">")[-1]) in TOTAL_WORDS
    ]
    return totals[0] if len(totals) == 1 else None


def _code(column: Column, heading: str) -> str:
    """The code that a heading names, with or without 수 ("취업자수"); "" if none."""
    meanings = {spelling(word): code for code, spoken in column.codes.items() for word in (code, *spoken)}
    bare = [spelling(each) for each in bare_forms(heading.split(">")[-1].strip())]
    words = [each.removesuffix(ending) for each in bare for ending in ("", "수", "자수")]
    return next((meanings[word] for word in words if word in meanings), "")


def _without_wholes(sheet: Sheet, wide: Wide) -> Wide:
    at = {code: place for place, code in wide.codes.items()}
    for whole, parts in wide.column.wholes.items():
        beside = [at[part] for part in parts if part in at]
        if whole not in at or not beside:
            continue
        fewer = replace(wide, codes={place: code for place, code in wide.codes.items() if code != whole})
        if wide.total is None or any(stated != summed for stated, summed in _sums(sheet, fewer)):
            names = ", ".join(f"'{sheet.header[place]}'" for place in beside)
            words = WHOLE_AND_PARTS.fill(whole=sheet.header[at[whole]], parts=names)
            raise LoadRefused((Problem(sheet.file, sheet.name, 0, "", "", words, KEEP_ONE),))
        wide = fewer
    return wide


def _sums(sheet: Sheet, wide: Wide) -> list[tuple[int | None, int]]:
    """Of each row the total as stated and the sum of its cells."""
    stated = sheet.rows[f"c{wide.total}"].to_pylist()
    cells = zip(*(sheet.rows[f"c{at}"].to_pylist() for at in wide.codes), strict=True)
    return [
        (count(total or ""), sum(count(cell or "") or 0 for cell in row))
        for total, row in zip(stated, cells, strict=True)
    ]


def long_form(sheet: Sheet, wide: Wide) -> Sheet:
    """The sheet with a row for each counted cell; a row whose total does not fit is a fault."""
    faults = _faults(sheet, wide) if wide.total is not None else []
    held = {fault.line for fault in faults}
    read = {*wide.codes, *_wholes(sheet, wide), wide.total}
    kept = [at for at in range(len(sheet.header)) if at not in read]
    counted = next(each for each in wide.source.columns if each.measure)
    rows = [
        (int(row["line"]), [*(row[f"c{at}"] or "" for at in kept), code, row[f"c{place}"] or ""])
        for row in sheet.rows.to_pylist()
        if row["line"] not in held
        for place, code in wide.codes.items()
        if wide.total is None or spelling(row[f"c{place}"] or "") not in NOBODY
    ]
    header = (*(sheet.header[at] for at in kept), wide.column.name, counted.name)
    told = UNPIVOTED.fill(columns=_named(sheet, wide.codes), column=wide.column.label, rows=len(rows))
    return replace(
        sheet,
        header=header,
        rows=columns_of(rows, len(header)),
        original=sheet.original or sheet,
        faults=(*sheet.faults, *faults),
        notices=(*sheet.notices, told, *_left_out(sheet, wide)),
    )


def _faults(sheet: Sheet, wide: Wide) -> list[Problem]:
    """A fault for each row whose total is another than the sum of its cells."""
    total = sheet.header[wide.total or 0]
    return [
        Problem(
            *(sheet.file, sheet.name, int(line or 0), total, "" if stated is None else f"{stated:,}"),
            DOES_NOT_ADD_UP.fill(columns=_named(sheet, wide.codes), summed=f"{summed:,}"),
            LOOK_AT_THEM,
        )
        for line, (stated, summed) in zip(sheet.rows["line"].to_pylist(), _sums(sheet, wide), strict=True)
        if stated != summed
    ]


def _left_out(sheet: Sheet, wide: Wide) -> list[Text]:
    """Which columns of codes were not counted."""
    others = _wholes(sheet, wide)
    return [LEFT_OUT.fill(columns=_named(sheet, others))] if others else []


def _wholes(sheet: Sheet, wide: Wide) -> list[int]:
    return [at for at, cell in enumerate(sheet.header) if _code(wide.column, cell) and at not in wide.codes]


def _named(sheet: Sheet, places: Iterable[int]) -> str:
    return ", ".join(f"'{sheet.header[at]}'" for at in places)
