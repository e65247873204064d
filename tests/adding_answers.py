"""Run in a copy of the project: what each release answers about what was added, as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import kpis
from etl.build import ensure_current

ASKED = ("first_year_share", "regular_work", "average_wage", "university_dropout_rate")
COUNTED = """
    SELECT COUNT(*) AS held
    FROM protected
    WHERE kpi_id NOT IN ('first_year_share', 'regular_work')
"""


def main() -> None:
    """The status of each indicator by year in Gimhae, and how many of the figures there were before are held."""
    snapshot, found = ensure_current(), dict[str, object]()
    for release in snapshot.releases:
        at = replace(snapshot, release=release)
        for kpi in ASKED:
            rows = kpis.measure(at, kpi, kpis.Scope("sample", cities=("gimhae",)))
            found[f"{release} {kpi}"] = dict(zip(map(str, rows["year"]), rows["status"], strict=True))
        if release != "exact":
            found[f"{release} rows"] = int(at.query(COUNTED)["held"][0])
    print(json.dumps(found))


if __name__ == "__main__":
    main()
