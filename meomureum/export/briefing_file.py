"""A basket of figures as a small file, `.briefing.json`: handed to colleagues, made into a pack each month.

It holds recipes, not values: the address and key of each figure, in order, with its author's titles by
language; and the language, purpose and cover title of the pack. A slip in it is told with its place, and
nothing of the file is taken.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from meomureum.drawing.brand import brand_of
from meomureum.drawing.figure import NO_BRAND, Briefing, Figure, TemplateName
from meomureum.drawing.safe_text import one_line
from meomureum.export.faults import Faulty
from meomureum.figures.draft import filters_in_words
from meomureum.figures.recipes import RECIPES, figure_again, page_of
from meomureum.measures import register
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import LANGUAGES, Language, Text, plain
from meomureum.verify import claims
from meomureum.verify.composition import TEMPLATES, composed, with_cover, with_title
from meomureum.verify.figure_address import read_address, view_at

SUFFIX = ".briefing.json"
VERSION = 1
MOST_FIGURES, MOST_BYTES = 24, 200_000
FIELDS = ("briefing", "language", "template", "title", "figures")
FIGURE_FIELDS = ("address", "key", "titles")

NOT_JSON = Text("{line}행 {column}열: JSON이 아닙니다.", "Line {line}, column {column}: this is not JSON.")
NOT_A_BASKET = Text(
    "담은 그림 파일(.briefing.json)이 아닙니다. 브리핑 화면에서 저장한 파일을 쓰십시오.",
    "This is no basket (.briefing.json). Use a file that was saved on the Briefing page.",
)
TOO_LARGE = Text("파일이 200KB보다 큽니다.", "The file is larger than 200 KB.")
NEWER = Text(
    "이 파일은 더 새로운 판({version})의 것입니다. 제품을 새 판으로 바꾸십시오.",
    "The file is of a newer version ({version}). Update the product.",
)
FIGURE = Text("그림 {number}", "figure {number}")
WHOLE = Text("파일", "the file")
UNKNOWN_FIELD = Text(
    "{where}: 항목 '{name}'은(는) 없습니다. 쓸 수 있는 것: {known}",
    "{where}: there is no field '{name}'. Known: {known}",
)
NOT_ONE_OF = Text(
    "{where}: {name}에 '{value}'은(는) 쓸 수 없습니다. 쓸 수 있는 것: {known}",
    "{where}: {name} does not take '{value}'. It takes: {known}",
)
NOT_TEXT = Text("{where}: {name}은(는) 글이어야 합니다.", "{where}: {name} has to be text.")
NO_FIGURE = Text(
    "{where}: 그림이 1개부터 {most}개까지 있어야 합니다.", "{where}: 1 to {most} figures are needed."
)
NOT_OF_US = Text(
    "{where}: 주소 '{value}'은(는) 그림이 있는 화면의 것이 아닙니다.{near}",
    "{where}: the address '{value}' is not that of a page with figures.{near}",
)
NEAR = Text(" '{name}'을(를) 뜻하셨습니까?", " Did you mean '{name}'?")
NOT_KNOWN = Text("{where}: {notice}", "{where}: {notice}")
ABSENT = Text(
    "{where}: 지금 자료에 값이 없어 넣지 않았습니다({address}).",
    "{where}: no value in today's data; it was left out ({address}).",
)

OTHER_SET = Text(
    "{where}: 다른 자료의 그림이라 넣지 않았습니다. 공표 자료와 표본은 한 문서에 섞지 않습니다.",
    "{where}: from the other data set, so it was left out: published figures and the sample share no document.",
)
EVERY_CITY = Text("모든 도시", "All cities")


@dataclass(frozen=True)
class Wanted:
    """One figure: the address of its page with the choices, its key there, its author's titles by language."""

    address: str
    key: str = ""
    titles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class BriefingFile:
    """The figures in order, and how the pack is made of them."""

    figures: tuple[Wanted, ...]
    language: Language = "ko"
    template: TemplateName = "council"
    title: str = ""


