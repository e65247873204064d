"""How a load or an act on the ledger ended, said at a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from etl.build import Outcome
from etl.contract import Problem
from etl.load_accounts import Account, told
from etl.load_ledger import NEVER
from meomureum.console import complain, say
from meomureum.texts import Language, Text

OK, WITH_QUARANTINE = 0, 5

NOTHING_NEW = Text("새로운 자료가 없습니다. 현재 스냅숏: {id}", "Nothing new. Current snapshot: {id}")
WOULD_PUBLISH = Text(
    "적재하면 스냅숏 {id:이/가} 됩니다. 아무것도 쓰지 않았습니다.",
    "Loading would publish snapshot {id}. Nothing was written.",
)
PUBLISHED = Text("스냅숏 {id:을/를} 공표했습니다.", "Published snapshot {id}.")
LEFT_OUT = Text("적재하지 않은 파일 {count}개:", "Files that were not loaded, {count}:")
AS_EVER = Text(
    "함께 공표되는 제품 자료 {count}개는 모든 행을 그대로 읽었습니다.",
    "The {count} files that come with the product were read in full, as ever.",
)
QUARANTINED = Text("격리한 행의 문제 {count}건:", "Problems of quarantined rows, {count}:")


def published(outcome: Outcome, language: Language) -> int:
    """Say what was published, with the account of every row; the exit code."""
    words = PUBLISHED if outcome.published else NOTHING_NEW
    say(words.fill(id=outcome.snapshot_id)(language))
    return _report(outcome, language)


def would_publish(outcome: Outcome, language: Language) -> int:
    """Say what would be published; the exit code that publishing it would have."""
    say(WOULD_PUBLISH.fill(id=outcome.snapshot_id)(language))
    return _report(outcome, language)


def _report(outcome: Outcome, language: Language) -> int:
    quiet = [account for account in outcome.accounts if _is_as_ever(account)]
    for account in outcome.accounts:
        if account in quiet:
            continue
        say(told({**asdict(account), "table_name": account.table})(language))
        for notice in account.notices:
            say("  " + notice(language))
    if quiet:
        say(AS_EVER.fill(count=len(quiet))(language))
    for words in outcome.releases:
        say(words(language))
    if outcome.problems:
        complain(QUARANTINED.fill(count=len(outcome.problems))(language))
        tell_problems(outcome.problems, language)
    if outcome.refused:
        complain(LEFT_OUT.fill(count=len({problem.file for problem in outcome.refused}))(language))
        tell_problems(outcome.refused, language)
    return WITH_QUARANTINE if outcome.problems or outcome.refused else OK


def _is_as_ever(account: Account) -> bool:
    """Whether a file that nobody handed in has nothing to be told of: it would hide what was handed in."""
    untouched = not (account.quarantined or account.already_present or account.notices)
    return account.load.load == NEVER.load and untouched


def tell_problems(problems: Iterable[Problem], language: Language) -> None:
    """Each problem in one sentence, where faults are told."""
    for problem in problems:
        complain("  " + problem.sentence()(language))
