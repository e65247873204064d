"""Metrics: closed unless a token is set, closed without it, under a prefix too, and nothing of anybody in them."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from readers import SECRET, SIGN_IN, ask, serving
from test_guard_rules import ALONE, PROXIED, SIGNED, refusal

from meomureum.access.settings import Settings, settings_of
from meomureum.app import metrics

TOKEN = f"Bearer {SECRET}"


@pytest.mark.parametrize("known", [ALONE, SIGNED, PROXIED, Settings("closed")], ids=lambda known: known.way)
def test_without_a_configured_token_nobody_reads_them(known: Settings) -> None:
    for told in ({}, {"authorization": TOKEN}, {"authorization": "Bearer "}, {"authorization": ""}):
        assert refusal(known, "GET /metrics", **told) == "inner"


@pytest.mark.parametrize("way", [ALONE, SIGNED, PROXIED], ids=lambda known: known.way)
def test_with_one_only_who_shows_it_reads_them(way: Settings) -> None:
    known = replace(way, metrics_token=SECRET)
    assert refusal(known, "GET /metrics", authorization=TOKEN, host="127.0.0.1:8501") is None
    for wrong in ("", SECRET, f"bearer {SECRET}", f"{TOKEN}x", TOKEN[:-1], "Bearer é"):
        assert refusal(known, "GET /metrics", authorization=wrong) == "inner", wrong
    assert refusal(known, "POST /metrics", authorization=TOKEN) == "method"
    assert refusal(known, "GET /metrics/more", authorization="") == "inner"


@pytest.mark.parametrize("token", ["short", "example-secret-change-me-please-now", 7, True])
def test_a_weak_token_closes_the_door(token: object) -> None:
    known = settings_of({"access": {"metrics": {"token": token}}}, "localhost")
    assert known.way == "closed"
    assert "access.metrics.token" in known.faults[0].en
    assert refusal(known, "GET /metrics", authorization=f"Bearer {token}") == "inner"
    assert settings_of({"access": {"metrics": {"token": SECRET}}}, "localhost").way == "this computer"


def test_a_server_under_a_prefix_tells_numbers_and_nobody(tmp_path: Path, ready_snapshots: Path) -> None:
    snapshots = Path(shutil.copytree(ready_snapshots, tmp_path / "snapshots"))
    secrets = f'{SIGN_IN}\n[access.metrics]\ntoken = "{SECRET}"\n'
    with serving(tmp_path, snapshots, secrets=secrets, under="city/stay") as server:
        bare = replace(server, under="")
        for path in (
            "/metrics",
            "/METRICS",
            "/city/stay/metrics",
            "/city/stay/Metrics/",
            "/city/stay//metrics",
        ):
            assert ask(bare, path).status in (400, 403), path
        assert ask(bare, "/metrics", headers={"Authorization": TOKEN}).status != 200
        answer = ask(server, "/metrics", headers={"Authorization": TOKEN})
    assert answer.status == 200
    assert answer.header("content-type").startswith("text/plain; version=0.0.4")
    values = dict(re.findall(r"^(meomureum_\w+) (\S+)$", answer.words, flags=re.MULTILINE))
    assert set(values) == {f"meomureum_{name}" for name in metrics.HELP}
    assert float(values["meomureum_snapshots_kept"]) == 1
    assert float(values["meomureum_snapshot_damaged"]) == 0
    assert float(values["meomureum_screens_open"]) == 0
    assert float(values["meomureum_snapshots_bytes"]) > 1_000_000
    assert float(values["meomureum_snapshot_built_timestamp_seconds"]) > 1_700_000_000
    assert re.fullmatch(r"(# (HELP|TYPE) meomureum_\w+ [^\n]+\n|meomureum_\w+ [\d.e+]+\n)+", answer.words)
