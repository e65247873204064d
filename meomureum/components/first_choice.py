"""The first start: a quiet line to whoever may pick the cities, while nothing has been picked or loaded."""

from __future__ import annotations

from meomureum import session
from meomureum.components import elements
from meomureum.session import View, city_settings
from meomureum.texts import Text

SHOWN = Text("지금은 {cities:을/를} 보여 드립니다.", "{cities} are shown for now.")
PICK = Text("우리 시를 고르세요", "Pick your own city")


def offer(view: View) -> None:
    """Offer to pick the cities; nothing is kept away until it is done."""
    if city_settings.is_untouched():
        named = " · ".join(name(view.language) for name in session.choices().cities.values())
        elements.quiet_way(
            SHOWN.fill(cities=named)(view.language), PICK(view.language), session.href("settings", view)
        )
