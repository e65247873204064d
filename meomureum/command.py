"""meomureum COMMAND ...: all that can be asked of the product at a terminal, in one table.

Options stand before or after the command. Each command says more with --help.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from meomureum.app.commands import (
    access_log,
    backup,
    briefing,
    dashboard,
    doctor,
    lineage,
    loading,
    own_data,
    package,
    protection,
    refresh,
    rounds,
    verification,
)
from meomureum.console import command_first, complain, run, say
from meomureum.texts import LANGUAGES, Language, Text

OK, USAGE = 0, 2


@dataclass(frozen=True)
class Command:
    """One command: what it is for, and what runs it with the words that stand with it."""

    about: Text
    main: Callable[[Sequence[str]], int]


def _loading(name: str, about: Text) -> Command:
    return Command(about, lambda words: loading.main([name, *words]))


COMMANDS: Mapping[str, Command] = {
    "run": Command(Text("지표판을 브라우저에 엽니다", "open the dashboard in the browser"), dashboard.main),
    "doctor": Command(
        Text("설치를 살펴보고 고칠 것을 말합니다", "look at the installation and say what to mend"),
        doctor.main,
    ),
    "check": _loading("check", Text("적재하면 어떻게 되는지 봅니다", "say what loading files would do")),
    "load": _loading("load", Text("파일을 적재하고 공표합니다", "load files and publish")),
    "loads": _loading("loads", Text("적재 원장을 봅니다", "the ledger of loads")),
    "withdraw": _loading("withdraw", Text("적재를 철회합니다", "withdraw a load")),
    "replace": _loading("replace", Text("적재를 다른 파일로 바꿉니다", "put a file in place of a load")),
    "settle": _loading("settle", Text("어느 기관이 맞는지 정합니다", "say which provider is right")),
    "status": _loading("status", Text("스냅숏과 손상, 디스크를 봅니다", "snapshots, damage, disk")),
    "history": _loading("history", Text("공표 이력과 정정된 값을 봅니다", "what was published and restated")),
    "rollback": _loading("rollback", Text("보관한 스냅숏으로 되돌립니다", "go back to a kept snapshot")),
    "prune": _loading("prune", Text("오래된 스냅숏을 지웁니다", "remove old snapshots")),
    "quarantine": _loading(
        "quarantine", Text("격리한 행을 파일로 씁니다", "write quarantined rows as files")
    ),
    "template": _loading("template", Text("채울 서식을 씁니다", "write a workbook to fill in")),
    "sample": _loading("sample", Text("합성 표본을 다시 만듭니다", "write the synthetic sample anew")),
    "backup": Command(
        Text("모든 것을 한 파일로 백업합니다", "write everything into one file; --verify one"), backup.main
    ),
    "restore": Command(Text("백업을 폴더에 되살립니다", "put a backup into a folder"), backup.restore),
    "city": Command(
        Text("우리 도시를 고릅니다", "pick the cities this installation is about"), own_data.city
    ),
    "enter": Command(
        Text("목표, 사업, 기관, 사건을 적습니다", "enter targets, programmes and more"), own_data.enter
    ),
    "round": Command(
        Text("기관에서 자료를 걷습니다", "collect data from institutions by workbook"), rounds.main
    ),
    "export": Command(
        Text("자료를 다른 도구가 읽을 묶음으로 씁니다", "write the data as a package for other tools"),
        package.main,
    ),
    "trace": Command(Text("값의 유래를 봅니다", "where a value comes from"), lineage.main),
    "brief": Command(Text("도시의 브리핑을 씁니다", "write a city's briefing"), briefing.main),
    "refresh": Command(
        Text("내보냈던 파일을 새 값으로 고칩니다", "bring a file that was handed out up to date"),
        refresh.main,
    ),
    "verify": Command(
        Text("그림 번호나 받은 파일, 글을 확인합니다", "verify codes of figures, received files or a text"),
        verification.main,
    ),
    "privacy": Command(
        Text("공개 수준의 증명과 공격, 검토 문서", "proofs of releases, attacks on them, the paper"),
        protection.main,
    ),
    "access": Command(
        Text("접속 기록을 확인하고 내보냅니다", "verify and export the access log"), access_log.main
    ),
}
NO_SUCH = Text(
    "{name:은/는} 없는 명령입니다. 'meomureum --help'가 명령을 보여 줍니다.",
    "There is no command {name}. 'meomureum --help' lists them.",
)
WIDTH = 12


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 for help, 2 for words that are no command."""
    words = command_first(sys.argv[1:] if arguments is None else arguments, COMMANDS)
    if not words or words[0] in ("-h", "--help"):
        _help()
        return OK if words else USAGE
    if words[0] not in COMMANDS:
        language: Language = next((each for each in LANGUAGES if each in words), "ko")
        complain(NO_SUCH.fill(name=f"'{words[0]}'")(language))
        return USAGE
    return COMMANDS[words[0]].main(words[1:])


def _help() -> None:
    say("meomureum COMMAND ...", "")
    for name, command in COMMANDS.items():
        say(f"  {name:{WIDTH}}{command.about.ko} / {command.about.en}")


def entry() -> None:
    """What the installed command runs."""
    run(partial(main, None))
