"""Bad inputs by the hundred: files as they must never harm a load, made the same way every time.

Each says what has to become of it: `refused` whole with a reason, `held` in quarantine, or
`any` of these where a torn file may by chance still read as a shorter one. `harmless` ones
look bad and are read right.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

import xlsxwriter

Fate = Literal["refused", "held", "any", "harmless"]
HEADER = "연도,대학,재적학생,중도탈락"
REGISTER = ",".join(["month", "region_id", "total", *(f"age_{age}" for age in range(10, 45))])
ROW = "2021,인제대,9000,700"
GOOD = f"{HEADER}\n{ROW}\n2022,인제대,8900,650\n"
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
SEED = 20_260_401


@dataclass(frozen=True)
class Bad:
    """One bad input: the name it comes under, its bytes (None: a folder), and its fate."""

    name: str
    content: bytes | None
    fate: Fate = "refused"


def corpus() -> list[Bad]:
    """Every bad input; file names are unique."""
    chance = Random(SEED)
    found = [
        *_encodings(),
        *_texts(),
        *_values(),
        *_disguised(),
        *_archives(),
        *_workbooks(),
        *_torn(chance),
        *_mutated(chance),
    ]
    assert len({each.name for each in found}) == len(found)
    return found


def _encodings() -> Iterator[Bad]:
    for encoding in ("utf-32", "utf-32-le", "utf-7", "iso2022_kr", "johab"):
        yield Bad(
            f"encoded-{encoding}.csv", GOOD.encode(encoding), "any" if encoding == "johab" else "refused"
        )
    good = GOOD.encode()
    for word, junk in (
        ("surrogate", b"\xed\xa0\x80"),
        ("overlong", b"\xc0\xaf"),
        ("lone-lead", b"\xe9"),
        ("ff", b"\xff\xfe\xff"),
        ("beyond", b"\xf7\xbf\xbf\xbf"),
    ):
        yield Bad(f"bytes-{word}.csv", good + b"2023," + junk + b"\n")
        yield Bad(f"bytes-{word}-in-header.csv", junk + good)
    yield Bad("utf16-lone-surrogate.csv", GOOD.encode("utf-16") + b"\x00\xd8\n\x00")
    yield Bad("utf16-odd.csv", GOOD.encode("utf-16")[:-1])
    yield Bad("two-encodings.csv", GOOD.encode() + GOOD.encode("cp949"))
    yield Bad("utf8-inside-cp949.csv", GOOD.encode("cp949") + "2023,똠방각하뷁,1,1".encode())
    yield Bad("bom-in-the-middle.csv", (GOOD + "\ufeff2023,인제대,1,0\n").encode(), "harmless")
    yield Bad("bom-twice.csv", ("\ufeff\ufeff" + GOOD).encode(), "harmless")
    for at in (0, 5, 40, 60):
        yield Bad(f"nul-{at}.csv", good[:at] + b"\x00" + good[at:])
    yield Bad("only-nul.csv", b"\x00" * 5000)


def _texts() -> Iterator[Bad]:
    for ending in (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".zip", ".hwp", ".exe", ""):
        yield Bad(f"empty{ending}", b"")
    yield from (Bad(f"folder{ending}", None) for ending in (".csv", ".xlsx", ".zip"))
    yield Bad("blank-lines.csv", b"\n" * 5000)
    yield Bad("only-header.csv", f"{HEADER}\n".encode(), "harmless")
    yield Bad("only-totals.csv", f"{HEADER}\n합계,,9000,700\n소계,,9000,700\n".encode(), "held")
    yield Bad("only-rows.csv", f"{ROW}\n{ROW}\n".encode())
    yield Bad("late-header.csv", ("제목\n" * 40 + GOOD).encode())
    yield Bad("prose.txt", "김해시는 2025년까지 머무름을 높인다.\n".encode() * 50)
    for delimiter in ("|", "^", "  ", "\\t"):
        yield Bad(f"delimiter-{ord(delimiter[0])}.csv", GOOD.replace(",", delimiter).encode())
    yield Bad("mixed-delimiters.csv", (GOOD + "2023;인제대;9000;700\n2024\t인제대\t1\t1\n").encode(), "held")
    yield Bad("mixed-header.csv", GOOD.replace(HEADER, HEADER.replace(",", ";")).encode())
    yield Bad("duplicate-header.csv", f"{HEADER},재적학생\n{ROW},1\n".encode())
    yield Bad("duplicate-key.csv", f"연도,{HEADER}\n1999,{ROW}\n".encode())
    yield Bad("no-year.csv", "대학,재적학생,중도탈락\n인제대,1,0\n".encode())
    yield Bad("unclosed-first.csv", f'"{GOOD}'.encode())
    yield Bad("unclosed-last.csv", f'{GOOD}2023,"인제대,1,0\n'.encode())
    yield Bad("quote-inside.csv", f'{GOOD}2023,"인제"대,1,0\n'.encode())
    yield Bad("cell-of-200000.csv", f"{GOOD}2023,{'가' * 200_000},1,0\n".encode())
    yield Bad("line-of-4-million.csv", b"x" * 4_000_000)
    yield Bad("million-columns.csv", b"," * 1_000_000)
    yield Bad("million-columns-below.csv", GOOD.encode() + b"1," * 1_000_000)
    yield Bad(
        "wide-header.csv", (",".join([*HEADER.split(",")[:2], *(f"열{at}" for at in range(16_000))])).encode()
    )
    yield Bad("wide-header-no-rows.csv", (HEADER + "," * 16_000 + "\n").encode(), "harmless")
    yield Bad(
        "many-faults.csv",
        (GOOD + "".join(f"2023,없는대학{at},1,0\n" for at in range(3_000))).encode(),
        "held",
    )
    yield Bad("lone-cr.csv", GOOD.replace("\n", "\r").encode(), "any")
    yield Bad("sql-in-header.csv", f'{HEADER},"x""; DROP TABLE files; --"\n{ROW},1\n'.encode(), "harmless")


def _values() -> Iterator[Bad]:
    years = [
        "",
        "-",
        "이천",
        "99999999999",
        "1e300",
        "-2021",
        "2021.5",
        "9" * 400,
        "0",
        "٢٠٢١",
        "inf",
        "=2021",
    ]
    for at, year in enumerate(years):
        yield Bad(f"year-{at}.csv", f"{HEADER}\n{year},인제대,1,0\n".encode(), "held")
    schools = [
        "",
        "없는대학",
        "대학",
        "인제",
        "' OR 1=1 --",
        "=HYPERLINK(1)",
        "x" * 100_000,
        "\u202e인제대",
        "🏫",
        "x\ny",
    ]
    for at, school in enumerate(schools):
        quoted = school.replace('"', '""')
        yield Bad(f"school-{at}.csv", f'{HEADER}\n2021,"{quoted}",1,0\n'.encode(), "held")
    counts = [
        "많음",
        "1/2",
        "1.5",
        "-1",
        "1e18",
        "9" * 30,
        "0x10",
        "#REF!",
        "#N/A",
        "=1+1",
        "1 2 x",
        "\x1b[31m",
        "+",
        "1.2.3",
    ]
    for at, count in enumerate(counts):
        yield Bad(f"count-{at}.csv", f"{HEADER}\n2021,인제대,{count},0\n".encode(), "held")
    for at, cells in enumerate(("2021", "2021,인제대", "2021,인제대,1", f"{ROW},7", f"{ROW},,,,7")):
        yield Bad(f"cells-{at}.csv", f"{HEADER}\n{cells}\n".encode(), "held")
    days = [
        "2025-02-30",
        "2025-13-01",
        "infinity",
        "epoch",
        "0000-00-00",
        "99999-01-01",
        "어제",
        "20251301",
        "45000.5",
    ]
    for at, day in enumerate(days):
        yield Bad(f"day-{at}.csv", f"{REGISTER}\n{day},gimhae,528000{',5000' * 35}\n".encode(), "held")


def _disguised() -> Iterator[Bad]:
    png, elf = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, b"\x7fELF\x02\x01\x01" + bytes(500)
    pdf, gzip = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", b"\x1f\x8b\x08\x00" + bytes(range(256))
    page = "<html><table><tr><td>연도</td><td>대학</td></tr></table></html>".encode()
    old = bytes.fromhex("d0cf11e0a1b11ae1")
    things = {"png": png, "elf": elf, "pdf": pdf, "gzip": gzip, "html": page, "ole": old + b"\xff" * 4000}
    for word, content in (
        things | {"zip": zipped({"a.csv": GOOD.encode()}), "noise": Random(1).randbytes(9000)}
    ).items():
        for ending in (".csv", ".tsv", ".xls", ".xlsx"):
            yield Bad(f"really-{word}{ending}", content)
    for word, content in things.items():
        yield Bad(f"really-{word}.zip", content)
    yield Bad("ole-only-start.xls", old)
    yield Bad("ole-zeros.xls", old + bytes(8192))
    yield Bad("csv-named.xlsx", GOOD.encode())
    yield Bad("csv-named.zip", GOOD.encode())
    yield Bad("xml-spreadsheet.xls", b'<?xml version="1.0"?><Workbook/>')


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these files, byte for byte the same on every run."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            archive.writestr(info, content)
    return out.getvalue()


def _archives() -> Iterator[Bad]:
    good = GOOD.encode()
    paths = [
        "../a.csv",
        "a/../../b.csv",
        "/etc/a.csv",
        "C:\\a.csv",
        "..\\a.csv",
        "\\\\server\\a.csv",
        "a/..",
        "//x/a.csv",
    ]
    for at, path in enumerate(paths):
        yield Bad(f"path-{at}.zip", zipped({path: good}))
        yield Bad(f"path-{at}.xlsx", zipped({path: good}))
    yield Bad("no-file.zip", zipped({}))
    yield Bad("only-folder.zip", zipped({"a/": b""}))
    yield Bad("only-hidden.zip", zipped({".a.csv": good, "__MACOSX/a.csv": good}))
    yield Bad("foreign-inside.zip", zipped({"a.csv": good, "b.exe": b"MZ"}))
    yield Bad("bad-inside.zip", zipped({"a.csv": good, "b.csv": b"\xff\xff"}))
    yield Bad("long-ending.zip", zipped({"a." + "x" * 5_000: good}))
    yield Bad("long-name.zip", zipped({"x" * 60_000 + ".csv": good}), "harmless")
    yield Bad("bomb.zip", zipped({"a.csv": b"0" * (60 << 20)}))
    yield Bad("bomb.xlsx", zipped({SHEET: b" " * (60 << 20)}))
    yield Bad("bomb-nested.zip", zipped({"a.zip": zipped({"a.csv": b"0" * (60 << 20)})}))
    yield Bad("too-large.zip", zipped({f"{at}.csv": bytes(50 << 20) for at in range(5)}))
    yield Bad("nested-deep.zip", zipped({"a.zip": zipped({"a.zip": zipped({"a.csv": good})})}))
    yield Bad("many-files.zip", zipped({f"{at}.csv": good for at in range(1_001)}))
    for word, method in (("bzip2", zipfile.ZIP_BZIP2), ("lzma", zipfile.ZIP_LZMA)):
        whole = zipped({"a.csv": good}, method)
        yield Bad(f"{word}-broken.zip", _overwritten(whole, 60, b"\xff" * 12))
        yield Bad(f"{word}-inside.xlsx", zipped({SHEET: good, "a.xml": good}, method))
    whole = zipped({"a.csv": good})
    yield Bad("locked.zip", _flagged(whole, b"PK\x01\x02", 8, 1))
    yield Bad("locked-within.zip", _flagged(whole, b"PK\x03\x04", 6, 1), "any")
    yield Bad("unknown-method.zip", _flagged(_flagged(whole, b"PK\x01\x02", 10, 77), b"PK\x03\x04", 8, 77))
    yield Bad("lying-size.zip", _sized(whole, 10))
    yield Bad("lying-size-huge.zip", _sized(whole, 0xFFFF_FFF0))
    yield Bad("wrong-crc.zip", _flagged(whole, b"PK\x01\x02", 16, 0xBEEF))
    yield Bad("other-name-within.zip", whole.replace(b"a.csv", b"b.csv", 1))


def _overwritten(content: bytes, at: int, junk: bytes) -> bytes:
    return content[:at] + junk + content[at + len(junk) :]


def _flagged(archive: bytes, mark: bytes, offset: int, value: int) -> bytes:
    return _overwritten(archive, archive.rindex(mark) + offset, struct.pack("<H", value))


def _sized(archive: bytes, size: int) -> bytes:
    return _overwritten(archive, archive.rindex(b"PK\x01\x02") + 24, struct.pack("<I", size))


def workbook(rows: list[list[object]], **options: object) -> bytes:
    """A small XLSX of these rows."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "default_date_format": "yyyy-mm-dd", **options}
    ) as book:
        page = book.add_worksheet()
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    return out.getvalue()


