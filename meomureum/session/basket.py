"""The figures that a reader has put aside for a briefing, in order, with the titles they have given them.

A basket holds recipes, not pictures: each figure is computed again on the snapshot in sight,
in the language in use.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from meomureum.drawing.brand import Brand, brand_of
from meomureum.drawing.figure import Figure, Grouping, TemplateName
from meomureum.drawing.safe_text import one_line
from meomureum.export import briefing_file
from meomureum.export.briefing_file import MOST_FIGURES, SUFFIX, BriefingFile, Wanted, read, written
from meomureum.export.faults import Faulty
from meomureum.figures.city_briefing import city_briefing
from meomureum.figures.recipes import RECIPES, page_of
from meomureum.figures.standing import focus, of_city
from meomureum.figures.trend import view_of
from meomureum.measures import register
from meomureum.session.answers import choices
from meomureum.session.page_figures import page_figures
from meomureum.session.roles import visitor
from meomureum.session.snapshots import once_a_view, snapshot
from meomureum.store import durable, environment
from meomureum.store.address import PageName, View, href
from meomureum.texts import Language, Text
from meomureum.verify import claims
from meomureum.verify.claims import Check
from meomureum.verify.composition import with_title
from meomureum.verify.figure_address import read_address

KEY = "basket"


@dataclass(frozen=True)
class Item:
    """One figure in the basket: its page, view and key there; `titles` are the author's, by language.

    Of a page without a recipe the figure itself is kept, in the language it was made in.
    """

    view: View
    page: PageName = "progress"
    key: str = ""
    titles: tuple[tuple[str, str], ...] = ()
    kept: Figure | None = None

    @property
    def id(self) -> str:
        """The same figure has the same id, whatever the language."""
        return f"{href(self.page, replace(self.view, language='ko'))}#{self.key}"


def item(view: View, page: PageName, key: str = "", kept: Figure | None = None) -> Item:
    """A figure of a page as the view shows it; a trend has only the choices that it follows."""
    own = view_of(view, view.kpi, view.by) if page == "progress" else replace(view, snapshot="")
    return Item(own, page, key, kept=None if page in RECIPES else kept)


def items() -> list[Item]:
    """What the reader has put aside, here or before the page was loaded anew."""
    if KEY not in st.session_state:
        st.session_state[KEY] = _remembered()
    kept: list[Item] = st.session_state[KEY]
    return kept


def _hold(held: list[Item]) -> None:
    """Keep the basket for this screen, and for the next one of the same person."""
    st.session_state[KEY] = held
    with suppress(OSError):  # a basket is no reason to stop anybody
        place = _file()
        place.parent.mkdir(exist_ok=True)
        durable.replace(place, written(as_file(held)).decode())


def _remembered() -> list[Item]:
    try:
        return _items_of_file(read(_file().read_bytes()))
    except (OSError, Faulty):  # an empty basket is none; one that nobody can read is begun anew
        return []


def _file() -> Path:
    """Of each person one, under a name that tells nobody theirs."""
    name = hashlib.sha256(visitor().name.encode()).hexdigest()[:16]
    return environment.home() / "baskets" / f"{name}{SUFFIX}"


def as_file(
    held: Sequence[Item], language: Language = "ko", template: TemplateName = "council", title: str = ""
) -> BriefingFile:
    """The basket as it is saved; a figure of a page without a recipe cannot be made again and is left out."""
    wanted = (Wanted(href(each.page, each.view), each.key, each.titles) for each in held if each.kept is None)
    return BriefingFile(tuple(wanted), language, template, title)


def _items_of_file(file: BriefingFile) -> list[Item]:
    found = []
    for each in file.figures:
        view, unknown = read_address(each.address, snapshot())
        if not unknown:
            found.append(Item(view, page_of(each.address), each.key, each.titles))
    return found


def load(content: bytes) -> int:
    """Put the figures of a saved basket in place of these; how many of them name what is not known.

    Raises Faulty with everything that is wrong with the file; the basket is then as it was.
    """
    file = read(content)
    found = _items_of_file(file)
    _hold(found)
    return len(file.figures) - len(found)


def add(wanted: Sequence[Item]) -> None:
    """Put figures at the end, each once."""
    held = {each.id for each in items()}
    fresh = [each for each in wanted if each.id not in held]
    _hold([*items(), *fresh][:MOST_FIGURES])


def remove(item_id: str) -> None:
    """Take one figure out."""
    _hold([each for each in items() if each.id != item_id])


def clear() -> None:
    """Empty the basket."""
    _hold([])


def move(item_id: str, steps: int) -> None:
    """Move one figure up (-1) or down (1)."""
    held = list(items())
    at = next((index for index, each in enumerate(held) if each.id == item_id), -1)
    if at >= 0 and 0 <= at + steps < len(held):
        held[at], held[at + steps] = held[at + steps], held[at]
        _hold(held)


def retitle(item_id: str, language: str, title: str) -> None:
    """Give one figure a title in a language; an empty one gives the finding back."""
    words = one_line(title)
    held = [
        replace(
            each,
            titles=tuple(pair for pair in each.titles if pair[0] != language)
            + (((language, words),) if words else ()),
        )
        if each.id == item_id
        else each
        for each in items()
    ]
    _hold(held)


def finding(item: Item, view: View) -> Figure | None:
    """The figure under the title that the data give it."""
    if item.kept is not None:
        return item.kept if item.view.language == view.language else None
    figures = page_figures(item.page, replace(item.view, language=view.language))
    return figures.get(item.key) if item.key else next(iter(figures.values()), None)


def figure(item: Item, view: View) -> Figure | None:
    """The figure as it will be handed over: with the author's title, its mark and what speaks against it."""
    found = finding(item, view)
    title = dict(item.titles).get(view.language, "")
    if found is None or not title or title == found.title:
        return found
    return with_title(found, title, disputes(item, view), view.language)


