"""Deals the sample rows of the two surveys: `settlement_survey` and `labour_demand`."""

from __future__ import annotations

from collections.abc import Iterator

from etl.sample.published import Published
from etl.sample.whole_numbers import Cell, Dealer, Row, Story, Table, portion, told

_TOLD = told("surveys")
RESPONDENTS: dict[str, tuple[int, int]] = _TOLD["respondents"]
ANSWERS: dict[tuple[str, str], tuple[int, ...]] = {
    (question, group): given
    for question, groups in _TOLD["answers"].items()
    for group, given in groups.items()
}
WORDINGS: dict[str, tuple[str, str]] = _TOLD["wordings"]
POPULATIONS: dict[str, tuple[str, str]] = _TOLD["populations"]
RESPONSE: dict[str, int] = _TOLD["response"]
MORE_WILLING: Story[int] = _TOLD["more_willing"]
STAFF: Story[dict[str, int]] = _TOLD["staff"]
OCCUPATIONS: Story[tuple[str, ...]] = _TOLD["occupations"]
FIRM_SIZES: dict[str, int] = _TOLD["firm_sizes"]
SHORT: dict[str, int] = _TOLD["short"]
STAFF_PER_FIRM: dict[str, int] = _TOLD["staff_per_firm"]

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

INVITED_METHOD = ("온라인, 학교·사업체별 무작위 추출", "Online, drawn at random within schools and firms")
ANSWER_CODES = ("1", "2", "3", "4", "5", "none")
WEIGHT_SPREAD = 14  # how far the mean weight of an answer lies from 1, in percent

STAFF_OF_ANY = 4600  # of an industry that the story does not name
OCCUPATION_WEIGHTS = (50, 30, 20)
OPENINGS, HIRED, PLANNED = 1180, 740, 920  # of the shortage, of the openings, of the shortage
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
