"""Provinces and the country from national files of cities or universities.

Such a file gives every one of them: a province, and the country, are the sums of theirs, once
all are there and nobody has published the sum itself. These rows stand on no line of their
own (line 0).
"""

from __future__ import annotations

SCHOOL_LEAVERS_SQL = """
    INSERT INTO high_school_outcomes BY NAME
    WITH members AS (
        SELECT city.region_id, city.parent_id AS province_id, city.valid_from, city.valid_to
        FROM regions AS city
        JOIN regions AS province ON province.region_id = city.parent_id
        WHERE city.level = 'city' AND province.level = 'province'
    ),
    national AS (
        SELECT *
        FROM high_school_outcomes
        WHERE method = 'kess' AND institution_id IS NULL
    ),
    covered AS (
        SELECT DISTINCT data_set, year, region_id
        FROM national
    ),
    present AS (
        SELECT data_set, year, province_id, COUNT(*) AS cities
        FROM covered
        JOIN members USING (region_id)
        WHERE year BETWEEN COALESCE(valid_from, 0) AND COALESCE(valid_to, 9999)
        GROUP BY ALL
    ),
    expected AS (
        SELECT year, province_id, COUNT(*) AS cities
        FROM (SELECT DISTINCT year FROM covered) AS years
        JOIN members ON year BETWEEN COALESCE(valid_from, 0) AND COALESCE(valid_to, 9999)
        GROUP BY ALL
    ),
    complete AS (
        SELECT data_set, year, province_id
        FROM present
        JOIN expected USING (year, province_id, cities)
    ),
    countries AS (
        SELECT data_set, year
        FROM complete
        GROUP BY ALL
        HAVING COUNT(*) = (SELECT COUNT(*) FROM regions WHERE level = 'province')
    ),
    members_of AS (
        SELECT national.*, province_id AS whole_id
        FROM national
        JOIN members USING (region_id)
        JOIN complete USING (data_set, year, province_id)
        UNION ALL BY NAME
        SELECT national.*, 'korea' AS whole_id
        FROM national
        JOIN members USING (region_id)
        JOIN countries USING (data_set, year)
    ),
    -- Where one city does not say which kind of institution its graduates entered, the whole does not either.
    parts AS (
        SELECT * REPLACE (
            IF(
                outcome IN ('university', 'junior_college', 'abroad') AND BOOL_OR(outcome = 'advanced') OVER whole,
                'advanced',
                outcome
            ) AS outcome
        )
        FROM members_of
        WINDOW whole AS (PARTITION BY data_set, year, whole_id)
    )
    SELECT
        data_set,
        ANY_VALUE(file_id) AS file_id,
        0 AS line,
        year,
        whole_id AS region_id,
        whole_id AS city_id,
        school_type,
        outcome,
        IF(COUNT(*) = COUNT(graduates), SUM(graduates), NULL)::BIGINT AS graduates,
        IF(COUNT(*) = COUNT(graduates), NULL, 'missing') AS graduates_missing,
        'missing' AS retained_6m_missing,
        'missing' AS retained_12m_missing,
        method,
        edition,
        source_id
    FROM parts
    WHERE NOT EXISTS (
        FROM covered
        WHERE covered.data_set = parts.data_set
            AND covered.year = parts.year
            AND covered.region_id = parts.whole_id
    )
    GROUP BY ALL
"""

# A national file that separates what another one has only as 진학 takes its place, city by city.
SEPARATED_SQL = """
    DELETE FROM high_school_outcomes AS whole
    WHERE outcome = 'advanced'
        AND method = 'kess'
        AND EXISTS (
            FROM high_school_outcomes AS part
            WHERE part.outcome IN ('university', 'junior_college', 'abroad')
                AND part.method = 'kess'
                AND (part.data_set, part.year, part.region_id) = (whole.data_set, whole.year, whole.region_id)
                AND part.institution_id IS NULL
                AND part.school_type IS NOT DISTINCT FROM whole.school_type
        )
"""

_COUNTS = (
    *("enrolled", "dropped_out", "dropped_no_registration", "dropped_no_return", "dropped_voluntary"),
    *("dropped_academic", "dropped_other", "enrolled_first_year", "dropped_out_first_year"),
)
_SUMS = ",\n        ".join(
    f"IF(COUNT(*) = COUNT({name}), SUM({name}), NULL)::BIGINT AS {name}, MAX({name}_missing) AS {name}_missing"
    for name in _COUNTS
)
# 대학교 alone: the other kinds are disclosed in some years only, and a rate over all of them would jump.
UNIVERSITIES_SQL = f"""
    INSERT INTO university_students BY NAME
    WITH disclosed AS (
        SELECT *
        FROM university_students
        WHERE data_set = 'published' AND kind = 'university' AND field IS NULL AND home_region_id IS NULL
    ),
    -- A file that lacks whole provinces is no edition of the country.
    editions AS (
        SELECT year
        FROM disclosed
        JOIN places ON places.region_id = disclosed.city_id
        GROUP BY year
        HAVING COUNT(DISTINCT province_id) = (SELECT COUNT(*) FROM regions WHERE level = 'province')
    ),
    -- A campus that discloses with another, or a school that a city has entered, is in no edition and lacks in none.
    universities AS (
        SELECT institution_id, valid_from, valid_to, UNNEST([province_id, 'korea']) AS whole_id
        FROM institutions
        JOIN places ON places.region_id = institutions.city_id
        WHERE institution_id IN (SELECT institution_id FROM disclosed WHERE year IN (FROM editions))
    ),
    complete AS (
        SELECT editions.year, whole_id
        FROM editions
        CROSS JOIN universities
        LEFT JOIN disclosed ON disclosed.year = editions.year AND disclosed.institution_id = universities.institution_id
        WHERE editions.year BETWEEN COALESCE(valid_from, 0) AND COALESCE(valid_to, 9999)
        GROUP BY editions.year, whole_id
        HAVING COUNT(*) = COUNT(disclosed.institution_id)
    )
    SELECT
        data_set,
        ANY_VALUE(file_id) AS file_id,
        0 AS line,
        year,
        'university' AS kind,
        whole_id AS city_id,
        {_SUMS},
        edition,
        source_id
    FROM disclosed
    JOIN universities USING (institution_id)
    JOIN complete USING (year, whole_id)
    GROUP BY data_set, year, whole_id, edition, source_id
"""
