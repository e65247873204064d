"""What a form needs to know of the tables that a city may enter: columns, what can be chosen, what ends a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from etl.contract import Column as Column
from meomureum.measures.indicators import KPIS
from meomureum.session import city_settings
from meomureum.session.answers import names
from meomureum.session.city_settings import Standing
from meomureum.texts import Text, plain

SOURCE_KINDS: Mapping[str, Text] = {
    "press": Text("보도", "Press"),
    "city document": Text("시 문서", "City document"),
    "meeting note": Text("회의 기록", "Meeting note"),
    "official statistics": Text("공식 통계", "Official statistics"),
    "official disclosure": Text("공시", "Official disclosure"),
    "official geometry": Text("공식 경계", "Official boundaries"),
    "synthetic": Text("지어낸 값", "Invented"),
}
"""The kinds of source; all but the last two may be entered."""
ENTERED_KINDS = tuple(SOURCE_KINDS)[:-2]


@dataclass(frozen=True)
class Register:
    """One table that a city may enter: the code that tells rows apart, what the list shows, what ends a row.

    `stem` names the columns that a new code is made of; `rare` those that most rows leave empty.
    """

    table: str
    name: Text
    listed: tuple[str, ...]
    code: str = ""
    stem: tuple[str, ...] = ()
    ends: str = ""
    rare: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    replaced_by: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that tell one row from another."""
        return city_settings.contract(self.table).key

    def fields(self) -> tuple[Column, ...]:
        """The columns that a form asks for, the usual ones first; the source is asked for by itself."""
        left_out = {self.code, self.ends, self.replaced_by, "source_id", *self.hidden}
        asked = [each for each in city_settings.columns(self.table).values() if each.name not in left_out]
        return tuple(sorted(asked, key=lambda each: each.name in self.rare))


REGISTERS = (
    Register(
        "targets",
        Text("목표", "Targets"),
        ("kpi_id", "city_id", "baseline_low", "target_low", "target_year", "announced_on", "source_id"),
        code="target_id",
        stem=("city_id", "kpi_id", "target_year"),
        ends="ended_on",
        rare=("baseline_high", "target_high", "path", "milestones", "note_ko", "note_en"),
        replaced_by="superseded_by",
    ),
    Register(
        "programmes",
        Text("사업", "Programmes"),
        ("name_ko", "city_id", "started", "ended", "source_id"),
        code="programme_id",
        stem=("city_id", "programme"),
        ends="ended",
        rare=("stages", "note"),
    ),
    Register(
        "institutions",
        Text("학교와 대학", "Schools and universities"),
        ("name_ko", "kind", "city_id", "valid_from", "valid_to", "source_id"),
        code="institution_id",
        stem=("city_id", "kind"),
        ends="valid_to",
        rare=("neis_code", "datagokr_school_id", "district", "founding", "aliases", "valid_from"),
    ),
    Register(
        "memberships",
        Text("사업 참여기관", "Programme members"),
        ("programme_id", "institution_id", "valid_from", "valid_to", "source_id"),
        ends="valid_to",
    ),
    Register("events", Text("사건", "Events"), ("date", "city_id", "title", "source_id")),
    Register(
        "sources",
        Text("출처", "Sources"),
        ("title", "publisher", "date", "kind"),
        code="source_id",
        stem=("own_source",),
        rare=("note", "next_release", "next_release_basis"),
    ),
)


def choices(column: Column, cities: tuple[str, ...]) -> Mapping[str, Text] | None:
    """What a column may hold, with names; None for one that takes words."""
    if column.name == "kpi_id":
        return {kpi.id: kpi.name for kpi in KPIS}
    if column.name == "kind" and not column.codes:
        return {code: SOURCE_KINDS[code] for code in ENTERED_KINDS}
    if column.codes:
        return {code: Text(words[0], words[-1]) for code, words in column.codes.items()}
    return _named(column.reference, cities) if column.reference else None


def _named(table: str, cities: tuple[str, ...]) -> Mapping[str, Text]:
    """The entries of a register that a row of these cities may name."""
    if table == "regions":
        known = city_settings.cities()
        return {city: known.get(city, plain(city)) for city in cities}
    if table == "sources":
        return {each.key: plain(f"{each.row['publisher']}, {each.row['title']}") for each in _standing(table)}
    return {each.key: Text(each.row["name_ko"], each.row["name_en"]) for each in _standing(table, cities)}


def _standing(table: str, cities: tuple[str, ...] = ()) -> tuple[Standing, ...]:
    return city_settings.standing(table, cities)


def rows(register: Register, cities: tuple[str, ...]) -> tuple[Standing, ...]:
    """What stands in a register about these cities."""
    found = city_settings.standing(register.table, cities)
    if register.table != "memberships":
        return found
    programmes = {each.key for each in city_settings.standing("programmes", cities)}
    return tuple(each for each in found if each.row["programme_id"] in programmes)


def in_words(column: Column, value: str) -> Text:
    """A stored value as its reader says it."""
    if column.name == "kpi_id" or column.codes or (column.name == "kind" and not column.codes):
        found = choices(column, ()) or {}
        return found.get(value) or SOURCE_KINDS.get(value) or plain(value)
    if column.reference == "sources":
        return _named("sources", ()).get(value, plain(value))
    return names().get(value, plain(value)) if column.reference else plain(value)
