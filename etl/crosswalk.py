"""Who may start work in which industry: departments and courses matched by the crosswalk in force.

A crosswalk has versions with years of validity. A department's graduates of a year are
matched by the one version that its institution had in force then, and rows of the sample by
the sample's crosswalk alone. A department that the version does not name takes the industry
of its field, where the version names that. What a count lacks stays missing.
"""

from __future__ import annotations

# The newest version of an institution among those valid in a year; a version starts with its first row.
CROSSWALK_IN_FORCE_SQL = """
    CREATE TABLE crosswalk_in_force AS
    WITH years AS (
        SELECT DISTINCT year FROM high_school_outcomes
        UNION SELECT DISTINCT year FROM university_outcomes
        UNION SELECT DISTINCT year FROM programme_participation
    ),
    versions AS (
        SELECT
            *,
            data_set = 'sample' AS synthetic,
            MIN(COALESCE(valid_from, 0)) OVER (PARTITION BY data_set = 'sample', institution_id, version) AS started
        FROM crosswalk
    )
    SELECT year, synthetic, institution_id, department, field, industry_id, version
    FROM versions
    JOIN years ON year BETWEEN COALESCE(valid_from, 0) AND COALESCE(valid_to, 9999)
    QUALIFY DENSE_RANK() OVER (
        PARTITION BY synthetic, institution_id, year ORDER BY started DESC, version DESC
    ) = 1
"""

# Graduates who did not go on to study or serve, and completers of courses, by department or course.
# A completer goes from stage to stage: only the stage with most completers counts.
SUPPLY_SQL = """
    CREATE TABLE supply AS
    WITH stages AS (
        SELECT data_set, year, city_id, programme_id, institution_id, course, stage,
            IF(BOOL_OR(completers IS NULL), NULL, SUM(completers)) AS people
        FROM programme_participation
        WHERE institution_id IS NOT NULL
        GROUP BY ALL
    ),
    counted AS (
        SELECT data_set, year, city_id, institution_id, department, 'graduates' AS kind, graduates AS people,
            outcome = 'employed' AND destination_level = 'city' AS hired_locally
        FROM high_school_outcomes
        WHERE outcome IN ('employed', 'other', 'unknown') AND institution_id IS NOT NULL
        UNION ALL BY NAME
        SELECT data_set, year, city_id, institution_id, department, field, 'graduates' AS kind,
            graduates AS people, outcome = 'employed' AND workplace_level = 'city' AS hired_locally
        FROM university_outcomes
        WHERE outcome IN ('employed', 'started_business', 'other', 'unknown')
        UNION ALL BY NAME
        SELECT data_set, year, city_id, institution_id, course AS department, 'completers' AS kind,
            IF(BOOL_OR(people IS NULL), NULL, MAX(people)) AS people, NULL::BOOLEAN AS hired_locally
        FROM stages
        GROUP BY ALL
    )
    SELECT
        counted.data_set,
        counted.year,
        counted.city_id,
        counted.institution_id,
        counted.department,
        counted.kind,
        IF(named.version IS NULL, general.industry_id, named.industry_id) AS industry_id,
        COALESCE(named.version, general.version) AS crosswalk_version,
        COALESCE(named.version, general.version) IS NOT NULL AS in_crosswalk,
        IF(BOOL_OR(people IS NULL), NULL, SUM(people))::BIGINT AS people,
        IF(BOOL_OR(people IS NULL OR hired_locally IS NULL), NULL, SUM(IF(hired_locally, people, 0)))::BIGINT
            AS hired_locally
    FROM counted
    LEFT JOIN crosswalk_in_force AS named
        ON named.year = counted.year
        AND named.synthetic = (counted.data_set = 'sample')
        AND named.institution_id = counted.institution_id
        AND named.department = counted.department
    LEFT JOIN crosswalk_in_force AS general
        ON general.year = counted.year
        AND general.synthetic = (counted.data_set = 'sample')
        AND general.institution_id = counted.institution_id
        AND general.department IS NULL
        AND general.field = counted.field
    GROUP BY ALL
"""

# Graduates against planned hires. A year whose crosswalk names no course has no number of completers.
SUPPLY_DEMAND_SQL = """
    CREATE TABLE supply_demand AS
    WITH matched AS (
        SELECT
            data_set,
            year,
            city_id,
            industry_id,
            STRING_AGG(DISTINCT crosswalk_version, ', ' ORDER BY crosswalk_version) AS crosswalk_version,
            IF(BOOL_OR(people IS NULL AND kind = 'graduates'), NULL,
                SUM(people) FILTER (WHERE kind = 'graduates')) AS graduates_matched,
            IF(BOOL_OR(people IS NULL AND kind = 'completers'), NULL,
                SUM(people) FILTER (WHERE kind = 'completers')) AS completers_matched,
            BOOL_OR(people IS NULL AND kind = 'completers') AS completers_unknown
        FROM supply
        WHERE industry_id IS NOT NULL
        GROUP BY ALL
        HAVING BOOL_OR(kind = 'graduates')
    ),
    with_courses AS (
        SELECT DISTINCT data_set, year, city_id FROM supply WHERE in_crosswalk AND kind = 'completers'
    ),
    demand AS (
        SELECT
            data_set,
            year,
            city_id,
            industry_id,
            STRING_AGG(DISTINCT source_id, ';' ORDER BY source_id) AS source_id,
            IF(BOOL_OR(planned_hires IS NULL), NULL, SUM(planned_hires)) AS planned_hires,
            ANY_VALUE(planned_hires_missing) AS planned_hires_missing
        FROM labour_demand
        GROUP BY ALL
    ),
    joined AS (
        SELECT
            data_set, year, city_id, industry_id, crosswalk_version, source_id,
            graduates_matched::BIGINT AS graduates_matched,
            CASE
                WHEN completers_matched IS NOT NULL THEN completers_matched
                WHEN with_courses.year IS NOT NULL AND NOT completers_unknown THEN 0
            END::BIGINT AS completers_matched,
            planned_hires::BIGINT AS planned_hires,
            planned_hires_missing
        FROM matched
        JOIN demand USING (data_set, year, city_id, industry_id)
        LEFT JOIN with_courses USING (data_set, year, city_id)
    )
    SELECT
        * EXCLUDE (planned_hires_missing),
        IF(graduates_matched IS NULL, 'missing', NULL) AS graduates_matched_missing,
        IF(completers_matched IS NULL, 'missing', NULL) AS completers_matched_missing,
        IF(planned_hires IS NULL, COALESCE(planned_hires_missing, 'missing'), NULL) AS planned_hires_missing,
        NULL::VARCHAR AS edition
    FROM joined
"""

TABLES = (CROSSWALK_IN_FORCE_SQL, SUPPLY_SQL, SUPPLY_DEMAND_SQL)
