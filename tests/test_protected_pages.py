"""Every page and export on a protected release: nothing breaks, and what is hidden is said to be."""

from __future__ import annotations

import pytest
from test_pages import opened, words

from address import PAGES

DRAWN = tuple(page for page in PAGES if page not in ("present", "log"))


@pytest.mark.parametrize("page", DRAWN)
def test_every_page_is_drawn_on_the_public_release(page: str) -> None:
    opened(page, set="sample", release="public", city="gimhae")


def test_a_hidden_value_is_called_hidden() -> None:
    told = words(
        opened(
            "progress",
            set="sample",
            release="public",
            city="gimhae",
            by="institution",
            kpi="local_employment_rate",
        )
    )
    assert "비공개(소수 보호)" in told


@pytest.mark.parametrize("kpi", ["qs_asia_rank", "task_completion", "supply_demand_gap"])
def test_figures_that_are_open_or_not_offered_are_drawn(kpi: str) -> None:
    told = words(opened("progress", set="sample", release="public", city="gimhae", kpi=kpi))
    assert ("이 공개 수준에서는 제공하지 않습니다" in told) == (kpi == "supply_demand_gap")
