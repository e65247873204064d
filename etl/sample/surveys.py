"""Deals the sample rows of the two surveys: `settlement_survey` and `labour_demand`."""

from __future__ import annotations

from collections.abc import Iterator

from etl.sample.published import Published
from etl.sample.whole_numbers import ANY, Cell, Dealer, Row, Story, Table, portion

SURVEY_YEARS = (2023, 2024, 2025)
SETTLEMENT_HEADER = (
    *("year", "city_id", "respondent_group", "institution_id", "sex", "question", "answer"),
    *("weight", "respondents"),
)
QUESTIONNAIRE_HEADER = (
    *("year", "city_id", "respondent_group", "question", "wording", "wording_en"),
    *("population", "population_en", "method", "method_en", "invited"),
)
LABOUR_HEADER = (
    *("year", "half", "city_id", "industry_id", "occupation", "firm_size", "employees", "shortage"),
    *("openings", "hires", "planned_hires", "firms_asked", "firms_answered"),
)

# Respondents of each group in 2023, and how many more answer each year.
RESPONDENTS = {"high_school": (310, 25), "university": (260, 20), "young_worker": (180, 15)}
# Answers 1 to 5 and no answer in 2023, in thousandths, by question and group.
ANSWERS = {
    ("intends_to_settle", "high_school"): (120, 210, 320, 220, 90, 40),
    ("intends_to_settle", "university"): (150, 240, 300, 190, 80, 40),
    ("intends_to_settle", "young_worker"): (80, 160, 280, 300, 150, 30),
    ("satisfied_with_city", "high_school"): (70, 170, 380, 250, 90, 40),
    ("satisfied_with_city", "university"): (80, 190, 370, 240, 80, 40),
    ("satisfied_with_city", "young_worker"): (60, 140, 340, 310, 120, 30),
}
WORDINGS = {
    "intends_to_settle": (
        "졸업하거나 직장을 옮기더라도 {city}에 계속 살 생각이 있다.",
        "I mean to go on living in {city} even after graduating or changing jobs.",
    ),
    "satisfied_with_city": ("{city}에 사는 것에 만족한다.", "I am satisfied with living in {city}."),
}
POPULATIONS = {
    "high_school": ("{city} 고등학교 3학년", "Third-year students of the high schools of {city}"),
    "university": ("{city} 대학 재학생", "Students of the universities of {city}"),
    "young_worker": ("{city} 사업체의 34세 이하 재직자", "Staff of up to 34 years at firms of {city}"),
}
INVITED_METHOD = ("온라인, 학교·사업체별 무작위 추출", "Online, drawn at random within schools and firms")
RESPONSE = {"high_school": 640, "university": 470, "young_worker": 380}  # of those invited, in thousandths
ANSWER_CODES = ("1", "2", "3", "4", "5", "none")
# Every year this many thousandths move from "2" to "4".
MORE_WILLING: Story[int] = Story({"gimhae": 12, "ansan": 16, "siheung": 8, ANY: 11})
WEIGHT_SPREAD = 14  # how far the mean weight of an answer lies from 1, in percent

# Staff of the surveyed firms by city and industry; an industry is asked about while it is strategic.
STAFF: Story[dict[str, int]] = Story(
    {
        "gimhae": {
            "biomedical": 5800,
            "future_mobility": 5200,
            "smart_sensor": 1400,
            "logistics": 4300,
            "liquid_hydrogen": 620,
            "robotics": 2900,
            "semiconductor": 880,
        },
        "ansan": {"robotics": 11800, "digital_manufacturing": 19600, "smart_factory": 2900},
        "siheung": {"robotics": 9700, "digital_manufacturing": 7200, "semiconductor": 11400},
        ANY: {},
    }
)
STAFF_OF_ANY = 4600  # of an industry that the story does not name
# Siheung has named no strategic industry; the invented survey asks about those of STAFF.
OCCUPATIONS: Story[tuple[str, ...]] = Story(
    {
        "biomedical": ("생산·품질", "연구·개발", "영업·사무"),
        "future_mobility": ("기계·조립", "설비·정비", "연구·개발"),
        "smart_sensor": ("전자·조립", "연구·개발"),
        "logistics": ("물류 운영", "운송·하역"),
        "liquid_hydrogen": ("설비·정비", "연구·개발"),
        "robotics": ("로봇 조립", "제어·설비", "연구·개발"),
        "semiconductor": ("공정·장비", "연구·개발"),
        "digital_manufacturing": ("기계·가공", "설비·정비", "생산 관리"),
        "smart_factory": ("제어·설비", "생산 관리"),
        ANY: ("생산·품질", "설비·정비", "연구·개발"),
    }
)
OCCUPATION_WEIGHTS = (50, 30, 20)
FIRM_SIZES = {"5-29": 38, "30-299": 44, "300+": 18}
# Short of staff, in thousandths of staff: smaller firms lack more.
SHORT = {"5-29": 44, "30-299": 33, "300+": 21}
OPENINGS, HIRED, PLANNED = 1180, 740, 920  # of the shortage, of the openings, of the shortage
STAFF_PER_FIRM = {"5-29": 14, "30-299": 85, "300+": 520}
ANSWERED = 720


