"""The same content as files to hand over: every format by its name, and what its file is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from meomureum.figures.trend import Briefing

Writer = Callable[["Briefing"], bytes]
ZIP_MAGIC = b"PK\x03\x04"
CONTAINERS = ("pptx", "xlsx", "hwpx")
"""Formats that are ZIP archives by themselves."""


def _writer(module: str, name: str = "write") -> Writer:
    """A function of a module that is loaded when it is first needed: a format can be heavy."""

    def write(briefing: Briefing) -> bytes:
        writes: Writer = getattr(import_module(f"briefing.{module}"), name)
        return writes(briefing)

    return write


FORMATS: Mapping[str, Writer] = {
    "pptx": _writer("as_pptx"),
    "hwpx": _writer("as_hwpx"),
    "hwpx-native": _writer("as_hwpx", "write_native"),
    "xlsx": _writer("as_xlsx"),
    "csv": _writer("as_csv"),
    "parquet": _writer("as_parquet"),
    "pdf": _writer("as_pdf"),
    "pdf-landscape": _writer("as_pdf", "write_landscape"),
    "png": _writer("as_image"),
    "png-square": _writer("as_image", "write_square"),
    "png-a4": _writer("as_image", "write_half_page"),
    "svg": _writer("as_image", "write_svg"),
}
"""The formats in the order in which they are offered."""


def suffix(name: str, content: bytes) -> str:
    """The ending of the file, "png" for "png-square": several pictures or tables are handed over as one ZIP."""
    packed = name.partition("-")[0] not in CONTAINERS and content.startswith(ZIP_MAGIC)
    return ".zip" if packed else f".{name.partition('-')[0]}"
