"""The forms in which newspapers tell a number, and which of their slots can be altered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """A form of sentence, and the alterations that make it false; `of` says which facts fill it."""

    name: str
    words: str
    of: str
    alterations: tuple[str, ...]


def _forms(name: str, of: str, alterations: str, *words: str) -> tuple[Form, ...]:
    return tuple(Form(name, each, of, tuple(alterations.split())) for each in words)


FORMS: tuple[Form, ...] = (
    *_forms(
        "one year",
        "rate",
        "number year place unit population",
        "{where}{name:은/는} {last}년 {new}다.",
        "{last}년 {where}{name:은/는} {new:으로/로} 나타났다.",
        "{where}{name:은/는} {last}년 기준 {new:으로/로} 집계됐다고 밝혔다.",
        "’{short}년 {where}{name:은/는} {new:을/를} 기록했다.",
        "{last}년 {where}{name}({new})은 이렇게 조사됐다.",
    ),
    *_forms(
        "population or place after",
        "after",
        "number year place population",
        "{last}년 {name:이/가} {new:을/를} 기록한 곳은 {whole}다.",
        "{name:은/는} {last}년 {new:으로/로}, {whole}에서 그렇게 집계됐다.",
    ),
    *_forms(
        "two years",
        "rate",
        "number year place direction",
        "{where}{name:은/는} {first}년 {old}에서 {last}년 {new:으로/로} {moved}다.",
        "{where}{name:이/가} {first}년 {old}, {last}년 {new:으로/로} {moved}다.",
        "{first}년 {old}였던 {where}{name:은/는} {last}년 {new:으로/로} {moved}다.",
    ),
    *_forms(
        "against another year",
        "rate",
        "number year difference direction",
        "{last}년 {where}{name:은/는} {new:으로/로} {first}년({old})보다 {difference}%p {moved}다.",
        "{where}{name:은/는} {last}년 {new:으로/로}, {first}년 {old}에 비해 {difference}%포인트 {moved}다.",
    ),
    *_forms(
        "years from the date",
        "dated",
        "number direction place",
        "{last_word} {where}{name:은/는} {new:으로/로} {first_word}({old})보다 {difference}%p {moved}다.",
        "{where}{name:은/는} {first_word} {old}에서 {last_word} {new:으로/로} {moved}다.",
    ),
    *_forms(
        "the year before",
        "dated",
        "number difference direction",
        "{last_word} {where}{name:은/는} {new:으로/로} 전년보다 {difference}%p {moved}다.",
        "{last_word} {where}{name:은/는} {new:으로/로} 전년({old}) 대비 {difference}%포인트 {moved}다.",
    ),
    *_forms(
        "two places",
        "pair",
        "number year place",
        "{last}년 {place} {name:은/는} {new}, {other:은/는} {second:으로/로} 집계됐다.",
        "{place:과/와} {other}의 {last}년 {name:은/는} 각각 {new}, {second:으로/로} 나타났다.",
    ),
    *_forms(
        "two places compared",
        "pair",
        "number difference direction",
        "{last}년 {name:은/는} {place:이/가} {new:으로/로} {other}({second})보다 {gap}%p {compared}다.",
        "{last}년 {place} {name:은/는} {new:으로/로} {other} {second}보다 {gap}%p {compared}다.",
    ),
    *_forms(
        "two indicators",
        "two names",
        "number year place",
        "{last}년 {where}{name:은/는} {new}, {name_too:은/는} {new_too}다.",
        "{where}{name:과/와} {name_too:은/는} {last}년 각각 {new}, {new_too:으로/로} 나타났다.",
        "{where}{name:은/는} {last}년 {new}이고 {name_too:은/는} {new_too}이다.",
    ),
    *_forms(
        "English",
        "English",
        "number year place unit",
        "In {last}, the {name_en} of {place_en} was {new}.",
        "{place_en}'s {name_en} stood at {new} in {last}.",
    ),
    *_forms(
        "English, two years",
        "English",
        "number year direction",
        "The {name_en} of {place_en} {moved_en} from {old} in {first} to {new} in {last}.",
    ),
    *_forms(
        "persons",
        "persons",
        "number year place",
        "{last}년 {place} {name:은/는} {persons}이다.",
        "{place}의 {name:은/는} {last}년 {persons:으로/로} 집계됐다.",
    ),
    *_forms(
        "persons, two years",
        "persons",
        "number direction",
        "{place} {name:은/는} {first}년 {persons_before}에서 {last}년 {persons:으로/로} {moved_count}다.",
    ),
    *_forms(
        "part of a whole",
        "dropouts",
        "number year place",
        "{last}년 {place} 재적학생 {enrolled} 가운데 {out}이 중도탈락해 중도탈락률은 {new}였다.",
        "{place}에서는 {last}년 재적학생 {enrolled} 중 {out}이 중도탈락했다.",
    ),
    *_forms(
        "part of a whole, national",
        "vocational counts",
        "number year",
        "{last}년 직업계고 졸업자 {graduates} 중 {advanced}이 진학해 진학률은 {new}다.",
        "직업계고를 {last}년 졸업한 {graduates} 가운데 {advanced}이 진학했다.",
    ),
    *_forms(
        "net retention",
        "retention",
        "number place",
        "{last}년 {place}의 {name:은/는} {new}다.",
        "{place}의 {name:은/는} 5년 뒤인 {last}년 {new:으로/로} 나타났다.",
    ),
    *_forms(
        "a plan",
        "plan",
        "number year place unit",
        "{city:은/는} {deadline}년까지 {plan:을/를} {base}에서 {aim:으로/로} {verb}.",
        "{city:은/는} {plan:을/를} {base}에서 {deadline}년까지 {aim:으로/로} {verb}.",
        "{deadline}년까지 {plan:을/를} {base}에서 {aim:으로/로} 높이겠다고 {city:은/는} 밝혔다.",
    ),
)
