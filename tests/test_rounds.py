"""Collection rounds: the workbook, what is found in a return, whose it is, approval, and what is published."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from round_world import (
    AFTER,
    DEADLINE,
    ROWS,
    TABLE,
    TODAY,
    TOTALS,
    Cells,
    World,
    cell,
    every_sheet,
    filled,
    full_round,
    outcomes,
    uncalculated,
)
from small import account_of, records

import kpis
from etl import build, ledger_acts, load_ledger
from etl.contract import LoadRefused
from etl.load_ledger import Said
from etl.rounds import approval, board, publication, receipt, reminders, round_folder
from etl.rounds.marks import Mark, known_of
from etl.rounds.receipt import Receipt
from etl.rounds.round_folder import Round

LIFE = "gimhae_life"


class Played:
    """One round under way in a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.asked: Round = world.open()
        self._books: dict[str, bytes] = {}

    def book(self, respondent: str = LIFE) -> bytes:
        if respondent not in self._books:
            self._books |= self.world.workbooks(self.asked, (respondent,))
        return self._books[respondent]

    def receive(self, content: bytes, name: str = "제출.xlsx") -> Receipt:
        path = self.world.returned(name, content)
        (found,) = receipt.receive([path], self.asked, self.world.data, self.world.now, "kim")
        return found

    def send(self, cells: Cells, respondent: str = LIFE, name: str = "제출.xlsx") -> Receipt:
        return self.receive(filled(self.book(respondent), cells), name)

    def state(self, respondent: str = LIFE) -> board.Line:
        lines = board.board(self.world.data, self.asked, TODAY).lines
        return next(line for line in lines if line.respondent.id == respondent)

    def approve(self, *respondents: str, why: str = "") -> None:
        approval.approve(respondents, self.asked, self.world.data, "kim", TODAY, why)

    def told(self, found: Receipt) -> list[tuple[str, str, str]]:
        return [(each.kind, f"{each.sheet}!{each.cell}", each.value) for each in found.examined.findings]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> World:
    made = World(tmp_path_factory.mktemp("round"))
    assert made.now.id
    return made


@pytest.fixture
def played(start: World, tmp_path: Path) -> Played:
    return Played(start.copied(tmp_path))


def test_a_workbook_shows_last_year_and_is_locked_but_for_what_is_filled_in(played: Played) -> None:
    content = played.book()
    assert len(played.asked.respondents) == 14
    assert "조경과" not in cell(content, ROWS, "A11")
    assert [re.findall(r"<v>(\d+)</v>", cell(content, ROWS, f"K{row}")) for row in (8, 9, 10)] == [
        ["20"],
        ["10"],
        ["12"],
    ]
    assert re.findall(r"<v>(\d+)</v>", cell(content, TOTALS, "B8") + cell(content, TOTALS, "B9")) == [
        "30",
        "12",
    ]
    sheets = dict(every_sheet(content))
    assert all("<sheetProtection" in xml for xml in sheets.values())
    assert all(
        '<row r="1"' in xml and re.search(r'<row r="1"[^>]*hidden="1"', xml) for xml in sheets.values()
    )
    assert sheets[ROWS].count('type="list"') == 5  # sex, participant, outcome, university, region


def test_a_return_is_known_whatever_its_file_is_called(played: Played) -> None:
    found = played.send(outcomes(18, 11, 13), "garam_3", "사본 - 무제(2).xlsx")
    assert (found.outcome, found.respondent and found.respondent.id) == ("received", "garam_3")
    assert found.examined.findings == ()
    assert played.state("garam_3").state == "ready"


def test_rows_that_do_not_add_up_to_the_stated_total_are_an_error_with_its_cell(played: Played) -> None:
    found = played.send(outcomes(18, 11, 13, C8=28))
    assert played.told(found) == [("error", f"{TOTALS}!C8", "28")]
    assert "합계는 28명인데 적은 행의 합은 29명" in found.examined.findings[0].sentence().ko
    assert played.state().state == "errors"


