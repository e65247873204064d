"""A briefing put together: what it is for, in which order, its titles held against the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from meomureum.drawing.brand import Brand
from meomureum.drawing.figure import NO_BRAND, Briefing, Figure, TemplateName
from meomureum.drawing.safe_text import one_line
from meomureum.drawing.words import AUTHOR_TITLE
from meomureum.figures.recipes import page_of
from meomureum.figures.review import with_lineage
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text
from meomureum.verify.claims import Check
from meomureum.verify.figure_address import view_at

DISPUTED = Text(
    "제목이 자료와 어긋난다는 지적이 있음: {reason}", "The title is disputed by the data: {reason}"
)


@dataclass(frozen=True)
class Template:
    """One kind of briefing."""

    name: Text
    lead: Text
    title: Text
    most: int
    formats: tuple[str, ...]


TEMPLATES: Mapping[TemplateName, Template] = {
    "council": Template(
        Text("의회 보고", "Council report"),
        Text("의회와 위원회에 보고하는 자료입니다.", "For the council and its committees."),
        Text("{places} 지역 정주 지표 보고", "{places}: report on retention"),
        12,
        ("hwpx", "pptx", "pdf", "xlsx"),
    ),
    "press": Template(
        Text("보도자료", "Press"),
        Text("밖으로 내는 자료입니다. 그림은 넷까지입니다.", "For the press; four figures at most."),
        Text("{places} 지역 정주 지표 보도자료", "{places}: retention indicators, for the press"),
        4,
        ("hwpx", "pdf", "png", "csv"),
    ),
    "internal": Template(
        Text("내부 점검", "Internal review"),
        Text("부서에서 함께 보는 자료입니다.", "For the departments that run the programmes."),
        Text("{places} 지역 정주 지표 점검", "{places}: review of retention indicators"),
        24,
        ("xlsx", "pptx", "hwpx", "pdf"),
    ),
    "card": Template(
        Text("카드뉴스", "Cards"),
        Text(
            "그림마다 큰 수 하나를 한 장에 담습니다. 여섯 장까지입니다.",
            "One big number a card; six cards at most.",
        ),
        Text("{places} 지역 정주 지표", "{places}: retention"),
        6,
        ("png-square", "png", "svg", "pdf"),
    ),
}


def with_title(figure: Figure, title: str, disputes: Sequence[Check], language: Language) -> Figure:
    """The figure under the author's title, which carries their mark and what the data say against it."""
    told = _disputes(disputes, language)
    return replace(
        figure,
        title=title,
        marks=(*figure.marks, AUTHOR_TITLE(language)),
        notes=(*figure.notes, *told),
        remark=" · ".join((AUTHOR_TITLE(language), *told)),
    )


def with_cover(briefing: Briefing, title: str, disputes: Sequence[Check]) -> Briefing:
    """The briefing under the author's title, which carries the same mark on its cover."""
    told = (AUTHOR_TITLE(briefing.language), *_disputes(disputes, briefing.language))
    return replace(briefing, title=title, remark=" · ".join(told))


def with_press_form(briefing: Briefing, department: str, contact: str, embargo: str) -> Briefing:
    """The briefing with what stands over a press release; what is not said stays as configured."""
    brand = briefing.brand
    answering = replace(
        brand,
        department=one_line(department) or brand.department,
        contact=one_line(contact) or brand.contact,
    )
    return replace(briefing, brand=answering, embargo=one_line(embargo))


def _disputes(disputes: Sequence[Check], language: Language) -> tuple[str, ...]:
    return tuple(dict.fromkeys(DISPUTED.fill(reason=each.reason)(language) for each in disputes))


def composed(
    figures: Sequence[Figure],
    name: TemplateName,
    places: Text,
    subtitle: str,
    language: Language,
    made_on: str,
    brand: Brand = NO_BRAND,
    snapshot: Snapshot | None = None,
) -> Briefing:
    """The figures that the template has room for, under its title.

    A review tells the files and lines behind each figure, from the `snapshot`.
    """
    template = TEMPLATES[name]
    drawn = [each for each in figures if each.kind != "table"] if name in ("press", "card") else []
    held = tuple((drawn or figures)[: template.most])  # a table is no picture beside others
    if name == "internal" and snapshot is not None:
        held = tuple(
            with_lineage(snapshot, each, view_at(each.address, snapshot))
            if page_of(each.address) == "progress"
            else each
            for each in held
        )
    return Briefing(
        title=template.title.fill(places=places)(language),
        subtitle=subtitle,
        language=language,
        made_on=made_on,
        figures=held,
        snapshot_id=held[0].snapshot_id if held else "",
        template=name,
        brand=brand,
    )
