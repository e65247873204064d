"""Every fault of a file is found, named by place and value, and told with the next step."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from small import STUDENTS, Folder, account_of, records, written

from etl.build import Outcome
from etl.contract import MISSING_MARKS, LoadRefused, Problem
from etl.sources import SOURCES

HIGH = ("연도", "행정구역", "학교", "학교유형", "학과", "졸업 후 진로", "졸업자")

# One fault a line: the row, then column, value, and words of what is expected (both languages).
FAULTY: list[tuple[Sequence[object], str, str, str, str]] = [
    (["", "인제대", "100", "5"], "연도", "", "비워 둘 수 없는", "must not be blank"),
    (["2024", "-", "100", "5"], "기관", "-", "비워 둘 수 없는", "must not be blank"),
    (["2024", "인제대", "백 명", "5"], "재적학생", "백 명", "정수여야", "whole number"),
    (["2024", "인제대", "10.5", "5"], "재적학생", "10.5", "정수여야", "whole number"),
    (["24", "인제대", "100", "5"], "연도", "24", "1990에서 2100", "between 1990 and 2100"),
    (["이천", "인제대", "100", "5"], "연도", "이천", "네 자리 연도", "four-digit year"),
    (["2024", "인제대", "-3", ""], "재적학생", "-3", "0에서 99,999,999", "0 and 99,999,999"),
    (["2024", "인재대학교", "1", "0"], "기관", "인재대학교", "가까운 이름: 인제대학교", "인제대학교"),
    (["2024", "지어낸대학교", "1", "0"], "기관", "지어낸대학교", "등록되지 않은", "not registered"),
    (["2024", "가야대", "5", "6"], "중도탈락", "6", "재적학생보다 많을 수", "exceed the enrolled"),
]
NEXT_STEPS = {
    "비워": ("값을 채우세요", "Fill it in"),
    "등록": ("기준 자료에 추가", "add it to the reference data"),
    "가까": ("이름을 고치거나", "Mend the name"),
    "1990": ("값을 확인", "Check the value"),
    "0에서": ("값을 확인", "Check the value"),
    "재적": ("두 값을 확인", "Check both"),
}


def problems_at(outcome: Outcome, line: int, file: str = "loaded.csv") -> list[Problem]:
    return [problem for problem in outcome.problems if (problem.file, problem.line) == (file, line)]


def refused(folder: Folder) -> tuple[Problem, ...]:
    with pytest.raises(LoadRefused) as refusal:
        folder.check()
    return refusal.value.problems


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = Folder(tmp_path_factory.mktemp("faulty"))
    folder.write(written(STUDENTS, [fault[0] for fault in FAULTY]))
    return folder.check()


@pytest.mark.parametrize("at", range(len(FAULTY)), ids=[fault[3] for fault in FAULTY])
def test_a_fault_names_its_place_its_value_what_is_expected_and_the_next_step(
    faulty: Outcome, at: int
) -> None:
    _, column, value, korean, english = FAULTY[at]
    steps = [step for words, step in NEXT_STEPS.items() if korean.startswith(words)]
    ((next_korean, next_english),) = steps or [("값을 고치세요", "Mend the value")]
    (problem,) = problems_at(faulty, line=at + 2)
    assert (problem.column, problem.value) == (column, value)
    assert korean in problem.expectation.ko
    assert english in problem.expectation.en
    assert next_korean in problem.next_step.ko
    assert next_english in problem.next_step.en


def test_the_sentence_of_a_fault_holds_all_of_it(faulty: Outcome) -> None:
    (problem,) = problems_at(faulty, line=4)
    assert problem.sentence().ko == "loaded.csv 4행 '재적학생' 열 값 '백 명': 정수여야 합니다. 값을 고치세요."
    assert problem.sentence().en == (
        "loaded.csv line 4, column '재적학생', value '백 명': A whole number is expected. Mend the value."
    )


def test_every_faulty_row_is_listed_not_the_first_alone(faulty: Outcome) -> None:
    assert [problem.line for problem in faulty.problems] == list(range(2, 2 + len(FAULTY)))
    account = account_of(faulty)
    assert (account.loaded, account.quarantined) == (0, len(FAULTY))


def test_every_fault_of_one_row_is_listed(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(written(STUDENTS, [["", "없는대", "많음", "-1"]]))
    assert {problem.column for problem in folder.check().problems} == {"연도", "기관", "재적학생", "중도탈락"}
    assert account_of(folder.check()).quarantined == 1


def test_an_unknown_code_is_answered_with_the_words_that_are_known(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(written(HIGH, [["2024", "안산", "", "일반고", "", "유학", "3"]]))
    (problem,) = folder.check().problems
    assert (problem.column, problem.value) == ("졸업 후 진로", "유학")
    assert "국외진학" in problem.expectation.ko
    assert "취업" in problem.expectation.ko


def test_a_lower_bound_without_an_upper_one_is_said_as_such(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(written(("연도", "순위 이름", "대학", "순위"), [["2024", "QS 아시아", "인제대", "0"]]))
    (problem,) = folder.check().problems
    assert problem.expectation.ko == "1 이상이어야 합니다."
    assert problem.expectation.en == "It must be at least 1."


def test_a_row_that_is_torn_is_quarantined_with_its_line(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(
        "연도,대학,재적학생,중도탈락\n2023,인제대,9,832,704\n2024,인제대,9017\n2024,가야대,2012,179\n"
    )
    outcome = folder.check()
    (long,), (short,) = problems_at(outcome, 2), problems_at(outcome, 3)
    assert long.expectation.ko == "칸이 5개인데 머리글은 4개입니다."
    assert short.expectation.en == "The row has 3 cells, the header 4."
    assert "쉼표와 따옴표" in short.next_step.ko
    assert account_of(outcome).loaded == 1


def test_rows_that_contradict_each_other_are_all_quarantined(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(written(STUDENTS, [["2024", "인제대", 9017, 688], ["2024", "가야대", 2012, 179]]), "a.csv")
    folder.write(written(STUDENTS, [["2024", "인제대학교", 9017, 690]]), "b.csv")
    outcome = folder.check()
    assert [(problem.file, problem.line) for problem in outcome.problems] == [("a.csv", 2), ("b.csv", 2)]
    assert "같은 항목(연도, 기관, 계열, 출신 지역)에 다른 값" in outcome.problems[0].expectation.ko
    assert "same key (Year, Institution" in outcome.problems[0].expectation.en
    assert "하나만 남기세요" in outcome.problems[0].next_step.ko
    accounts = [account_of(outcome, name) for name in ("a.csv", "b.csv")]
    assert [(account.loaded, account.quarantined) for account in accounts] == [(1, 1), (0, 1)]


def test_a_row_seen_before_is_already_present(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(
        written(STUDENTS, [["2024", "인제대", 9017, 688], ["2024", "인제대학교", "9,017", 688]]), "a.csv"
    )
    folder.write(written(STUDENTS, [["2024", "Inje University", 9017, 688]]), "b.csv")
    outcome = folder.check()
    assert outcome.problems == ()
    accounts = [account_of(outcome, name) for name in ("a.csv", "b.csv")]
    assert [(account.loaded, account.already_present) for account in accounts] == [(1, 1), (0, 1)]


@pytest.mark.parametrize(
    ("header", "missing", "closest"),
    [
        (("연도", "대학", "재적학셍", "중도탈락"), "재적학생", "재적학셍"),
        (("Year", "University", "Enroled", "Dropped out"), "재적학생", "Enroled"),
        (("연도", "대학", "재적학생", "중도 탈락율"), "중도탈락", "중도 탈락율"),
    ],
)
def test_a_missing_column_names_the_closest_one(
    tmp_path: Path, header: Sequence[str], missing: str, closest: str
) -> None:
    folder = Folder(tmp_path)
    folder.write(written(header, [["2024", "인제대", 9017, 688]]))
    (problem,) = refused(folder)
    assert (problem.file, problem.column) == ("loaded.csv", missing)
    assert f"가장 가까운 열은 '{closest}'" in problem.expectation.ko
    assert f"The closest is '{closest}'" in problem.expectation.en
    assert "대학 재적·중도탈락" in problem.expectation.ko


def test_every_missing_column_of_every_file_is_listed(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(written(("연도", "대학", "중도탈락"), []), "a.csv")
    folder.write(written(("연도", "대학", "학과", "졸업 후 진로", "직장 소재지"), []), "b.csv")
    folder.write("", "c.csv")
    found = {(problem.file, problem.column) for problem in refused(folder)}
    assert found == {("a.csv", "재적학생"), ("b.csv", "졸업자"), ("c.csv", "")}


def test_a_named_table_still_needs_its_columns(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(
        written(("연도", "대학", "재적학생"), [["2024", "인제대", 9017]]), within="raw/university_students"
    )
    (problem,) = refused(folder)
    assert problem.column == "중도탈락"


def test_a_named_table_decides_where_the_header_leaves_it_open(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    header = (*HIGH, "직장 소재지")
    row = ["2024", "", "인제대", "", "간호학과", "취업", "7", "김해"]
    folder.write(written(header, [row]), within="raw/university_outcomes")
    assert account_of(folder.check()).table == "university_outcomes"


def test_an_unknown_column_is_reported_and_not_read(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(written((*STUDENTS, "담당자", "휴대전화"), [["2024", "인제대", 9017, 688, "홍길동", "010"]]))
    account = account_of(folder.check())
    assert account.loaded == 1
    assert [notice.ko for notice in account.notices] == [
        "알 수 없는 열 '담당자'는 읽지 않았습니다.",
        "알 수 없는 열 '휴대전화'는 읽지 않았습니다.",
    ]
    assert account.notices[0].en == "Unknown column '담당자' was not read."
    columns = records(
        folder.snapshot(), "SELECT column_name FROM duckdb_columns() WHERE table_name = 'university_students'"
    )
    assert not {"담당자", "휴대전화"} & {name for (name,) in columns}


def test_a_column_that_stands_twice_is_reported(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(written((*STUDENTS, "재적생", "연도"), [["2024", "인제대", 9017, 688, 9000, 2024]]))
    account = account_of(folder.check())
    assert account.loaded == 1
    assert [notice.ko for notice in account.notices] == [
        "알 수 없는 열 '재적생'은 읽지 않았습니다.",
        "알 수 없는 열 '연도'는 읽지 않았습니다.",
    ]


def test_a_column_that_stands_twice_with_other_values_is_refused(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(written((*STUDENTS, "연도"), [["2024", "인제대", 9017, 688, 2023]]))
    with pytest.raises(LoadRefused) as refused:
        folder.check()
    assert "두 번" in refused.value.problems[0].expectation.ko
    assert refused.value.problems[0].column == "연도"


# Missing marks.

KINDS = {
    "missing": ["", "null", "…", "...", "미상"],
    "not_published": ["미공표", "미공개"],
    "not_applicable": ["-", "－", "해당없음", "해당 없음"],
    "suppressed": ["x", "X", "*"],
}
MARKS = [(mark, kind) for kind, marks in KINDS.items() for mark in marks]


def test_each_missing_mark_is_kept_as_its_own_kind_and_never_a_zero(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    rows = [[2000 + at, "인제대", 1000, mark] for at, (mark, _) in enumerate(MARKS)]
    folder.write(written(STUDENTS, [*rows, [2020, "인제대", 1000, 0]]))
    found = records(
        folder.snapshot(),
        """
        SELECT dropped_out, dropped_out_missing
        FROM university_students
        WHERE data_set = 'real'
        ORDER BY year
        """,
    )
    assert found == [*((None, kind) for _, kind in MARKS), (0, None)]


def test_every_kind_of_mark_that_the_contract_knows_is_tried() -> None:
    assert set(MISSING_MARKS.values()) == {kind for _, kind in MARKS}


def test_a_word_that_marks_a_missing_number_may_be_a_code_elsewhere(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(written(HIGH, [["2024", "안산", "", "일반고", "미상", "미상", "3"]]))
    found = records(folder.snapshot(), "SELECT department, outcome, graduates FROM high_school_outcomes")
    assert found == [("미상", "unknown", 3)]


# Codes and names.


def test_a_bare_province_code_of_two_systems_is_refused(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    codes = ["26", "26.0", "２６", "31"]
    folder.write(written(HIGH, [["2024", code, "", "일반고", "", "취업", "3"] for code in codes]))
    problems = folder.check().problems
    assert [(problem.column, problem.value) for problem in problems] == [("행정구역", code) for code in codes]
    for problem in problems:
        assert re.search(r"가까운 이름: kostat:(\d\d), mois:\1\.", problem.expectation.ko)


def test_a_code_with_its_system_or_shared_by_both_is_taken(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    codes = ["mois:26", "kostat:26", "11", "48250", "38070", "MOIS:26"]
    folder.write(
        written(HIGH, [[2010 + at, code, "", "일반고", "", "취업", 3] for at, code in enumerate(codes)])
    )
    found = records(folder.snapshot(), "SELECT region_id FROM high_school_outcomes ORDER BY year")
    assert [region for (region,) in found] == ["busan", "ulsan", "seoul", "gimhae", "gimhae", "busan"]


def test_ansan_college_is_never_new_ansan_college(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    names = ["안산대", "안산대학교", "신안산대", "신안산대학교"]
    folder.write(written(STUDENTS, [[2010 + at, name, 100, 5] for at, name in enumerate(names)]))
    found = records(folder.snapshot(), "SELECT institution_id FROM university_students ORDER BY year")
    assert [institution for (institution,) in found] == ["ansan_univ", "ansan_univ", "shinansan", "shinansan"]


def test_part_of_a_name_is_no_name(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    parts = ["안산", "산대", "안산공업", "에리카"]
    folder.write(written(STUDENTS, [["2024", part, 100, 5] for part in parts]))
    assert [problem.value for problem in folder.check().problems] == parts


def test_a_school_is_known_by_each_of_its_codes_and_aliases(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    names = ["ansan_tech", "안산공고", "안산공업고", "7530348", "B000011506"]
    header = ("연도", "학교", "학과", "졸업 후 진로", "진로 지역", "졸업자")
    rows = [[2010 + at, name, "기계과", "취업", "안산", 9] for at, name in enumerate(names)]
    folder.write(written(header, rows), "schools.csv")
    folder.write(written(STUDENTS, [[2020, "한국산업기술대학교", 100, 5]]), "universities.csv")
    for table, expected in (
        ("high_school_outcomes", ["ansan_tech"] * 5),
        ("university_students", ["tukorea"]),
    ):
        found = records(folder.snapshot(), f"SELECT institution_id FROM {table} ORDER BY year")
        assert [institution for (institution,) in found] == expected


def test_a_school_among_universities_is_held_back(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(written(STUDENTS, [[2024, "안산공고", 100, 5], [2024, "한국공학대학교", 100, 5]]))
    (problem,) = folder.build().problems
    assert (problem.line, problem.value, problem.expectation.ko) == (2, "안산공고", "대학이 아닙니다.")


# The contracts themselves.


def test_every_key_and_rule_names_a_column_of_its_contract() -> None:
    for source in SOURCES:
        for name in (*source.key, *source.coverage, *(rule.column for rule in source.rules)):
            assert source.column(name).name == name


def test_every_word_of_a_contract_is_there_in_both_languages() -> None:
    for source in SOURCES:
        labels = [source.label, *(column.label for column in source.columns)]
        labels += [text for rule in source.rules for text in (rule.expectation, rule.next_step)]
        labels += [check.label for check in source.checks]
        assert all(label.ko.strip() and label.en.strip() for label in labels)


def test_no_two_tables_share_a_name() -> None:
    assert len({source.table for source in SOURCES}) == len(SOURCES)


def test_what_shipped_data_break_a_published_total_is_refused(tmp_path: Path) -> None:
    folder = Folder(tmp_path, published=True)
    path = folder.data / "published" / "high_school_outcomes.csv"
    path.write_text(
        path.read_text("utf-8").replace(
            "2020,ansan,general,university,2660", "2020,ansan,general,university,2661"
        ),
        "utf-8",
    )
    (problem,) = refused(folder)
    assert (problem.file, problem.value) == ("high_school_outcomes", "published ansan 2020")
    assert "'학교유형의 합이 공표된 졸업자 수와 같음'을" in problem.expectation.ko


def test_a_file_is_not_taken_for_a_small_table_that_its_header_happens_to_complete(tmp_path: Path) -> None:
    """Programme, institution and year complete the list of members, yet the file speaks of participants."""
    header = ("연도", "사업", "기관", "단계", "참여자", "이수자")
    folder = Folder(tmp_path)
    folder.write(written(header, [["2025", "ansan_root", "안산공고", "기초", "10", "9"]]))
    with pytest.raises(LoadRefused) as refusal:
        folder.check()
    (problem,) = refusal.value.problems
    assert "사업 참여·이수" in problem.expectation.ko
    assert problem.column == "과정"
