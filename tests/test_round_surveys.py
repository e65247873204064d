"""Rounds that ask people and firms: the questionnaire, its response rate, and what stands at the end."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from round_world import TODAY, Cells, World, filled
from small import records

import kpis
from etl.contract import LoadRefused
from etl.rounds import approval, board, publication, receipt
from etl.rounds.round_folder import Round

ANSWERS, ASKED = "정주의향 조사", "정주의향 조사 합계"
DEMAND, STAFF = "인력수요 조사", "인력수요 조사 합계"
FIRMS = """firm_id,name_ko,name_en,industry_id,firm_size
hana,하나정밀,Hana Precision,미래자동차,5~29인
dul,둘테크,Dul Tech,future_mobility,5-29
set,셋바이오,Set Bio,biomedical,30-299
"""


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> World:
    made = World(tmp_path_factory.mktemp("survey"), before=False, whole=True)
    assert made.now.id
    return made


@pytest.fixture
def world(start: World, tmp_path: Path) -> World:
    return start.copied(tmp_path)


def firms(world: World, text: str = FIRMS) -> Path:
    path = world.place / "firms.csv"
    path.write_text(text, "utf-8")
    return path


def take(world: World, asked: Round, returns: dict[str, Cells]) -> list[receipt.Receipt]:
    books = world.workbooks(asked, tuple(returns))
    paths = [world.returned(f"{each}.xlsx", filled(books[each], cells)) for each, cells in returns.items()]
    return receipt.receive(paths, asked, world.data, world.now, "kim")


def published(world: World, asked: Round, respondents: list[str]) -> None:
    approval.approve(respondents, asked, world.data, "kim", TODAY)
    outcome = publication.publish(asked, world.data, world.snapshots, "kim", TODAY)
    assert outcome.problems == ()


def survey(intends: list[int], satisfied: list[int], asked: int) -> Cells:
    """How many answered 1, 2, 3, 4, 5 and nothing, to each of the two questions."""
    counts = [*intends, *satisfied]
    return {
        ANSWERS: {f"E{row}": count for row, count in enumerate(counts, start=8)},
        ASKED: {"C8": asked, "C9": asked},
    }


def test_a_settlement_survey_tells_its_response_rate_at_once_and_its_share_at_the_end(world: World) -> None:
    asked = world.open(("settlement_survey",), institutions=("gimhae_life", "garam_1", "inje"))
    found = take(
        world,
        asked,
        {
            "gimhae_life": survey([5, 5, 10, 20, 10, 0], [0, 0, 25, 25, 0, 0], 60),
            "garam_1": survey([10, 10, 20, 5, 5, 10], [10, 10, 10, 10, 10, 10], 90),
        },
    )
    assert [each.examined.findings for each in found] == [(), ()]
    now = board.board(world.data, asked, TODAY)
    assert (now.rate, now.people) == ("66.7%", (50 + 60, 60 + 90))
    published(world, asked, ["gimhae_life", "garam_1"])
    scope = kpis.Scope(cities=("gimhae",), first_year=2025)
    (row,) = kpis.measure(world.now, "settlement_intention", scope).to_dict("records")
    assert (row["numerator"], row["denominator"]) == (20 + 10 + 5 + 5, 50 + 50)
    asked_of = "SELECT respondent_group, question, invited FROM survey_questions WHERE data_set = 'real' ORDER BY question"
    assert records(world.now, asked_of) == [
        ("high_school", "intends_to_settle", 150),
        ("high_school", "satisfied_with_city", 150),
    ]


def sheet(world: World, asked: Round, respondent: str, name: str) -> list[list[object]]:
    """The rows of one sheet of a workbook as it is sent out, beneath its headings."""
    content = world.workbooks(asked, (respondent,))[respondent]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).to_python()
    return [list(row) for row in rows[7:]]


def test_a_settlement_form_shows_what_was_answered_in_the_survey_before(world: World) -> None:
    first = world.open(("settlement_survey",), institutions=("garam_1",))
    assert [row[5] for row in sheet(world, first, "garam_1", ANSWERS)[:12]] == [""] * 12
    answers = ([5, 5, 10, 20, 10, 0], [0, 0, 25, 25, 0, 0])
    take(world, first, {"garam_1": survey(*answers, 60)})
    published(world, first, ["garam_1"])
    # Two years later: a survey is not taken every year.
    later = world.open(("settlement_survey",), institutions=("garam_1",), year=2027)
    shown = sheet(world, later, "garam_1", ANSWERS)
    assert [row[5] for row in shown[:12]] == [*answers[0], *answers[1]]
    assert [row[1] for row in sheet(world, later, "garam_1", ASKED)[:2]] == [50, 50]


def test_more_answers_than_people_asked_are_an_error(world: World) -> None:
    asked = world.open(("settlement_survey",), institutions=("garam_1",))
    (found,) = take(world, asked, {"garam_1": survey([10] * 6, [10] * 6, 59)})
    assert [(each.kind, each.cell) for each in found.examined.findings] == [("error", "C8"), ("error", "C9")]


def test_the_questions_stand_in_the_form(world: World) -> None:
    asked = world.open(("settlement_survey",), institutions=("garam_1",))
    content = world.workbooks(asked)["garam_1"]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(ANSWERS).to_python()
    words = " ".join(str(each) for row in rows for each in row)
    assert "졸업하거나 직장을 옮기더라도 김해시에 계속 살 생각이 있다." in words
    assert "I am satisfied with living in Gimhae." in words
    assert "How many people answered so?" in words


def demand(rows: list[tuple[object, ...]], staff: int) -> Cells:
    """Occupation, employees, shortage, openings, hires, planned hires of each row; and all employees."""
    cells = {
        f"{letter}{line}": value
        for line, row in enumerate(rows, start=8)
        for letter, value in zip("ABCDEF", row, strict=True)
    }
    return {DEMAND: cells, STAFF: {"C8": staff}}


def test_firms_are_added_up_by_industry_and_size_with_those_who_were_asked(world: World) -> None:
    asked = world.open(("labour_demand",), half="1", firms=firms(world))
    assert [each.known for each in asked.respondents][:2] == [
        {"industry_id": "future_mobility", "firm_size": "5-29"},
    ] * 2
    found = take(
        world,
        asked,
        {
            "hana": demand([("생산", 12, 2, 3, 1, 4), ("연구", 3, 0, 0, 0, 1)], 15),
            "set": demand([("생산", 40, 5, 6, 4, "미상")], 40),
        },
    )
    assert [each.examined.findings for each in found] == [(), ()]
    assert board.board(world.data, asked, TODAY).rate == "66.7%"
    published(world, asked, ["hana", "set"])
    assert demand_of(world) == [
        ("biomedical", "생산", "30-299", 40, 5, 6, 4, None, 1, 1),
        ("future_mobility", "생산", "5-29", 12, 2, 3, 1, 4, 2, 1),
        ("future_mobility", "연구", "5-29", 3, 0, 0, 0, 1, 2, 1),
    ]
    take(world, asked, {"dul": demand([("생산", 8, 1, 1, 1, 0)], 8)})
    published(world, asked, ["dul"])
    assert demand_of(world)[1:] == [
        ("future_mobility", "생산", "5-29", 20, 3, 4, 2, 4, 2, 2),
        ("future_mobility", "연구", "5-29", 3, 0, 0, 0, 1, 2, 2),
    ]


def test_a_firm_finds_what_it_returned_last_in_its_form(world: World) -> None:
    first = world.open(("labour_demand",), half="1", firms=firms(world))
    rows: list[tuple[object, ...]] = [("생산", 12, 2, 3, 1, 4), ("연구", "미상", 0, 0, 0, 1)]
    take(world, first, {"hana": demand(rows, 12), "dul": demand([("생산", 8, 1, 1, 1, 0)], 8)})
    approval.approve(["hana"], first, world.data, "kim", TODAY, "한 직종은 모름")
    second = world.open(("labour_demand",), half="2", firms=firms(world))
    # What is not approved is not shown again; a number that was withheld stays away.
    assert [(row[0], row[6]) for row in sheet(world, second, "hana", DEMAND)] == [("생산", 12), ("연구", "")]
    assert sheet(world, second, "dul", DEMAND) == []
    (query,) = [
        each
        for found in take(world, second, {"hana": demand([("생산", 30, 2, 3, 1, 4)], 30)})
        for each in found.examined.findings
    ]
    assert query.words.ko.startswith("'전체': 지난 조사 12명, 이번 30명")


def demand_of(world: World) -> list[tuple[object, ...]]:
    sql = """
        SELECT industry_id, occupation, firm_size, employees, shortage, openings, hires, planned_hires, firms_asked, firms_answered
        FROM labour_demand WHERE data_set = 'real' AND line > 0 ORDER BY ALL
    """
    return records(world.now, sql)


def test_staff_that_does_not_add_up_and_more_hires_than_openings_are_errors(world: World) -> None:
    asked = world.open(("labour_demand",), half="1", firms=firms(world))
    (found,) = take(world, asked, {"hana": demand([("생산", 12, 2, 3, 4, 4)], 15)})
    assert [(each.sheet, each.cell) for each in found.examined.findings] == [(DEMAND, "E8"), (STAFF, "C8")]


def test_a_list_of_firms_is_refused_with_line_and_column(world: World) -> None:
    wrong = FIRMS.replace("dul", "hana").replace("biomedical", "우주항공")
    with pytest.raises(LoadRefused) as refused:
        world.open(("labour_demand",), half="1", firms=firms(world, wrong))
    assert [(each.file, each.line, each.column) for each in refused.value.problems] == [
        ("firms.csv", 3, "firm_id"),
        ("firms.csv", 4, "industry_id"),
    ]
    for more in ({}, {"half": "1"}, {"half": "3", "firms": firms(world)}):
        with pytest.raises(LoadRefused):
            world.open(("labour_demand",), **more)
