"""All that a notebook or a script needs: which indicators there are, any of them measured, and how far its target is.

Every function takes a snapshot of the data, opened read-only:

>>> from meomureum.store import warehouse
>>> snapshot = warehouse.current()

`KPIS` is the catalogue; `find` gives one indicator by its code, with its formulas:

>>> [formula.id for formula in find("university_dropout_rate").formulas][:1]
['enrolled']

`measure` gives one indicator, several or all by any `DIMENSIONS` within any `Scope`, one row a group, never a value
without numerator, denominator, formula, geography, date, source and status; `RESULT` documents its columns:

>>> inje = Scope(institutions=("inje",), first_year=2024, last_year=2024)
>>> row = measure(snapshot, "university_dropout_rate", inje, by=("institution", "year")).iloc[0]
>>> int(row["numerator"]), int(row["denominator"]), f"{row['value']:.1%}"
(688, 9017, '7.6%')

A word that there is not is an `UnknownWord` with the nearest that there are; `labels`, `interval` and `prefer` add
names, the 95% chance variation, and leave one row a group:

>>> try:
...     measure(snapshot, "university_dropout_rate", Scope(cities="gimhea"))
... except UnknownWord as unknown:
...     print(unknown.word, unknown.nearest)
gimhea ('gimhae', 'gimje', 'gimcheon')
>>> told = measure(snapshot, "university_dropout_rate", inje, ("institution",), labels="en", interval=True).iloc[0]
>>> told["institution_name"], f"{told['low']:.1%} to {told['high']:.1%}"
('Inje University', '7.1% to 8.2%')

`statement` gives the SQL of the same measurement with its parameters; printed, it is whole and runs as it stands
on the snapshot's DuckDB file:

>>> asked = statement(snapshot, "university_dropout_rate", inje, by=("institution", "year"))
>>> print(asked)  # doctest: +ELLIPSIS
WITH...
...year BETWEEN 2024 AND 2024...
>>> snapshot.query(asked.sql, asked.parameters)["numerator"].tolist() == snapshot.query(str(asked))["numerator"].tolist()
True

`targets` are those in force; `progress` says where a city stands on the way to one:

>>> [(target.kpi_id, target.value, target.year) for target in targets(snapshot) if target.city_id == "gimhae"][:2]
[('local_university_entry_rate', 0.25, 2027), ('local_employment_rate', 0.16, 2027)]
>>> entry = progress(snapshot, "local_university_entry_rate", "gimhae")
>>> entry.base, float(entry.latest["value"]), entry.target.value, round(entry.path[2025], 4)
(0.09, 0.09, 0.25, 0.17)
>>> f"{entry.gap:.2f}", f"{entry.pace:.2f}", entry.standing  # points of a rate of 0-1; nothing published since
('0.16', '0.04', 'baseline_only')

`workings` opens the verdict up to its formulas with the numbers filled in:

>>> for step in workings(entry):
...     print(f"{step.name.en}: {step.filled.en}")
Missing to the target: 25.0 − 9.0 = 16.0 pp
Change needed a year from the latest value: (25.0 − 9.0) / (2027 − 2023) = 4.0 pp
"""

from meomureum.analysis.questions import measure, statement
from meomureum.analysis.targets.judgement import progress
from meomureum.analysis.targets.ledger import targets
from meomureum.analysis.words.workings import workings
from meomureum.measures.indicators import KPIS, Formula, Kpi
from meomureum.measures.measurement import find
from meomureum.measures.queries.scope import DIMENSIONS, Scope
from meomureum.measures.result_table import COLUMNS as RESULT
from meomureum.measures.unknown_words import NotFitting, UnknownWord

__all__ = [
    "DIMENSIONS",
    "KPIS",
    "RESULT",
    "Formula",
    "Kpi",
    "NotFitting",
    "Scope",
    "UnknownWord",
    "find",
    "measure",
    "progress",
    "statement",
    "targets",
    "workings",
]
