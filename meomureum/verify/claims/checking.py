"""A text in, its claims out: each with what is right, what is wrong and what cannot be checked."""

from __future__ import annotations

import re

from meomureum.analysis import targets
from meomureum.measures import measurement, register
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text
from meomureum.verify.claims.against_data import against_data
from meomureum.verify.claims.against_ledger import against_target
from meomureum.verify.claims.evidence import counted, dated, headcounts, staged
from meomureum.verify.claims.reading import Clause, clauses, places_in, sentences
from meomureum.verify.claims.verdicts import Check, Claim, Verdict, source_of

SUBJECT = Text("{place} {name}", "{name}, {place}")
DIRECTION = Text("방향", "Direction")
DIRECTION_ONLY = Text(
    "{place}의 발표는 방향만 밝혔고 수치는 없습니다.",
    "The announcement of {place} gives a direction and no number.",
)
_PLANNED = re.compile(
    r"목표|까지|계획|높이|높여|높인|끌어올|올리|올린|늘리|늘린|줄이|줄인|낮추|낮춘|raise|target|\bby 20",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"올랐|상승했|증가했|늘었|높아졌|내렸|하락했|감소했|줄었|낮아졌|떨어졌|\brose\b|\bfell\b", re.IGNORECASE
)
_LESS = re.compile(r"적게|줄이|줄여|줄인|낮추|낮춰|낮춘|감소시|reduce|fewer|lower", re.IGNORECASE)
_MORE = re.compile(r"높이|높여|높인|늘리|늘려|늘린|올리|올린|증가시|raise|increase", re.IGNORECASE)


def check(
    snapshot: Snapshot, text: str, data_set: str = "published", cities: tuple[str, ...] = ()
) -> tuple[Claim, ...]:
    """Every claim that a text makes; `cities` are meant where a sentence names no place."""
    found = [_claim(snapshot, clause, data_set) for clause in clauses(snapshot, text, cities)]
    claims = [each for each in found if each is not None]
    here = cities
    for sentence in sentences(text):
        here = tuple(code for _, _, code in places_in(snapshot, sentence)) or here
        claims += counted(snapshot, sentence, here)
        claims += staged(snapshot, sentence, here)
        claims += dated(snapshot, sentence, here)
        claims += headcounts(snapshot, sentence)
    return tuple(claims)


def contradictions(
    snapshot: Snapshot, text: str, data_set: str = "published", cities: tuple[str, ...] = ()
) -> tuple[Check, ...]:
    """What a text says that the ledger or the data say otherwise."""
    claims = check(snapshot, text, data_set, cities)
    return tuple(each for claim in claims for each in claim.checks if each.verdict == "wrong")


def _claim(snapshot: Snapshot, clause: Clause, data_set: str) -> Claim | None:
    checks = _checks(snapshot, clause, data_set)
    if not checks:
        return None
    name = measurement.find(clause.kpis[0]).name
    place = register.names(snapshot)[clause.places[-1]] if clause.places else None
    return Claim(clause.quote, SUBJECT.fill(place=place, name=name) if place else name, checks)


def _checks(snapshot: Snapshot, clause: Clause, data_set: str) -> tuple[Check, ...]:
    """A plan is held against the ledger, a result against the data."""
    done = bool(_DONE.search(clause.sentence))
    if not clause.amounts and not done:
        return _direction(snapshot, clause)
    planned = bool(_PLANNED.search(clause.sentence)) or clause.amount("to") is not None
    dated_ends = sum(each.year is not None for each in clause.amounts) > 1
    if planned and not done and not dated_ends:
        return against_target(snapshot, clause) or against_data(snapshot, clause, data_set)
    measured = against_data(snapshot, clause, data_set)
    if all(each.verdict == "uncheckable" for each in measured) and not done:
        return against_target(snapshot, clause) or measured
    return measured


def _direction(snapshot: Snapshot, clause: Clause) -> tuple[Check, ...]:
    """A direction without a number, against a target that was announced so."""
    said = "down" if _LESS.search(clause.sentence) else "up" if _MORE.search(clause.sentence) else ""
    for target in targets.targets(snapshot):
        here = not clause.places or target.city_id in clause.places
        if said and here and target.kpi_id in clause.kpis and target.value is None:
            reason = DIRECTION_ONLY.fill(place=register.names(snapshot)[target.city_id])
            verdict: Verdict = "right" if target.direction == said else "wrong"
            return (Check(DIRECTION, verdict, reason, source_of(snapshot, target.source_id)),)
    return ()
