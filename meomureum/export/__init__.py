"""The same content as files to hand over: every format by its name, and what its file is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from meomureum.texts import Text

if TYPE_CHECKING:
    from meomureum.drawing.figure import Briefing

ZIP_MAGIC = b"PK\x03\x04"
CONTAINERS = ("pptx", "xlsx", "hwpx")
"""Formats that are ZIP archives by themselves."""


@dataclass(frozen=True)
class Format:
    """A format: what readers call it, and the function of a module of this package that writes it."""

    name: Text
    module: str
    function: str = "write"

    def __call__(self, briefing: Briefing) -> bytes:
        """The file; its module is loaded when it is first needed, for a format can be heavy."""
        content: bytes = getattr(import_module(f"meomureum.export.{self.module}"), self.function)(briefing)
        return content


FORMATS: Mapping[str, Format] = {
    "pptx": Format(Text("파워포인트(PPTX)", "PowerPoint (PPTX)"), "pptx.deck"),
    "hwpx": Format(Text("한글(HWPX)", "Hangul (HWPX)"), "hwpx.report"),
    "hwpx-native": Format(
        Text("한글, 고칠 수 있는 차트(HWPX)", "Hangul, editable charts (HWPX)"), "hwpx.report", "write_native"
    ),
    "xlsx": Format(Text("엑셀(XLSX)", "Excel (XLSX)"), "xlsx.workbook"),
    "csv": Format(Text("표(CSV)", "Table (CSV)"), "text.csv_table"),
    "parquet": Format(Text("표(Parquet)", "Table (Parquet)"), "text.parquet_table"),
    "pdf": Format(Text("PDF", "PDF"), "pdf.report"),
    "pdf-landscape": Format(Text("PDF 가로", "PDF, landscape"), "pdf.report", "write_landscape"),
    "png": Format(Text("그림 16:9(PNG)", "Picture 16:9 (PNG)"), "picture.pictures"),
    "png-square": Format(Text("그림 1:1(PNG)", "Picture 1:1 (PNG)"), "picture.pictures", "write_square"),
    "png-a4": Format(
        Text("그림 A4 반쪽(PNG)", "Picture, half A4 (PNG)"), "picture.pictures", "write_half_page"
    ),
    "svg": Format(Text("그림(SVG)", "Picture (SVG)"), "picture.pictures", "write_svg"),
}
"""The formats in the order in which they are offered."""


def suffix(name: str, content: bytes) -> str:
    """The ending of the file, "png" for "png-square": several pictures or tables are handed over as one ZIP."""
    packed = name.partition("-")[0] not in CONTAINERS and content.startswith(ZIP_MAGIC)
    return ".zip" if packed else f".{name.partition('-')[0]}"
