"""Cities found by the names people call them by: 포항, 포항시, 경북 포항시, Pohang, pohang."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from etl import own_files
from etl.sheet_reader import spelling
from meomureum.store.environment import shipped
from meomureum.texts import Text

KINDS = ("시", "군", "구")
NO_SUCH_CITY = Text(
    "'{word}': 그런 시·군·구를 찾지 못했습니다.", "'{word}': no such city, county or district."
)
WHICH_CITY = Text(
    "'{word}': 어느 곳인지 시도와 함께 적어 주십시오: {known}",
    "'{word}': say which one, with its province: {known}",
)


@dataclass(frozen=True)
class City:
    """A city of the register, its full name, and every spelling of it."""

    id: str
    name: Text
    spellings: frozenset[str]


def cities(data: Path) -> tuple[City, ...]:
    """Every city, county and district that exists today, province by province."""
    rows = {row["region_id"]: row for row in own_files.rows(shipped(data, "reference") / "regions.csv")}
    order = {code: at for at, code in enumerate(rows) if rows[code]["level"] == "province"}
    found = [row for row in rows.values() if row["level"] == "city" and not row["valid_to"]]
    found.sort(key=lambda row: (order.get(row["parent_id"], len(rows)), row["name_ko"]))
    return tuple(_city(row, rows[row["parent_id"]]) for row in found)


def _city(row: Mapping[str, str], province: Mapping[str, str]) -> City:
    ahead = [province["name_ko"], *filter(None, province["aliases"].split(";"))]
    ko = next(
        (row["name_ko"][len(each) + 1 :] for each in ahead if row["name_ko"].startswith(f"{each} ")),
        row["name_ko"],
    )
    names = [row["region_id"], row["name_ko"], row["name_en"], *row["aliases"].split(";")]
    names += [each[:-1] for each in names if each.endswith(KINDS) and len(each.split()[-1]) > 2]
    names += [f"{each} {ko}" for each in ahead]
    name = Text(f"{province['name_ko']} {ko}", f"{row['name_en']}, {province['name_en']}")
    return City(row["region_id"], name, frozenset(spelling(each) for each in names if each))


def named(word: str, among: Iterable[City]) -> tuple[City, ...]:
    """The cities that go by that name; more than one where it is not enough to tell them apart."""
    return tuple(each for each in among if spelling(word) in each.spellings)


def alike(word: str, among: Iterable[City]) -> tuple[City, ...]:
    """The cities whose names hold a word, to be offered to somebody who looks for one."""
    part = spelling(word)
    return tuple(each for each in among if part and any(part in name for name in each.spellings))


def not_one(word: str, among: Sequence[City]) -> Text:
    """Why a word names no one city: several go by it or have it in their names, or there is none such."""
    near = named(word, among) or alike(word, among)
    if not near:
        return NO_SUCH_CITY.fill(word=word)
    told = Text(", ".join(each.name.ko for each in near), ", ".join(each.name.en for each in near))
    return WHICH_CITY.fill(word=word, known=told)