def table(*rows: list[object]) -> bytes:
    """A workbook of students with these rows beneath the header."""
    return workbook([list(HEADER.split(",")), *rows])


def rewritten(book: bytes, changes: dict[str, bytes | None]) -> bytes:
    """A workbook with other parts; None takes a part out."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    parts |= changes
    return zipped({name: content for name, content in parts.items() if content is not None})


def sheet_xml(cells: str, before: str = "") -> bytes:
    """The XML of a sheet."""
    return f'<?xml version="1.0"?><worksheet xmlns="{SPREADSHEET}">{before}<sheetData>{cells}</sheetData></worksheet>'.encode()


def _inline(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def _workbooks() -> Iterator[Bad]:
    good = table([2021, "인제대", 9000, 700])
    parts = [
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        SHEET,
        "xl/sharedStrings.xml",
        "_rels/.rels",
    ]
    for at, part in enumerate(parts):
        yield Bad(f"without-{at}.xlsx", rewritten(good, {part: None}), "any")
        yield Bad(f"emptied-{at}.xlsx", rewritten(good, {part: b""}), "any")
        yield Bad(f"garbage-{at}.xlsx", rewritten(good, {part: b"<a><b></a>\xff\xfe"}), "any")
    yield Bad("macro.xlsx", rewritten(good, {"xl/vbaProject.bin": b"x"}))
    yield Bad("links.xlsx", rewritten(good, {"xl/externalLinks/externalLink1.xml": b"<a/>"}))
    entities = b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 500 + b'">]><a>&b;</a>'
    yield Bad("entities.xlsx", rewritten(good, {"xl/sharedStrings.xml": entities}))
    yield Bad("entities-utf16.xlsx", rewritten(good, {"xl/styles.xml": entities.decode().encode("utf-16")}))
    far = f'<row r="1">{_inline("A1", "연도")}</row><row r="1048576">{_inline("XFD1048576", "x")}</row>'
    yield Bad("far-cell.xlsx", rewritten(good, {SHEET: sheet_xml(far)}))
    yield Bad(
        "far-row.xlsx",
        rewritten(good, {SHEET: sheet_xml(f'<row r="9999999">{_inline("A9999999", "x")}</row>')}),
    )
    yield Bad(
        "no-such-column.xlsx",
        rewritten(good, {SHEET: sheet_xml(f'<row r="1">{_inline("ZZZZZ1", "x")}</row>')}),
    )
    cells = "".join(
        _inline(f"{letter}1", word) for letter, word in zip("ABCD", HEADER.split(","), strict=True)
    )
    declared = sheet_xml(f'<row r="1">{cells}</row>', '<dimension ref="A1:XFD1048576"/>')
    yield Bad("declared-huge.xlsx", rewritten(good, {SHEET: declared}), "harmless")
    row = f'<c r="A2" t="s"><v>999999</v></c>{_inline("B2", "인제대")}'
    yield Bad(
        "no-such-string.xlsx",
        rewritten(good, {SHEET: sheet_xml(f'<row r="1">{cells}</row><row r="2">{row}</row>')}),
        "any",
    )
    yield from _heavy_strings(good)
    yield Bad("formula.xlsx", table(["=1+2020", "인제대", 1, 0]), "held")
    yield Bad("error-cells.xlsx", table([2021, "인제대", "=1/0", "#REF!"]), "held")
    yield Bad("formula-injected.xlsx", table([2021, "=cmd|'/c calc'!A1", 1, 0]), "held")
    yield Bad("duplicate-header.xlsx", workbook([[*HEADER.split(","), "연도"], [2021, "인제대", 1, 0, 1999]]))
    yield Bad("merged-everything.xlsx", _merged("A1:XFD1048576"), "any")
    yield Bad("merged-nowhere.xlsx", _merged("XFD1048576:A1"), "any")
    yield Bad("merged-words.xlsx", _merged("nonsense"), "any")
    for serial in ("-1", "0", "1e9", "1e300", "60", "2958466"):
        yield Bad(f"date-{serial}.xlsx", _dated(serial), "any")
    yield Bad(
        "zero-sheets.xlsx",
        rewritten(
            good, {"xl/workbook.xml": f'<workbook xmlns="{SPREADSHEET}"><sheets/></workbook>'.encode()}
        ),
    )


def _heavy_strings(good: bytes) -> Iterator[Bad]:
    """One long string that a great many cells point at: small on disk, gigabytes once laid out."""
    words = f'<sst xmlns="{SPREADSHEET}"><si><t>{"x" * 1_000_000}</t></si></sst>'.encode()
    cells = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 4_001))
    yield Bad(
        "cells-of-4-gigabytes.xlsx", rewritten(good, {"xl/sharedStrings.xml": words, SHEET: sheet_xml(cells)})
    )
    long = sheet_xml(f'<row r="1">{_inline("A1", "x" * 15_000_000)}</row>')
    yield Bad("cell-of-15-million.xlsx", rewritten(good, {SHEET: long}))


def _merged(area: str) -> bytes:
    book = table([2021, "인제대", 9000, 700])
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        xml = archive.read(SHEET)
    merge = f'</sheetData><mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'
    return rewritten(book, {SHEET: xml.replace(b"</sheetData>", merge.encode())})


def _dated(serial: str) -> bytes:
    """An event on a day that no calendar has."""
    book = workbook([["날짜", "시군구", "사업", "내용", "영문 내용"], [1, "김해", "", "개소", "x"]])
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        xml, styles = archive.read(SHEET), archive.read("xl/styles.xml")
    styles = styles.replace(b'numFmtId="0"', b'numFmtId="14"')
    return rewritten(
        book, {SHEET: xml.replace(b"<v>1</v>", f"<v>{serial}</v>".encode()), "xl/styles.xml": styles}
    )


def _torn(chance: Random) -> Iterator[Bad]:
    """Whole files cut off in the middle, as a broken download leaves them."""
    book = table([2021, "인제대", 9000, 700], [2022, "인제대", 8900, 650])
    wholes = {
        ".csv": GOOD.encode(),
        "-cp949.csv": GOOD.encode("cp949"),
        "-utf16.csv": GOOD.encode("utf-16"),
        ".xlsx": book,
        ".zip": zipped({"a.csv": GOOD.encode(), "b.xlsx": book}),
    }
    for ending, whole in wholes.items():
        fate: Fate = "any" if ending.endswith(".csv") else "refused"
        for at in sorted(chance.sample(range(1, len(whole)), 12)):
            yield Bad(f"torn-{at}{ending}", whole[:at], fate)


def _mutated(chance: Random) -> Iterator[Bad]:
    """Files in which some bytes were changed on the way."""
    book = table([2021, "인제대", 9000, 700], [2022, "인제대", 8900, 650])
    loose = rewritten(book, {})
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        stored = zipped({name: archive.read(name) for name in archive.namelist()}, zipfile.ZIP_STORED)
    wholes = {
        ".csv": GOOD.encode(),
        ".xlsx": loose,
        "-stored.xlsx": stored,
        ".zip": zipped({"a.csv": GOOD.encode()}),
    }
    for ending, whole in wholes.items():
        for at in range(20):
            content = bytearray(whole)
            for _ in range(chance.randint(1, 12)):
                content[chance.randrange(len(content))] = chance.randrange(256)
            yield Bad(f"mutated-{at}{ending}", bytes(content), "any")
