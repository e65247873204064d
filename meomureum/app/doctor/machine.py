"""The machine: room on disk, the clock, rights on folders, how many files may be open, the port."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import stat
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import streamlit as st

from etl import load_ledger
from meomureum.access import log
from meomureum.access.server_settings import settings
from meomureum.app.doctor.finding import Finding, fail, ok, warn
from meomureum.app.open_screens import most_by_machine, raise_handle_limit
from meomureum.app.route_table import READY, prefix
from meomureum.store import environment, integrity, logbook
from meomureum.store.pointer import folders
from meomureum.texts import Text, number

GIGABYTE = 1_000_000_000
LEAST_FREE, COMFORTABLE_FREE, SNAPSHOTS_OF_ROOM = GIGABYTE // 2, 2 * GIGABYTE, 3
CLOCK_MAY_DIFFER = timedelta(minutes=5)
FEWEST_SCREENS = 50
ANSWER_SECONDS = 10

ROOM = Text("{folder}: 남은 공간 {free}GB", "{folder}: {free} GB free")
MAKE_ROOM = Text(
    "적재 한 번에 {wanted}GB까지 듭니다. 오래된 스냅숏을 지우거나(meomureum prune --keep 3) 디스크를 늘리세요.",
    "A load takes up to {wanted} GB. Remove old snapshots (meomureum prune --keep 3) or add disk.",
)
CLOCK = Text("시계가 기록보다 늦지 않습니다: {now}", "The clock is not behind the records: {now}")
CLOCK_BEHIND = Text(
    "시계({now})가 마지막 기록({newest})보다 늦습니다.",
    "The clock ({now}) is behind the last record ({newest}).",
)
SET_CLOCK = Text(
    "시계를 맞추세요(timedatectl set-ntp true, Windows는 w32tm /resync). 틀리면 로그인과 기록의 때가 어긋납니다.",
    "Set the clock (timedatectl set-ntp true; Windows: w32tm /resync). Sign-ins and the times of records depend on it.",
)
WRITABLE = Text("{folder}에 쓸 수 있습니다.", "{folder} can be written to.")
NOT_WRITABLE = Text("{folder}에 쓸 수 없습니다: {reason}", "{folder} cannot be written to: {reason}")
NO_FOLDER = Text("{folder}: 폴더가 아니라 파일입니다.", "{folder} is a file, not a folder.")
NAME_A_FOLDER = Text(
    "파일을 치우거나 MEOMUREUM_HOME, MEOMUREUM_DATA, MEOMUREUM_SNAPSHOTS, MEOMUREUM_LOG를 고치세요.",
    "Move the file away, or mend MEOMUREUM_HOME, MEOMUREUM_DATA, MEOMUREUM_SNAPSHOTS or MEOMUREUM_LOG.",
)
GIVE_RIGHTS = Text(
    "서버를 실행하는 계정에게 이 폴더를 주세요: chown -R 계정 {folder}",
    "Give the folder to the account that runs the server: chown -R ACCOUNT {folder}",
)
OPEN_TO_OTHERS = Text(
    "이 컴퓨터의 다른 사용자가 {folder:을/를} {what} 수 있습니다.",
    "Other users of this machine can {what} {folder}.",
)
WRITE, READ = Text("고칠", "write to"), Text("읽을", "read")
CLOSE_FOLDER = Text("닫으세요: chmod 700 {folder}", "Close it: chmod 700 {folder}")
HANDLES = Text(
    "열 수 있는 파일 {files}개, 화면 {screens}개까지", "{files} open files, up to {screens} screens"
)
RAISE_HANDLES = Text(
    "파일 한도를 올리세요(systemd는 LimitNOFILE=65536, 그 밖에는 ulimit -n).",
    "Raise the limit of open files (systemd: LimitNOFILE=65536, elsewhere ulimit -n).",
)
PORT_FREE = Text("포트 {port:이/가} 비어 있습니다.", "Port {port} is free.")
PORT_OURS = Text("포트 {port}에서 서버가 답합니다: 준비됨", "The server answers on port {port}: ready")
PORT_UNREADY = Text(
    "포트 {port}의 서버가 아직 준비되지 않았습니다: {stage}",
    "The server on port {port} is not ready: {stage}",
)
SEE_READY = Text(
    "잠시 뒤 다시 보세요. 'failed'이면 서버 기록에서 코드 {code:을/를} 찾으세요.",
    "Look again in a moment. Where it says 'failed', find the code {code} in the server's log.",
)
PORT_TAKEN = Text("포트 {port:을/를} 다른 프로그램이 씁니다.", "Another program uses port {port}.")
OTHER_PORT = Text(
    "그 프로그램을 끝내거나 다른 포트로 시작하세요: meomureum run --server.port 8600",
    "End that program, or start on another port: meomureum run --server.port 8600",
)


def disk() -> Iterator[Finding]:
    """Room where snapshots are built."""
    place = _standing(environment.home())
    free = shutil.disk_usage(place).free
    largest = max((_bytes(each) for each in folders(environment.home())), default=0)
    wanted = max(COMFORTABLE_FREE, SNAPSHOTS_OF_ROOM * largest)
    told = ROOM.fill(folder=str(place), free=number(free / GIGABYTE, 1))
    advice = MAKE_ROOM.fill(wanted=number(wanted / GIGABYTE, 1))
    if free < max(LEAST_FREE, largest):
        yield fail("disk", told, advice)
    else:
        yield warn("disk", told, advice) if free < wanted else ok("disk", told)


def _bytes(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.iterdir())


def _standing(folder: Path) -> Path:
    """The folder, or what is there of the way to it."""
    return next(each for each in (folder, *folder.parents) if each.is_dir())


def clock() -> Iterator[Finding]:
    """The clock against the newest moment that the records know."""
    now = datetime.now(UTC)
    newest = max(_moments(), default=now)
    words = {"now": _minute(now), "newest": _minute(newest)}
    if newest > now + CLOCK_MAY_DIFFER:
        yield fail("clock", CLOCK_BEHIND.fill(**words), SET_CLOCK)
    else:
        yield ok("clock", CLOCK.fill(**words))


def _moments() -> Iterator[datetime]:
    home = environment.home()
    written = [when for when, _, _ in logbook.log(home)[:1]]
    written += [str(found["built_at"]) for each in folders(home) if (found := integrity.manifest(each))]
    written += [each.at for each in load_ledger.recorded(environment.data())[-1:]]
    written += [each.at for each in log.entries(home)[-1:]]
    for each in written:
        moment = datetime.fromisoformat(each)
        yield moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _minute(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M UTC")


def rights() -> Iterator[Finding]:
    """Whether the folders can be written to, and by whom else."""
    named = (environment.data(), environment.home(), environment.log_folder())
    wanted = [each for each in named if each is not None]
    for each in wanted:
        if each.exists() and not each.is_dir():
            yield fail("rights", NO_FOLDER.fill(folder=str(each)), NAME_A_FOLDER)
    for place in dict.fromkeys(map(_standing, wanted)):
        yield _writable(place)
        yield from _open_to_others(place)


def _writable(folder: Path) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return ok("rights", WRITABLE.fill(folder=str(folder)))
    except OSError as error:
        told = NOT_WRITABLE.fill(folder=str(folder), reason=error.strerror or str(error))
        return fail("rights", told, GIVE_RIGHTS.fill(folder=str(folder)))


def _open_to_others(folder: Path) -> Iterator[Finding]:
    """On a server of several people nobody else reads the data; Windows keeps that in lists of its own."""
    mode = 0 if os.name == "nt" else stat.S_IMODE(folder.stat().st_mode)
    advice = CLOSE_FOLDER.fill(folder=str(folder))
    if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
        yield fail("rights", OPEN_TO_OTHERS.fill(folder=str(folder), what=WRITE), advice)
    elif mode & stat.S_IROTH and settings().way in ("sign-in", "proxy"):
        yield warn("rights", OPEN_TO_OTHERS.fill(folder=str(folder), what=READ), advice)


def handles() -> Iterator[Finding]:
    """How many files and sockets a process may open, and so how many screens."""
    screens = most_by_machine()
    told = HANDLES.fill(files=number(raise_handle_limit()), screens=number(screens))
    yield warn("handles", told, RAISE_HANDLES) if screens < FEWEST_SCREENS else ok("handles", told)


def port() -> Iterator[Finding]:
    """The port: free, or ours, or somebody else's."""
    wanted = int(st.get_option("server.port"))
    if _is_free(wanted):
        yield ok("port", PORT_FREE.fill(port=wanted))
        return
    said = _ready_at(wanted)
    if said is None:
        yield fail("port", PORT_TAKEN.fill(port=wanted), OTHER_PORT)
    elif said.get("ready"):
        yield ok("port", PORT_OURS.fill(port=wanted))
    else:
        told = PORT_UNREADY.fill(port=wanted, stage=str(said.get("stage")))
        yield warn("port", told, SEE_READY.fill(code=str(said.get("code", "–"))))


def _is_free(wanted: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", wanted)) != 0


def _ready_at(wanted: int) -> dict[str, object] | None:
    """What `/ready` says there; None where nobody answers as we do."""
    line = http.client.HTTPConnection("127.0.0.1", wanted, timeout=ANSWER_SECONDS)
    try:
        line.request("GET", f"{prefix()}{READY}")
        said = json.loads(line.getresponse().read())
    except (OSError, ValueError, http.client.HTTPException):
        return None
    finally:
        line.close()
    return said if isinstance(said, dict) and "ready" in said else None
