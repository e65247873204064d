"""What stands beside a figure in every file: definition, source, date, marks, code, each with its label."""

from __future__ import annotations

from meomureum.drawing.figure import Briefing, Figure, Point
from meomureum.drawing.line_figure import events_on_axis
from meomureum.drawing.words import AUTHOR_TITLE, COUNTS, SYNTHETIC
from meomureum.texts import Language, Text, number
from meomureum.units import UNITS

Particular = tuple[str, str]

PRODUCT = Text("머무름", "Meomureum")
MADE_ON = Text("작성일", "Made on")
TITLE = Text("제목", "Title")
MEASURE = Text("지표", "Measure")
DEFINITION = Text("정의", "Definition")
CAVEAT = Text("유의", "Note")
SOURCE = Text("출처", "Source")
AS_OF = Text("기준일", "As of")
SNAPSHOT = Text("스냅숏", "Snapshot")
FILTERS = Text("조건", "Shown")
MARKS = Text("표시", "Marks")
EVENTS = Text("사건", "Events")
VERDICT = Text("목표에 견준 판정", "Against the target")
NO_CAUSE = Text("인과관계를 뜻하지 않음", "no causal claim")
KIND_OF_DATA = Text("자료 성격", "Kind of data")
CODE = Text("그림 번호", "Figure code")
LINK = Text("링크", "Link")
ALT = Text("그림 설명", "Description")
UNIT = Text("단위", "Unit")
RELEASED = Text("배포일", "Released on")
EMBARGO, AT_ONCE = Text("보도 시점", "Embargo"), Text("배포 즉시", "None, for immediate release")
DEPARTMENT, CONTACT = Text("담당 부서", "Department"), Text("문의", "Contact")


def particulars(figure: Figure, language: Language) -> tuple[Particular, ...]:
    """Everything a reader needs to judge the figure, in the order in which they ask; empty ones left out."""
    found = [
        (MEASURE, figure.subtitle),
        (UNIT, unit_words(figure, language)),
        (DEFINITION, figure.definition),
        *((CAVEAT, note) for note in figure.notes),
        (VERDICT, figure.verdict),
        (MARKS, ", ".join(figure.marks)),
        (EVENTS, events_in_words(figure)),
        (KIND_OF_DATA, SYNTHETIC(language) if figure.synthetic else ""),
        (SOURCE, figure.source),
        (AS_OF, figure.as_of),
        (SNAPSHOT, figure.snapshot_id),
        (FILTERS, figure.filters),
        (ALT, figure.alt),
        (CODE, figure.code),
        (LINK, printed_link(figure)),
    ]
    return tuple((label(language), words) for label, words in found if words)


def printed_link(figure: Figure) -> str:
    """What opens the figure from a file; nothing where nobody has said where readers open the product."""
    return figure.link if figure.base else ""


def press_form(briefing: Briefing) -> tuple[Particular, ...]:
    """What stands over a press release: when it may be used, who answers for it."""
    language = briefing.language
    found = (
        (RELEASED, briefing.made_on),
        (EMBARGO, briefing.embargo or AT_ONCE(language)),
        (DEPARTMENT, briefing.brand.department),
        (CONTACT, briefing.brand.contact),
    )
    return tuple((label(language), words) for label, words in found if words)


def warnings_of(shown: Figure | Briefing, language: Language) -> tuple[str, ...]:
    """What must be said over a figure or a cover: that its data are invented, that its title is the author's."""
    return (*((SYNTHETIC(language),) if shown.synthetic else ()), *((shown.remark,) if shown.remark else ()))


def listed_title(figure: Figure, language: Language) -> str:
    """The title in a list or a sentence; an author's says that it is one."""
    return f"{figure.title} ({AUTHOR_TITLE(language)})" if figure.remark else figure.title


def events_in_words(figure: Figure) -> str:
    """The events on its axis in words, under the numbers that they bear in the figure."""
    told = "; ".join(f"{at}) {event.words}" for at, event in events_on_axis(figure))
    return f"{told} ({NO_CAUSE(figure.language)})" if told else ""


def unit_words(figure: Figure, language: Language) -> str:
    """What the values are counted in."""
    return UNITS[figure.unit].name(language) if figure.unit in UNITS else figure.unit


def point_in_words(point: Point, unit: str, language: Language) -> str:
    """A value in words with the people behind it and its marks: "2024 7.9% (688 of 9,017; Provisional)"."""
    behind = []
    if unit == "percent" and point.numerator is not None and point.denominator is not None:
        counts = COUNTS.fill(numerator=number(point.numerator), denominator=number(point.denominator))
        behind.append(counts(language))
    behind.extend(point.marks)
    return f"{point.at} {point.shown}" + (f" ({'; '.join(behind)})" if behind else "")
