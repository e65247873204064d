"""python -m briefing --city CITY --format FORMAT --out FILE [--set sample|published] [--lang ko|en] [--template NAME]

Writes the briefing of one city without a screen. Exit codes: 0 written; 2 usage, the known
cities and formats are listed; 3 no data or no figure; 73 cannot write.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import register
import warehouse
from address import DATA_SETS, View
from briefing import FORMATS, suffix
from briefing.content import Briefing, city_briefing
from briefing.figure import TemplateName
from briefing.frozen import issue
from briefing.templates import TEMPLATES, composed
from kpis import followed_cities
from texts import LANGUAGES, Language, Text
from warehouse import Snapshot

DEFAULT: TemplateName = "council"
OK, USAGE, NO_DATA, CANNOT_WRITE = 0, 2, 3, 73

UNKNOWN_CITY = Text(
    "'{city}'은(는) 모르는 도시입니다. 아는 도시: {known}",
    "'{city}' is not a known city. Known cities: {known}",
)
UNKNOWN_FORMAT = Text(
    "'{name}'은(는) 모르는 형식입니다. 아는 형식: {known}",
    "'{name}' is not a known format. Known formats: {known}",
)
NO_FIGURE = Text(
    "{city}에는 {data_set}로 만들 수 있는 그림이 없습니다.", "{city} has no figure to make from: {data_set}."
)
WROTE = Text("{file}: 그림 {count}개, 스냅숏 {snapshot}", "{file}: {count} figures, snapshot {snapshot}")
RENAMED = Text("그림마다 한 파일이어서 ZIP으로 묶었습니다.", "One file a figure, handed over in one ZIP.")
CANNOT_BE_WRITTEN = Text("'{place}'에 쓸 수 없습니다: {reason}", "Cannot write to '{place}': {reason}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write one briefing and return the exit code."""
    parsed = _parser().parse_args(arguments)
    language: Language = parsed.lang
    snapshot = warehouse.current()
    if parsed.format not in FORMATS:
        return _refuse(UNKNOWN_FORMAT.fill(name=parsed.format, known=", ".join(FORMATS)), language, USAGE)
    if snapshot is None:
        return _refuse(warehouse.NO_SNAPSHOT, language, NO_DATA)
    if parsed.city not in followed_cities(snapshot):
        known = ", ".join(_told(snapshot, city, language) for city in followed_cities(snapshot))
        return _refuse(UNKNOWN_CITY.fill(city=parsed.city, known=known), language, USAGE)
    view = View(language, parsed.set, (parsed.city,), first_year=parsed.first, last_year=parsed.last)
    found = city_briefing(snapshot, view, parsed.city, parsed.date, TEMPLATES[parsed.template].most)
    briefing = (
        found if parsed.template == DEFAULT else _composed(found, parsed.template, parsed.city, snapshot)
    )
    if not briefing.figures:
        words = NO_FIGURE.fill(city=register.names(snapshot)[parsed.city], data_set=DATA_SETS[parsed.set])
        return _refuse(words, language, NO_DATA)
    return _write(briefing, parsed.format, parsed.out)


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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m briefing", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--city", required=True, help="code of the city / 도시 코드")
    parser.add_argument("--format", required=True, help=f"{', '.join(FORMATS)}")
    parser.add_argument("--out", required=True, type=Path, help="file to write / 쓸 파일")
    parser.add_argument(
        "--template", choices=list(TEMPLATES), default=DEFAULT, help="what it is for / 쓰임새"
    )
    parser.add_argument("--set", choices=list(DATA_SETS), default="published", help="data set / 자료")
    parser.add_argument("--lang", choices=LANGUAGES, default="ko", help="language / 언어")
    parser.add_argument("--from", dest="first", type=int, help="first year / 시작 연도")
    parser.add_argument("--to", dest="last", type=int, help="last year / 끝 연도")
    parser.add_argument(
        "--date",
        type=_day,
        default=_today(),
        help="the day on the cover; the same day gives the same bytes / 표지의 날짜",
    )
    return parser


def _day(words: str) -> str:
    return date.fromisoformat(words).isoformat()


def _today() -> str:
    return datetime.now().astimezone().date().isoformat()


def _told(snapshot: Snapshot, city: str, language: Language) -> str:
    return f"{city} ({register.names(snapshot)[city](language)})"


def _refuse(words: Text, language: Language, code: int) -> int:
    print(words(language), file=sys.stderr)
    return code


def _write(briefing: Briefing, name: str, out: Path) -> int:
    """The figures are registered first: no code leaves that cannot be looked up."""
    content = FORMATS[name](briefing)
    ending = suffix(name, content)
    renamed = ending == ".zip" and out.suffix.lower() != ending
    place = out.with_suffix(ending) if renamed else out
    try:
        issue(briefing, warehouse.home())
        place.write_bytes(content)
    except OSError as error:
        words = CANNOT_BE_WRITTEN.fill(
            place=error.filename or str(place), reason=error.strerror or str(error)
        )
        return _refuse(words, briefing.language, CANNOT_WRITE)
    told = WROTE.fill(file=str(place), count=len(briefing.figures), snapshot=briefing.snapshot_id)
    print(told(briefing.language))
    if renamed:
        print(RENAMED(briefing.language))
    return OK


if __name__ == "__main__":
    sys.exit(main())
