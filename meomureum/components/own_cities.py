"""Picking the cities of this installation from all of the country, in order, each with its colour."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from meomureum import session
from meomureum.components import elements, entry_form
from meomureum.drawing.palette import PRIMARY
from meomureum.session import city_settings
from meomureum.session.entry_columns import Register
from meomureum.texts import Language, Text, literal

CITIES = Text("우리 도시", "Our cities")
CITIES_LEAD = Text(
    "전국 시·군·구에서 이름으로 찾아 고릅니다. 고른 차례대로 보이고, 표본도 이 도시의 학교와 대학으로 다시 만듭니다. "
    "처음부터 있던 도시의 자료는 그대로 남아 언제든 다시 고를 수 있습니다.",
    "Search all cities, counties and districts of the country by name. They are shown in the order picked, and the "
    "sample is drawn anew for their schools and universities. What was shipped for other cities stays and can be "
    "picked again.",
)
SEARCH = Text("도시 이름으로 찾기: 포항, 춘천…", "Search by name: Pohang, Chuncheon…")
COLOUR = Text("{city} 문서 색", "Document colour of {city}")
SUBMIT = Text("이 도시로 바꾸기", "Show these cities")
NO_CITY = Text("도시를 하나 이상 고르십시오.", "Pick at least one city.")
REGISTER = Text("등록할 내용", "What to enter")
A_ROW = 4


def choose(language: Language) -> None:
    """The cities that are ours, to be picked anew."""
    elements.section(CITIES(language), CITIES_LEAD(language))
    known, colours = city_settings.cities(), city_settings.picked()
    ours = [city for city in colours or session.choices().cities if city in known]
    key = f"our cities {language} {'/'.join(ours)}"
    chosen = st.multiselect(
        CITIES(language),
        list(known),
        default=ours,
        format_func=lambda city: literal(known[city](language)),
        placeholder=SEARCH(language),
        key=key,
    )
    named: dict[str, str] = {}
    for at in range(0, len(chosen), A_ROW):
        for place, city in zip(st.columns(A_ROW), chosen[at : at + A_ROW], strict=False):
            with place:
                label = literal(COLOUR.fill(city=known[city])(language))
                usual = f"#{PRIMARY}".lower()
                colour = st.color_picker(label, colours.get(city) or usual, key=f"colour {city} {key}")
                named[city] = "" if colour.lower() == usual else colour
    if st.button(SUBMIT(language), type="primary", key=f"pick {language}"):
        if named:
            entry_form.sent(city_settings.pick(named), language)
        else:
            elements.notices([NO_CITY], language, "danger")


def choose_register(registers: Sequence[Register], language: Language) -> Register:
    """Which register is in sight."""
    by_table = {each.table: each for each in registers}
    table = st.segmented_control(
        REGISTER(language),
        list(by_table),
        default=registers[0].table,
        required=True,
        format_func=lambda code: by_table[code].name(language),
        key=f"register {language}",
    )
    return by_table[table or registers[0].table]
