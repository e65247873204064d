"""Why a request is not let in, in words, as a plain page that needs no script."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Literal

from starlette.responses import HTMLResponse, Response

from meomureum.access.settings import Settings
from meomureum.texts import Text

Reason = Literal[
    "closed",
    "address",
    "method",
    "host",
    "forwarded",
    "proxy",
    "token",
    "inner",
    "origin",
    "signed out",
    "not yours",
    "may not load",
    "no length",
    "file too large",
    "session full",
    "server full",
    "no screen",
    "no log",
]
_STATUS: Mapping[Reason, int] = {
    "address": 400,
    "method": 405,
    "no length": 411,
    "file too large": 413,
    "session full": 413,
    "server full": 503,
    "no screen": 503,
    "no log": 503,
}
RETRY_SECONDS = 15

CLOSED_TITLE = Text("아직 열 수 없습니다", "Not open yet")
REFUSED_TITLE = Text("요청을 받지 않았습니다", "The request was refused")
FULL_TITLE = Text("지금은 자리가 없습니다", "No room right now")
CLOSED = Text(
    "누가 볼 수 있는지 정해지지 않아 아무것도 보이지 않게 두었습니다. 관리자가 아래를 고치고 다시 시작하면 열립니다.",
    "Nothing is shown until it is settled who may see it. It opens when an administrator mends the following and restarts it.",
)
HOW = Text("설정 방법은 SECURITY.md에 있습니다.", "SECURITY.md says how to set it up.")
REASONS: Mapping[Reason, Text] = {
    "address": Text("이 서버에는 이런 주소가 없습니다.", "This server has no such address."),
    "method": Text("이 주소에는 쓸 수 없고 읽기만 됩니다.", "This address can only be read."),
    "host": Text(
        "이 서버의 이름이 아닌 주소로 왔습니다. 관리자는 access.hosts를 확인하십시오.",
        "The address is not a name of this server. Administrators: see access.hosts.",
    ),
    "forwarded": Text(
        "로그인 없는 방식인데 다른 컴퓨터에서, 또는 다른 서버(프록시)를 거쳐 왔습니다. 관리자는 로그인을 설정하십시오.",
        "The request came from another computer or through a proxy, but no sign-in is configured. Administrators: configure one.",
    ),
    "proxy": Text(
        "정해진 앞단 서버를 거치지 않은 요청입니다.", "The request did not come through the configured proxy."
    ),
    "token": Text(
        "서버를 시작한 창에 적힌 주소로 열어 주십시오. 그 주소에 이 컴퓨터에서 여는 열쇠가 들어 있습니다.",
        "Open the address printed in the window in which the server was started: it holds the key.",
    ),
    "inner": Text("이 서버의 안쪽 주소라 열지 않습니다.", "This address is for the inside of the server."),
    "origin": Text(
        "다른 사이트에서 온 요청이라 아무것도 하지 않았습니다.",
        "The request comes from another site. Nothing was done.",
    ),
    "signed out": Text("먼저 로그인하십시오.", "Please sign in first."),
    "not yours": Text(
        "다른 화면에서 만든 파일이거나 이미 지워진 파일입니다. 화면에서 다시 받으십시오.",
        "The file was made for another screen, or is gone. Take it again from your screen.",
    ),
    "may not load": Text(
        "자료를 적재하는 역할만 파일을 올릴 수 있습니다.", "Only a role that loads data may upload files."
    ),
    "no length": Text(
        "파일의 크기를 밝히지 않은 요청입니다.", "The request does not say how large the file is."
    ),
    "file too large": Text("파일이 너무 큽니다.", "The file is too large."),
    "session full": Text(
        "이 화면에 올린 파일이 너무 많습니다. 올린 파일을 지우고 다시 올리십시오.",
        "This screen holds too many uploads. Remove some and upload again.",
    ),
    "server full": Text(
        "서버에 올린 파일이 너무 많습니다. 잠시 뒤에 다시 올리십시오.",
        "The server holds too many uploads. Please upload again in a while.",
    ),
    "no screen": Text(
        "한 번에 열 수 있는 화면이 모두 쓰이고 있습니다. 쓰지 않는 탭을 닫아 주십시오. 자리가 나면 저절로 열립니다.",
        "All screens that can be open at once are in use. Please close tabs you do not need. This one opens by itself when there is room.",
    ),
    "no log": Text(
        "접속 기록에 남길 수 없어 파일을 내주지 않았습니다. 관리자에게 알려 주십시오.",
        "The file was not handed out because it cannot be entered in the access log. Please tell an administrator.",
    ),
}


def answer(reason: Reason, known: Settings) -> Response:
    """The answer to a refused request. What it would still send is not read: the connection ends."""
    headers = {"Connection": "close", "Cache-Control": "no-store"}
    if _STATUS.get(reason) == 503:
        headers["Retry-After"] = str(RETRY_SECONDS)
    return HTMLResponse(page(reason, known), _STATUS.get(reason, 403), headers)


def page(reason: Reason, known: Settings) -> str:
    """The plain page of a refusal, in both languages: no address says which the reader wants."""
    title = {"closed": CLOSED_TITLE, "no screen": FULL_TITLE}.get(reason, REFUSED_TITLE)
    words = [CLOSED, *known.faults, HOW] if reason == "closed" else [REASONS[reason]]
    again = f'<meta http-equiv="refresh" content="{RETRY_SECONDS}" />' if reason == "no screen" else ""
    korean, english = (
        f'<section lang="{language}"><h1>{html.escape(title(language))}</h1>'
        + "".join(f"<p>{html.escape(each(language))}</p>" for each in words)
        + "</section>"
        for language in ("ko", "en")
    )
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8" />{again}'
        '<meta name="viewport" content="width=device-width, initial-scale=1" />'
        f"<title>{html.escape(title.ko)}</title>"
        '<link rel="stylesheet" href="./assets/look.css" /></head>'
        f'<body class="mm-refused"><main>{korean}{english}</main></body></html>'
    )
