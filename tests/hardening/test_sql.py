"""The data layer obeys nobody: hostile statements, endless queries, and SQL where a code is expected."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import duckdb
import pytest
from small import shipped

import kpis
from hardening.payloads import ADDRESSES, FORMULAS, MARKUP, SQL, STATEMENTS
from kpis import Scope
from meomureum.measures.unknown_words import UnknownWord
from meomureum.store import address, warehouse
from meomureum.store.address import Choices, View
from meomureum.texts import plain

FILTERS = (
    "cities",
    "institutions",
    "departments",
    "fields",
    "industries",
    "sexes",
    "participants",
    "school_types",
    "stages",
    "strategies",
    "tracks",
)
ENDLESS = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT COUNT(*) FROM r"
BOMBS = (
    "SELECT COUNT(*) FROM range(100000000) a, range(100000000) b WHERE a.range + b.range = 7",
    ENDLESS,
    "SELECT * FROM range(2000000000) t(x) ORDER BY HASH(x) LIMIT 1000000000",
)


def digest(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.is_file()
    }


def test_the_tables_of_payloads_are_as_long_as_they_should_be() -> None:
    found = (len(STATEMENTS), len(SQL), len(MARKUP), len(FORMULAS), len(ADDRESSES))
    assert found == (24, 200, 60, 40, 300)
    assert all(
        len(set(map(str, each))) == len(each) for each in (STATEMENTS, SQL, MARKUP, FORMULAS, ADDRESSES)
    )


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_hostile_statement_is_refused_and_changes_nothing(statement: str) -> None:
    snapshot = shipped()
    before = digest(snapshot.folder)
    with pytest.raises(duckdb.Error):
        snapshot.query(statement)
    assert digest(snapshot.folder) == before
    assert len(snapshot.query("SELECT * FROM regions"))
    (settings,) = snapshot.query(
        """
        SELECT current_setting('enable_external_access') AS outside, current_setting('lock_configuration') AS locked
        """
    ).itertuples(index=False)
    assert (bool(settings.outside), bool(settings.locked)) == (False, True)


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_query_that_does_not_end_is_cut(monkeypatch: pytest.MonkeyPatch, bomb: str) -> None:
    assert warehouse.QUERY_SECONDS == 5
    monkeypatch.setattr(warehouse, "QUERY_SECONDS", 1)
    began = time.monotonic()
    with pytest.raises((TimeoutError, duckdb.OutOfMemoryException)):
        shipped().query(bomb)
    assert time.monotonic() - began < 5
    assert len(shipped().query("SELECT 1 AS one")) == 1


def test_sql_in_place_of_a_code_finds_nothing_and_changes_nothing() -> None:
    snapshot = shipped()
    before = digest(snapshot.folder)
    expected = kpis.measure(snapshot, "university_dropout_rate", Scope(cities=("gimhae",)), ("city", "year"))
    refused = set()
    for at, payload in enumerate(SQL):
        name = FILTERS[at % len(FILTERS)]
        scope = Scope(**{"cities": ("gimhae",), name: (payload,)})  # type: ignore[arg-type]
        try:
            found = kpis.measure(snapshot, "university_dropout_rate", scope, ("city", "year"))
        except UnknownWord:
            refused.add(name)
            continue
        assert list(found.columns) == list(expected.columns), payload
        assert found["value"].notna().sum() == 0, (name, payload)
    assert {"cities", "institutions", "fields"} <= refused, "codes are told from words that there are not"
    assert digest(snapshot.folder) == before


CHOICES = Choices(
    cities={code: plain(code) for code in ("gimhae", "ansan")},
    kpis={View.kpi: plain("x")},
    formulas={View.kpi: {"all": plain("x")}},
    years=(2023, 2024),
    snapshots=("36d42aef35d9",),
    institutions=("inje",),
)


def test_an_address_of_an_attacker_is_dropped_and_named_and_never_an_error() -> None:
    for parameters in ADDRESSES:
        view, notices = address.parse(parameters, CHOICES)
        assert view == View(), parameters
        assert bool(notices) or set("".join(parameters.values())) <= {","}, parameters
        assert all(len(notice.ko) < 200 for notice in notices), parameters
        assert address.address(view) == {}
    for payload in SQL:
        view, _ = address.parse(dict.fromkeys(("city", "kpi", "inst", "snapshot", "by"), payload), CHOICES)
        assert view == View()
