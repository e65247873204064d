"""Provinces and the country from a national file of cities.

Such a file gives every city: a province, and the country, are the sums of theirs, once all
are there and nobody has published the sum itself. These rows stand on no line of their
own (line 0).
"""

from __future__ import annotations

WHOLES_SQL = """
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
    parts AS (
        SELECT national.*, province_id AS whole_id
        FROM national
        JOIN members USING (region_id)
        JOIN complete USING (data_set, year, province_id)
        UNION ALL BY NAME
        SELECT national.*, 'korea' AS whole_id
        FROM national
        JOIN members USING (region_id)
        JOIN countries USING (data_set, year)
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
