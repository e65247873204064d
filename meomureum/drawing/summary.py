"""A briefing in short: the number of each figure, the lines of a summary, the lead of a press release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from meomureum.drawing.figure import Briefing, Figure, Point, TemplateName
from meomureum.drawing.line_figure import MEASURED
from meomureum.drawing.particulars import VERDICT, listed_title
from meomureum.texts import Language, Text

SUMMARY = Text("요약", "Summary")
APPENDIX = Text("부록: 그 밖의 지표", "Appendix: further indicators")
COLUMNS = (
    Text("지표", "Indicator"),
    Text("최근 값", "Latest value"),
    VERDICT,
    Text("그림 번호", "Figure code"),
)
NO_VERDICT = Text("공표된 목표 없음", "No published target")
SEVERAL = Text("그림 참조", "See the figure")
WORKINGS, LINEAGE = Text("계산 과정", "Workings"), Text("자료의 파일과 행", "Files and lines of the data")
MOST_WHOLE, MOST_ROWS = 30, 20
"""A table of so many rows is printed whole beside its picture; of a longer one so many rows are."""
REST = Text(
    "{count}행 가운데 {shown}행입니다. 모든 행은 엑셀과 CSV 파일에 있습니다.",
    "{shown} of {count} rows. The Excel and CSV files have all of them.",
)


@dataclass(frozen=True)
class BigNumber:
    """One value to be read from afar: "12.6%" and what it is."""

    shown: str
    told: str


def latest(figure: Figure) -> Point | None:
    """The last measured value of a figure of one line over the years; None where there is no such one."""
    lines = [series for series in figure.series if series.role in MEASURED]
    owners = {series.name for series in lines if series.role == "computed"}
    if figure.kind != "line" or len(owners) > 1:
        return None
    points = [point for series in lines for point in series.points if point.value is not None]
    return max(points, key=lambda point: point.at, default=None)


def big_number(figure: Figure) -> BigNumber | None:
    """What a card says in large type: the latest value, its year and measure."""
    point = latest(figure)
    if point is None:
        return None
    measure, _, _ = figure.subtitle.partition(" · ")
    marks = f" ({', '.join(point.marks)})" if point.marks else ""
    return BigNumber(point.shown, f"{measure}, {point.at}{marks}")


def rows_on_paper(figure: Figure, template: TemplateName) -> tuple[tuple[str, ...], ...]:
    """The rows that a report prints under the picture; a review prints all of them."""
    whole = template == "internal" or len(figure.rows) <= MOST_WHOLE
    return figure.rows if whole else figure.rows[:MOST_ROWS]


def left_out(figure: Figure, rows: Sequence[Sequence[str]], language: Language) -> str:
    """In words, that a report does not print every row; empty where it does."""
    return (
        REST.fill(count=len(figure.rows), shown=len(rows))(language) if len(rows) < len(figure.rows) else ""
    )


def has_summary(briefing: Briefing) -> bool:
    """Whether a page of verdicts tells more than the figures: a report of several without a story, a review."""
    if briefing.appendix is not None:
        return False  # its story tells them one by one, and its appendix begins with a list
    if len(briefing.figures) < 2 or briefing.template not in ("council", "internal"):
        return False
    return briefing.template == "internal" or any(figure.verdict for figure in briefing.figures)


def summary_rows(briefing: Briefing) -> list[tuple[str, str, str, str]]:
    """The measure, its latest value, the verdict and the code: a line a figure of one value, of others if there is none."""
    short = [each for each in briefing.figures if each.verdict or latest(each) is not None]
    return [_row(figure, briefing.language) for figure in short or briefing.figures]


def appendix_rows(briefing: Briefing) -> list[tuple[str, str, str, str]]:
    """The same of every figure of the appendix, which the page that opens it lists."""
    return [_row(figure, briefing.language) for figure in briefing.figures[briefing.appendix :]]


def _row(figure: Figure, language: Language) -> tuple[str, str, str, str]:
    point = latest(figure)
    value = SEVERAL(language) if point is None else f"{point.shown} ({point.at})"
    measure, _, rest = figure.subtitle.partition(" · ")
    place, _, _ = rest.partition(" · ")
    return f"{measure} · {place}", value, figure.verdict or NO_VERDICT(language), figure.code


def lead(briefing: Briefing) -> str:
    """The findings one after the other, as a paragraph; a finding may end without a full stop."""
    bare = (replace(each, title=each.title.rstrip(" .")) for each in briefing.figures)
    return lead_of_titles([listed_title(each, briefing.language) for each in bare])


def lead_of_titles(titles: Sequence[str]) -> str:
    """The same of findings alone."""
    return " ".join(f"{each.rstrip(' .')}." for each in titles)


def reckoning(figure: Figure, language: Language) -> list[tuple[str, str]]:
    """The reckoning and the lines it rests on, each under its label."""
    steps = [(WORKINGS(language), f"{name}: {filled}") for name, filled in figure.workings]
    return steps + [(LINEAGE(language), each) for each in figure.lineage]
