"""A city of fourteen high schools that is asked in a round, and workbooks filled in as a person would."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from small import Folder, written

from etl import workbook_parts
from etl.build import ensure_current, load
from etl.load_ledger import Said
from etl.rounds import opening, workbook
from etl.rounds.opening import Wanted
from etl.rounds.round_folder import Round
from meomureum.store.warehouse import Snapshot

TODAY, DEADLINE, AFTER = date(2026, 11, 30), date(2026, 12, 15), date(2026, 12, 20)
TABLE = "high_school_outcomes"
ROWS, TOTALS = "고교 졸업자 진로", "고교 졸업자 진로 합계"
HEADER = ("연도", "학교", "학과", "졸업 후 진로", "진로 지역", "졸업자")
MORE_SCHOOLS = tuple(f"가람{number}고등학교" for number in range(1, 11))
FIRST = 8  # the first row that is filled in, as a spreadsheet counts
Cells = Mapping[str, Mapping[str, object]]


class World:
    """A data folder with fourteen schools of Gimhae, and last year's loaded outcomes of each."""

    def __init__(
        self, place: Path, *, before: bool = True, whole: bool = False, published: bool = False
    ) -> None:
        self.folder = Folder(place, whole=whole, published=published)
        self.place = place
        self.data, self.snapshots = self.folder.data, self.folder.snapshots
        path = self.data / "reference" / "institutions.csv"
        with path.open(encoding="utf-8", newline="") as file:
            columns = next(csv.reader(file))
        with path.open("a", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            for at, name in enumerate(MORE_SCHOOLS, start=1):
                row = {"institution_id": f"garam_{at}", "city_id": "gimhae", "kind": "high_school"}
                writer.writerow({**row, "name_ko": name, "name_en": f"Garam {at} High School"})
        if before:
            self.load_last_year()

    def copied(self, place: Path) -> World:
        """The same world somewhere else."""
        twin = object.__new__(World)
        twin.folder, twin.place = self.folder.copied(place), place
        twin.data, twin.snapshots = twin.folder.data, twin.folder.snapshots
        return twin

    def load_last_year(self) -> None:
        """Last year every school: 30 of 조경과, 20 in Gimhae and 10 in Changwon; and 12 of 식품과 at a university."""
        rows = [
            (2024, school, *row)
            for school in self.schools().values()
            for row in (
                ("조경과", "취업", "김해", 20),
                ("조경과", "취업", "창원", 10),
                ("식품과", "대학교", "김해", 12),
            )
        ]
        path = self.place / "2024.csv"
        path.write_text(written(HEADER, rows), "utf-8")
        load([path], self.data, self.snapshots, Said(provider="지난해"))

    def schools(self) -> dict[str, str]:
        """Names of the fourteen by their codes."""
        rows = csv.DictReader((self.data / "reference" / "institutions.csv").read_text("utf-8").splitlines())
        kinds = ("high_school", "specialised_high_school")
        return {
            row["institution_id"]: row["name_ko"]
            for row in rows
            if row["city_id"] == "gimhae" and row["kind"] in kinds
        }

    @property
    def now(self) -> Snapshot:
        return ensure_current(self.data, self.snapshots)

    def open(self, tables: Sequence[str] = (TABLE,), today: date = TODAY, **more: object) -> Round:
        wanted = {"city_id": "gimhae", "tables": tuple(tables), "year": 2025, "deadline": DEADLINE}
        said = Wanted(**{**wanted, "address": "김해시 미래인재과 ☎ 055-330-0000", **more})  # type: ignore[arg-type]
        return opening.open_round(said, self.data, self.now, "kim", today)

    def workbooks(self, asked: Round, only: Sequence[str] = ()) -> dict[str, bytes]:
        """The content of each workbook by its respondent; of all where none is named."""
        wanted = [each.id for each in asked.respondents if not only or each.id in only]
        written_out = workbook.workbooks(asked, self.data, self.now, wanted, "kim")
        return {each: content for each, (_, content) in zip(wanted, written_out, strict=True)}

    def returned(self, name: str, content: bytes) -> Path:
        """A file as it comes back."""
        path = self.place / "returns" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return path


def full_round(books: Mapping[str, bytes]) -> dict[str, bytes]:
    """What comes back of fourteen: nothing of two, one with errors, one renamed, one with a forged mark.

    Every other school has 29 employed, 18 of them in Gimhae, and 13 at a university.
    """
    wrong, forged, renamed, late = "garam_1", "garam_2", "gimhae_life", ("garam_9", "garam_10")
    returned = {}
    for school in (each for each in books if each not in late):
        cells = dict(outcomes(18, 11, 13, **({"C9": 99} if school == wrong else {})))
        if school == forged:
            cells[ROWS] = {**cells[ROWS], "C1": "garam_9"}
        name = "새 폴더의 문서.xlsx" if school == renamed else f"{school}.xlsx"
        returned[name] = filled(books[school], cells)
    return returned


def outcomes(local: object, away: object, studying: object, **totals: object) -> Cells:
    """The three rows that the form knows from last year filled in, and the totals of its two departments."""
    rows = {"H8": local, "H9": away, "H10": studying}
    stated: dict[str, object] = {"C8": int(str(local)) + int(str(away)), "C9": studying}
    return {ROWS: rows, TOTALS: {**stated, **totals}}


def filled(content: bytes, cells: Cells) -> bytes:
    """A workbook in which these cells hold these values; everything else is as it was."""
    parts = _parts(content)
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            xml = old.read(name)
            for sheet, values in cells.items():
                if parts[sheet] == name:
                    xml = _with(xml.decode(), values).encode()
            new.writestr(old.getinfo(name), xml, zipfile.ZIP_DEFLATED)
    return changed.getvalue()


def uncalculated(content: bytes) -> bytes:
    """The same without the results of its formulas, so that another program works them out."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, re.sub(rb"(</f>)<v>.*?</v>", rb"\1", old.read(name)))
    return changed.getvalue()


def cell(content: bytes, sheet: str, place: str) -> str:
    """The XML of one cell as it stands in a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read(_parts(content)[sheet]).decode()
    (found,) = re.findall(rf'<c r="{place}"[^>]*?(?:/>|>.*?</c>)', xml)
    return html.unescape(found)


def _parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return dict(workbook_parts._places(archive))


def _with(xml: str, values: Mapping[str, object]) -> str:
    for place, value in values.items():
        if f'r="{place}"' not in xml:  # a row beneath those that were drawn
            line = re.sub(r"\D", "", place)
            xml = re.sub(rf'(<row r="{line}"[^>]*>)(.*?)(</row>)', rf'\1\2<c r="{place}"/>\3', xml)
            if f'r="{place}"' not in xml:
                xml = xml.replace("</sheetData>", f'<row r="{line}"><c r="{place}"/></row></sheetData>')
        pattern = re.compile(rf'<c r="{place}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)')
        style = (pattern.search(xml) or [None, ""])[1] or ""
        inner = (
            f"><v>{value}</v></c>"
            if isinstance(value, (int, float))
            else f' t="inlineStr"><is><t>{html.escape(str(value))}</t></is></c>'
        )
        xml, count = pattern.subn(lambda _, p=place, s=style, i=inner: f'<c r="{p}"{s}{i}', xml)  # type: ignore[misc]
        assert count == 1, place
    return xml


def every_sheet(content: bytes) -> Iterator[tuple[str, str]]:
    """Name and XML of each sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name, part in _parts(content).items():
            yield name, archive.read(part).decode()
