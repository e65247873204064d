"""Tables worked out from others once they are loaded; every join that indicators need is here or in `matching`."""

from __future__ import annotations

from etl import matching

# Each region with the city, province and macro-region it lies in.
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
        ANY_VALUE(ancestor_id) FILTER (WHERE level = 'city') AS city_id,
        ANY_VALUE(ancestor_id) FILTER (WHERE level = 'province') AS province_id,
        ANY_VALUE(ancestor_id) FILTER (WHERE level = 'macro_region') AS macro_region_id
    FROM ancestry
    JOIN regions ON regions.region_id = ancestry.ancestor_id
    GROUP BY ancestry.region_id
"""

AFTER_REFERENCE = (PLACES_SQL,)
AFTER_FACTS = matching.TABLES
