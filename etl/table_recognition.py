"""Which table a sheet belongs to, by its header alone; what is missing, and what comes closest."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from functools import cache
from operator import itemgetter

from etl.contract import Column, LoadRefused, Problem, Source
from etl.sheet_reader import Sheet, spelling
from etl.written_numbers import LEAVES_LATER, SCHOOL_YEAR
from meomureum.texts import Text

ALIKE = 0.5  # how alike two spellings must be for one to be offered for the other
NAME_THE_YEAR = Text(
    "'연도' 열을 더해 졸업한 해를 적거나, 그 열이 졸업한 해이면 이름을 '연도'로 고치세요.",
    "Add a column 'Year' with the year in which they left, or call the column so if that is what it holds.",
)
REFERENCE = Text(
    "머리글이 기준 자료 {table:과/와} 같습니다. 기준 자료는 이름을 댄 때에만 바꿉니다.",
    "The header is that of the reference table {table}, which is only changed when it is named.",
)


def recognise(sheet: Sheet, sources: Iterable[Source]) -> Source:
    """The contract whose columns a sheet has, by its header alone.

    Raises LoadRefused when a needed column is missing from the closest contract, or when
    two contracts fit equally well. A contract that knows more of the header is closer than
    a small one that the header happens to complete: columns must not be left unread.
    """
    fits = [(_fit(source, sheet.header), source) for source in sources]
    fits.sort(key=itemgetter(0), reverse=True)
    fit, best = max(fits, key=lambda each: each[0][-1])  # of those that know as much, the one that fits best
    found = places(sheet.header, best)
    missing = [column for column in best.columns if not column.optional and found[column.name] is None]
    _refuse_twice(sheet, best)
    if missing:
        raise LoadRefused(tuple(_missing_column(sheet, best, column) for column in missing))
    alike = [each for other, each in fits if other == fit]
    return best if len(alike) == 1 else by_institutions(sheet, alike)


def by_institutions(sheet: Sheet, alike: Sequence[Source]) -> Source:
    """Of contracts that a header fits alike, the one that is about the institutions named; LoadRefused where none is."""
    found = [each for each in alike if each.institutions and _names_only(sheet, each)]
    if len(found) == 1:
        return found[0]
    raise LoadRefused((ambiguous(sheet, *alike[:2]),))


def _names_only(sheet: Sheet, source: Source) -> bool:
    """Whether every institution of a sheet has a name of the kind that the contract is about."""
    at = places(sheet.header, source)["institution_id"]
    endings = tuple(map(spelling, source.institutions))
    words = [spelling(word) for word in ([] if at is None else sheet.rows[f"c{at}"].to_pylist()) if word]
    return bool(words) and all(word.endswith(endings) for word in words)


def refuse_unnamed(sheet: Sheet, source: Source) -> None:
    """LoadRefused for a reference table that a header alone has chosen: all figures rest on these."""
    if source.kind != "reference":
        return
    expectation = REFERENCE.fill(table=Text(f"'{source.label.ko}'", f"'{source.label.en}'"))
    next_step = Text(
        f"그 자료가 맞으면 자료 이름을 {source.table}(으)로 지정하고, 아니면 열 이름을 확인하세요.",
        f"If that is what it is, name the table {source.table}; otherwise check the column names.",
    )
    raise LoadRefused((Problem(sheet.file, sheet.name, 0, "", "", expectation, next_step),))


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


def places(header: Sequence[str], source: Source) -> dict[str, int | None]:
    """Where each column of a contract stands; None where it does not. One column serves one meaning.

    A column goes by its own name before another takes it by an alias.
    """
    first = {spelling(cell): at for at, cell in reversed([*enumerate(header)])}
    found: dict[str, int | None] = dict.fromkeys(column.name for column in source.columns)
    for names in (_own_names, Column.headers):
        for column in source.columns:
            if found[column.name] is None:
                taken = found.values()
                known = (first[word] for word in _spelled(names(column)) if word in first)
                found[column.name] = next((at for at in known if at not in taken), None)
    return found


@cache
def _spelled(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(spelling, words))


def counts(header: Sequence[str], source: Source) -> dict[int, str]:
    """Where the columns of counts of people stand, and what they are called; rates are none."""
    measures = [each for each in source.columns if each.measure and each.kind == "integer"]
    found = places(header, source)
    return {at: each.label.ko for each in measures if (at := found[each.name]) is not None}


def numbers(header: Sequence[str], source: Source) -> set[int]:
    """Where the columns of measures stand, counts and rates."""
    return {
        at for name, at in places(header, source).items() if at is not None and source.column(name).measure
    }


def is_complete(header: Sequence[str], source: Source) -> bool:
    """Whether a header has every column that the contract needs."""
    return _fit(source, header)[0]


def _own_names(column: Column) -> tuple[str, ...]:
    return (column.name, column.label.ko, column.label.en)


def _fit(source: Source, header: Sequence[str]) -> tuple[bool, float, int]:
    """Complete first, then the share of needed columns found, then how many were found."""
    at = places(header, source)
    needed = [column for column in source.columns if not column.optional]
    found = sum(at[column.name] is not None for column in needed)
    return found == len(needed), found / len(needed), sum(each is not None for each in at.values())


def _missing_column(sheet: Sheet, source: Source, column: Column) -> Problem:
    if column.calendar and any(spelling(cell) == SCHOOL_YEAR for cell in sheet.header):
        return Problem(sheet.file, sheet.name, 0, SCHOOL_YEAR, "", LEAVES_LATER, NAME_THE_YEAR)
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


def ambiguous(sheet: Sheet, first: Source, second: Source) -> Problem:
    """The question which of two tables a sheet belongs to."""
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
        Text(
            f"어느 자료인지 고르세요(--table {first.table} 또는 {second.table}).",
            f"Say which of the two it is (--table {first.table} or {second.table}).",
        ),
        choices=(first.table, second.table),
    )
