"""The software itself: Python, packages as pinned, fonts, and variables in which a slip of the pen is told."""

from __future__ import annotations

import difflib
import os
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from meomureum.app.doctor.finding import Finding, fail, ok, warn
from meomureum.project import PROJECT
from meomureum.store import environment
from meomureum.texts import Text

OLDEST_PYTHON = (3, 11)
PINS = PROJECT / "requirements.txt"
PACKAGE = Path(__file__).parents[2]
# Each font by the first bytes that a sound one has.
FONTS = {
    "app/static/fonts/PretendardGOV-Regular.subset.woff2": b"wOF2",
    "app/static/fonts/PretendardGOV-SemiBold.subset.woff2": b"wOF2",
    "app/static/fonts/PretendardGOV-Bold.subset.woff2": b"wOF2",
    "drawing/fonts/PretendardGOV-Regular.otf": b"OTTO",
    "drawing/fonts/PretendardGOV-Bold.otf": b"OTTO",
}

PYTHON = Text("Python {version}", "Python {version}")
NEWER_PYTHON = Text(
    "Python {oldest} 이상을 설치하고 가상 환경을 다시 만드세요.",
    "Install Python {oldest} or newer and make the virtual environment anew.",
)
AS_PINNED = Text("꾸러미 {count}개가 고정한 판 그대로입니다.", "All {count} packages are as pinned.")
NO_PINS = Text(
    "고정한 판의 목록(requirements.txt)이 없습니다.", "The list of pins (requirements.txt) is missing."
)
NOT_INSTALLED = Text("{name} {pinned:이/가} 설치되어 있지 않습니다.", "{name} {pinned} is not installed.")
OTHER_VERSION = Text(
    "{name:은/는} {pinned}이어야 하는데 {found}입니다.", "{name} should be {pinned} and is {found}."
)
INSTALL = Text(
    "다시 설치하세요: pip install --require-hashes -r requirements.txt (망이 없으면 설치 꾸러미의 install.py)",
    "Install again: pip install --require-hashes -r requirements.txt (without a network: install.py of the bundle)",
)
FONTS_WHOLE = Text("글꼴 파일 {count}개가 온전합니다.", "All {count} font files are whole.")
FONT_BROKEN = Text(
    "글꼴 파일 {name:이/가} 없거나 손상되었습니다.", "The font file {name} is missing or damaged."
)
REINSTALL = Text(
    "제품을 다시 설치하세요. 한글이 깨집니다.",
    "Install the product again; Korean would break.",
)


def python() -> Iterator[Finding]:
    """The version of Python."""
    told = PYTHON.fill(version=".".join(map(str, sys.version_info[:3])))
    if sys.version_info[:2] < OLDEST_PYTHON:
        yield fail("python", told, NEWER_PYTHON.fill(oldest=".".join(map(str, OLDEST_PYTHON))))
    else:
        yield ok("python", told)


def packages(pins: Path = PINS) -> Iterator[Finding]:
    """Each package against its pin; those that another system needs are passed over."""
    if not pins.is_file():
        yield warn("packages", NO_PINS, REINSTALL)
        return
    wanted = [each for each in pinned(pins) if each.marker is None or each.marker.evaluate()]
    faults = [found for each in wanted if (found := _fault(each)) is not None]
    yield from faults or [ok("packages", AS_PINNED.fill(count=len(wanted)))]


def pinned(pins: Path) -> list[Requirement]:
    """The packages of a file of pins, with version and marker."""
    lines = re.findall(r"^([\w.-]+==[^\\\n]+)", pins.read_text("utf-8"), flags=re.MULTILINE)
    return [Requirement(line.strip()) for line in lines]


def _fault(wanted: Requirement) -> Finding | None:
    version = str(wanted.specifier).removeprefix("==")
    try:
        found = metadata.version(wanted.name)
    except metadata.PackageNotFoundError:
        return fail("packages", NOT_INSTALLED.fill(name=wanted.name, pinned=version), INSTALL)
    if found == version:
        return None
    return warn("packages", OTHER_VERSION.fill(name=wanted.name, pinned=version, found=found), INSTALL)


def fonts(package: Path = PACKAGE) -> Iterator[Finding]:
    """The fonts of screen, pictures and documents."""
    broken = [name for name, start in FONTS.items() if _first_bytes(package / name, len(start)) != start]
    for name in broken:
        yield fail("fonts", FONT_BROKEN.fill(name=name), REINSTALL)
    if not broken:
        yield ok("fonts", FONTS_WHOLE.fill(count=len(FONTS)))


def _first_bytes(path: Path, count: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(count)
    except OSError:
        return b""


PREFIX = "MEOMUREUM_"
KNOWN = tuple(f"{PREFIX}{each}" for each in ("HOME", "DATA", "SNAPSHOTS", "RELEASES", "KEEP", "LOG"))
AS_SET = Text("정한 환경 변수: {names}", "Variables that are set: {names}")
NONE = Text("없음", "none")
UNKNOWN = Text("{name:이라는/라는} 환경 변수는 쓰이지 않습니다.", "The variable {name} is not used.")
MEANT = Text("{name:을/를} 뜻했는지 보세요.", "See whether {name} was meant.")
NO_RELEASE = Text(
    "MEOMUREUM_RELEASES의 '{word}'는 공개 수준이 아닙니다.", "'{word}' in MEOMUREUM_RELEASES is no release."
)
RELEASES = Text(
    "exact, internal, public 가운데 쉼표로 이어 적으세요. 잘못 적은 수준은 내주지 않습니다.",
    "Write exact, internal, public with commas. A release that is misspelled is not served.",
)
NO_COUNT = Text(
    "MEOMUREUM_KEEP이 1 이상의 수가 아니어서 스냅숏을 모두 남깁니다.",
    "MEOMUREUM_KEEP is no number from 1, so every snapshot is kept.",
)
COUNT = Text("수를 적거나 지우세요(기본 10).", "Write a number, or unset it (10 by default).")


def variables() -> Iterator[Finding]:
    """Names that nobody reads, and values that mean nothing."""
    named = sorted(each for each in os.environ if each.startswith(PREFIX))
    faults = [*_unknown(named), *_values()]
    used = ", ".join(each for each in named if each in KNOWN)
    yield from faults or [ok("variables", AS_SET.fill(names=used or NONE))]


def _unknown(named: list[str]) -> Iterator[Finding]:
    for name in (each for each in named if each not in KNOWN):
        near = difflib.get_close_matches(name, KNOWN, 1)
        yield warn(
            "variables", UNKNOWN.fill(name=name), MEANT.fill(name=near[0] if near else ", ".join(KNOWN))
        )


def _values() -> Iterator[Finding]:
    for word in os.environ.get(f"{PREFIX}RELEASES", "").replace(",", " ").split():
        if word not in environment.RELEASES:
            yield fail("variables", NO_RELEASE.fill(word=word), RELEASES)
    if os.environ.get(f"{PREFIX}KEEP", "").strip() and environment.newest_kept() is None:
        yield warn("variables", NO_COUNT, COUNT)
