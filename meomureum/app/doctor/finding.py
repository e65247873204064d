"""One thing that was looked at: how it is, and what to do where it is not well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from meomureum.texts import Text

Level = Literal["ok", "warn", "fail"]
LEVELS: tuple[Level, ...] = ("ok", "warn", "fail")
COULD_NOT_LOOK = Text("살펴보지 못했습니다: {fault}", "It could not be looked at: {fault}")
REPORT = Text("이 줄을 제품을 맡은 곳에 알리세요.", "Report this line to whoever maintains the product.")


@dataclass(frozen=True)
class Finding:
    """What was looked at (a code), how it is, in words, and what to do; no advice where it is well."""

    subject: str
    level: Level
    told: Text
    advice: Text | None = None


def ok(subject: str, told: Text) -> Finding:
    """It is well."""
    return Finding(subject, "ok", told)


def warn(subject: str, told: Text, advice: Text) -> Finding:
    """It works, and somebody should see to it."""
    return Finding(subject, "warn", told, advice)


def fail(subject: str, told: Text, advice: Text) -> Finding:
    """It keeps the product from doing its work."""
    return Finding(subject, "fail", told, advice)


Look = Callable[[], Iterable[Finding]]
"""Looks at one subject and says what it finds, a line for each thing."""


def of(subject: str, look: Look) -> Iterator[Finding]:
    """What one look finds; a look that ends unforeseen is a finding itself and ends no other."""
    try:
        yield from look()
    except Exception as fault:  # noqa: BLE001 - what is broken may break in any way
        yield fail(subject, COULD_NOT_LOOK.fill(fault=f"{type(fault).__name__}: {fault}"), REPORT)


def worst(findings: Iterable[Finding]) -> Level:
    """The level of the worst of them."""
    return max((each.level for each in findings), key=LEVELS.index, default="ok")
