"""A tour of five steps: offered, never forced; `tour.js` walks it and remembers that it is over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from markupsafe import Markup

from meomureum import session
from meomureum.components import page_writer
from meomureum.session import PageName, View
from meomureum.texts import Language, Text

TOUR = Text("둘러보기", "Tour")
NEXT, STOP, DONE = Text("다음", "Next"), Text("그만두기", "Skip the tour"), Text("마치기", "Done")
PLACE = Text("{at}/{of} {title}", "{at} of {of}: {title}")
OVER = "over"
"""Where a button leads that ends the tour, as `tour.js` reads it."""


@dataclass(frozen=True)
class Step:
    """What is told of a page; the look shows where on it."""

    page: PageName
    title: Text
    words: Text


STEPS = (
    Step(
        "overview",
        Text("목표까지 얼마나 왔나", "How far the targets are"),
        Text(
            "칸 하나가 목표 하나입니다. 막대는 최근 값, 굵은 선은 목표이며, 아래 문장이 판정과 더 필요한 인원을 알려 줍니다.",
            "Each tile is a target: the bar is the newest value, the thick line the target. The sentences give the verdict and "
            "how many people are missing.",
        ),
    ),
    Step(
        "overview",
        Text("찾기", "Search"),
        Text(
            "/ 키를 누르고 ‘김해 직업계고 취업률 2021’처럼 쓰면 그 화면이 바로 열립니다.",
            "Press / and type something like “Gimhae vocational employment rate 2021”: that view opens at once.",
        ),
    ),
    Step(
        "progress",
        Text("그림 읽기", "Reading a chart"),
        Text(
            "그림을 가리키면 그해의 값과 인원, 앞선 해와의 차이가 함께 나옵니다. 화살표 키로도 볼 수 있습니다. 점선 밑줄이 있는 말을 "
            "누르면 뜻이 나옵니다.",
            "Point at a year to see every value, its people and its change; the arrow keys do the same. Words with a dotted line "
            "open what they mean.",
        ),
    ),
    Step(
        "progress",
        Text("그림 가져가기", "Taking a chart along"),
        Text(
            "그림 복사와 PPT는 한 번에 됩니다. 한글, 엑셀, PDF는 ‘내보내기’에 있고, ‘담기’를 누르면 브리핑에 모입니다.",
            "Copy picture and PPT take one click; HWPX, Excel and PDF are under Export. “Add” collects figures for a briefing.",
        ),
    ),
    Step(
        "briefing",
        Text("브리핑 만들기", "A briefing"),
        Text(
            "담은 그림을 차례대로 엮어 한글, PPT, PDF로 만듭니다. 받은 글의 숫자가 맞는지는 ‘확인’에서 봅니다.",
            "The figures collected become a document in HWPX, PPT or PDF. Whether the numbers of a text hold is checked under Verify.",
        ),
    ),
)


def start(language: Language) -> Markup:
    """The offer."""
    return Markup('<button type="button" class="mm-tour-start" data-to="1">{}</button>').format(
        TOUR(language)
    )


def show(view: View, pages: Collection[PageName]) -> None:
    """The steps whose `pages` the reader may open, and the way back to the first; the look shows one of them."""
    language, steps = view.language, [each for each in STEPS if each.page in pages]
    items = Markup("").join(_item(view, step, at, len(steps)) for at, step in enumerate(steps, start=1))
    page_writer.show(
        Markup(
            '<p class="mm-tour-again">{}</p><aside class="mm-tour" aria-label="{}"><ol role="list">{}</ol></aside>'
        ).format(start(language), TOUR(language), items)
    )


def _item(view: View, step: Step, at: int, of: int) -> Markup:
    language = view.language
    ways = [(OVER, STOP), (str(at + 1), NEXT)] if at < of else [(OVER, DONE)]
    buttons = Markup("").join(_button(to, words(language)) for to, words in ways)
    return Markup(
        '<li data-at="{}" data-page="{}"><h2 tabindex="-1">{}</h2><p>{}</p><p class="mm-tour-ways">{}</p></li>'
    ).format(
        at,
        session.href(step.page, view),
        PLACE.fill(at=at, of=of, title=step.title)(language),
        step.words(language),
        buttons,
    )


def _button(to: str, words: str) -> Markup:
    return Markup('<button type="button" class="mm-act" data-to="{}">{}</button>').format(to, words)
