"""A text in, its claims out: each with what is right, what is wrong and what cannot be checked."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date

from meomureum.analysis.targets import ledger
from meomureum.measures import measurement
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text
from meomureum.verify.claims.against_data import values
from meomureum.verify.claims.against_ledger import against_target
from meomureum.verify.claims.around import Around
from meomureum.verify.claims.changes import changes
from meomureum.verify.claims.clauses import Clause, clauses, sentences
from meomureum.verify.claims.evidence import count_claims
from meomureum.verify.claims.headcounts import headcounts
from meomureum.verify.claims.measured import Measured
from meomureum.verify.claims.occasions import date_claims, stage_claims
from meomureum.verify.claims.own_numbers import disagreement
from meomureum.verify.claims.places import name_of, places_in
from meomureum.verify.claims.plan_or_result import parted
from meomureum.verify.claims.verdicts import Check, Claim, Verdict, source_of

SUBJECT = Text("{place} {name}", "{name}, {place}")
DIRECTION = Text("방향", "Direction")
DIRECTION_ONLY = Text(
    "{place}의 발표는 방향만 밝혔고 수치는 없습니다.",
    "The announcement of {place} gives a direction and no number.",
)
_TO_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LESS = re.compile(r"적게|줄이|줄여|줄인|낮추|낮춰|낮춘|감소시|reduce|fewer|lower", re.IGNORECASE)
_MORE = re.compile(r"높이|높여|높인|늘리|늘려|늘린|올리|올린|증가시|raise|increase", re.IGNORECASE)


def check(
    snapshot: Snapshot,
    text: str,
    data_set: str = "published",
    cities: tuple[str, ...] = (),
    published_on: date | None = None,
) -> tuple[Claim, ...]:
    """Every claim that a text makes.

    `cities` are meant where a sentence names no place; `published_on`, the date of the text, tells which
    years 올해, 지난해 and 전년 are.
    """
    text = unicodedata.normalize("NFC", text).translate(_TO_HALF_WIDTH)
    read = clauses(snapshot, text, cities, published_on)
    found = [_claim(snapshot, clause, data_set, published_on) for clause in read]
    claims = [each for each in found if each is not None]
    here = cities
    for sentence in sentences(text):
        here = tuple(each.code for each in places_in(snapshot, sentence)) or here
        claims += count_claims(snapshot, sentence, here, published_on)
        claims += stage_claims(snapshot, sentence, here)
        claims += date_claims(snapshot, sentence, here)
        claims += headcounts(snapshot, sentence, here, data_set, published_on)
    return tuple(claims)


def contradictions(
    snapshot: Snapshot,
    text: str,
    data_set: str = "published",
    cities: tuple[str, ...] = (),
    published_on: date | None = None,
) -> tuple[Check, ...]:
    """What a text says that the ledger or the data say otherwise."""
    claims = check(snapshot, text, data_set, cities, published_on)
    return tuple(each for claim in claims for each in claim.checks if each.verdict == "wrong")


def _claim(snapshot: Snapshot, clause: Clause, data_set: str, published_on: date | None) -> Claim | None:
    found, checks = _checks(snapshot, clause, data_set, published_on)
    if not checks:
        return None
    names = [measurement.find(kpi_id).name for kpi_id in (clause.kpis[:1] if clause.planned else clause.kpis)]
    name = Text(" / ".join(each.ko for each in names), " / ".join(each.en for each in names))
    place = name_of(snapshot, clause.places[-1]) if clause.places else None
    place = found.place if found is not None else place
    return Claim(clause.quote, SUBJECT.fill(place=place, name=name) if place else name, checks)


def _checks(
    snapshot: Snapshot, clause: Clause, data_set: str, published_on: date | None
) -> tuple[Measured | None, tuple[Check, ...]]:
    """A plan is held against the ledger, a result against the data: never the one against the other."""
    if not clause.amounts and not clause.done:
        return None, _direction(snapshot, clause)
    dated_ends = sum(each.year is not None for each in clause.amounts) > 1
    around = Around(snapshot, clause, data_set, published_on)
    if not clause.planned or (dated_ends and not clause.aimed):
        return _of_results(around)
    told = parted(clause, around.until)
    found, results = _of_results(replace(around, clause=told.result)) if told.result.amounts else (None, ())
    plan = against_target(snapshot, told.plan) if told.plan.amounts or not results else ()
    return found, (*plan, *told.open, *results)


def _of_results(around: Around) -> tuple[Measured | None, tuple[Check, ...]]:
    found, checks = values(around)
    own = disagreement(around.clause) if checks else ()
    return found, (*checks, *own) if found is None else (*checks, *changes(around, found), *own)


def _direction(snapshot: Snapshot, clause: Clause) -> tuple[Check, ...]:
    """A direction without a number, against a target that was announced so."""
    said = "down" if _LESS.search(clause.sentence) else "up" if _MORE.search(clause.sentence) else ""
    for target in ledger.targets(snapshot):
        here = not clause.places or target.city_id in clause.places
        if said and here and target.kpi_id in clause.kpis and target.value is None:
            reason = DIRECTION_ONLY.fill(place=name_of(snapshot, target.city_id))
            verdict: Verdict = "right" if target.direction == said else "wrong"
            return (Check(DIRECTION, verdict, reason, source_of(snapshot, target.source_id)),)
    return ()
