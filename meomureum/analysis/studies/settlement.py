"""The settlement survey by group and wave: weighted shares, silence, change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import pandas as pd

from meomureum.analysis.statistics.proportions import Interval, Movement
from meomureum.analysis.statistics.survey import Cell, Share, difference, movement_between, share
from meomureum.measures import register
from meomureum.measures.indicators.dimensions import CODES
from meomureum.measures.measurement import Scope, columns_of, measure
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

DataSet = Literal["published", "sample"]
Years = tuple[int | None, int | None]
TOP_TWO = ("4", "5")
SILENT = "none"
INTENTION = "intends_to_settle"
# What respondents may be told apart by, and the column that holds it.
GROUPINGS: Mapping[str, str] = {
    "respondents": "respondent_group",
    "institution": "institution_id",
    "sex": "sex",
    "city": "city_id",
}
GROUP_NAMES: Mapping[str, Text] = CODES["respondents"]
QUESTIONS: Mapping[str, Text] = {
    INTENTION: Text("정주의향", "Intends to settle"),
    "satisfied_with_city": Text("지역만족도", "Satisfied with the city"),
}
ANSWERS: Mapping[str, Text] = {
    "1": Text("전혀 그렇지 않다", "Strongly disagree"),
    "2": Text("그렇지 않다", "Disagree"),
    "3": Text("보통이다", "Neither"),
    "4": Text("그렇다", "Agree"),
    "5": Text("매우 그렇다", "Strongly agree"),
    SILENT: Text("무응답", "No answer"),
}

_CELLS = """
    SELECT year, city_id, respondent_group, institution_id, sex, question, answer, data_set,
        weight::DOUBLE AS weight, respondents::DOUBLE AS respondents, source_id
    FROM settlement_survey
    ORDER BY ALL
"""
_ASKED = """
    SELECT year, city_id, respondent_group, question, wording, wording_en, population, population_en, method, method_en,
        invited::DOUBLE AS invited, data_set
    FROM survey_questions
    ORDER BY city_id, year, line
