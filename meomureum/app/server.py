"""The HTML document around the screen, the files it asks for, and the security headers.

Streamlit serves one document in English for every address. Ours says which language it
is in, names the product before any script has run, brings its own fonts and style from
this server, and carries no inline script, so the browser may refuse all of them.
"""

from __future__ import annotations

import asyncio
import gc
import gzip
import logging
import re
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from meomureum.access.request import is_https
from meomureum.access.server_settings import settings
from meomureum.app import address_before_sign_in, metrics, readiness, start_token, streamlit_errors
from meomureum.app.api import endpoints
from meomureum.app.guard import Guard
from meomureum.app.open_screens import Quieter, raise_handle_limit
from meomureum.app.route_table import METRICS, READY, prefix
from meomureum.app.runtime_screens import remember_takers
from meomureum.store import background, environment, incidents
from meomureum.store.address import PAGES
from meomureum.texts import LANGUAGES

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MEMORY_TIDIED_EVERY_SECONDS = 60
EXAMINED_AFTER_SECONDS = 30  # the first page has the disk to itself
HTTPS_SECONDS = 365 * 24 * 3600
STATIC = Path(__file__).parent / "static"
SCRIPT = Path(__file__).parent / "script.py"
"""What Streamlit runs for every change that a reader makes."""
# What draws the charts comes with the package, which itself need not be imported.
_PLOTLY = Path(str(metadata.distribution("plotly").locate_file("plotly/package_data/plotly.min.js")))
# The version is in the address: what a browser has kept under it never changes.
_PLOTLY_AT = f"/assets/plotly-{metadata.version('plotly')}.min.js"
_STREAMLIT_DOCUMENT = Path(streamlit.__file__).parent / "static" / "index.html"
_ELEMENTS = ("Html", "ButtonGroup", "Selectbox", "Button", "DownloadButton")
_IMPORTED = re.compile(r"\"\./(?:static/js/)?([\w.-]+\.js)\"")
_AHEAD = '<link rel="modulepreload" crossorigin href="./static/js/{}">\n'

# Other letters, which come later, are not as wide: what stands beside and below them would move.
_FONTS = "".join(
    f'<link rel="preload" href="./assets/fonts/{each.name}" as="font" type="font/woff2" crossorigin />'
    for each in sorted((STATIC / "fonts").glob("*.woff2"))
)
_HEAD = f"""
    <meta name="description" content="머무름: 지역에서 배우고 일하고 머무는 청년의 지표" />
    <link rel="icon" href="./assets/favicon.svg" />
    {_FONTS}
    <link rel="stylesheet" href="./assets/look.css" />
    <script src="./assets/links.js" defer></script>
    <script src=".{_PLOTLY_AT}" id="plotly" async></script>
    <script src="./assets/chart.js" defer></script>
    <script src="./assets/chart_keys.js" defer></script>
    <script src="./assets/tour.js" defer></script>
    <title>머무름 Meomureum</title>"""
_NO_SCRIPT = "<noscript><p>이 화면은 JavaScript가 있어야 보입니다. JavaScript is needed.</p></noscript>"

# Streamlit writes its style from a script, hence 'unsafe-inline' for style alone.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # An address holds what the reader looked at; it is nobody else's business.
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class _Word(StringConvertor):
    """One lower-case word is a page, known or mistyped.

    Streamlit's own paths have a slash, a digit, a dot or an underscore.
    """

    regex = "[a-z]+"


register_url_convertor("word", _Word())


@cache
def document(language: str) -> str:
    """Streamlit's document with our head, language and words."""
    html = _STREAMLIT_DOCUMENT.read_text(encoding="utf-8")
    html = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
    html = re.sub(r"<link\s+rel=\"(shortcut icon|preload|service-desc)\".*?/>", "", html, flags=re.DOTALL)
    html = re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL)
    html = re.sub(r"<noscript>.*?</noscript>", _NO_SCRIPT, html, flags=re.DOTALL)
    html = re.sub(r"<title>.*?</title>", _HEAD, html)
    known = set(_IMPORTED.findall(html))
    ahead = "".join(_AHEAD.format(each) for each in _elements_of_every_page() if each not in known)
    html = html.replace("</head>", f"{ahead}</head>")
    return html.replace('<html lang="en">', f'<html lang="{language}">')


