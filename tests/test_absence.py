"""Why a city has no value: one of five reasons, and what is known of it instead."""

from __future__ import annotations

from dataclasses import replace

import pytest
from handed_over import snapshot

from meomureum.figures.absence import Reason, instead, reason_of
from meomureum.figures.standing import Standing, of_indicator
from meomureum.measures.measurement import find
from meomureum.store.address import View

ANSAN = View(cities=("ansan",))


def standing(kpi_id: str, view: View) -> Standing:
    return of_indicator(snapshot(), view, view.cities[0], find(kpi_id))


@pytest.mark.parametrize(
    ("kpi_id", "view", "reason"),
    [
        # One city announced it, without rows: nobody has published the others' values.
        ("local_university_entry_rate", ANSAN, "never_announced"),
        ("settlement_intention", ANSAN, "never_announced"),
        # The disclosure of 2016 to 2024 is loaded: 2026 is another year.
        ("university_dropout_rate", replace(ANSAN, first_year=2025), "outside_years"),
        ("local_university_entry_rate", View(cities=("gimhae",), last_year=2018), "outside_years"),
        # The disclosure covers the country: a county without a university is in no edition of it.
        ("university_dropout_rate", View(cities=("ulleung",)), "never_announced"),
    ],
)
def test_a_reason_is_one_of_five(kpi_id: str, view: View, reason: Reason) -> None:
    each = standing(kpi_id, view)
    assert not each.valued
    assert reason_of(snapshot(), view, each) == reason


@pytest.mark.parametrize(("status", "reason"), [("suppressed", "hidden"), ("not_offered", "not_offered")])
def test_what_protection_withholds_is_told_as_such(status: str, reason: Reason) -> None:
    each = standing("settlement_intention", ANSAN)
    withheld = replace(each, rows=each.rows.assign(status=status))
    assert reason_of(snapshot(), ANSAN, withheld) == reason


def test_beside_a_missing_value_stands_what_is_known_of_any_year() -> None:
    view = replace(ANSAN, first_year=2025)
    known = list(instead(snapshot(), view, standing("local_university_entry_rate", view)))
    assert [each.kpi.id for each in known] == ["high_school_graduates", "vocational_advancement_rate"]
    assert all(each.valued and each.city == "ansan" for each in known)


def test_what_a_city_has_loaded_itself_another_has_not() -> None:
    view = View(data_set="sample", cities=("miryang",))
    assert reason_of(snapshot(), view, standing("settlement_intention", view)) == "not_loaded"
