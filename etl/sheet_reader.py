"""Files in, sheets out: which row is the header, which rows are data, and why the others are not.

Every row keeps its physical line number; nothing is dropped without a reason. Official
layouts have readers of their own (`etl.official`); what they do not know is read here.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from etl.contract import LoadRefused, Problem
from etl.grids import (
    FULL_WIDTH,
    HALF_WIDTH,
    HEADER_SEARCH_ROWS,
    JOINT,
    Grid,
    Row,
    flattened,
    from_text,
    header_block,
    refused,
    spelling,
)
from etl.sandbox import read_workbook, unpack
from etl.sheets import ASIDE, NOT_USED, Merged, Plain, Sheet, columns_of, set_aside
from etl.stacked_tables import is_header, parts
from meomureum.texts import Text

__all__ = [
    "FULL_WIDTH",
    "HALF_WIDTH",
    "NOT_USED",
    "READABLE",
    "Merged",
    "Plain",
    "Sheet",
    "columns_of",
    "not_data",
    "read",
    "spelling",
]

TEXT_FILES, WORKBOOKS = (".csv", ".tsv", ".txt"), (".xlsx", ".xls")
READABLE = (*TEXT_FILES, *WORKBOOKS, ".zip")
LOCK = "~$"  # how the name of a file begins that Excel keeps while a workbook is open
DOCUMENTS = (
    ".hwp",
    ".hwpx",
    ".pdf",
    ".doc",
    ".docx",
    ".md",
    ".jpg",
    ".jpeg",
    ".png",
    ".html",
    ".htm",
    ".db",  # what Windows leaves beside files: Thumbs.db, desktop.ini
    ".ini",
)  # come along in an archive
NAME_COLUMNS = Text(
    "첫 30행 안에 열 이름이 있는지 확인하세요. 열 이름은 '정의' 화면에 있습니다.",
    "Put the column names within the first 30 rows; the Definitions page lists them.",
)
ABOVE = Text(
    "머리글 위의 {count}행은 읽지 않았습니다. 자료라면 그 위에 열 이름을 넣으세요.",
    "{count} rows above the header were not read. If they hold data, put column names above them.",
)
OTHER_UNIT = Text(
    "표의 단위가 명이 아니어서 사람 수로 읽을 수 없습니다.",
    "The unit of the table is not one person, so its numbers are no head counts.",
)
ONE_BY_ONE = Text(
    "수를 명 단위로 고쳐 다시 올리세요.", "Write the numbers in single persons and load the file again."
)
TOTAL_ENDINGS = ("합계", "총계", "소계")
TOTAL_WORDS = {*TOTAL_ENDINGS, "계", "총합", "total", "subtotal", "grandtotal"}
_NUMBER = re.compile(r"\s*[\d,.]*\d\s*[명개%]?\s*")
_UNIT = re.compile(r"^[(\[]?(단위\s*:?)?\s*(명|개|%|원|만원|개교|건|세|null)[)\]]?$")
_UNIT_OF_HEADING = re.compile(
    r"\s*[(\[（〔［]\s*(단위\s*[:：]?\s*)?(명|인|개|건|점|년|년도|세|회|개교|개사|(?<=[율률중]\()%)\s*[)\]）〕］]$|[_/](명|인)$"
)
_OTHER_UNIT = re.compile(
    r"단위\s*[:：]?\s*(?:[백천만]|십만|백만)\s*[명인]|단위\s*[:：]?\s*%\s*(?:[)\]]|$)"
    r"|^\s*[(\[]?\s*(?:[백천만]|십만|백만)\s*[명인]\s*[)\]]?\s*$"
)
_MARK_OF_HEADING = re.compile(r"^[*※]\s*|\s*([*※]+|\d\))$")
_FOOTNOTE = re.compile(r"^(주\s*[:)\d]|※|\*\s|자료\s*[:]|출처\s*[:]|source\s*:|note\s*:)", re.IGNORECASE)


_SIGNED = re.compile(
    r"^(끝\s*\.?|이상\s*\.?|이하\s*여백|(작성자?|작성일|담당자?|문의|확인자?|기준일?)\s*[:：].*)$"
)
Official = Callable[[Grid], Sheet | None]


class NoHeader(LoadRefused):
    """A sheet in which no row holds column names that are known."""


def read(
    path: Path, known_headers: Collection[str], name: str = "", official: Official = lambda _: None
) -> list[Sheet]:
    """Read every non-empty sheet of a file, or of every file in a ZIP.

    `known_headers` are the spellings of all column names a header row may hold; `official`
    reads the layouts of public portals; `name` is what the file is called where its name on
    disk is another. A hidden sheet, and beside a table a cover or a readme, is set aside with
    a notice. Raises LoadRefused for a file that cannot be read, or has no header row.
    """
    grids = grids_of(path, name or path.name)
    if not grids:
        raise refused(
            name or path.name,
            0,
            Text("파일이 비어 있습니다.", "The file is empty."),
            Text("자료가 든 파일인지 확인하세요.", "Check that it is the file that holds the data."),
        )
    found: list[Sheet] = []
    headless: dict[int, NoHeader] = {}
    for at, grid in enumerate(grids):
        try:
            found += [set_aside(grid)] if grid.set_aside else _tables(grid, known_headers, official)
        except NoHeader as refusal:
            headless[at] = refusal
            found.append(set_aside(grid))
    _refuse_without_table(grids, headless)
    return found


def _refuse_without_table(grids: list[Grid], headless: dict[int, NoHeader]) -> None:
    """A sheet may lack a header beside one that has it, in the same workbook; a text beside any file."""
    named = {grid.file for at, grid in enumerate(grids) if at not in headless and not grid.set_aside}
    problems = [
        problem
        for at, refusal in headless.items()
        if not (grids[at].file in named or (named and grids[at].file.lower().endswith(".txt")))
        for problem in refusal.problems
    ]
    if problems:
        raise LoadRefused(tuple(problems))
    if not named:
        raise refused(grids[0].file, 0, *ASIDE[grids[0].set_aside], grids[0].sheet)


def _tables(grid: Grid, known_headers: Collection[str], official: Official) -> list[Sheet]:
    """The tables of a grid, one beneath the other."""
    known = official(grid)
    return [known] if known else [_sheet(part, known_headers) for part in parts(grid, known_headers)]


def from_grid(grid: Grid, known_headers: Collection[str], official: Official) -> Sheet:
    """The sheet that a grid holds, in an official layout or in ours."""
    return official(grid) or _sheet(grid, known_headers)


def grids_of(path: Path, name: str, depth: int = 0) -> list[Grid]:
    """The sheets of a file, or of every file in a ZIP, as they stand; raises LoadRefused."""
    kind = path.suffix.lower()
    if PurePosixPath(name).name.startswith(LOCK):
        return [Grid(name, "", "", [], set_aside="lock")]
    if kind in TEXT_FILES:
        return from_text(path, name)
    if kind in WORKBOOKS:
        return read_workbook(path, name)
    if kind == ".zip" and depth <= 1:
        return _unpacked(path, name, depth)
    if kind == ".zip":
        raise refused(
            name,
            0,
            Text("압축이 세 겹 이상입니다.", "Archives are nested more than one deep."),
            Text("압축을 풀어 파일을 그대로 올리세요.", "Unpack it and load the files themselves."),
        )
    raise refused(
        name,
        0,
        Text(
            "CSV와 XLSX, XLS, TSV, ZIP만 읽을 수 있습니다.", "Only CSV and XLSX, XLS, TSV, ZIP can be read."
        ),
        Text("파일을 XLSX나 CSV로 저장해 다시 올리세요.", "Save it as XLSX or CSV and load it again."),
    )


def _unpacked(path: Path, name: str, depth: int) -> list[Grid]:
    """The grids of every file in an archive; all its faults at once."""
    found: list[Grid] = []
    with tempfile.TemporaryDirectory() as folder:
        files, broken = unpack(path, name, Path(folder))
        faults = list(broken)
        for inside, place in files:
            if place.suffix.lower() in DOCUMENTS:
                found.append(Grid(f"{name}/{inside}", "", "", [], set_aside="other_kind"))
                continue
            try:
                found += grids_of(place, f"{name}/{inside}", depth + 1)
            except LoadRefused as refusal:
                faults.extend(refusal.problems)
    if faults:
        raise LoadRefused(tuple(faults))
    return found


def _sheet(grid: Grid, known_headers: Collection[str]) -> Sheet:
    rows = grid.rows
    header_at = _header_position(rows, known_headers)
    if header_at is None:
        expectation = Text("머리글 행을 찾지 못했습니다.", "No header row was found.")
        raise NoHeader((Problem(grid.file, grid.sheet, 0, "", "", expectation, NAME_COLUMNS),))
    first, last = header_block(grid, header_at)
    _refuse_another_unit(grid, rows[: last + 2])
    header = _header(grid, first, last, known_headers)
    while last + 1 < len(rows) and is_header(rows[last + 1][1], known_headers):
        last += 1  # the same names in another language
    left_out = [(line, "before_header") for line, _ in rows[:first]]
    left_out += [(line, "header") for line, _ in rows[first : last + 1]]
    sheet = split(grid, header, rows[last + 1 :], left_out, rows[header_at][1])
    lost = sum(_is_table_row(cells) for _, cells in rows[:first])
    if lost > 1:
        sheet = replace(sheet, notices=(ABOVE.fill(count=lost),))
    downwards = tuple(
        Merged(left, rows[top][0], rows[bottom][0])
        for top, left, bottom, _ in grid.merged
        if last < top < bottom < len(rows) and left < len(header)
    )
    return replace(sheet, merged=downwards)


def _refuse_another_unit(grid: Grid, rows: list[Row]) -> None:
    """Numbers in thousands or in per cent are no persons, whatever their headings say."""
    for line, cells in rows:
        for cell in cells:
            found = _OTHER_UNIT.search(cell)
            if found:
                problem = Problem(grid.file, grid.sheet, line, "", cell.strip(), OTHER_UNIT, ONE_BY_ONE)
                raise LoadRefused((problem,))


def _header_position(rows: list[Row], known_headers: Collection[str]) -> int | None:
    scores = [
        sum(spelling(without_unit(cell, known_headers)) in known_headers for cell in cells)
        for _, cells in rows[:HEADER_SEARCH_ROWS]
    ]
    best = max(scores, default=0)
    return scores.index(best) if best >= 2 else None


def _header(grid: Grid, first: int, last: int, known_headers: Collection[str]) -> tuple[str, ...]:
    """Column names; of a merged header the lowest word where it alone is a known name."""
    labels = tuple(without_unit(label, known_headers) for label in flattened(grid, first, last))
    leaves = [label.split(JOINT)[-1] for label in labels]
    return tuple(
        leaf
        if spelling(label) not in known_headers
        and spelling(leaf) in known_headers
        and leaves.count(leaf) == 1
        else label
        for label, leaf in zip(labels, leaves, strict=True)
    )


def bare_forms(heading: str) -> tuple[str, ...]:
    """A heading as it is, and without its unit and the mark of a footnote: "졸업자(명)*" and "졸업자"."""
    unmarked = _MARK_OF_HEADING.sub("", heading)
    return heading, unmarked, _UNIT_OF_HEADING.sub("", heading), _UNIT_OF_HEADING.sub("", unmarked)


def without_unit(heading: str, known_headers: Collection[str]) -> str:
    """A heading without its unit or the mark of a footnote, where it is known that way alone."""
    return next((each for each in bare_forms(heading) if spelling(each) in known_headers), heading)


def _is_table_row(cells: list[str]) -> bool:
    """Words and numbers side by side; notes and lists of words are no data."""
    return sum(bool(cell.strip()) for cell in cells) > 2 and any(_NUMBER.fullmatch(cell) for cell in cells)


def split(
    grid: Grid,
    header: tuple[str, ...],
    rows: Iterable[Row],
    left_out: list[tuple[int, str]],
    as_written: Sequence[str] = (),
) -> Sheet:
    """Divide the rows beneath a header into data, torn rows, totals and rows that are not data.

    A header that comes again, `as_written` or as understood, is no data.
    """
    again = ([*as_written], [*header])
    kept: list[Row] = []
    torn: list[tuple[int, tuple[str, ...]]] = []
    totals: list[tuple[int, tuple[str, ...]]] = []
    width = len(header)
    for line, cells in rows:
        reason = "header" if cells in again else not_data(cells)
        if reason:
            left_out.append((line, reason))
            if reason == "total":
                totals.append((line, tuple(cells)))
        elif len(cells) < width or any(cell.strip() for cell in cells[width:]):
            torn.append((line, tuple(cells)))
        else:
            kept.append((line, cells))
    return Sheet(
        grid.file,
        grid.sheet,
        grid.encoding,
        header,
        columns_of(kept, width),
        tuple(left_out),
        tuple(torn),
        len(grid.rows),
        tuple(totals),
    )


def not_data(cells: list[str]) -> str:
    """Why a row holds no data, or "" if it does."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return "blank"
    if all(_UNIT.match(cell) for cell in filled):
        return "unit"
    if spelling(filled[0]).endswith(TOTAL_ENDINGS) or spelling(filled[0]) in TOTAL_WORDS:
        return "total"
    if len(filled) == 1 and (_FOOTNOTE.match(filled[0]) or _SIGNED.match(filled[0])):
        return "footer"
    return ""
