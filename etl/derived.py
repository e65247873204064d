"""Tables worked out from others once they are loaded; every join that indicators need is here."""

from __future__ import annotations

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

# Graduates of departments that the crosswalk matches to an industry, against planned hires.
SUPPLY_DEMAND_SQL = """
    CREATE TABLE supply_demand AS
    WITH leavers AS (
        SELECT data_set, year, city_id, institution_id, department, graduates, source_id, edition
        FROM high_school_outcomes
        WHERE outcome IN ('employed', 'other', 'unknown')
        UNION ALL
        SELECT data_set, year, city_id, institution_id, department, graduates, source_id, edition
        FROM university_outcomes
        WHERE outcome IN ('employed', 'started_business', 'other', 'unknown')
    ),
    supply AS (
        SELECT
            leavers.data_set,
            year,
            city_id,
            crosswalk.industry_id,
            crosswalk.version AS crosswalk_version,
            SUM(graduates) AS graduates_matched
        FROM leavers
        JOIN crosswalk USING (institution_id, department)
        GROUP BY ALL
    ),
    demand AS (
        SELECT data_set, year, city_id, industry_id, SUM(planned_hires) AS planned_hires
        FROM labour_demand
        GROUP BY ALL
    )
    SELECT
        data_set,
        year,
        city_id,
        industry_id,
        crosswalk_version,
        graduates_matched::BIGINT AS graduates_matched,
        planned_hires::BIGINT AS planned_hires,
        IF(graduates_matched IS NULL, 'missing', NULL) AS graduates_matched_missing,
        IF(planned_hires IS NULL, 'missing', NULL) AS planned_hires_missing,
        NULL::VARCHAR AS source_id,
        NULL::VARCHAR AS edition
    FROM supply
    JOIN demand USING (data_set, year, city_id, industry_id)
"""

AFTER_REFERENCE = (PLACES_SQL,)
AFTER_FACTS = (SUPPLY_DEMAND_SQL,)