"""

_WAVE = ["city_id", "year", "data_set"]
_ONE_QUESTION = [*_WAVE, "respondent_group", "question"]


@dataclass(frozen=True)
class Wave:
    """One group in one year with its share, which is None if a count is missing."""

    city_id: str
    group: str
    year: int
    share: Share | None


@dataclass(frozen=True)
class Shift:
    """From one wave of a group to its next: the difference with its interval, and what may be said."""

    city_id: str
    group: str
    first: int
    last: int
    points: float
    interval: Interval
    movement: Movement


def rows_of(
    snapshot: Snapshot, data_set: str, cities: Sequence[str], first_year: int | None, last_year: int | None
) -> pd.DataFrame:
    """Every row of the survey in a scope."""
    found = register.table(snapshot, _CELLS)
    sets = ("published", "real") if data_set == "published" else ("sample",)
    within = found["data_set"].isin(sets) & found["city_id"].isin(cities)
    mine: pd.DataFrame = found[within & found["year"].between(first_year or 0, last_year or 9999)]
    return mine


def usable_groupings(rows: pd.DataFrame) -> tuple[str, ...]:
    """The groupings by which every respondent can be told apart."""
    return tuple(name for name, column in GROUPINGS.items() if len(rows) and rows[column].notna().all())


def waves(rows: pd.DataFrame, question: str, grouping: str) -> tuple[Wave, ...]:
    """The share of the top two answers of every city, group and year."""
    asked = rows[rows["question"] == question]
    keys = ["city_id", "year"] if grouping == "city" else ["city_id", GROUPINGS[grouping], "year"]
    return tuple(
        Wave(str(key[0]), "" if grouping == "city" else str(key[1]), int(str(key[-1])), _share(mine))
        for key, mine in asked.groupby(keys)
    )


def released_figures(
    snapshot: Snapshot, data_set: DataSet, grouping: str, cities: Sequence[str], years: Years
) -> pd.DataFrame:
    """What a protected release shows of the intention to settle by a grouping; nothing where it has none."""
    scope = Scope(data_set, tuple(cities), first_year=years[0], last_year=years[1])
    found = measure(snapshot, "settlement_intention", scope, tuple(dict.fromkeys(("city", grouping, "year"))))
    held: pd.DataFrame = found[found["year"].notna() & (found["origin"] == "computed")]
    return held


def released_groupings(
    snapshot: Snapshot, data_set: DataSet, cities: Sequence[str], years: Years
) -> Mapping[str, pd.DataFrame]:
    """The groupings that a protected release offers, each with its figures."""
    held = {name: released_figures(snapshot, data_set, name, cities, years) for name in GROUPINGS}
    return {name: rows for name, rows in held.items() if len(rows)}


def released_waves(found: pd.DataFrame, grouping: str) -> tuple[Wave, ...]:
    """The share of every city, group and year as a release shows it: None where it is hidden.

    A release holds no weights by answer, so every respondent counts as one in the interval.
    """
    return tuple(
        Wave(
            str(row["city_id"]),
            "" if grouping == "city" else str(row[GROUPINGS[grouping]]),
            int(row["year"]),
            None
            if pd.isna(row["value"])
            else Share(
                float(row["value"]), float(row["sample_size"]), float(row["sample_size"]), float("nan")
            ),
        )
        for row in found.sort_values(["city_id", GROUPINGS[grouping], "year"]).to_dict("records")
    )


def shifts(found: Sequence[Wave]) -> tuple[Shift, ...]:
    """The change from each wave of a group to the next one that it has."""
    told = []
    for before, after in pairwise(found):
        same = (before.city_id, before.group) == (after.city_id, after.group)
        if same and before.share is not None and after.share is not None:
            told.append(
                Shift(
                    city_id=after.city_id,
                    group=after.group,
                    first=before.year,
                    last=after.year,
                    points=after.share.rate - before.share.rate,
                    interval=difference(before.share, after.share),
                    movement=movement_between(before.share, after.share),
                )
            )
    return tuple(told)


def answers(rows: pd.DataFrame) -> pd.DataFrame:
    """The codebook as the data use it: question, answer, respondents and weight, summed over the scope."""
    summed = rows.groupby(["question", "answer"], as_index=False)[["respondents", "weight"]].sum(min_count=1)
    return summed.sort_values(["question", "answer"], ignore_index=True)


def questionnaire(snapshot: Snapshot, rows: pd.DataFrame) -> pd.DataFrame:
    """What was asked in the newest wave of each city among `rows`: wording, population, method, and the response.

    Columns: those of `survey_questions`, with `answered` beside `invited`. Empty where no
    questionnaire came with the survey.
    """
    answered = _newest(rows).groupby(_ONE_QUESTION)["respondents"].sum(min_count=1).rename("answered")
    return _asked(snapshot).merge(answered, left_on=_ONE_QUESTION, right_index=True)


def released_questionnaire(snapshot: Snapshot, found: pd.DataFrame) -> pd.DataFrame:
    """The same from what a protected release shows by respondents: wordings are no secret.

    `answered` are those who answered the question that the release has figures of, and
    `status` says whether it hides how many. A reader of one institution sees its
    respondents alone, who are not all that were invited.
    """
    newest = _newest(found).assign(question=INTENTION)
    newest["answered"] = newest["sample_size"] if snapshot.only is None else float("nan")
    waves_held = newest[_WAVE].drop_duplicates()
    told = newest[[*_ONE_QUESTION, "answered", "status"]]
    return _asked(snapshot).merge(waves_held, on=_WAVE).merge(told, how="left", on=_ONE_QUESTION)


def _newest(found: pd.DataFrame) -> pd.DataFrame:
    """The rows of the newest wave of each city."""
    mine: pd.DataFrame = found[found["year"] == found.groupby("city_id")["year"].transform("max")]
    return mine


def _asked(snapshot: Snapshot) -> pd.DataFrame:
    there = columns_of(snapshot, "survey_questions")
    return register.table(snapshot, _ASKED) if there else pd.DataFrame(columns=_ONE_QUESTION)


def _share(rows: pd.DataFrame) -> Share | None:
    """A row whose count or weight is hidden leaves the whole without a share."""
    if rows[["weight", "respondents"]].isna().any(axis=None):
        return None
    given, silent = rows[rows["answer"] != SILENT], rows[rows["answer"] == SILENT]
    top = given["answer"].isin(TOP_TWO)
    return share(_cells(given[top]), _cells(given[~top]), float(silent["respondents"].sum()))


def _cells(rows: pd.DataFrame) -> list[Cell]:
    return [
        Cell(float(people), float(weight))
        for people, weight in zip(rows["respondents"], rows["weight"], strict=True)
    ]
