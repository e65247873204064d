"""Sentences in the forms of newspapers, made of facts; in an altered one the facts contradict one slot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from random import Random

from claims_table import facts
from claims_table.facts import Series
from claims_table.forms import FORMS, Form
from meomureum.texts import Text

Words = Mapping[str, str | int]
ENGLISH = {
    "직업계고 취업률": "vocational employment rate",
    "직업계고 진학률": "vocational advancement rate",
    "중도탈락률": "drop-out rate",
    "신입생 충원율": "freshman fill rate",
    "재학생 충원율": "enrolment fill rate",
    "외국인 유학생 비율": "foreign-student share",
}
# What is measured of other people, or of the same ones otherwise.
SIBLING = {
    "직업계고 취업률": "직업계고 진학률",
    "직업계고 진학률": "직업계고 취업률",
    "신입생 충원율": "재학생 충원율",
    "재학생 충원율": "신입생 충원율",
    "중도탈락률": "신입생 충원율",
}
PLANS = (("지역 대학 진학률", 9, 25, 2027), ("지역 취업률", 4, 16, 2027))
"""Announced by Gimhae in June 2023: baseline, target, year."""
UP, DOWN = ("올랐", "상승했", "높아졌"), ("내렸", "하락했", "낮아졌", "떨어졌")
TRIES = 500


class Impossible(Exception):
    """These facts do not allow of that alteration."""


@dataclass(frozen=True)
class Sentence:
    """A sentence, the date of its text, its form and what was altered in it ("" where it is true)."""

    text: str
    published_on: date
    form: str
    altered: str = ""


@dataclass(frozen=True)
class Slots:
    """What will be told, true or not: two years of a series, the last one of another series too."""

    name: str
    place: str
    place_en: str
    first: int
    last: int
    old: Decimal
    new: Decimal
    second: Decimal
    off: Decimal = Decimal(0)
    turned: bool = False
    unit: str = "%"


def true_sentences(count: int, seed: int) -> tuple[Sentence, ...]:
    """So many true sentences, form by form in turn."""
    random = Random(seed)
    return tuple(_sentence(FORMS[index % len(FORMS)], "", random) for index in range(count))


def altered_sentences(count: int, seed: int) -> tuple[Sentence, ...]:
    """So many false ones: each form with each of its alterations in turn."""
    random = Random(seed)
    turns = [(form, altered) for form in FORMS for altered in form.alterations]
    random.shuffle(turns)
    return tuple(_sentence(*turns[index % len(turns)], random) for index in range(count))


def _sentence(form: Form, altered: str, random: Random) -> Sentence:
    """One sentence; facts are drawn until they allow of the alteration."""
    for _ in range(TRIES):
        try:
            words, day = MAKERS[form.of](altered, random)
        except Impossible:
            continue
        return Sentence(Text(form.words, "").fill(**words).ko, day, form.name, altered)
    raise AssertionError(f"no facts for {form} {altered}")


def _rates(random: Random) -> Series:
    found = random.choice((facts.national(), facts.of_universities(), facts.dropout_rates()))
    return random.choice(found)


def _another(series: Series, random: Random) -> Series:
    """The same indicator of another place."""
    others = [
        each
        for each in (
            *facts.of_universities(),
            *facts.dropout_rates(),
            *facts.youth(),
            *facts.high_school_graduates(),
        )
        if each.name == series.name and each.place != series.place
    ]
    if not others:
        raise Impossible
    return random.choice(others)


def _named(name: str, place: str) -> Series:
    known = (*facts.national(), *facts.of_universities(), *facts.dropout_rates())
    found = next((each for each in known if (each.name, each.place) == (name, place)), None)
    if found is None:
        raise Impossible
    return found


def _told(series: Series, other: Series, altered: str, random: Random, *, running: bool = False) -> Slots:
    """Two years of a series, one slot altered so that the facts contradict it."""
    years = series.years
    first, last = sorted(random.sample(years, 2))
    if running:
        first = random.choice([year for year in years if year + 1 in years])
        last = first + 1
    if last not in other.values or series.values[first] == series.values[last]:
        raise Impossible
    true = Slots(
        series.name,
        series.place,
        series.place_en,
        first,
        last,
        series.values[first],
        series.values[last],
        other.values[last],
    )
    return _altered(true, series, altered, random) if altered else true


def _altered(true: Slots, series: Series, altered: str, random: Random) -> Slots:
    if altered == "number":
        return replace(true, new=_another_number(true.new, series, random))
    if altered == "year":
        far = 2 if series.assumed_year else 1
        years = [
            each for each in series.years if abs(each - true.last) >= far and series.values[each] != true.new
        ]
        return replace(true, last=random.choice(years)) if years else _impossible()
    if altered == "place":
        there = _another(series, random)
        if true.new in there.values.values() or not {true.first, true.last} <= set(there.values):
            raise Impossible
        return replace(true, place=there.place, place_en=there.place_en)
    if altered == "population":
        sibling = _named(SIBLING.get(series.name, ""), series.place)
        if true.new in sibling.values.values() or true.last not in sibling.values:
            raise Impossible
        return replace(true, name=sibling.name)
    if altered == "difference":
        return replace(true, off=Decimal(random.randint(6, 40)) / 10)
    return replace(true, turned=True) if altered == "direction" else replace(true, unit="%p")


def _impossible() -> Slots:
    raise Impossible


def _another_number(value: Decimal, series: Series, random: Random) -> Decimal:
    """One that the series has in no year: a rate by one to nine points off, persons by three in a hundred or more."""
    by = Decimal(random.randint(10, 90)) / 10
    wanted = value + random.choice((-1, 1)) * (by if value < 1000 else (value * by / 30).quantize(Decimal(1)))
    if wanted <= 0 or wanted in series.values.values():
        raise Impossible
    return wanted


def _words(slots: Slots, other: Series, random: Random) -> dict[str, str | int]:
    rose = (slots.new > slots.old) != slots.turned
    higher = (slots.new > slots.second) != slots.turned
    national = slots.place == "전국"
    place = short(slots.place, random)
    where = random.choice(("", "전국 ", "우리나라 ")) if national else place + random.choice((" ", "의 "))
    return {
        "where": where,
        "place": place,
        "other": short(other.place, random),
        "whole": "직업계고" if national else place,
        "name": slots.name,
        "first": slots.first,
        "last": slots.last,
        "short": f"{slots.last % 100:02}",
        "old": f"{slots.old}%",
        "new": f"{slots.new}{slots.unit}",
        "second": f"{slots.second}%",
        "difference": str(abs(slots.new - slots.old) + slots.off),
        "gap": str(abs(slots.new - slots.second) + slots.off),
        "moved": random.choice(UP if rose else DOWN),
        "moved_count": random.choice(("늘었", "증가했") if rose else ("줄었", "감소했")),
        "compared": random.choice(("높았", "높")) if higher else random.choice(("낮았", "낮")),
        "name_en": ENGLISH.get(slots.name, ""),
        "place_en": slots.place_en,
        "moved_en": "rose" if rose else "fell",
    }


def short(name: str, random: Random) -> str:
    """인제대학교 or 인제대; 김해시 or 김해."""
    if name.endswith("대학교"):
        return random.choice((name, name.removesuffix("학교")))
    return random.choice((name, name[:-1])) if len(name) > 2 and name.endswith("시") else name


def persons(number: Decimal | int, random: Random) -> str:
    """A number of persons as newspapers write it: 63,005명, 6만3005명 or 6만 3005명."""
    many, rest = divmod(int(number), 10_000)
    if not many or random.random() < 0.4:
        return f"{int(number):,}명"
    return f"{many}만{random.choice(('', ' '))}{rest}명" if rest else f"{many}만명"


def _rate(altered: str, random: Random) -> tuple[Words, date]:
    series = _rates(random)
    slots = _told(series, series, altered, random)
    words = _words(slots, series, random)
    return words, date(2025, 12, 20)


def _after(altered: str, random: Random) -> tuple[Words, date]:
    words, day = _rate(altered, random)
    name = str(words["name"])
    return {**words, "name": name.removeprefix("직업계고 ")}, day


def _dated(altered: str, random: Random) -> tuple[Words, date]:
    """The years as the text's date tells them: schools are surveyed in its year, drop-outs known a year later."""
    series = _rates(random)
    slots = _told(series, series, altered, random, running=True)
    late = series.name in ("중도탈락률", "취업률")
    word, before = ("지난해", "재작년") if late else ("올해", "지난해")
    words = _words(slots, series, random)
    day = date(slots.last + 1, 11, 6) if late else date(slots.last, 11, 20)
    return {**words, "last_word": word, "first_word": before}, day


