"""Overview: where each city stands."""

from __future__ import annotations

from dataclasses import replace

import parts
import session
from parts import Card, Point, Status, Trend
from session import View
from texts import Text

TITLE = Text(ko="개요", en="Overview")


def render(view: View) -> None:
    """Draw the page."""
    language = view.language
    parts.heading(
        TITLE(language),
        Text(
            ko="지역에서 배우고 일하고 머무는 청년이 얼마나 되는지 한눈에 봅니다.",
            en="How many young people study, work and stay in the region, at a glance.",
        )(language),
    )
    sample = view.data_set == "sample"
    if not sample:
        parts.published_banner(language, session.href("overview", replace(view, data_set="sample")))
    choices = session.choices()
    cities = view.cities or tuple(choices.cities)
    parts.cards(
        [_card(view, kpi, city) for kpi in choices.kpis for city in cities],
        language,
    )


def _card(view: View, kpi: str, city: str) -> Card:
    choices, language = session.choices(), view.language
    card = Card(
        title=choices.kpis[kpi](language),
        place=choices.cities[city](language),
        synthetic=view.data_set == "sample",
        progress_address=session.href("progress", replace(view, kpi=kpi, cities=(city,))),
        data_address=session.href("data", view),
        sample_address=session.href("overview", replace(view, data_set="sample")),
        reason=Text(ko="이 화면은 준비하고 있습니다.", en="This page is in preparation.")(language),
    )
    if not card.synthetic:
        return card
    values = (None, 0.09, 0.11, None, 0.12, 0.14)
    return replace(
        card,
        value="14.0",
        unit="%",
        status=Status("warning", Text(ko="목표 경로 아래", en="Below the path")(language)),
        lines=(
            (Text(ko="분모", en="Denominator")(language), "5,800"),
            (Text(ko="기준일", en="As of")(language), "2024-04-01"),
            (Text(ko="목표", en="Target")(language), "25.0% (2027)"),
        ),
        trend=Trend(
            tuple(Point(2019 + i, v, computed=i > 3) for i, v in enumerate(values)),
            title=Text(ko="2019년부터 2024년까지의 추이", en="2019 to 2024")(language),
            description="9.0%, 11.0%, 12.0%, 14.0%",
            target=0.25,
        ),
    )
