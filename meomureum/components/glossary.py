"""The glossary: what terms mean, opened where they stand.

`explained` makes the first mention of each term in some words a button; what it opens is written
once a page by `meanings`, whose language is the page's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from meomureum.components import page_writer
from meomureum.texts import LANGUAGES, Language, Text


@dataclass(frozen=True)
class Term:
    """A term as it stands in the words of the pages, and what it means."""

    name: Text
    meaning: Text


TERMS: Mapping[str, Term] = {
    "wilson": Term(
        Text("윌슨 구간", "Wilson interval"),
        Text(
            "인원이 적을 때에도 0~100%를 벗어나지 않게 구한 비율의 95% 구간입니다. 인원이 적을수록 넓어집니다.",
            "The 95% interval of a rate that stays between 0 and 100% however few people there are. The fewer, the wider.",
        ),
    ),
    "newcombe": Term(
        Text("뉴컴 구간", "Newcombe"),
        Text(
            "두 비율의 차이에 대한 95% 구간입니다. 두 비율의 윌슨 구간을 합쳐서 구합니다.",
            "The 95% interval of a difference between two rates, made of their Wilson intervals.",
        ),
    ),
    "chance": Term(
        Text("우연 변동", "chance variation"),
        Text(
            "사정이 그대로여도 사람마다의 선택이 달라져 값이 오르내리는 폭입니다. 100번 가운데 95번은 이 안에 듭니다.",
            "How far a value moves although nothing has changed, because people choose anew. 95 times in 100 it stays within.",
        ),
    ),
    "interval": Term(
        Text("95% 구간", "95% interval"),
        Text(
            "같은 조건에서 되풀이하면 100번 가운데 95번은 참값을 담는 범위입니다. 차이의 구간이 0을 포함하면 우연과 가릴 수 없습니다.",
            "A range that holds the true value 95 times in 100. Where that of a difference holds zero, chance may explain it.",
        ),
    ),
    "expected": Term(
        Text("예상 범위", "expected range"),
        Text(
            "그만한 인원의 집단이 우연과 평소의 차이만으로 벗어날 수 있는 폭입니다. 밖에 있으면 까닭을 찾아볼 만합니다.",
            "How far a group of that size strays by chance and usual differences alone. Outside it a reason is worth looking for.",
        ),
    ),
    "usual": Term(
        Text("평소 변동 범위", "usual variation"),
        Text(
            "지난 해들의 오르내림으로 미루어 보통 머무는 범위입니다. 밖에 있는 값은 무엇인가 달라졌다는 신호입니다.",
            "Where values stay, judged by the ups and downs of earlier years. One outside signals that something changed.",
        ),
    ),
    "odds": Term(
        Text("오즈비", "odds ratio"),
        Text(
            "해당하는 사람 수를 해당하지 않는 사람 수로 나눈 값(오즈)이 몇 배가 되는지입니다. 10%가 20%로 오르면 2.25배입니다.",
            "How many times the odds (those who do over those who do not) become. From 10 to 20% it is 2.25.",
        ),
    ),
    "cohort": Term(
        Text("코호트", "cohort"),
        Text(
            "같은 해에 함께 출발한 사람들입니다. 여기서는 같은 해에 고등학교를 졸업한 사람들이며, 단계마다 그 연도를 맞춥니다.",
            "People who set out in the same year: here those who left high school together, each stage matched to that year.",
        ),
    ),
    "lower_bound": Term(
        Text("산식(하한)", "lower bound"),
        Text(
            "나누는 수에 빼야 할 사람이 섞여 있어 참값보다 낮게 나오는 산식입니다. 참값은 이 값 이상입니다.",
            "A formula whose denominator holds people who should be left out: the true rate is this or higher.",
        ),
    ),
    "location_quotient": Term(
        Text("입지계수", "Location quotient"),
        Text(
            "한 산업의 비중을 견주는 도시 전체의 비중으로 나눈 값입니다. 1보다 크면 그 산업이 더 몰려 있습니다.",
            "An industry's share here over its share in all cities compared. Above 1 it is concentrated here.",
        ),
    ),
    "net_retention": Term(
        Text("순잔존율", "Net youth retention"),
        Text(
            "지금 그 나이의 주민 수를 5년 전 다섯 살 어린 주민 수로 나눈 값입니다. 들어온 사람도 세므로 ‘남은 사람’의 비율이 아닙니다.",
            "Residents of an age now over those five years younger five years ago. Arrivals count, so it is not the share who stayed.",
        ),
    ),
    "effective": Term(
        Text("유효 응답자", "Effective n"),
        Text(
            "가중값이 고르지 않은 만큼 줄여 센 응답자 수입니다. 실제 응답자보다 적으며, 구간은 이 수로 구합니다.",
            "The respondents, reduced for unequal weights. Fewer than answered; the interval is worked out from it.",
        ),
    ),
    "weighted": Term(
        Text("가중값", "weighted"),
        Text(
            "응답자의 구성을 모집단에 맞추려고 응답마다 곱하는 수입니다.",
            "Each answer counts for as many people of the population as it stands for.",
        ),
    ),
    "quarter": Term(
        Text("상위 25% 값", "75th percentile"),
        Text(
            "값이 큰 차례로 늘어놓을 때 위에서 4분의 1이 되는 자리의 값입니다.",
            "The value that a quarter of the places reach or exceed.",
        ),
    ),
    "standardised": Term(
        Text("표준화", "standardised"),
        Text(
            "두 쪽의 학교·학과 구성을 똑같이 맞추어 견주는 것입니다. 구성이 달라서 생긴 차이를 뺍니다.",
            "Compared as if both sides had the same mix of schools and departments.",
        ),
    ),
    "unfilled": Term(
        Text("미충원율", "Unfilled rate"),
        Text(
            "구하려던 사람 가운데 구하지 못한 사람의 비율입니다.",
            "Of the people firms tried to hire, the share they could not.",
        ),
    ),
    "ksic": Term(
        Text("표준산업분류", "Korean Standard Industrial Classification"),
        Text(
            "통계청이 고시하는 산업의 분류입니다. 대분류는 알파벳, 중분류는 두 자리 숫자입니다.",
            "The official classification of industries: letters for sections, two digits for divisions.",
        ),
    ),
}
_CODES = {term.name(language).casefold(): code for code, term in TERMS.items() for language in LANGUAGES}
_LONGEST_FIRST = sorted(_CODES, key=len, reverse=True)
# A Korean word goes on with its particle, an English one ends where its letters end.
_MENTION = re.compile(
    rf"(?<![A-Za-z])({'|'.join(map(re.escape, _LONGEST_FIRST))})(?![A-Za-z])", re.IGNORECASE
)
_BUTTON = Markup('<button type="button" class="mm-term" popovertarget="term-{}">{}</button>')


def explained(words: str) -> Markup:
    """Literal words in which the first mention of each term opens what it means; HTML stays as it is."""
    if isinstance(words, Markup):
        return words
    pieces, opened = _MENTION.split(words), set[str]()
    for at in range(1, len(pieces), 2):
        code = _CODES[pieces[at].casefold()]
        if code not in opened:
            pieces[at] = _BUTTON.format(code, pieces[at])
            opened.add(code)
    return Markup("").join(map(escape, pieces))


def meanings(language: Language) -> None:
    """What the buttons of a page open, once a page."""
    page_writer.show(
        Markup("").join(
            Markup('<div id="term-{}" class="mm-meaning" popover><strong>{}</strong><p>{}</p></div>').format(
                code, term.name(language), term.meaning(language)
            )
            for code, term in TERMS.items()
        )
    )
