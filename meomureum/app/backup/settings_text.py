"""Settings as TOML without what is secret in them: the names stay, their values are to be entered again."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

SECRET = re.compile(r"(secret|token|password|passwd|key)$", re.IGNORECASE)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
Table = Mapping[str, Any]


def without_secrets(text: str, sections: tuple[str, ...] = ()) -> tuple[str, tuple[str, ...]]:
    """The same settings with empty words in place of secrets, and the names of those.

    Only the `sections` named are taken, or all. Raises ValueError for what is no TOML.
    """
    found = tomllib.loads(text)
    kept = {name: found[name] for name in sections if name in found} if sections else found
    blanked: list[str] = []
    lines = list(_table(_emptied(kept, "", blanked), ()))
    return "\n".join(lines).lstrip("\n") + "\n", tuple(blanked)


def _emptied(table: Table, under: str, blanked: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in table.items():
        found[name] = _emptied(value, f"{under}{name}.", blanked) if isinstance(value, dict) else value
        if SECRET.search(name) and isinstance(value, (str, list)) and value:
            found[name] = ""
            blanked.append(f"{under}{name}")
    return found


def _table(table: Table, place: tuple[str, ...]) -> Iterator[str]:
    """The lines of a table and those under it."""
    own = {name: value for name, value in table.items() if not isinstance(value, dict)}
    if place and (own or not table):
        yield f"\n[{'.'.join(map(_name, place))}]"
    for name, value in own.items():
        yield f"{_name(name)} = {_value(value)}"
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _table(value, (*place, name))


def _name(word: str) -> str:
    return word if _BARE.fullmatch(word) else _value(word)


def _value(value: Any) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_name(name)} = {_value(each)}" for name, each in value.items()) + "}"
    return str(value)
