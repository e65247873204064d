"""Data: what is loaded, from where, as of when, in which set, and how to load more."""

from __future__ import annotations

import pandas as pd

from meomureum import session
from meomureum.components import elements, load_ledger, package_download, round_board
from meomureum.components import history as taking
from meomureum.components.role_tables import rights
from meomureum.components.steward_bench import bench
from meomureum.session import View
from meomureum.session.entry_columns import SOURCE_KINDS
from meomureum.session.roles import uses
from meomureum.session.steward_desk import NOT_THE_STEWARD
from meomureum.texts import Language, Text, number

TITLE = Text("자료", "Data")
LEAD = Text(
    "지금 보이는 값이 어느 파일에서 왔는지, 어떤 검사를 거쳤는지 봅니다.",
    "Which files the figures come from, and which checks they have passed.",
)
SNAPSHOT = Text("스냅숏", "Snapshot")
BUILT = Text("작성", "Built")
FILES = Text("적재한 파일", "Files loaded")
FILES_LEAD = Text(
    "파일마다 읽은 행 = 적재 + 이미 있음 + 격리 + 자료 아님(머리글·합계·주석)입니다.",
    "For each file: rows read = loaded + already present + quarantined + not data (headers, totals, notes).",
)
SOURCES = Text("출처", "Sources")
SOURCES_LEAD = Text(
    "공표된 값은 모두 아래 출처에서 가져왔습니다.", "Every published figure comes from one of these."
)
CHECKS = Text("통과한 검사", "Checks passed")
RIGHTS = Text("역할마다 할 수 있는 것", "What each role may do")
REVIEW = Text("소수 보호 검토서", "Review of small-number protection")
LOADING = Text("내 파일 불러오기", "Load my files")
LOADING_LEAD = Text(
    "파일을 올리면 먼저 무엇이 어떻게 되는지 보여 드리고, 공표를 눌러야 적재합니다. "
    "문제가 있으면 파일, 행, 열, 값과 고치는 방법을 모두 알려 드립니다.",
    "Upload files to see first what would happen; nothing is loaded until you publish. "
    "Every problem is told with file, line, column, value and how to mend it.",
)
TEMPLATES = Text("채울 서식 내려받기", "Templates to fill in")
ON_THE_SERVER = Text("서버 명령으로 적재하기", "Loading on the command line")
COMMANDS_LEAD = Text(
    "서버에서 아래 명령을 차례로 실행해도 됩니다. 첫째는 보기만 하고 아무것도 쓰지 않으며, 둘째가 적재하고 공표합니다.",
    "Or run these two on the server: the first only says what would happen, the second loads and publishes.",
)
QUARANTINE = Text("격리한 행", "Quarantined rows")
QUARANTINE_LEAD = Text(
    "원래 서식 그대로, 앞에 까닭을 붙여 내려받습니다. 고쳐서 다시 올리면 됩니다.",
    "In their own layout, with the reason in front. Mend the file and upload it again.",
)
HISTORY = Text("이력과 정정", "History and restated values")
LEDGER = Text("적재 원장", "Ledger of loads")
LEDGER_LEAD = Text(
    "누가 언제 무엇을 적재했고 지금 무엇이 남았는지 봅니다. 철회하거나 다툼을 정하면 무엇이 바뀌는지 먼저 보여 드립니다.",
    "Who loaded what and when, and what stands of it. Before a load is withdrawn or a dispute settled, see what would change.",
)
ROUNDS = Text("수집", "Collection rounds")
ROUNDS_LEAD = Text(
    "기관마다 서식을 보내 자료를 걷고, 받은 것을 검사해 승인한 뒤 공표합니다. 승인하기 전에는 아무것도 공표하지 않습니다.",
    "Send each institution a workbook, check what comes back, approve it, then publish. Nothing is published before.",
)
PACKAGE = Text("다른 도구로 가져가기", "Take the data along")
ROLLBACK = Text("되돌리기", "Go back")
COLUMNS_OF = Text("적재할 수 있는 자료와 열", "Tables that can be loaded, and their columns")
COLUMNS_LEAD = Text(
    "파일의 열 이름은 한글이나 영문, 어느 쪽이든 됩니다. 괄호 안의 열은 없어도 됩니다.",
    "Column names may be Korean or English. Columns in brackets may be left out.",
)
COMMANDS = ("python -m meomureum check FILE", "python -m meomureum load FILE")
SETS = {
    "published": Text("공표", "Published"),
    "sample": Text("합성 표본", "Synthetic sample"),
    "real": Text("적재", "Loaded"),
}
NOT_USED = Text("쓰이지 않음", "Not used")  # an official table that no indicator draws on
COUNTS = ("rows_read", "loaded", "already_present", "quarantined", "not_data")
FILE_COLUMNS = {
    "file": Text("파일", "File"),
    "table_name": Text("자료", "Table"),
    "data_set": Text("구분", "Set"),
    "encoding": Text("인코딩", "Encoding"),
    "rows_read": Text("읽은 행", "Rows read"),
    "loaded": Text("적재", "Loaded"),
    "already_present": Text("이미 있음", "Already present"),
    "quarantined": Text("격리", "Quarantined"),
    "not_data": Text("자료 아님", "Not data"),
}
SOURCE_COLUMNS = {
    "title": Text("제목", "Title"),
    "publisher": Text("발행처", "Publisher"),
    "date": Text("발행일", "Date"),
    "kind": Text("종류", "Kind"),
}


