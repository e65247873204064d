"""Fill one new database, table by table: stage, settle duplicates, build, check, account."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from etl import derived, reference
from etl.contract import LoadRefused, Problem, Source
from etl.reading import Sheet
from etl.staging import create_staged, prepare, stage, stored_columns
from texts import Text


UNKNOWN_COLUMN = Text("알 수 없는 열 {header:은/는} 읽지 않았습니다.", "Unknown column {header} was not read.")
FAILED_CHECK = Text("검사 {check:을/를} 통과하지 못했습니다.", "The check {check} failed.")


@dataclass(frozen=True)
class Input:
    """One file that goes into a snapshot, the set its rows belong to, and its table if forced."""

    path: Path
    data_set: str
    table: str = ""

    @property
    def name(self) -> str:
        """The name the file came with; a kept file carries its digest in front."""
        name = self.path.name
        return name[13:] if self.data_set == "real" and name[:13] == f"{self.digest[:12]}-" else name

    @property
    def digest(self) -> str:
        """SHA-256 of the file's bytes."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()


@dataclass
class Account:
    """Every row of one sheet: read = loaded + already present + quarantined + not data."""

    file_id: int
    file: str
    sheet: str
    table: str
    data_set: str
    encoding: str
    sha256: str
    rows_read: int
    not_data: int
    quarantined: int = 0
    already_present: int = 0
    loaded: int = 0
    notices: list[Text] = field(default_factory=list)

    def balanced(self) -> bool:
        """Whether the account adds up."""
        return self.rows_read == self.loaded + self.already_present + self.quarantined + self.not_data