def settlement_table(published: Published) -> Table:
    """Answers by city, group and question; the weights of a question add up to its respondents."""
    dealer = Dealer("settlement_survey")
    rows = [
        row
        for year in SURVEY_YEARS
        for city in published.cities
        for group in RESPONDENTS
        for row in _answers(dealer, year, city, group)
    ]
    return Table("settlement_survey", SETTLEMENT_HEADER, rows)


def _answers(dealer: Dealer, year: int, city: str, group: str) -> Iterator[Row]:
    first, more = RESPONDENTS[group]
    asked = dealer.about(first + more * (year - SURVEY_YEARS[0]), 60)
    for (question, whom), answers in ANSWERS.items():
        if whom != group:
            continue
        moved = MORE_WILLING[city] * (year - SURVEY_YEARS[0])
        expected = dict(zip(ANSWER_CODES, answers, strict=True))
        expected |= {"2": expected["2"] - moved, "4": expected["4"] + moved}
        given = dealer.shares(asked, {each: dealer.about(share * 10, 50) for each, share in expected.items()})
        weighted = {each: dealer.about(count * 100, WEIGHT_SPREAD * 10) for each, count in given.items()}
        cents = dealer.shares(asked * 100, weighted)
        for answer, respondents in given.items():
            weight = f"{cents[answer] // 100}.{cents[answer] % 100:02d}"
            yield (year, city, group, "", "", question, answer, weight, respondents)


def questionnaire_table(published: Published, survey: Table) -> Table:
    """What was asked of whom; so many were invited as the answers of each group and wave suggest."""
    answered: dict[tuple[Cell, ...], int] = {}
    for row in survey.rows:
        cells = dict(zip(survey.header, row, strict=True))
        key = (cells["year"], cells["city_id"], cells["respondent_group"], cells["question"])
        answered[key] = answered.get(key, 0) + int(cells["respondents"])
    rows = [
        (
            *key,
            *_in_both(WORDINGS[str(key[3])], published, str(key[1])),
            *_in_both(POPULATIONS[str(key[2])], published, str(key[1])),
            *INVITED_METHOD,
            people * 1000 // RESPONSE[str(key[2])],
        )
        for key, people in answered.items()
    ]
    return Table("survey_questions", QUESTIONNAIRE_HEADER, rows)


def _in_both(words: tuple[str, str], published: Published, city: str) -> tuple[str, str]:
    ko, en = words
    place = published.places[city]
    return ko.format(city=place.name_ko), en.format(city=place.name_en)


def labour_table(published: Published) -> Table:
    """Staff, shortage, openings and plans of each half year, by industry, occupation and firm size."""
    dealer = Dealer("labour_demand")
    rows = [
        row
        for year in SURVEY_YEARS
        for half in (1, 2)
        for city in published.cities
        for industry in _industries(published, city, year)
        for row in _industry(dealer, (year, half, city, industry))
    ]
    return Table("labour_demand", LABOUR_HEADER, rows)


def _industries(published: Published, city: str, year: int) -> list[str]:
    """Those strategic in that year; all of STAFF for a city that never named any."""
    named = any(published.strategic_industries(city, each) for each in SURVEY_YEARS)
    return published.strategic_industries(city, year) if named else list(STAFF[city])


def _industry(dealer: Dealer, place: tuple[int, int, str, str]) -> Iterator[Row]:
    year, half, city, industry = place
    usual = STAFF[city].get(industry, STAFF_OF_ANY)
    staff = dealer.about(portion(usual, 970 + 12 * (2 * (year - SURVEY_YEARS[0]) + half)), 10)
    occupations = dict(zip(OCCUPATIONS[industry], OCCUPATION_WEIGHTS, strict=False))
    for occupation, count in dealer.shares(staff, occupations).items():
        for size, employees in dealer.shares(count, FIRM_SIZES).items():
            yield (*place, occupation, size, *_demand(dealer, employees, size))


def _demand(dealer: Dealer, employees: int, size: str) -> tuple[int, ...]:
    shortage = dealer.about(portion(employees, SHORT[size]), 120)
    openings = dealer.about(portion(shortage, OPENINGS), 80)
    hires = min(dealer.about(portion(openings, HIRED), 90), openings)
    planned = dealer.about(portion(shortage, PLANNED), 100)
    asked = max(employees // STAFF_PER_FIRM[size], 1)
    answered = min(max(dealer.about(portion(asked, ANSWERED), 60), 1), asked)
    return employees, shortage, openings, hires, planned, asked, answered
