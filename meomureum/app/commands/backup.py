"""meomureum backup FILE | backup --verify FILE | restore FILE FOLDER [--replace]

`backup` writes everything an installation holds into one new file while the server runs: loaded files, what the
city has entered, the ledgers, snapshots, the register of figures, the access log, settings without secrets.
It holds exact values: keep it as safe as the server. `--verify` reads every byte of one. `restore` puts it into
a folder, to be named in MEOMUREUM_HOME; what stands there is asked about, and set aside.
Exit codes: 0 done and whole; 2 usage, or not answered with yes; 3 the backup is damaged, or lacks a damaged
snapshot; 73 cannot write; 75 a load is running.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from etl.build import shape
from meomureum.access import log
from meomureum.app.backup import archive, restoring
from meomureum.app.backup.contents import SNAPSHOTS, Contents, contents
from meomureum.app.commands import loading, snapshots
from meomureum.console import Parser, complain, say
from meomureum.store import durable, environment, integrity, locks, pointer
from meomureum.texts import Language, Text, number

OK, USAGE, DAMAGED = 0, 2, 3
PATIENCE_SECONDS = 60
MEGABYTE = 1_000_000

WROTE = Text(
    "{file}에 파일 {count}개, {megabytes}MB를 백업하고 다시 읽어 확인했습니다.",
    "Backed up {count} files, {megabytes} MB, to {file}, and read them again: all are whole.",
)
KEEP_SAFE = Text(
    "정확한 값과 접속 기록이 들어 있습니다. 서버만큼 지키고 다른 곳에 두세요.",
    "It holds exact values and the access log: keep it as safe as the server, and elsewhere.",
)
LEFT_OUT = Text(
    "손상된 스냅숏 {ids:은/는} 넣지 않았습니다. 다시 만드세요: meomureum load",
    "Damaged snapshots were left out: {ids}. Build them anew: meomureum load",
)
EXISTS = Text(
    "'{file}'이 이미 있습니다. 다른 이름으로 하세요.", "'{file}' is there already. Give another name."
)
NO_FOLDER = Text("폴더 '{folder}'가 없습니다.", "There is no folder '{folder}'.")
INSIDE = Text(
    "자료나 스냅숏의 폴더 안에는 백업하지 않습니다(함께 잃고, 다음 백업에 들어갑니다). 다른 곳에 쓰세요.",
    "No backup is written inside the folders of data or snapshots: it would be lost with them, and be part of the next one.",
)
NO_SETTINGS = Text(
    "설정 파일이 TOML이 아니라서 백업하지 않았습니다: {reason}",
    "A file of settings is no TOML, so nothing was backed up: {reason}",
)
WHOLE = Text(
    "온전합니다: 파일 {count}개, {megabytes}MB, {made}에 만듦, 현재 스냅숏 {id}",
    "Whole: {count} files, {megabytes} MB, made {made}, current snapshot {id}",
)
BROKEN = Text("'{file}'은 되살릴 수 없는 백업입니다:", "'{file}' cannot be restored:")
ANOTHER = Text("다른 백업을 쓰세요.", "Use another backup.")
ASKED = Text(
    "{folder}에 이미 자료가 있습니다. 옆으로 치우고 백업으로 바꿀까요? (예/아니오)",
    "{folder} holds data already. Set it aside and put the backup there? (yes/no)",
)
NOT_ASKED = Text(
    "{folder}에 이미 자료가 있습니다. 옆으로 치우고 바꾸려면 --replace를 붙이세요.",
    "{folder} holds data already. Add --replace to set it aside and put the backup there.",
)
NOTHING_DONE = Text("아무것도 바꾸지 않았습니다.", "Nothing was changed.")
RESTORED = Text(
    "{folder}에 파일 {count}개를 되살렸습니다. 현재 스냅숏 {id}",
    "Restored {count} files into {folder}. Current snapshot: {id}",
)
SET_ASIDE = Text("앞서 있던 것은 {folder}에 있습니다.", "What stood there before is in {folder}.")
START = Text("시작: {variables} meomureum run", "Start: {variables} meomureum run")
ENTER_SECRETS = Text(
    "비밀은 백업에 없습니다. {folder}/.streamlit/secrets.toml에 다시 적으세요: {names}",
    "Secrets are not in a backup. Enter them again in {folder}/.streamlit/secrets.toml: {names}",
)
ANOTHER_VERSION = Text(
    "다른 판의 제품이 만든 백업입니다. 시작하면 스냅숏을 입력에서 다시 만듭니다.",
    "Another version of the product made this backup. The first start builds the snapshot anew from the inputs.",
)
YES = ("yes", "y", "예", "네", "ㅇ")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or verify a backup."""
    parser = _parser("backup")
    parser.add_argument("file", type=Path)
    parser.add_argument("--verify", action="store_true", help="read every byte of one / 온전한지 확인")
    parsed = parser.parse_args(arguments)
    work = _verify if parsed.verify else _write
    return loading.answered(lambda: work(parsed), parsed.lang)


