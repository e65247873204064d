"""The address that opens a figure, read back: which view it shows, on which snapshot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from meomureum.measures import register
from meomureum.measures.measurement import KPIS
from meomureum.store.address import Choices, View, parse
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text, plain

YEARS = range(1900, 2101)


def snapshot_named(link: str) -> str:
    """The snapshot that a link asks for."""
    return dict(parse_qsl(urlsplit(link).query)).get("snapshot", "")


def view_at(link: str, snapshot: Snapshot) -> View:
    """The view of an address; codes that nobody knows are dropped."""
    return read_address(link, snapshot)[0]


def read_address(link: str, snapshot: Snapshot) -> tuple[View, list[Text]]:
    """The view of an address without its snapshot, and what of it nobody knows."""
    parameters = dict(parse_qsl(urlsplit(link).query))
    parameters.pop("snapshot", None)
    return parse(parameters, _every_choice(snapshot, parameters))


def _every_choice(snapshot: Snapshot, parameters: Mapping[str, str]) -> Choices:
    """Every code of the registers, and of the page's own choices those that the address names."""
    named = {name: re.split("[,:]", words) for name, words in parameters.items()}
    return Choices(
        cities=register.names(snapshot),
        kpis={kpi.id: kpi.name for kpi in KPIS},
        formulas={kpi.id: {each.id: plain(each.id) for each in kpi.formulas} for kpi in KPIS},
        years=tuple(YEARS),
        institutions=register.names(snapshot),
        codes={name: {code: plain(code) for code in codes} for name, codes in named.items()},
    )
