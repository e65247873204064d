"""Rows of national size, drawn by a seed: 230 cities, ten schools each, what their graduates went on to do.

The same number of rows and the same seed give the same bytes. Keys are unique; a bad row has
an unknown word, a number that is none, a cell too many or a graduate count below those retained.
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import duckdb

PROJECT = Path(__file__).resolve().parents[1]
SCHOOLS_IN_A_CITY = 10
FIRST_YEAR, YEARS = 2019, 7
CHUNK = 1 << 24
HEADER = "연도,행정구역,학교,학교유형,학과,과정,성별,사업참여,졸업 후 진로,진로 지역,졸업자,6개월 유지,12개월 유지,조사방법,공표상태"
KINDS = {
    "sex": {"male": "남", "female": "여"},
    "participant": {"yes": "참여", "no": "미참여"},
    "outcome": {
        "university": "대학교",
        "junior_college": "전문대학",
        "employed": "취업",
        "enlisted": "입대",
        "excluded": "제외인정",
        "other": "기타",
        "unknown": "미상",
    },
}
DEPARTMENTS = (
    *("스마트기계과", "전기전자과", "소프트웨어과", "디자인과", "조리과", "보건간호과", "화학공업과"),
    *("미래자동차과", "금융회계과", "관광경영과", "건축인테리어과", "식품가공과"),
)
_DRAWN = """
    WITH numbered AS (
        SELECT i, i // {a_year} AS y, (i % {a_year}) // {a_school} AS s, i % {a_school} AS k, HASH(i + {seed}) AS dice
        FROM RANGE({rows}) AS rows (i)
    ),
    drawn AS (
        SELECT
            i,
            ({first_year} + y)::INTEGER AS year,
            schools.city_id,
            schools.city,
            schools.institution_id,
            schools.school,
            {departments}[k % 12 + 1] || IF(k < 672, '', ' ' || (k // 672 + 1)) AS department,
            {tracks}[k // 12 % 2 + 1] AS track,
            {sexs}[k // 24 % 2 + 1] AS sex,
            {participants}[k // 48 % 2 + 1] AS participant,
            {outcomes}[k // 96 % 7 + 1] AS outcome,
            places.city_id AS place_id,
            places.city AS place,
            (1 + dice % 40)::BIGINT AS graduates,
            (dice // 64 % 41)::BIGINT AS kept,
            dice // 4096 AS dice
        FROM numbered
        JOIN schools ON schools.spot = s
        JOIN cities AS places ON places.spot = (k // 672 * 37 + s) % {cities}
    )
"""
_LINES = """
    COPY (
        {drawn}
        SELECT CONCAT_WS(
            ',', year, city, school, '특성화고', department, track, sex, participant,
            CASE WHEN bad AND dice % 4 = 0 THEN '모름' ELSE outcome END,
            CASE WHEN placed THEN place ELSE '' END,
            CASE WHEN bad AND dice % 4 = 1 THEN '열둘' ELSE graduates::VARCHAR END,
            CASE
                WHEN bad AND dice % 4 = 2 THEN (graduates + 5)::VARCHAR
                WHEN outcome = '취업' THEN LEAST(kept, graduates)::VARCHAR
                ELSE '-'
            END,
            CASE WHEN outcome = '취업' THEN LEAST(kept // 2, graduates)::VARCHAR ELSE '-' END,
            '행정자료연계' || IF(bad AND dice % 4 = 3, ',', ''),
            IF(year = 2025, '잠정', '확정')
        )
        FROM (SELECT *, dice % 1000000 < {bad} AS bad, outcome IN ('취업', '대학교', '전문대학') AS placed FROM drawn)
        ORDER BY i
    ) TO '{file}' (FORMAT csv, HEADER false, DELIMITER '\t', QUOTE '')
"""


def reference(folder: Path) -> None:
    """The reference data of the project, with ten schools more in each city."""
    shutil.copytree(PROJECT / "data" / "reference", folder / "reference")
    with (folder / "reference" / "institutions.csv").open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for identity, city, school in schools():
            writer.writerow([identity, city, "specialised_high_school", school, identity, *[""] * 7])


def cities() -> list[tuple[str, str]]:
    """Each city's code, and the word a file may write for it: its name where no other has the same."""
    with (PROJECT / "data" / "reference" / "regions.csv").open(encoding="utf-8", newline="") as file:
        regions = list(csv.DictReader(file))
    names = [each["name_ko"] for each in regions]
    return [
        (each["region_id"], each["name_ko"] if names.count(each["name_ko"]) == 1 else each["region_id"])
        for each in regions
        if each["level"] == "city"
    ]


def schools() -> list[tuple[str, str, str]]:
    """Code, city and name of each school."""
    return [
        (f"{city}_{number}", city, f"{word} 제{number} 미래산업고등학교")
        for number in range(1, SCHOOLS_IN_A_CITY + 1)
        for city, word in cities()
    ]


def drawn_sql(connection: duckdb.DuckDBPyConnection, rows: int, seed: int, *, as_words: bool) -> str:
    """The steps that draw `rows` rows into `drawn`, in codes or in the words that a file writes."""
    words = dict(cities())
    connection.execute("CREATE OR REPLACE TEMP TABLE cities (spot BIGINT, city_id VARCHAR, city VARCHAR)")
    connection.executemany(
        "INSERT INTO cities VALUES ($1, $2, $3)", [[at, *pair] for at, pair in enumerate(words.items())]
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE schools (spot BIGINT, institution_id VARCHAR, city_id VARCHAR, city VARCHAR, school VARCHAR)"
    )
    drawn = sorted(schools(), key=lambda each: each[1])
    connection.executemany(
        "INSERT INTO schools VALUES ($1, $2, $3, $4, $5)",
        [[at, identity, city, words[city], school] for at, (identity, city, school) in enumerate(drawn)],
    )
    in_school = -(-rows // (YEARS * len(drawn)))
    lists = {f"{name}s": str(list(words.values() if as_words else words)) for name, words in KINDS.items()}
    return _DRAWN.format(
        **lists,
        rows=rows,
        seed=seed,
        cities=len(words),
        first_year=FIRST_YEAR,
        a_school=in_school,
        a_year=in_school * len(drawn),
        departments=str(list(DEPARTMENTS)),
        tracks="['', '취업트랙']" if as_words else "[NULL, '취업트랙']",
    )


def written(file: Path, rows: int, *, encoding: str = "utf-8", bad: float = 0.001, seed: int = 1) -> Path:
    """A CSV file of that many rows, of which a share is bad."""
    plain = file.with_suffix(".rows")
    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = true")
        drawn = drawn_sql(connection, rows, seed, as_words=True)
        connection.execute(_LINES.format(drawn=drawn, file=plain, bad=round(bad * 1_000_000)))
    with (
        plain.open(encoding="utf-8", newline="") as lines,
        file.open("w", encoding=encoding, newline="") as out,
    ):
        out.write(HEADER + "\n")
        while chunk := lines.read(CHUNK):
            out.write(chunk)
    plain.unlink()
    return file
