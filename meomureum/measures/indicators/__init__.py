"""All indicators, in the order in which a reader meets them."""

from __future__ import annotations

from meomureum.measures.indicators import (
    city,
    graduates,
    labour,
    schools,
    universities,
    vocational,
    youth,
)
from meomureum.measures.indicators.formula import Formula, Kpi, Stage

KPIS: tuple[Kpi, ...] = (
    schools.LOCAL_UNIVERSITY_ENTRY,
    graduates.LOCAL_EMPLOYMENT,
    universities.QS_ASIA,
    vocational.VOCATIONAL_EMPLOYMENT,
    vocational.VOCATIONAL_ADVANCEMENT,
    vocational.VOCATIONAL_LOCAL_HIRES,
    vocational.RETENTION_6M,
    vocational.RETENTION_12M,
    youth.NET_RETENTION,
    youth.YOUTH_POPULATION,
    universities.DROPOUT,
    graduates.UNIVERSITY_EMPLOYMENT,
    graduates.STRATEGIC_INDUSTRY,
    graduates.STARTUPS,
    universities.LOCAL_FRESHMEN_SHARE,
    universities.FRESHMAN_FILL,
    universities.ENROLMENT_FILL,
    universities.FOREIGN_STUDENTS,
    graduates.LOCAL_EMPLOYED_SHARE,
    city.FIELD_CAMPUSES,
    city.SETTLEMENT_INTENTION,
    city.SETTLEMENT_1Y,
    city.SETTLEMENT_3Y,
    city.SETTLEMENT_5Y,
    city.RETENTION_CHAIN,
    city.COMPLETION,
    city.COMPLETER_HIRES,
    labour.LABOUR_SHORTAGE,
    labour.UNFILLED,
    labour.SUPPLY_DEMAND,
    city.TASK_COMPLETION,
    city.PARTNER_INSTITUTIONS,
    city.MEMBER_FIRMS,
    city.PROGRAMME_STAGE,
    schools.HIGH_SCHOOL_GRADUATES,
    graduates.UNIVERSITY_GRADUATES,
)

__all__ = ["KPIS", "Formula", "Kpi", "Stage"]
