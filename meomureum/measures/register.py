"""What a snapshot registers beside the figures: names, sources, events; each asked once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import pandas as pd

from meomureum.measures.indicators import dimensions
from meomureum.measures.measurement import DIMENSIONS, columns_of
from meomureum.measures.queries.holdings import with_divisions, with_sections
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text, plain


@lru_cache(maxsize=32)
def table(snapshot: Snapshot, sql: str) -> pd.DataFrame:
    """Return the result of a fixed SELECT; it is shared, so it must not be changed."""
    return snapshot.query(sql)


NAMED = {
    "regions": "region_id",
    "institutions": "institution_id",
    "programmes": "programme_id",
    "industries": "industry_id",
    "ksic": "ksic",
}
"""The tables that name codes, in register order, and the column of the code."""


def every_city(snapshot: Snapshot) -> tuple[str, ...]:
    """Every city of today's register, followed or not."""
    found = table(
        snapshot, "SELECT region_id FROM regions WHERE level = 'city' AND valid_to IS NULL ORDER BY line"
    )
    return tuple(found["region_id"])


@lru_cache(maxsize=8)
def names(snapshot: Snapshot) -> dict[str, Text]:
    """The names of regions, institutions, programmes and industries by their codes, in register order."""
    found = [
        snapshot.query(f"SELECT {code} AS code, name_ko, name_en FROM {register} ORDER BY line")
        for register, code in NAMED.items()
        if columns_of(snapshot, register)  # a snapshot of an earlier version may have fewer
    ]
    named: dict[str, Text] = {}
    for each in found:
        here: dict[str, list[Text]] = {}
        for code, ko, en in each.itertuples(index=False, name=None):
            here.setdefault(code, []).append(Text(ko, en))
        named |= {code: _together(several) for code, several in here.items()}
    return named


def announcer(snapshot: Snapshot, words: str) -> Text:
    """Who announced a target, several parted by a middle dot; in English by the name that the register has, if any."""
    known = {each.ko: each.en for each in names(snapshot).values()}
    return Text(words, " · ".join(known.get(each, each) for each in words.split("·")))


def _together(named: list[Text]) -> Text:
    """Every name that a code goes by: cities call one industry differently."""
    each = dict.fromkeys(named)
    return Text(
        " / ".join(dict.fromkeys(name.ko for name in each)),
        " / ".join(dict.fromkeys(name.en for name in each)),
    )


def colour(snapshot: Snapshot, city: str) -> str:
    """The colour that was entered for a city, as #0b50d0; "" where there is none."""
    if not columns_of(snapshot, "our_cities"):  # a snapshot of an earlier version
        return ""
    found = table(snapshot, "SELECT city_id, colour FROM our_cities WHERE colour IS NOT NULL")
    return str(dict(zip(found["city_id"], found["colour"], strict=True)).get(city, ""))


DIVISION, SECTION = Text("{code} {name}", "{code} {name}"), Text("{code} {name} 전체", "{code} {name}, all")
CODED = (
    "department",
    "field",
    "industry",
    "ksic",
    "sex",
    "participant",
    "school_type",
    "programme",
    "stage",
    "strategy",
    "track",
    "age",
    "outcome",
)


@lru_cache(maxsize=8)
def codes(snapshot: Snapshot) -> dict[str, dict[str, Text]]:
    """Every value of each dimension that a figure may be filtered by, with its name, in order."""
    named = names(snapshot)
    found: dict[str, dict[str, Text]] = {}
    for dimension in CODED:
        held = sorted(_held(snapshot, DIMENSIONS[dimension]))
        held = list(with_sections(snapshot, held)) if dimension == "ksic" else held
        order = [*dimensions.CODES.get(dimension, {}), *named, *held]
        known = [code for code in dict.fromkeys(order) if code in set(held)]
        if dimension in ("industry", "ksic", "programme"):
            found[dimension] = {code: named.get(code, plain(code)) for code in known}
        else:
            found[dimension] = {code: dimensions.code_name(dimension, code) for code in known}
    return found