def disputes(item: Item, view: View) -> tuple[Check, ...]:
    """What the ledger and the data say that contradicts the author's title."""
    title = dict(item.titles).get(view.language, "")
    return disputed(title, item.view)


def disputed(title: str, view: View) -> tuple[Check, ...]:
    """What contradicts a title; if it names no city, the only city of the view is meant."""
    meant = view.cities if len(view.cities) == 1 else ()
    return claims.contradictions(snapshot(), title, view.data_set, meant) if title.strip() else ()


def items_of(page: PageName, view: View) -> list[Item]:
    """The figures of a page as the view shows it; empty if it has none."""
    if page == "progress":
        groupings: tuple[Grouping, ...] = ("city", "institution")
        found = [Item(view_of(view, view.kpi, by)) for by in groupings]
        return [each for each in found if finding(each, view) is not None]
    if page == "city":
        return items_of_city(view, (view.cities or tuple(choices().cities))[0])
    found = [item(view, page, key) for key in page_figures(page, view)]
    return [*found, *_trends(view)][:MOST_FIGURES] if page == "overview" else found


def items_of_city(view: View, city: str) -> list[Item]:
    """The figures of a city's unattended briefing."""
    return list(_items_of_city(replace(view, cities=(city,), formula="", snapshot="")))


@once_a_view
def _items_of_city(view: View) -> tuple[Item, ...]:
    briefing = city_briefing(snapshot(), view, view.cities[0], "")
    return tuple(_item_of(each, view) for each in briefing.figures)


def _item_of(figure: Figure, view: View) -> Item:
    page = page_of(figure.address)
    if page == "progress":
        return Item(view_of(view, figure.key.split("-")[0], figure.by))
    return item(view, page, figure.key)


def _trends(view: View) -> Iterator[Item]:
    """The trend behind each row of the overview that has a value."""
    for each in of_city(snapshot(), view, focus(snapshot(), view)):
        if each.valued:
            yield Item(view_of(replace(view, cities=(each.city,), formula=""), each.kpi.id))


def brand(held: Sequence[Item]) -> Brand:
    """The brand of the city that all figures are about; the product's if there are several."""
    cities = {each.view.cities for each in held}
    (first, *others) = cities or {()}
    return Brand() if others else brand_of_cities(first)


def brand_of_cities(cities: Sequence[str]) -> Brand:
    """The brand of one city; the product's where there are several."""
    if len(cities) != 1:
        return Brand()
    return brand_of(cities[0], entered=register.colour(snapshot(), cities[0]))


def places(held: Sequence[Item]) -> Text:
    """The cities that some figures are about, each once."""
    return briefing_file.places(snapshot(), [each.view.cities for each in held])