def _pair(altered: str, random: Random) -> tuple[Words, date]:
    series = random.choice((*facts.of_universities(), *facts.dropout_rates()))
    other = _another(series, random)
    slots = _told(series, other, altered, random)
    if slots.new == slots.second or slots.place == other.place:
        raise Impossible
    return _words(slots, other, random), date(2025, 12, 20)


def _two_names(altered: str, random: Random) -> tuple[Words, date]:
    series = _rates(random)
    sibling = _named(SIBLING.get(series.name, ""), series.place)
    slots = _told(series, sibling, altered, random)
    words = _words(slots, series, random)
    too = sibling.name.removeprefix("직업계고 ") if words["where"] != "" else sibling.name
    return {**words, "name_too": too, "new_too": f"{slots.second}%"}, date(2025, 12, 20)


def _english(altered: str, random: Random) -> tuple[Words, date]:
    series = _rates(random)
    if series.name not in ENGLISH:
        raise Impossible
    slots = _told(series, series, altered, random)
    return _words(slots, series, random), date(2025, 12, 20)


def _persons(altered: str, random: Random) -> tuple[Words, date]:
    series = random.choice((*facts.youth(), *facts.high_school_graduates()))
    slots = _told(series, series, altered, random)
    words = _words(slots, series, random)
    ages = "15~39세 " if series.name == "청년 인구" else ""
    told = {"persons": persons(slots.new, random), "persons_before": persons(slots.old, random)}
    return {**words, **told, "name": ages + series.name}, date(2025, 12, 31)