def test_a_total_left_out_is_an_error_and_a_department_without_one_too(played: Played) -> None:
    cells = outcomes(18, 11, 13)
    rows = {**cells[ROWS], "A11": "원예과", "D11": "취업", "F11": "김해시", "H11": 4}
    found = played.send({ROWS: rows, TOTALS: {"C8": 29}})
    assert played.told(found) == [("error", f"{TOTALS}!C9", ""), ("error", f"{TOTALS}!", "원예과")]


def test_a_third_is_no_query_and_more_is_one_until_it_is_explained(played: Played) -> None:
    assert played.told(played.send(outcomes(20, 20, 16))) == []  # 30 -> 40 and 12 -> 16: a third exactly
    found = played.send(outcomes(20, 21, 13))
    assert played.told(found) == [("query", f"{TOTALS}!G8", "41")]
    assert played.state().state == "queries"
    found = played.send(outcomes(20, 21, 13, G8="신입생 증원 학년이 졸업함"))
    assert [each.note for each in found.examined.findings] == ["신입생 증원 학년이 졸업함"]
    assert played.state().state == "ready"


def test_a_cell_that_its_contract_refuses_is_told_with_sheet_cell_and_value(played: Played) -> None:
    cells = outcomes(18, 11, 13)
    rows = {**cells[ROWS], "A11": "조경과", "D11": "취엄", "F11": "김해시", "H11": "여덟"}
    found = played.send({ROWS: rows, TOTALS: cells[TOTALS]})
    assert ("error", f"{ROWS}!D11", "취엄") in played.told(found)
    assert ("error", f"{ROWS}!H11", "여덟") in played.told(found)


def test_rows_far_beneath_those_that_were_drawn_can_be_filled_in_and_count(played: Played) -> None:
    cells = outcomes(18, 11, 13, C8=33)
    rows = {**cells[ROWS], "A900": "조경과", "D900": "취업", "F900": "양산시", "H900": 4}
    found = played.send({ROWS: rows, TOTALS: cells[TOTALS]})
    assert found.examined.findings == ()
    sheet = dict(every_sheet(played.book()))[ROWS]
    assert 'sqref="H8:H5010"' in sheet
    assert "$H$5010" in dict(every_sheet(played.book()))[TOTALS]


def test_the_same_row_twice_with_other_counts_is_an_error(played: Played) -> None:
    cells = outcomes(18, 11, 13, C8=34)
    rows = {**cells[ROWS], "A11": "조경과", "D11": "취업", "F11": "김해시", "H11": 5}
    found = played.send({ROWS: rows, TOTALS: cells[TOTALS]})
    assert [each.cell for each in found.examined.findings] == ["8", "11"]


def test_an_untouched_workbook_is_no_return_that_could_be_approved(played: Played) -> None:
    found = played.receive(played.book())
    assert {each.kind for each in found.examined.findings} == {"error"}
    with pytest.raises(LoadRefused, match="오류"):
        played.approve(LIFE)


def test_a_later_return_takes_the_place_of_an_earlier_one(played: Played) -> None:
    played.send(outcomes(18, 11, 13, C8=28))
    played.send(outcomes(18, 11, 13), name="고침.xlsx")
    line = played.state()
    assert (line.state, line.returned and line.returned.file) == ("ready", "고침.xlsx")
    assert played.send(outcomes(18, 11, 13, C8=28)).outcome == "present"  # an old file in a watched folder
    assert played.state().state == "ready"


FORGED = {
    "institution": {"C1": "garam_1"},
    "year": {"F1": "institution_id=gimhae_life&year=2020"},
    "signature": {"G1": "0" * 64},
}


@pytest.mark.parametrize("part", FORGED)
def test_a_mark_that_was_changed_is_refused_in_a_plain_sentence(played: Played, part: str) -> None:
    found = played.send({**outcomes(18, 11, 13), "안내 Guide": {}, ROWS: FORGED[part]})
    assert (found.outcome, found.respondent) == ("refused", None)
    assert found.refusal is not None
    assert "표식이 고쳐졌습니다" in found.refusal.ko
    assert played.state().state == "waiting"


