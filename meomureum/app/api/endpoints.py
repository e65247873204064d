"""The addresses of the API: each call is one reader's, within their allowance, logged, and answered once a snapshot.

What computes the answers is imported by the first call: the server is open before that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from meomureum.access.server_settings import settings
from meomureum.access.visitor import Refused
from meomureum.app.api.allowance import ALLOWANCE, RETRY_SECONDS, TooMany
from meomureum.app.api.reader import Reader, reader_of
from meomureum.app.route_table import API
from meomureum.measures.unknown_words import NotFitting, UnknownWord
from meomureum.store import incidents
from meomureum.store.integrity import Damaged
from meomureum.store.warehouse import Snapshot

if TYPE_CHECKING:
    from starlette.requests import Request

VERSION = "v1"
OWN_HEADERS = "meomureum headers"
"""Where an answer leaves in its request what stands in place of the headers of every answer."""
OPEN = {"Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*"}
"""What the public may read, any web page may show."""
JSON, CSV, PNG = "application/json", "text/csv; charset=utf-8", "image/png"
Found = tuple[Any, str]
Answer = Callable[["Request", Reader, Snapshot], Found]


def _indicators(_asked: Request, _reader: Reader, of: Snapshot) -> Found:
    from meomureum.app.api import answers

    return answers.indicators(of), JSON


def _values(asked: Request, _reader: Reader, of: Snapshot) -> Found:
    from meomureum.app.api import answers

    found = answers.values(of, asked.query_params.multi_items())
    return found, CSV if isinstance(found, bytes) else JSON


def _figure(asked: Request, reader: Reader, _of: Snapshot) -> Found:
    from meomureum.app.api import answers

    return answers.picture(reader, asked.path_params["code"].upper()), PNG


def _description(_asked: Request, _reader: Reader, _of: Snapshot) -> Found:
    from meomureum.app.api import description

    return description.document(), JSON


ADDRESSES: Mapping[str, Answer] = {
    "/indicators": _indicators,
    "/values": _values,
    "/figures/{code}.png": _figure,
    "/openapi.json": _description,
}


def routes(under: str) -> list[Route]:
    """The routes of a server that stands under a prefix; plain functions, which Starlette runs beside its loop."""
    answers = [
        Route(f"{under}{API}/{VERSION}{place}", partial(_answered, answer))
        for place, answer in ADDRESSES.items()
    ]
    return [*answers, Route(f"{under}{API}{{place:path}}", _nothing)]


def _nothing(_asked: Request) -> Response:
    """Streamlit would answer with its document, which no program reads."""
    return _refusal(KeyError())


def _answered(answer: Answer, asked: Request) -> Response:
    try:
        known = settings()
        reader = reader_of(asked, known)
        if reader.who is None:
            asked.scope[OWN_HEADERS] = OPEN
        with ALLOWANCE.call(reader.name, known.api_calls_a_minute):
            return _within(answer, asked, reader)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the reader gets words and no trace
        return _refusal(fault)


def _within(answer: Answer, asked: Request, reader: Reader) -> Response:
    of = reader.now()
    told = f"{asked.url.path}?{asked.url.query}|{of.id}|{of.release}|{of.only}"
    tag = f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'
    scope = "public" if reader.who is None else "private"
    headers = {"ETag": tag, "Cache-Control": f"{scope}, no-cache", "Vary": "Cookie"}
    if tag in {each.strip().removeprefix("W/") for each in asked.headers.get("if-none-match", "").split(",")}:
        return Response(status_code=304, headers=headers)
    content, kind = answer(asked, reader, of)
    reader.record(f"{asked.url.path.rpartition(API)[2]} {asked.query_params.get('kpi', '')} {of.id}")
    body = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False, allow_nan=False)
    return Response(body, media_type=kind, headers=headers)


def _refusal(fault: Exception) -> Response:
    """What went wrong as JSON, with the nearest words where one is unknown."""
    told: dict[str, Any] = {"error": str(fault)}
    headers = {"Cache-Control": "no-store"}
    match fault:
        case UnknownWord():
            status, told["nearest"] = 400, list(fault.nearest)
        case NotFitting():
            status = 400
        case Refused():
            status, told["error"] = (
                (403 if fault.refusal in ("no role", "no release") else 401),
                fault.refusal,
            )
        case KeyError():
            status, told["error"] = 404, "nothing is here for this reader"
        case TooMany():
            status, told["error"] = 429, "too many calls"
            headers["Retry-After"] = str(fault.seconds)
        case TimeoutError() | LookupError() | Damaged() | OSError():
            status, told["error"] = 503, _code(fault)
            headers["Retry-After"] = str(RETRY_SECONDS)
        case _:
            status, told["error"] = 500, _code(fault)
    body = json.dumps(told, ensure_ascii=False)
    return Response(body, status, headers, JSON)


def _code(fault: Exception) -> str:
    incidents.report(fault, "the API")
    return incidents.code_of(fault)
