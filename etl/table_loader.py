"""Fill one new database, table by table: stage, settle duplicates, build, check, account."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from etl import cubes, derived_tables, quarantine, reference, restatements, statements
from etl.clean_sheets import may_be_kept
from etl.contract import LoadRefused, Problem, Source
from etl.corrections import CORRECTIONS, Correction, Fate
from etl.duplicate_rows import RESTATED_TABLE_SQL, settle
from etl.finished_table import Finished, create_table
from etl.large_files import Bulk, takes
from etl.large_text import NotPlain, in_doubt
from etl.load_accounts import Account, Input, store
from etl.nationwide_files import compared, only_registered
from etl.sheet_reader import Plain, Sheet
from etl.sheets import Clean
from etl.typed_rows import create_staged, prepare, stage, stage_clean, typed_rows, words_known
from meomureum.texts import Text

UNKNOWN_COLUMN = Text(
    "알 수 없는 열 {header:은/는} 읽지 않았습니다.", "Unknown column {header} was not read."
)
FAILED_CHECK = Text("검사 {check:을/를} 통과하지 못했습니다.", "The check {check} failed.")
AGAIN = Text(
    "{line}행을 비롯한 {count}행은 앞 행과 모두 같아 한 번만 셌습니다. 다른 사람이면 학과나 성별처럼 구분하는 열을 넣거나 "
    "더해서 다시 올리세요.",
    "{count} rows, line {line} the first, equal one before them and were counted once. If they are other people, "
    "add a column that tells them apart, or add them up, and load the file again.",
)
PUBLISHED = "published"
HELD = {
    "contradicts": (
        Text(
            "같은 항목({key})에 다른 값이 있습니다.", "Another row has the same key ({key}) and other values."
        ),
        Text("맞는 행 하나만 남기세요.", "Keep the one that is right."),
    ),
    "disputed": (
        Text(
            "다른 제공 기관이 같은 곳, 같은 때에 대해 낸 것과 다릅니다.",
            "Another provider says otherwise of the same place and time.",
        ),
        Text(
            "맞는 기관을 정하거나(자료 화면의 적재 원장이나 meomureum settle) 고친 파일을 적재하세요.",
            "Settle who is right (ledger on the Data page, or meomureum settle), or load a mended file.",
        ),
    ),
}


Numbered = tuple[int, Input, Sheet]
"""A sheet with its file, and the number by which rows and accounts name it."""


class Loader:
    """One new database being filled, table by table, in the order of SOURCES.

    Of the files that it `keeps` it gathers the sheets that turn out to be `clean`.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        sources: tuple[Source, ...],
        corrections: tuple[Correction, ...] = CORRECTIONS,
        *,
        keeps: Collection[Path] = (),
    ) -> None:
        self.connection = connection
        self.keeps = keeps
        self.clean: list[tuple[Input, Sheet, Source, Clean]] = []
        self.sources = sources
        self.corrections = corrections
        self.accounts: list[Account] = []
        self.sheets: dict[int, Sheet] = {}
        self.unread: dict[int, frozenset[int]] = {}
        self.faults: list[tuple[int, Problem]] = []
        self.fates: list[tuple[int, Fate]] = []
        self.restated: list[restatements.Restated] = []
        self.finished: dict[str, Finished] = {}
        self.questions: list[Problem] = []
        prepare(connection, sources)
        self._run((*statements.TABLES_SQL, RESTATED_TABLE_SQL))
        for source in sources:
            create_staged(connection, source)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every fault of a quarantined row."""
        return tuple(problem for _, problem in self.faults)

    def load(self, source: Source, sheets: list[Numbered]) -> None:
        """Stage the sheets of one table, settle duplicates and build the table."""
        accounts = [self._stage(source, *numbered) for numbered in sheets]
        finished = self.finished.pop(source.table, None)
        if finished:
            finished.set_repeated_apart()
        if accounts:
            self._settle_duplicates(source, {account.file_id: account for account in accounts})
        if finished:
            finished.close()
        else:
            create_table(self.connection, source)
        statements.keep_spoken(self.connection, source)
        self._run(source.wholes)
        if source.kind == "facts":
            self._prefer_real_rows(source)
        if source.table in reference.SPELLINGS_SQL:
            self._learn_names(source.table)
        if source is reference.TABLES[-1]:
            self._run(derived_tables.AFTER_REFERENCE)

    def _run(self, statements: Iterable[str]) -> None:
        for statement in statements:
            self.connection.execute(statement)

    def set_aside(self, file_id: int, each: Input, sheet: Sheet) -> None:
        """Account for a sheet that no table takes, and report what it says about registered institutions."""
        account = _account(file_id, each, sheet, sheet.table, PUBLISHED)
        account.not_data = sheet.rows_read
        self._register(account, sheet, each)
        account.notices = [*sheet.notices, *compared(self.connection, sheet)]

    def _stage(self, source: Source, file_id: int, each: Input, sheet: Sheet) -> Account:
        fixes = [fix for fix in self.corrections if fix.concerns(source, each.name, each.load.provider)]
        words = words_known(self.connection)
        if sheet.plain:
            sheet = self._in_bulk(source, (file_id, each, sheet), sheet.plain, fixes)
        elif sheet.clean and (fixes or sheet.clean.words != words):
            sheet = sheet.clean.with_care()
        sheet = only_registered(self.connection, sheet, source)
        # An official table is a published figure, whoever hands it in; sample rows stay beside it.
        data_set = PUBLISHED if sheet.layout else each.data_set
        account = _account(file_id, each, sheet, source.table, data_set)
        self._register(account, sheet, each)
        place = (source, data_set, file_id)
        staged = (
            stage_clean(self.connection, sheet.clean, *place)
            if sheet.clean
            else stage(self.connection, sheet, *place, fixes)
        )
        problems = (*sheet.faults, *staged.problems)
        account.quarantined = len({problem.line for problem in problems})
        account.loaded = account.rows_read - account.not_data - account.quarantined
        account.notices = [*sheet.notices]
        account.notices += [UNKNOWN_COLUMN.fill(header=f"'{header}'") for header in staged.unknown_headers]
        headers = self.sheets[file_id].header
        self.unread[file_id] = frozenset(
            at for at, header in enumerate(headers) if header in staged.unknown_headers
        )
        account.notices += [fate.notice for fate in staged.fates]
        self.faults += [(file_id, problem) for problem in problems]
        self.fates += [(file_id, fate) for fate in staged.fates]
        if each.path in self.keeps and not fixes and not problems and may_be_kept(sheet):
            rows = typed_rows(self.connection, source, file_id)
            clean = Clean(rows, words, staged.unknown_headers, lambda: sheet)
            self.clean.append((each, sheet, source, clean))
        return account

    def _in_bulk(self, source: Source, numbered: Numbered, plain: Plain, fixes: list[Correction]) -> Sheet:
        """What is left to read with care of a large plain file: its lines in doubt, or all of it."""
        file_id, each, sheet = numbered
        if fixes or not takes(source, sheet):
            return plain.with_care()
        if source.table not in self.finished:
            self.finished[source.table] = Finished(self.connection, source)
        bulk = Bulk(self.connection, sheet, plain, source, each.data_set, file_id)
        try:
            self.finished[source.table].take(bulk)
        except NotPlain:
            return plain.with_care()
        return bulk.sheet

    def _register(self, account: Account, sheet: Sheet, each: Input) -> None:
        self.accounts.append(account)
        self.sheets[account.file_id] = sheet.original or sheet
        # Whoever hands an official table in, it comes from the provider of the figures shipped. Mended rows
        # come back in addition to those that were never held.
        provider = "" if sheet.layout else each.load.provider
        whole = each.load.mode in ("whole", "replaces") and not sheet.mended
        self.connection.execute(
            "INSERT INTO origins VALUES ($1, $2, $3, $4, $5)",
            [account.file_id, each.load.load, provider, whole, each.asks],
        )
        for entry in each.settled:
            self.connection.execute(
                "INSERT INTO settled VALUES ($1, $2, $3)", [entry.table, entry.of, entry.provider]
            )

    def _settle_duplicates(self, source: Source, accounts: dict[int, Account]) -> None:
        """Rows that do not stand leave the table; the account says why."""
        settled = settle(self.connection, source)
        for file_id, line, role in settled.lines:
            account = accounts[file_id]
            account.loaded -= 1
            if role in HELD:
                account.quarantined += 1
                self.faults.append((file_id, _held(account, source, line, *HELD[role])))
            else:
                account.already_present += 1
                account.superseded += role == "superseded"
        for file_id, line, count in settled.again:
            if source.people and accounts[file_id].data_set == "real":
                accounts[file_id].notices.append(AGAIN.fill(line=line, count=count))
        for asked in settled.questions:
            file = accounts[asked.file_id]
            self.questions.append(Problem(file.file, file.sheet, 0, "", "", asked.words, asked.answers))

    def _prefer_real_rows(self, source: Source) -> None:
        """Real rows take the place of sample rows, and of published rows of the same coverage."""
        self.connection.execute(
            f"""
            DELETE FROM {source.table}
            WHERE data_set = 'sample' AND EXISTS (FROM {source.table} WHERE data_set = 'real')
            """
        )
        if source.coverage:
            same = " AND ".join(
                f"real.{name} IS NOT DISTINCT FROM {source.table}.{name}" for name in source.coverage
            )
            self.connection.execute(
                f"""
                DELETE FROM {source.table}
                WHERE data_set = 'published'
                    AND EXISTS (FROM {source.table} AS real WHERE real.data_set = 'real' AND {same})
                """
            )

    def _learn_names(self, table: str) -> None:
        words = reference.NAMES_SQL.format(reference=table, spellings=reference.SPELLINGS_SQL[table])
        self.connection.execute(f"INSERT INTO names {words}")

    def finish(self) -> None:
        """Build derived tables, check the whole, and write the account; raises LoadRefused if a check fails."""
        self._run(derived_tables.AFTER_FACTS)
        cubes.build(self.connection, self.sources)
        failed = self.failed_checks()
        unbalanced = [account for account in self.accounts if not account.balanced()]
        assert not unbalanced, f"the account does not add up: {unbalanced}"
        if failed:
            raise LoadRefused(tuple(failed))
        store(self.connection, self.accounts)
        self._fetch_quarantined()
        quarantine.store(self.connection, self.sheets, self.faults, self.unread)
        restatements.store(self.connection, self.fates)
        self.restated = restatements.listed(self.connection)
        self._store_contracts()

    def _fetch_quarantined(self) -> None:
        """Read lines that turned out to contradict others, and were never in our hands."""
        for file_id, sheet in self.sheets.items():
            lines = {problem.line for each, problem in self.faults if each == file_id}
            if sheet.clean and lines:
                self.sheets[file_id] = sheet.clean.with_care()
            elif sheet.plain and not lines <= sheet.lines():
                self.sheets[file_id] = in_doubt(sheet.plain, sheet, lines)

    def failed_checks(self) -> list[Problem]:
        """Run the checks of every table and keep their names; a problem for each place that fails one."""
        failed: list[Problem] = []
        self.connection.execute(
            "CREATE TABLE checks (name VARCHAR, label_ko VARCHAR, label_en VARCHAR, table_name VARCHAR)"
        )
        for source in self.sources:
            for each in source.checks:
                places = [str(row[0]) for row in self.connection.execute(each.sql).fetchall()]
                self.connection.execute(
                    "INSERT INTO checks VALUES ($1, $2, $3, $4)",
                    [each.name, each.label.ko, each.label.en, source.table],
                )
                failed += [
                    Problem(
                        source.table,
                        "",
                        0,
                        "",
                        place,
                        FAILED_CHECK.fill(check=Text(f"'{each.label.ko}'", f"'{each.label.en}'")),
                        each.next_step,
                    )
                    for place in places
                ]
        return failed

    def _store_contracts(self) -> None:
        """What each table is called and what its columns hold, for the reader of the snapshot; codes as JSON with their words."""
        self.connection.execute(
            """
            CREATE TABLE contracts (
                table_name VARCHAR, kind VARCHAR, table_ko VARCHAR, table_en VARCHAR,
                column_name VARCHAR, column_ko VARCHAR, column_en VARCHAR, needed BOOLEAN,
                is_key BOOLEAN, is_count BOOLEAN, reference VARCHAR, codes VARCHAR
            )
            """
        )
        rows = [
            [
                *(source.table, source.kind, source.label.ko, source.label.en),
                *(column.name, column.label.ko, column.label.en, not column.optional),
                *(column.name in source.key, column.measure and column.kind == "integer"),
                *(column.reference, json.dumps(dict(column.codes), ensure_ascii=False)),
            ]
            for source in self.sources
            for column in source.columns
        ]
        columns = {str(at): list(cells) for at, cells in enumerate(zip(*rows, strict=True))}
        self.connection.register("contract_rows", pa.table(columns))
        self.connection.execute("INSERT INTO contracts FROM contract_rows")
        self.connection.unregister("contract_rows")


def _account(file_id: int, each: Input, sheet: Sheet, table: str, data_set: str) -> Account:
    return Account(
        *(file_id, each.name, sheet.place(each.name), table, data_set, sheet.encoding, each.digest),
        *(sheet.rows_read, len(sheet.not_data)),
        load=each.load,
    )


def _held(account: Account, source: Source, line: int, expectation: Text, next_step: Text) -> Problem:
    labels = [source.column(name).label for name in source.key]
    key = Text(", ".join(label.ko for label in labels), ", ".join(label.en for label in labels))
    return Problem(account.file, account.sheet, line, "", "", expectation.fill(key=key), next_step)