def test_files_of_another_round_or_of_none_are_refused(played: Played, tmp_path: Path) -> None:
    other = played.world.open()
    assert other.id != played.asked.id
    strange = played.receive(played.world.workbooks(other, (LIFE,))[LIFE])
    assert strange.refusal is not None
    assert other.id in strange.refusal.ko
    path = tmp_path / "표.csv"
    path.write_text("연도,학교\n2025,김해\n", "utf-8")
    (none,) = receipt.receive([path], played.asked, played.world.data, played.world.now, "kim")
    assert none.refusal is not None
    assert "수집 서식이 아닙니다" in none.refusal.ko
    again = played.receive(played.world.workbooks(other, (LIFE,))[LIFE])
    assert again.outcome == "refused"


def test_a_file_with_sheets_of_two_institutions_is_refused(played: Played) -> None:
    key = round_folder.key_of(played.world.data, played.asked.id)
    known = known_of({"institution_id": LIFE, "year": "2025"})
    theirs = Mark(played.asked.id, LIFE, "rows", TABLE, known).row(key)
    sheet = {f"{letter}1": word for letter, word in zip("ABCDEFG", theirs, strict=True)}
    found = played.send({ROWS: sheet}, "garam_1")
    assert found.refusal is not None
    assert "두 기관(가람1고등학교, 김해생명과학고등학교)" in found.refusal.ko


def test_headings_that_were_changed_are_an_error(played: Played) -> None:
    cells = outcomes(18, 11, 13)
    found = played.send({ROWS: {**cells[ROWS], "H6": "명"}, TOTALS: cells[TOTALS]})
    assert [each.kind for each in found.examined.findings] == ["error"]
    assert "머리글" in found.examined.findings[0].words.ko


def test_approval_closes_an_institution_until_it_is_taken_back(played: Played) -> None:
    with pytest.raises(LoadRefused, match="아직 제출하지 않았습니다"):
        played.approve(LIFE)
    played.send(outcomes(20, 21, 13))
    with pytest.raises(LoadRefused, match="설명하지 않은 질의 1건"):
        played.approve(LIFE)
    played.approve(LIFE, why="전화로 확인")
    assert (played.state().state, played.state().why) == ("approved", "전화로 확인")
    closed = played.send(outcomes(18, 11, 13))
    assert closed.refusal is not None
    assert "이미 승인되어" in closed.refusal.ko
    approval.reopen([LIFE], played.asked, played.world.data, "kim", TODAY)
    assert played.send(outcomes(18, 11, 13)).outcome == "received"
    assert played.state().state == "ready"


def test_nothing_is_published_before_approval(played: Played) -> None:
    before = played.world.now.id
    played.send(outcomes(18, 11, 13))
    with pytest.raises(LoadRefused, match="새로 승인한 자료가 없습니다"):
        publication.publish(played.asked, played.world.data, played.world.snapshots, "kim", TODAY)
    assert played.world.now.id == before


def sheet_of(content: bytes, name: str) -> list[list[object]]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name)
    return [list(row) for row in sheet.to_python(skip_empty_area=False)]


def standing(world: World, year: int = 2025) -> dict[str, int]:
    sql = f"SELECT institution_id, SUM(graduates) FROM {TABLE} WHERE data_set = 'real' AND line > 0 AND year = {year} GROUP BY 1"
    return {str(name): int(people) for name, people in records(world.now, sql)}