class Loader:
    """One new database being filled, table by table, in the order of SOURCES."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, sources: tuple[Source, ...]) -> None:
        self.connection = connection
        self.sources = sources
        self.accounts: list[Account] = []
        self.problems: list[Problem] = []
        prepare(connection, sources)
        for source in sources:
            create_staged(connection, source)

    def load(self, source: Source, sheets: list[tuple[Input, Sheet]]) -> None:
        """Stage the sheets of one table, settle duplicates and build the table."""
        accounts = [self._stage(source, each, sheet) for each, sheet in sheets]
        if accounts:
            self._settle_duplicates(source, {account.file_id: account for account in accounts})
        self.connection.execute(f"CREATE TEMP VIEW staged AS FROM {source.table}_staged")
        self.connection.execute(f"CREATE TABLE {source.table} AS {source.sql}")
        self.connection.execute("DROP VIEW staged")
        if source.kind == "facts":
            self._prefer_real_rows(source)
        if source.table in reference.SPELLINGS_SQL:
            self._learn_names(source.table)
        if source is reference.TABLES[-1]:
            self._run(derived.AFTER_REFERENCE)

    def _run(self, statements: Iterable[str]) -> None:
        for statement in statements:
            self.connection.execute(statement)

    def _stage(self, source: Source, each: Input, sheet: Sheet) -> Account:
        account = Account(
            file_id=len(self.accounts) + 1,
            file=each.name,
            sheet=sheet.name,
            table=source.table,
            data_set=each.data_set,
            encoding=sheet.encoding,
            sha256=each.digest,
            rows_read=sheet.rows_read,
            not_data=len(sheet.not_data),
        )
        staged = stage(self.connection, sheet, source, each.data_set, account.file_id)
        account.quarantined = len({problem.line for problem in staged.problems})
        account.loaded = account.rows_read - account.not_data - account.quarantined
        account.notices = [
            UNKNOWN_COLUMN.fill(header=f"'{header}'")
            for header in staged.unknown_headers
        ]
        self.problems.extend(staged.problems)
        self.accounts.append(account)
        return account

    def _settle_duplicates(self, source: Source, accounts: dict[int, Account]) -> None:
        """Rows seen before count as already present; rows that contradict each other go to quarantine."""
        values = [name for name in stored_columns(source) if name not in source.key]
        content = f"HASH(ROW({', '.join(values)}))" if values else "0"
        self.connection.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE repeated AS
            SELECT
                file_id,
                line,
                ROW_NUMBER() OVER same_key AS place,
                MIN({content}) OVER whole_key <> MAX({content}) OVER whole_key AS contradicts
            FROM {source.table}_staged
            WINDOW
                whole_key AS (PARTITION BY data_set, {', '.join(source.key)}),
                same_key AS (PARTITION BY data_set, {', '.join(source.key)} ORDER BY file_id, line)
            QUALIFY COUNT(*) OVER whole_key > 1
            """
        )
        for file_id, line, contradicts in self.connection.execute(
            "SELECT file_id, line, contradicts FROM repeated WHERE place > 1 OR contradicts ORDER BY file_id, line"
        ).fetchall():
            account = accounts[file_id]
            account.loaded -= 1
            if contradicts:
                account.quarantined += 1
                self.problems.append(_contradiction(account, source, line))
            else:
                account.already_present += 1
        self.connection.execute(
            f"""
            DELETE FROM {source.table}_staged AS staged
            USING repeated
            WHERE repeated.file_id = staged.file_id
                AND repeated.line = staged.line
                AND (repeated.place > 1 OR repeated.contradicts)
            """
        )

    def _prefer_real_rows(self, source: Source) -> None:
        """Real rows take the place of sample rows, and of published rows of the same coverage."""
        self.connection.execute(
            f"""
            DELETE FROM {source.table}
            WHERE data_set = 'sample' AND EXISTS (FROM {source.table} WHERE data_set = 'real')
            """
        )
        if source.coverage:
            same = " AND ".join(f"real.{name} IS NOT DISTINCT FROM {source.table}.{name}" for name in source.coverage)
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
        """Derived tables, checks of the whole, and the account; LoadRefused when a check fails."""
        self._run(derived.AFTER_FACTS)
        failed = self._run_checks()
        unbalanced = [account for account in self.accounts if not account.balanced()]
        assert not unbalanced, f"the account does not add up: {unbalanced}"
        if failed:
            raise LoadRefused(tuple(failed))
        self._store_account()
        self._store_contracts()

    def _run_checks(self) -> list[Problem]:
        failed: list[Problem] = []
        self.connection.execute("CREATE TABLE checks (name VARCHAR, label_ko VARCHAR, label_en VARCHAR, table_name VARCHAR)")
        for source in self.sources:
            for each in source.checks:
                places = [str(row[0]) for row in self.connection.execute(each.sql).fetchall()]
                self.connection.execute(
                    "INSERT INTO checks VALUES ($1, $2, $3, $4)", [each.name, each.label.ko, each.label.en, source.table]
                )
                failed += [
                    Problem(
                        source.table,
                        "",
                        0,
                        "",
                        place,
                        FAILED_CHECK.fill(check=Text(f"'{each.label.ko}'", f"'{each.label.en}'")),
                        Text("이 자료를 확인하세요.", "Check this part of the data."),
                    )
                    for place in places
                ]
        return failed

    def _store_account(self) -> None:
        self.connection.execute(
            """
            CREATE TABLE files (
                file_id INTEGER, file VARCHAR, sheet VARCHAR, table_name VARCHAR, data_set VARCHAR, encoding VARCHAR,
                sha256 VARCHAR, rows_read BIGINT, loaded BIGINT, already_present BIGINT, quarantined BIGINT, not_data BIGINT
            )
            """
        )
        self.connection.execute(
            """
            CREATE TABLE quarantine (
                file VARCHAR, sheet VARCHAR, line BIGINT, column_name VARCHAR, value VARCHAR, reason_ko VARCHAR, reason_en VARCHAR
            )
            """
        )
        self.connection.executemany(
            "INSERT INTO files VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            [
                [a.file_id, a.file, a.sheet, a.table, a.data_set, a.encoding, a.sha256]
                + [a.rows_read, a.loaded, a.already_present, a.quarantined, a.not_data]
                for a in self.accounts
            ],
        )
        for problem in self.problems:
            reason_ko = f"{problem.expectation.ko} {problem.next_step.ko}"
            reason_en = f"{problem.expectation.en} {problem.next_step.en}"
            self.connection.execute(
                "INSERT INTO quarantine VALUES ($1, $2, $3, $4, $5, $6, $7)",
                [problem.file, problem.sheet, problem.line, problem.column, problem.value, reason_ko, reason_en],
            )

    def _store_contracts(self) -> None:
        """What each table is called and which columns it takes, for the reader of the snapshot."""
        self.connection.execute(
            """
            CREATE TABLE contracts (
                table_name VARCHAR, kind VARCHAR, table_ko VARCHAR, table_en VARCHAR,
                column_name VARCHAR, column_ko VARCHAR, column_en VARCHAR, needed BOOLEAN
            )
            """
        )
        rows = [
            [source.table, source.kind, source.label.ko, source.label.en]
            + [column.name, column.label.ko, column.label.en, not column.optional]
            for source in self.sources
            for column in source.columns
        ]
        self.connection.executemany("INSERT INTO contracts VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", rows)


def _contradiction(account: Account, source: Source, line: int) -> Problem:
    labels = [source.column(name).label for name in source.key]
    return Problem(
        account.file,
        account.sheet,
        line,
        "",
        "",
        Text(
            f"같은 항목({', '.join(label.ko for label in labels)})에 다른 값이 있습니다.",
            f"Another row has the same key ({', '.join(label.en for label in labels)}) and other values.",
        ),
        Text("맞는 행 하나만 남기세요.", "Keep the one that is right."),
    )
