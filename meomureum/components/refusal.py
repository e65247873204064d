"""The page instead of the page: not signed in, signed in for too long, no role, not for this role."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from meomureum.access.roles import ROLE_NAMES, Role
from meomureum.access.server_settings import settings
from meomureum.access.visitor import Refusal, Refused, Visitor
from meomureum.components import elements
from meomureum.components.markup import Action
from meomureum.session import roles
from meomureum.session.view import address_in_sight
from meomureum.store.address import PAGES
from meomureum.texts import Language, Text

SIGN_IN_TITLE = Text("로그인이 필요합니다", "Please sign in")
SIGN_IN = Text("로그인", "Sign in")
SIGN_OUT = Text("로그아웃", "Sign out")
OTHER_ACCOUNT = Text("다른 계정으로 로그인", "Sign in with another account")
WHY: Mapping[Refusal, Text] = {
    "not signed in": Text(
        "기관 계정으로 로그인하면 볼 수 있습니다.", "Sign in with your organisation's account."
    ),
    "too old": Text(
        "로그인한 지 오래되어 끝났습니다. 다시 로그인해 주십시오.",
        "The sign-in has run out. Please sign in again.",
    ),
    "idle": Text(
        "한동안 쓰지 않아 로그인이 끝났습니다. 다시 로그인해 주십시오.",
        "The sign-in ended because it was not used for a while. Please sign in again.",
    ),
    "ended": Text(
        "다른 창에서 로그아웃했습니다. 다시 로그인해 주십시오.",
        "You have signed out in another window. Please sign in again.",
    ),
    "no role": Text(
        "{name} 계정에는 이 지표판의 역할이 없습니다. 자료 담당자에게 역할을 요청하십시오.",
        "The account {name} has no role here. Please ask the data steward for one.",
    ),
    "no release": Text(
        "{name} 계정의 역할로 볼 수 있는 공개 수준이 아직 만들어지지 않았습니다. 자료 담당자에게 알려 주십시오.",
        "No level of detail that the role of {name} may see has been built yet. Please tell the data steward.",
    ),
    "closed": Text(
        "누가 볼 수 있는지 정해지지 않아 열지 않았습니다.",
        "It is not settled yet who may see this; it stays closed.",
    ),
}
OTHER_LANGUAGE = Text("한국어로 보기", "Show in English")
NO_ROLE_TITLE = Text("아직 역할이 없습니다", "No role yet")
NO_RELEASE_TITLE = Text("아직 볼 수 있는 자료가 없습니다", "Nothing to see yet")
CLOSED_TITLE = Text("아직 열 수 없습니다", "Not open yet")
NOT_FOR_ROLE = Text("이 화면은 볼 수 없습니다", "You cannot open this page")
NOT_FOR_ROLE_WHY = Text(
    "‘{role}’ 역할로는 열 수 없는 화면입니다. 필요하면 자료 담당자에게 역할을 요청하십시오.",
    "It is not open to the role “{role}”. If you need it, please ask the data steward.",
)
NOT_OFFERED = Text("이 공개 수준에서는 볼 수 없습니다", "Not offered at this level of detail")
OTHER_LEVEL = Text(
    "더 자세한 공개 수준을 고르거나 자료 담당자에게 문의하세요.",
    "Choose a more detailed level or ask the data steward.",
)
ALONE = Text("이 컴퓨터에서만 열리는 방식 · 로그인 없음", "Open on this computer only · no sign-in")
WHO = Text("{name} · {role}", "{name} · {role}")


def refused(why: Refused, language: Language) -> None:
    """Who is not let in is told why, and what to do."""
    words = WHY[why.refusal].fill(name=why.name)
    if why.refusal == "closed":
        elements.heading(CLOSED_TITLE(language), words(language))
        elements.notices(list(settings().faults), language, "danger")
        return
    title = {"no role": NO_ROLE_TITLE, "no release": NO_RELEASE_TITLE}.get(why.refusal, SIGN_IN_TITLE)
    elements.heading(title(language), words(language))
    if settings().way == "sign-in":
        label = OTHER_ACCOUNT if why.refusal in ("no role", "no release") else SIGN_IN
        elements.entrance(label(language), f"./signin?{urlencode({'to': _asked()})}")
        other: Language = "en" if language == "ko" else "ko"
        elements.actions([Action(OTHER_LANGUAGE(other), f"./?lang={other}")])


def _asked() -> str:
    """The page at this screen with its choices, as the way in remembers it."""
    page, asked = address_in_sight()
    return f"{page or PAGES[0]}?{urlencode(asked)}"


def not_offered(what: Text, language: Language) -> None:
    """What the reader's level of detail does not hold, and what to do."""
    elements.empty_state(NOT_OFFERED(language), f"{what(language)} {OTHER_LEVEL(language)}")


def not_for_role(role: Role, language: Language) -> None:
    """A page that the reader's role does not open."""
    elements.heading(NOT_FOR_ROLE(language), NOT_FOR_ROLE_WHY.fill(role=ROLE_NAMES[role])(language))


def who_is_here(who: Visitor, language: Language) -> None:
    """One quiet line: nobody signs in here, or who has signed in and the way out."""
    if not who.signed_in:
        elements.quiet(ALONE(language))
        return
    elements.quiet(WHO.fill(name=who.name, role=ROLE_NAMES[who.role])(language))
    if settings().way == "sign-in" and st.button(SIGN_OUT(language), key="sign out"):
        roles.sign_out()
