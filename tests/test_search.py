"""The search: names, words together, and what leads nowhere."""

from __future__ import annotations

import pytest
from handed_over import snapshot

from meomureum.session import search
from meomureum.session.search import Destination
from meomureum.store.address import PAGES, PageName, View, href
from meomureum.texts import Text

TITLES: dict[PageName, Text] = {name: Text(name, name) for name in PAGES} | {
    "funnel": Text("공정 비교", "Fair comparison")
}


def led(words: str, view: View = View()) -> str:  # noqa: B008 - frozen
    found = search.destination(snapshot(), view, words, TITLES)
    return "" if found is None else href(found.page, found.view)


@pytest.mark.parametrize(
    ("words", "address"),
    [
        (
            "김해 직업계고 취업률 2021",
            "./progress?city=gimhae&kpi=vocational_employment_rate&from=2021&to=2021",
        ),
        (
            "Gimhae vocational employment rate 2021",
            "./progress?city=gimhae&kpi=vocational_employment_rate&from=2021&to=2021",
        ),
        ("안산 김해 중도탈락률", "./funnel?kpi=university_dropout_rate&group=city&pair=ansan,gimhae"),
        ("김해 안산 시흥 중도탈락률", "./progress?city=gimhae,ansan,siheung&kpi=university_dropout_rate"),
        ("춘천", "./city?city=chuncheon"),
        ("포항 청년 순잔존율", "./progress?city=pohang&kpi=youth_net_retention"),
        (
            "인제대 중도탈락률 2020",
            "./progress?city=gimhae&kpi=university_dropout_rate&from=2020&to=2020&by=institution&inst=inje",
        ),
        ("순잔존", "./progress?kpi=youth_net_retention"),
        ("공정 비교", "./funnel"),
        ("fair comp", "./funnel"),
        ("없는 말이다", ""),
        ("   ", ""),
    ],
)
def test_words_lead_where_they_mean(words: str, address: str) -> None:
    assert set(led(words).replace("?", "&").split("&")) == set(address.replace("?", "&").split("&"))


def test_every_city_institution_indicator_and_page_is_found_by_its_name() -> None:
    entries = search.entries(snapshot(), TITLES)
    kinds = [code.partition(" ")[0] for code in entries]
    assert kinds.count("city") == 229
    assert kinds.count("institution") == 466
    for code in entries:
        assert isinstance(search.destination(snapshot(), View(), code, TITLES), Destination), code


def test_a_city_of_one_name_with_another_is_not_guessed() -> None:
    # 고성군 lies in 강원 and in 경남; 중구 in six cities.
    for words, count in (("고성", 2), ("중구", 6)):
        assert led(words) == ""
        found = search.candidates(snapshot(), f"{words} 도시", TITLES)
        assert len(found) == count, [name.ko for name in found.values()]


def test_what_holds_on_every_page_stays_and_the_rest_goes() -> None:
    view = View("en", "sample", ("ansan",), kpi="qs_asia_rank", formula="announced", aim=300, first_year=2020)
    assert led("kpi youth_net_retention", view) == (
        "./progress?lang=en&set=sample&city=ansan&kpi=youth_net_retention"
    )