def restore(arguments: Sequence[str] | None = None) -> int:
    """Put a backup into a folder."""
    parser = _parser("restore")
    parser.add_argument("file", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--replace", action="store_true", help="set aside what stands there / 있던 것을 치우고"
    )
    parsed = parser.parse_args(arguments)
    return loading.answered(lambda: _restore(parsed), parsed.lang)


def _parser(name: str) -> Parser:
    parser = Parser(prog=f"meomureum {name}", description=__doc__)
    parser.speaks()
    return parser


def _write(parsed: argparse.Namespace) -> int:
    if (fault := _no_place(parsed.file)) is not None:
        complain(fault(parsed.lang))
        return USAGE
    snapshots.record("backup", parsed.file.name)
    fresh = parsed.file.with_name(f".{parsed.file.name}.partial-{os.getpid()}")
    try:
        found, backup = _archived(fresh)
        durable.put_in_place(fresh, parsed.file)
    except ValueError as fault:
        complain(NO_SETTINGS.fill(reason=str(fault))(parsed.lang))
        return USAGE
    finally:
        fresh.unlink(missing_ok=True)
    say(WROTE.fill(file=str(parsed.file), **_counted(backup))(parsed.lang), KEEP_SAFE(parsed.lang))
    if found.damaged:
        complain(LEFT_OUT.fill(ids=", ".join(found.damaged))(parsed.lang))
    return DAMAGED if found.damaged else OK


def _no_place(file: Path) -> Text | None:
    """Why a backup cannot be written there."""
    if file.exists():
        return EXISTS.fill(file=str(file))
    if not file.absolute().parent.is_dir():
        return NO_FOLDER.fill(folder=str(file.absolute().parent))
    inside = (environment.data().resolve(), environment.home().resolve())
    return INSIDE if any(file.resolve().is_relative_to(each) for each in inside) else None


def _archived(fresh: Path) -> tuple[Contents, archive.Backup]:
    """A written archive that only we can read, looked at again; loads wait meanwhile, readers do not."""
    home = environment.home()
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with locks.sole_writer(home, PATIENCE_SECONDS):
        found = contents()
        named = pointer.named_in(home / "current")
        about = {
            "made_at": locks.now(),
            "shape": shape(),
            "current": named.name if named is not None else "",
            "whole_data": "MEOMUREUM_DATA" in os.environ,
            "secrets": found.blanked,
        }
        archive.write(fresh, found.items, about)
    return found, archive.verified(fresh)


def _counted(backup: archive.Backup) -> dict[str, str | int]:
    return {"count": len(backup.files), "megabytes": number(backup.size / MEGABYTE, 1)}


def _verify(parsed: argparse.Namespace) -> int:
    try:
        backup = archive.verified(parsed.file)
    except archive.Unusable as fault:
        return _unusable(fault, parsed)
    told = {"made": str(backup.about.get("made_at")), "id": str(backup.about.get("current") or "–")}
    say(WHOLE.fill(**_counted(backup), **told)(parsed.lang))
    return OK


def _unusable(fault: archive.Unusable, parsed: argparse.Namespace) -> int:
    complain(BROKEN.fill(file=str(parsed.file))(parsed.lang))
    complain(*(f"  {each(parsed.lang)}" for each in fault.faults), ANOTHER(parsed.lang))
    return DAMAGED


def _restore(parsed: argparse.Namespace) -> int:
    if restoring.is_taken(parsed.folder) and not (parsed.replace or _says_yes(parsed.folder, parsed.lang)):
        return USAGE
    try:
        backup, aside = restoring.restore(parsed.file, parsed.folder)
    except archive.Unusable as fault:
        return _unusable(fault, parsed)
    folder = parsed.folder.absolute()
    log.append(
        folder / SNAPSHOTS,
        who=snapshots.user(),
        role="steward",
        where=snapshots.COMMAND_LINE,
        what="restore",
        detail=parsed.file.name,
    )
    for each in _told(backup, folder, aside):
        say(each(parsed.lang))
    return DAMAGED if integrity.damaged(folder / SNAPSHOTS) else OK


def _told(backup: archive.Backup, folder: Path, aside: Path | None) -> list[Text]:
    about, named = backup.about, {"folder": str(folder), "id": str(backup.about.get("current") or "–")}
    variables = f"MEOMUREUM_HOME={folder}"
    if about.get("whole_data"):
        variables += f" MEOMUREUM_DATA={folder / 'data'}"
    found = [RESTORED.fill(count=len(backup.files), **named)]
    found += [SET_ASIDE.fill(folder=str(aside))] if aside else []
    found += [ANOTHER_VERSION] if about.get("shape") != shape() else []
    secrets = ", ".join(map(str, about.get("secrets", ())))
    found += [ENTER_SECRETS.fill(folder=str(folder), names=secrets)] if secrets else []
    return [*found, START.fill(variables=variables)]


def _says_yes(folder: Path, language: Language) -> bool:
    """Whether somebody at a terminal wants what stands in the folder replaced."""
    if sys.stdin is None or not sys.stdin.isatty():
        complain(NOT_ASKED.fill(folder=str(folder))(language))
        return False
    say(ASKED.fill(folder=str(folder))(language))
    if sys.stdin.readline().strip().lower() in YES:
        return True
    say(NOTHING_DONE(language))
    return False
