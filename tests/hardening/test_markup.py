"""Names that are HTML, Markdown or LaTeX are drawn letter by letter, on every page and in every file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from etl.build import ensure_current
from hardening.drawing import drawn, hostile
from hardening.payloads import MARKUP
from meomureum.store import address

pytestmark = pytest.mark.trial

LITERAL: set[str] = set()


@pytest.fixture(scope="module", autouse=True)
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = hostile(tmp_path_factory.mktemp("hostile"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEOMUREUM_DATA", str(folder.data))
        patch.setenv("MEOMUREUM_SNAPSHOTS", str(folder.snapshots))
        ensure_current()
        yield


def _draw(page: str) -> None:
    import importlib

    from meomureum import session

    session.choose_cities(session.current(), session.choices())
    importlib.import_module(f"pages.{page}").render(session.current())


@pytest.mark.parametrize("page", address.PAGES)
def test_a_page_draws_names_letter_by_letter(page: str) -> None:
    screen = AppTest.from_function(_draw, default_timeout=60, kwargs={"page": page})
    screen.query_params.update({"set": "sample", "city": "gimhae"})
    screen.run()
    assert not screen.exception
    text, faults = drawn(screen)
    assert faults == []
    LITERAL.update(each for each in MARKUP if each in text)


def test_every_attack_was_drawn_somewhere() -> None:
    assert sorted(set(MARKUP) - LITERAL) == []
