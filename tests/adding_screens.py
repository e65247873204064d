"""Run in a copy of the project: what pages and files show of what was added, as JSON."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from etl.build import ensure_current
from meomureum.access.roles import may_export, may_open
from meomureum.drawing.figure import Briefing
from meomureum.export import FORMATS
from meomureum.figures.recipes import figures_of
from meomureum.store.address import View

PAGES = ("definitions", "sheet", "progress", "explore", "wages")
ADDED: Any = "wages"  # a page that the project itself does not know


def draw(page: str) -> None:
    """The body of the script under test."""
    import importlib

    from meomureum import session

    importlib.import_module(f"pages.{page}").render(session.current())


def opened(screen: AppTest, **parameters: str) -> str:
    """The HTML of a screen."""
    screen.query_params.update({"set": "sample", **parameters})
    screen.run()
    assert not screen.exception, screen.exception
    return " ".join(element.proto.body for element in screen.get("html"))


def main() -> None:
    """Words of pages in both languages, the navigation, the rights, and a file of every format."""
    snapshot, told = ensure_current(), dict[str, object]()
    for page in PAGES:
        for language in ("ko", "en"):
            screen = AppTest.from_function(draw, default_timeout=300, kwargs={"page": page})
            html = opened(screen, kpi="average_wage", city="gimhae", lang=language)
            told[f"{page} {language}"] = unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)))
            told[f"{page} {language} pictures"] = html.count("data-figure=")
    told["frame"] = opened(
        AppTest.from_file(str(Path.cwd() / "meomureum" / "app" / "script.py"), default_timeout=300)
    )
    (figure,) = figures_of(snapshot, ADDED, View("ko", "sample", ("gimhae",)))
    briefing = Briefing("임금", "", "ko", "2026-01-01", (figure,), snapshot.id)
    for name, writer in FORMATS.items():
        Path(f"wages.{name}").write_bytes(writer(briefing))
    told["roles"] = [may_open("viewer", "wages"), may_export("analyst", "md"), may_export("viewer", "md")]
    print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main()
