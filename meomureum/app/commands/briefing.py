"""meomureum brief --city CITY --format FORMAT --out FILE [--set sample|published] [--lang ko|en] [--template NAME]
meomureum brief --basket FILE.briefing.json --format FORMAT --out FILE [--lang ko|en] [--template NAME]
meomureum brief --template FILE.pptx|.hwpx|.xlsx --out FILE [--city CITY] [--set sample|published] [--lang ko|en]
meomureum brief --sample pptx|hwpx|xlsx --out FILE

Writes the briefing of any city, county or district of the country, or of the figures of a basket saved on the
Briefing page, or fills a template of your own (docs/templates.md), without a screen. A first start builds the
snapshot. Exit codes: 0 written; 2 usage or a faulty basket or template, with what would do; 3 no data or no figure;
4 written without some figures of the basket or template; 73 cannot write.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from etl import city_names
from etl.build import ensure_current
from etl.contract import LoadRefused
from meomureum.app.commands.handing_out import hand_out, is_day, refuse
from meomureum.app.commands.outcomes import tell_problems
from meomureum.app.commands.template_filling import is_template_file, write_filled, write_sample
from meomureum.console import Parser, complain, say
from meomureum.drawing.figure import Briefing, TemplateName
from meomureum.export import FORMATS, briefing_file, suffix
from meomureum.export.faults import Faulty
from meomureum.export.templates.samples import SAMPLES
from meomureum.figures.city_briefing import TITLE, city_briefing
from meomureum.measures import register
from meomureum.store import environment, integrity, warehouse
from meomureum.store.address import DATA_SETS, View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import LANGUAGES, Language, Text
from meomureum.verify.composition import TEMPLATES, composed, with_press_form
from meomureum.verify.issued_covers import snapshot_of_last
from meomureum.verify.issued_figures import issue

DEFAULT: TemplateName = "council"
OK, USAGE, NO_DATA, INCOMPLETE = 0, 2, 3, 4

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
NO_BASKET = Text("{file}: 그런 파일이 없습니다.", "{file}: there is no such file.")
NO_FIGURE_OF_BASKET = Text(
    "{file}: 지금 자료로 만들 수 있는 그림이 없습니다.",
    "{file}: none of its figures can be made from today's data.",
)
NO_SUCH_OPTION = Text("'{name}'은(는) 모르는 말입니다.", "'{name}' is not understood.")
NO_YEAR = Text("{option}에는 연도를 적어 주십시오: 2019", "{option} takes a year: 2019")
NO_DAY = Text("--date에는 날짜를 적어 주십시오: 2026-11-21", "--date takes a day: 2026-11-21")
HELP = Text("쓰는 법: meomureum brief --help", "How to use it: meomureum brief --help")
NO_FIGURE = Text(
    "{city}에는 {data_set}로 만들 수 있는 그림이 없습니다.", "{city} has no figure to make from: {data_set}."
)
WROTE = Text("{file}: 그림 {count}개, 스냅숏 {snapshot}", "{file}: {count} figures, snapshot {snapshot}")
RENAMED = Text("그림마다 한 파일이어서 ZIP으로 묶었습니다.", "One file a figure, handed over in one ZIP.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write one briefing and return the exit code."""
    parsed, others = _parser().parse_known_args(arguments)
    language: Language = "en" if parsed.lang == "en" else "ko"
    faults = list(_faults(parsed, others))
    if faults:
        for fault in (*faults, HELP):
            refuse(fault, language, USAGE)
        return USAGE
    if parsed.sample:
        return write_sample(parsed.sample, Path(parsed.out), language)
    if (damage := warehouse.damage()) is not None:
        refuse(damage.report, language, NO_DATA)
    try:
        snapshot = warehouse.current() or ensure_current()
        return _writer(parsed)(parsed, language, snapshot)
    except LoadRefused as refused:
        tell_problems(refused.problems, language)
        return refuse(warehouse.NO_SNAPSHOT, language, NO_DATA)
    except integrity.Damaged as damaged:
        return refuse(damaged.sentence, language, NO_DATA)


def _writer(parsed: argparse.Namespace) -> Callable[[argparse.Namespace, Language, Snapshot], int]:
    """What is written from what was asked for."""
    if is_template_file(parsed.template):
        return write_filled
    return _of_basket if parsed.basket else _of_city


