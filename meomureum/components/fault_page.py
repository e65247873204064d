"""What a reader sees where something went wrong: a sentence, a code for support, and a way on.

Whatever a page, a part of it, a click or a file to take along raises is caught here and nowhere
else. The code stands in the server's log, beside the traceback. Streamlit's own signals (run anew,
stop) are no faults and pass.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Literal, ParamSpec
from urllib.parse import urlencode

import duckdb
import streamlit as st
from markupsafe import Markup

from meomureum import session
from meomureum.access.visitor import Refused
from meomureum.components import markup, refusal
from meomureum.components.markup import Action
from meomureum.components.page_writer import show
from meomureum.session.view import address_in_sight
from meomureum.store import incidents, warehouse
from meomureum.store.address import PAGES
from meomureum.store.integrity import Damaged
from meomureum.store.locks import LoadRunning
from meomureum.texts import Language, Text

Kind = Literal["slow", "damaged", "lost", "full", "unwritable", "denied", "busy", "unknown"]

TOLD: Mapping[Kind, tuple[Text, Text]] = {
    "slow": (
        Text("계산이 오래 걸려 멈추었습니다", "The calculation took too long"),
        Text(
            "고른 범위가 넓어 정해진 시간 안에 끝나지 않았습니다. 도시나 기간을 줄여 다시 보십시오.",
            "It did not end in the time allowed. Choose fewer cities or years and look again.",
        ),
    ),
    "damaged": (
        Text("자료 파일을 읽을 수 없습니다", "The data file cannot be read"),
        Text(
            "파일이 손상된 것 같습니다. 다시 열어도 그대로이면 자료 담당자에게 알려 주십시오.",
            "It seems to be damaged. If this stays when you open the page again, please tell the data steward.",
        ),
    ),
    "lost": (
        Text("자료가 제자리에 없습니다", "The data are not where they should be"),
        Text(
            "서버의 스냅숏이 지워졌거나 옮겨졌습니다. 다시 열면 원본 파일로 새로 만듭니다.",
            "The server's snapshot was removed or moved. Opening the page again builds it anew from its files.",
        ),
    ),
    "full": (
        Text("서버에 저장할 자리가 없습니다", "The server has no space left"),
        Text(
            "디스크가 가득 차서 쓰지 못했습니다. 관리자가 자리를 비운 뒤 다시 해 보십시오.",
            "Nothing could be written because the disk is full. Try again once an administrator has made room.",
        ),
    ),
    "unwritable": (
        Text("서버가 파일을 읽거나 쓰지 못했습니다", "The server could not read or write a file"),
        Text(
            "다시 해 보고, 또 그러면 관리자에게 알려 주십시오.",
            "Try again; if it happens again, please tell an administrator.",
        ),
    ),
    "denied": (
        Text("이 역할로는 할 수 없습니다", "Your role does not allow this"),
        Text(
            "필요하면 자료 담당자에게 역할을 요청하십시오.",
            "If you need it, please ask the data steward for a role.",
        ),
    ),
    "busy": (
        Text("다른 적재가 진행되고 있습니다", "Another load is running"),
        Text("잠시 뒤에 다시 해 보십시오.", "Please try again in a moment."),
    ),
    "unknown": (
        Text("예상하지 못한 오류가 났습니다", "Something went wrong that nobody foresaw"),
        Text(
            "다시 해 보고, 또 나면 아래 코드를 자료 담당자에게 알려 주십시오.",
            "Try again; if it happens again, please give the code below to the data steward.",
        ),
    ),
}
CODE = Text("문의할 때 알려 줄 코드", "Code for support")
AGAIN = Text("다시 해 보기", "Try again")
WIDER = Text("고른 조건을 지우고 보기", "Show without the choices made")
HOME = Text("개요로 가기", "Go to the overview")
NOT_DONE = Text("방금 하신 일을 마치지 못했습니다.", "What you just did was not finished.")
NOT_WRITTEN = Text("{title}. {sentence} 코드 {code}", "{title}. {sentence} Code {code}")
_DRAWN_AGAIN = "the damage for which the screen was drawn again"
_NOT_DONE = "the fault of the last click"
_NO_SPACE = ("no space left", "disk full", "enospc", "max_temp_directory_size")

Arguments = ParamSpec("Arguments")


class NotWritten(Exception):
    """A file could not be written; its words are for the reader who asked for it."""


def kind_of(fault: BaseException) -> Kind:
    """What sort of fault it is, as far as it decides what the reader can do."""
    if isinstance(fault, LoadRunning):
        return "busy"
    if isinstance(fault, OSError | duckdb.Error) and _no_space(fault):
        return "full"
    if isinstance(fault, TimeoutError | duckdb.InterruptException | duckdb.OutOfMemoryException):
        return "slow"
    if isinstance(fault, PermissionError) and fault.errno is None:
        return "denied"
    if isinstance(fault, OSError | LookupError | duckdb.Error) and _lost():
        return "lost"
    if isinstance(fault, Damaged | duckdb.Error | json.JSONDecodeError | UnicodeDecodeError):
        return "damaged"
    return "unwritable" if isinstance(fault, OSError) else "unknown"


def _lost() -> bool:
    try:
        return warehouse.current() is None
    except (OSError, ValueError):  # a pointer that cannot be read points nowhere
        return True


def _no_space(fault: OSError | duckdb.Error) -> bool:
    number = fault.errno if isinstance(fault, OSError) else None
    return number in (errno.ENOSPC, errno.EDQUOT) or any(each in str(fault).lower() for each in _NO_SPACE)


def whole(draw: Callable[[], None]) -> None:
    """Draw a page, or in its place what went wrong; what was drawn of it before is hidden by the look."""
    with _told(as_page=True):
        draw()


def part(draw: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """A part of a page that is drawn again by itself when a choice within it changes."""

    @st.fragment
    @wraps(draw)
    def drawn(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        with _told(as_page=False), session.one_snapshot():
            draw(*args, **kwargs)

    return drawn


@contextmanager
def _told(*, as_page: bool) -> Iterator[None]:
    try:
        yield
    except Refused as why:
        if as_page:
            raise  # told above, in place of the whole screen
        refusal.refused(why, session.language())
    except Damaged as found:
        _by_another(found, as_page=as_page)
    except Exception as fault:  # noqa: BLE001 - the one place where a page's faults end
        told(fault, as_page=as_page)


def _by_another(found: Damaged, *, as_page: bool) -> None:
    """Draw the screen again, once: what is damaged is known by now, so that a whole snapshot answers."""
    if st.session_state.get(_DRAWN_AGAIN) == str(found):
        told(found, as_page=as_page)
        return
    st.session_state[_DRAWN_AGAIN] = str(found)
    st.rerun()


def drawn_well() -> None:
    """The screen has been drawn: damage that is met from now on is met for the first time."""
    st.session_state.pop(_DRAWN_AGAIN, None)


def told(fault: BaseException, *, as_page: bool) -> None:
    """Log a fault, and draw what the reader can know of it and do about it."""
    language, (page, _) = session.language(), address_in_sight()
    code = incidents.report(fault, f"page {page or PAGES[0]}")
    show(written(kind_of(fault), code, language, ways(language), as_page=as_page))


def written(
    kind: Kind, code: str, language: Language, links: Sequence[Action], *, as_page: bool, lead: str = ""
) -> Markup:
    """The words of a fault: what, what to do, the code, the ways on."""
    title, sentence = TOLD[kind]
    return Markup(
        '<section class="mm-fault{}" role="alert">{}<h{}>{}</h{}>{}{}{}<p class="mm-ways">{}</p></section>'
    ).format(
        " mm-fault-page" if as_page else "",
        markup.icon("danger"),
        1 if as_page else 2,
        title(language),
        1 if as_page else 2,
        markup.paragraph(lead) if lead else "",
        markup.paragraph(sentence(language)),
        markup.facts([(CODE(language), code)]),
        Markup("").join(markup.action(way, "secondary") for way in links),
    )


def ways(language: Language) -> list[Action]:
    """Again; without the choices, where some are made; to the first page, unless this is it."""
    page, asked = address_in_sight()
    bare = {name: value for name, value in asked.items() if name in ("lang", "set")}
    links = [Action(AGAIN(language), f"./{page}?{urlencode(asked)}")]
    if bare != asked:
        links.append(Action(WIDER(language), f"./{page}?{urlencode(bare)}"))
    if page:
        links.append(Action(HOME(language), f"./?{urlencode(bare)}"))
    return links


# --- faults where nothing can be drawn -----------------------------------------------


def after_a_click(fault: Exception) -> None:
    """Keep the fault of a click for the next drawing of the screen, which tells it."""
    if not isinstance(fault, Refused):
        incidents.report(fault, "a click")
        st.session_state[_NOT_DONE] = fault


def of_the_last_click(language: Language) -> None:
    """Tell, once, that the reader's last click came to nothing."""
    fault: Exception | None = st.session_state.pop(_NOT_DONE, None)
    if fault is not None:
        of_work(fault, NOT_DONE, language)


def of_work(fault: Exception, lead: Text, language: Language) -> None:
    """Tell what became of work done aside from the page, whose fault has been reported."""
    code = incidents.code_of(fault)
    show(written(kind_of(fault), code, language, (), as_page=False, lead=lead(language)))


def handing_out(write: Callable[[], bytes], language: Language) -> Callable[[], bytes]:
    """The same file, written when it is asked for; raises NotWritten with words for the reader."""

    def content() -> bytes:
        try:
            return write()
        except Exception as fault:  # noqa: BLE001 - no screen stands above a file that is written aside
            code = incidents.report(fault, "writing a file")
            title, sentence = TOLD[kind_of(fault)]
            raise NotWritten(NOT_WRITTEN.fill(title=title, sentence=sentence, code=code)(language)) from None

    return content
