"""Supply and demand: graduates and completers of each industry against what its firms need and plan."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from meomureum import session
from meomureum.analysis.studies.industries import Market, is_offered
from meomureum.components import elements, figure_frame, known_instead, refusal
from meomureum.components.markup import SYNTHETIC, Action
from meomureum.drawing.figure import Figure
from meomureum.session import View, page_figures
from meomureum.texts import Language, Text, number

TITLE = Text("산업 수급", "Supply and demand")
LEAD = Text(
    "산업마다 학과와 과정이 내보내는 사람과 기업이 뽑으려는 사람을 견줍니다. 양쪽이 정확하지 않으므로 범위로 봅니다.",
    "The people whom departments and courses send out against those whom firms plan to hire, by industry. "
    "Neither side is exact, so every gap has a range.",
)
SURVEY = Text("기업 응답 결과", "What firms answered")
FEEDS = Text("어느 학과가 어느 격차로 이어지나", "Which departments feed which gap")
FEEDS_LEAD = Text(
    "학과를 고칠 때 함께 볼 표입니다. 칸은 그 학과 졸업자가 시 안에서 그 산업에 취업한 수, 열 제목은 산업별 격차입니다.",
    "To read before a department is changed. A cell is who found work in the city in that industry; "
    "the heading has the gap of the industry.",
)
YEARS = Text("해마다", "Year by year")
CROSSWALK = Text("학과·산업 연계표", "The crosswalk of departments and industries")
CROSSWALK_LEAD = Text(
    "어느 학과와 과정을 어느 산업에 맞출지 정한 표입니다. 해마다 그해에 유효한 판을 씁니다.",
    "Says which department or course belongs to which industry. Each year uses the version valid then.",
)
CROSSWALK_COLUMNS = (
    Text("판", "Version"),
    Text("유효 시작", "Valid from"),
    Text("유효 끝", "Valid to"),
    Text("학과·과정", "Departments and courses"),
    Text("출처", "Source"),
)
OPEN, NOT_STATED = Text("계속", "Open"), Text("밝히지 않음", "Not stated")
NOTHING = Text("수급을 견줄 자료가 없습니다", "There is nothing to compare")
WHY = Text(
    "수급은 졸업자, 연계표, 인력수요 조사가 같은 해에 있어야 견줄 수 있습니다. 아래에서 없는 파일을 확인하십시오.",
    "It takes graduates, a crosswalk and a labour-demand survey of the same year. See below which file is missing.",
)
NOT_OFFERED = Text(
    "학과와 산업을 함께 나눈 값은 소수의 사람이나 기업이 드러날 수 있어 이 공개 수준이나 역할에는 없습니다. "
    "인력부족률과 미충원율은 공정 비교와 탐색 화면에서 산업별로 볼 수 있습니다.",
    "Values by department and industry together could show a few persons or firms, so neither this level nor this role has them. "
    "Fair comparison and Explore have labour shortage and unfilled openings by industry.",
)
OUTSIDE = Text(
    "고른 기간에는 견줄 해가 없습니다. 견줄 수 있는 해: {years}.",
    "No year of the period: {years} can be compared.",
)
NEEDED = Text("필요한 파일과 있는 자료", "The files needed, and what is there")
NEEDED_COLUMNS = (Text("파일", "File"), Text("무엇에 쓰나", "What for"), Text("있나", "There?"))
NEEDED_FILES = {
    "high_school_outcomes": Text("고교 졸업자(학과별)", "School leavers by department"),
    "university_outcomes": Text("대학 졸업자(학과별)", "Graduates by department"),
    "programme_participation": Text("과정 이수자(없어도 됨)", "Completers of courses (optional)"),
    "crosswalk": Text("학과·과정을 산업에 맞춤", "Departments and courses to industries"),
    "labour_demand": Text("부족인원, 구인, 채용계획, 응답", "Shortage, openings, plans, response"),
}
THERE, MISSING = Text("있음", "Yes"), Text("없음", "No")
TEMPLATES = Text("서식 받아 채우기", "Get the templates")
UNPUBLISHED = Text(
    "수급을 비교하려면 학과별 졸업자, 학과·산업 연계표, 인력수요 조사가 같은 해에 있어야 하는데, 시군구 단위로 공표된 적이 없습니다.",
    "Supply and demand need graduates by department, a crosswalk to industries and a labour-demand survey of one year. "
    "None has been published by city.",
)
EVERY_YEAR = Text("모든 연도로 보기", "Show all years")


def render(view: View) -> None:
    """The gaps of the newest year, the survey behind them, the departments, the years, the crosswalk."""
    language, city = view.language, page_figures.first_city(view)
    names, found = session.names(), page_figures.market(view)
    elements.heading(f"{names[city](language)} · {TITLE(language)}", LEAD(language))
    drawn_here = page_figures.page_figures("supply", view)
    if f"gap-{city}" not in drawn_here:
        _nothing(view, found)
        return
    gap = drawn_here[f"gap-{city}"]
    figure_frame.show(gap, "supply", view)
    _survey(view, drawn_here[f"survey-{city}"])
    if f"feeds-{city}" in drawn_here:
        _feeds(view, drawn_here[f"feeds-{city}"], gap)
    _years(view, drawn_here[f"years-{city}"])
    _crosswalk(view, found)


def _survey(view: View, survey: Figure) -> None:
    elements.section(SURVEY(view.language))
    figure_frame.show(survey, "supply", view)


def _feeds(view: View, feeds: Figure, gap: Figure) -> None:
    language = view.language
    elements.section(FEEDS(language), FEEDS_LEAD(language))
    gaps = {
        point.at: "–" if point.value is None else point.shown
        for series in gap.series
        for point in series.points
    }
    with figure_frame.frame(feeds, "supply", view):
        figure_frame.heat(feeds, gaps, {(row[0], row[1]) for row in feeds.rows}, language)


def _years(view: View, years: Figure) -> None:
    elements.section(YEARS(view.language))
    figure_frame.show(years, "supply", view)


def _crosswalk(view: View, found: Market) -> None:
    """The versions with their years, sizes and sources."""
    language, publishers = view.language, session.sources()["publisher"]
    elements.section(CROSSWALK(language), CROSSWALK_LEAD(language))
    if view.data_set == "sample":
        elements.synthetic_mark(language)
    rows = [
        [
            str(row["version"]),
            _year(row["first"], NOT_STATED)(language),
            _year(row["last"], OPEN)(language),
            number(row["rows"]),
            _source(row["source_ids"], publishers, view)(language),
        ]
        for row in found.crosswalk.to_dict("records")
    ]
    frame = pd.DataFrame(rows, columns=[label(language) for label in CROSSWALK_COLUMNS])
    elements.table(frame, CROSSWALK(language), [CROSSWALK_COLUMNS[3](language)])


def _year(year: object, otherwise: Text) -> Text:
    return otherwise if pd.isna(year) else Text(f"{year}년", str(year))  # type: ignore[call-overload]


def _source(codes: object, publishers: pd.Series, view: View) -> Text:
    if view.data_set == "sample":
        return SYNTHETIC
    if not isinstance(codes, str):
        return NOT_STATED
    told = ", ".join(dict.fromkeys(str(publishers[code]) for code in codes.split(";")))
    return Text(told, told)


def _nothing(view: View, found: Market) -> None:
    """Which file is missing, and the ways on."""
    language = view.language
    if not is_offered(session.snapshot()):
        refusal.not_offered(NOT_OFFERED, language)
        return
    if view.data_set == "published" and not found.years:
        known_instead.show(view, "supply", UNPUBLISHED, ("industries", "universities"))
        with elements.fold(NEEDED(language)):
            elements.table(_needed(found, language), NEEDED(language))
            elements.actions([Action(TEMPLATES(language), session.href("data", view))])
        return
    ways = [Action(TEMPLATES(language), session.href("data", view))]
    reason = WHY
    if found.years:
        every = replace(view, first_year=None, last_year=None)
        ways.append(Action(EVERY_YEAR(language), session.href("supply", every)))
        reason = OUTSIDE.fill(years=", ".join(map(str, found.years)))
    elements.empty_state(NOTHING(language), reason(language), ways)
    elements.table(_needed(found, language), NEEDED(language))


def _needed(found: Market, language: Language) -> pd.DataFrame:
    contracts = session.contracts().drop_duplicates("table_name").set_index("table_name")
    rows = [
        [
            str(contracts.loc[table, f"table_{language}"]),
            use(language),
            (THERE if table in found.tables else MISSING)(language),
        ]
        for table, use in NEEDED_FILES.items()
    ]
    return pd.DataFrame(rows, columns=[label(language) for label in NEEDED_COLUMNS])
