"""The address: what it says is what is seen, and what it cannot say is named."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from meomureum.store.address import BY, DATA_SETS, FILTERS, Choices, View, address, href, parse
from meomureum.texts import LANGUAGES, Text

CHOICES = Choices(
    cities={code: Text(ko=code, en=code) for code in ("gimhae", "ansan", "siheung")},
    kpis={code: Text(ko=code, en=code) for code in (View.kpi, "university_dropout_rate")},
    formulas={View.kpi: {code: Text(ko=code, en=code) for code in ("all", "advanced")}},
    years=tuple(range(2016, 2028)),
    snapshots=("36d42aef35d9",),
    institutions=("inje", "kaya"),
    codes={
        **{
            name: {code: Text(ko=code, en=code) for code in ("one", "two, three", "100%2C")}
            for name in FILTERS
        },
        **{
            name: {code: Text(ko=code, en=code) for code in ("one", "two", "three")}
            for name in ("group", "chart", "way", "lever")
        },
    },
)

# Groups as they are compared: a school, an industry, a department of a school whose name has a comma.
PAIRED = ("inje", "one", "kaya/two, three", "inje/100%2C")


@st.composite
def views(draw: st.DrawFn) -> View:
    kpi = draw(st.sampled_from(list(CHOICES.kpis)))
    chosen = draw(st.sets(st.sampled_from(list(CHOICES.cities))))
    years = draw(st.tuples(*[st.none() | st.sampled_from(CHOICES.years)] * 2))
    first, last = sorted(years) if None not in years else years
    filters: dict[str, Any] = {attribute: draw(_some(name)) for name, (attribute, _) in FILTERS.items()}
    return View(
        language=draw(st.sampled_from(LANGUAGES)),
        data_set=draw(st.sampled_from(list(DATA_SETS))),
        cities=tuple(code for code in CHOICES.cities if code in chosen),
        kpi=kpi,
        formula=draw(st.sampled_from(["", *CHOICES.formulas.get(kpi, {})])),
        first_year=first,
        last_year=last,
        snapshot=draw(st.sampled_from(["", *CHOICES.snapshots])),
        by=draw(st.sampled_from(list(BY))),
        institutions=tuple(code for code in CHOICES.institutions if draw(st.booleans())),
        groups=tuple(draw(st.permutations(draw(_some("group"))))),
        pair=tuple(draw(st.lists(st.sampled_from(PAIRED), max_size=2, unique=True))),
        chart=draw(st.sampled_from(["", *CHOICES.codes["chart"]])),
        way=draw(st.sampled_from(["", *CHOICES.codes["way"]])),
        aim=draw(st.none() | st.integers(0, 1000)),
        levers=tuple((code, draw(st.integers(0, 1000))) for code in draw(_some("lever"))),
        **filters,
    )


def _some(name: str) -> st.SearchStrategy[tuple[str, ...]]:
    known = tuple(CHOICES.codes[name])
    return st.sets(st.sampled_from(known)).map(lambda chosen: tuple(code for code in known if code in chosen))


@given(views())
def test_an_address_reads_back_as_the_view_it_was_written_from(view: View) -> None:
    assert parse(address(view), CHOICES) == (view, [])


@given(st.dictionaries(st.text(max_size=8) | st.sampled_from(["city", "from", "kpi"]), st.text()))
def test_any_address_gives_a_view_that_can_be_shown(parameters: dict[str, str]) -> None:
    view, _ = parse(parameters, CHOICES)
    assert parse(address(view), CHOICES) == (view, [])


def test_the_default_view_needs_no_parameters() -> None:
    assert address(View()) == {}
    assert href("overview", View()) == "./"
    assert href("progress", View(language="en")) == "./progress?lang=en"


def test_an_unknown_city_is_dropped_and_named_in_both_languages() -> None:
    view, (notice,) = parse({"city": "gimhae,atlantis"}, CHOICES)
    assert view.cities == ("gimhae",)
    assert notice.ko == "주소에 있는 ‘atlantis’은(는) 알 수 없는 도시 코드라 빼고 보여 드립니다."
    assert notice.en == "“atlantis” in the address is not a known city code and was left out."


def test_unknown_names_values_and_pages_are_all_named() -> None:
    asked = {
        "lang": "fr",
        "set": "x",
        "kpi": "x",
        "formula": "x",
        "from": "1",
        "to": "x",
        "by": "x",
        "inst": "x",
    }
    view, notices = parse({**asked, "city": "x", "page": "secret", "debug": "1"}, CHOICES)
    assert view == View()
    assert len(notices) == 11


def test_a_formula_of_another_indicator_is_dropped() -> None:
    view, notices = parse({"kpi": "university_dropout_rate", "formula": "all"}, CHOICES)
    assert view.formula == ""
    assert len(notices) == 1


def test_a_period_that_ends_before_it_starts_is_dropped_whole() -> None:
    view, notices = parse({"from": "2024", "to": "2020"}, CHOICES)
    assert (view.first_year, view.last_year) == (None, None)
    assert len(notices) == 1


def test_a_long_value_is_shortened_in_its_notice() -> None:
    _, (notice,) = parse({"city": "x" * 5000}, CHOICES)
    assert len(notice.ko) < 120


def test_a_snapshot_that_is_not_kept_is_dropped_and_named() -> None:
    view, (notice,) = parse({"snapshot": "../../etc"}, CHOICES)
    assert view.snapshot == ""
    assert "스냅숏" in notice.ko


def test_a_scenario_reads_its_numbers_and_names_what_is_no_number() -> None:
    view, notices = parse({"aim": "250", "lever": "one:50,two:x,four:10,three:1001", "way": "one"}, CHOICES)
    assert (view.aim, view.levers, view.way) == (250, (("one", 50),), "one")
    assert len(notices) == 3
    assert parse({"aim": "-1"}, CHOICES)[0].aim is None
    assert parse({"aim": "२५"}, CHOICES)[0].aim is None


def test_groups_keep_the_order_they_were_asked_in() -> None:
    assert parse({"group": "two,one"}, CHOICES)[0].groups == ("two", "one")


def test_what_is_compared_must_be_known_and_there_are_two_of_it() -> None:
    view, notices = parse({"pair": "inje,atlantis,inje/nowhere,kaya/one,one"}, CHOICES)
    assert view.pair == ("inje", "kaya/one")
    assert len(notices) == 3