def render(view: View) -> None:
    """The snapshot, how to load, the files, the sources, the checks."""
    language, snapshot = view.language, session.snapshot()
    elements.heading(TITLE(language), LEAD(language))
    built = str(snapshot.manifest["built_at"]).replace("T", " ").replace("+00:00", " UTC")
    elements.facts([(SNAPSHOT(language), snapshot.id), (BUILT(language), built)])
    _loading(language)
    if session.role() == "steward":
        elements.section(LEDGER(language), LEDGER_LEAD(language))
        load_ledger.ledger(language)
        elements.section(ROUNDS(language), ROUNDS_LEAD(language))
        round_board.rounds(language)
    elements.section(QUARANTINE(language), QUARANTINE_LEAD(language))
    taking.quarantine(language)
    elements.section(HISTORY(language))
    taking.history(language)
    with elements.folded(ROLLBACK(language)):
        taking.rollback(language)
    if uses("take_package"):
        with elements.folded(PACKAGE(language)):
            package_download.package(language)
    elements.section(FILES(language), FILES_LEAD(language))
    elements.table(_files(language), FILES(language), [FILE_COLUMNS[name](language) for name in COUNTS])
    if session.role() == "steward":
        with elements.folded(RIGHTS(language)):
            rights(language)
        with elements.folded(REVIEW(language)):
            taking.review(language)
    elements.section(CHECKS(language))
    elements.listing(list(session.checks()[f"label_{language}"]))
    elements.section(SOURCES(language), SOURCES_LEAD(language))
    elements.table(_sources(language), SOURCES(language))


def _loading(language: Language) -> None:
    """The bench for the steward; how files are made ready, for everybody."""
    elements.section(LOADING(language), LOADING_LEAD(language))
    if session.role() == "steward":
        bench(language)
    else:
        elements.notices([NOT_THE_STEWARD], language)
    with elements.folded(TEMPLATES(language)):
        taking.template(language)
    with elements.folded(COLUMNS_OF(language)):
        elements.paragraph(COLUMNS_LEAD(language))
        elements.facts(_columns(language))
    with elements.folded(ON_THE_SERVER(language)):
        elements.paragraph(COMMANDS_LEAD(language))
        elements.listing(COMMANDS, numbered=True)


def _columns(language: Language) -> list[tuple[str, str]]:
    contracts = session.contracts()
    facts = contracts[contracts["kind"] == "facts"]
    shown = facts[f"column_{language}"].where(facts["needed"], "(" + facts[f"column_{language}"] + ")")
    joined = shown.groupby(facts[f"table_{language}"], sort=False).agg(", ".join)
    return [(str(table), str(columns)) for table, columns in joined.items()]


def _files(language: Language) -> pd.DataFrame:
    files = session.files()
    files = files.assign(
        file=files["file"].where(files["sheet"] == "", files["file"] + " [" + files["sheet"] + "]"),
        table_name=files["table_name"].map(_labels(language)),
        data_set=files["data_set"].map(lambda code: SETS[code](language)),
        **{name: files[name].map(number) for name in COUNTS},
    )
    return _renamed(files, FILE_COLUMNS, language)


def _labels(language: Language) -> dict[str, str]:
    contracts = session.contracts()
    labels = dict(zip(contracts["table_name"], contracts[f"table_{language}"], strict=True))
    return labels | {"not_used": NOT_USED(language)}


def _sources(language: Language) -> pd.DataFrame:
    sources = session.sources()
    kinds = sources["kind"].map(lambda kind: SOURCE_KINDS[kind](language) if kind in SOURCE_KINDS else kind)
    return _renamed(sources.assign(kind=kinds), SOURCE_COLUMNS, language)


def _renamed(frame: pd.DataFrame, columns: dict[str, Text], language: Language) -> pd.DataFrame:
    return frame[list(columns)].rename(columns={name: label(language) for name, label in columns.items()})
