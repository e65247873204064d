"""meomureum verify CODE... | FILE... | --text FILE: whether figures that were handed out, or words of a text, hold.

A code is looked up in the register of figures and computed anew; of a file every figure that bears a code is
compared with what was issued. Of a text each claim is held against the published values and the announced targets;
--published, its date, tells which years 올해, 지난해 and 전년 are. Exit codes: 0 all hold (of a text: nothing is
wrong); 2 usage; 3 no data; 4 superseded, altered, disputed, not issued here or wrong.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from meomureum.app.commands import press_text
from meomureum.console import Parser, complain, say
from meomureum.drawing.words import AUTHOR_TITLE
from meomureum.store import environment, warehouse
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text
from meomureum.verify import issued_figures
from meomureum.verify.issued_figures import OUTCOMES, Issued, Verified
from meomureum.verify.judgement import figures_in, judged
from meomureum.verify.received_comparison import Compared
from meomureum.verify.received_files import Unreadable

OK, USAGE, NO_DATA, DIFFERS = 0, 2, 3, 4
HOLDING = ("same", "issued")
FOUND = Text("{where} {code}: {outcome}", "{where} {code}: {outcome}")
DIFFERENT = Text(
    "{place}: 발행 ‘{before}’, 파일 ‘{after}’", "{place}: issued “{before}”, in the file “{after}”"
)
DISPUTED = Text("자료와 어긋남: ‘{words}’ {reason}", "Disputed by the data: “{words}” {reason}")
NO_CODE = Text("{file}에서 그림 번호를 찾지 못했습니다.", "No code of a figure was found in {file}.")
NEITHER = Text(
    "{word:은/는} 그림 번호(7KQ2-M4XA)도 파일도 아닙니다.", "{word} is neither a code (7KQ2-M4XA) nor a file."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Say of each code and file what is found, and return the exit code."""
    parser = Parser(prog="meomureum verify", description=__doc__)
    parser.add_argument("asked", nargs="*", help="codes or files / 그림 번호나 파일")
    parser.add_argument("--text", metavar="FILE", help="a text whose claims are checked / 확인할 글")
    parser.add_argument("--published", metavar="YYYY-MM-DD", type=_day, help="its date / 글의 날짜")
    parser.add_argument("--json", action="store_true", help="the claims as JSON / 결과를 JSON으로")
    parser.speaks()
    parsed = parser.parse_args(arguments)
    if bool(parsed.asked) == bool(parsed.text):
        parser.error("codes or files, or --text FILE / 그림 번호나 파일, 아니면 --text 파일")
    newest = warehouse.current()
    if newest is None:
        complain(warehouse.NO_SNAPSHOT(parsed.lang))
        return NO_DATA
    if parsed.text:
        return press_text.judge(parsed.text, newest, parsed.published, parsed.lang, as_json=parsed.json)
    return _verify(parsed.asked, newest, parsed.lang)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"2024-11-06처럼 적습니다 / write it like 2024-11-06: '{written}'"
        ) from None


def _verify(asked: Sequence[str], newest: Snapshot, language: Language) -> int:
    code = OK
    for word in asked:
        try:
            found = list(_found(word, newest))
        except Unreadable as fault:
            complain(fault.reason(language))
            return USAGE
        for each in found:
            outcome = OUTCOMES[each.outcome]
            say(FOUND.fill(where=word, code=each.code, outcome=outcome)(language))
            for line in _told(each, language):
                say(f"  {line}")
            code = code if each.outcome in HOLDING else DIFFERS
        if not found:
            known = Path(word).is_file()
            complain((NO_CODE.fill(file=word) if known else NEITHER.fill(word=f"'{word}'"))(language))
            return USAGE
    return code


def _found(word: str, newest: Snapshot) -> Iterator[Verified]:
    register = issued_figures.register_of(environment.home())
    if Path(word).is_file():
        found = figures_in(Path(word).read_bytes(), register, environment.home(), _kept)
        yield from (_looked_up(code, register, newest, shown) for code, shown in found.items())
        return
    yield from (_looked_up(code, register, newest) for code in issued_figures.codes_in(word.upper()))


def _looked_up(
    code: str, register: dict[str, Issued], newest: Snapshot, shown: Compared | None = None
) -> Verified:
    issued = register.get(code)
    if issued is None:
        return Verified(code, "unknown")
    return judged(issued_figures.verified(issued, newest, _kept(issued.snapshot)), newest, shown)


def _kept(snapshot_id: str) -> Snapshot | None:
    return next((each for each in warehouse.kept() if each.id == snapshot_id), None)


def _told(found: Verified, language: Language) -> Iterator[str]:
    """What differs and what is disputed, a line each."""
    if found.by_author:
        yield AUTHOR_TITLE(language)
    for each in found.altered:
        yield DIFFERENT.fill(
            place=" ".join((each.series, each.at)).strip(), before=each.before, after=each.after
        )(language)
    for dispute in found.disputes:
        for reason in dispute.reasons:
            yield DISPUTED.fill(words=dispute.words, reason=reason)(language)
