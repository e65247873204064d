"""Deals the sample rows of what a programme keeps: participation, tasks, partners, crosswalk, ranks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from etl.sample.offers import courses, departments
from etl.sample.published import Published
from etl.sample.whole_numbers import Cell, Dealer, Row, Story, Table, portion, told

_TOLD = told("programmes")
Ranks = tuple[tuple[int, int, int, Cell], ...]
RUNS: Story[dict[int, int]] = _TOLD["runs"]
COURSES: Story[tuple[str, ...]] = _TOLD["courses"]
STAGES: dict[str, tuple[int, int, int, int]] = _TOLD["stages"]
TASKS_DONE: dict[int, int] = _TOLD["tasks_done"]
TASKS_BEGUN: dict[int, int] = _TOLD["tasks_begun"]
PARTNERS: Story[dict[int, tuple[int, int]]] = _TOLD["partners"]
RANKS: Story[Ranks] = _TOLD["ranks"]
CROSSWALK_VERSIONS: dict[str, tuple[Cell, Cell]] = _TOLD["crosswalk_versions"]
COURSE_INDUSTRIES: dict[str, str] = _TOLD["course_industries"]

PARTICIPATION_HEADER = (
    *("year", "programme_id", "institution_id", "course", "stage"),
    *("participants", "completers", "hired_by_member_firms", "hired_locally"),
)
INVENTED = "(표본)"

COMPLETION_GAIN = 14  # a year, in thousandths

# The programmes of the story that keep tasks; each without a story keeps some too, so that they can be seen.
TASKED = ("k_edu_city",)
# 48 tasks of three strategies over eleven tracks; tasks done and begun at each review.
TASKS_BY_STRATEGY = (16, 18, 14)
TRACKS = 11

UNRANKED = ("ansan", "siheung")  # cities whose story has no ranked university
CROSSWALK_NEWEST = "sample-2025"
NEWLY_MATCHED = (("gimhae_life", "바이오식품과"), ("erica", "인공지능학과"))


def participation_table(published: Published) -> Table:
    """Who took part, completed and was hired, in the years a programme runs."""
    dealer = Dealer("programme_participation")
    rows = [
        row
        for programme, years in running(published).items()
        for year in years
        for institution in _takers(published, programme, year)
        for course in COURSES[programme]
        for row in _stages(dealer, year, programme, institution, course)
    ]
    return Table("programme_participation", PARTICIPATION_HEADER, rows)


def running(published: Published) -> Mapping[str, Mapping[int, int]]:
    """The programme of each city with the participants of the years in which it runs."""
    programmes = (published.programme(city) for city in published.cities)
    return {programme: RUNS[programme] for programme in programmes}


def _takers(published: Published, programme: str, year: int) -> list[str]:
    """The members of the programme; of the Ansan one its six schools only."""
    members = published.takers(programme, year)
    if programme == "ansan_root":
        members = [each for each in members if published.kind[each] == "specialised_high_school"]
    return members


def _stages(dealer: Dealer, year: int, programme: str, institution: str, course: str) -> Iterator[Row]:
    first = min(RUNS[programme])
    entered = dealer.about(RUNS[programme][year], 250)
    for stage, (size, completed, by_members, locally) in STAGES.items():
        participants = portion(entered, size)
        gain = COMPLETION_GAIN * (year - first)
        completers = min(dealer.about(portion(participants, completed + gain), 35), participants)
        hired = min(dealer.about(portion(completers, by_members + gain), 150), completers)
        local = min(max(dealer.about(portion(completers, locally + gain), 100), hired), completers)
        yield (year, programme, institution, course, stage, participants, completers, hired, local)


def tasks_table(published: Published) -> Table:
    """The tasks of a plan such as Siheung's at each yearly review; what is done stays done."""
    dealer = Dealer("tasks")
    tasks = [
        (strategy, number)
        for strategy, count in enumerate(TASKS_BY_STRATEGY, start=1)
        for number in range(1, count + 1)
    ]
    place = {task: position for position, task in enumerate(dealer.mixed(tasks))}
    track = {task: position % TRACKS + 1 for position, task in enumerate(dealer.mixed(tasks))}
    rows: list[Row] = [
        (
            *(year, programme, f"{strategy}-{number:02d}", f"추진전략 {strategy} {INVENTED}"),
            f"진로 트랙 {track[strategy, number]:02d} {INVENTED}",
            f"실행과제 {strategy}-{number:02d} {INVENTED}",
            _status(place[strategy, number], year),
        )
        for programme in running(published)
        if programme in TASKED or programme not in RUNS
        for year in TASKS_DONE
        for strategy, number in tasks
    ]
    return Table("tasks", ("year", "programme_id", "task_id", "strategy", "track", "title", "status"), rows)


def _status(place: int, year: int) -> str:
    if place < TASKS_DONE[year]:
        return "done"
    return "in_progress" if place < TASKS_BEGUN[year] else "planned"


def partners_table(published: Published) -> Table:
    """Institutions and firms of each programme, numbered instead of named."""
    words = {"institution": "협약기관", "firm": "참여기업"}
    rows: list[Row] = [
        (year, programme, kind, f"{words[kind]} {number:02d} {INVENTED}")
        for programme in running(published)
        for year, counts in PARTNERS[programme].items()
        for kind, count in zip(words, counts, strict=True)
        for number in range(1, count + 1)
    ]
    return Table("partners", ("year", "programme_id", "kind", "name"), rows)


def rankings_table(published: Published) -> Table:
    """The band of the first university of each city in the QS Asia ranking."""
    ranked = [
        next((each for each in published.universities(city) if published.kind[each] == "university"), "")
        for city in published.cities
        if city not in UNRANKED
    ]
    rows: list[Row] = [
        (year, "qs_asia", university, low, high, pool)
        for university in ranked
        if university
        for year, low, high, pool in RANKS[university]
    ]
    return Table("rankings", ("year", "ranking", "institution_id", "rank_low", "rank_high", "pool"), rows)


def crosswalk_table(published: Published) -> Table:
    """Departments and courses matched to an industry: those for which the story names one."""
    taught = [
        (institution, each.name, each.industry)
        for offers in (departments(published), courses(published))
        for institution, offered in offers.items()
        for each in offered
        if each.industry
    ]
    newest = [*taught, *_matched_courses(published)]
    older = [each for each in taught if each[:2] not in NEWLY_MATCHED]
    rows: list[Row] = [
        (version, *match, *years)
        for version, years in CROSSWALK_VERSIONS.items()
        for match in (newest if version == CROSSWALK_NEWEST else older)
    ]
    header = ("version", "institution_id", "department", "industry_id", "valid_from", "valid_to")
    return Table("crosswalk", header, rows)


def _matched_courses(published: Published) -> list[tuple[str, str, str]]:
    """The courses of each institution that takes part in a programme, by the industry they train for."""
    programmes = running(published)
    newest = max(year for years in programmes.values() for year in years)
    return [
        (institution, course, COURSE_INDUSTRIES[course])
        for programme in programmes
        for institution in _takers(published, programme, newest)
        for course in COURSES[programme]
        if course in COURSE_INDUSTRIES
    ]
