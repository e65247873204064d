"""Every page and export on a protected release: nothing breaks, and what is hidden is said to be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from handed_over import MADE_ON, snapshot
from small import Folder
from test_pages import opened, words

from meomureum.access.roles import Role
from meomureum.access.visitor import Refused, Visitor
from meomureum.analysis.studies.settlement import released_figures, released_questionnaire
from meomureum.drawing.figure import Briefing
from meomureum.figures.trend import trend_figure
from meomureum.session.snapshots import allowed
from meomureum.store import environment
from meomureum.store.address import PAGES, View
from meomureum.verify.issued_figures import issue

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


@pytest.mark.parametrize(
    ("role", "sign_in", "releases"),
    [
        ("viewer", "1", ("public",)),
        ("presenter", "1", ("internal", "public")),
        ("analyst", "1", ("internal", "public")),  # the exact one only after a reason
        ("steward", "", ("exact", "internal", "public")),
    ],
)
def test_each_role_sees_its_releases(role: Role, sign_in: str, releases: tuple[str, ...]) -> None:
    assert allowed(snapshot(), Visitor("someone", role, sign_in=sign_in)) == releases


def test_who_may_not_see_exact_values_sees_none_where_nothing_is_protected(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        allowed(Folder(tmp_path).snapshot(), Visitor("someone", "viewer", sign_in="1"))


def test_a_viewer_cannot_ask_for_the_exact_release(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("meomureum.session.roles.AT_THIS_COMPUTER", Visitor("visitor", "viewer"))
    told = words(
        opened(
            "progress",
            set="sample",
            release="exact",
            city="gimhae",
            by="institution",
            kpi="local_employment_rate",
        )
    )
    assert "비공개(소수 보호)" in told


def test_the_survey_is_answered_from_the_release() -> None:
    told = words(opened("survey", set="sample", release="public", city="gimhae"))
    assert "김해시 정주의향" in told
    assert "응답별 가중값이 없어" in told
    assert "다른 문항과 응답별 응답자 수는 이 공개 수준에서 제공하지 않습니다" in told


def test_the_questionnaire_is_no_secret_and_response_is_told_where_respondents_are_shown() -> None:
    told = words(opened("survey", set="sample", release="public", city="gimhae"))
    for phrase in (
        "졸업하거나 직장을 옮기더라도 김해시에 계속 살 생각이 있다.",
        "김해시에 사는 것에 만족한다.",
        "590 363 61.5%",  # invited, answered the question on settling
        "590 – –",  # nobody's answers to the other question are shown
        "무응답을 뺀 수이므로",
    ):
        assert phrase in told


def test_the_questionnaire_keeps_respondents_hidden_where_the_release_hides_them() -> None:
    public = replace(snapshot(), release="public")
    held = released_figures(public, "sample", "respondents", ("gimhae",), (None, None))
    hidden = held.assign(status="suppressed", sample_size=float("nan"))
    asked = released_questionnaire(public, hidden).query("question == 'intends_to_settle'")
    assert asked["status"].tolist() == ["suppressed"] * 3
    assert asked["answered"].isna().all()
    assert asked["wording"].notna().all()
    whole = released_questionnaire(replace(public, only=("inje",)), held)
    assert whole["answered"].isna().all()  # its own respondents are not all that were invited


@pytest.mark.parametrize("page", ["effect", "supply"])
def test_what_a_release_cannot_hold_is_said_in_plain_words(page: str) -> None:
    told = words(opened(page, set="sample", release="public", city="gimhae"))
    assert "이 공개 수준에서는 볼 수 없습니다" in told
    assert "자료가 없습니다" not in told


def test_a_code_of_exact_values_gives_no_hidden_one_away() -> None:
    view = View("ko", "sample", ("gimhae",), kpi="local_employment_rate", by="institution")
    figure = trend_figure(snapshot(), view, view.kpi, view.by)
    assert figure is not None
    issue(Briefing(figure.title, "", "ko", MADE_ON, (figure,), figure.snapshot_id), environment.home())
    screen = opened("verify", release="public")
    for asked in (figure.code, figure.link):
        screen.text_input[0].set_value(asked).run()
        told = words(screen)
        assert "이 공개 수준에서는 확인할 수 없음" in told
        assert figure.title not in told
    screen.query_params["release"] = "exact"
    assert "지금 계산과 같음" in words(screen.run())
