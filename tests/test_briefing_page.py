"""The briefing, presenting and verifying pages, run as scripts in both languages."""

from __future__ import annotations

import re
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from etl.build import ensure_current
from meomureum.drawing.figure import Briefing, Figure
from meomureum.figures.trend import trend_figure, view_of
from meomureum.session.basket import Item
from meomureum.store import environment, warehouse
from meomureum.store.address import View
from meomureum.verify.issued_figures import issue, register_of

ENTRY = "local_university_entry_rate"
BASKET = (Item(view_of(View("ko", "sample", ("gimhae",)), ENTRY)),)
PAIR = (*BASKET, Item(view_of(View("ko", "sample", ("gimhae",)), "local_employment_rate")))
NEW_PAGES = ("briefing", "present", "verify")


def _draw(page: str) -> None:
    import importlib

    from etl.build import ensure_current
    from meomureum import session

    ensure_current()
    importlib.import_module(f"pages.{page}").render(session.current())


def opened(page: str, basket: tuple[Item, ...] = (), **parameters: str) -> AppTest:
    screen = AppTest.from_function(_draw, default_timeout=60, kwargs={"page": page})
    screen.query_params.update(parameters)
    screen.session_state["basket"] = list(basket)
    screen.run()
    assert not screen.exception
    return screen


def words(screen: AppTest) -> str:
    html = " ".join(element.proto.body for element in screen.get("html"))
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)))


def button(screen: AppTest, label: str) -> None:
    next(each for each in screen.button if each.label == label).click().run()
    assert not screen.exception


def figure_of(item: Item) -> Figure:
    ensure_current()
    snapshot = warehouse.current()
    assert snapshot is not None
    found = trend_figure(snapshot, item.view, item.view.kpi, item.view.by)
    assert found is not None
    return found


@pytest.mark.parametrize("page", NEW_PAGES)
@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("data_set", ["published", "sample"])
def test_each_page_can_be_drawn_empty_and_filled(page: str, language: str, data_set: str) -> None:
    for basket in ((), BASKET):
        told = words(opened(page, basket, lang=language, set=data_set))
        if language == "en":
            for phrase in ("그림", "없습니다", "담은", "확인할"):
                assert phrase not in told


def test_an_empty_briefing_says_how_to_fill_it_and_a_city_fills_it_at_once() -> None:
    screen = opened("briefing", set="sample", city="gimhae")
    assert "아직 담은 그림이 없습니다" in words(screen)
    button(screen, "김해시를 한 번에 담기")
    assert len(screen.session_state["basket"]) == 12
    assert len(screen.text_input) >= 12


def test_the_order_changes_and_a_figure_can_be_taken_out() -> None:
    screen = opened("briefing", PAIR, set="sample")
    button(screen, "2. 위로")
    assert [item.view.kpi for item in screen.session_state["basket"]] == ["local_employment_rate", ENTRY]
    button(screen, "1. 빼기")
    assert [item.view.kpi for item in screen.session_state["basket"]] == [ENTRY]


def test_an_edited_title_that_contradicts_the_data_is_flagged_and_kept_with_its_mark() -> None:
    screen = opened("briefing", BASKET, set="sample")
    title = "김해시 지역 대학 진학률 목표는 2027년까지 30%"
    screen.text_input[0].set_value(title).run()
    told = words(screen)
    assert "고친 제목은 작성자 표시와 함께 나갑니다" in told
    assert "발표된 목표값은 25.0%입니다. 문장의 30%는 다릅니다." in told
    button(screen, "파일 만들기")
    issued = list(register_of(environment.home()).values())
    assert any(each.title == title for each in issued)


def test_a_built_file_is_registered_before_it_leaves() -> None:
    screen = opened("briefing", PAIR, set="sample")
    button(screen, "파일 만들기")
    name, content = screen.session_state["built briefing"]
    assert name.endswith((".pptx", ".hwpx"))
    assert content.startswith(b"PK")
    for item in PAIR:
        assert figure_of(item).code in register_of(environment.home())


def test_figures_of_the_other_data_set_stay_out() -> None:
    told = words(opened("briefing", BASKET, set="published"))
    assert "공표 자료와 표본은 한 문서에 섞지 않습니다" in told


def test_presenting_shows_one_figure_at_a_time_with_its_definition_on_demand() -> None:
    screen = opened("present", PAIR, set="sample")
    assert "1 / 2" in words(screen)
    assert "합성 표본 데이터" in words(screen)
    button(screen, "다음")
    assert "2 / 2" in words(screen)
    assert "정의" not in words(screen).split("그림 번호")[0]
    button(screen, "정의")
    assert "모든 졸업자" in words(screen) or "졸업자" in words(screen)
    button(screen, "메모")
    assert "목표 경로" in words(screen)


def test_presenting_without_a_value_is_an_empty_state() -> None:
    told = words(opened("present", set="sample", city="gimhae", to="2016"))
    assert "발표할 그림이 없습니다" in told


def test_a_code_a_link_and_a_sentence_are_answered() -> None:
    figure = figure_of(BASKET[0])
    issue(_briefing(figure), environment.home())
    screen = opened("verify")
    screen.text_input[0].set_value(figure.code).run()
    assert "지금 계산과 같음" in words(screen)
    screen.text_input[0].set_value(figure.link).run()
    assert figure.title in words(screen)
    screen.text_input[0].set_value("AAAA-AAAA").run()
    assert "발행 기록이 없음" in words(screen)
    screen.text_area[0].set_value("안산시는 지역 대학 진학률을 9%에서 25%로").run()
    assert "이 값은 김해시의 목표입니다" in words(screen)
    screen.text_area[0].set_value("좋은 아침입니다").run()
    assert "확인할 수치를 찾지 못했습니다" in words(screen)


def _briefing(figure: Figure) -> Briefing:
    return Briefing(figure.title, "", "ko", "2026-11-21", (figure,), figure.snapshot_id)


def test_what_a_reader_pastes_is_literal_text() -> None:
    screen = opened("verify")
    screen.text_area[0].set_value("<img src=x> 김해 지역 대학 진학률을 9%에서 25%로 <b>").run()
    html = " ".join(element.proto.body for element in screen.get("html"))
    assert "<img" not in html
