"""A headline total that is a small number itself: the load says how to let it be hidden, and then hides it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from attacks.gate import tables_of
from attacks.histories import begun, branched, other_parameters
from attacks.worlds import invented


def with_totals_hidden(told: dict[str, Any]) -> None:
    for offer in told["menu"]["high_school_outcomes"]:
        if offer["columns"] == ["year"]:
            offer["may_hide"] = True


def test_a_small_total_of_a_city_is_refused_until_it_may_be_hidden(tmp_path: Path) -> None:
    """Of two schools 4 and 4 graduates enter a university in the city: 8, under the 10 of the public release."""
    world = {
        who: count
        for who, count in tables_of(invented(1, 1), "high_school_outcomes").items()
        if who.institution_id != "jinyeong"
    }
    course = begun(tmp_path, world)
    assert course.codes == [4]
    assert "may_hide = true at this table" in course.said
    again = branched(course, tmp_path / "again")
    with other_parameters(with_totals_hidden):
        assert again.load(world) == 0
