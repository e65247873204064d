"""Tables worked out from others once they are loaded; every join that indicators need is
here, in `crosswalk` or in `population`."""

from __future__ import annotations

from etl import crosswalk, population

# The cities that this installation has picked are followed, and no others.
FOLLOWED_SQL = """
    UPDATE regions
    SET followed = IF(region_id IN (SELECT city_id FROM our_cities), 'yes', NULL)
    WHERE EXISTS (FROM our_cities)
"""

# Each region with the city, province and macro-region it lies in; a city that became another one is that city.
PLACES_SQL = """
    CREATE TABLE places AS
    WITH RECURSIVE ancestry AS (
        SELECT region_id, region_id AS ancestor_id
        FROM regions
        UNION ALL
        SELECT ancestry.region_id, regions.parent_id
        FROM ancestry
        JOIN regions ON regions.region_id = ancestry.ancestor_id
        WHERE regions.parent_id IS NOT NULL
    )
    SELECT
        ancestry.region_id,
        ANY_VALUE(COALESCE(became, ancestor_id)) FILTER (WHERE level = 'city') AS city_id,
        ANY_VALUE(ancestor_id) FILTER (WHERE level = 'province') AS province_id,
        ANY_VALUE(ancestor_id) FILTER (WHERE level = 'macro_region') AS macro_region_id
    FROM ancestry
    JOIN regions ON regions.region_id = ancestry.ancestor_id
    GROUP BY ancestry.region_id
"""

# Which rung of the geography ladder each region stands on, seen from each home region.
RUNGS_SQL = """
    CREATE TABLE rungs AS
    SELECT
        home.region_id AS home_id,
        destination.region_id AS place_id,
        CASE
            WHEN destination.region_id = 'unknown' THEN 'unknown'
            WHEN destination.city_id = home.city_id THEN 'city'
            WHEN EXISTS (
                SELECT 1 FROM commuting_areas AS area
                WHERE area.city_id = home.city_id
                    AND area.region_id IN (destination.region_id, destination.city_id, destination.province_id)
            ) THEN 'commuting_area'
            WHEN destination.province_id = home.province_id THEN 'province'
            WHEN destination.macro_region_id = home.macro_region_id THEN 'macro_region'
            ELSE 'elsewhere'
        END AS rung
    FROM places AS home
    CROSS JOIN places AS destination
"""

AFTER_REFERENCE = (FOLLOWED_SQL, PLACES_SQL, RUNGS_SQL)

# Which of a city's registered institutions have sent their rows of a year: 2 of 4 schools are not the city yet.
# Told where the city's own rows name institutions; a row that is of the whole city stands for all of them.
SCHOOLS = "kind IN ('specialised_high_school', 'high_school')"
_MEMBERS = """
    EXISTS (
        FROM memberships AS member
        WHERE member.institution_id = institutions.institution_id
            AND own.year BETWEEN COALESCE(member.valid_from, 0) AND COALESCE(member.valid_to, 9999)
    )
"""
_GRADUATES = """(
    SELECT data_set, city_id, year, institution_id FROM high_school_outcomes
    UNION ALL SELECT data_set, city_id, year, institution_id FROM university_outcomes
)"""
# What tells figures of a city: the rows of institutions that they rest on, and which institutions should have sent some.
OF_INSTITUTIONS = {
    "high_school_outcomes": ("high_school_outcomes", SCHOOLS),
    "university_outcomes": ("university_outcomes", f"NOT {SCHOOLS}"),
    "university_students": ("university_students", f"NOT {SCHOOLS}"),
    "freshmen": ("freshmen", f"NOT {SCHOOLS}"),
    "programme_participation": ("programme_participation", _MEMBERS),
    "supply_demand": (_GRADUATES, "TRUE"),
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
        FROM {rows} AS sent
        WHERE data_set = 'real' AND city_id IS NOT NULL
        GROUP BY ALL
        HAVING COUNT(institution_id) = COUNT(*)
    ),
    held AS (
        SELECT DISTINCT city_id, year, institution_id
        FROM {rows} AS sent
        SEMI JOIN own USING (city_id, year)
        WHERE data_set <> 'sample' AND institution_id IS NOT NULL
    )
    SELECT '{table}', own.city_id, own.year, kind, COUNT(held.institution_id), COUNT(*)
    FROM own
    JOIN institutions
        ON institutions.city_id = own.city_id
        AND own.year BETWEEN COALESCE(institutions.valid_from, 0) AND COALESCE(institutions.valid_to, 9999)
        AND {which}
    LEFT JOIN held
        ON held.city_id = own.city_id AND held.year = own.year AND held.institution_id = institutions.institution_id
    GROUP BY ALL
"""
AFTER_FACTS = (
    *crosswalk.TABLES,
    population.COHORTS_SQL,
    CREATE_SQL,
    *(
        _COVERAGE_SQL.format(table=table, rows=rows, which=which)
        for table, (rows, which) in OF_INSTITUTIONS.items()
    ),
)
