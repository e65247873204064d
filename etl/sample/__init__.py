"""Writes the sample set anew: synthetic rows that agree with the published totals.

What is invented stands in the TOML files beside this one; the other modules turn it into rows.
The same seed, story and published figures give the same bytes.
"""

from __future__ import annotations

import csv
from pathlib import Path

from etl.reference import INDUSTRIES, INSTITUTIONS, PROGRAMMES, SOURCES
from etl.sample.freshmen import freshmen_table, residence_table
from etl.sample.high_schools import Schools
from etl.sample.programmes import (
    crosswalk_table,
    participation_table,
    partners_table,
    rankings_table,
    tasks_table,
)
from etl.sample.published import Published
from etl.sample.surveys import labour_table, questionnaire_table, settlement_table
from etl.sample.universities import Graduates, students_table
from etl.sample.whole_numbers import Table


def write(folder: Path, data: Path | None = None, own: Path | None = None) -> list[Path]:
    """Write every table of the sample set into a folder and return the files.

    `data` holds `published` and `reference`; it is the parent of the folder unless named. `own` holds
    what the city has entered; it stands in `data` unless named.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [_written(folder, table) for table in tables(Published(data or folder.parent, own))]


def tables(published: Published) -> list[Table]:
    """All tables of the sample set, in a fixed order; those of invented registers only where there are any."""
    high_schools = Schools(published).table()
    graduates = Graduates(published).table()
    survey = settlement_table(published)
    return [
        *_registers(published),
        crosswalk_table(published),
        high_schools,
        graduates,
        students_table(published),
        freshmen_table(published, high_schools),
        participation_table(published),
        residence_table(published, high_schools, graduates),
        survey,
        questionnaire_table(published, survey),
        labour_table(published),
        rankings_table(published),
        tasks_table(published),
        partners_table(published),
    ]


def _registers(published: Published) -> list[Table]:
    """The rows that had to be invented for the reference tables, in the columns of their contracts."""
    return [
        Table(
            source.table,
            tuple(column.name for column in source.columns),
            [tuple(row.get(column.name, "") for column in source.columns) for row in rows],
        )
        for source in (SOURCES, INSTITUTIONS, PROGRAMMES, INDUSTRIES)
        if (rows := published.invented[source.table])
    ]


def _written(folder: Path, table: Table) -> Path:
    path = folder / f"{table.name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.header)
        writer.writerows(table.rows)
    return path
