"""A machine without a Korean font: every format that draws takes its Hangul from the bundled one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

pytestmark = pytest.mark.trial

PROJECT = Path(__file__).parents[1]
NO_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""
DRAWING = """
import sys
from dataclasses import replace
from pathlib import Path
from matplotlib import font_manager as fonts
hidden = [each for each in fonts.fontManager.ttflist if "dejavu" not in each.name.lower()]
fonts.fontManager.ttflist = [each for each in fonts.fontManager.ttflist if each not in hidden]
import every_kind
from meomureum.export import FORMATS
from meomureum.drawing.picture.pictures import picture
folder = Path(sys.argv[1])
made = every_kind.briefing()
line = replace(made.figures[0], snapshot_id="abc")
(folder / "pack.pdf").write_bytes(FORMATS["pdf"](made))
for form in ("svg", "png"):
    (folder / f"line.{form}").write_bytes(picture(line, "ko", "wide", form))
known = sorted({each.name for each in fonts.fontManager.ttflist})
(folder / "known.txt").write_text("\\n".join(known), "utf-8")
"""


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a process writes that can see no font of the system, and the fonts that it knew."""
    folder = tmp_path_factory.mktemp("no fonts")
    (folder / "fonts.conf").write_text(NO_FONTS.format(folder=folder / "none"), "utf-8")
    hidden = {
        **os.environ,
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
        "MPLCONFIGDIR": str(folder),
        "PYTHONPATH": os.pathsep.join((str(PROJECT), str(PROJECT / "tests"))),
    }
    command = [sys.executable, "-W", "error", "-c", DRAWING, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env=hidden, cwd=PROJECT)
    assert done.returncode == 0, done.stderr
    return folder


def test_no_font_but_the_bundled_one_could_have_shown_hangul(bare: Path) -> None:
    known = set((bare / "known.txt").read_text("utf-8").split("\n")) - {""}
    assert "Pretendard GOV" in known
    assert not {name for name in known if "dejavu" not in name.lower()} - {"Pretendard GOV"}


def test_the_pdf_embeds_the_bundled_font_and_no_other(bare: Path) -> None:
    content = (bare / "pack.pdf").read_bytes()
    named = set(re.findall(rb"/BaseFont\s*/([A-Za-z0-9+\-]+)", content))
    if not named:  # the objects are packed
        if shutil.which("pdffonts") is None:
            pytest.skip("pdffonts is not installed")
        listed = subprocess.run(
            ["pdffonts", str(bare / "pack.pdf")], capture_output=True, text=True, check=True
        )
        rows = [line.split() for line in listed.stdout.splitlines()[2:]]
        assert rows
        assert all("yes" in row for row in rows)
        named = {row[0].encode() for row in rows}
    assert all(b"PretendardGOV" in name for name in named), named


def test_letters_of_a_picture_are_outlines_of_the_bundled_font(bare: Path) -> None:
    """An SVG asks for no font; its outlines and the pixels are those of a machine with fonts."""
    from every_kind import briefing

    from meomureum.drawing.picture.pictures import picture

    svg = (bare / "line.svg").read_text("utf-8")
    assert "<text" not in svg
    assert "font-family" not in svg
    assert "PretendardGOV-Bold" in svg
    figure = replace(briefing().figures[0], snapshot_id="abc")
    assert svg.encode() == picture(figure, "ko", "wide", "svg")
    assert (bare / "line.png").read_bytes() == picture(figure, "ko", "wide", "png")