def test_a_corrected_return_comes_instead_of_the_published_one(played: Played) -> None:
    world = played.world
    played.send(outcomes(18, 11, 13))
    played.send(outcomes(20, 10, 12), "garam_1", "둘.xlsx")
    played.approve(LIFE, "garam_1")
    outcome = publication.publish(played.asked, world.data, world.snapshots, "kim", TODAY)
    assert (outcome.published, outcome.problems) == (True, ())
    mine = [each for each in outcome.accounts if each.load.load == 2]
    assert [(each.sheet, each.loaded) for each in mine] == [(ROWS, 3), (ROWS, 3)]
    assert standing(world) == {LIFE: 42, "garam_1": 42}
    approval.reopen([LIFE], played.asked, world.data, "kim", TODAY)
    played.send({ROWS: {"H8": 15, "H10": 13}, TOTALS: {"C8": 15, "C9": 13, "G8": "폐과"}}, name="고침.xlsx")
    played.approve(LIFE)
    publication.publish(played.asked, world.data, world.snapshots, "kim", TODAY)
    assert standing(world) == {LIFE: 28, "garam_1": 42}
    loads = [each for each in load_ledger.recorded(world.data) if each.provider == "김해시 수집"]
    assert [(each.load, each.mode, each.who) for each in loads] == [
        (2, "replaces", "kim"),
        (2, "replaces", "kim"),
        (3, "replaces", "kim"),
    ]


def test_what_is_withdrawn_in_the_ledger_stays_away_until_it_is_approved_anew(played: Played) -> None:
    world, asked = played.world, played.asked
    played.send(outcomes(18, 11, 13))
    played.approve(LIFE)
    publication.publish(asked, world.data, world.snapshots, "kim", TODAY)
    assert played.state().state == "published"
    withdrawal = ledger_acts.withdrawal(world.data, 2, Said(who="kim"))
    ledger_acts.carry_out(withdrawal, world.data, world.snapshots)
    assert (played.state().state, standing(world)) == ("withdrawn", {})
    with pytest.raises(LoadRefused):
        publication.publish(asked, world.data, world.snapshots, "kim", TODAY)
    approval.reopen([LIFE], asked, world.data, "kim", TODAY)
    played.approve(LIFE)
    assert played.state().state == "approved"
    publication.publish(asked, world.data, world.snapshots, "kim", TODAY)
    assert (played.state().state, standing(world)) == ("published", {LIFE: 42})


def test_a_sheet_whose_mark_was_cleared_or_that_is_hidden_is_an_error(played: Played) -> None:
    found = played.send({**outcomes(18, 11, 13), ROWS: {"A1": ""}})
    assert [(each.kind, each.sheet) for each in found.examined.findings] == [("error", ROWS)]
    assert "표식이 지워졌습니다" in found.examined.findings[0].words.ko


def test_letters_go_to_those_who_are_waited_for_and_say_what_is_to_be_mended(played: Played) -> None:
    played.send(outcomes(18, 11, 13, C8=28))
    played.send(outcomes(18, 11, 13), "garam_1")
    now = board.board(played.world.data, played.asked, AFTER)
    written = {each.respondent.id: each for each in reminders.letters(now)}
    assert len(written) == 13
    assert "garam_1" not in written
    assert "수신  가람2고등학교" in written["garam_2"].text.ko
    assert "기한이 지났으나" in written["garam_2"].text.ko
    assert "2026. 12. 15." in written["garam_2"].text.ko
    assert "055-330-0000" in written["garam_2"].text.en
    assert f"[{TOTALS}] C8 '28'" in written[LIFE].text.ko
    reminders.sent([written["garam_2"]], played.asked, played.world.data, "kim")
    assert played.state("garam_2").reminded


def test_what_a_round_is_and_what_happened_to_it_outlive_the_process(played: Played) -> None:
    again = round_folder.the_round(played.world.data, played.asked.id)
    assert again == played.asked
    assert again.deadline == DEADLINE
    played.book()
    happened = round_folder.events(played.world.data, again.id)
    assert [each.what for each in happened[:2]] == ["opened", "written"]
    key = played.world.data / "rounds" / again.id / "key"
    assert key.stat().st_mode & 0o077 == 0
    with (key.parent / "events.jsonl").open("a") as file:
        file.write('{"at": "torn')
    played.send(outcomes(18, 11, 13))
    assert played.state().state == "ready"


