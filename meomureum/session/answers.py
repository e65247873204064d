"""What the current snapshot answers, kept per snapshot: the same question is computed once.

Answers are shared between readers and must not be changed by a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import pandas as pd
import streamlit as st

from meomureum.analysis import lineage
from meomureum.analysis.lineage import Trace
from meomureum.analysis.studies.scenario import GROUPINGS, WAYS
from meomureum.analysis.targets import ledger
from meomureum.analysis.targets.ledger import Target
from meomureum.analysis.words.values import value_text
from meomureum.figures.explore_question import CHARTS
from meomureum.measures import measurement, register
from meomureum.measures.facets import FILTER_OF
from meomureum.measures.indicators import dimensions
from meomureum.measures.measurement import KPIS, Kpi, Scope
from meomureum.measures.register import every_city
from meomureum.measures.register import table as _table
from meomureum.session.roles import visitor
from meomureum.session.snapshots import allowed, columns_of, snapshot
from meomureum.store import warehouse
from meomureum.store.address import FILTERS, Choices, View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

SAME_VALUE = 1e-9


def choices() -> Choices:
    """What the snapshot and the catalogue of indicators offer to choose from."""
    of = snapshot()
    named = (of.id,) if st.query_params.get("snapshot") == of.id else ()
    known = _choices(of)
    return replace(
        known,
        cities={**known.cities, **_visited(of, known.cities)},
        snapshots=named,
        releases=allowed(of, visitor()),
    )


def _visited(of: Snapshot, followed: Mapping[str, Text]) -> dict[str, Text]:
    """The cities of the address that nobody follows: it may name any of the country."""
    asked = [each for each in st.query_params.get("city", "").split(",") if each and each not in followed]
    names = register.names(of)
    return {city: names[city] for city in every_city(of) if city in asked} if asked else {}


@lru_cache(maxsize=4)
def _choices(of: Snapshot) -> Choices:
    names = register.names(of)
    return Choices(
        cities={city: names[city] for city in measurement.followed_cities(of)},
        kpis={kpi.id: kpi.name for kpi in KPIS},
        formulas={kpi.id: {each.id: each.name for each in kpi.formulas if each.table} for kpi in KPIS},
        years=tuple(range(*_years(of))),
        institutions=tuple(
            register.table(of, "SELECT institution_id FROM institutions ORDER BY line")["institution_id"]
        ),
        codes=_codes(of),
    )


def _codes(of: Snapshot) -> dict[str, Mapping[str, Text]]:
    """What the analysts' filters and choosers may say, by their names in the address."""
    held = register.codes(of)
    dimension_of = {attribute: dimension for dimension, attribute in FILTER_OF.items()}
    return {
        **{name: held[dimension_of[attribute]] for name, (attribute, _) in FILTERS.items()},
        "group": dimensions.NAMES,
        "chart": CHARTS,
        "way": WAYS,
        "lever": _levers(of, held),
    }


def _levers(of: Snapshot, held: Mapping[str, Mapping[str, Text]]) -> dict[str, Text]:
    """The groups and stages that a scenario can pull; a city by itself is one where nothing divides it."""
    names = register.names(of)
    stages = {stage.kpi_id: measurement.find(stage.kpi_id).name for kpi in KPIS for stage in kpi.stages}
    groups = {code: name for each in GROUPINGS for code, name in held.get(each, {}).items()}
    institutions = register.table(of, "SELECT institution_id FROM institutions ORDER BY line")[
        "institution_id"
    ]
    whole = (*measurement.followed_cities(of), *institutions)
    return groups | stages | {code: names[code] for code in whole}


def _years(of: Snapshot) -> tuple[int, int]:
    """From the first year of any figure to the last year that a target names."""
    held = "UNION ALL SELECT year FROM protected" if ("protected", "year") in columns_of(of) else ""
    found = of.query(
        f"""
        SELECT MIN(year) AS first, MAX(year) AS last
        FROM (
            SELECT year FROM high_school_outcomes
            UNION ALL SELECT year FROM university_students
            UNION ALL SELECT year FROM university_outcomes
            UNION ALL SELECT year FROM observations
            UNION ALL SELECT target_year FROM targets
            {held}
        )
        """
    )
    return int(found["first"].iloc[0]), int(found["last"].iloc[0]) + 1


def names() -> dict[str, Text]:
    """The names of regions, institutions, programmes and industries by their codes."""
    return register.names(snapshot())


def sources() -> pd.DataFrame:
    """Every source, by its code: title, publisher, date, kind, note."""
    return register.sources(snapshot())


def files() -> pd.DataFrame:
    """The account of every file and sheet of the current snapshot."""
    return _table(snapshot(), "SELECT * FROM files ORDER BY file_id")


def checks() -> pd.DataFrame:
    """The checks that the current snapshot has passed."""
    return _table(snapshot(), "SELECT * FROM checks")


def contracts() -> pd.DataFrame:
    """The tables that can be loaded, with their columns."""
    return _table(snapshot(), "SELECT * FROM contracts")


def targets() -> tuple[Target, ...]:
    """Every target in force."""
    return ledger.targets(snapshot())


