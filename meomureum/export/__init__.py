"""The same content as files to hand over: every format by its name, and what its file is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from meomureum.drawing.figure import Briefing

Writer = Callable[["Briefing"], bytes]
ZIP_MAGIC = b"PK\x03\x04"
CONTAINERS = ("pptx", "xlsx", "hwpx")
"""Formats that are ZIP archives by themselves."""


def _writer(module: str, name: str = "write") -> Writer:
    """A function of a module that is loaded when it is first needed: a format can be heavy."""

    def write(briefing: Briefing) -> bytes:
        writes: Writer = getattr(import_module(f"meomureum.export.{module}"), name)
        return writes(briefing)

    return write


FORMATS: Mapping[str, Writer] = {
    "pptx": _writer("pptx.deck"),
    "hwpx": _writer("hwpx.report"),
    "hwpx-native": _writer("hwpx.report", "write_native"),
    "xlsx": _writer("xlsx.workbook"),
    "csv": _writer("text.csv_table"),
    "parquet": _writer("text.parquet_table"),
    "pdf": _writer("pdf.report"),
    "pdf-landscape": _writer("pdf.report", "write_landscape"),
    "png": _writer("picture.pictures"),
    "png-square": _writer("picture.pictures", "write_square"),
    "png-a4": _writer("picture.pictures", "write_half_page"),
    "svg": _writer("picture.pictures", "write_svg"),
}
"""The formats in the order in which they are offered."""


def suffix(name: str, content: bytes) -> str:
    """The ending of the file, "png" for "png-square": several pictures or tables are handed over as one ZIP."""
    packed = name.partition("-")[0] not in CONTAINERS and content.startswith(ZIP_MAGIC)
    return ".zip" if packed else f".{name.partition('-')[0]}"