def test_an_opening_that_cannot_be_is_refused_with_every_reason(played: Played) -> None:
    with pytest.raises(LoadRefused) as refused:
        played.world.open(("freshman",), city_id="busan", deadline=TODAY.replace(year=2020))
    assert len(refused.value.problems) == 3
    with pytest.raises(LoadRefused, match="gimhae_life"):
        played.world.open(institutions=("inje",))


def test_a_full_round_of_fourteen(played: Played) -> None:
    """Ten are approved, and their figures stand; the four specialised schools are among them, so that their
    value is the city's.
    """
    world, folder = played.world, played.world.place / "shared"
    folder.mkdir()
    books = world.workbooks(played.asked)
    assert len(books) == 14
    for name, content in full_round(books).items():
        (folder / name).write_bytes(content)
    found = receipt.receive(receipt.files_in([folder]), played.asked, world.data, world.now, "kim")
    assert sorted(each.outcome for each in found) == ["received"] * 11 + ["refused"]
    now = board.board(world.data, played.asked, AFTER)
    states = {line.respondent.id: line.state for line in now.lines}
    assert [states[each] for each in ("garam_9", "garam_10", "garam_1", "garam_2", LIFE)] == [
        *("late", "late", "errors", "late", "ready")
    ]
    assert (now.count("ready"), now.returned, now.rate) == (10, 11, "78.6%")
    again = receipt.receive(receipt.files_in([folder]), played.asked, world.data, world.now, "kim")
    assert sorted(each.outcome for each in again) == ["present"] * 11 + ["refused"]
    ready = [each for each, state in states.items() if state == "ready"]
    played.approve(*ready)
    publication.publish(played.asked, world.data, world.snapshots, "kim", TODAY)
    assert standing(world) == dict.fromkeys(ready, 42)
    now = board.board(world.data, played.asked, AFTER)
    assert (now.count("published"), now.count("late"), now.count("errors")) == (10, 3, 1)
    gimhae = kpis.Scope(cities=("gimhae",), first_year=2025)
    (row,) = kpis.measure(world.now, "vocational_local_hire_share", gimhae).to_dict("records")
    assert (row["numerator"], row["denominator"]) == (4 * 18, 4 * 29)
    assert "partial" not in row["marks"]


@pytest.mark.trial
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_return_saved_by_another_program_is_still_known(played: Played) -> None:
    import subprocess

    cells = outcomes(20, 21, 13, G8="폐교한 학교에서 옴", C9=12)
    rows = {**cells[ROWS], "A11": "조경과", "H11": 3, "D12": "취업", "H12": "셋"}
    path = played.world.returned("제출.xlsx", uncalculated(filled(played.book(), {**cells, ROWS: rows})))
    out = path.parent / "saved"
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "xlsx", "--outdir", out, path],
        check=True,
        capture_output=True,
        timeout=300,
    )
    content = (out / "제출.xlsx").read_bytes()
    sheets = dict(every_sheet(content))
    assert sheets[ROWS].count('type="list"') == 5
    assert "<sheetProtection" in sheets[ROWS]
    results = sheet_of(content, TOTALS)
    assert [row[1:6] for row in results[7:9]] == [
        [30, 41, 44, "합이 다름 Does not add up", "설명함 Explained"],
        [12, 12, 13, "합이 다름 Does not add up", ""],
    ]
    assert [row[11] for row in sheet_of(content, ROWS)[7:12]] == [
        "",
        "",
        "",
        "빈 칸이 있음 Blank cell",
        "숫자가 아님 Not a number",
    ]
    found = played.receive(content, "다시 저장.xlsx")
    assert (found.outcome, found.respondent and found.respondent.id) == ("received", LIFE)
    assert ("error", f"{TOTALS}!C8", "41") in played.told(found)
    assert ("error", f"{ROWS}!D11", "") in played.told(found)


