"""A figure handed over from where it stands: one file of each format, or into the briefing's basket."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from meomureum import session
from meomureum.components import elements, fault_page, markup
from meomureum.drawing.figure import Briefing, Figure
from meomureum.drawing.particulars import CODE
from meomureum.export import FORMATS
from meomureum.export.file_names import file_name, plain_stem
from meomureum.figures.draft import filters_in_words
from meomureum.figures.recipes import OF_ANY_INDICATOR
from meomureum.measures.measurement import find
from meomureum.session import PageName, View, basket
from meomureum.session.access_record import Taker, handed_out, taker
from meomureum.session.roles import exports
from meomureum.store import environment
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text
from meomureum.verify.issued_figures import issue

EXPORT = Text("내보내기", "Export")
SLIDES = Text("PPT", "PPT")
SLIDES_HELP = Text("이 그림을 파워포인트로 내려받습니다.", "Download this figure as PowerPoint.")
TO_BASKET, IN_BASKET = Text("담기", "Add"), Text("담김", "Added")
BASKET_HELP = Text("브리핑에 담습니다.", "Put it into the briefing.")
TOLD = Text(
    "값, 정의, 출처, 그림 번호가 함께 갑니다.", "Values, definition, source and figure code go along."
)
NOTHING = Text("내보낼 값이 없습니다.", "There is no value to export.")
TABLES = ("csv", "xlsx", "parquet")
"""The formats that a table by itself is offered in."""


@fault_page.part
def export_button(view: View, page: PageName, key: str = "", figure: Figure | None = None) -> None:
    """A figure of a page as slides, into the basket, or in any format; computed when it is asked for.

    `key` is the figure's own on its page ("" for the first one); `figure` itself is needed only
    where the page has no recipe.
    """
    language, item = view.language, basket.item(view, page, key, figure)
    name = f"export {item.id} {language}"
    with st.container(horizontal=True, key=f"ways {name}"):
        _slides(item, view, name)
        _to_basket(item, view, name)
        box = st.popover(EXPORT(language), on_change="rerun", key=name)
    if box.open:
        with box:
            _formats(item, view, name)


def _slides(item: basket.Item, view: View, name: str) -> None:
    """The figure as slides at one click; whoever has to say why first finds them among the formats."""
    taker = reason_given()
    if taker is None or not exports("pptx"):
        return
    st.download_button(
        SLIDES(view.language),
        data=fault_page.handing_out(
            partial(_as_slides, session.snapshot(), item, view, taker), view.language
        ),
        file_name=_slides_name(item, view),
        on_click="ignore",
        key=f"{name} slides",
        help=SLIDES_HELP(view.language),
    )


def _slides_name(item: basket.Item, view: View) -> str:
    """Places and, where the page is about one, the indicator: the figure itself is made when it is asked for."""
    about = [basket.places([item])(view.language)]
    about += [find(item.view.kpi).name(view.language)] if item.page in OF_ANY_INDICATOR else [item.key]
    return f"{plain_stem('_'.join(about))}_{session.today()}.pptx"


def _as_slides(of: Snapshot, item: basket.Item, view: View, taker: Taker) -> bytes:
    """Runs beside the script, like `written`; raises LookupError if the figure is gone."""
    with session.one_snapshot(of):
        figure = basket.finding(item, view)
        if figure is None:
            raise LookupError(item.id)
        return written("pptx", one_figure(figure, view), taker)


def table_downloads(view: View, page: PageName, key: str) -> None:
    """The table of a figure alone, in the formats that programs read."""
    item = basket.item(view, page, key)
    figure = basket.finding(item, view)
    name = f"table {item.id} {view.language}"
    taker = reason(name, view.language) if figure is not None else None
    if figure is None or taker is None:
        return
    with st.container(horizontal=True):
        for each in TABLES:
            if exports(each):
                download(each, one_figure(figure, view), f"{name} {each}", view, taker)


def _formats(item: basket.Item, view: View, name: str) -> None:
    language, figure = view.language, basket.finding(item, view)
    if figure is None:
        st.html(str(markup.paragraph(NOTHING(language))))
        return
    st.html(str(markup.paragraph(TOLD(language)) + markup.facts([(CODE(language), figure.code)])))
    taker = reason(name, language)
    for each in FORMATS:
        if taker is not None and exports(each):
            download(each, one_figure(figure, view), f"{name} {each}", view, taker)


def one_figure(figure: Figure, view: View) -> Briefing:
    """A figure by itself as a briefing: its finding is the title."""
    return Briefing(
        title=figure.title,
        subtitle=filters_in_words(session.snapshot(), view),
        language=view.language,
        made_on=str(session.today()),
        figures=(figure,),
        snapshot_id=figure.snapshot_id,
        brand=basket.brand_of_cities(view.cities),
    )


def download(name: str, briefing: Briefing, key: str, view: View, taker: Taker) -> None:
    """A button that writes the file and enters its figures in the register when it is clicked."""
    st.download_button(
        FORMATS[name].name(view.language),
        data=fault_page.handing_out(_written(name, briefing, taker), view.language),
        file_name=file_name(name, briefing, f".{name.partition('-')[0]}"),
        on_click="ignore",
        key=key,
        width="stretch",
    )


def _written(name: str, briefing: Briefing, taker: Taker) -> Callable[[], bytes]:
    """Runs beside the script, where no session is: it must know its folder and its reader beforehand."""
    return partial(written, name, briefing, taker)


def written(name: str, briefing: Briefing, taker: Taker) -> bytes:
    """The file, its figures registered first: no code leaves that cannot be looked up.

    Who takes it along is asked once more and entered in the access log; raises PermissionError.
    """
    codes = " ".join(each.code for each in briefing.figures)
    handed_out(taker, "export", f"{name} {briefing.snapshot_id} {codes}", name)
    issue(briefing, environment.home())
    return FORMATS[name](briefing)


def _to_basket(item: basket.Item, view: View, key: str) -> None:
    held = any(each.id == item.id for each in basket.items())
    st.button(
        (IN_BASKET if held else TO_BASKET)(view.language),
        icon=":material/check:" if held else None,
        on_click=basket.add,
        args=([item],),
        disabled=held,
        key=f"{key} basket",
        help=BASKET_HELP(view.language),
    )


REASON = Text("내보내는 사유", "Reason for the export")
REASON_HELP = Text(
    "누가, 언제, 무엇을, 왜 내보냈는지 접속 기록에 남습니다.",
    "The access log keeps who took what along, when and why.",
)
FIRST = Text("사유를 적으면 내려받을 수 있습니다.", "Give a reason to download.")
_KEPT = "reason given"


def reason(key: str, language: Language) -> Taker | None:
    """Who takes a file along and why; None until a signed-in reader has said why."""
    asker = taker()
    if not asker.who.signed_in:
        return asker
    words = st.text_input(
        REASON(language),
        value=st.session_state.get(_KEPT, ""),
        max_chars=200,
        help=REASON_HELP(language),
        key=f"reason {key} {language}",
    )
    given = taker(words or "")
    if not given.gives_a_reason:
        elements.quiet(FIRST(language))
        return None
    st.session_state[_KEPT] = given.why
    return given


def reason_given() -> Taker | None:
    """The same without asking: who takes it, where no reason is needed or one has been given."""
    asker = taker(st.session_state.get(_KEPT, ""))
    return asker if asker.gives_a_reason else None
