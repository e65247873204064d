"""The ways to the same page of the other cities."""

from __future__ import annotations

from dataclasses import replace

from meomureum import session
from meomureum.components import elements
from meomureum.components.markup import Action
from meomureum.session import PageName, View
from meomureum.texts import Text

OTHER = Text("{city} 보기", "Show {city}")


def other_cities(view: View, page: PageName, city: str) -> None:
    """A link for each city but this one; levers of a scenario are a city's own and stay behind."""
    names = session.names()
    elements.actions(
        [
            Action(
                OTHER.fill(city=names[each])(view.language),
                session.href(page, replace(view, cities=(each,), levers=())),
            )
            for each in session.choices().cities
            if each != city
        ]
    )
