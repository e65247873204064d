"""Which of a city's registered institutions have sent their rows of a year: 2 of 4 schools are not the city yet.

Told where the city's own rows name institutions; a row that is of the whole city stands for all of them.
"""

from __future__ import annotations

SCHOOLS = "('specialised_high_school', 'high_school')"
# The tables whose rows are of institutions, and which kinds of institutions these are.
OF_INSTITUTIONS = {
    "high_school_outcomes": f"kind IN {SCHOOLS}",
    "university_outcomes": f"kind NOT IN {SCHOOLS}",
    "university_students": f"kind NOT IN {SCHOOLS}",
    "freshmen": f"kind NOT IN {SCHOOLS}",
}
CREATE_SQL = """
    CREATE TABLE institution_coverage (
        table_name VARCHAR, city_id VARCHAR, year INTEGER, kind VARCHAR, covered BIGINT, registered BIGINT
    )
"""
_COVERAGE_SQL = """
    INSERT INTO institution_coverage
    WITH own AS (
        SELECT city_id, year
        FROM {table}
        WHERE data_set = 'real' AND city_id IS NOT NULL
        GROUP BY ALL
        HAVING COUNT(institution_id) = COUNT(*)
    ),
    held AS (
        SELECT DISTINCT city_id, year, institution_id
        FROM {table}
        SEMI JOIN own USING (city_id, year)
        WHERE data_set <> 'sample' AND institution_id IS NOT NULL
    )
    SELECT '{table}', own.city_id, own.year, kind, COUNT(held.institution_id), COUNT(*)
    FROM own
    JOIN institutions
        ON institutions.city_id = own.city_id
        AND own.year BETWEEN COALESCE(valid_from, 0) AND COALESCE(valid_to, 9999)
        AND {kinds}
    LEFT JOIN held
        ON held.city_id = own.city_id AND held.year = own.year AND held.institution_id = institutions.institution_id
    GROUP BY ALL
"""
TABLES = (
    CREATE_SQL,
    *(_COVERAGE_SQL.format(table=table, kinds=kinds) for table, kinds in OF_INSTITUTIONS.items()),
)