def history(target: Target) -> tuple[Target, ...]:
    """A target and all that it replaced, oldest first."""
    return ledger.history(snapshot(), target)


def aim(kpi_id: str, city_id: str) -> Target | None:
    """The target of an indicator of a city, or None."""
    return ledger.aim(snapshot(), kpi_id, city_id)


def overdue(on: str) -> pd.DataFrame:
    """Sources whose next release was due before a day (ISO) and has not been loaded."""
    listed = sources()
    return listed[listed["next_release"].fillna(on) < on[:7]]


def cited(rows: pd.DataFrame) -> str:
    """The publishers behind some measurements, each once."""
    return register.publishers(snapshot(), rows)


def restated(view: View, kpi_id: str) -> pd.DataFrame:
    """Values that the previous snapshot gave differently: city, year, before, after.

    Empty where there is no earlier snapshot that still opens.
    """
    earlier = warehouse.before(snapshot())
    columns = ["city_id", "year", "formula_id", "origin"]
    if earlier is None:
        return pd.DataFrame(columns=[*columns, "before", "after"])
    before = _measured(earlier, kpi_id, scope_of(view), ("city", "year"), "")[[*columns, "value"]]
    after = measured(view, kpi_id)[[*columns, "value"]]
    both = before.merge(after, how="outer", on=columns, suffixes=("_before", "_after"))
    both = both.rename(columns={"value_before": "before", "value_after": "after"})
    moved = (both["before"] - both["after"]).abs() > SAME_VALUE
    return both[moved | (both["before"].isna() != both["after"].isna())]


def scope_of(view: View) -> Scope:
    """The rows that a view covers."""
    cities = view.cities or tuple(choices().cities)
    return Scope(view.data_set, cities=cities, first_year=view.first_year, last_year=view.last_year)


def measured(
    view: View, kpi_id: str, by: tuple[str, ...] = ("city", "year"), formula_id: str = ""
) -> pd.DataFrame:
    """`measurement.measure` over what the reader has chosen."""
    return _measured(snapshot(), kpi_id, scope_of(view), by, formula_id)


@lru_cache(maxsize=512)
def _measured(of: Snapshot, kpi_id: str, scope: Scope, by: tuple[str, ...], formula_id: str) -> pd.DataFrame:
    return measurement.measure(of, kpi_id, scope, by, formula_id)


def trace(kpi_id: str, scope: Scope, by: tuple[str, ...], formula_id: str) -> Trace:
    """Where the values of an indicator in a scope come from."""
    return _traced(snapshot(), kpi_id, scope, by, formula_id)


@lru_cache(maxsize=64)
def _traced(of: Snapshot, kpi_id: str, scope: Scope, by: tuple[str, ...], formula_id: str) -> Trace:
    return lineage.trace(of, kpi_id, scope, by, formula_id)


def headline(view: View, kpi_id: str) -> dict[str, pd.DataFrame]:
    """An indicator by city, by its default formula or the first stand-in that has a value there."""
    kpi = measurement.find(kpi_id)
    tables = [measured(view, kpi_id, formula_id=each) for each in ("", *kpi.stand_ins)]
    found: dict[str, pd.DataFrame] = {}
    for city in view.cities or tuple(choices().cities):
        mine = [table[table["city_id"] == city] for table in tables]
        found[city] = next((rows for rows in mine if rows["value"].notna().any()), mine[0])
    return found


def restated_values(table_name: str) -> pd.DataFrame:
    """Every value of a table that was restated: what, old, new, why."""
    found = _table(snapshot(), "SELECT * FROM restated ORDER BY table_name, item, year, column_name")
    return found[found["table_name"] == table_name]


FROM_TO = Text("{place} {name}, {year}년: {before} → {after}", "{place}, {name}, {year}: {before} → {after}")
NO_VALUE = Text("값 없음", "no value")
NOT_LOADED = Text(
    "{title}({publisher}): {date}에 새 판이 나올 차례였습니다{basis}",
    "{title} ({publisher}): a new edition was due in {date}{basis}",
)
ASSUMED = Text(" (지난 공표에서 어림한 때)", " (estimated from the last release)")


def changed_values(view: View) -> list[Text]:
    """Each headline value that the snapshot before gave otherwise."""
    places = names()
    return [
        FROM_TO.fill(
            place=places[str(row["city_id"])],
            name=kpi.name,
            year=int(row["year"]),
            before=_shown(kpi, row["before"]),
            after=_shown(kpi, row["after"]),
        )
        for kpi in KPIS
        if kpi.headline
        for _, row in restated(view, kpi.id).dropna(subset=["year"]).iterrows()
    ]


def _shown(kpi: Kpi, value: float) -> Text:
    return NO_VALUE if pd.isna(value) else value_text(kpi.unit, value)


def not_loaded(on: str) -> list[Text]:
    """Sources of which a newer edition should be out on a day (ISO) than the one that was loaded."""
    return [
        NOT_LOADED.fill(
            title=str(row["title"]),
            publisher=str(row["publisher"]),
            date=str(row["next_release"]),
            basis=ASSUMED if row["next_release_basis"] == "assumed" else Text("", ""),
        )
        for _, row in overdue(on).iterrows()
    ]
