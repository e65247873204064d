"""The steward's bench on the Data page: hand files in, see what would happen, publish.

A dry run comes first and writes nothing; only then can be published. What is published
runs in the server and goes on when the reader leaves the page.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from meomureum import session
from meomureum.components import elements, fault_page, file_matching, load_preview
from meomureum.session import load_jobs, steward_desk, steward_ledger
from meomureum.session.load_jobs import Files, Job
from meomureum.session.steward_desk import DryRun, Handed, Mode
from meomureum.texts import Language, Text, number, plain

UPLOAD = Text("파일 올리기 (끌어다 놓기, 여러 개 가능)", "Upload files (drag and drop, several at once)")
TABLE = Text("자료 종류", "Table")
BY_HEADER = Text("머리글로 알아보기", "Recognise by header")
PROVIDER = Text("제공 기관 (선택)", "Provider (optional)")
PROVIDER_HELP = Text(
    "같은 기관의 나중 파일은 앞 파일의 값을 바로잡습니다. 열 이름 짝도 기관마다 기억합니다.",
    "A later file of the same provider corrects the earlier one. Column names are remembered for each provider.",
)
WHY = Text("변경 사유 (선택)", "Reason for a change (optional)")
WOULD = Text("적재하면 이렇게 됩니다", "What loading would do")
NOTHING_WRITTEN = Text("아직 아무것도 쓰지 않았습니다.", "Nothing has been written yet.")
PRESENT = Text(
    "{file:은/는} 이미 적재한 파일입니다. 바뀌는 것이 없습니다.",
    "{file} has been loaded already; nothing changes.",
)
REFUSED = Text(
    "적재할 수 없습니다. 아래 문제를 고쳐 다시 올려 주십시오.",
    "This cannot be loaded. Mend the problems and upload again.",
)
PROBLEMS = Text("문제 {count}건과 고치는 방법", "Problems and how to mend them: {count}")
MORE = Text("그 밖에 {count}건", "and {count} more")
FROM_BEFORE = Text(
    "앞서 올린 파일이 남아 있습니다: {files}", "Files that were handed in before are still here: {files}"
)
PUT_AWAY = Text("앞서 올린 파일 치우기", "Put these files away")
LEFT_OUT = Text(
    "파일 {count}개는 읽을 수 없어 빼고, 나머지만 적재합니다.",
    "{count} files cannot be read and are left out; the others are loaded.",
)
WHICH_TABLE = Text("{file:은/는} 어느 자료입니까?", "Which table is {file}?")
HOW = Text("앞서 낸 자료와 어떻게 할까요?", "How does it meet what was said before?")
ASKED = Text("적재하기 전에 정할 것이 있습니다.", "Something must be decided before this is loaded.")
ANSWERS: Mapping[Mode, Text] = {
    "replaces": Text("바꾸기: 바로잡은 파일", "Instead: this is a correction"),
    "adds": Text("더하기: 다른 사람이 더 있는 파일", "In addition: these are other people"),
}
IN_PLACE_OF = Text("대신할 적재 (선택)", "In place of a load (optional)")
IN_PLACE_OF_NONE = Text("없음", "None")
WILL_RESTATE = Text("바뀌게 될 값 {count}개", "Values that would be restated: {count}")
PUBLISH = Text("적재하고 공표", "Load and publish")
PUBLISHED = Text("스냅숏 {id:을/를} 공표했습니다.", "Published snapshot {id}.")
NOTHING_NEW = Text(
    "새로운 자료가 없습니다. 스냅숏 {id:이/가} 그대로입니다.", "Nothing new; snapshot {id} stays."
)
WITH_QUARANTINE = Text(
    "{count}행은 격리했습니다. 아래에서 내려받아 고친 뒤 다시 올리면 됩니다.",
    "{count} rows are in quarantine. Download them below, mend them and upload them again.",
)
FAILED = Text(
    "적재하지 못했습니다. 공표된 자료는 그대로입니다.", "Loading failed. What is published stays as it was."
)
COUNTS = {
    "file": Text("파일", "File"),
    "table": TABLE,
    "rows_read": Text("읽은 행", "Rows read"),
    "new": Text("새로 적재", "New"),
    "restated": Text("바뀌는 값", "Restated values"),
    "present": Text("이미 있음", "Already present"),
    "quarantined": Text("격리", "Quarantined"),
    "not_data": Text("자료 아님", "Not data"),
}
RESTATED_COLUMNS = {
    "item": Text("항목", "Item"),
    "column": Text("열", "Column"),
    "old": Text("앞의 값", "Before"),
    "new": Text("새 값", "After"),
    "old_file": Text("앞 파일", "Earlier file"),
    "new_file": Text("새 파일", "Later file"),
    "why": Text("사유", "Why"),
}
_MOST_SHOWN = 30
_MINE = "load of mine"
_TURN = "loads begun"
_BEFORE = "files handed in before"


def bench(language: Language) -> None:
    """Hand files in, see the dry run, publish, and see how it ended."""
    watched(language)
    uploads = st.file_uploader(
        UPLOAD(language),
        accept_multiple_files=True,
        type=[ending.lstrip(".") for ending in steward_desk.endings()],
        key=f"uploads {st.session_state.get(_TURN, 0)}",
    )
    uploaded = steward_desk.safely_named([(each.name, each.getvalue()) for each in uploads])
    files = (*_from_before(uploaded, language), *uploaded)
    load_jobs.keep_files(files)
    labels = steward_desk.tables()
    table_at, provider_at, why_at = st.columns(3)
    table = table_at.selectbox(
        TABLE(language),
        ["", *labels],
        format_func=lambda code: labels[code](language) if code else BY_HEADER(language),
        key=f"loading table {language}",
    )
    provider = provider_at.text_input(
        PROVIDER(language), key="loading provider", max_chars=60, help=PROVIDER_HELP(language)
    )
    why = why_at.text_input(WHY(language), key="loading why", max_chars=200)
    if files:
        handed = Handed(files, table or "", provider.strip(), why.strip(), of=_in_place_of(language))
        _tried(_answered(_of_tables(handed, language), language), language)
    else:
        ended(language)


def _from_before(handed: Files, language: Language) -> Files:
    """What was handed in before the page was loaded anew, unless it comes again or is put away."""
    before: Files = st.session_state.setdefault(_BEFORE, load_jobs.kept_files())
    named = {name for name, _ in handed}
    left = tuple(each for each in before if each[0] not in named)
    if left:
        names = ", ".join(f"{name} ({number(len(content) / 1e6, 1)} MB)" for name, content in left)
        elements.notices([FROM_BEFORE.fill(files=names)], language)
        if st.button(PUT_AWAY(language), key="put away"):
            left = st.session_state[_BEFORE] = ()
    return left


def _in_place_of(language: Language) -> int:
    """The load whose place the files take; 0 for none."""
    loads = {
        each.number: f"{each.number} · {', '.join(each.files)}"
        for each in steward_ledger.entries()
        if each.files and not each.out_by
    }
    if not loads:
        return 0
    called = {0: IN_PLACE_OF_NONE(language), **loads}
    return int(
        st.selectbox(
            IN_PLACE_OF(language),
            list(called),
            format_func=lambda each: called[each],
            key=f"in place of {language}",
        )
    )


def _of_tables(handed: Handed, language: Language) -> Handed:
    """The same with the table of each file whose header fits several."""
    labels, chosen = steward_desk.tables(), []
    for file, tables in steward_desk.dry_run(handed).undecided.items():
        table = st.radio(
            WHICH_TABLE.fill(file=f"'{file}'")(language),
            tables,
            index=None,
            format_func=lambda each: labels[each](language),
            key=f"table of {file} {language}",
        )
        chosen += [(file, table)] if table else []
    return replace(handed, tables=tuple(chosen))


def _answered(handed: Handed, language: Language) -> Handed:
    """The same with the answer to what a load must be told: whether it comes instead, or in addition."""
    found = steward_desk.dry_run(handed)
    if not found.asks:
        return handed
    elements.notices(
        [ASKED, *(problem.sentence() for problem in found.problems[:_MOST_SHOWN])], language, "warning"
    )
    answer: Mode | None = st.radio(
        HOW(language),
        list(ANSWERS),
        index=None,
        format_func=lambda each: ANSWERS[each](language),
        key=f"how {handed.key()} {language}",
    )
    return replace(handed, mode=answer or "")


def _tried(handed: Handed, language: Language) -> None:
    """The dry run of what was handed in, and the way on."""
    found = steward_desk.dry_run(handed)
    if found.asks:
        return
    elements.finding(WOULD(language), NOTHING_WRITTEN(language))
    elements.notices([PRESENT.fill(file=f"'{name}'") for name in found.present], language)
    if found.refused:
        elements.notices([REFUSED], language, "danger")
    elif found.left_out:
        count = len({problem.handed_in for problem in found.left_out})
        elements.notices([LEFT_OUT.fill(count=number(count))], language, "warning")
    if found.accounts:
        numeric = [COUNTS[name](language) for name in list(COUNTS)[2:]]
        elements.table(_accounts(found, language), WOULD(language), numeric)
        elements.notices([notice for account in found.accounts for notice in account.notices], language)
    if found.restated:
        title = WILL_RESTATE.fill(count=number(len(found.restated)))(language)
        elements.table(restated(found.restated[:_MOST_SHOWN], language), title)
    if found.publishable:
        load_preview.changes(found.preview, language)
    _problems(found, language)
    if found.problems or found.left_out:
        file_matching.matching(handed, language)
    if st.button(PUBLISH(language), type="primary", disabled=not found.publishable, key="publish"):
        begun(steward_desk.publish(handed))
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1  # an empty place for the next files
        st.session_state[_BEFORE] = ()
        load_jobs.keep_files(())
        st.rerun()


def _accounts(found: DryRun, language: Language) -> pd.DataFrame:
    labels = steward_desk.labels()
    rows = [
        (
            f"{account.file} [{account.sheet}]" if account.sheet else account.file,
            labels[account.table](language) if account.table in labels else account.table,
            number(account.rows_read),
            number(account.loaded),
            number(sum(change.new_file == account.file for change in found.restated)),
            number(account.already_present),
            number(account.quarantined),
            number(account.not_data),
        )
        for account in found.accounts
    ]
    return pd.DataFrame(rows, columns=[label(language) for label in COUNTS.values()])


def restated(
    changes: tuple[steward_desk.Restated, ...] | list[steward_desk.Restated], language: Language
) -> pd.DataFrame:
    """Restated values as a table in words."""
    columns, names = steward_desk.column_labels(), session.names()
    rows = [
        (
            ", ".join(names[code](language) if code in names else code for code in each.item.split(", ")),
            columns.get((each.table, each.column), plain(each.column))(language),
            each.old,
            each.new,
            each.old_file,
            each.new_file,
            each.why(language),
        )
        for each in changes
    ]
    return pd.DataFrame(rows, columns=[label(language) for label in RESTATED_COLUMNS.values()])


def _problems(found: DryRun, language: Language) -> None:
    problems = (*found.left_out, *found.problems)
    if not problems:
        return
    elements.section(PROBLEMS.fill(count=number(len(problems)))(language))
    told = [problem.sentence()(language) for problem in problems[:_MOST_SHOWN]]
    more = len(problems) - len(told)
    elements.listing([*told, MORE.fill(count=number(more))(language)] if more else told)


def begun(job: Job) -> None:
    """Remember a load as one of this reader's, who will want to know how it ended."""
    st.session_state[_MINE] = job


def watched(language: Language) -> None:
    """A load under way, whoever began it, until it ends."""
    if (job := load_jobs.under_way()) is not None:
        _watch(job, language)
        st.rerun()


def ended(language: Language) -> None:
    """How the load that this reader began has ended."""
    job: Job | None = st.session_state.get(_MINE)
    if job is None:
        return
    if job.problems:
        elements.notices([problem.sentence() for problem in job.problems[:_MOST_SHOWN]], language, "danger")
    elif job.fault is not None:
        fault_page.of_work(job.fault, FAILED, language)
    elif job.outcome is not None:
        words = PUBLISHED if job.outcome.published else NOTHING_NEW
        elements.notices([words.fill(id=job.outcome.snapshot_id)], language, "good")
        elements.notices(job.outcome.releases, language, "warning")
        held = sum(account.quarantined for account in job.outcome.accounts)
        if held:
            elements.notices([WITH_QUARANTINE.fill(count=number(held))], language, "warning")


def _watch(job: Job, language: Language) -> None:
    bar = st.progress(0.0)
    while job.running:
        bar.progress(job.doing.share, text=job.doing.words(language))
        time.sleep(0.2)
