"""Which rows a figure covers, and what it may be grouped by."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Literal, get_args

from meomureum.measures.unknown_words import NotFitting, UnknownWord, nearest
from meomureum.texts import Text, plain

# What a result may be grouped and filtered by, and the column that holds it.
DIMENSIONS: dict[str, str] = {
    "city": "city_id",
    "institution": "institution_id",
    "department": "department",
    "field": "field",
    "industry": "industry_id",
    "ksic": "ksic",
    "sex": "sex",
    "participant": "participant",
    "school_type": "school_type",
    "programme": "programme_id",
    "outcome": "outcome",
    "stage": "stage",
    "strategy": "strategy",
    "track": "track",
    "age": "age",
    "respondents": "respondent_group",
    "year": "year",
}

DataSet = Literal["published", "sample"]
_SET = Text("자료 구분", "set")
_CODES = Text(
    "코드를 글자로 적습니다. 여럿이면 괄호로 묶어 쉼표로 나눕니다.",
    "codes are words; several stand in a tuple",
)
_YEAR = Text("연도를 2024처럼 정수로 적습니다.", "a year is a whole number such as 2024")


@dataclass(frozen=True)
class Scope:
    """The rows that a figure covers; an empty tuple means no restriction.

    `data_set` is "published" (published figures and rows the city has loaded) or "sample"
    (synthetic); a figure never mixes the two. `cities` may name any region; when it is
    empty the cities that the reference data mark as followed are meant. One code may stand without
    a tuple. Raises UnknownWord for another set, NotFitting for codes or years that are none.
    """

    data_set: DataSet = "published"
    cities: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    ksic: tuple[str, ...] = ()
    """A section (C) stands for all its divisions (C10 to C34) too."""
    sexes: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    school_types: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    strategies: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    """What became of them: only counts can be restricted to it, as a rate divides by everyone."""
    first_year: int | None = None
    last_year: int | None = None

    def __post_init__(self) -> None:
        """Put one code in a tuple, and refuse what is no set, code or year."""
        if self.data_set not in get_args(DataSet):
            raise UnknownWord(_SET, self.data_set, nearest(str(self.data_set), get_args(DataSet)))
        for field in fields(self):
            given = getattr(self, field.name)
            if field.name.endswith("_year"):
                object.__setattr__(self, field.name, _year(field.name, given))
            elif field.name != "data_set" and not (type(given) is tuple and not given):
                object.__setattr__(self, field.name, _codes(field.name, given))

    def filters(self) -> dict[str, list[str]]:
        """The chosen codes by column, without the empty ones."""
        chosen = {
            "city_id": self.cities,
            "institution_id": self.institutions,
            "department": self.departments,
            "field": self.fields,
            "industry_id": self.industries,
            "ksic": self.ksic,
            "sex": self.sexes,
            "participant": self.participants,
            "school_type": self.school_types,
            "programme_id": self.programmes,
            "stage": self.stages,
            "strategy": self.strategies,
            "track": self.tracks,
            "age": self.ages,
            "outcome": self.outcomes,
        }
        return {column: list(codes) for column, codes in chosen.items() if codes}


def _codes(name: str, given: object) -> tuple[str, ...]:
    codes = (given,) if isinstance(given, str) or not isinstance(given, Iterable) else tuple(given)
    if not all(isinstance(code, str) for code in codes):
        raise NotFitting(plain(name), given, _CODES)
    return codes


def _year(name: str, given: object) -> int | None:
    if given is None:
        return None
    try:
        if not isinstance(given, bool):
            return operator.index(given)  # type: ignore[arg-type]
    except TypeError:
        pass
    raise NotFitting(plain(name), given, _YEAR)
