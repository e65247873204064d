"""The variables of the environment that steer the product: a slip of the pen in one is told, as nothing else would."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator

from meomureum.app.doctor.finding import Finding, fail, ok, warn
from meomureum.store import environment
from meomureum.texts import Text

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