def test_a_return_that_is_loaded_like_any_file_has_the_year_and_the_school_of_its_mark(
    played: Played,
) -> None:
    world = played.world
    file = world.returned("이름 없는 파일.xlsx", filled(played.book("garam_1"), outcomes(18, 11, 13)))
    outcome = build.load([file], world.data, world.snapshots, Said(provider="손으로", mode="adds"))
    assert account_of(outcome, file.name).loaded == 3
    found = records(
        world.now,
        "SELECT year, institution_id, SUM(graduates)::INTEGER FROM high_school_outcomes WHERE data_set = 'real'"
        f" AND year = {played.asked.year} GROUP BY ALL",
    )
    assert found == [(2025, "garam_1", 42)]


def test_a_university_returns_four_tables_in_one_workbook(tmp_path: Path) -> None:
    """Two programmes' worth of sheets are filled in, one of them with nobody; the sums stand in four tables."""
    world = World(tmp_path, before=False, whole=True)
    tables = ("university_outcomes", "university_students", "freshmen", "programme_participation")
    asked = world.open(tables, institutions=("inje",))
    (book,) = world.workbooks(asked).values()
    cells: Cells = {
        # department, field, sex, participant, home, outcome, workplace, industry, graduates, after 6, after 11 months
        "대학 졸업자 진로": {
            "A8": "간호학과",
            "B8": "의약",
            "F8": "취업",
            "G8": "김해시",
            "I8": 30,
            "J8": 28,
            "K8": 27,
            "A9": "간호학과",
            "B9": "의약",
            "F9": "진학",
            "I9": 4,
            "A10": "물리학과",
            "B10": "자연",
            "F10": "취업",
            "G10": "부산광역시",
            "I10": 6,
        },
        "대학 졸업자 진로 합계": {"A8": "간호학과", "C8": 34, "A9": "물리학과", "C9": 6},
        # field, home, enrolled, dropped out, five reasons
        "대학 재적·중도탈락": {
            "A8": "의약",
            "C8": 2300,
            "D8": 100,
            "E8": 10,
            "F8": 20,
            "G8": 60,
            "H8": 4,
            "I8": 6,
            "A9": "자연계열",
            "C9": 700,
            "D9": 50,
        },
        "대학 재적·중도탈락 합계": {"A8": "의약", "C8": "2,300", "A9": "자연", "C9": 700},
        "대학 신입생": {"A8": "김해시", "B8": 400, "C8": 1900, "A9": "부산", "B9": 250},
        "대학 신입생 합계": {"C8": 650},
        "사업 참여·이수 합계": {"A8": "전체", "C8": 0},
    }
    path = world.returned("인제.xlsx", filled(book, cells))
    (found,) = receipt.receive([path], asked, world.data, world.now, "kim")
    assert [each.sentence().ko for each in found.examined.findings] == []
    approval.approve(["inje"], asked, world.data, "kim", TODAY)
    outcome = publication.publish(asked, world.data, world.snapshots, "kim", TODAY)
    assert outcome.problems == ()
    inje = kpis.Scope(institutions=("inje",), first_year=2025)
    by = ("institution", "year")
    (dropped,) = kpis.measure(world.now, "university_dropout_rate", inje, by).to_dict("records")
    assert (dropped["numerator"], dropped["denominator"]) == (150, 3000)
    (local,) = kpis.measure(world.now, "local_employment_rate", inje, by).to_dict("records")
    assert (local["numerator"], local["denominator"]) == (30, 40)
    sql = "SELECT home_region_id, entrants, places FROM freshmen WHERE data_set = 'real' AND line > 0 ORDER BY entrants"
    assert records(world.now, sql) == [("busan", 250, None), ("gimhae", 400, 1900)]
    again = world.open(tables, institutions=("inje",), year=2026)
    (book,) = world.workbooks(again).values()
    assert [row[1] for row in sheet_of(book, "대학 졸업자 진로 합계")[7:9]] == [34, 6]
    assert [row[0] for row in sheet_of(book, "대학 재적·중도탈락")[7:9]] == ["의약", "자연"]
