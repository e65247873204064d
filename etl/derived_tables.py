"""Tables worked out from others once they are loaded; every join that indicators need is
here, in `crosswalk` or in `population`."""

from __future__ import annotations

from etl import crosswalk, institution_coverage, population

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
AFTER_FACTS = (*crosswalk.TABLES, population.COHORTS_SQL, *institution_coverage.TABLES)
