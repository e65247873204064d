"""What somebody adds to a copy of the project, as the tables in README.md and CONTRIBUTING.md tell them to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from small import PROJECT

INDICATED = "meomureum.measures.indicators"
CONTRACT = '''"""Contract of what graduates earn, by university."""

from __future__ import annotations

from dataclasses import replace

from etl.columns import EDITION, INSTITUTION, SOURCE_ID, YEAR, people
from etl.contract import Column, Source
from meomureum.texts import Text

SOURCE = Source(
    table="graduate_wages",
    label=Text("졸업자 임금", "Graduates' wages"),
    key=("year", "institution_id"),
    columns=(
        YEAR,
        replace(INSTITUTION, blank=False),
        people("earners", Text("임금을 아는 졸업자", "Graduates with known wages")),
        people("regular", Text("상용직", "In regular work")),
        Column("wages", Text("하루 임금 합계(천원)", "Daily wages (1,000 won)"), "decimal", blank=True, measure=True),
        EDITION,
        SOURCE_ID,
    ),
    sql="SELECT staged.*, institutions.city_id FROM staged JOIN institutions USING (institution_id)",
)
'''
WAGES = """year,institution_id,earners,regular,wages
2024,inje,400,300,97480
2025,inje,500,400,130000
2025,kaya,100,60,24366
"""
ROWS = {
    "reference/targets": "gimhae_wage_2027,gimhae,,average_wage,244,244,2024,assumed,300,300,2027,천원,up,line,,김해시,2025-01-02,"
    "seed_gimhae_2023,,시험 목표,A target\n",
    "reference/events": "2025-05-05,gimhae,,시험 행사,A test event,seed_gimhae_2023\n",
}
INDICATORS = '''"""Indicators that somebody has added."""

from __future__ import annotations

from meomureum.measures.indicators.formula import Formula, Kpi
from meomureum.texts import Text

NONE = Text("공표된 값이 없습니다. 파일을 적재하면 계산됩니다.", "Nothing has been published; loading the file computes it.")
FIRST_YEARS = Kpi(
    id="first_year_share",
    name=Text("신입생 비중", "First-year share"),
    population=Text("4월 1일 재적학생", "Students enrolled on 1 April"),
    numerator=Text("신입생 재적학생", "Enrolled first-year students"),
    denominator=Text("재적학생", "Enrolled students"),
    formulas=(
        Formula(
            "of_enrolled",
            Text("재적학생 대비", "Of enrolled students"),
            table="university_students",
            numerator="enrolled_first_year",
            denominator="enrolled",
            measures=("enrolled_first_year", "enrolled"),
        ),
    ),
    unavailable=NONE,
)
REGULAR = Kpi(
    id="regular_work",
    name=Text("상용직 비율", "Share in regular work"),
    population=Text("임금을 아는 졸업자", "Graduates with known wages"),
    numerator=Text("상용직", "In regular work"),
    denominator=Text("임금을 아는 졸업자", "Graduates with known wages"),
    formulas=(
        Formula(
            "of_earners",
            Text("임금을 아는 졸업자 대비", "Of graduates with known wages"),
            table="graduate_wages",
            numerator="regular",
            denominator="earners",
            measures=("regular", "earners"),
        ),
    ),
    unavailable=NONE,
)
WAGE = Kpi(
    id="average_wage",
    name=Text("졸업자 평균 임금", "Average wage of graduates"),
    population=Text("임금을 아는 졸업자", "Graduates with known wages"),
    numerator=Text("하루 임금 합계", "Daily wages"),
    denominator=Text("임금을 아는 졸업자", "Graduates with known wages"),
    unit="thousand_won",
    formulas=(
        Formula(
            "mean",
            Text("평균", "Mean"),
            table="graduate_wages",
            numerator="wages",
            denominator="earners",
            measures=("wages", "earners"),
        ),
    ),
    unavailable=NONE,
)
'''
UNIT = """    "thousand_won": _money("천원", "thousand won", "천 원", "1,000 won"),
"""
PEOPLE = """    "graduate_wages": nested("earners", "regular"),
"""
MENU = """
[[menu.graduate_wages]]
columns = ["year"]
formulas = "all"
weight = 400
"""
KIND = '''"""A mark for each value, joined by nothing."""

from __future__ import annotations

from meomureum.drawing.drawing import Drawing, Line, Panel, Spot
from meomureum.drawing.figure import Figure
from meomureum.drawing.palette import series_ink
from meomureum.drawing.scale import names_axis, value_axis


def dots(figure: Figure) -> Drawing:
    """A row of dots over the names."""
    (series,) = figure.series
    spots = tuple(
        Spot(at, point.value, point.shown, point.shown) for at, point in enumerate(series.points)
    )
    values = [point.value for point in series.points if point.value is not None]
    return Drawing(
        "lines",
        names_axis([point.at for point in series.points], lying=False),
        value_axis(figure.unit, values),
        (Panel((Line(series.name, spots, series_ink(0), dash=None, symbol="circle"),)),),
        figure.language,
        320,
    )
'''
FIGURES = '''"""What graduates earn, university by university."""

from __future__ import annotations

from collections.abc import Iterator

from meomureum.analysis.words.values import value_text
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.figures.draft import Finding, draft_of
from meomureum.measures import register
from meomureum.measures.measurement import Scope, find, measure
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot


def figures(snapshot: Snapshot, view: View) -> Iterator[Figure]:
    """The newest year, a dot a university."""
    kpi, names = find("average_wage"), register.names(snapshot)
    rows = measure(snapshot, kpi.id, Scope(view.data_set, view.cities), ("institution", "year"))
    rows = rows[rows["value"].notna()]
    if rows.empty:
        return
    rows = rows[rows["year"] == rows["year"].max()]
    points = [
        Point(names[row.institution_id](view.language), row.value, value_text(kpi.unit, row.value)(view.language))
        for row in rows.itertuples()
    ]
    finding = Finding(kpi.name(view.language), kpi.formulas[0].name(view.language))
    series = Series(kpi.name(view.language), "computed", tuple(points))
    yield draft_of(snapshot, "wages", view, kpi, rows).figure("dots", "wages", finding, [series])
'''
PAGE = '''"""Wages: what graduates earn."""

from __future__ import annotations

from meomureum.components import elements, figure_frame
from meomureum.session import View, page_figures
from meomureum.texts import Text

TITLE = Text("임금", "Wages")


def render(view: View) -> None:
    """The figures, each with its table and its ways out."""
    elements.heading(TITLE(view.language))
    for figure in page_figures.page_figures("wages", view).values():
        figure_frame.show(figure, "wages", view)
'''
FORMAT = '''"""Markdown: the tables of a briefing for whoever writes by hand."""

from __future__ import annotations

from meomureum.drawing.figure import Briefing


def write(briefing: Briefing) -> bytes:
    """The title and table of each figure."""
    lines = [f"# {briefing.title}"]
    for figure in briefing.figures:
        lines += [f"## {figure.title}", " | ".join(figure.columns)]
        lines += [" | ".join(row) for row in figure.rows]
    return "\\n".join(lines).encode()
'''


@dataclass(frozen=True)
class Copy:
    """A copy of the project for somebody to work in; its files are the project's own until they are changed."""

    place: Path

    @classmethod
    def made(cls, place: Path) -> Copy:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=PROJECT,
            capture_output=True,
            check=True,
            text=True,
        )
        for name in filter(None, listed.stdout.split("\0")):
            if (PROJECT / name).exists() and not name.startswith(("docs/", "benchmarks/")):
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                # Data are copied: commands write them in place.
                (shutil.copyfile if name.startswith("data/") else os.link)(PROJECT / name, place / name)
        return cls(place)

    def write(self, name: str, text: str) -> None:
        """A file of one's own, or one that is written anew."""
        path = self.place / name
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def insert(self, name: str, before: str, text: str) -> None:
        """Some words before others that stand there once."""
        old = (self.place / name).read_text("utf-8")
        assert old.count(before) == 1, (name, before)
        self.write(name, old.replace(before, text + before))

    def run(self, *words: str) -> str:
        """What a command says in the copy; fails unless it ends well."""
        environment = {**os.environ, "PYTHONPATH": str(self.place), "PYTHONDONTWRITEBYTECODE": "1"}
        environment["MEOMUREUM_SNAPSHOTS"] = str(self.place / "data" / "snapshots")
        done = subprocess.run(
            [sys.executable, *words],
            cwd=self.place,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def add_source(self) -> None:
        self.write("etl/graduate_wages.py", CONTRACT)
        self.insert("etl/sources.py", "from etl.contract import", "from etl import graduate_wages\n")
        self.insert("etl/sources.py", "    *city_registers.TABLES,\n", "    graduate_wages.SOURCE,\n")
        self.write("data/sample/graduate_wages.csv", WAGES)

    def add_indicators(self) -> None:
        listed = "meomureum/measures/indicators/__init__.py"
        self.write("meomureum/measures/indicators/added.py", INDICATORS)
        self.insert(listed, f"from {INDICATED}.formula import", f"from {INDICATED} import added\n")
        names = "    added.FIRST_YEARS,\n    added.REGULAR,\n    added.WAGE,\n"
        self.insert(listed, "    universities.DROPOUT,\n", names)

    def add_protection(self) -> None:
        self.insert("meomureum/privacy/people.py", '    "residence": nested(', PEOPLE)
        menu = "meomureum/privacy/parameters.toml"
        self.write(menu, (self.place / menu).read_text("utf-8") + MENU)

    def add_kind(self) -> None:
        self.write("meomureum/drawing/dots.py", KIND)
        composer = "meomureum/drawing/compose.py"
        self.insert(
            composer, "from meomureum.drawing.drawing import", "from meomureum.drawing.dots import dots\n"
        )
        self.insert(composer, '    "map": areas,\n', '    "dots": dots,\n')
        self.insert("meomureum/drawing/figure.py", '    "map",\n', '    "dots",\n')

    def add_page(self) -> None:
        self.write("pages/wages.py", PAGE)
        script = "meomureum/app/script.py"
        self.insert(script, "from pages import map as atlas", "from pages import wages\n")
        self.insert(script, '"supply": supply', '"wages": wages, ')
        self.insert("meomureum/store/address.py", '    "supply",\n', '    "wages",\n')
        self.insert("meomureum/access/roles.py", '    "supply": _ALL,\n', '    "wages": _ALL,\n')

    def add_figures(self) -> None:
        self.write("meomureum/figures/wages.py", FIGURES)
        recipes = "meomureum/figures/recipes.py"
        self.insert(recipes, "from meomureum.figures.trend", "from meomureum.figures import wages\n")
        self.insert(recipes, '    "supply": supply.figures,\n', '    "wages": wages.figures,\n')

    def add_format(self) -> None:
        self.write("meomureum/export/text/markdown.py", FORMAT)
        line = '    "md": Format(Text("글(MD)", "Words (MD)"), "text.markdown"),\n'
        self.insert("meomureum/export/__init__.py", '    "pdf": Format(', line)
        self.insert("meomureum/access/roles.py", '    "xlsx": _ANALYSE,\n', '    "md": _ANALYSE,\n')

    def add_unit(self) -> None:
        self.insert("meomureum/units.py", '    "million_won": _money(', UNIT)

    def add_rows(self) -> None:
        """Rows alone: a target and an event; those of other tables are added in test_adding_rows.py."""
        for table, row in ROWS.items():
            path = f"data/{table}.csv"
            self.write(path, (self.place / path).read_text("utf-8") + row)