def _dropouts(altered: str, random: Random) -> tuple[Words, date]:
    series = random.choice(facts.dropout_rates())
    slots = _told(series, series, "" if altered == "number" else altered, random)
    year = slots.last if altered != "year" else next(y for y in series.years if series.values[y] == slots.new)
    enrolled, out = facts.dropouts()[series.place][year]
    if altered == "number":
        out += random.randint(5, 60)
    told = {"enrolled": persons(enrolled, random), "out": persons(out, random)}
    return {**_words(slots, series, random), **told}, date(2025, 12, 20)


def _vocational_counts(altered: str, random: Random) -> tuple[Words, date]:
    counts = facts.vocational_counts()
    year = random.choice(list(counts))
    graduates, advanced, rate = counts[year]
    wrong = advanced + random.randint(200, 2000) if altered == "number" else advanced
    told = random.choice([each for each in counts if each != year]) if altered == "year" else year
    return {
        "last": told,
        "graduates": persons(graduates, random),
        "advanced": persons(wrong, random),
        "new": f"{rate}%",
    }, date(2025, 12, 20)


def _retention(altered: str, random: Random) -> tuple[Words, date]:
    series = random.choice(facts.net_retention())
    value = series.values[2025]
    others = [
        each for each in facts.net_retention() if each.name == series.name and each.values[2025] != value
    ]
    place = random.choice(others).place if altered == "place" else series.place
    new = (
        value + random.choice((-1, 1)) * Decimal(random.randint(25, 90)) / 10
        if altered == "number"
        else value
    )
    words: Words = {"place": short(place, random), "name": series.name, "last": 2025, "new": f"{new}%"}
    return words, date(2026, 3, 2)


def _plan(altered: str, random: Random) -> tuple[Words, date]:
    name, base, aim, deadline = random.choice(PLANS)
    return {
        "city": "안산시" if altered == "place" else random.choice(("김해시", "경남 김해시")),
        "plan": name,
        "base": f"{base}%",
        "aim": f"{aim + (random.randint(1, 9) if altered == 'number' else 0)}{'%p' if altered == 'unit' else '%'}",
        "deadline": deadline + (random.choice((-2, -1, 1, 3)) if altered == "year" else 0),
        "verb": random.choice(("높일 계획이다", "끌어올리기로 했다", "높이겠다", "올릴 방침이다")),
    }, date(2023, 7, 3)


MAKERS: Mapping[str, Callable[[str, Random], tuple[Words, date]]] = {
    "rate": _rate,
    "after": _after,
    "dated": _dated,
    "pair": _pair,
    "two names": _two_names,
    "English": _english,
    "persons": _persons,
    "dropouts": _dropouts,
    "vocational counts": _vocational_counts,
    "retention": _retention,
    "plan": _plan,
}
