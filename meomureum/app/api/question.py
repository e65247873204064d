"""What a call for values asks, read from its address: every word is one that is known, or an error that says which are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from meomureum.analysis.questions import BY, Origin
from meomureum.measures.facets import FILTER_OF
from meomureum.measures.queries.scope import DataSet, Scope
from meomureum.measures.register import every_city
from meomureum.measures.unknown_words import NotFitting, UnknownWord, nearest
from meomureum.store.warehouse import Snapshot
from meomureum.texts import LANGUAGES, Text, plain

MOST_ROWS, ROWS = 10_000, 1_000
MOST_LETTERS = 4_000
EVERY = "all"
FORMS = ("json", "csv")


@dataclass(frozen=True)
class Parameter:
    """One word of an address: what it means, the words that it takes, how many, and what it is without."""

    about: Text
    words: Sequence[str] = ()
    number: bool = False
    several: bool = False
    otherwise: str | int | None = None


PARAMETERS: Mapping[str, Parameter] = {
    "kpi": Parameter(Text("지표 코드. 꼭 적습니다", "Codes of indicators; needed"), several=True),
    "formula": Parameter(Text("산식 코드", "Code of a formula")),
    "set": Parameter(Text("자료 구분", "Data set"), get_args(DataSet), otherwise="published"),
    "by": Parameter(Text("묶는 기준", "What it is grouped by"), several=True, otherwise=",".join(BY)),
    "from": Parameter(Text("시작 연도", "First year"), number=True),
    "to": Parameter(Text("끝 연도", "Last year"), number=True),
    **{
        name: Parameter(
            Text(
                "도시 코드. 적지 않으면 우리 도시, all은 모든 시군구",
                "Codes of cities; without any those followed, all for every city of the country",
            )
            if name == "city"
            else Text(f"{name} 코드", f"Codes of {name}"),
            several=True,
        )
        for name in FILTER_OF
    },
    "prefer": Parameter(
        Text("묶음마다 한 행: 그 유래의 값을 먼저", "One row a group: of that origin first"), get_args(Origin)
    ),
    "lang": Parameter(Text("이름의 언어", "Language of the names"), LANGUAGES, otherwise="ko"),
    "format": Parameter(Text("형식", "Format"), FORMS, otherwise="json"),
    "limit": Parameter(Text("행의 수", "Rows at most"), number=True, otherwise=ROWS),
    "offset": Parameter(Text("건너뛸 행의 수", "Rows to pass over"), number=True, otherwise=0),
}
WORD = Text("주소의 말", "parameter")
ONCE = Text("한 번만 적습니다", "give it once")
NEEDED = Text("지표를 적습니다: /indicators", "name an indicator, see /indicators")
SHORTER = Text(f"{MOST_LETTERS}자까지 적습니다", f"at most {MOST_LETTERS} letters")
NUMBER = Text("0부터 {most}까지의 정수", "a whole number from 0 to {most}")


@dataclass(frozen=True)
class Question:
    """A call for values as it was read."""

    kpis: tuple[str, ...]
    scope: Scope
    by: tuple[str, ...]
    words: Mapping[str, Any]
    """The others by their names."""


def read(pairs: Sequence[tuple[str, str]], snapshot: Snapshot) -> Question:
    """The question of an address; raises UnknownWord or NotFitting."""
    if sum(len(name) + len(value) for name, value in pairs) > MOST_LETTERS:
        raise NotFitting(WORD, "?", SHORTER)
    for at, (name, _) in enumerate(pairs):
        if name not in PARAMETERS:
            raise UnknownWord(WORD, name[:40], nearest(name[:40], PARAMETERS))
        if name in dict(pairs[:at]):
            raise NotFitting(WORD, name, ONCE)
    given = {name: value for name, value in pairs if value.strip()}
    read = {name: _read(name, each, given.get(name)) for name, each in PARAMETERS.items()}
    if not read["kpi"]:
        raise NotFitting(plain("kpi"), "", NEEDED)
    codes: dict[str, Any] = {field: read[name] for name, field in FILTER_OF.items()}
    if codes["cities"] == (EVERY,):
        codes["cities"] = every_city(snapshot)
    scope = Scope(read["set"], **codes, first_year=read["from"], last_year=read["to"])
    return Question(read["kpi"], scope, read["by"], read)


def _read(name: str, parameter: Parameter, word: str | None) -> Any:
    if word is None and not parameter.several:
        return parameter.otherwise
    if parameter.several:
        words = (word if word is not None else str(parameter.otherwise or "")).split(",")
        return tuple(dict.fromkeys(each.strip() for each in words if each.strip()))
    read: Callable[[str, Parameter, str], Any] = _number if parameter.number else _word
    return read(name, parameter, str(word).strip())


def _number(name: str, _parameter: Parameter, word: str) -> int:
    most = MOST_ROWS if name == "limit" else 9_999_999
    if not (word.isascii() and word.isdecimal() and len(word) < 8 and int(word) <= most):
        raise NotFitting(plain(name), word[:40], NUMBER.fill(most=str(most)))
    return int(word)


def _word(name: str, parameter: Parameter, word: str) -> str:
    if parameter.words and word not in parameter.words:
        raise UnknownWord(plain(name), word[:40], nearest(word[:40], parameter.words) or parameter.words)
    return word
