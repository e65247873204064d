"""The Data page: a dry run first, then publishing; and who may do it."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from small import STUDENTS, Folder, records, written
from streamlit.testing.v1 import AppTest

from etl import mappings, upload
from etl.build import ensure_current
from meomureum import session
from meomureum.access.settings import settings_of
from meomureum.access.visitor import Visitor
from meomureum.session import file_matching, load_jobs, steward_desk
from meomureum.session.file_matching import Answer
from meomureum.session.steward_desk import Handed
from meomureum.store import locks, warehouse

GOOD = written(STUDENTS, [[2023, "인제대", 9832, 704], [2024, "인제대", 9017, 688]]).encode()
LATER = written(STUDENTS, [[2024, "인제대", 9020, 688]]).encode()
PARTLY = written(STUDENTS, [[2024, "인제대", 9017, 688], [2023, "없는대학", 1, 0]]).encode()
STRANGE = "년,학교이름,학생,나간학생\n2024,인제대,9017,688\n".encode()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    made = Folder(tmp_path_factory.mktemp("built"), published=True)
    with pytest.MonkeyPatch.context() as patch:
        _serve(made, patch)
        ensure_current()
    return made


@pytest.fixture
def folder(built: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Folder]:
    made = built.copied(tmp_path)
    _serve(made, monkeypatch)
    monkeypatch.setattr(load_jobs, "_jobs", [])
    monkeypatch.setattr(load_jobs, "_files", {})
    yield made
    wait()


def _serve(folder: Folder, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("MEOMUREUM_DATA", str(folder.data))
    patch.setenv("MEOMUREUM_SNAPSHOTS", str(folder.snapshots))


def wait() -> None:
    until = time.monotonic() + 300
    while (job := load_jobs.job()) is not None and job.running and time.monotonic() < until:
        time.sleep(0.05)


def handed(content: bytes, name: str = "대학.csv", **said: Any) -> Handed:
    return Handed(((name, content),), **said)


def publish(content: bytes, name: str = "대학.csv", **said: Any) -> load_jobs.Job:
    job = steward_desk.publish(handed(content, name, **said))
    wait()
    return job


def everything(folder: Folder) -> dict[Path, str]:
    return {
        path: hashlib.sha256(path.read_bytes()).hexdigest()
        for place in (folder.data, folder.snapshots)
        for path in place.rglob("*")
        if path.is_file()
    }


# The dry run.


def test_a_dry_run_says_what_would_change_and_writes_nothing(folder: Folder) -> None:
    publish(GOOD)
    before = everything(folder)
    found = steward_desk.dry_run(handed(LATER, "나중.csv"))
    (account,) = found.accounts
    assert (account.file, account.table, account.loaded) == ("나중.csv", "university_students", 1)
    assert [(each.column, each.old, each.new) for each in found.restated] == [("enrolled", "9017", "9020")]
    assert found.publishable
    assert everything(folder) == before


def test_a_file_loaded_already_changes_nothing(folder: Folder) -> None:
    assert folder.data.is_dir()
    publish(GOOD)
    found = steward_desk.dry_run(handed(GOOD, "같은 것.csv"))
    assert (found.present, found.accounts, found.publishable) == (("같은 것.csv",), (), False)


def test_problems_are_told_by_line_and_the_rest_can_be_published(folder: Folder) -> None:
    assert folder.data.is_dir()
    found = steward_desk.dry_run(handed(PARTLY))
    (problem,) = found.problems
    assert "대학.csv 3행 '기관' 열 값 '없는대학'" in problem.sentence().ko
    assert found.publishable


def test_several_files_at_once_are_one_load(folder: Folder) -> None:
    assert folder.data.is_dir()
    both = Handed((("a.csv", GOOD), ("b.csv", LATER)))
    found = steward_desk.dry_run(both)
    assert len(found.accounts) == 2
    assert {problem.file for problem in found.problems} == {"a.csv", "b.csv"}


def test_what_is_not_recognised_is_refused_with_the_way_on(folder: Folder) -> None:
    assert folder.data.is_dir()
    found = steward_desk.dry_run(handed(STRANGE))
    assert found.refused
    assert not found.publishable
    assert found.problems


# Uploads.


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.hwp", b"x", "읽을 수 있는 종류가 아닙니다"),
        ("a.csv", b"", "비어 있습니다"),
        ("a.xlsx", b"year,name", "확장자 '.xlsx'와 다릅니다"),
        ("a.csv", b"PK\x03\x04zip", "다릅니다"),
        ("a.csv", b"<html><table>", "다릅니다"),
        ("a.csv", b"x" * (upload.MOST_BYTES + 1), "20MB를 넘습니다"),
    ],
)
def test_an_upload_is_judged_before_it_is_read(name: str, content: bytes, words: str) -> None:
    found = upload.fault(name, content)
    assert found is not None
    assert words in found.sentence().ko


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\x\\대학.csv", "대학.csv"),
        ("..", "file"),
        ("a\x00b\n.csv", "ab.csv"),
        # 60 letters: three bytes each in Hangul still fit the 255 that a file system allows.
        ("가" * 300 + ".csv", "가" * 56 + ".csv"),
        ("<b>.csv", "_b_.csv"),
    ],
)
def test_a_name_leads_nowhere_else(name: str, safe: str) -> None:
    assert upload.safe_name(name) == safe


# Files matched by hand.

OWN = (
    "2023학년도 졸업생 진로 (김해건설공업고등학교)\n"
    "구분,취업처 지역,졸업생 수\n"
    "4년제 대학 진학,부산광역시,12\n취업(정규),김해,31\n"
).encode()


def test_what_is_said_of_columns_words_and_whole_files_is_remembered(folder: Folder) -> None:
    (glimpse,) = file_matching.glimpses("이상한.csv", STRANGE)
    assert glimpse.header == ("년", "학교이름", "학생", "나간학생")
    columns = ("연도", "기관", "재적학생", "중도탈락")
    answers = [Answer(*pair) for pair in zip(glimpse.header, columns, strict=True)]
    file_matching.remember("인제대", answers)
    assert mappings.remembered(folder.data) == {"인제대": answers}
    assert steward_desk.dry_run(handed(STRANGE, provider="인제대")).publishable
    assert steward_desk.dry_run(handed(STRANGE, provider="다른 곳")).refused
    publish(STRANGE, provider="인제대")
    now = warehouse.current()
    assert now is not None
    assert records(now, "SELECT enrolled FROM university_students WHERE data_set = 'real'") == [(9017,)]


def test_a_file_is_matched_with_what_is_proposed_and_what_only_a_person_knows(folder: Folder) -> None:
    assert folder.data.is_dir()
    (glimpse,) = file_matching.glimpses("진로.csv", OWN)
    table, now = "high_school_outcomes", warehouse.current()
    assert now is not None
    assert file_matching.likely_table(glimpse) == table
    year, school = (
        file_matching.everywhere(glimpse, each, table, "", now.id)
        for each in file_matching.columns_of(table)
        if each.name in ("year", "institution_id")
    )
    assert (year, school) == ("2024", "김해건설공업고등학교")
    answers = [
        *(Answer("구분", "졸업 후 진로"), Answer("취업처 지역", "진로 지역"), Answer("졸업생 수", "졸업자")),
        *(Answer("4년제 대학 진학", "졸업 후 진로", "대학교"), Answer("취업(정규)", "졸업 후 진로", "취업")),
        *(Answer("", "연도", year, file_matching.digest(OWN)), Answer("", "기관", school)),
    ]
    file = handed(OWN, "진로.csv", provider="김해건설공고")
    ((read_as, columns, rows),) = file_matching.understood(file, "진로.csv", answers).tables
    assert read_as == table
    assert dict(zip(columns, rows[0], strict=True)) == {
        "연도": "2024",
        "기관": "김해건설공업고등학교",
        "졸업 후 진로": "대학교",
        "진로 지역": "부산광역시",
        "졸업자": "12",
    }
    file_matching.remember("김해건설공고", answers)
    publish(OWN, "진로.csv", provider="김해건설공고")
    assert standing() == [(12,), (31,)]
    later = OWN.replace(b"2023", b"2024").replace(b"31", b"33")
    refused = steward_desk.dry_run(handed(later, "진로.csv", provider="김해건설공고"))
    assert "'연도' 열" in refused.problems[0].sentence().ko


def test_the_screen_proposes_shows_and_remembers(folder: Folder) -> None:
    assert folder.data.is_dir()
    screen = opened()
    screen.text_input(key="loading provider").input("김해건설공고").run()
    screen.file_uploader[0].upload("진로.csv", OWN, "text/csv").run()
    assert not screen.exception
    told = words(screen)
    assert "파일의 첫 행들 구분 취업처 지역 졸업생 수 4년제 대학 진학 부산광역시 12" in told
    assert screen.button(key="publish").disabled
    match = "match 진로.csv high_school_outcomes ko"
    for key, word in (("outcome", "구분"), ("destination_region_id", "취업처 지역")):
        screen.selectbox(key=f"{match} {key}").select(word).run()
    screen.selectbox(key=f"{match} outcome means 4년제 대학 진학").select("대학교").run()
    screen.selectbox(key=f"{match} outcome means 취업(정규)").select("취업").run()
    assert screen.text_input(key=f"{match} everywhere year").value == "2024"
    assert "이렇게 읽습니다: 고교 졸업자 진로" in words(screen)
    screen.button(key="remember matching").click().run()
    assert not screen.exception
    assert not screen.button(key="publish").disabled
    done(screen, "publish")
    assert standing() == [(12,), (31,)]


def test_a_file_that_fits_two_tables_is_a_question_and_does_not_hold_back_another(folder: Folder) -> None:
    assert folder.data.is_dir()
    both = written(
        ("연도", "학교명", "진로", "졸업자"), [(2024, "인제대", "취업", 5), (2024, "없는고", "취업", 6)]
    )
    screen = opened()
    screen.file_uploader[0].set_value(
        [("둘.csv", both.encode(), "text/csv"), ("졸업.csv", FIRST.encode(), "text/csv")]
    ).run()
    assert not screen.exception
    assert "파일 1개는 읽을 수 없어 빼고" in words(screen)
    assert not screen.button(key="publish").disabled
    (radio,) = screen.radio
    radio.set_value("university_outcomes").run()
    assert not screen.exception
    told = words(screen)
    assert "빼고" not in told
    assert "둘.csv 3행 '기관' 열 값 '없는고'" in told


# Publishing and going back.


def test_publishing_ends_in_a_new_snapshot_and_says_so(folder: Folder) -> None:
    assert folder.data.is_dir()
    before = warehouse.current()
    job = publish(PARTLY, why="첫 자료")
    assert job.outcome is not None
    assert job.outcome.published
    assert (job.problems, job.fault) == ((), None)
    assert warehouse.current() != before
    (held,) = steward_desk.quarantined_sheets()
    assert [line for line, _, _ in held.rows] == [3]
    assert steward_desk.quarantine_file(held, 1, "csv", "ko")[0] == "대학-격리-사유-1.csv"


def test_a_load_beside_another_is_told_not_lost(folder: Folder) -> None:
    with locks.sole_writer(folder.snapshots):
        job = publish(GOOD)
    assert isinstance(job.fault, locks.LoadRunning)


def test_going_back_holds_until_it_is_ended(folder: Folder) -> None:
    assert folder.data.is_dir()
    first = warehouse.current()
    assert first is not None
    publish(GOOD)
    second = warehouse.current()
    assert [each.id for each in steward_desk.rollback_choices()] == [first.id]
    steward_desk.roll_back(first.id)
    assert steward_desk.is_rolled_back()
    assert warehouse.current() == first
    steward_desk.return_to_newest()
    wait()
    assert not steward_desk.is_rolled_back()
    assert warehouse.current() == second


# Who may do it.


@pytest.mark.parametrize(("address", "role"), [("localhost", "steward"), ("192.168.0.7", None), (None, None)])
def test_only_a_server_for_one_person_makes_its_reader_the_steward(
    monkeypatch: pytest.MonkeyPatch, address: str | None, role: str | None
) -> None:
    monkeypatch.setattr("meomureum.session.roles.settings", lambda: settings_of({}, address))
    assert session.role() == role


def test_a_viewer_can_neither_publish_nor_go_back(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(folder)
    monkeypatch.setattr(steward_desk, "uses", lambda _: False)
    for write in (
        lambda: steward_desk.publish(handed(GOOD)),
        lambda: steward_desk.roll_back("x"),
        lambda: file_matching.remember("", []),
    ):
        with pytest.raises(PermissionError):
            write()
    assert everything(folder) == before


# The page.


def _draw() -> None:
    from meomureum import session
    from pages import data

    data.render(session.current())


def opened(language: str = "ko") -> AppTest:
    screen = AppTest.from_function(_draw, default_timeout=300)
    screen.query_params["lang"] = language
    screen.run()
    assert not screen.exception
    return screen


def words(screen: AppTest) -> str:
    html = " ".join(element.proto.body for element in screen.get("html"))
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)))


def test_the_empty_page_says_what_is_not_there_yet(folder: Folder) -> None:
    assert folder.data.is_dir()
    for language, phrases in (
        (
            "ko",
            ("격리된 행이 없습니다", "아직 정정된 값이 없습니다", "되돌릴 수 있는 다른 스냅숏이 없습니다"),
        ),
        ("en", ("No row is in quarantine", "No value has been restated", "no other snapshot")),
    ):
        told = words(opened(language))
        for phrase in phrases:
            assert phrase in told


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_upload_is_tried_published_and_stands_in_the_account(folder: Folder, language: str) -> None:
    assert folder.data.is_dir()
    publish(GOOD)
    screen = opened(language)
    screen.file_uploader[0].upload("나중.csv", LATER, "text/csv").run()
    assert not screen.exception
    told = words(screen)
    for phrase in {
        "ko": ("적재하면 이렇게 됩니다", "바뀌게 될 값 1개", "9017", "9020", "인제대학교"),
        "en": ("What loading would do", "Values that would be restated: 1", "9020", "Inje University"),
    }[language]:
        assert phrase in told
    screen.button(key="publish").click().run()
    assert not screen.exception
    assert {"ko": "공표했습니다", "en": "Published snapshot"}[language] in words(screen)
    assert not any(button.key == "publish" for button in screen.button)
    now = warehouse.current()
    assert now is not None
    assert records(
        now, "SELECT enrolled FROM university_students WHERE year = 2024 AND data_set = 'real'"
    ) == [(9020,)]
    told = words(opened(language))
    assert {"ko": "정정된 값 1개", "en": "Restated values: 1"}[language] in told


def test_what_was_handed_in_outlives_a_reload_until_it_is_published_or_put_away(folder: Folder) -> None:
    assert folder.data.is_dir()
    screen = opened()
    screen.file_uploader[0].upload("대학.csv", GOOD, "text/csv").run()
    again = opened()
    told = words(again)
    assert "앞서 올린 파일이 남아 있습니다: 대학.csv" in told
    assert "적재하면 이렇게 됩니다" in told
    again.button(key="put away").click().run()
    assert "적재하면 이렇게 됩니다" not in words(again)
    assert "앞서 올린 파일" not in words(opened())


def test_a_refused_upload_can_be_matched_by_hand_but_not_published(folder: Folder) -> None:
    assert folder.data.is_dir()
    screen = opened()
    screen.file_uploader[0].upload("이상한.csv", STRANGE, "text/csv").run()
    assert not screen.exception
    assert "적재할 수 없습니다" in words(screen)
    assert screen.button(key="publish").disabled


def test_a_viewer_sees_no_bench(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    assert folder.data.is_dir()
    monkeypatch.setattr("meomureum.session.roles.AT_THIS_COMPUTER", Visitor("visitor", "viewer"))
    screen = opened()
    assert len(screen.file_uploader) == 0
    assert "자료 담당자만" in words(screen)


# The ledger on the page.

SCHOOLS = ("연도", "학교", "졸업 후 진로", "진로 지역", "졸업자")
FIRST = written(
    SCHOOLS, [(2024, "김해건설공고", "취업", "김해", 31), (2024, "김해건설공고", "대학교", "부산", 18)]
)
MENDED = written(
    SCHOOLS, [(2024, "김해건설공고", "취업", "양산", 30), (2024, "김해건설공고", "대학교", "부산", 18)]
)
STANDING = "SELECT graduates FROM high_school_outcomes WHERE data_set = 'real' ORDER BY graduates"


def standing() -> list[tuple[Any, ...]]:
    now = warehouse.current()
    assert now is not None
    return records(now, STANDING)


def chosen(screen: AppTest, key: str, *, at: int) -> None:
    (box,) = [each for each in screen.selectbox if str(each.key).startswith(key)]
    box.select_index(at).run()
    assert not screen.exception


def done(screen: AppTest, key: str) -> None:
    screen.button(key=key).click().run()
    assert not screen.exception
    wait()


def test_a_load_is_replaced_and_the_replacement_withdrawn_on_the_page(folder: Folder) -> None:
    assert folder.data.is_dir()
    publish(FIRST.encode(), "졸업.csv", provider="교육청")
    screen = opened()
    screen.file_uploader[0].upload("바로잡음.csv", MENDED.encode(), "text/csv").run()
    chosen(screen, "in place of", at=1)
    told = words(screen)
    assert "빠지고 들어올 행과 사람 수" in told
    assert "고교 졸업자 진로 2024 김해건설공업고등학교 행정자료연계 1 1 49 48" in told
    done(screen, "publish")
    assert standing() == [(18,), (30,)]
    screen = opened()
    told = words(screen)
    assert "1번을 바꾸는 적재" in told
    assert "2번으로 효력 잃음" in told
    screen.checkbox(key="look withdraw 2").check().run()
    assert "1 1 48 49" in words(screen)
    done(screen, "do withdraw 2")
    assert standing() == [(18,), (31,)]
    assert "3번으로 효력 잃음" in words(opened())
