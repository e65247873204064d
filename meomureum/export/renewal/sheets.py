"""A workbook brought up to date sheet by sheet: tables, words beside their labels, the data of charts, charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from meomureum.drawing.cells import Cell, shown_as
from meomureum.drawing.particulars import CODE, MADE_ON, MEASURE, SNAPSHOT
from meomureum.export.renewal import tables
from meomureum.export.renewal.package import Package
from meomureum.export.renewal.paragraphs import rewritten
from meomureum.export.renewal.place import merged
from meomureum.export.renewal.sheet_charts import renew_charts, renew_pictures
from meomureum.export.renewal.today import Change, Library, Today, placed
from meomureum.export.renewal.wording import Pairs, label_of
from meomureum.export.renewal.workbook import Sheet, Workbook
from meomureum.texts import LANGUAGES, Text
from meomureum.verify.issued_figures import codes_in
from meomureum.verify.office_xml import every

SHEET = Text("시트 {name}", "sheet {name}")
MOST_ABOVE = 30
LABELS = {label(language) for label in (CODE,) for language in LANGUAGES}


def renew_workbook(package: Package, library: Library) -> list[Change]:
    """Bring every figure of a workbook up to date; what becomes of each, in the order of the sheets."""
    book = Workbook(package)
    changes: list[Change] = []
    here: dict[str, dict[str, Today]] = {}
    for sheet in book.sheets:
        here[sheet.name] = {}
        for code in _codes(sheet):
            change, today = _placed(sheet, code, library)
            changes.append(replace(change, where=SHEET.fill(name=sheet.name)))
            if today is not None:
                here[sheet.name][code] = today
    every_figure = {code: each for found in reversed(here.values()) for code, each in found.items()}
    for sheet in book.sheets:
        figures = list(here[sheet.name].values())
        for today in figures:
            tables.renew(_Rows(sheet), today.issued, today.figure)
            renew_charts(book, sheet, today)
            renew_pictures(book, sheet, today)
            _renew_labels(sheet, today.pairs)
            _renew_footer(sheet, today)
        _renew_cells(sheet, figures, every_figure)
        _renew_dates(sheet, library, list(every_figure.values()))
    if any(each.outcome == "renewed" for each in changes):
        book.calculate_again()
    return changes


def _codes(sheet: Sheet) -> tuple[str, ...]:
    """The figures that stand on a sheet: their codes stand beside the label; tables of contents only name them."""
    found: list[str] = []
    for row in sheet.rows():
        cells = sheet.cells(row)
        for label, value in pairwise(cells):
            if label in LABELS:
                found += codes_in(str(value))
    return tuple(dict.fromkeys(found))


def _placed(sheet: Sheet, code: str, library: Library) -> tuple[Change, Today | None]:
    outcome, issued, figure = library.look_up(code)
    if issued is None or figure is None:
        return Change(Text("", ""), code, outcome, "" if issued is None else issued.title), None
    lines = [cell for row in sheet.rows() for cell in sheet.cells(row) if isinstance(cell, str) and cell]
    seen = lines[0] if len(_codes(sheet)) == 1 and lines else ""
    today, change = placed(library, issued, figure, [line.lstrip("'") for line in lines], seen.lstrip("'"))
    return change, today


class _Rows:
    """The rows of a sheet as the table of a figure; a row is its element, as its number changes with those above."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def rows(self) -> Sequence[Any]:
        """The elements from top to bottom."""
        return [self._sheet.row(each) for each in self._sheet.rows()]

    def cells(self, row: Any) -> Sequence[Cell]:
        """What stands in a row."""
        return self._sheet.cells(_at(row))

    def write(self, row: Any, column: int, words: str, number: Cell) -> None:
        """The exact number where it is known, shown as its words are."""
        self._sheet.write(_at(row), column, words, number)
        if isinstance(number, float) and (form := shown_as(words, number)):
            self._sheet.dress(_at(row), column, self._look(_at(row), column))
            self._sheet.show_as(_at(row), column, form)

    def _look(self, row: int, column: int) -> str | None:
        """The look of the nearest number above in the same column: words beside it are set otherwise."""
        for above in reversed([each for each in self._sheet.rows() if each < row][-MOST_ABOVE:]):
            cells = self._sheet.cells(above)
            if column < len(cells) and isinstance(cells[column], float):
                return self._sheet.style_of(above, column)
        return None

    def add(self, row: Any) -> Any:
        """A row behind one."""
        return self._sheet.row(self._sheet.add(_at(row)))

    def remove(self, row: Any) -> None:
        """Take a row out."""
        self._sheet.remove(_at(row))


def _at(row: Any) -> int:
    return int(row.get("r"))


# --- words ---------------------------------------------------------------------------


def _renew_labels(sheet: Sheet, pairs: Pairs) -> None:
    """The words beside their labels, where they are still those that were written; a new label comes behind the one before."""
    last = 0
    for name, (old, new) in pairs.labelled.items():
        label = label_of(name)
        if not old:
            last = _new_label(sheet, last, label, new) if last else 0
            continue
        for row in sheet.rows():
            for at, (left, value) in enumerate(pairwise(sheet.cells(row)), start=1):
                if left == label and str(value).lstrip("'") == old:
                    last = row
                    if new != old:
                        sheet.write(row, at, new)


def _new_label(sheet: Sheet, last: int, label: str, words: str) -> int:
    at = next(at for at, cell in enumerate(sheet.cells(last)) if cell)
    row = sheet.add(last)
    sheet.write(row, at, label)
    sheet.write(row, at + 1, words)
    return row


def _renew_cells(sheet: Sheet, figures: Sequence[Today], every_figure: Mapping[str, Today]) -> None:
    """Titles and lines; in lists of figures each row by the figure that it names by code or measure."""
    measures = {each.lines.first(MEASURE(each.figure.language)): each for each in every_figure.values()}
    for row in sheet.rows():
        cells = sheet.cells(row)
        words = [str(each) for each in cells]
        named = [every_figure[code] for code in codes_in("\n".join(words)) if code in every_figure]
        named = named or (
            [] if figures else [measures[each] for each in words if each and each in measures][:1]
        )
        whole, within = merged([each.pairs for each in named or figures], short=bool(named))
        for each in named:
            whole |= {old: new for old, new in each.pairs.labelled.values() if old and old != new}
        for at, value in enumerate(cells):
            if isinstance(value, str) and value:
                fresh = rewritten(value.lstrip("'"), whole, within)
                if fresh != value.lstrip("'"):
                    sheet.write(row, at, fresh)


def _renew_dates(sheet: Sheet, library: Library, figures: Sequence[Today]) -> None:
    """The day and the snapshot on the cover."""
    known = {each.issued.made_on: library.made_on for each in figures}
    snapshots = {each.issued.snapshot: library.snapshot.id for each in figures}
    wanted = {
        label(each): pairs for label, pairs in ((MADE_ON, known), (SNAPSHOT, snapshots)) for each in LANGUAGES
    }
    for row in sheet.rows():
        cells = sheet.cells(row)
        for at, (label, value) in enumerate(pairwise(cells), start=1):
            pairs = wanted.get(str(label), {})
            if str(value) in pairs and pairs[str(value)] != value:
                sheet.write(row, at, pairs[str(value)])


def _renew_footer(sheet: Sheet, today: Today) -> None:
    """The code and the snapshot at the foot of printed pages."""
    for name in ("oddFooter", "evenFooter", "firstFooter"):
        for foot in every(sheet.root, name):
            words = (foot.text or "").replace(today.issued.code, today.figure.code)
            foot.text = words.replace(today.issued.snapshot, today.figure.snapshot_id)