def written(basket: BriefingFile) -> bytes:
    """The basket as a file that people can read."""
    figures = [
        {"address": each.address, "key": each.key, "titles": dict(each.titles)} for each in basket.figures
    ]
    told = {
        "briefing": VERSION,
        "language": basket.language,
        "template": basket.template,
        "title": basket.title,
        "figures": figures,
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def read(content: bytes) -> BriefingFile:
    """The basket of a file; raises Faulty with every fault."""
    if len(content) > MOST_BYTES:
        raise Faulty([TOO_LARGE])
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except json.JSONDecodeError as fault:
        raise Faulty([NOT_JSON.fill(line=fault.lineno, column=fault.colno)]) from fault
    except (UnicodeDecodeError, RecursionError) as fault:
        raise Faulty([NOT_A_BASKET]) from fault
    if not isinstance(told, dict) or not isinstance(told.get("briefing"), int):
        raise Faulty([NOT_A_BASKET])
    if told["briefing"] > VERSION:
        raise Faulty([NEWER.fill(version=told["briefing"])])
    faults = list(_faults(told))
    if faults:
        raise Faulty(faults)
    return BriefingFile(
        figures=tuple(_wanted(each) for each in told["figures"]),
        language=told.get("language", "ko"),
        template=told.get("template", "council"),
        title=one_line(told.get("title", "")),
    )


def _wanted(told: Mapping[str, Any]) -> Wanted:
    titles = ((name, one_line(words)) for name, words in told.get("titles", {}).items())
    return Wanted(told["address"], told.get("key", ""), tuple(pair for pair in titles if pair[1]))


def _faults(told: Mapping[str, Any]) -> Iterator[Text]:
    yield from _unknown(told, FIELDS, WHOLE)
    for name, known in (("language", LANGUAGES), ("template", tuple(TEMPLATES))):
        value = told.get(name, known[0])
        if value not in known:
            yield NOT_ONE_OF.fill(where=WHOLE, name=name, value=str(value), known=", ".join(known))
    if not isinstance(told.get("title", ""), str):
        yield NOT_TEXT.fill(where=WHOLE, name="title")
    figures = told.get("figures")
    if not isinstance(figures, list) or not 1 <= len(figures) <= MOST_FIGURES:
        yield NO_FIGURE.fill(where=WHOLE, most=MOST_FIGURES)
        return
    for number, each in enumerate(figures, start=1):
        yield from _faults_of_figure(each, FIGURE.fill(number=number))


def _faults_of_figure(told: object, where: Text) -> Iterator[Text]:
    if not isinstance(told, dict):
        yield NOT_TEXT.fill(where=where, name="address")
        return
    yield from _unknown(told, FIGURE_FIELDS, where)
    address, titles = told.get("address"), told.get("titles", {})
    if not isinstance(address, str):
        yield NOT_TEXT.fill(where=where, name="address")
    else:
        yield from _fault_of_address(address, where)
    if not isinstance(told.get("key", ""), str):
        yield NOT_TEXT.fill(where=where, name="key")
    if not isinstance(titles, dict) or not all(isinstance(each, str) for each in titles.values()):
        yield NOT_TEXT.fill(where=where, name="titles")
        return
    for name in titles:
        if name not in LANGUAGES:
            yield NOT_ONE_OF.fill(where=where, name="titles", value=name, known=", ".join(LANGUAGES))


def _fault_of_address(address: str, where: Text) -> Iterator[Text]:
    named = address.partition("?")[0].removeprefix("./")
    if (
        not address.startswith("./")
        or page_of(address) not in RECIPES
        or (named and page_of(address) != named)
    ):
        near = get_close_matches(named, RECIPES, n=1)
        told = NEAR.fill(name=near[0]) if near else plain("")
        yield NOT_OF_US.fill(where=where, value=address[:80], near=told)


def _unknown(told: Mapping[str, Any], known: Sequence[str], where: Text) -> Iterator[Text]:
    for name in told:
        if name not in known:
            yield UNKNOWN_FIELD.fill(where=where, name=name[:40], known=", ".join(known))


def figures_of(
    basket: BriefingFile, snapshot: Snapshot, language: Language
) -> tuple[list[Figure], list[Text]]:
    """The figures on a snapshot under their authors' titles, and what of the basket could not be made.

    Published figures and the sample share no document: the set of the first figure is that of all.
    """
    made: list[Figure] = []
    missing: list[Text] = []
    for number, wanted in enumerate(basket.figures, start=1):
        where = FIGURE.fill(number=number)
        view, unknown = read_address(wanted.address, snapshot)
        figure = None if unknown else _figure(wanted, snapshot, replace(view, language=language))
        missing += [NOT_KNOWN.fill(where=where, notice=each) for each in unknown]
        if figure is not None and made and figure.synthetic != made[0].synthetic:
            missing.append(OTHER_SET.fill(where=where))
        elif figure is not None:
            made.append(figure)
        elif not unknown:
            missing.append(ABSENT.fill(where=where, address=wanted.address))
    return made, missing


def _figure(wanted: Wanted, snapshot: Snapshot, view: View) -> Figure | None:
    figure = figure_again(snapshot, page_of(wanted.address), view, wanted.key)
    title = dict(wanted.titles).get(view.language, "")
    if figure is None or not title or title == figure.title:
        return figure
    meant = view.cities if len(view.cities) == 1 else ()
    disputes = claims.contradictions(snapshot, title, view.data_set, meant)
    return with_title(figure, title, disputes, view.language)


def places(snapshot: Snapshot, cities: Sequence[tuple[str, ...]]) -> Text:
    """The cities that some figures are about, each once; all of them where one figure names none."""
    names = register.names(snapshot)
    codes = dict.fromkeys(code for each in cities for code in each)
    if not codes or not all(cities):
        return EVERY_CITY
    return Text(*(", ".join(names[code](each) for code in codes) for each in LANGUAGES))


def pack(
    basket: BriefingFile, snapshot: Snapshot, language: Language, template: TemplateName, made_on: str
) -> tuple[Briefing, list[Text]]:
    """The briefing of a basket on a snapshot, and what of the basket could not be made."""
    figures, missing = figures_of(basket, snapshot, language)
    views = [view_at(each.address, snapshot) for each in figures]
    cities = [each.cities for each in views]
    every = tuple(dict.fromkeys(code for each in cities for code in each)) if all(cities) else ()
    shown = View(language, views[0].data_set if views else "published", every)
    made = composed(
        figures,
        template,
        places(snapshot, cities),
        filters_in_words(snapshot, shown),
        language,
        made_on,
        brand_of(every[0], entered=register.colour(snapshot, every[0])) if len(every) == 1 else NO_BRAND,
        snapshot,
    )
    if basket.title and basket.title != made.title:
        disputes = claims.contradictions(
            snapshot, basket.title, shown.data_set, every if len(every) == 1 else ()
        )
        made = with_cover(made, basket.title, disputes)
    return made, missing
