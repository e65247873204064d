"""The reader's view: what the present address says, and the one way to change it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import streamlit as st

from meomureum.session.answers import choices
from meomureum.store import environment
from meomureum.store.address import PAGES, View, address, parse
from meomureum.texts import Language, Text


def present_year() -> int:
    """The year in which the reader looks."""
    return environment.today().year


def language() -> Language:
    """The language of the present address, known before any data is."""
    return "en" if st.query_params.get("lang") == "en" else "ko"


def address_in_sight() -> tuple[str, dict[str, str]]:
    """The page in the reader's address ("" for the first one) and the choices, as they stand there."""
    page = urlsplit(st.context.url or "").path.rpartition("/")[2]
    return page if page in PAGES[1:] else "", st.query_params.to_dict()


def current() -> View:
    """The view of the current address."""
    return parse(st.query_params.to_dict(), choices())[0]


def notices() -> list[Text]:
    """Notices on what the current address asks for and the product does not know."""
    return parse(st.query_params.to_dict(), choices())[1]


def change(**changes: object) -> None:
    """Write a changed view into the address, in its one canonical form."""
    view = current()
    if "kpi" in changes and changes["kpi"] != view.kpi:
        # A formula belongs to its indicator.
        changes = {"formula": "", **changes}
    wanted = address(replace(view, **changes))  # type: ignore[arg-type]
    st.query_params.from_dict(address(parse(wanted, choices())[0]))
