"""Who is counted where, in an outsider's words: the printed definitions of the indicators, written down anew.

Nothing here is taken from the programme. A figure that this page does not know is an error of the attack.
"""

from __future__ import annotations

from collections.abc import Callable

from attacks.worlds import STRATEGIC, People

Who = Callable[[People], bool]


def _advanced(each: People) -> bool:
    return each.outcome in ("university", "junior_college", "advanced")


def _employed(each: People) -> bool:
    return each.outcome == "employed"


def _working(each: People) -> bool:
    """Neither studying on nor away: the base of the official employment rates."""
    return not _advanced(each)


def _everybody(_: People) -> bool:
    return True


def _nobody(_: People) -> bool:
    """Figures of other surveys than those of these rows."""
    return False


def _here(who: Who, *places: str) -> Who:
    return lambda each: who(each) and each.place in places


def _kept(months: int) -> Who:
    return lambda each: _employed(each) and each.kept >= months


def _is(*outcomes: str) -> Who:
    return lambda each: each.outcome in outcomes


def _strategic(each: People) -> bool:
    return _listed(each) and (each.city, each.industry_id) in STRATEGIC


def _listed(each: People) -> bool:
    """Employed in a city that has a list of strategic industries."""
    return _here(_employed, "city")(each) and each.city in {city for city, _ in STRATEGIC}


CITY, REGION = ("city",), ("city", "near")
COUNTED: dict[str, dict[str, tuple[Who, Who]]] = {
    "high_school_outcomes": {
        "local_university_entry_rate/all_graduates": (_here(_advanced, *CITY), _everybody),
        "local_university_entry_rate/of_advanced": (_here(_advanced, *CITY), _advanced),
        "local_university_entry_rate/all_graduates_commuting_area": (_here(_advanced, *REGION), _everybody),
        "local_university_entry_rate/all_graduates_province": (_here(_advanced, *REGION), _everybody),
        "local_university_entry_rate/all_graduates_macro_region": (_here(_advanced, *REGION), _everybody),
        "local_university_entry_rate/all_graduates_anywhere": (_advanced, _everybody),
        "local_university_entry_rate/all_graduates_or_unknown": (_advanced, _everybody),
        "vocational_employment_rate/official": (_employed, _working),
        "vocational_employment_rate/simple": (_employed, _everybody),
        "vocational_employment_rate/kess": (_nobody, _nobody),
        "vocational_employment_rate/school_reported": (_nobody, _nobody),
        "vocational_advancement_rate/official": (_advanced, _everybody),
        "vocational_advancement_rate/kess": (_nobody, _nobody),
        "vocational_local_hire_share/city": (_here(_employed, *CITY), _employed),
        "vocational_local_hire_share/province": (_here(_employed, *REGION), _employed),
        "employment_retention_6m/vocational": (_kept(6), _employed),
        "employment_retention_12m/vocational": (_kept(12), _employed),
        "high_school_graduates/from_schools": (_everybody, _nobody),
        "high_school_graduates/kess": (_nobody, _nobody),
    },
    "university_outcomes": {
        "local_employment_rate/all_graduates": (_here(_employed, *CITY), _everybody),
        "local_employment_rate/of_employed": (_here(_employed, *CITY), _employed),
        "local_employment_rate/official_base": (_here(_employed, *CITY), _working),
        "local_employment_rate/all_graduates_commuting_area": (_here(_employed, *REGION), _everybody),
        "local_employment_rate/all_graduates_province": (_here(_employed, *REGION), _everybody),
        "local_employment_rate/all_graduates_macro_region": (_here(_employed, *REGION), _everybody),
        "local_employment_rate/all_graduates_anywhere": (_employed, _everybody),
        "local_employment_rate/all_graduates_or_unknown": (_employed, _everybody),
        "employment_retention_6m/university_6m": (_kept(6), _employed),
        "employment_retention_12m/university_11m": (_kept(12), _employed),
        "university_employment_rate/official": (_is("employed", "started_business"), _working),
        "strategic_industry_share/of_local_hires": (_strategic, _listed),
        "startup_rate/all_graduates": (_here(_is("started_business"), *CITY), _everybody),
        "local_share_of_employed/of_employed": (_here(_employed, *CITY), _employed),
        "university_graduates/from_universities": (_everybody, _nobody),
    },
    "settlement_survey": {"settlement_intention/top_two": (_is("4"), _everybody)},
    "labour_demand": {
        "labour_shortage_rate/official": (_is("shortage"), _is("shortage", "employees")),
        "unfilled_rate/official": (_is("unfilled"), _is("unfilled", "hires")),
    },
    "university_students": {
        "university_dropout_rate/enrolled": (_is("left", "left_first"), _everybody),
        "university_dropout_rate/first_year": (_is("left_first"), _is("left_first", "stayed_first")),
        "university_dropout_rate/other_kinds": (_nobody, _nobody),
    },
}
