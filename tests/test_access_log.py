"""The access log: every change to it is found, many writers keep one chain, old lines go and are accounted for."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from meomureum.access import log
from meomureum.access.log import HEAD, KEPT_DAYS, LOG, Entry, append, entries, prune, verify
from meomureum.access.log_table import as_csv, month, months
from meomureum.access.visitor import Visitor
from meomureum.app.commands.access_log import main
from meomureum.session import access_record
from meomureum.session.access_record import Taker

PROJECT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)  # a Friday, noon in Korea


def add(
    folder: Path, what: log.What = "page", detail: str = "overview", at: datetime = NOW, **said: str
) -> Entry:
    told = {"who": "kim@city.example", "role": "analyst", "where": "10.1.1.7", **said}
    return append(folder, what=what, detail=detail, at=at, **told)


@pytest.fixture
def ten(tmp_path: Path) -> Path:
    for at in range(10):
        add(tmp_path, detail=f"page {at}")
    return tmp_path


def test_lines_follow_one_another_and_say_who_when_where_what_and_why(ten: Path) -> None:
    added = add(ten, "export", "pptx 0802f48fdbaf", why="시의회 보고")
    assert verify(ten) == log.Verdict(11)
    (*_, last) = entries(ten)
    assert last == added
    assert (last.n, last.who, last.role, last.where) == (11, "kim@city.example", "analyst", "10.1.1.7")
    assert (last.what, last.detail, last.why) == ("export", "pptx 0802f48fdbaf", "시의회 보고")
    assert last.at == "2026-11-20T03:00:00.000+00:00"


def test_the_chain_can_be_followed_without_this_program(tmp_path: Path) -> None:
    add(tmp_path, "export", "pptx", why="시의회 보고")
    said = '1, "2026-11-20T03:00:00.000+00:00", "kim@city.example", "analyst", "10.1.1.7", "export", "pptx", "시의회 보고"'
    # The hash of a line is that of its words as a list, with what it stands on: 64 noughts before the first.
    hashed = hashlib.sha256(f'[{said}, "{"0" * 64}"]'.encode()).hexdigest()
    (line,) = (tmp_path / LOG).read_text("utf-8").splitlines()
    assert '"why": "시의회 보고"' in line
    assert json.loads(line)["hash"] == hashed
    assert (tmp_path / HEAD).read_text("ascii").strip() == f"1 {hashed}"


def test_what_is_told_stays_one_line_of_at_most_400_letters(tmp_path: Path) -> None:
    add(tmp_path, why="가\n나\t" + "다" * 400)
    (entry,) = entries(tmp_path)
    assert entry.why == "가 나 " + "다" * 396


def lines_of(folder: Path) -> list[bytes]:
    return (folder / LOG).read_bytes().splitlines(keepends=True)


def tampered(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / LOG).write_bytes(b"".join(change(lines_of(folder))))

    return write


def rewritten(lines: list[bytes], at: int, **changes: object) -> list[bytes]:
    """A line changed, with a hash of its own that fits."""
    changed = Entry(**{**json.loads(lines[at]), **changes})
    changed = Entry(**{**vars(changed), "hash": log._hash(changed)})
    return [*lines[:at], json.dumps(vars(changed), ensure_ascii=False).encode() + b"\n", *lines[at + 1 :]]


def _set_back(folder: Path) -> None:
    (folder / HEAD).write_text(f"5 {'0' * 64}", "ascii")


TAMPERING: dict[str, tuple[Callable[[Path], None], int]] = {
    "a word changed": (tampered(lambda o: [*o[:3], o[3].replace(b"page 3", b"page 4"), *o[4:]]), 4),
    "a word changed and the hash made to fit": (tampered(lambda o: rewritten(o, 3, who="lee")), 5),
    "the last line changed and the hash made to fit": (tampered(lambda o: rewritten(o, 9, who="lee")), 10),
    "a line removed": (tampered(lambda o: [*o[:3], *o[4:]]), 4),
    "two lines swapped": (tampered(lambda o: [*o[:3], o[4], o[3], *o[5:]]), 4),
    "a line written twice": (tampered(lambda o: [*o[:4], o[3], *o[4:]]), 5),
    "a line made up": (tampered(lambda o: [*o[:4], b"{}\n", *o[4:]]), 5),
    "the last line cut off": (tampered(lambda o: o[:9]), 10),
    "half the log cut off": (tampered(lambda o: o[:5]), 6),
    "the first line cut off": (tampered(lambda o: o[1:]), 1),
    "the whole log emptied": (tampered(lambda _: []), 1),
    "the log deleted": (lambda folder: (folder / LOG).unlink(), 1),
    "the mark of the end deleted": (lambda folder: (folder / HEAD).unlink(), 10),
    "the mark of the end set back": (_set_back, 10),
}


@pytest.mark.parametrize("change", TAMPERING)
def test_every_change_to_the_log_is_found_and_the_first_broken_line_named(
    ten: Path, change: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write, broken_at = TAMPERING[change]
    write(ten)
    verdict = verify(ten)
    assert verdict.fault is not None
    assert verdict.broken_at == broken_at
    assert main(["--folder", str(ten), "verify"]) == 3
    assert str(broken_at) in capsys.readouterr().err


@pytest.mark.parametrize("change", TAMPERING)
def test_what_is_recorded_later_does_not_hide_it(ten: Path, change: str) -> None:
    TAMPERING[change][0](ten)
    for _ in range(3):
        add(ten)
    assert verify(ten).fault is not None


def test_a_writer_that_died_in_the_middle_of_a_line_leaves_the_chain_whole(ten: Path) -> None:
    with (ten / LOG).open("ab") as file:
        file.write(b'{"n": 11, "at": "2026')
    assert verify(ten) == log.Verdict(10)
    assert len(entries(ten)) == 10
    add(ten)
    assert verify(ten) == log.Verdict(11)


def test_a_writer_that_died_before_the_mark_of_the_end_leaves_the_chain_whole(ten: Path) -> None:
    head = (ten / HEAD).read_text("ascii")
    add(ten)
    (ten / HEAD).write_text(head, "ascii")
    assert verify(ten) == log.Verdict(11)
    add(ten)
    assert verify(ten) == log.Verdict(12)


@pytest.mark.trial
def test_eight_processes_at_once_keep_one_chain(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from meomureum.access.log import append\n"
        "for at in range(25): append(Path(sys.argv[1]), who=sys.argv[2], role='', where='', what='page')"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    running = [subprocess.Popen([*command, str(number)], cwd=PROJECT) for number in range(8)]
    assert [each.wait(timeout=120) for each in running] == [0] * 8
    assert verify(tmp_path) == log.Verdict(200)
    who = [entry.who for entry in entries(tmp_path)]
    assert {name: who.count(name) for name in who} == {str(number): 25 for number in range(8)}


def test_lines_go_after_two_years_and_the_rest_stays_verifiable(ten: Path) -> None:
    later = NOW + timedelta(days=KEPT_DAYS + 1)
    assert prune(ten, "kim", "steward", "", NOW + timedelta(days=KEPT_DAYS - 1)) == 0
    add(ten, at=later)
    assert prune(ten, "kim", "steward", "", later) == 10
    assert verify(ten) == log.Verdict(2)
    assert [entry.what for entry in entries(ten)] == ["page", "prune"]
    assert prune(ten, "kim", "steward", "", later + timedelta(days=KEPT_DAYS + 1)) == 2
    assert verify(ten) == log.Verdict(1)


def test_a_line_is_kept_for_two_years_and_a_day_to_the_second(tmp_path: Path) -> None:
    # 2025 and 2026 have 365 days each: 731 days before 20 November 2026 it was 19 November 2024.
    last_to_go = datetime(2024, 11, 19, 2, 59, 59, tzinfo=UTC)
    for at in (last_to_go, last_to_go + timedelta(seconds=1)):
        add(tmp_path, detail=at.isoformat(), at=at)
    assert prune(tmp_path, "kim", "steward", "", NOW) == 1
    kept, pruned = entries(tmp_path)
    assert (kept.n, kept.at) == (2, "2024-11-19T03:00:00.000+00:00")
    assert (pruned.what, pruned.detail) == ("prune", f"1 {kept.before}")


def test_a_beginning_removed_before_its_time_is_found_after_pruning_too(ten: Path) -> None:
    later = NOW + timedelta(days=KEPT_DAYS + 1)
    for _ in range(3):
        add(ten, at=later)
    prune(ten, "kim", "steward", "", later)
    tampered(lambda old: old[1:])(ten)
    assert verify(ten).broken_at == 1


def test_a_broken_log_is_not_pruned(ten: Path) -> None:
    TAMPERING["a line removed"][0](ten)
    before = (ten / LOG).read_bytes()
    assert prune(ten, "kim", "steward", "", NOW + timedelta(days=2000)) == 0
    assert (ten / LOG).read_bytes() == before


def test_the_log_as_a_table_holds_no_formula_and_one_line_each(tmp_path: Path) -> None:
    add(tmp_path, why='=HYPERLINK("http://evil.example","x")\n둘째 줄')
    add(tmp_path, who="@kim", why='따옴표 " 쉼표 ,')
    table = as_csv(entries(tmp_path)).decode("utf-8-sig").splitlines()
    assert len(table) == 3
    assert "\"'=HYPERLINK" in table[1]
    assert '"\'@kim"' in table[2]
    assert main(["--folder", str(tmp_path), "export", "--out", str(tmp_path / "l.csv")]) == 0
    assert (tmp_path / "l.csv").read_bytes() == as_csv(entries(tmp_path))


def test_a_month_shows_what_was_taken_along_and_what_is_unusual(tmp_path: Path) -> None:
    for _ in range(21):
        add(tmp_path, "export", "pptx")
    add(tmp_path, "export", "xlsx", NOW + timedelta(hours=12), who="lee")  # midnight in Korea
    add(tmp_path, "export", "xlsx", NOW + timedelta(days=1), who="choi")  # a Saturday
    add(tmp_path, "refused", "no role", who="park")
    add(tmp_path, "page", at=datetime(2026, 10, 31, 15, 30, tzinfo=UTC))  # 1 November in Korea
    add(tmp_path, "page", at=datetime(2026, 10, 31, 14, 30, tzinfo=UTC))
    add(tmp_path, "review", "2026-11 20 whole")
    held = entries(tmp_path)
    assert months(held) == ("2026-11", "2026-10")
    found = month(held, "2026-11")
    assert ("kim@city.example", "export", 21) in found.counts
    assert ("kim@city.example", "page", 1) in found.counts
    assert len(found.taken) == 23
    assert len(found.reviews) == 1
    told = [each.en for each in found.unusual]
    assert told == [
        "choi: 1 times outside office hours",
        "lee: 1 times outside office hours",
        "kim@city.example: 21 exports on 2026-11-20",
        "park: refused 1 times",
    ]
    assert month(held, "2026-10").unusual == ()


def test_an_export_is_not_handed_out_unlogged_to_who_is_signed_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(tmp_path))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(log, "append", full)
    taker = Taker(Visitor("kim", "steward", None, "s"), "10.1.1.7", "for the council")
    with pytest.raises(OSError, match="No space"):
        access_record.handed_out(taker, "export", "pptx", "pptx")
    alone = Taker(Visitor("this computer", "steward"), "localhost")
    assert access_record.handed_out(alone, "export", "pptx", "pptx", content=b"x") == b"x"
