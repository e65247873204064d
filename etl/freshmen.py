"""Who entered the universities, by home region; places are stated once an institution and year."""

from __future__ import annotations

from dataclasses import replace

from etl.columns import EDITION, INSTITUTION, OF_UNIVERSITIES, REGION, SCHOOL_TYPE, SOURCE_ID, YEAR, people
from etl.contract import Source
from etl.geography_rungs import RUNG_SQL
from meomureum.texts import Text

SOURCE = Source(
    table="freshmen",
    label=Text("대학 신입생", "University freshmen"),
    key=("year", "institution_id", "home_region_id", "school_type"),
    statement=("year", "institution_id"),
    columns=(
        YEAR,
        replace(INSTITUTION, blank=False),
        replace(
            REGION,
            name="home_region_id",
            label=Text("출신 지역", "Home region"),
            aliases=("출신지", "출신고지역"),
        ),
        replace(SCHOOL_TYPE, optional=True),
        people("entrants", Text("입학자", "Entrants"), "입학자수", "신입생"),
        people("places", Text("모집인원", "Places"), "입학정원", "정원"),
        EDITION,
        SOURCE_ID,
    ),
    rules=(OF_UNIVERSITIES,),
    sql=f"""
        SELECT
            staged.*,
            home.city_id,
            {RUNG_SQL.format(place="staged.home_region_id")} AS home_level
        FROM staged
        JOIN institutions USING (institution_id)
        JOIN places AS home ON home.region_id = institutions.city_id
        LEFT JOIN rungs ON rungs.home_id = home.region_id AND rungs.place_id = staged.home_region_id
    """,
    order=("city_id", "year"),
)
