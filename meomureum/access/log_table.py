"""The access log as a table, and one month of it as its reviewer reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from meomureum.access.log import Entry, What
from meomureum.drawing.safe_text import safe_text
from meomureum.texts import Text

SEOUL = timezone(timedelta(hours=9), "KST")  # Korea has no summer time
OFFICE_HOURS = range(7, 21)
MANY_EXPORTS_A_DAY = 20
WHAT_NAMES: Mapping[str, Text] = {
    "page": Text("화면 열기", "Opened a page"),
    "refused": Text("거절됨", "Refused"),
    "sign_in": Text("로그인", "Signed in"),
    "sign_out": Text("로그아웃", "Signed out"),
    "exact_values": Text("정확한 값 열기", "Opened exact values"),
    "export": Text("내보내기", "Export"),
    "download": Text("내려받기", "Download"),
    "fetched": Text("만든 파일 받음", "Fetched a file made"),
    "load": Text("적재", "Load"),
    "enter": Text("설정과 등록", "Settings and entries"),
    "match_columns": Text("열 이름 짝짓기", "Matched columns"),
    "withdraw": Text("적재 철회", "Withdrew a load"),
    "replace": Text("적재 바꾸기", "Replaced a load"),
    "settle": Text("다툼 정하기", "Settled a dispute"),
    "roll_back": Text("되돌리기", "Rollback"),
    "round": Text("수집", "Collection round"),
    "review": Text("월별 확인", "Monthly review"),
    "backup": Text("백업", "Backup"),
    "restore": Text("백업에서 되살리기", "Restored a backup"),
    "prune": Text("오래된 기록 지움", "Dropped old lines"),
}
TAKEN_ALONG: tuple[What, ...] = ("export", "download", "exact_values")
OUTSIDE_HOURS = Text("{who}: 업무 시간 밖에 {count}번", "{who}: {count} times outside office hours")
MANY = Text("{who}: {day} 하루에 {count}번 내보냄", "{who}: {count} exports on {day}")
TURNED_AWAY = Text("{who}: 거절 {count}번", "{who}: refused {count} times")
_COLUMNS = ("n", "at", "who", "role", "where", "what", "detail", "why", "before", "hash")


@dataclass(frozen=True)
class Month:
    """One month of the log: counts by person and kind, what was taken along, what is unusual."""

    name: str
    counts: tuple[tuple[str, str, int], ...]
    taken: tuple[Entry, ...]
    unusual: tuple[Text, ...]
    reviews: tuple[Entry, ...]


def local(entry: Entry) -> datetime:
    """The time in Korea."""
    return datetime.fromisoformat(entry.at).astimezone(SEOUL)


def months(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The months that have entries, newest first."""
    return tuple(sorted({f"{local(each):%Y-%m}" for each in entries}, reverse=True))


def month(entries: Sequence[Entry], name: str) -> Month:
    """Summarise one month for its reviewer."""
    mine = [each for each in entries if f"{local(each):%Y-%m}" == name]
    counted = Counter((each.who, each.what) for each in mine)
    return Month(
        name,
        tuple((who, what, count) for (who, what), count in sorted(counted.items())),
        tuple(each for each in mine if each.what in TAKEN_ALONG),
        tuple(_unusual(mine)),
        tuple(each for each in entries if each.what == "review" and each.detail.split(" ")[0] == name),
    )


def _unusual(mine: Sequence[Entry]) -> list[Text]:
    outside = Counter(each.who for each in mine if each.what in TAKEN_ALONG and _is_outside_hours(each))
    a_day = Counter((each.who, f"{local(each):%Y-%m-%d}") for each in mine if each.what in TAKEN_ALONG)
    refused = Counter(each.who for each in mine if each.what == "refused")
    found = [OUTSIDE_HOURS.fill(who=who, count=count) for who, count in sorted(outside.items())]
    found += [
        MANY.fill(who=who, day=day, count=count)
        for (who, day), count in sorted(a_day.items())
        if count > MANY_EXPORTS_A_DAY
    ]
    return found + [TURNED_AWAY.fill(who=who, count=count) for who, count in sorted(refused.items())]


def _is_outside_hours(entry: Entry) -> bool:
    at = local(entry)
    return at.hour not in OFFICE_HOURS or at.weekday() >= 5


def as_csv(entries: Iterable[Entry]) -> bytes:
    """The lines as CSV for a spreadsheet; no cell can be taken for a formula."""
    rows = [_COLUMNS, *(tuple(str(getattr(each, name)) for name in _COLUMNS) for each in entries)]
    lines = (",".join('"' + safe_text(cell).replace('"', '""') + '"' for cell in row) for row in rows)
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()