_REGISTERS = {
    "city": "regions",
    "institution": "institutions",
    "programme": "programmes",
    "industry": "industries",
    "ksic": "ksic",
}
"""The register that holds the codes of a dimension."""


def known_codes(snapshot: Snapshot, dimension: str) -> Mapping[str, Text] | None:
    """Every code of a dimension with its name: those registered and those that rows hold.

    None where nobody can say: names of departments and the like stand in rows alone, which a protected
    release does not have; a reader of one institution is not told which others there are.
    """
    if snapshot.only is not None and dimension not in (*dimensions.CODES, "city"):
        return None
    named = names(snapshot)
    if (register := _REGISTERS.get(dimension)) and columns_of(snapshot, register):
        found = table(snapshot, f"SELECT {NAMED[register]} AS code FROM {register} ORDER BY line")
        return {code: named[code] for code in found["code"]}
    if dimension in dimensions.CODES:
        return {**dimensions.CODES[dimension], **codes(snapshot).get(dimension, {})}
    return codes(snapshot)[dimension] if snapshot.release == "exact" else None


def chosen_ksic(snapshot: Snapshot, code: str) -> Text:
    """The name of an industry in a chooser: with its code, or, for a section, as the whole section."""
    words = SECTION if len(with_divisions(snapshot, (code,))) > 1 else DIVISION
    return words.fill(code=code, name=names(snapshot).get(code, plain(code)))


def _held(snapshot: Snapshot, column: str) -> frozenset[str]:
    """The values of a column in every table of figures that has it."""
    tables = snapshot.query(
        """
        SELECT table_name
        FROM duckdb_columns()
        WHERE column_name IN ('year', 'edition', $column)
        GROUP BY table_name
        HAVING COUNT(*) = 3
        ORDER BY table_name
        """,
        {"column": column},
    )["table_name"]
    each = (f"SELECT DISTINCT {column} AS code FROM {table} WHERE {column} IS NOT NULL" for table in tables)
    return frozenset(snapshot.query(" UNION ".join(each))["code"]) if len(tables) else frozenset()


def sources(snapshot: Snapshot) -> pd.DataFrame:
    """Every source, by its code: title, publisher, date, kind, note, next release."""
    return table(snapshot, "SELECT * FROM sources ORDER BY line").set_index("source_id")


def column_labels(snapshot: Snapshot, table_name: str) -> dict[str, Text]:
    """What the columns of a table of rows are called."""
    found = table(snapshot, "SELECT table_name, column_name, column_ko, column_en FROM contracts")
    mine = found[found["table_name"] == table_name]
    return {row["column_name"]: Text(row["column_ko"], row["column_en"]) for row in mine.to_dict("records")}


def cited_sources(rows: pd.DataFrame) -> list[str]:
    """The codes of the sources behind some measurements; rows of a file that names none have none."""
    return sorted({code for each in rows["source_ids"].dropna() for code in str(each).split(";") if code})


def publishers(snapshot: Snapshot, rows: pd.DataFrame, also: Iterable[str] = ()) -> str:
    """The publishers behind some measurements and of some further sources (codes), each once."""
    named = sources(snapshot)["publisher"]
    return ", ".join(dict.fromkeys(str(named[code]) for code in (*cited_sources(rows), *also)))


def references(snapshot: Snapshot, rows: pd.DataFrame) -> str:
    """Publisher and title of each source behind some measurements."""
    named = sources(snapshot)
    told = named["publisher"].astype(str) + ", " + named["title"].astype(str)
    return "; ".join(told[code] for code in cited_sources(rows))


def events(snapshot: Snapshot, cities: tuple[str, ...]) -> pd.DataFrame:
    """The events of some cities, oldest first."""
    found = table(snapshot, "SELECT * FROM events ORDER BY date, line")
    return found[found["city_id"].isin(cities)]
