"""An author's title is shown as theirs, with what the data say against it, in every template and format."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from altered_files.spots import packed
from handed_over import MADE_ON, city, members, snapshot

from meomureum.drawing.figure import Briefing, Figure, TemplateName
from meomureum.drawing.words import AUTHOR_TITLE
from meomureum.export import FORMATS
from meomureum.texts import Text
from meomureum.verify import claims
from meomureum.verify.composition import TEMPLATES, composed, with_cover, with_title
from meomureum.verify.issued_figures import Verified, issue, register_of, verified
from meomureum.verify.judgement import figures_in, judged
from meomureum.verify.received_files import leaves

FALSE = "김해시 지역 대학 진학률은 2023년 35%입니다"
BOX = "<p:sp><p:txBody><a:bodyPr/><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>"
UNSEEN = ("note", "alt")
FORMS = ("pptx", "hwpx", "hwpx-native", "xlsx", "pdf", "csv", "svg", "png")


def squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


def first() -> Figure:
    return next(each for each in city().figures if each.key.startswith("local_university_entry_rate"))


@cache
def retitled(title: str = FALSE) -> Figure:
    return with_title(
        first(), title, claims.contradictions(snapshot(), title, "published", ("gimhae",)), "ko"
    )


@cache
def briefing(name: TemplateName) -> Briefing:
    figures = (retitled(), city().figures[-1])
    made = composed(figures, name, Text("김해시", "Gimhae"), "공표 자료", "ko", MADE_ON, snapshot=snapshot())
    return with_cover(made, FALSE, claims.contradictions(snapshot(), FALSE, "published", ("gimhae",)))


def in_sight(form: str, content: bytes) -> str:
    """The words that are seen: of a slide without its notes; of a picture what it says of itself."""
    read = leaves(content)
    if form in ("pdf", "svg", "png"):
        return squeezed("".join(leaf.words for leaf in read))
    return squeezed("".join(each.words for leaf in read for each in leaf.seen if each.kind not in UNSEEN))


def test_a_false_title_is_disputed() -> None:
    assert retitled().remark.startswith(f"{AUTHOR_TITLE.ko} · ")
    assert "9.0%" in retitled().remark
    assert with_title(first(), "김해 이야기", (), "ko").remark == AUTHOR_TITLE.ko


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", TEMPLATES)
def test_the_mark_and_the_dispute_stand_in_every_file(form: str, name: TemplateName) -> None:
    words = in_sight(form, FORMATS[form](briefing(name)))
    assert squeezed(FALSE) in words
    assert squeezed(AUTHOR_TITLE.ko) in words
    for told in retitled().remark.split(" · ")[1:]:
        assert squeezed(told) in words


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_slide_shows_the_title_without_the_mark(name: TemplateName) -> None:
    for leaf in leaves(FORMATS["pptx"](briefing(name))):
        words = squeezed("".join(each.words for each in leaf.seen if each.kind not in UNSEEN))
        assert squeezed(FALSE) not in words or squeezed(retitled().remark) in words


def test_a_picture_shows_the_mark() -> None:
    shown = [FORMATS["svg"](replace(briefing("card"), figures=(each,))) for each in (retitled(), first())]
    drawn = [content.count(f"<!-- {AUTHOR_TITLE.ko}".encode()) for content in shown]
    assert drawn == [1, 0]


def found_in(content: bytes, home: Path) -> dict[str, Verified]:
    register = register_of(home)
    return {
        code: judged(verified(register[code], snapshot(), snapshot()), snapshot(), shown)
        for code, shown in figures_in(content, register, home, lambda _: None).items()
    }


@pytest.mark.parametrize("form", FORMS)
def test_a_false_title_that_was_issued_is_not_certified(form: str, tmp_path: Path) -> None:
    made = briefing("council")
    issue(made, tmp_path)
    found = found_in(FORMATS[form](made), tmp_path)
    own, other = (found[each.code] for each in made.figures)
    assert (own.outcome, own.by_author, own.altered) == ("disputed", True, ())
    assert [each.words for each in own.disputes if each.title] == [FALSE]
    assert (other.outcome, other.by_author, other.disputes) == ("same", False, ())


def test_a_headline_changed_on_the_slide_alone_is_altered_and_disputed(tmp_path: Path) -> None:
    """Notes and alt text still tell the truth: nobody in the room sees them."""
    made = Briefing(first().title, "", "ko", MADE_ON, (first(),), first().snapshot_id)
    issue(made, tmp_path)
    content = FORMATS["pptx"](made)
    slide = members(content)["ppt/slides/slide1.xml"]
    run = f"<a:t>{first().title}</a:t>".encode()
    assert slide.count(run) == 1
    forged = _with(content, "ppt/slides/slide1.xml", slide.replace(run, f"<a:t>{FALSE}</a:t>".encode()))
    (found,) = found_in(forged, tmp_path).values()
    assert found.outcome == "altered"
    assert [(each.before, each.after) for each in found.altered] == [(first().title, FALSE)]
    assert [(each.words, each.title) for each in found.disputes] == [(FALSE, True)]


def test_words_that_a_presenter_adds_are_read_and_disputed(tmp_path: Path) -> None:
    """A sentence of their own alters nothing; where the data say otherwise it is told."""
    made = Briefing(first().title, "", "ko", MADE_ON, (first(),), first().snapshot_id)
    issue(made, tmp_path)
    content = FORMATS["pptx"](made)
    slide = members(content)["ppt/slides/slide1.xml"]
    end = b"</p:spTree>"
    assert slide.count(end) == 1
    for said, outcome in (
        ("김해시는 지역 취업률을 2027년까지 36%로 높입니다.", "disputed"),
        ("2024년 5월 보고", "same"),
    ):
        added = BOX.format(words=said).encode()
        (found,) = found_in(
            _with(content, "ppt/slides/slide1.xml", slide.replace(end, added + end)), tmp_path
        ).values()
        assert (found.outcome, found.altered) == (outcome, ()), said


def _with(content: bytes, name: str, member: bytes) -> bytes:
    return packed(members(content) | {name: member})


def test_a_title_over_several_figures_is_checked_too(tmp_path: Path) -> None:
    """The page for the press bears the title of the whole and names every figure."""
    figures = (first(), city().figures[-1])
    made = composed(
        figures, "press", Text("김해시", "Gimhae"), "공표 자료", "ko", MADE_ON, snapshot=snapshot()
    )
    issue(made, tmp_path)
    register = register_of(tmp_path)
    content = FORMATS["pptx"](made)
    words = "부산시 고교 졸업생은 모두 고향에 남았습니다"
    told = members(content)
    slide = told["ppt/slides/slide1.xml"].decode().replace(made.title, words).encode()
    edited = packed(told | {"ppt/slides/slide1.xml": slide})
    shown = figures_in(edited, register, tmp_path, lambda _: None)
    assert [each.titles for each in shown.values() if each.titles] == [(words,)]
    untouched = figures_in(content, register, tmp_path, lambda _: None)
    assert not any(each.titles or each.differences or each.others for each in untouched.values())
