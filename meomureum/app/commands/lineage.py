"""Where a value comes from, and which values a file touches.

meomureum trace KPI [--city X] [--year Y] [--institution Z] [--set sample]
meomureum trace --file NAME
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import pandas as pd

from meomureum.analysis.lineage import Trace, touched, trace
from meomureum.console import Parser, complain, say
from meomureum.measures import measurement
from meomureum.measures.indicators import KPIS
from meomureum.measures.measurement import RUNGS, STATUSES, Scope
from meomureum.measures.unknown_words import UnknownWord
from meomureum.store import integrity, warehouse
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text

_OK, _NOTHING, _USAGE = 0, 1, 2
NO_SUCH = Text("{word:을/를} 찾을 수 없습니다. 쓸 수 있는 값: {known}", "There is no {word}. Known: {known}")
NO_ROWS = Text("이 값의 바탕이 되는 행이 없습니다.", "No row stands behind this value.")
VALUE = Text("값", "Value")
FORMULA = Text("산식", "Formula")
LOCAL = Text("지역 범위", "Local means")
ROWS = Text("행", "Rows")
CHECKS = Text("통과한 검사", "Checks passed")
RESTATED = Text("정정된 값", "Restated values")
SNAPSHOT = Text("스냅숏", "Snapshot")
SQL = Text("SQL", "SQL")
TOUCHED = Text("{file:이/가} 바탕이 되는 값 {count}가지", "{count} kinds of value rest on {file}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a trace; the exit code is 0, 1 when nothing stands behind the value, 2 for wrong words."""
    parsed = _parser().parse_args(arguments)
    try:
        return _answered(parsed)
    except integrity.Damaged as damage:
        complain(damage.sentence(parsed.lang))
        return _NOTHING


def _answered(parsed: argparse.Namespace) -> int:
    snapshot = warehouse.current()
    if (damage := warehouse.damage()) is not None:
        complain(damage.report(parsed.lang))
    if snapshot is None:
        complain(warehouse.NO_SNAPSHOT(parsed.lang))
        return _NOTHING
    if parsed.file:
        return _print_touched(snapshot, parsed.file, parsed.lang)
    known = [kpi.id for kpi in KPIS]
    if parsed.kpi not in known:
        complain(NO_SUCH.fill(word=f"'{parsed.kpi}'", known=", ".join(known))(parsed.lang))
        return _USAGE
    return _print_trace(snapshot, parsed)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="meomureum trace", description=__doc__)
    parser.add_argument("kpi", nargs="?", default="", help="indicator code / 지표 코드")
    parser.add_argument("--city", default="", help="region code / 도시 코드")
    parser.add_argument("--institution", default="", help="institution code / 기관 코드")
    parser.add_argument("--year", type=int, default=None)
    parser.add_argument("--formula", default="")
    parser.add_argument("--set", dest="data_set", choices=("published", "sample"), default="published")
    parser.add_argument("--file", default="", help="which values rest on this file / 이 파일이 바탕인 값")
    parser.speaks()
    return parser


def _print_trace(snapshot: Snapshot, parsed: argparse.Namespace) -> int:
    language: Language = parsed.lang
    scope = Scope(
        parsed.data_set,
        cities=(parsed.city,) if parsed.city else (),
        institutions=(parsed.institution,) if parsed.institution else (),
        first_year=parsed.year,
        last_year=parsed.year,
    )
    by = ("institution", "year") if parsed.institution else ("city", "year")
    try:
        found = trace(snapshot, parsed.kpi, scope, by, parsed.formula)
    except UnknownWord:
        codes = ", ".join(each.id for each in measurement.find(parsed.kpi).formulas)
        complain(NO_SUCH.fill(word=f"'{parsed.formula}'", known=codes)(language))
        return _USAGE
    say(*told(found, language))
    return _OK if found.rows else _NOTHING


def told(found: Trace, language: Language) -> list[str]:
    """A trace in lines of text."""
    lines = [f"{found.kpi.name(language)} ({found.kpi.id})"]
    lines.append(
        f"{FORMULA(language)}: {found.formula.name(language)} = {found.formula.numerator.strip()} / {found.formula.denominator.strip()}"
    )
    lines.append(f"{LOCAL(language)}: {RUNGS[found.formula.geography](language)}")
    for row in found.values.to_dict("records"):
        place = row["institution_id"] if pd.notna(row["institution_id"]) else row["city_id"]
        year = "" if pd.isna(row["year"]) else f" {int(row['year'])}"
        number = STATUSES[row["status"]](language) if pd.isna(row["value"]) else f"{row['value']:.6g}"
        counted = "" if pd.isna(row["numerator"]) else f" = {row['numerator']:g} / {row['denominator']:g}"
        lines.append(
            f"{VALUE(language)}: {place}{year} {number}{counted} ({row['origin']}, {row['formula_id']})"
        )
    lines.append(f"{ROWS(language)}: {found.rows}" if found.rows else NO_ROWS(language))
    lines += [
        f"  {each.file}{f' [{each.sheet}]' if each.sheet else ''} ({each.data_set}): {each.stretches()(language)}"
        for each in found.files
    ]
    lines += [f"{RESTATED(language)}: {each(language)}" for each in found.restated]
    lines += [f"{CHECKS(language)}: {each(language)}" for each in found.checks]
    lines.append(f"{SNAPSHOT(language)}: {found.snapshot_id}")
    return [*lines, *f"{SQL(language)}: {found.sql.strip()}".split("\n"), str(found.parameters)]


def _print_touched(snapshot: Snapshot, file: str, language: Language) -> int:
    names = [str(name) for name in snapshot.query("SELECT DISTINCT file FROM files ORDER BY file")["file"]]
    if file not in names:
        complain(NO_SUCH.fill(word=f"'{file}'", known=", ".join(names))(language))
        return _USAGE
    found = touched(snapshot, file)
    say(TOUCHED.fill(file=f"'{file}'", count=len(found))(language))
    for each in found:
        years = f"{each.first_year}-{each.last_year}"
        say(
            f"  {each.kpi.name(language)} / {each.formula.name(language)}: {', '.join(each.cities)} {years}, {each.rows}"
        )
    return _OK if found else _NOTHING
