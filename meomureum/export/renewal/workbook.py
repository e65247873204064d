"""The sheets of a received workbook: cells read and written in place, rows put in and taken out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from meomureum.drawing.cells import Cell
from meomureum.drawing.safe_text import safe_text
from meomureum.export.renewal.package import Package
from meomureum.export.renewal.references import cell, letters, moved, shifted
from meomureum.verify.office_xml import every, local

BOOK, SHARED = "xl/workbook.xml", "xl/sharedStrings.xml"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
KEEP_BLANKS = "{http://www.w3.org/XML/1998/namespace}space"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
STYLES, FIRST_FORMAT = "xl/styles.xml", 164
BUILT_IN = {"0": "1", "#,##0": "3", "0%": "9"}
"""The formats that every workbook knows by a number; others have numbers from the first free one on."""
RANGES = ("ref", "sqref", "topLeftCell", "activeCell")


class Sheet:
    """One sheet: rows by their numbers from one, cells by their columns from one."""

    def __init__(self, book: Workbook, name: str, part: str) -> None:
        self._book, self.name, self.part = book, name, part
        self.root = book.package.tree(part)
        self._data = next(iter(every(self.root, "sheetData")))
        self._number_cells()

    def _number_cells(self) -> None:
        """Programs may leave out where a row or cell stands when it follows the one before."""
        at = 0
        for row in self._data:
            at = int(row.get("r", at + 1))
            row.set("r", str(at))
            column = 0
            for each in row:
                column = cell(each.get("r", ""))[1] or column + 1
                each.set("r", f"{letters(column)}{at}")

    def rows(self) -> Sequence[int]:
        """The rows that hold anything."""
        return [int(row.get("r")) for row in self._data]

    def row(self, row: int) -> Any:
        """The element of a row, whose number changes when others come and go; None where nothing is in it."""
        return next((each for each in self._data if int(each.get("r")) == row), None)

    def cells(self, row: int) -> Sequence[Cell]:
        """What stands in a row, from the first column on."""
        element = self.row(row)
        found: list[Cell] = []
        for each in element if element is not None else ():
            _, column = cell(each.get("r"))
            found += [""] * (column - 1 - len(found))
            found.append(self._book.value(each))
        return found

    def write(self, row: int, column: int, words: str, number: Cell = "") -> None:
        """Put a number, or else words, into a cell; `column` counts from nought like `cells`."""
        element = self._cell(row, column + 1)
        style = element.get("s")
        place = element.get("r")
        element.clear()
        element.set("r", place)
        if style is not None:
            element.set("s", style)
        if isinstance(number, float | int):
            _child(element, "v").text = repr(float(number)) if number % 1 else str(int(number))
        elif words:
            element.set("t", "inlineStr")
            text = _child(_child(element, "is"), "t")
            text.text = safe_text(words)
            text.set(KEEP_BLANKS, "preserve")

    def style_of(self, row: int, column: int) -> str | None:
        """The look of a cell; None where it has none of its own."""
        found: str | None = self._cell(row, column + 1).get("s")
        return found

    def dress(self, row: int, column: int, style: str | None) -> None:
        """Give a cell the look of another."""
        if style is not None:
            self._cell(row, column + 1).set("s", style)

    def show_as(self, row: int, column: int, form: str) -> None:
        """Give the number in a cell that format, and leave the rest of its look."""
        self._cell(row, column + 1).set("s", self._book.style(self.style_of(row, column) or "0", form))

    def add(self, row: int) -> int:
        """A new row behind one, in its look; its number."""
        self.shift(row + 1, 1)
        fresh = deepcopy(self.row(row))
        for each in fresh:
            each.set("r", f"{letters(cell(each.get('r'))[1])}{row + 1}")
        fresh.set("r", str(row + 1))
        self.row(row).addnext(fresh)
        return row + 1

    def remove(self, row: int) -> None:
        """Take a row out; what stands below moves up."""
        self._data.remove(self.row(row))
        self.shift(row, -1)

    def shift(self, at: int, count: int) -> None:
        """Make room before row `at`, or close the gap of rows that are gone; all that refers to a row moves with it."""
        for row in self._data:
            number = int(row.get("r"))
            if number >= at:
                row.set("r", str(number + count))
                for each in row:
                    each.set("r", f"{letters(cell(each.get('r'))[1])}{number + count}")
        for element in self.root.iter():
            for name in RANGES if local(element) not in ("row", "c", "f") else ():
                if element.get(name):
                    element.set(name, shifted(element.get(name), self.name, self.name, at, count))
            if local(element) == "brk" and int(element.get("id", 0)) >= at - 1:
                element.set("id", str(int(element.get("id")) + count))
        self._book.shift(self, at, count)

    def _cell(self, row: int, column: int) -> Any:
        """The element of a cell, made where there is none."""
        held = self.row(row)
        if held is None:
            held = self._data.makeelement(f"{MAIN}row", {"r": str(row)})
            after = next((each for each in self._data if int(each.get("r")) > row), None)
            self._data.append(held) if after is None else after.addprevious(held)
        name = f"{letters(column)}{row}"
        found = next((each for each in held if each.get("r") == name), None)
        if found is None:
            found = held.makeelement(f"{MAIN}c", {"r": name})
            after = next((each for each in held if cell(each.get("r"))[1] > column), None)
            held.append(found) if after is None else after.addprevious(found)
        return found


class Workbook:
    """The sheets of a workbook in their order."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._shared = self._strings()
        relations = package.relations(BOOK)
        self.sheets: list[Sheet] = []
        for each in every(package.tree(BOOK), "sheet"):
            relation = relations.get(each.get(f"{RELATED}id", ""))
            if relation is not None and relation.kind == "worksheet" and relation.target in package.names:
                self.sheets.append(Sheet(self, each.get("name", ""), relation.target))

    def new_sheet(self, name: str) -> Sheet:
        """An empty sheet behind the others."""
        part = self.package.free_name("xl/worksheets/sheet{}.xml")
        self.package.add(
            part, f'<worksheet xmlns="{MAIN[1:-1]}"><sheetData/></worksheet>'.encode(), SHEET_TYPE
        )
        listed = next(iter(every(self.package.tree(BOOK), "sheets")))
        number = max((int(each.get("sheetId", 0)) for each in listed), default=0) + 1
        about = {"name": name, "sheetId": str(number)}
        about[f"{RELATED}id"] = self.package.relate(BOOK, "worksheet", part)
        listed.append(listed.makeelement(f"{MAIN}sheet", about))
        self.sheets.append(Sheet(self, name, part))
        return self.sheets[-1]

    def calculate_again(self) -> None:
        """Formulas lose the results that were kept for them: numbers they stand on have changed."""
        cells = [
            each
            for sheet in self.sheets
            for each in every(sheet.root, "c")
            if any(local(f) == "f" for f in each)
        ]
        for each in cells:
            for kept in [part for part in each if local(part) == "v"]:
                each.remove(kept)
        for settings in every(self.package.tree(BOOK), "calcPr") if cells else ():
            settings.set("fullCalcOnLoad", "1")

    def _strings(self) -> list[str]:
        if SHARED not in self.package.names:
            return []
        items = (each for each in self.package.tree(SHARED) if local(each) == "si")
        return ["".join(run.text or "" for run in every(item, "t")) for item in items]

    def value(self, element: Any) -> Cell:
        """What stands in a cell."""
        kind = element.get("t", "n")
        if kind == "inlineStr":
            return "".join(run.text or "" for run in every(element, "t"))
        words = next((each.text or "" for each in every(element, "v")), "")
        if kind == "s":
            return self._shared[int(words)] if words.isdecimal() and int(words) < len(self._shared) else ""
        return float(words) if words and kind == "n" else words

    def style(self, style: str, form: str) -> str:
        """The number of a look that is another one with that number format, made where there is none."""
        root = self.package.tree(STYLES)
        looks = next(each for each in root if local(each) == "cellXfs")
        fresh = deepcopy(looks[int(style)])
        fresh.set("numFmtId", self._format(root, form))
        fresh.set("applyNumberFormat", "1")
        wanted = dict(fresh.attrib)
        for at, each in enumerate(looks):
            if {"applyNumberFormat": "1", **each.attrib} == wanted and len(each) == len(fresh):
                return str(at)
        looks.append(fresh)
        looks.set("count", str(len(looks)))
        return str(len(looks) - 1)

    def _format(self, root: Any, form: str) -> str:
        known = {each.get("formatCode"): each.get("numFmtId") for each in every(root, "numFmt")}
        if form in BUILT_IN or form in known:
            return BUILT_IN.get(form) or str(known[form])
        held = next((each for each in root if local(each) == "numFmts"), None)
        if held is None:
            held = root.makeelement(f"{MAIN}numFmts", {})
            root.insert(0, held)
        number = str(max(FIRST_FORMAT, *(int(each or 0) + 1 for each in known.values()), FIRST_FORMAT))
        held.append(held.makeelement(f"{MAIN}numFmt", {"numFmtId": number, "formatCode": form}))
        held.set("count", str(len(held)))
        return number

    def drawings(self, sheet: Sheet) -> list[str]:
        """The parts with what is drawn on a sheet."""
        return self.package.related(sheet.part, "drawing")

    def charts(self, sheet: Sheet) -> Iterator[tuple[Any, str]]:
        """The frames of a sheet's charts with the parts that hold them."""
        for drawing in self.drawings(sheet):
            relations = self.package.relations(drawing)
            for frame in every(self.package.tree(drawing), "graphicFrame"):
                for each in every(frame, "chart"):
                    relation = relations.get(each.get(f"{RELATED}id", ""))
                    if relation is not None and relation.target in self.package.names:
                        yield frame, relation.target

    def shift(self, sheet: Sheet, at: int, count: int) -> None:
        """Move what refers to rows of a sheet from elsewhere: formulas, names, charts, and what is drawn on it."""
        for other in self.sheets:
            for formula in every(other.root, "f"):
                formula.text = shifted(formula.text or "", other.name, sheet.name, at, count)
            for _, part in self.charts(other):
                for reference in every(self.package.tree(part), "f"):
                    reference.text = shifted(reference.text or "", other.name, sheet.name, at, count)
        for name in every(self.package.tree(BOOK), "definedName"):
            name.text = shifted(name.text or "", "", sheet.name, at, count)
        for drawing in self.drawings(sheet):
            for row in every(self.package.tree(drawing), "row"):
                row.text = str(moved(int(row.text or 0) + 1, at, count) - 1)


def _child(element: Any, name: str) -> Any:
    child = element.makeelement(f"{MAIN}{name}", {})
    element.append(child)
    return child
