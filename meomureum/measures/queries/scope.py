"""Which rows a figure covers, and what it may be grouped by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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


@dataclass(frozen=True)
class Scope:
    """The rows that a figure covers; an empty tuple means no restriction.

    `data_set` is "published" (published figures and rows the city has loaded) or "sample"
    (synthetic); a figure never mixes the two. `cities` may name any region; when it is
    empty the cities that the reference data mark as followed are meant.
    """

    data_set: Literal["published", "sample"] = "published"
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
