"""meomureum check FILE or FOLDER... | load [FILE or FOLDER...] | loads | withdraw ID | replace ID FILE... | settle [ID --for PROVIDER]
    | status | history | rollback ID | prune --keep N | quarantine | template NAME | trace KPI or --file NAME | sample

Exit codes: 0 published or nothing new; 1 internal fault; 2 usage; 3 data refused, a question left open (--adds or
--replaces), or a snapshot is damaged; 4 small numbers cannot be protected;
5 published with quarantined rows or without some of the files; 73 cannot write; 75 another load is running.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from etl import sample, spark_cubes
from etl.build import Unanswered, check, load
from etl.contract import LoadRefused
from etl.inputs import hand_in
from etl.load_ledger import Said
from etl.protected_releases import Decided, Unprotected
from etl.sources import SOURCES
from meomureum.app.commands import handed_files, lineage, load_acts, outcomes, snapshots, status
from meomureum.app.commands.handed_files import Batch
from meomureum.console import Parser, command_first, complain, say
from meomureum.store import durable, environment, integrity, locks
from meomureum.texts import Language, Text

OK, USAGE, REFUSED, GATE_CLOSED, CANNOT_WRITE, BUSY = 0, 2, 3, 4, 73, 75

HERE = "local[*]"  # a Spark of this process alone

REFUSED_WHOLE = Text("적재하지 않았습니다. 문제 {count}건:", "Nothing was loaded. {count} problems:")
UNPROTECTED = Text(
    "공표하지 않았습니다. 소수를 보호할 수 없습니다:",
    "Nothing was published. Small numbers cannot be protected:",
)
LOAD_RUNNING = Text(
    "다른 적재가 진행 중입니다({holder}). 끝난 뒤 다시 실행하세요.",
    "Another load is running ({holder}). Try again when it ends.",
)
CANNOT_BE_WRITTEN = Text("'{place}'에 쓸 수 없습니다: {reason}", "Cannot write to '{place}': {reason}")
WROTE = Text("{file:을/를} 썼습니다.", "Wrote {file}.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    asked = command_first(sys.argv[1:] if arguments is None else arguments, {*_COMMANDS, "trace"})
    if asked[:1] == ["trace"]:
        return lineage.main(asked[1:])
    parsed = _parser().parse_args(asked)
    return answered(lambda: _COMMANDS[parsed.command](parsed), parsed.lang)


def answered(command: Callable[[], int], language: Language) -> int:
    """The exit code of a command that loads; what keeps it from loading is told in words."""
    try:
        return command()
    except Unprotected as closed:
        complain(UNPROTECTED(language))
        outcomes.tell_problems(closed.problems, language)
        return GATE_CLOSED
    except LoadRefused as refusal:
        complain(REFUSED_WHOLE.fill(count=len(refusal.problems))(language))
        outcomes.tell_problems(refusal.problems, language)
        return REFUSED
    except integrity.Damaged as damage:
        complain(damage.sentence(language))
        return REFUSED
    except locks.LoadRunning as running:
        complain(LOAD_RUNNING.fill(holder=running.holder)(language))
        return BUSY
    except durable.HeldOpen as held:
        complain(held.sentence(language))
        return CANNOT_WRITE
    except OSError as error:
        words = CANNOT_BE_WRITTEN.fill(place=error.filename or "", reason=error.strerror or str(error))
        complain(words(language))
        return CANNOT_WRITE


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="meomureum", description=__doc__)
    offered = parser.add_subparsers(dest="command", required=True)
    snapshots.add_to(offered)
    load_acts.add_to(offered)
    for name, words in (
        ("check", "say what loading these files would do; write nothing / 적재하면 어떻게 되는지 보기"),
        ("load", "load these files and all that came before; publish one snapshot / 적재하고 공표"),
    ):
        command = offered.add_parser(name, help=words)
        command.add_argument("files", nargs="*", type=Path)
        command.add_argument(
            "--table", default="", choices=["", *(source.table for source in SOURCES)], metavar="TABLE"
        )
        command.add_argument("--provider", default="", help="who sent the files / 제공 기관")
        command.add_argument("--why", default="", help="why values change / 값이 바뀌는 까닭")
        load_acts.add_mode(command)
        command.add_argument("--data", type=Path, default=environment.data(), help="data folder / 자료 폴더")
        if name == "load":
            _add_publishing(command)
    offered.add_parser("status", help="which snapshot is current, and its account / 현재 스냅숏")
    again = offered.add_parser("sample", help="write data/sample anew / 표본 자료 다시 만들기")
    again.add_argument("--data", type=Path, default=environment.data())
    for each in offered.choices.values():
        each.speaks()
    return parser


def _add_publishing(command: argparse.ArgumentParser) -> None:
    snapshots.add_drop(command)
    command.add_argument(
        "--engine",
        choices=("duckdb", "spark"),
        help="what adds up large tables / 큰 표의 합을 내는 것",
    )
    command.add_argument("--master", default="", help="the Spark, such as spark://host:7077 / Spark 주소")
    command.add_argument(
        "--accept-withdrawn",
        action="append",
        default=[],
        metavar="INSTITUTION",
        help="rows of this institution stay away for good: publish without them, though sums before and after\n"
        "may tell its small numbers / 이 기관의 행 없이 공표(앞뒤 합에서 그 소수가 드러날 수 있음)",
    )


def _check(parsed: argparse.Namespace) -> int:
    def checked(files: Sequence[Path], said: Said) -> int:
        found = hand_in(files, parsed.data, said)
        outcome = replace(check(found.every), refused=found.refused)
        return outcomes.would_publish(outcome, parsed.lang)

    return _each_batch(handed_files.batches(parsed), parsed, checked)


def _load(parsed: argparse.Namespace) -> int:
    _choose_engine(parsed)
    batches = handed_files.batches(parsed)
    accepted = [f"--accept-withdrawn {each}" for each in parsed.accept_withdrawn]
    snapshots.record("load", ", ".join((handed_files.names(batches), *accepted)), parsed.why)
    decided = Decided(parsed.drop_releases, tuple(parsed.accept_withdrawn))

    def loaded(files: Sequence[Path], said: Said) -> int:
        outcome = load(files, parsed.data, environment.home(), said, decided=decided)
        return outcomes.published(outcome, parsed.lang)

    return _each_batch(batches, parsed, loaded)


def _choose_engine(parsed: argparse.Namespace) -> None:
    """What adds up large tables in this load, where the command says so; raises LoadRefused where it is not installed."""
    if parsed.engine:
        master = parsed.master or environment.spark_master() or HERE
        os.environ[environment.SPARK] = master if parsed.engine == "spark" else ""
    if environment.spark_master():
        spark_cubes.refuse_without_packages()


Work = Callable[[Sequence[Path], Said], int]


def _each_batch(batches: Sequence[Batch], parsed: argparse.Namespace, work: Work) -> int:
    """Take batches one after the other; what one of them is refused for does not hold back the next."""
    codes = [answered(partial(_batch, batch, parsed, work), parsed.lang) for batch in batches]
    if len(set(codes)) < 2 or not {*codes} <= {OK, REFUSED, outcomes.WITH_QUARANTINE}:
        return max(codes, default=OK)
    return outcomes.WITH_QUARANTINE


def _batch(batch: Batch, parsed: argparse.Namespace, work: Work) -> int:
    """Take files; those that a question is asked about do not hold back the others."""
    said = Said(parsed.table, batch.provider, parsed.why, snapshots.user(), parsed.mode)
    try:
        return work(batch.files, said)
    except Unanswered as asked:
        about = {problem.handed_in for problem in asked.problems}
        others = tuple(file for file in batch.files if file.name not in about)
        if not others:
            raise
        _batch(replace(batch, files=others), parsed, work)
        complain(outcomes.LEFT_OUT.fill(count=len(about))(parsed.lang))
        outcomes.tell_problems(asked.problems, parsed.lang)
        return outcomes.WITH_QUARANTINE


def _sample(parsed: argparse.Namespace) -> int:
    for path in sample.write(parsed.data / "sample"):
        say(WROTE.fill(file=path.name)(parsed.lang))
    return OK


_COMMANDS = {
    "check": _check,
    "load": _load,
    "status": status.say,
    "sample": _sample,
    **load_acts.COMMANDS,
    **snapshots.COMMANDS,
}
