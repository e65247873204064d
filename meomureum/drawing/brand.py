"""A city's own logo and colour in its files, from `.streamlit/brand.toml`; without it the product's.

    base = "https://stay.example.go.kr/"   # where readers open it: makes the links in files whole

    [gimhae]
    colour = "#0b50d0"
    logo = "gimhae.png"   # PNG or JPEG, beside the file
    department = "인재양성과"   # who answers for a press release, and where
    contact = "홍길동 055-330-0000"

A colour that was entered on the settings page goes before the one in the file.

What is not a colour, not such a picture or not an address is left out: a cover is never the
reason why a briefing cannot be built.
"""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from meomureum.drawing.palette import PRIMARY, readable
from meomureum.drawing.safe_text import one_line
from meomureum.project import user_folder

BRANDS = user_folder() / ".streamlit" / "brand.toml"
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\-\[\]]+(/[A-Za-z0-9._~/\-]*)?")
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Brand:
    """Six hexadecimal digits of a colour, a picture, and who answers to the press; each may be empty."""

    colour: str = ""
    logo: bytes = b""
    department: str = ""
    contact: str = ""

    @property
    def accent(self) -> str:
        """The colour of bars and rules."""
        return self.colour or PRIMARY

    @property
    def ink(self) -> str:
        """The colour of words that are to stand out: dark enough to be read."""
        return readable(self.accent)

    @property
    def shape(self) -> tuple[float, float]:
        """Width and height of the logo, in points of the picture; nought without one."""
        return _size(self.logo) if self.logo else (0.0, 0.0)

    @property
    def redrawn(self) -> bytes:
        """The logo as a sound PNG, for programs that are stricter than those that draw it."""
        return _redrawn(self.logo) if self.logo else b""


def brand_of(city: str, brands: Path = BRANDS, *, entered: str = "") -> Brand:
    """What is configured for a city, or `entered` for its colour; an empty brand where nothing is."""
    found = _configured(brands).get(city)
    own = found if isinstance(found, Mapping) else {}
    colour = entered or str(own.get("colour", ""))
    return Brand(
        colour=colour[1:].upper() if COLOUR.fullmatch(colour) else "",
        logo=_picture(brands.parent, str(own.get("logo", ""))),
        department=one_line(str(own.get("department", ""))),
        contact=one_line(str(own.get("contact", ""))),
    )


def base_address(brands: Path = BRANDS) -> str:
    """Where readers open the product, with a slash at the end; "" where nobody has said so."""
    base = str(_configured(brands).get("base", ""))
    return base.rstrip("/") + "/" if ADDRESS.fullmatch(base) else ""


def _configured(brands: Path) -> Mapping[str, Any]:
    with suppress(OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return tomllib.loads(brands.read_text("utf-8"))
    return {}


def _picture(folder: Path, name: str) -> bytes:
    """A picture that stands in that folder itself."""
    if not name or Path(name).name != name:
        return b""
    with suppress(OSError):
        content = (folder / name).read_bytes()
        known = content.startswith(PICTURES) and len(content) <= MOST_BYTES
        return content if known and all(_size(content)) else b""
    return b""


@lru_cache(maxsize=8)
def _size(content: bytes) -> tuple[float, float]:
    """Width and height of a picture that can be drawn; nought of one that cannot."""
    from matplotlib.image import imread  # loaded only where somebody has a logo

    form = "png" if content.startswith(PICTURES[0]) else "jpg"
    with suppress(OSError, SyntaxError, ValueError, EOFError, Warning):
        height, width = imread(io.BytesIO(content), format=form).shape[:2]
        return float(width), float(height)
    return 0.0, 0.0


@lru_cache(maxsize=8)
def _redrawn(content: bytes) -> bytes:
    from matplotlib.image import imread, imsave

    form, redrawn = "png" if content.startswith(PICTURES[0]) else "jpg", io.BytesIO()
    imsave(redrawn, imread(io.BytesIO(content), format=form), format="png")
    return redrawn.getvalue()
