"""A role that is taken away at the sign-in provider: who asks it again, how often, and what its silence means."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.provider import Provider as Double
from browser.provider import signing_in, subject
from readers import SECRET, SIGN_IN, Screen, Server, serving
from readers import cookie as signed_cookie
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from test_access import AUTH, EVERYBODY
from test_guard import closed_with

from meomureum.access import request
from meomureum.access.provider import Provider, Unreachable, userinfo
from meomureum.access.settings import settings_of
from meomureum.access.visitor import Refused

SIGNED_IN = {"is_logged_in": True, "sub": "u1", "iss": "i", "iat": 5000, "email": "kim@city.example"}
TOKEN = "the token of the sign-in"  # noqa: S105


class Says:
    """A provider that answers what it is told to, and counts."""

    def __init__(self, *roles: str) -> None:
        self.answer: dict[str, Any] | None = {"sub": "u1", "role": list(roles), "email": "lee@city.example"}
        self.asked, self.silent = 0, False

    def __call__(self, _metadata: str, token: str) -> dict[str, Any] | None:
        assert token == TOKEN
        self.asked += 1
        if self.silent:
            raise Unreachable
        return self.answer


def by_now(provider: Provider, now: float, **claims: Any) -> dict[str, Any]:
    return dict(provider.by_now({**SIGNED_IN, "role": "steward", **claims}, "metadata", TOKEN, now))


def refused(provider: Provider, now: float, **claims: Any) -> str:
    with pytest.raises(Refused) as caught:
        by_now(provider, now, **claims)
    return caught.value.refusal


def test_the_role_is_the_one_of_now_and_the_person_that_of_the_sign_in() -> None:
    found = by_now(Provider(Says("viewer")), 5010)
    assert found == {**SIGNED_IN, "role": ["viewer"]}


def test_a_role_that_the_provider_does_not_name_is_none() -> None:
    says = Says()
    says.answer = {"sub": "u1"}
    assert "role" not in by_now(Provider(says), 5010)


def test_an_answer_counts_for_a_minute() -> None:
    says = Says("viewer")
    provider = Provider(says)
    for now in (5010, 5040, 5070):
        by_now(provider, now)
    assert says.asked == 1
    says.answer = {"sub": "u1", "role": []}
    assert by_now(provider, 5071)["role"] == []
    assert says.asked == 2


def test_who_is_known_no_more_or_is_another_is_signed_out() -> None:
    says = Says("viewer")
    provider = Provider(says)
    by_now(provider, 5010)
    says.answer = None
    assert refused(provider, 5071) == "too old"
    says.answer = {"sub": "u2", "role": ["steward"]}
    assert refused(Provider(says), 5010) == "too old"
    assert refused(Provider(says), 5010, sub=None) == "too old"


def test_a_silent_provider_is_trusted_for_four_minutes_and_not_asked_at_every_step() -> None:
    says = Says("viewer")
    provider = Provider(says)
    by_now(provider, 5010)
    says.silent = True
    for now in (5071, 5075, 5086, 5087, 5250):
        assert by_now(provider, now)["role"] == ["viewer"]
    assert says.asked == 4  # 5010, 5071, 5087, 5250
    assert refused(provider, 5251) == "too old"
    assert refused(Provider(says), 5010) == "too old"  # nobody has ever vouched for it
    says.silent = False
    assert by_now(provider, 5270)["role"] == ["viewer"]


def test_a_sign_in_without_a_token_is_none() -> None:
    with pytest.raises(Refused):
        Provider(Says("viewer")).by_now({**SIGNED_IN}, "metadata", "", 5010)


@pytest.fixture
def double() -> Iterator[Double]:
    with signing_in({"kim": {"roles": ["analyst"]}}) as provider:
        provider.holders[TOKEN] = "kim"
        yield provider


def test_the_provider_is_asked_at_the_address_that_it_names(double: Double) -> None:
    metadata = f"{double.issuer}/.well-known/openid-configuration"
    assert userinfo(metadata, TOKEN) == {"sub": subject("kim"), "roles": ["analyst"]}
    assert userinfo(metadata, "another") is None
    for nowhere in (f"{double.issuer}/nothing", f"{double.issuer}/keys", "http://localhost:9/x"):
        with pytest.raises(Unreachable):
            userinfo(nowhere, TOKEN)


def test_a_token_goes_to_no_address_without_https(double: Double, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"userinfo_endpoint": "http://indicators.example/userinfo"}
    monkeypatch.setattr(double, "discovery", lambda: told)
    with pytest.raises(Unreachable):
        userinfo(f"{double.issuer}/.well-known/openid-configuration", TOKEN)


def test_the_provider_is_asked_only_where_the_city_says_so() -> None:
    known = settings_of({"auth": AUTH}, EVERYBODY)
    assert not known.asks_provider
    assert request.by_now({**SIGNED_IN, "role": "viewer"}, {}, known, 5010)["role"] == "viewer"
    asking = settings_of({"auth": AUTH, "access": {"ask_provider": True}}, EVERYBODY)
    assert (asking.asks_provider, asking.metadata) == (True, AUTH["server_metadata_url"])
    with pytest.raises(Refused):  # nobody to vouch for it: there is no token
        request.by_now({**SIGNED_IN, "role": "viewer"}, {}, asking, 5010)
    assert settings_of({"auth": AUTH, "access": {"ask_provider": "yes"}}, EVERYBODY).way == "closed"


def cookies(server: Server, person: str, token: str) -> str:
    """The cookies of somebody who has signed in as an analyst."""
    tokens = create_signed_value(SECRET, "_streamlit_user_tokens", json.dumps({"access_token": token}))
    who = signed_cookie(server, "analyst", sub=subject(person))
    return f"{who}; _streamlit_user_tokens={tokens.decode()}"


@pytest.mark.trial  # an answer counts for a minute, on a real clock too
def test_a_role_taken_away_at_the_provider_ends_everywhere(
    double: Double, tmp_path: Path, ready_snapshots: Path
) -> None:
    told = SIGN_IN.replace("http://localhost:9", double.issuer)
    told += "ask_provider = true\njudged_minutes = 0.03\n"
    with serving(tmp_path, ready_snapshots, secrets=told) as server:
        mine = cookies(server, "kim", TOKEN)
        screen = Screen(server, mine)
        screen.open("progress", "set=sample&lang=ko")
        assert "analyst@city.example" in screen.words
        double.people["kim"] = {"roles": []}
        screen.until_drawn()  # without its reader doing anything
        assert "역할이 없습니다" in screen.words
        assert closed_with(screen) == 1008
        again = Screen(server, mine)
        again.open("progress", "set=sample&lang=ko")
        assert "mm-value" not in again.words
        assert again.upload(b"x").status == 403
        stranger = Screen(server, cookies(server, "kim", "another token"))
        stranger.open("progress", "set=sample&lang=ko")
        assert "mm-value" not in stranger.words
