"""Progress."""

from __future__ import annotations

import parts
import session
from session import View
from texts import Text

TITLE = Text(ko="추이", en="Progress")


def render(view: View) -> None:
    """Draw the page."""
    parts.heading(TITLE(view.language))
    session.choose_kpi(view, session.choices())
    parts.empty_state(
        Text(ko="준비하고 있습니다", en="In preparation")(view.language),
        Text(ko="이 화면은 곧 채워집니다.", en="This page will be filled soon.")(view.language),
        [
            parts.Action(
                Text(ko="개요 보기", en="See the overview")(view.language),
                session.href("overview", view),
            )
        ],
    )
