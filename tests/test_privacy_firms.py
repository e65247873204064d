"""Amounts of firms and weighted surveys: who stands behind a figure decides whether it is shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small import Folder, written

from kpis import Scope
from meomureum.measures import measurement
from meomureum.privacy.attack import attack
from meomureum.privacy.gate import faults
from meomureum.privacy.menu import Profile
from meomureum.privacy.proofs import packed, prove, reach
from meomureum.privacy.publication import Publication, Table, publication
from meomureum.privacy.rules import sensitive
from meomureum.privacy.suppression import protect

INTERNAL, PUBLIC = Profile("internal", 5, 10), Profile("public", 10, 20)
SIZES = ("5-29", "30-299", "300+")
TABLES = (
    Table(("year",), ("short", "all"), (("short", "all"),), 400),
    Table(("industry_id", "year"), ("short", "all"), (("short", "all"),), 60),
)
Groups = list[tuple[int, int]]  # people whom a group of firms lacks, and how many firms it has


def market(industries: dict[str, Groups]) -> Publication:
    """Industries by groups of firms of one size: each lacks so many, and employs ten for each."""
    rows = [
        (2025, industry, size, share * (1 if short else 10), firms, short, True)
        for industry, groups in industries.items()
        for size, (share, firms) in zip(SIZES, groups, strict=False)
        for short in (True, False)
    ]
    columns = ["year", "industry_id", "firm_size", "people", "firms", "short", "all"]
    return publication(pd.DataFrame(rows, columns=columns), TABLES)


@pytest.mark.parametrize(
    ("groups", "unsafe"),
    [
        ([(45, 20), (40, 10), (15, 3)], False),
        ([(45, 5), (40, 3), (15, 1)], True),  # nine firms
        ([(45, 5), (40, 4), (15, 1)], False),  # ten
        ([(76, 30), (12, 30), (12, 30)], True),  # one firm may lack 76 of 100
        ([(75, 30), (14, 30), (11, 30)], False),
        ([(46, 30), (45, 30), (9, 30)], True),  # two may lack 91 of 100
        ([(45, 30), (45, 30), (10, 30)], False),  # and these 90
        ([(45, 0), (40, 0), (15, 0)], True),  # nobody said how many firms answered
        ([(100, 40)], True),  # the sizes of the firms were not told apart
        ([(0, 4), (0, 2)], False),  # nobody lacks anybody
    ],
)
def test_an_amount_that_few_firms_may_hold_is_unsafe(groups: Groups, unsafe: bool) -> None:
    found = market({"robots": groups, "ships": [(100, 30), (90, 30), (60, 30)]})
    cells = {cell for each in sensitive(found, INTERNAL) for cell in each.cells}
    robots = next(
        at for at, cell in enumerate(found.cells) if any(s.row == ("robots", 2025) for s in cell.shown)
    )
    assert (robots in cells) == unsafe


@pytest.mark.parametrize(
    ("groups", "open_to"),
    [
        # Lacked, employed, both together; each could be half as large again, rounded up.
        ([(45, 5), (40, 3), (15, 1)], {100: 150, 1000: 1500, 1100: 1650}),
        ([(5, 5), (3, 3), (1, 1)], {9: 14, 90: 135, 99: 149}),
        # Never less than k, which is five.
        ([(1, 3)], {1: 5, 10: 15, 11: 17}),
    ],
)
def test_a_hidden_amount_could_be_half_as_large_again(groups: Groups, open_to: dict[int, int]) -> None:
    found = market({"robots": groups, "ships": [(100, 30), (90, 30), (60, 30)]})
    assert {int(found.counts[e.members].sum()): e.high for e in sensitive(found, INTERNAL)} == open_to


def test_the_industry_of_one_large_firm_cannot_be_worked_out_from_the_others() -> None:
    found = market(
        {
            "robots": [(4, 8), (6, 5), (90, 1)],
            "ships": [(100, 30), (90, 30), (60, 30)],
            "chips": [(70, 30), (80, 30), (60, 30)],
        }
    )
    protected = protect(found, INTERNAL)
    assert not faults(protected, prove(found, protected.hidden, INTERNAL.k))
    assert len(protected.hidden) > len(protected.primary)
    bare = [at for at in range(len(found.cells)) if at not in protected.primary]
    assert all(each.exact for each in attack(found, bare, protected.sensitive))
    for each in attack(found, protected.shown, protected.sensitive):
        assert not each.broken
        assert each.asked >= 150  # of an amount of 100: half as much again stays possible


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 300), st.integers(0, 40)), min_size=1, max_size=3),
        min_size=1,
        max_size=7,
    )
)
def test_no_amount_of_any_market_can_be_worked_out(industries: list[Groups]) -> None:
    found = market({f"industry {at}": groups for at, groups in enumerate(industries)})
    internal = protect(found, INTERNAL)
    public = protect(found, PUBLIC, internal.hidden)
    assert internal.hidden <= public.hidden
    for level in (internal, public):
        assert not any(each.broken for each in attack(found, level.shown, level.sensitive))


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 300), st.integers(0, 40)), min_size=1, max_size=3),
        min_size=1,
        max_size=6,
    )
)
def test_a_proof_of_amounts_is_the_same_from_every_state_of_the_world(industries: list[Groups]) -> None:
    found = market({f"industry {at}": groups for at, groups in enumerate(industries)})
    protected = protect(found, PUBLIC)
    proof = prove(found, protected.hidden, PUBLIC.k)
    for world in [*list(proof.witnesses())[:3], *protected.witnesses[:3]]:
        other = replace(found, counts=world)
        assert packed(prove(other, protected.hidden, PUBLIC.k)) == packed(proof)


def test_no_number_of_a_proof_leads_back_to_a_hidden_amount() -> None:
    """The least that had to stay open was half as much again of the truth, and said so: 1.5 x 126 is 189."""
    industries: dict[str, Groups] = {
        "robots": [(40, 3), (46, 2), (40, 1)],
        "ships": [(100, 30), (90, 30), (60, 30)],
        "chips": [(70, 30), (80, 30), (60, 30)],
    }
    one = protect(market(industries), INTERNAL)
    rows = {place.row for at in one.hidden for place in one.publication.cells[at].shown}
    (beside,) = {str(row[0]) for row in rows} & {"ships", "chips"}
    # Somebody fewer in the industry of few firms, and more in the one that is hidden for its sake.
    (lacking, firms), *rest = industries[beside]
    twin = {**industries, "robots": [(39, 3), (46, 2), (40, 1)], beside: [(lacking + 1, firms), *rest]}
    other = market(twin)
    hidden = sorted(one.hidden)
    assert one.publication.values[hidden].tolist() != other.values[hidden].tolist()
    proof = prove(one.publication, one.hidden, INTERNAL.k)
    assert packed(proof) == packed(prove(other, one.hidden, INTERNAL.k))
    low, high = reach(proof, [each.members for each in one.sensitive])
    assert not low.any()
    assert all(most >= each.high for most, each in zip(high, one.sensitive, strict=True))


# Rows of the city's own, as a load takes them.

ANSWERS = ("연도", "도시", "응답자 집단", "문항", "응답", "가중값", "응답자")
FIRMS = (
    *("연도", "반기", "도시", "산업", "직종", "기업 규모", "현원", "부족인원", "구인인원", "채용인원"),
    *("채용계획", "조사대상 기업", "응답 기업"),
)
GIMHAE = Scope(cities=("gimhae",))


def answers(groups: dict[str, tuple[int, int]]) -> str:
    """Respondents of each group who mean to stay, and who do not; an answer weighs 1.5."""
    rows = [
        (2025, "김해시", group, "정주의향", answer, f"{1.5 * people:.1f}", people)
        for group, counts in groups.items()
        for answer, people in zip(("그렇다", "그렇지 않다"), counts, strict=True)
    ]
    return written(ANSWERS, rows)


def of_public(folder: Folder, kpi: str, *by: str) -> pd.DataFrame:
    built = replace(folder.snapshot(), release="public")
    found = measurement.measure(built, kpi, GIMHAE, ("city", *by, "year"))
    return found.set_index(measurement.DIMENSIONS[by[0]]) if by else found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.setenv("MEOMUREUM_RELEASES", "exact,internal,public")
    return Folder(tmp_path, whole=True)


@pytest.mark.trial
def test_a_group_of_few_respondents_is_hidden_with_another_for_its_sake(folder: Folder) -> None:
    folder.write(answers({"고등학생": (60, 90), "대학생": (40, 80), "청년 재직자": (4, 11)}))
    found = of_public(folder, "settlement_intention", "respondents")
    assert found.loc["young_worker", "status"] == "suppressed"
    assert (found["status"] == "suppressed").sum() == 2
    (whole,) = of_public(folder, "settlement_intention").to_dict("records")
    assert (whole["numerator"], whole["denominator"], whole["sample_size"]) == (156.0, 427.5, 285.0)


@pytest.mark.trial
def test_a_survey_of_a_few_hides_even_its_total(folder: Folder) -> None:
    folder.write(answers({"청년 재직자": (4, 5)}))
    assert of_public(folder, "settlement_intention")["status"].tolist() == ["suppressed"]


def test_an_industry_of_few_firms_is_hidden_and_the_total_stays(folder: Folder) -> None:
    lacking = {"지능형로봇": (30, 28, 25), "미래자동차": (40, 38, 31), "디지털물류": (33, 30, 26)}
    rows = [
        (2025, 1, "김해시", industry, "조립", size, 20 * short, short, 30, 20, 10, firms, firms)
        for industry, amounts in lacking.items()
        for size, short in zip(("5~29인", "30~299인", "300인 이상"), amounts, strict=True)
        for firms in [3 if industry == "지능형로봇" else 12]
    ]
    folder.write(written(FIRMS, rows))
    found = of_public(folder, "labour_shortage_rate", "industry")
    assert found.loc["robotics", "status"] == "suppressed"
    assert (found["status"] == "suppressed").sum() == 2
    (whole,) = of_public(folder, "labour_shortage_rate").to_dict("records")
    assert whole["value"] == pytest.approx(1 / 21)
    # Its own counts are those of all surveys of the year together, which are nobody's number of persons.
    assert pd.isna(whole["numerator"])
    assert pd.isna(whole["denominator"])
