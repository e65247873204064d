"""The API on a real server: what the public, a viewer and an analyst read, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import jsonschema
import pytest
from readers import SIGN_IN, Answer, Server, ask, cookie, serving
from test_guard_rules import ALONE, PROXIED, SIGNED, THROUGH_PROXY, refusal

import kpis
from meomureum.access import log
from meomureum.access.settings import settings_of
from meomureum.app.api.allowance import Allowance, TooMany
from meomureum.drawing.figure import Briefing, Figure
from meomureum.figures.recipes import figures_of
from meomureum.figures.trend import trend_figure
from meomureum.measures.queries.scope import Scope
from meomureum.store import warehouse
from meomureum.store.address import PageName, View
from meomureum.store.warehouse import Snapshot
from meomureum.verify.issued_figures import issue

UNDER = "city/stay"
OPEN = f'{SIGN_IN}\napi = "everybody"\napi_calls_a_minute = 100000\n'
DROPOUT, ENTRY, LOCAL = "university_dropout_rate", "local_university_entry_rate", "local_employment_rate"
INJE = {"kpi": DROPOUT, "institution": "inje", "by": "institution,year", "from": "2024", "to": "2024"}


@dataclass(frozen=True)
class World:
    """A server with the API open to everybody, its data, and figures issued from them by what they hold."""

    server: Server
    snapshot: Snapshot
    codes: dict[str, str]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, ready_snapshots: Path) -> Iterator[World]:
    place = tmp_path_factory.mktemp("api")
    snapshots = Path(shutil.copytree(ready_snapshots, place / "snapshots"))
    snapshot = warehouse.current(snapshots)
    assert snapshot is not None
    figures = {
        "published": trend_figure(snapshot, View("ko", "published", ("gimhae",)), DROPOUT),
        "exact": _exact_alone(snapshot),
    }
    made = {name: figure for name, figure in figures.items() if figure is not None}
    assert len(made) == 2
    issue(Briefing("", "", "ko", "2026-11-21", tuple(made.values()), snapshot.id), snapshots)
    with serving(place, snapshots, secrets=OPEN, under=UNDER) as server:
        yield World(server, snapshot, {name: figure.code for name, figure in made.items()})


def _exact_alone(snapshot: Snapshot) -> Figure:
    """A figure of exact sample rows, which the public release shows otherwise or not at all."""
    view = View("ko", "sample", ("gimhae",), kpi=ENTRY)
    pages: tuple[PageName, ...] = ("explore", "city", "supply", "chain")
    for page in pages:
        public = {each.key: each.rows for each in figures_of(replace(snapshot, release="public"), page, view)}
        for figure in figures_of(snapshot, page, view):
            if figure.rows != public.get(figure.key):
                return figure
    raise AssertionError


def get(server: Server, place: str, who: str = "", **more: Any) -> Answer:
    headers = {"Cookie": cookie(server, who)} if who else {}
    return ask(server, f"/api/v1{place}", headers=headers | more.get("headers", {}))


def values(server: Server, who: str = "", **words: str) -> dict[str, Any]:
    answer = get(server, f"/values?{urlencode(words)}", who)
    assert answer.status == 200, answer.words
    found: dict[str, Any] = json.loads(answer.words)
    return found


def test_the_value_of_one_university_in_one_year(world: World) -> None:
    found = values(world.server, **INJE, prefer="computed", lang="en")
    (row,) = found["values"]
    assert (row["numerator"], row["denominator"]) == (688, 9_017)
    assert row["value"] == pytest.approx(688 / 9_017)
    assert (row["institution_name"], row["year"], row["origin"]) == ("Inje University", 2024, "computed")
    assert found["snapshot"] == row["snapshot_id"] == world.snapshot.id
    assert [*found["sources"]] == row["source_ids"].split(";")
    assert found["release"] == "public"


@pytest.mark.parametrize(("who", "release"), [("", "public"), ("viewer", "public"), ("analyst", "internal")])
def test_each_reader_reads_their_own_release_and_nobody_the_exact_one(
    world: World, who: str, release: str
) -> None:
    asked = {"kpi": ENTRY, "set": "sample", "city": "gimhae,ansan", "by": "school_type,city,year"}
    found = values(world.server, who, **asked)
    assert found["release"] == release
    assert "합성 표본" in found["notice"]
    scope, by = Scope("sample", cities=("gimhae", "ansan")), ("school_type", "city", "year")
    expected = kpis.measure(replace(world.snapshot, release=release), ENTRY, scope, by)
    exact = kpis.measure(world.snapshot, ENTRY, scope, by)
    hidden = [row for row in found["values"] if row["status"] == "suppressed"]
    assert 0 < len(hidden) == (expected["status"] == "suppressed").sum() < len(exact)
    assert all(row["numerator"] is row["denominator"] is row["value"] is None for row in hidden)
    assert exact["value"].notna().all()


def test_what_the_public_release_does_not_offer_has_no_number(world: World) -> None:
    asked = {"kpi": LOCAL, "set": "sample", "city": "gimhae", "by": "institution,department,sex,year"}
    rows = values(world.server, **asked)["values"]
    computed = [row for row in rows if row["origin"] == "computed"]
    assert {row["status"] for row in computed} == {"not_offered"}
    assert all(row["numerator"] is None and row["value"] is None for row in computed)


def test_every_city_comes_page_by_page(world: World) -> None:
    asked = {
        "kpi": "youth_net_retention",
        "city": "all",
        "from": "2025",
        "to": "2025",
        "formula": "ages_15_19",
        "limit": "100",
    }
    found = values(world.server, **asked)
    rows = found["values"]
    while found["next"]:
        found = json.loads(get(world.server, f"/values{found['next']}").words)
        rows += found["values"]
    assert found["total"] == len(rows) >= 229
    held = {row["city_id"]: row["value"] for row in rows if row["origin"] == "computed"}
    assert len(held) == 229
    assert held["gimhae"] == pytest.approx(24_999 / 30_881)


def test_a_spreadsheet_reads_the_same_as_csv(world: World) -> None:
    answer = get(world.server, f"/values?{urlencode({**INJE, 'format': 'csv', 'prefer': 'computed'})}")
    assert answer.header("content-type") == "text/csv; charset=utf-8"
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["numerator"], row["denominator"], row["institution_name"]) == ("688", "9017", "인제대학교")


def test_an_answer_is_known_by_its_snapshot_and_reader(world: World) -> None:
    first = get(world.server, "/indicators")
    tag = first.header("etag")
    again = get(world.server, "/indicators", headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status, again.content, again.header("etag")) == (304, b"", tag)
    assert first.header("cache-control") == "public, no-cache"
    other = get(world.server, "/indicators", "analyst")
    assert other.header("cache-control") == "private, no-cache"
    assert other.header("etag") != tag
    assert get(world.server, "/indicators", "analyst", headers={"If-None-Match": tag}).status == 200


def test_a_web_page_may_show_what_the_public_reads_and_nothing_else(world: World) -> None:
    place = f"/figures/{world.codes['published']}.png"
    shown = get(world.server, place)
    assert shown.status == 200
    assert shown.header("content-type") == "image/png"
    assert shown.content.startswith(b"\x89PNG\r\n")
    assert shown.header("cross-origin-resource-policy") == "cross-origin"
    assert shown.header("access-control-allow-origin") == "*"
    assert get(world.server, place.lower()).content == shown.content
    signed = get(world.server, place, "analyst")
    assert signed.header("cross-origin-resource-policy") == "same-origin"
    assert signed.header("access-control-allow-origin") == ""
    assert ask(world.server, "/").header("cross-origin-resource-policy") == "same-origin"


def test_a_figure_of_exact_values_is_not_shown_to_who_knows_its_code(world: World) -> None:
    for who in ("", "viewer", "analyst"):
        assert get(world.server, f"/figures/{world.codes['exact']}.png", who).status == 404
    assert get(world.server, "/figures/MM-0000-0000.png").status == 404


HOSTILE = [
    "kpi=university_dropout_rate'--",
    "kpi=1;DROP TABLE regions",
    "kpi=university_dropout_rate&city=gimhae' OR '1'='1",
    "kpi=university_dropout_rate&by=city;SELECT",
    "kpi=university_dropout_rate&by=snapshot_id",
    "kpi=university_dropout_rate&formula=../../etc/passwd",
    "kpi=university_dropout_rate&set=exact",
    "kpi=university_dropout_rate&release=exact",
    "kpi=university_dropout_rate&snapshot=..",
    "kpi=university_dropout_rate&lang=xx",
    "kpi=university_dropout_rate&format=exe",
    "kpi=university_dropout_rate&limit=10001",
    "kpi=university_dropout_rate&limit=-1",
    "kpi=university_dropout_rate&limit=１０",
    "kpi=university_dropout_rate&offset=1e9",
    "kpi=university_dropout_rate&from=99999999999999999999",
    "kpi=university_dropout_rate&from=NaN",
    "kpi=university_dropout_rate&kpi=local_employment_rate",
    "kpi=university_dropout_rate&prefer=none",
    "kpi=\x00",
    "kpi=<script>alert(1)</script>",
    "kpi=,,,",
    "",
    "city=gimhae",
    "kpi=university_dropout_rate&city=" + "gimhae," * 800,
    "=&&==",
]


@pytest.mark.parametrize("asked", HOSTILE)
def test_what_is_no_question_is_refused_in_words(world: World, asked: str) -> None:
    answer = get(world.server, f"/values?{quote(asked, safe='=&,')}")
    told = json.loads(answer.words)
    assert answer.status == 400, told
    assert re.search("[가-힣]", told["error"])
    assert answer.header("content-type") == "application/json"
    assert "etag" not in answer.headers


def test_a_word_that_is_nearly_right_is_answered_with_the_right_one(world: World) -> None:
    asked = {"kpi": DROPOUT, "city": "gimhea"}
    assert "gimhae" in json.loads(get(world.server, f"/values?{urlencode(asked)}").words)["nearest"]
    assert "city" in json.loads(get(world.server, f"/values?kpi={DROPOUT}&citty=gimhae").words)["nearest"]


@pytest.mark.parametrize(
    "path",
    [
        "/../indicators",
        "//indicators",
        "/%2e%2e/x",
        "/figures/..%2f..%2fexact.png",
        "/figures/.png",
        "/nothing",
    ],
)
def test_no_other_address_leads_to_anything(world: World, path: str) -> None:
    assert get(world.server, path).status in (400, 404)


def test_an_address_of_the_api_that_there_is_not_is_answered_as_json(world: World) -> None:
    for place in ("/nothing", "/figures/x.svg", "/values/more", "/figures/.png"):
        assert json.loads(get(world.server, place).words)["error"]
    assert ask(world.server, "/api").status == ask(world.server, "/api/v2/values").status == 404


def test_nothing_can_be_written(world: World) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert ask(world.server, "/api/v1/values", method, body=b"x").status == 405


def test_each_answer_is_as_its_document_says(world: World) -> None:
    document = json.loads(get(world.server, "/openapi.json").words)
    assert document["servers"] == [{"url": f"/{UNDER}/api/v1"}]
    asked = {"/indicators": "", "/values": f"?{urlencode({**INJE, 'set': 'sample'})}", "/openapi.json": ""}
    for place, told in document["paths"].items():
        if place not in asked:
            continue
        content = told["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        schema = {**content, "components": document["components"]}
        jsonschema.Draft202012Validator.check_schema(schema)
        answer = json.loads(get(world.server, place + asked[place]).words)
        jsonschema.validate(answer, schema, jsonschema.Draft202012Validator)
    error = {"$ref": "#/components/schemas/Error", "components": document["components"]}
    jsonschema.validate(json.loads(get(world.server, "/values").words), error)


def test_what_was_asked_is_in_the_access_log_once(world: World) -> None:
    for _ in range(3):
        values(world.server, "viewer", kpi=DROPOUT, city="gimhae")
    found = [each for each in log.entries(world.server.snapshots) if each.who == "viewer@city.example"]
    lines = [each for each in found if each.what == "fetched" and DROPOUT in each.detail]
    assert [(each.role, each.detail) for each in lines] == [
        ("viewer", f"/v1/values {DROPOUT} {world.snapshot.id}")
    ]
    assert log.verify(world.server.snapshots).fault is None


def test_for_people_who_have_signed_in_it_answers_nobody_else_and_not_too_often(
    tmp_path: Path, ready_snapshots: Path
) -> None:
    snapshots = Path(shutil.copytree(ready_snapshots, tmp_path / "snapshots"))
    secrets = f'{SIGN_IN}\napi = "signed-in"\napi_calls_a_minute = 3\n'
    with serving(tmp_path, snapshots, secrets=secrets) as server:
        assert get(server, "/indicators").status == 401
        found = [get(server, "/openapi.json", "viewer") for _ in range(5)]
        assert [each.status for each in found][:3] == [200, 200, 200]
        assert found[-1].status == 429
        assert 1 <= int(found[-1].header("retry-after")) <= 21
        assert get(server, "/openapi.json", "analyst").status == 200


@pytest.mark.parametrize("known", [ALONE, SIGNED, PROXIED], ids=lambda known: known.way)
def test_without_being_configured_there_is_no_api(known: Any) -> None:
    assert known.api == ""
    sent = THROUGH_PROXY if known.way == "proxy" else {}
    assert refusal(known, "GET /api/v1/values", **sent) == "inner"
    assert refusal(known, "GET /api", **sent) == "inner"


def test_the_door_judges_its_addresses_as_any_other() -> None:
    known = replace(SIGNED, api="everybody")
    assert refusal(known, "GET /api/v1/values") is None
    assert refusal(known, "GET /api/v1/values", host="elsewhere.example") == "host"
    assert refusal(known, "POST /api/v1/values") == "method"
    assert refusal(replace(PROXIED, api="everybody"), "GET /api/v1/values") == "proxy"
    assert refusal(replace(ALONE, api="everybody"), "GET /api/v1/values", peer="10.0.0.9") == "forwarded"


@pytest.mark.parametrize("word", ["all", True, 1, ["everybody"]])
def test_another_word_for_its_readers_closes_the_door(word: object) -> None:
    known = settings_of({"access": {"api": word}}, "localhost")
    assert known.way == "closed"
    assert "access.api" in known.faults[0].en


def test_an_allowance_fills_up_again_and_is_each_reader_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("meomureum.app.api.allowance.time.monotonic", lambda: clock[0])
    allowance = Allowance()

    def calls(reader: str) -> bool:
        with suppress(TooMany), allowance.call(reader, 2):
            return True
        return False

    assert [calls("a"), calls("a"), calls("a"), calls("b")] == [True, True, False, True]
    clock[0] = 31.0
    assert [calls("a"), calls("a")] == [True, False]
