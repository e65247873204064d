"""Who gets in, for how long, and what for: the settings, the sign-ins, the table of roles, the narrowed values."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from handed_over import snapshot as sample
from small import shipped
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

import kpis
from kpis import Scope
from meomureum.access.roles import (
    EXPORTS,
    FUNCTION_NAMES,
    FUNCTIONS,
    PAGES,
    ROLES,
    Role,
    may_export,
    may_open,
    may_use,
)
from meomureum.access.settings import Settings, settings_of
from meomureum.access.visitor import EVERY_INSTITUTION, Refused, SignIns, Visitor, from_claims, from_proxy
from meomureum.app import guard
from meomureum.app.address_before_sign_in import page_of
from meomureum.export import FORMATS
from meomureum.session import access_record, snapshots
from meomureum.session.access_record import Taker
from meomureum.store import address
from meomureum.store.warehouse import Snapshot

SECRET = "kV3x-9qLmZ0a_Tt7RbYw2EoPfGh5JcNd8SuA"  # noqa: S105
EVERYBODY = "0.0.0.0"  # noqa: S104
AUTH = {
    "redirect_uri": "https://indicators.example/oauth2callback",
    "cookie_secret": SECRET,
    "client_id": "meomureum",
    "client_secret": SECRET[::-1],
    "server_metadata_url": "https://sign-in.example/.well-known/openid-configuration",
}
PROXY = {
    "addresses": ["10.0.0.5"],
    "secret": SECRET,
    "name_header": "X-Remote-User",
    "role_header": "X-Remote-Role",
}
BEHIND_PROXY = {"access": {"hosts": ["indicators.example"], "proxy": PROXY}}
SCRIPT = Path(__file__).parents[1] / "meomureum" / "app" / "script.py"


# How people come in.


@pytest.mark.parametrize("address", ["localhost", "127.0.0.1", "127.8.8.8", "::1", "LOCALHOST"])
def test_a_server_for_this_computer_needs_no_sign_in(address: str) -> None:
    assert settings_of({}, address).way == "this computer"


@pytest.mark.parametrize("address", [EVERYBODY, "192.168.0.7", "::", None, "", "localhost.evil.example"])
def test_a_server_for_others_is_closed_until_sign_in_is_configured(address: str | None) -> None:
    found = settings_of({}, address)
    assert found.way == "closed"
    assert "[auth]" in found.faults[0].ko
    assert settings_of({"auth": AUTH}, address).way == "sign-in"
    assert settings_of(BEHIND_PROXY, address).way == "proxy"


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"auth": {**AUTH, "cookie_secret": "change-me"}}, "auth.cookie_secret"),
    ({"auth": {**AUTH, "cookie_secret": "change-me" * 5}}, "auth.cookie_secret"),
    ({"auth": {**AUTH, "cookie_secret": SECRET[:31]}}, "auth.cookie_secret"),
    ({"auth": {**AUTH, "cookie_secret": "ab" * 32}}, "auth.cookie_secret"),
    ({"auth": {**AUTH, "cookie_secret": ""}}, "auth.cookie_secret"),
    ({"auth": {**AUTH, "client_secret": "xxx"}}, "auth.client_secret"),
    ({"auth": {**AUTH, "client_id": ""}}, "auth.client_id"),
    ({"auth": {**AUTH, "redirect_uri": "https://indicators.example/"}}, "oauth2callback"),
    ({"auth": {**AUTH, "redirect_uri": "http://indicators.example/oauth2callback"}}, "https"),
    ({"auth": {**AUTH, "server_metadata_url": "http://sign-in.example/x"}}, "https"),
    ({"auth": AUTH, "access": {"idle_minutes": 0}}, "access.idle_minutes"),
    ({"auth": AUTH, "access": {"session_hours": "long"}}, "access.session_hours"),
    ({"auth": AUTH, "access": {"roles": {"admins": "owner"}}}, "admins"),
    ({"access": {"proxy": PROXY}}, "access.hosts"),
    (
        {"access": {"hosts": ["a.example"], "proxy": {**PROXY, "addresses": ["proxy"]}}},
        "access.proxy.addresses",
    ),
    ({"access": {"hosts": ["a.example"], "proxy": {**PROXY, "secret": "password"}}}, "access.proxy.secret"),
    ({"access": {"hosts": ["a.example"], "proxy": {"secret": SECRET}}}, "access.proxy.role_header"),
]


@pytest.mark.parametrize(("secrets", "named"), WRONG)
@pytest.mark.parametrize("address", ["localhost", EVERYBODY])
def test_half_a_configuration_closes_the_door_and_names_what_is_wrong(
    secrets: dict[str, Any], named: str, address: str
) -> None:
    found = settings_of(secrets, address)
    assert found.way == "closed"
    assert any(named in fault.ko and named in fault.en for fault in found.faults)
    assert SECRET not in repr(found)


def test_secrets_that_cannot_be_read_close_the_door() -> None:
    assert settings_of(None, "localhost").way == "closed"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps who may read a file elsewhere")
def test_secrets_that_others_on_the_machine_can_read_close_the_door(tmp_path: Path) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text("x", "ascii")
    for mode, way in ((0o644, "closed"), (0o640, "closed"), (0o600, "sign-in")):
        file.chmod(mode)
        assert settings_of({"auth": AUTH}, EVERYBODY, [file]).way == way
    file.chmod(0o644)
    assert "chmod 600" in settings_of({"auth": AUTH}, EVERYBODY, [file]).faults[0].ko


# Sign-ins.

KNOWN = replace(settings_of({"auth": AUTH}, EVERYBODY), session_seconds=1000, idle_seconds=100)
CLAIMS = {"is_logged_in": True, "sub": "u1", "email": "kim@city.example", "iat": 5000, "role": "analyst"}


def refusal(
    claims: dict[str, Any], now: float, sign_ins: SignIns | None = None, known: Settings = KNOWN
) -> str:
    with pytest.raises(Refused) as caught:
        from_claims(claims, known, sign_ins or SignIns(), now)
    return caught.value.refusal


def test_a_sign_in_with_a_role_is_let_in_and_named() -> None:
    found = from_claims(CLAIMS, KNOWN, SignIns(), 5010)
    assert (found.name, found.role, found.institutions) == ("kim@city.example", "analyst", None)
    assert found.signed_in
    assert "kim" not in found.sign_in


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"is_logged_in": False}, "not signed in"),
        ({"is_logged_in": "yes"}, "not signed in"),
        ({"iat": None}, "too old"),
        ({"iat": True}, "too old"),
        ({"iat": 3000}, "too old"),
        ({"iat": 9000}, "too old"),
        ({"role": None}, "no role"),
        ({"role": "owner"}, "no role"),
        ({"role": {"steward": True}}, "no role"),
        ({"role": ["owner", 7]}, "no role"),
    ],
)
def test_everybody_else_is_refused_by_default(changes: dict[str, Any], why: str) -> None:
    assert refusal({**CLAIMS, **changes}, 5010) == why


def test_a_sign_in_left_idle_ends_and_its_cookie_opens_nothing_again() -> None:
    sign_ins = SignIns()
    for now in (5010, 5100, 5190):
        from_claims(CLAIMS, KNOWN, sign_ins, now)
    assert refusal(CLAIMS, 5300, sign_ins) == "idle"
    assert refusal(CLAIMS, 5301, sign_ins) == "idle"
    assert refusal(CLAIMS, 5301) == "idle"  # a server started anew has not seen it in use


def test_a_check_without_an_action_says_why_a_sign_in_is_over() -> None:
    sign_ins = SignIns()
    with pytest.raises(Refused, match="ended"):
        sign_ins.check("nobody of whom this server knows")
    here = from_claims(CLAIMS, KNOWN, sign_ins, 5010)
    sign_ins.check(here.sign_in)
    assert refusal(CLAIMS, 5300, sign_ins) == "idle"
    with pytest.raises(Refused, match="idle"):
        sign_ins.check(here.sign_in)


def test_a_sign_in_ends_by_age_however_busy_it_is() -> None:
    sign_ins = SignIns()
    for now in range(5010, 6000, 90):
        from_claims(CLAIMS, KNOWN, sign_ins, now)
    assert refusal(CLAIMS, 6001, sign_ins) == "too old"


def test_signing_out_in_one_tab_ends_it_everywhere_but_not_the_next_sign_in() -> None:
    sign_ins = SignIns()
    here = from_claims(CLAIMS, KNOWN, sign_ins, 5010)
    sign_ins.end(here.sign_in, 5011)
    assert refusal(CLAIMS, 5012, sign_ins) == "ended"
    with pytest.raises(Refused):
        sign_ins.check(here.sign_in)
    again = from_claims({**CLAIMS, "iat": 5020}, KNOWN, sign_ins, 5021)
    sign_ins.check(again.sign_in)


def test_leaving_by_the_address_of_signing_out_ends_it_in_every_tab(monkeypatch: pytest.MonkeyPatch) -> None:
    sign_ins = SignIns()
    monkeypatch.setattr(guard, "SIGN_INS", sign_ins)
    here = from_claims(CLAIMS, KNOWN, sign_ins, 5010)
    for secret in (SECRET[::-1], SECRET):
        sign_ins.check(here.sign_in)
        value = create_signed_value(secret, "_streamlit_user", json.dumps(CLAIMS)).decode()
        cookie = f"other=1; _streamlit_user={value}".encode()
        guard.end_sign_in({"type": "http", "headers": [(b"cookie", cookie)]}, KNOWN)
    assert refusal(CLAIMS, 5012, sign_ins) == "ended"
    guard.end_sign_in({"type": "http", "headers": [(b"cookie", b"_streamlit_user=x\xff")]}, KNOWN)
    guard.end_sign_in({"type": "http", "headers": []}, KNOWN)


def test_sign_ins_that_are_too_old_are_forgotten() -> None:
    sign_ins = SignIns()
    for at in range(1000):
        from_claims({**CLAIMS, "sub": str(at), "iat": at * 50}, KNOWN, sign_ins, at * 50)
    assert len(sign_ins.seen) < 40


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"role": "viewer"}, "viewer"),
        ({"role": ["viewer", "steward", "presenter"]}, "steward"),
        ({"role": "viewer, analyst"}, "analyst"),
    ],
)
def test_of_several_roles_the_highest_counts(claims: dict[str, Any], role: str) -> None:
    assert from_claims({**CLAIMS, **claims}, KNOWN, SignIns(), 5010).role == role


def test_roles_may_have_the_words_and_the_place_that_the_provider_gives_them() -> None:
    known = replace(KNOWN, role_claim="realm_access.roles", role_words={"지표-담당": "steward"})
    claims = {**CLAIMS, "realm_access": {"roles": ["지표-담당", "other"]}}
    assert from_claims(claims, known, SignIns(), 5010).role == "steward"
    assert refusal({**claims, "realm_access": {"roles": ["steward"]}}, 5010, known=known) == "no role"


@pytest.mark.parametrize(
    ("claim", "seen"),
    [(["inje"], ("inje",)), ("inje kaya", ("inje", "kaya")), (None, ()), (EVERY_INSTITUTION, None)],
)
def test_who_is_named_no_institution_sees_none_by_itself(claim: object, seen: tuple[str, ...] | None) -> None:
    known = replace(KNOWN, institution_claim="schools")
    assert from_claims({**CLAIMS, "schools": claim}, known, SignIns(), 5010).institutions == seen


# Behind a proxy.


def test_only_the_proxy_can_name_a_visitor() -> None:
    known = settings_of(BEHIND_PROXY, EVERYBODY)
    told = {"x-meomureum-proxy": SECRET, "x-remote-user": "kim", "x-remote-role": "presenter"}
    assert from_proxy(told, known).role == "presenter"
    for name, value in (("x-meomureum-proxy", "other"), ("x-meomureum-proxy", ""), ("x-remote-user", " ")):
        with pytest.raises(Refused):
            from_proxy({**told, name: value}, known)
    with pytest.raises(Refused, match="no role"):
        from_proxy({**told, "x-remote-role": ""}, known)


def asked(
    known: Settings, kind: str = "http", client: tuple[str, int] = ("127.0.0.1", 5), **headers: str
) -> Any:
    scope = {
        "type": kind,
        "path": "/",
        "method": "GET",
        "client": client,
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }
    return guard.refusal(scope, known)


def test_the_door_knows_the_names_of_this_server_and_no_others() -> None:
    alone = settings_of({}, "localhost")
    for host in ("localhost:8501", "127.0.0.1", "[::1]:8501"):
        assert asked(alone, host=host) is None
    for host in (
        "evil.example",
        "localhost.evil.example",
        "",
        "localhost@evil.example",
        "[",
        "192.168.0.7:8501",
    ):
        assert asked(alone, host=host) == "host"
    assert asked(alone, host="localhost", x_forwarded_for="203.0.113.9") == "forwarded"
    known = settings_of({"auth": AUTH}, EVERYBODY)
    assert asked(known, host="indicators.example") is None
    assert asked(known, host="localhost") == "host"
    assert asked(settings_of({}, EVERYBODY), host="localhost") == "closed"


def test_another_site_cannot_open_a_connection_or_write() -> None:
    alone = settings_of({}, "localhost")
    assert asked(alone, "websocket", host="localhost:1", origin="http://localhost:1") is None
    for origin in ("http://evil.example", "http://localhost:2", "null", "http://localhost:1.evil.example"):
        assert asked(alone, "websocket", host="localhost:1", origin=origin) == "origin"


def test_a_request_that_went_round_the_proxy_is_refused() -> None:
    known = settings_of(BEHIND_PROXY, EVERYBODY)
    host = "indicators.example"
    assert asked(known, client=("10.0.0.5", 4000), host=host, x_meomureum_proxy=SECRET) is None
    assert asked(known, client=("10.0.0.6", 4000), host=host, x_meomureum_proxy=SECRET) == "proxy"
    assert asked(known, client=("10.0.0.5", 4000), host=host, x_meomureum_proxy="guess") == "proxy"
    assert asked(known, client=("10.0.0.5", 4000), host=host) == "proxy"


def test_a_proxy_on_this_machine_is_known_by_the_port_that_no_connection_has() -> None:
    host, guest = "indicators.example", "203.0.113.9"
    for own in ("127.0.0.1", "::1"):
        known = settings_of({"access": {"hosts": [host], "proxy": {**PROXY, "addresses": [own]}}}, EVERYBODY)
        assert known.way == "proxy"
        assert asked(known, client=(guest, 0), host=host, x_meomureum_proxy=SECRET) is None
        assert asked(known, client=(guest, 0), host=host, x_meomureum_proxy="guess") == "proxy"
        assert asked(known, client=(guest, 4000), host=host, x_meomureum_proxy=SECRET) == "proxy"
        assert asked(known, client=(own, 4000), host=host, x_meomureum_proxy=SECRET) is None
    elsewhere = settings_of(BEHIND_PROXY, EVERYBODY)
    assert asked(elsewhere, client=(guest, 0), host=host, x_meomureum_proxy=SECRET) == "proxy"


@pytest.mark.parametrize(
    ("method", "writes"), [("PUT", True), ("DELETE", True), ("GET", False), ("HEAD", False)]
)
def test_a_page_of_another_site_writes_nothing(method: str, writes: bool) -> None:
    alone = settings_of({}, "localhost")

    def written(origin: str) -> Any:
        path = "/_stcore/upload_file/session/file" if writes else "/"
        headers = [(b"host", b"localhost:1"), (b"origin", origin.encode())]
        scope = {
            "type": "http",
            "path": path,
            "method": method,
            "client": ("127.0.0.1", 5),
            "headers": headers,
        }
        return guard.refusal(scope, alone)

    assert written("http://localhost:1") is None
    assert written("http://evil.example") == ("origin" if writes else None)


def test_the_page_of_a_closed_door_says_what_to_set_in_both_languages() -> None:
    known = settings_of({}, EVERYBODY)
    told = guard.page("closed", known)
    for words in ("[auth]", "server.address", "SECURITY.md", "아직 열 수 없습니다", "Not open yet"):
        assert words in told


# The table of roles.


def test_every_page_format_and_function_stands_in_the_table() -> None:
    assert set(address.PAGES) <= set(PAGES)
    assert set(FORMATS) <= set(EXPORTS)
    assert set(FUNCTIONS) == set(FUNCTION_NAMES)


def test_a_higher_role_may_do_all_that_a_lower_one_may() -> None:
    for allowed in (*PAGES.values(), *EXPORTS.values(), *FUNCTIONS.values()):
        assert allowed == ROLES[len(ROLES) - len(allowed) :]


def test_what_is_not_in_the_table_is_the_stewards_and_nobodys_role_opens_nothing() -> None:
    assert [role for role in ROLES if may_open(role, "unheard of")] == ["steward"]
    assert [role for role in ROLES if may_export(role, "unheard of")] == ["steward"]
    assert not any(may_open(None, page) for page in PAGES)
    assert not any(may_export(None, form) for form in EXPORTS)
    assert not any(may_use(None, function) for function in FUNCTIONS)


def at_the_screen(patch: pytest.MonkeyPatch, role: Role) -> None:
    visitor = Visitor("kim@city.example", role, None, "sign-in of a test")
    patch.setattr("meomureum.session.roles.AT_THIS_COMPUTER", visitor)


def words(screen: AppTest) -> str:
    html = " ".join(element.proto.body for element in screen.get("html"))
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)))


@pytest.mark.parametrize("role", ROLES)
def test_the_frame_offers_the_pages_of_the_role(monkeypatch: pytest.MonkeyPatch, role: Role) -> None:
    at_the_screen(monkeypatch, role)
    screen = AppTest.from_file(SCRIPT, default_timeout=60)
    screen.query_params["lang"] = "en"
    screen.run()
    assert not screen.exception
    drawn = [element.proto.body for element in screen.get("html")]
    links = next(each for each in drawn if "mm-navigation" in each)
    offered = {page for page in address.PAGES if f'href="./{"" if page == "overview" else page}?' in links}
    assert offered == {page for page in address.PAGES if may_open(role, page)}
    assert "kim@city.example" in words(screen)


def test_a_page_that_forgets_to_ask_reads_nothing_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    from meomureum import session
    from meomureum.session import steward_desk

    monkeypatch.setattr("meomureum.session.roles.settings", lambda: settings_of({}, EVERYBODY))
    for read in (session.snapshot, session.newest, session.names, session.sources, steward_desk.changes):
        with pytest.raises(Refused):
            read()
    assert steward_desk.quarantined_sheets() == []


@pytest.mark.parametrize("form", list(EXPORTS))
@pytest.mark.parametrize("role", ROLES)
def test_a_file_leaves_only_for_who_may_take_it_and_says_why(
    monkeypatch: pytest.MonkeyPatch, role: Role, form: str
) -> None:
    logged: list[str] = []
    monkeypatch.setattr(access_record, "record", lambda *said, **_: logged.append(f"{said[0]} {said[2]}"))
    taker = Taker(Visitor("kim", role, None, "s"), "10.1.1.1", "for the council")
    if role in EXPORTS[form]:
        access_record.handed_out(taker, "export", form, form)
        assert logged == ["export for the council"]
        with pytest.raises(PermissionError):
            access_record.handed_out(replace(taker, why=" . "), "export", form, form)
    else:
        with pytest.raises(PermissionError):
            access_record.handed_out(taker, "export", form, form)
        assert logged == []


# Exact values.


@pytest.mark.parametrize(
    ("role", "before", "after"),
    [
        ("viewer", ("public",), None),
        ("presenter", ("internal", "public"), None),
        ("analyst", ("internal", "public"), ("exact", "internal", "public")),
        ("steward", ("internal", "public"), ("exact", "internal", "public")),
    ],
)
def test_exact_values_are_seen_after_saying_why_and_by_nobody_else(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    role: Role,
    before: tuple[str, ...],
    after: tuple[str, ...] | None,
) -> None:
    logged: list[tuple[object, ...]] = []
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(snapshots, "record", lambda *said, **_: logged.append(said))
    at_the_screen(monkeypatch, role)
    snapshot, who = Snapshot(tmp_path), Visitor("kim@city.example", role, None, "sign-in of a test")
    for release in ("exact", "internal", "public"):
        (tmp_path / f"{release}.duckdb").touch()
    assert snapshots.allowed(snapshot, who) == before
    with pytest.raises(PermissionError):
        snapshots.open_exact(snapshot, " ")
    if after is None:
        with pytest.raises(PermissionError):
            snapshots.open_exact(snapshot, "for the council")
        assert (snapshots.allowed(snapshot, who), logged) == (before, [])
        return
    snapshots.open_exact(snapshot, "for the council")
    assert snapshots.allowed(snapshot, who) == after
    assert logged == [("exact_values", snapshot.id, "for the council")]


# Institution scope.


def measured(only: tuple[str, ...] | None, by: tuple[str, ...], **scope: Any) -> Any:
    snapshot = replace(shipped(), only=only)
    return kpis.measure(snapshot, "university_dropout_rate", Scope(cities=("gimhae",), **scope), by)


def test_a_school_sees_itself_exactly_and_the_whole_city_but_no_other_school() -> None:
    every = measured(None, ("institution", "year"))
    assert every["institution_id"].nunique() > 1
    own = measured(("inje",), ("institution", "year"))
    assert set(own["institution_id"]) == {"inje"}
    same = every[every["institution_id"] == "inje"].reset_index(drop=True)
    assert same["value"].tolist() == own["value"].tolist()
    city = measured(("inje",), ("city", "year"))
    assert city["value"].tolist() == measured(None, ("city", "year"))["value"].tolist()


@pytest.mark.parametrize("asked_for", [("kaya",), ("kaya", "kimhae")])
def test_asking_for_another_school_gives_nothing(asked_for: tuple[str, ...]) -> None:
    for by in (("institution", "year"), ("city", "year"), ("year",), ("school_type", "year")):
        found = measured(("inje",), by, institutions=asked_for)
        assert found["value"].notna().sum() == 0
    assert measured((), ("institution", "year"))["value"].notna().sum() == 0


def test_a_school_is_exact_to_itself_while_the_city_stays_protected() -> None:
    def asked(release: str, only: tuple[str, ...] | None, by: tuple[str, ...]) -> list[tuple[Any, ...]]:
        seen = replace(sample(), release=release, only=only)
        found = kpis.measure(seen, "local_employment_rate", Scope("sample", cities=("gimhae",)), by)
        columns = [f"{by[0]}_id", "year"]
        return list(found.sort_values(columns)[[*columns, "value"]].itertuples(index=False, name=None))

    own, city = ("institution", "year"), ("city", "year")
    exact = [row for row in asked("exact", None, own) if row[0] == "inje"]
    assert exact
    assert asked("public", ("inje",), own) == exact
    assert str(asked("public", ("inje",), city)) == str(asked("public", None, city))


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ("progress?set=sample&city=gimhae", "progress?set=sample&city=gimhae"),
        ("overview?lang=en", "?lang=en"),
        ("overview?", ""),
        ("data", "data"),
        ("//evil.example/", ""),
        ("https://evil.example/?x=1", ""),
        ("progress/../../x", ""),
        ("nowhere?set=sample", ""),
        ("progress?x=\r\nSet-Cookie: a=b", "progress?x=%0D%0ASet-Cookie%3A+a%3Db"),
        ("progress?" + "a=1&" * 1000, ""),
    ],
)
def test_only_a_page_of_ours_is_come_back_to_after_signing_in(wanted: str, kept: str) -> None:
    assert page_of(wanted) == kept
