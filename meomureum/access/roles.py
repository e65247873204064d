"""Which role may open which page, export which format and use which function: one table.

What is not named here is the steward's alone. `meomureum.session.roles` asks it before anything is
drawn, and again before anything is read, written or handed out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, get_args

from meomureum.texts import Text

Role = Literal["viewer", "presenter", "analyst", "steward"]
ROLES: tuple[Role, ...] = get_args(Role)
"""Later roles go before earlier ones where a person has several."""
ROLE_NAMES: Mapping[Role, Text] = {
    "viewer": Text("열람", "Viewer"),
    "presenter": Text("발표", "Presenter"),
    "analyst": Text("분석", "Analyst"),
    "steward": Text("자료 담당", "Steward"),
}

FunctionName = Literal[
    "exact_values",
    "save_views",
    "register_figures",
    "templates",
    "try_files",
    "load_files",
    "enter_rows",
    "match_columns",
    "quarantined_rows",
    "take_package",
    "roll_back",
    "access_log",
]
FUNCTION_NAMES: Mapping[FunctionName, Text] = {
    "exact_values": Text("정확한 값 보기", "See exact values"),
    "save_views": Text("보기 저장", "Save views"),
    "register_figures": Text("그림 번호 발행", "Issue figure codes"),
    "templates": Text("채울 서식 내려받기", "Download templates"),
    "try_files": Text("파일 미리 검사", "Try files"),
    "load_files": Text("적재하고 공표", "Load and publish"),
    "enter_rows": Text("도시 고르기와 등록", "Pick cities and enter rows"),
    "match_columns": Text("열 이름 짝짓기", "Match columns"),
    "quarantined_rows": Text("격리한 행 내려받기", "Download quarantined rows"),
    "take_package": Text("자료 묶음 내려받기", "Download the data package"),
    "roll_back": Text("되돌리기", "Go back"),
    "access_log": Text("접속 기록 보기와 확인", "Read and review the access log"),
}

_ALL: tuple[Role, ...] = ROLES
_PRESENT: tuple[Role, ...] = ("presenter", "analyst", "steward")
_ANALYSE: tuple[Role, ...] = ("analyst", "steward")
_STEWARD: tuple[Role, ...] = ("steward",)

PAGES: Mapping[str, tuple[Role, ...]] = {
    "overview": _ALL,
    "city": _ALL,
    "progress": _ALL,
    "compare": _ALL,
    "funnel": _ALL,
    "explain": _ALL,
    "map": _ALL,
    "chain": _ALL,
    "supply": _ALL,
    "explore": _ANALYSE,
    "scenario": _ALL,
    "effect": _ALL,
    "survey": _ALL,
    "briefing": _PRESENT,
    "present": _PRESENT,
    "verify": _ALL,
    "definitions": _ALL,
    "sheet": _ALL,
    "data": _ANALYSE,
    "settings": _STEWARD,
    "log": _STEWARD,
}
EXPORTS: Mapping[str, tuple[Role, ...]] = {
    "pptx": _PRESENT,
    "hwpx": _PRESENT,
    "hwpx-native": _PRESENT,
    "pdf": _PRESENT,
    "pdf-landscape": _PRESENT,
    "png": _PRESENT,
    "png-square": _PRESENT,
    "png-a4": _PRESENT,
    "svg": _PRESENT,
    "xlsx": _ANALYSE,
    "csv": _ANALYSE,
    "parquet": _ANALYSE,
}
FUNCTIONS: Mapping[FunctionName, tuple[Role, ...]] = {
    "exact_values": _ANALYSE,
    "save_views": _ANALYSE,
    "register_figures": _PRESENT,
    "templates": _ANALYSE,
    "try_files": _STEWARD,
    "load_files": _STEWARD,
    "enter_rows": _STEWARD,
    "match_columns": _STEWARD,
    "quarantined_rows": _STEWARD,
    "take_package": _ANALYSE,
    "roll_back": _STEWARD,
    "access_log": _STEWARD,
}


def may_open(role: Role | None, page: str) -> bool:
    """Whether a role may open a page."""
    return role in PAGES.get(page, _STEWARD)


def may_export(role: Role | None, form: str) -> bool:
    """Whether a role may take a figure along in a format."""
    return role in EXPORTS.get(form, _STEWARD)


def may_use(role: Role | None, function: FunctionName) -> bool:
    """Whether a role may use a function."""
    return role in FUNCTIONS.get(function, _STEWARD)


def highest(found: Iterable[Role]) -> Role | None:
    """The highest of some roles; None if there are none."""
    held = set(found)
    return next((role for role in reversed(ROLES) if role in held), None)