def _elements_of_every_page() -> dict[str, None]:
    """What a browser would fetch only when the first such element comes, which then has no height yet:
    the scripts of these elements and what they import.
    """
    folder = _STREAMLIT_DOCUMENT.parent / "static" / "js"
    files = [each for name in _ELEMENTS for each in sorted(folder.glob(f"{name}.*.js"))]
    imported = (name for each in files for name in _IMPORTED.findall(each.read_text("utf-8")))
    return dict.fromkeys([*(each.name for each in files), *imported])


async def _page(request: Request) -> Response:
    page = request.path_params.get("page", "")
    if (answer := address_before_sign_in.returning(request)) is not None:
        return answer
    if page == PAGES[0] or (page and page not in PAGES):
        # Relative, so that it also holds behind a proxy's path prefix. What was chosen goes along.
        chosen = {"page": page, **request.query_params} if page != PAGES[0] else request.query_params
        return RedirectResponse(f"./?{urlencode(chosen)}" if chosen else "./", status_code=303)
    spoken = request.query_params.get("lang", "")
    language = spoken if spoken in LANGUAGES else LANGUAGES[0]
    return HTMLResponse(document(language), headers={"Cache-Control": "no-cache"})


async def _plotly(request: Request) -> Response:
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return FileResponse(_PLOTLY, headers=headers)
    content = await asyncio.to_thread(_packed)
    return Response(content, headers={**headers, "Content-Encoding": "gzip"}, media_type="text/javascript")


@cache
def _packed() -> bytes:
    """Compressed once, not for every browser that asks."""
    return gzip.compress(_PLOTLY.read_bytes(), compresslevel=6)


class SecurityHeaders:
    """Adds the headers to every answer of the server."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the head of its answer."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update({**HEADERS, **scope.get(endpoints.OWN_HEADERS, {})})
                if is_https(scope, Headers(scope=scope), settings()):
                    _keep_to_https(headers)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _keep_to_https(headers: MutableHeaders) -> None:
    """From now on the browser comes by https only, and shows no cookie to anything else."""
    headers["Strict-Transport-Security"] = f"max-age={HTTPS_SECONDS}"
    cookies = headers.getlist("set-cookie")
    del headers["set-cookie"]
    for cookie in cookies:
        is_marked = "secure" in (part.strip().lower() for part in cookie.split(";")[1:])
        headers.append("set-cookie", cookie if is_marked else f"{cookie}; Secure")


def routes() -> list[Route | Mount]:
    """Our document at every page's address, and the files of the frame."""
    under = prefix()
    return [
        Route(f"{under}/", _page),
        Route(f"{under}/signin", address_before_sign_in.sign_in),
        Route(f"{under}{READY}", readiness.ready),
        Route(f"{under}{METRICS}", metrics.metrics),
        *endpoints.routes(under),
        Route(f"{under}{_PLOTLY_AT}", _plotly),
        Mount(f"{under}/assets", StaticFiles(directory=STATIC)),
        Route(f"{under}/{{page:word}}", _page),
    ]


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """While the server runs: prepare before anybody asks, tidy memory, look whether snapshots are whole."""
    raise_handle_limit()
    logging.getLogger("asyncio").addFilter(Quieter())
    remember_takers()
    if settings().asks_token:
        start_token.tell()
    incidents.log_to(sys.stderr, environment.log_folder())
    incidents.LOGGER.info("started")
    streamlit_errors.prepare()
    readiness.PREPARATION.first_page = _first_page
    readiness.PREPARATION.begin()
    ended = threading.Event()
    background.start("memory", lambda: _tidy_memory(ended))
    background.start("snapshots", lambda: _examine_snapshots(ended))
    yield
    ended.set()
    incidents.LOGGER.info("ended")


def _first_page() -> None:
    """What the first reader's browser and page will ask for, worked out and kept."""
    _packed()
    for language in LANGUAGES:
        document(language)
    from meomureum.app.script import draw_ahead

    draw_ahead()


def _tidy_memory(ended: threading.Event) -> None:
    """In place of Streamlit's full collection after every run, which costs more than the run."""
    while not ended.wait(MEMORY_TIDIED_EVERY_SECONDS):
        gc.collect()


def _examine_snapshots(ended: threading.Event) -> None:
    """Read every snapshot to its end, away from readers, and again every few hours."""
    from etl import snapshot_repair

    wait = EXAMINED_AFTER_SECONDS
    while not ended.wait(wait):
        snapshot_repair.examine()
        wait = snapshot_repair.EXAMINED_EVERY_SECONDS


def middleware() -> list[Middleware]:
    """What every request and answer passes through: the headers of each answer, then the door."""
    return [Middleware(SecurityHeaders), Middleware(Guard)]
