"""meomureum brief --city CITY --format FORMAT --out FILE [--set sample|published] [--lang ko|en] [--template NAME]

Writes the briefing of one city without a screen. Exit codes: 0 written; 2 usage, the known
cities and formats are listed; 3 no data or no figure; 73 cannot write.
"""

from __future__ import annotations

import argparse
import errno
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from etl import city_names
from meomureum.console import Parser, complain, say
from meomureum.drawing.figure import Briefing, TemplateName
from meomureum.export import FORMATS, suffix
from meomureum.figures.city_briefing import city_briefing
from meomureum.measures import register
from meomureum.measures.measurement import followed_cities
from meomureum.store import environment, integrity, warehouse
from meomureum.store.address import DATA_SETS, View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import LANGUAGES, Language, Text, plain
from meomureum.verify.composition import TEMPLATES, composed
from meomureum.verify.issued_figures import issue

DEFAULT: TemplateName = "council"
OK, USAGE, NO_DATA, CANNOT_WRITE = 0, 2, 3, 73

UNKNOWN_CITY = Text(
    "'{city}'은(는) 모르는 도시입니다. 아는 도시: {known}",
    "'{city}' is not a known city. Known cities: {known}",
)
UNKNOWN = Text(
    "{option}에 '{name}'은(는) 쓸 수 없습니다. 쓸 수 있는 것: {known}",
    "{option} does not take '{name}'. It takes: {known}",
)
MISSING = Text("{option}이(가) 빠졌습니다. {what}", "{option} is missing. {what}")
NEEDED = {
    "city": Text("도시 이름이나 코드를 적어 주십시오.", "Give the name or code of a city."),
    "format": Text("파일 형식을 적어 주십시오.", "Give a file format."),
    "out": Text("쓸 파일을 적어 주십시오.", "Give the file to write."),
}
NO_SUCH_OPTION = Text("'{name}'은(는) 모르는 말입니다.", "'{name}' is not understood.")
NO_YEAR = Text("{option}에는 연도를 적어 주십시오: 2019", "{option} takes a year: 2019")
NO_DAY = Text("--date에는 날짜를 적어 주십시오: 2026-11-21", "--date takes a day: 2026-11-21")
HELP = Text("쓰는 법: meomureum brief --help", "How to use it: meomureum brief --help")
REASONS: Mapping[int, Text] = {
    errno.ENOENT: Text("그런 폴더가 없습니다", "there is no such folder"),
    errno.EISDIR: Text("파일이 아니라 폴더입니다", "that is a folder and no file"),
    errno.EACCES: Text("쓸 권한이 없습니다", "writing is not permitted"),
    errno.EPERM: Text("쓸 권한이 없습니다", "writing is not permitted"),
    errno.EROFS: Text("읽기만 되는 곳입니다", "it can only be read"),
    errno.ENOSPC: Text("디스크가 가득 찼습니다", "the disk is full"),
}
NO_FIGURE = Text(
    "{city}에는 {data_set}로 만들 수 있는 그림이 없습니다.", "{city} has no figure to make from: {data_set}."
)
WROTE = Text("{file}: 그림 {count}개, 스냅숏 {snapshot}", "{file}: {count} figures, snapshot {snapshot}")
RENAMED = Text("그림마다 한 파일이어서 ZIP으로 묶었습니다.", "One file a figure, handed over in one ZIP.")
CANNOT_BE_WRITTEN = Text("'{place}'에 쓸 수 없습니다: {reason}", "Cannot write to '{place}': {reason}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write one briefing and return the exit code."""
    parsed, others = _parser().parse_known_args(arguments)
    language: Language = "en" if parsed.lang == "en" else "ko"
    faults = list(_faults(parsed, others))
    if faults:
        for fault in (*faults, HELP):
            _refuse(fault, language, USAGE)
        return USAGE
    if (damage := warehouse.damage()) is not None:
        _refuse(damage.report, language, NO_DATA)
    snapshot = warehouse.current()
    if snapshot is None:
        return _refuse(warehouse.NO_SNAPSHOT, language, NO_DATA)
    try:
        return _briefing(parsed, language, snapshot)
    except integrity.Damaged as damaged:
        return _refuse(damaged.sentence, language, NO_DATA)


def _briefing(parsed: argparse.Namespace, language: Language, snapshot: Snapshot) -> int:
    parsed.city = _named(snapshot, parsed.city)
    if parsed.city not in followed_cities(snapshot):
        known = ", ".join(_told(snapshot, city, language) for city in followed_cities(snapshot))
        return _refuse(UNKNOWN_CITY.fill(city=parsed.city, known=known), language, USAGE)
    first, last = (int(year) if year else None for year in (parsed.first, parsed.last))
    view = View(language, parsed.set, (parsed.city,), first_year=first, last_year=last)
    found = city_briefing(snapshot, view, parsed.city, parsed.date, TEMPLATES[parsed.template].most)
    briefing = (
        found if parsed.template == DEFAULT else _composed(found, parsed.template, parsed.city, snapshot)
    )
    if not briefing.figures:
        words = NO_FIGURE.fill(city=register.names(snapshot)[parsed.city], data_set=DATA_SETS[parsed.set])
        return _refuse(words, language, NO_DATA)
    return _write(briefing, parsed.format, Path(parsed.out))


def _named(snapshot: Snapshot, word: str) -> str:
    """The code of the city that goes by that name, as `meomureum city` knows it; the word where none does."""
    followed = followed_cities(snapshot)
    every = [each for each in city_names.cities(environment.data()) if each.id in followed]
    found = city_names.named(word, every)
    return found[0].id if len(found) == 1 else word


def _composed(found: Briefing, template: TemplateName, city: str, snapshot: Snapshot) -> Briefing:
    """The same figures in the layout of another template."""
    place, language = register.names(snapshot)[city], found.language
    return composed(
        found.figures,
        template,
        place,
        found.subtitle,
        language,
        found.made_on,
        brand=found.brand,
        snapshot=snapshot,
    )


def _faults(parsed: argparse.Namespace, others: Sequence[str]) -> Iterator[Text]:
    """Everything that is wrong with what was typed, all at once."""
    yield from (NO_SUCH_OPTION.fill(name=each) for each in others)
    for name, what in NEEDED.items():
        if not getattr(parsed, name):
            yield MISSING.fill(option=f"--{name}", what=what)
    choices: Mapping[str, Collection[str]] = {
        "format": FORMATS,
        "template": TEMPLATES,
        "set": DATA_SETS,
        "lang": LANGUAGES,
    }
    for name, known in choices.items():
        given = getattr(parsed, name)
        if given is not None and given not in known:
            yield UNKNOWN.fill(option=f"--{name}", name=given, known=", ".join(known))
    for option, year in (("--from", parsed.first), ("--to", parsed.last)):
        if year is not None and not (year.isascii() and year.isdecimal()):
            yield NO_YEAR.fill(option=option)
    if not _is_day(parsed.date):
        yield NO_DAY


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="meomureum brief", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    wanted = {
        "city": ("the city, by name or code / 도시 이름이나 코드", None),
        "format": (", ".join(FORMATS), None),
        "out": ("file to write / 쓸 파일", None),
        "template": (f"what it is for / 쓰임새: {', '.join(TEMPLATES)}", DEFAULT),
        "set": (f"data set / 자료: {', '.join(DATA_SETS)}", "published"),
        "lang": (f"language / 언어: {', '.join(LANGUAGES)}", "ko"),
        "date": ("the day on the cover; the same day gives the same bytes / 표지의 날짜", _today()),
    }
    for name, (
        told,
        default,
    ) in wanted.items():  # what is wrong with them is said by `_faults`, in plain words
        parser.add_argument(f"--{name}", nargs="?", default=default, help=told)
    parser.add_argument("--from", dest="first", nargs="?", help="first year / 시작 연도")
    parser.add_argument("--to", dest="last", nargs="?", help="last year / 끝 연도")
    return parser


def _is_day(words: str | None) -> bool:
    try:
        return words is not None and date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


def _today() -> str:
    return datetime.now().astimezone().date().isoformat()


def _told(snapshot: Snapshot, city: str, language: Language) -> str:
    return f"{city} ({register.names(snapshot)[city](language)})"


def _refuse(words: Text, language: Language, code: int) -> int:
    complain(words(language))
    return code


def _write(briefing: Briefing, name: str, out: Path) -> int:
    """The figures are registered first: no code leaves that cannot be looked up."""
    content = FORMATS[name](briefing)
    ending = suffix(name, content)
    renamed = ending == ".zip" and out.suffix.lower() != ending
    place = out.with_suffix(ending) if renamed else out
    try:
        issue(briefing, environment.home())
        place.write_bytes(content)
    except OSError as error:
        reason = REASONS.get(error.errno or 0, plain(error.strerror or str(error)))
        words = CANNOT_BE_WRITTEN.fill(place=error.filename or str(place), reason=reason)
        return _refuse(words, briefing.language, CANNOT_WRITE)
    told = WROTE.fill(file=str(place), count=len(briefing.figures), snapshot=briefing.snapshot_id)
    say(told(briefing.language))
    if renamed:
        say(RENAMED(briefing.language))
    return OK
