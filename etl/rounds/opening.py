"""Opening a round: what is asked for, about which year, until when; whom it concerns is looked up in the register."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from etl import load_ledger, own_files
from etl.contract import LoadRefused, Problem
from etl.labour_demand import SOURCE as LABOUR_DEMAND
from etl.rounds import round_folder
from etl.rounds.forms import FIRMS, FORMS
from etl.rounds.round_folder import Respondent, Round
from etl.sheet_reader import spelling
from etl.templates import code_words
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

NO_SUCH_TABLE = Text("수집할 수 있는 자료가 아닙니다.", "A round cannot ask for this table.")
TABLES_ARE = Text("수집할 수 있는 자료: {known}", "A round can ask for: {known}")
NO_SUCH_CITY = Text("우리 도시가 아닙니다.", "It is no city that this installation follows.")
CITIES_ARE = Text("우리 도시: {known}", "The cities are: {known}")
NO_SUCH_INSTITUTION = Text(
    "이 도시의 기관이 아니거나 이 자료를 내지 않습니다.",
    "It is no institution of this city that reports this.",
)
INSTITUTIONS_ARE = Text("기관 코드: {known}", "The codes of institutions are: {known}")
NOBODY = Text("낼 기관이 하나도 없습니다.", "There is nobody to ask.")
REGISTER_THEM = Text("기관을 먼저 등록하십시오.", "Register the institutions first.")
NAME_THE_FIRMS = Text(
    "기업 명부(CSV)를 주십시오: firm_id, name_ko, name_en, industry_id, firm_size",
    "Give the list of firms (CSV): firm_id, name_ko, name_en, industry_id, firm_size",
)
FIRMS_APART = Text(
    "기업 조사는 다른 자료와 따로 여십시오.", "Open the survey of firms as a round of its own."
)
NOT_MIXED = Text(
    "기업과 기관을 한 수집에서 함께 물을 수 없습니다.", "Firms and institutions are not asked in one round."
)
WHICH_HALF = Text(
    "기업 조사는 반기(1, 2)를 적어야 합니다.", "A survey of firms needs its half-year (1 or 2)."
)
SAY_HALF = Text("--half 1 또는 2를 더하십시오.", "Add --half 1 or 2.")
IN_THE_PAST = Text("마감일이 이미 지났습니다.", "The deadline has passed already.")
LATER = Text("오늘 이후의 날짜를 적으십시오.", "Give a day from today on.")
FIRM_ID = Text(
    "영문 소문자와 숫자, 밑줄만 쓸 수 있고 한 번만 나와야 합니다.",
    "Small letters, digits and underscores only, and each once.",
)
MEND_IT = Text("값을 고치십시오.", "Mend the value.")
FIRM_COLUMNS = ("industry_id", "firm_size")


@dataclass(frozen=True)
class Wanted:
    """What a steward asks for; without `institutions` everybody of the city whom the tables concern."""

    city_id: str
    tables: tuple[str, ...]
    year: int
    deadline: date
    address: str
    half: str = ""
    institutions: tuple[str, ...] = ()
    firms: Path | None = None


def open_round(wanted: Wanted, data: Path, snapshot: Snapshot, who: str, today: date) -> Round:
    """Keep a new round; raises LoadRefused with everything that is wrong, and keeps nothing."""
    names = followed(snapshot)
    if found := tuple(_faults(wanted, names, today)):
        raise LoadRefused(found)
    asked = _firms(wanted, snapshot) if wanted.firms else _institutions(wanted, snapshot)
    opened = Round(
        round_folder.unused_id(data, wanted.city_id, wanted.year),
        wanted.city_id,
        names[wanted.city_id],
        wanted.year,
        wanted.half,
        wanted.tables,
        wanted.deadline,
        " ".join(wanted.address.split()),
        load_ledger.now(),
        who,
        asked,
    )
    round_folder.keep(data, opened)
    return opened


def followed(snapshot: Snapshot) -> dict[str, Text]:
    """The cities that a round can be about, with their names."""
    found = snapshot.query(
        "SELECT region_id, name_ko, name_en FROM regions WHERE followed = 'yes' ORDER BY line"
    )
    return {city: Text(ko, en) for city, ko, en in found.itertuples(index=False, name=None)}


def _faults(wanted: Wanted, names: dict[str, Text], today: date) -> Iterator[Problem]:
    for table in wanted.tables:
        if table not in FORMS:
            yield _problem(table, NO_SUCH_TABLE, TABLES_ARE.fill(known=", ".join(FORMS)))
    if wanted.city_id not in names:
        yield _problem(wanted.city_id, NO_SUCH_CITY, CITIES_ARE.fill(known=", ".join(names) or "–"))
    if wanted.deadline < today:
        yield _problem(wanted.deadline.isoformat(), IN_THE_PAST, LATER)
    of_firms = [FIRMS in FORMS[table].kinds for table in wanted.tables if table in FORMS]
    if any(of_firms):
        if not all(of_firms):
            yield _problem(", ".join(wanted.tables), NOT_MIXED, FIRMS_APART)
        if wanted.half not in ("1", "2"):
            yield _problem(wanted.half, WHICH_HALF, SAY_HALF)
    if any(of_firms) != (wanted.firms is not None):
        yield _problem(
            ", ".join(wanted.tables),
            NOBODY if any(of_firms) else NOT_MIXED,
            NAME_THE_FIRMS if any(of_firms) else FIRMS_APART,
        )


def _problem(value: str, expectation: Text, step: Text, line: int = 0, column: str = "") -> Problem:
    if line:
        return Problem("", "", line, column, value, expectation, step)
    return Problem(value, "", 0, "", "", expectation, step)


def concerned(city_id: str, tables: Iterable[str], year: int, snapshot: Snapshot) -> dict[str, Respondent]:
    """Everybody in the register of a city whom the tables concern, with the tables that concern them."""
    found = snapshot.query(
        """
        SELECT institution_id, kind, name_ko, name_en
        FROM institutions
        WHERE city_id = $city AND $year BETWEEN COALESCE(valid_from, 0) AND COALESCE(valid_to, 9999)
        ORDER BY line
        """,
        {"city": city_id, "year": year},
    )
    every = {}
    for identity, kind, ko, en in found.itertuples(index=False, name=None):
        own = tuple(table for table in tables if kind in FORMS[table].kinds)
        if own:
            every[identity] = Respondent(identity, Text(ko, en), own, {"kind": kind})
    return every


def _institutions(wanted: Wanted, snapshot: Snapshot) -> tuple[Respondent, ...]:
    every = concerned(wanted.city_id, wanted.tables, wanted.year, snapshot)
    unknown = [each for each in wanted.institutions if each not in every]
    if unknown:
        known = INSTITUTIONS_ARE.fill(known=", ".join(every) or "–")
        raise LoadRefused(tuple(_problem(each, NO_SUCH_INSTITUTION, known) for each in unknown))
    if not every:
        raise LoadRefused((_problem(wanted.city_id, NOBODY, REGISTER_THEM),))
    return tuple(each for each in every.values() if not wanted.institutions or each.id in wanted.institutions)


def _firms(wanted: Wanted, snapshot: Snapshot) -> tuple[Respondent, ...]:
    """The firms of a list, each with its industry and size; raises LoadRefused with every fault of the list."""
    rows = own_files.rows(wanted.firms) if wanted.firms else []
    words = {name: code_words(LABOUR_DEMAND.column(name), snapshot) for name in FIRM_COLUMNS}
    faults: list[Problem] = []
    asked: list[Respondent] = []
    for line, row in enumerate(rows, start=2):
        identity = row.get("firm_id", "").strip()
        if not re.fullmatch(r"[a-z0-9_]+", identity) or identity in {each.id for each in asked}:
            faults.append(_problem(identity, FIRM_ID, MEND_IT, line, "firm_id"))
        known = {name: _code(row.get(name, ""), words[name]) for name in FIRM_COLUMNS}
        for name, code in known.items():
            if not code:
                listed = Text(
                    ", ".join(word.ko for word in words[name].values()),
                    ", ".join(word.en for word in words[name].values()),
                )
                faults.append(_problem(row.get(name, ""), listed, MEND_IT, line, name))
        ko = row.get("name_ko", "").strip() or identity
        asked.append(
            Respondent(identity, Text(ko, row.get("name_en", "").strip() or ko), wanted.tables, known)
        )
    if not asked:
        faults.append(_problem("", NOBODY, NAME_THE_FIRMS))
    if faults:
        name = wanted.firms.name if wanted.firms else ""
        raise LoadRefused(tuple(replace(each, file=name) for each in faults))
    return tuple(asked)


def _code(word: str, words: dict[str, Text]) -> str:
    """The code that a word of the list stands for; "" for none."""
    spelled = {spelling(each): code for code, text in words.items() for each in (code, text.ko, text.en)}
    return spelled.get(spelling(word), "")
