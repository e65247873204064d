"""The address that somebody asked for before signing in, kept through the sign-in.

The provider sends everybody back to the first page. A cookie of ten minutes, which only this
server reads, remembers which page it was to be; it can name no other site and no other server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlencode

from starlette.responses import RedirectResponse
from streamlit.user_info import generate_login_redirect_url

from meomureum.access.server_settings import settings
from meomureum.store.address import PAGES

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

COOKIE, SECONDS, MOST_LETTERS = "meomureum_asked", 600, 2000
_PROVIDER = "default"


async def sign_in(request: Request) -> Response:
    """Go on to the provider, and remember the address that was asked for."""
    if settings().way != "sign-in":
        return RedirectResponse("./", status_code=303)
    answer = RedirectResponse(generate_login_redirect_url(_PROVIDER), status_code=303)
    wanted = page_of(request.query_params.get("to", ""))
    if wanted:
        answer.set_cookie(COOKIE, quote(wanted, safe=""), max_age=SECONDS, httponly=True, samesite="lax")
    else:
        answer.delete_cookie(COOKIE)
    return answer


def returning(request: Request) -> Response | None:
    """Whoever comes to the bare first page after asking for another one is sent there, once."""
    wanted = page_of(unquote(request.cookies.get(COOKIE, "")))
    if not wanted or "page" in request.path_params or request.url.query:
        return None
    answer = RedirectResponse(f"./{wanted}", status_code=303)
    answer.delete_cookie(COOKIE)
    return answer


def page_of(asked: str) -> str:
    """A page of ours with its choices, written anew from its parts; "" for anything else."""
    page, _, query = asked.partition("?")
    if page not in PAGES or len(asked) > MOST_LETTERS:
        return ""
    told = urlencode(parse_qsl(query, keep_blank_values=True))
    name = "" if page == PAGES[0] else page
    return f"{name}?{told}" if told else name