def _of_basket(parsed: argparse.Namespace, language: Language, snapshot: Snapshot) -> int:
    """The figures of a basket; each that cannot be made is told, and the others are written."""
    path = Path(parsed.basket)
    try:
        basket = briefing_file.read(path.read_bytes())
    except OSError:
        return refuse(NO_BASKET.fill(file=parsed.basket), language, USAGE)
    except Faulty as faulty:
        complain(*(f"{path.name}: {each(language)}" for each in faulty.faults))
        return USAGE
    spoken: Language = language if parsed.lang else basket.language
    template = parsed.template or basket.template
    made, missing = briefing_file.pack(basket, snapshot, spoken, template, parsed.date)
    complain(*(f"{path.name}: {each(spoken)}" for each in missing))
    if not made.figures:
        return refuse(NO_FIGURE_OF_BASKET.fill(file=path.name), spoken, NO_DATA)
    return _write(made, parsed) or (INCOMPLETE if missing else OK)


def _of_city(parsed: argparse.Namespace, language: Language, snapshot: Snapshot) -> int:
    names = register.names(snapshot)
    known = [each for each in city_names.cities(environment.data()) if each.id in names]
    called = city_names.named(parsed.city, known)
    if len(called) != 1:
        return refuse(city_names.not_one(parsed.city, known), language, USAGE)
    city = called[0].id
    first, last = (int(year) if year else None for year in (parsed.first, parsed.last))
    view = View(language, parsed.set, (city,), first_year=first, last_year=last)
    template = parsed.template or DEFAULT
    since = _of_last_pack(snapshot, template, city, language)
    found = city_briefing(snapshot, view, city, parsed.date, TEMPLATES[template].most, since)
    briefing = found if template == DEFAULT else _composed(found, template, city, snapshot)
    if not briefing.figures:
        words = NO_FIGURE.fill(city=names[city], data_set=DATA_SETS[parsed.set])
        return refuse(words, language, NO_DATA)
    return _write(briefing, parsed)


def _of_last_pack(
    snapshot: Snapshot, template: TemplateName, city: str, language: Language
) -> Snapshot | None:
    """The snapshot of the last pack of its kind, where it is still kept."""
    title = (TITLE if template == DEFAULT else TEMPLATES[template].title).fill(
        city=(name := register.names(snapshot)[city]), places=name
    )
    before = snapshot_of_last(environment.home(), title(language), snapshot.id)
    return next((each for each in warehouse.kept() if each.id == before), None)


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
    own = is_template_file(parsed.template)
    told = {"city": parsed.basket or own or parsed.sample, "format": own or parsed.sample}
    for name, what in NEEDED.items():
        if not getattr(parsed, name) and not told.get(name):
            yield MISSING.fill(option=f"--{name}", what=what)
    choices: Mapping[str, Collection[str]] = {
        "format": FORMATS,
        "template": (*TEMPLATES, *([parsed.template] if own else [])),
        "sample": SAMPLES,
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
    if not is_day(parsed.date):
        yield NO_DAY


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="meomureum brief", description=__doc__)
    wanted = {
        "city": ("the city, by name or code / 도시 이름이나 코드", None),
        "format": (", ".join(FORMATS), None),
        "out": ("file to write / 쓸 파일", None),
        "sample": (f"a sample template / 표본 서식: {', '.join(SAMPLES)}", None),
        "basket": ("a saved basket / 저장한 담은 그림 파일", None),
        "template": (f"what it is for / 쓰임새: {', '.join(TEMPLATES)} ({DEFAULT}), FILE", None),
        "set": (f"data set / 자료: {', '.join(DATA_SETS)}", "published"),
        "lang": (f"language / 언어: {', '.join(LANGUAGES)} (ko)", None),
        "department": ("press: who answers for it / 보도자료의 담당 부서", None),
        "contact": ("press: name and telephone / 보도자료의 문의처", None),
        "embargo": ("press: when it may be used / 보도자료의 보도 시점", None),
        "date": (
            "the day on the cover; the same day gives the same bytes / 표지의 날짜",
            str(environment.today()),
        ),
    }
    for name, (
        told,
        default,
    ) in wanted.items():  # what is wrong with them is said by `_faults`, in plain words
        parser.add_argument(f"--{name}", nargs="?", default=default, help=told)
    parser.add_argument("--from", dest="first", nargs="?", help="first year / 시작 연도")
    parser.add_argument("--to", dest="last", nargs="?", help="last year / 끝 연도")
    return parser


def _write(made: Briefing, parsed: argparse.Namespace) -> int:
    name, out = parsed.format, Path(parsed.out)
    briefing = with_press_form(made, parsed.department or "", parsed.contact or "", parsed.embargo or "")
    content = FORMATS[name](briefing)
    ending = suffix(name, content)
    renamed = ending == ".zip" and out.suffix.lower() != ending
    place = out.with_suffix(ending) if renamed else out
    if failed := hand_out(content, place, briefing.language, partial(issue, briefing)):
        return failed
    told = WROTE.fill(file=str(place), count=len(briefing.figures), snapshot=briefing.snapshot_id)
    say(told(briefing.language))
    if renamed:
        say(RENAMED(briefing.language))
    return OK
