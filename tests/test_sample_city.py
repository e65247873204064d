"""The sample set of the city: surveys, programmes, tasks and partners."""

from __future__ import annotations

from collections import Counter

from sample_rows import CITIES, rows, summed

from etl.sample.programmes import RUNS


def test_weights_of_a_question_add_up_to_its_respondents() -> None:
    found = rows("settlement_survey")
    assert len(found) == 3 * 3 * 3 * 2 * 6
    assert all(len(row["weight"].split(".")[1]) == 2 for row in found)
    hundredths = [{**row, "weight": row["weight"].replace(".", "")} for row in found]
    groups = ("year", "city_id", "respondent_group", "question")
    weights, respondents = summed(hundredths, groups, "weight"), summed(found, groups, "respondents")
    for group, count in respondents.items():
        assert 120 <= count <= 400
        assert weights[group] == 100 * count


def test_more_are_invited_than_answer() -> None:
    groups = ("year", "city_id", "respondent_group", "question")
    answered = summed(rows("settlement_survey"), groups, "respondents")
    invited = summed(rows("survey_questions"), groups, "invited")
    assert answered.keys() == invited.keys()
    assert all(0.3 < answered[group] / invited[group] < 0.7 for group in answered)


def test_labour_demand_asks_about_the_industries_of_the_year() -> None:
    found = rows("labour_demand")
    strategic = rows("industries", "reference")
    for row in found:
        assert int(row["hires"]) <= int(row["openings"])
        assert 1 <= int(row["firms_answered"]) <= int(row["firms_asked"])
        assert row["city_id"] == "siheung" or any(
            (each["city_id"], each["industry_id"]) == (row["city_id"], row["industry_id"])
            and int(each["valid_from"]) <= int(row["year"]) <= int(each["valid_to"] or 9999)
            for each in strategic
        )
    places = ("city_id", "year", "half")
    short, staff = summed(found, places, "shortage"), summed(found, places, "employees")
    assert set(short) == {
        (city, str(year), half) for city in CITIES for year in (2023, 2024, 2025) for half in ("1", "2")
    } - {("ansan", "2023", "1"), ("ansan", "2023", "2")}  # Ansan names its industries from 2024
    assert all(0.02 <= short[place] / staff[place] <= 0.05 for place in short)


def test_programmes_have_participants_only_while_they_run() -> None:
    found = rows("programme_participation")
    assert {(row["programme_id"], int(row["year"])) for row in found} == {
        (programme, year) for programme, years in RUNS.items() if programme for year in years
    }
    assert len({row["institution_id"] for row in found if row["programme_id"] == "ansan_root"}) == 6
    for row in found:
        completers = int(row["completers"])
        assert completers <= int(row["participants"])
        assert int(row["hired_by_member_firms"]) <= int(row["hired_locally"]) <= completers


def test_what_is_done_stays_done() -> None:
    found = rows("tasks")
    done = {
        year: {row["task_id"] for row in found if row["year"] == year and row["status"] == "done"}
        for year in ("2023", "2024", "2025")
    }
    assert done["2023"] < done["2024"] < done["2025"]
    assert len({row["task_id"] for row in found}) == 48
    assert len({row["strategy"] for row in found}) == 3
    assert len({row["track"] for row in found}) == 11
    assert all("표본" in row["title"] for row in found)


def test_partners_are_as_many_as_announced_and_nameless() -> None:
    found = rows("partners")
    counts = Counter((row["programme_id"], row["year"], row["kind"]) for row in found)
    assert counts["all_city_campus", "2023", "institution"] == 25
    assert counts["ansan_root", "2024", "institution"] == 18
    assert all("표본" in row["name"] for row in found)


def test_the_crosswalk_names_departments_that_have_graduates_and_courses_that_are_held() -> None:
    leavers = (*rows("high_school_outcomes"), *rows("university_outcomes"))
    offered = {(row["institution_id"], row["department"]) for row in leavers}
    offered |= {(row["institution_id"], row["course"]) for row in rows("programme_participation")}
    known = {row["industry_id"] for row in rows("industries", "reference")}
    for row in rows("crosswalk"):
        assert (row["version"], row["valid_from"], row["valid_to"]) in {
            ("sample-2023", "2019", "2024"),
            ("sample-2025", "2025", ""),
        }
        assert (row["institution_id"], row["department"]) in offered
        assert row["industry_id"] in known
