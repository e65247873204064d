"""Where the rules of access turn: the numbers of the settings, the seconds of a sign-in, what a request proves."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Any

import pytest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from meomureum.access import request
from meomureum.access.settings import Proxy, Settings, is_loopback, is_weak, settings_of
from meomureum.access.visitor import SIGN_INS, Refused, SignIns, from_claims, from_proxy, proves_itself

SECRET = "kV3x-9qLmZ0a_Tt7RbYw2EoPfGh5JcNd8SuA"  # noqa: S105
AUTH = {
    "redirect_uri": "https://indicators.example/oauth2callback",
    "cookie_secret": SECRET,
    "client_id": "meomureum",
    "client_secret": SECRET[::-1],
    "server_metadata_url": "https://sign-in.example/.well-known/openid-configuration",
}
SIGNED = Settings("sign-in", session_seconds=28_800, idle_seconds=1_800, cookie_secret=SECRET)
PROXIED = Settings("proxy", proxy=Proxy(("127.0.0.1",), "x-proof", SECRET, "x-remote-user", "x-remote-role"))
CLAIMS = {"is_logged_in": True, "sub": "u1", "email": "kim@city.example", "iat": 100_000, "role": "analyst"}
TOLD = (
    "session_seconds",
    "idle_seconds",
    "judged_seconds",
    "sessions",
    "upload_session_bytes",
    "upload_total_bytes",
)


@pytest.mark.parametrize(
    ("access", "meant"),
    [
        ({}, (28_800, 1_800, 120, 0, 100_000_000, 500_000_000)),
        (
            {
                "session_hours": 2,
                "idle_minutes": 3,
                "judged_minutes": 1.5,
                "sessions": 7,
                "upload_session_mb": 4,
                "upload_total_mb": 5,
            },
            (7_200, 180, 90, 7, 4_000_000, 5_000_000),
        ),
        # Four minutes at most between two looks at an open screen; half a minute is a number above 0.
        ({"judged_minutes": 5, "idle_minutes": 0.5}, (28_800, 30, 240, 0, 100_000_000, 500_000_000)),
        ({"sessions": 1}, (28_800, 1_800, 120, 1, 100_000_000, 500_000_000)),
    ],
)
def test_the_numbers_of_the_settings_are_hours_minutes_and_megabytes(
    access: dict[str, Any], meant: tuple[float, ...]
) -> None:
    found = settings_of({"access": access}, "localhost")
    assert found.way == "this computer"
    assert tuple(getattr(found, name) for name in TOLD) == meant
    assert tuple(getattr(settings_of({"auth": AUTH, "access": access}, None), name) for name in TOLD) == meant


@pytest.mark.parametrize("value", [0, -1, True, False, "8", None])
def test_what_is_no_number_above_0_closes_the_door(value: object) -> None:
    found = settings_of({"access": {"sessions": value}}, "localhost")
    assert (found.way, [each.en for each in found.faults]) == (
        "closed",
        ["access.sessions must be a number above 0."],
    )


@pytest.mark.parametrize(("value", "way"), [(True, "this computer"), (False, "this computer"), (1, "closed")])
def test_the_token_is_asked_for_by_true_alone(value: object, way: str) -> None:
    found = settings_of({"access": {"token": value}}, "localhost")
    assert (found.way, found.asks_token) == (way, value is True)


@pytest.mark.parametrize(
    ("secret", "weak"),
    [
        # 32 letters of ten kinds; 31 letters; nine kinds; a word that examples hold.
        ("abcdefghij" * 3 + "ab", False),
        ("abcdefghij" * 3 + "a", True),
        ("abcdefghi" * 4, True),
        (SECRET[:28] + "Secret", True),
        (SECRET, False),
    ],
)
def test_a_secret_has_32_letters_of_ten_kinds_and_no_word_of_an_example(secret: str, weak: bool) -> None:
    assert is_weak(secret) is weak
    way = settings_of({"auth": {**AUTH, "cookie_secret": secret}}, None).way
    assert way == ("closed" if weak else "sign-in")


@pytest.mark.parametrize(("secret", "way"), [("aabb", "closed"), ("abca", "closed"), ("abcd", "sign-in")])
def test_what_the_provider_has_drawn_may_be_short_but_no_placeholder(secret: str, way: str) -> None:
    assert settings_of({"auth": {**AUTH, "client_secret": secret}}, None).way == way


@pytest.mark.parametrize(
    ("redirect", "way", "https", "hosts"),
    [
        (AUTH["redirect_uri"], "sign-in", True, ("more.example", "indicators.example")),
        ("http://localhost:8501/oauth2callback", "sign-in", False, ("more.example", "localhost")),
        ("http://127.0.0.1/oauth2callback", "sign-in", False, ("more.example", "127.0.0.1")),
        ("http://indicators.example/oauth2callback", "closed", False, ("more.example", "indicators.example")),
        ("ftp://localhost/oauth2callback", "closed", False, ("more.example", "localhost")),
    ],
)
def test_signing_in_needs_https_except_at_this_computer(
    redirect: str, way: str, https: bool, hosts: tuple[str, ...]
) -> None:
    found = settings_of(
        {"auth": {**AUTH, "redirect_uri": redirect}, "access": {"hosts": "More.example."}}, None
    )
    assert (found.way, found.https, found.hosts) == (way, https, hosts)


def test_an_address_that_is_none_is_not_this_computer() -> None:
    assert [is_loopback(each) for each in ("[::1]", "127.0.0.1", "", None, "10.0.0.1")] == [
        *(True, True, False, False, False)
    ]


# The seconds of a sign-in: eight hours long, half an hour idle, clocks that differ by two minutes.


def outcome(now: float, sign_ins: SignIns, acts: bool = True, **claims: Any) -> str:
    try:
        return from_claims({**CLAIMS, **claims}, SIGNED, sign_ins, now, acts=acts).name
    except Refused as refused:
        return refused.refusal


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (-121, "too old"),
        (-120, "kim@city.example"),
        (1_800, "kim@city.example"),
        (1_801, "idle"),
        (28_801, "too old"),
    ],
)
def test_a_first_request_counts_from_the_moment_of_the_sign_in(seconds: int, told: str) -> None:
    assert outcome(100_000 + seconds, SignIns()) == told


def test_who_is_busy_stays_to_the_eighth_hour_and_who_only_keeps_a_screen_open_does_not() -> None:
    busy, idle = SignIns(), SignIns()
    for seconds in range(0, 28_801, 1_800):
        assert outcome(100_000 + seconds, busy) == "kim@city.example"
    assert outcome(128_801, busy) == "too old"
    assert outcome(100_000, idle) == outcome(101_800, idle, acts=False) == "kim@city.example"
    assert outcome(101_801, idle) == "idle"
    assert outcome(100_001, idle) == "idle"


def test_what_has_ended_is_remembered_as_long_as_its_cookie_could_open_anything() -> None:
    sign_ins = SignIns()
    outcome(100_000, sign_ins)
    outcome(100_500, sign_ins)
    # It was last seen at 100 500; eight hours and two minutes later it may go.
    for now, held in ((129_420, 2), (129_421, 2)):
        outcome(now, sign_ins, sub="u2", iat=129_400)
        assert len(sign_ins.seen) == held - (now > 129_420)


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"email": "k" * 121}, "k" * 120),
        ({"email": 7, "preferred_username": " kim "}, "kim"),
        ({"email": " ", "name": "김"}, "김"),
        ({"email": None}, "u1"),
        ({"email": None, "sub": ""}, "?"),
    ],
)
def test_a_person_is_named_by_the_first_of_its_names_in_120_letters(
    claims: dict[str, Any], name: str
) -> None:
    assert outcome(100_010, SignIns(), **claims) == name


def test_a_proxy_names_whom_it_has_let_in_by_its_secret_alone() -> None:
    told = {"x-proof": SECRET, "x-remote-user": " " + "k" * 121, "x-remote-role": "viewer,steward"}
    found = from_proxy(told, PROXIED)
    assert (found.name, found.role, found.institutions) == ("k" * 120, "steward", None)
    assert proves_itself({"x-proof": SECRET}, Settings("proxy")) is False
    assert PROXIED.proxy is not None
    bare = replace(PROXIED, proxy=replace(PROXIED.proxy, secret="", institution_header="x-schools"))
    assert proves_itself({"x-proof": ""}, bare) is False
    schools = replace(PROXIED, proxy=replace(PROXIED.proxy, institution_header="x-schools"))
    assert from_proxy({**told, "x-schools": "inje kaya"}, schools).institutions == ("inje", "kaya")


# What a request proves.


@pytest.mark.parametrize(
    ("known", "scheme", "headers", "https"),
    [
        (Settings("sign-in", https=True), "http", {}, True),
        (Settings("sign-in"), "http", {}, False),
        (Settings("sign-in"), "https", {}, True),
        (Settings("sign-in"), "wss", {}, True),
        (Settings("sign-in"), "https", {"via": "1.1 relay"}, False),
        (Settings("sign-in"), "http", {"x-forwarded-proto": "https"}, False),
        (PROXIED, "http", {"x-proof": SECRET, "x-forwarded-proto": "HTTPS , http"}, True),
        (PROXIED, "https", {"x-proof": SECRET, "x-forwarded-proto": "http, https"}, False),
        (PROXIED, "http", {"x-proof": "guess", "x-forwarded-proto": "https"}, False),
    ],
)
def test_https_is_believed_of_the_proxy_and_of_the_line_itself(
    known: Settings, scheme: str, headers: dict[str, str], https: bool
) -> None:
    assert request.is_https({"scheme": scheme, "client": ("127.0.0.1", 5)}, headers, known) is https


def test_a_request_counts_as_an_action_unless_it_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SIGN_INS, "seen", {})
    start = time.time()
    value = create_signed_value(SECRET, "_streamlit_user", json.dumps({**CLAIMS, "iat": start})).decode()
    headers = {"cookie": f"_streamlit_user={value}"}
    for seconds in (0, 1_700, 3_400):
        assert request.visitor(headers, SIGNED, start + seconds).name == "kim@city.example"
    request.visitor(headers, SIGNED, start + 5_100, acts=False)
    with pytest.raises(Refused, match="idle"):
        request.visitor(headers, SIGNED, start + 6_800)


@pytest.mark.parametrize("signed", ["[1]", "no json", '"words"'])
def test_a_cookie_that_holds_no_claims_is_nobodys(signed: str) -> None:
    value = create_signed_value(SECRET, "_streamlit_user", signed).decode()
    assert request.claims({"cookie": f"_streamlit_user={value}"}, SIGNED) == {}
