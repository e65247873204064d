"""The last look at a snapshot before readers are pointed at it: the files themselves, opened again from disk.

Nothing here knows the programme that wrote them or what it held in memory. Every file, proof and line of
the ledger is read anew and held against the others and against the exact release: what has no decision is
hidden, what is shown is true or stands in the ledger from before, and nothing lies about that belongs to
another city, another snapshot or nobody.
"""

from __future__ import annotations

import itertools
import lzma
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from meomureum.privacy import dossier, ledger, proofs, release_files, sample_release
from meomureum.privacy.beside_rows import beside_rows
from meomureum.privacy.figure_comparison import beyond, difference, untrue, without_number
from meomureum.privacy.menu import Parameters, Profile, parameters
from meomureum.privacy.previous_releases import Past
from meomureum.privacy.proofs import Proof
from meomureum.privacy.publication import Place
from meomureum.privacy.release_build import closed_tables, frame_of
from meomureum.privacy.rows import COLUMNS, KEY, NUMBERS, computed, open_rows
from meomureum.privacy.rules import sensitive
from meomureum.privacy.units import publications
from meomureum.store.connections import as_literal
from meomureum.texts import LANGUAGES, Text

MOST_NAMED = 5
UNREADABLE = (OSError, ValueError, LookupError, EOFError, zipfile.BadZipFile, lzma.LZMAError, duckdb.Error)
_TWICE = Text("같은 칸이 두 번 있습니다", "a cell stands there twice")
_TELLS = Text("가린 칸에 수가 있습니다", "a hidden cell holds a number")
_OTHER_ROWS = Text("공표하기로 한 것과 다른 칸이 있습니다", "a cell differs from what was decided")
_UNTRUE = Text("정확한 자료와 다른 수입니다", "a number differs from the exact release")
_UNDECIDED = Text("증명에 없는 수가 보입니다", "a number is shown that the proof does not show")
_OPENED = Text("한 번 가린 칸이 보입니다", "a cell is shown that was hidden before")
_MOVED = Text(
    "앞서 공표한 수와 너무 조금 다릅니다", "a number differs too little from what was handed out before"
)
_NOT_NESTED = Text("공개에 보이는 수가 내부와 다릅니다", "public shows a number that internal does not")
_NO_PROOF = Text("증명이 성립하지 않습니다", "the proof does not hold")
_OTHER_PROOF = Text("이 스냅숏의 증명이 아닙니다", "the proof is not that of this snapshot")
_MISSING = Text("공표한 기록이 없습니다", "it was not entered in the ledger")
_ROWS = Text(
    "행이나 표가 이 공개 수준에 있어야 할 것과 다릅니다",
    "its rows or tables are not those of this release",
)
_FILE = Text("파일에 지운 자리나 모르는 것이 있습니다", "the file holds deleted pages or things unknown")
_UNREADABLE = Text("읽을 수 없는 것이 있습니다", "something in it cannot be read")
_FILES = Text("스냅숏에 모르는 파일이 있습니다", "the snapshot holds an unknown file")


@dataclass(frozen=True)
class Fault:
    """Something written that may not be published: in which release, table and city, at which cells, and why."""

    release: str
    why: Text
    table: str = ""
    city: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Folder:
    """What is looked at: the snapshot's folder, the ledger with and without what it adds, the shipped sample.

    `protects` says whether the city's own rows are published in the protected releases.
    """

    place: Path
    ledger: Path
    before: Path
    data: Path
    protects: bool


def faults(written: Folder) -> tuple[Fault, ...]:
    """Everything that keeps the written releases of a snapshot from being published; none when all holds."""
    return tuple(_every(written))


def hold(written: Folder) -> bool:
    """Whether nothing does: the look ends at the first fault."""
    return next(_every(written), None) is None


def _every(written: Folder) -> Iterator[Fault]:
    try:
        yield from _looked_at(written)
    except UNREADABLE as failure:  # nothing is published of which not every byte can be judged
        yield Fault("", _UNREADABLE, cells=(f"{type(failure).__name__}: {failure}",))


def _looked_at(written: Folder) -> Iterator[Fault]:
    with duckdb.connect() as connection:
        for name in sorted(path.stem for path in written.place.glob("*.duckdb")):
            file = as_literal(written.place / f"{name}.duckdb")
            connection.execute(f"ATTACH {file} AS {name} (READ_ONLY)")
        known = parameters()
        found = [each for each in known.profiles if (written.place / f"{each.name}.duckdb").is_file()]
        if not found and not written.protects:
            yield from _unknown_files(written)
        else:
            yield from _Look(connection, written, known).faults()


def _unknown_files(written: Folder) -> Iterator[Fault]:
    names = [profile.name for profile in parameters().profiles]
    expected = {"exact.duckdb", "manifest.json", *(f"{name}.duckdb" for name in names)}
    expected |= {sample_release.proof_file(name) for name in names} | {
        dossier.file_name(each) for each in LANGUAGES
    }
    for path in sorted(written.place.iterdir()):
        if path.name not in expected:
            yield Fault("", _FILES, cells=(path.name,))


class _Look:
    """One reading of everything."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, written: Folder, known: Parameters) -> None:
        self._connection, self._written, self._known = connection, written, known
        self._now, self._before = ledger.read(written.ledger), ledger.read(written.before)
        connection.execute("USE exact")
        self._closed = closed_tables(connection)
        self._units = [*self._own()] if written.protects else []
        tables = [table for table, data_set in self._closed if data_set == "sample"]
        self._sample = sample_release.figures(connection, tables, written.data)

    def _own(self) -> Iterator[str]:
        for table, data_set in self._closed:
            if data_set == "real" and table in self._known.menu:
                sql = f"SELECT DISTINCT city_id FROM {table} WHERE data_set = 'real' AND city_id IS NOT NULL"
                yield from (f"real/{table}/{city}" for (city,) in self._connection.execute(sql).fetchall())

    def faults(self) -> Iterator[Fault]:
        yield from _unknown_files(self._written)
        figures: dict[str, pd.DataFrame] = {}
        found: dict[str, dict[str, Proof]] = {}
        for profile in self._known.profiles:
            yield from self._file(profile.name)
            figures[profile.name] = self._connection.execute(f"FROM {profile.name}.protected").df()
            yield from self._rows(profile.name, figures[profile.name])
            found[profile.name] = dict(
                proofs.load(self._written.place / sample_release.proof_file(profile.name))
            )
            yield from self._proofs(profile.name, found[profile.name])
            yield from self._decisions(profile.name, figures[profile.name], found[profile.name])
        yield from self._nesting(figures, found)
        for unit in self._units:
            yield from self._unit(unit, found)

    # The files.

    def _file(self, release: str) -> Iterator[Fault]:
        free = self._connection.execute(
            "SELECT free_blocks, wal_size FROM pragma_database_size() WHERE database_name = $name",
            {"name": release},
        ).fetchall()
        strange = beside_rows(self._connection, release)
        wal = (self._written.place / f"{release}.duckdb.wal").exists()
        if wal or strange or any(blocks for blocks, _ in free):
            yield Fault(release, _FILE, cells=tuple(strange))
        mine, all_of_them = self._tables(release) - {"protected", "closed"}, self._tables("exact")
        for table in sorted(mine ^ all_of_them):
            yield Fault(release, _ROWS, table)
        for table in sorted(mine & all_of_them):
            if self._differs(release, table):
                yield Fault(release, _ROWS, table)
        told = self._connection.execute(f"SELECT table_name, data_set FROM {release}.closed ORDER BY ALL")
        if told.fetchall() != self._closed:
            yield Fault(release, _ROWS, "closed")

    def _tables(self, release: str) -> set[str]:
        sql = "SELECT table_name FROM duckdb_tables() WHERE database_name = $name"
        return {str(row[0]) for row in self._connection.execute(sql, {"name": release}).fetchall()}

    def _differs(self, release: str, table: str) -> bool:
        """Whether a table holds other rows than those that may be in a release."""
        kinds = self._connection.execute(f"DESCRIBE exact.{table}").fetchall()
        plain = ", ".join(
            f"{name}::VARCHAR AS {name}" if kind.startswith("ENUM") else name for name, kind, *_ in kinds
        )
        # Each row stands as often on one side as on the other; grouping costs a third of EXCEPT ALL.
        sql = f"""
            SELECT COUNT(*)
            FROM (
                SELECT SUM(side) AS over
                FROM (
                    SELECT {plain}, 1 AS side FROM {release}.{table}
                    UNION ALL
                    SELECT {plain}, -1 AS side FROM exact.{table} WHERE {release_files.kept(table)}
                )
                GROUP BY {", ".join(f'"{name}"' for name, *_ in kinds)}
            )
            WHERE over <> 0
        """
        return self._connection.execute(sql).fetchall() != [(0,)]

    # The figures.

    def _rows(self, release: str, figures: pd.DataFrame) -> Iterator[Fault]:
        if tuple(figures.columns) != COLUMNS:
            yield Fault(release, _FILE, "protected")
            return
        keys = [*KEY, "data_set"]
        one_of = figures[keys].assign(data_set=figures["data_set"] == "sample").astype(object)
        yield from _named(release, _TWICE, figures[one_of.where(one_of.notna(), "").duplicated().to_numpy()])
        closed = without_number(figures) | figures["missing"].notna()
        yield from _named(release, _TELLS, figures[closed & figures[list(NUMBERS)].notna().any(axis=1)])
        yield from _named(release, _OTHER_ROWS, difference(figures, self._expected(release)))

    def _expected(self, release: str) -> pd.DataFrame:
        """What was decided to be in a release: the sample's figures, the ledger's, and what is public already."""
        order = [profile.name for profile in self._known.profiles]
        parts = [] if self._sample is None else [release_files.as_released(self._sample, release, order)]
        for table in {each.split("/")[1]: None for each in self._own()} if self._written.protects else ():
            mine = {each.split("/")[2] for each in self._units if each.split("/")[1] == table}
            sql = f"SELECT DISTINCT city_id FROM exact.{table} WHERE city_id IS NOT NULL"
            others = sorted({str(row[0]) for row in self._connection.execute(sql).fetchall()} - mine)
            public = open_rows(self._connection, self._known, table, others)
            parts.append(release_files.as_released(public, release, order))
        for unit in self._units:
            entry = self._now.newest(unit).get(release)
            parts += [] if entry is None else [frame_of(entry)]
        filled = [each for each in parts if len(each)]
        return pd.concat(filled) if filled else pd.DataFrame(columns=list(COLUMNS))

    # The proofs.

    def _proofs(self, release: str, found: Mapping[str, Proof]) -> Iterator[Fault]:
        expected: dict[str, str] = {}
        if self._sample is not None and len(self._sample):
            held = set(self._sample["table_name"])
            for unit, proof in self._shipped(release, found).items():
                if unit.split("/")[1] in held:
                    expected[unit] = proofs.digest(proof)
        for unit in self._units:
            entry = self._now.newest(unit).get(release)
            if entry is None:
                yield _of(release, unit, _MISSING)
            else:
                expected[unit] = proofs.digest(proofs.unpacked(entry.proof))
        for unit in sorted(expected.keys() | found.keys()):
            if unit not in found or proofs.digest(found[unit]) != expected.get(unit):
                yield _of(release, unit, _OTHER_PROOF)
            elif proofs.contradicting(found[unit]) or proofs.determined(found[unit]):
                yield _of(release, unit, _NO_PROOF)

    def _shipped(self, release: str, found: Mapping[str, Proof]) -> Mapping[str, Proof]:
        """The proofs of the shipped sample; a file of the same bytes holds those that were found."""
        name = sample_release.proof_file(release)
        shipped = self._written.data / sample_release.FOLDER / name
        same = shipped.read_bytes() == (self._written.place / name).read_bytes()
        return found if same else dict(proofs.load(shipped))

    def _decisions(self, release: str, figures: pd.DataFrame, found: Mapping[str, Proof]) -> Iterator[Fault]:
        """Each number that is shown, against the proof: of rows of the city's own the part that is its own."""
        shown = figures[~without_number(figures) & figures["missing"].isna()]
        shown = shown[shown["data_set"] != "published"]
        for (data_set, table, city), mine in shown.groupby(["data_set", "table_name", "city_id"]):
            proof = found.get(f"{data_set}/{table}/{city}", proofs.NOTHING)
            public = self._public_part(str(table), str(city)) if data_set == "real" else {}
            wrong = [
                " / ".join(place)
                for *place, number in release_files.shown_numbers(mine.astype(object))
                if proof.numbers.get((place[0], place[1], place[2]))
                != number - public.get((place[0], place[1], place[2]), 0)
            ]
            if wrong:
                yield Fault(release, _UNDECIDED, str(table), str(city), tuple(wrong[:MOST_NAMED]))

    def _public_part(self, table: str, city: str) -> dict[Place, float]:
        """What published rows alone contribute to a city's figures."""
        found = computed(self._connection, self._known, table, (city,), "real", public_part=True)
        whole = found[found["missing"].isna()] if len(found) else found
        return {(row[0], row[1], row[2]): row[3] for row in release_files.shown_numbers(whole.astype(object))}

    def _nesting(
        self, figures: Mapping[str, pd.DataFrame], found: Mapping[str, Mapping[str, Proof]]
    ) -> Iterator[Fault]:
        names = [profile.name for profile in self._known.profiles]
        for wide, narrow in itertools.pairwise(names):
            outside = figures[narrow][beyond(figures[narrow], figures[wide])]
            yield from _named(narrow, _NOT_NESTED, outside[~without_number(outside)])
            for unit, proof in found[narrow].items():
                known = found[wide].get(unit, proofs.NOTHING).numbers
                if any(known.get(place) != n for place, n in proof.numbers.items() if n is not None):
                    yield _of(narrow, unit, _NOT_NESTED)

    # The city's own people: what is new is true, and says nothing about what was hidden before.

    def _unit(self, unit: str, found: Mapping[str, Mapping[str, Proof]]) -> Iterator[Fault]:
        before, now = self._before.newest(unit), self._now.newest(unit)
        if before and before == now:
            return
        _, table, city = unit.split("/")
        past = Past(self._before.of(unit))
        truth = computed(self._connection, self._known, table, (city,), "real")
        whole = dict(
            publications(
                self._connection,
                self._known,
                table,
                "real",
                lambda _: past.further([offer.table for offer in self._known.menu[table]]),
            )
        )[city]
        names = [profile.name for profile in self._known.profiles]
        for at, profile in enumerate(self._known.profiles):
            proof = found[profile.name].get(unit)
            if proof is None or profile.name not in now:
                continue
            shown = frame_of(now[profile.name])
            yield from _named(profile.name, _UNTRUE, untrue(shown, truth))
            known = past.known(whole, names[at:])
            asked = [(each.members, each.high) for each in sensitive(known, profile)]
            if not proofs.is_true_of(proof, whole) or proofs.unproved(proof, asked):
                yield _of(profile.name, unit, _NO_PROOF)
            yield from self._against(unit, profile, proof)

    def _against(self, unit: str, profile: Profile, proof: Proof) -> Iterator[Fault]:
        """A new proof against everything that this release has handed out of the unit."""
        for release, old in Past(self._before.of(unit)).proofs:
            if release != profile.name:
                continue
            both = [
                (place, was, proof.numbers[place])
                for place, was in old.numbers.items()
                if place in proof.numbers
            ]
            opened = [" / ".join(place) for place, was, now in both if was is None and now is not None]
            moved = [
                " / ".join(place)
                for place, was, now in both
                if was is not None and now is not None and 0 < abs(now - was) < profile.k
            ]
            for cells, why in ((opened, _OPENED), (moved, _MOVED)):
                if cells:
                    yield _of(profile.name, unit, why, cells)


def _of(release: str, unit: str, why: Text, cells: Sequence[str] = ()) -> Fault:
    _, table, city = unit.split("/")
    return Fault(release, why, table, city, tuple(cells[:MOST_NAMED]))


def _named(release: str, why: Text, rows: pd.DataFrame) -> Iterator[Fault]:
    """One fault for each table and city of some rows, with the first cells."""
    for (table, city), mine in rows.astype(object).groupby(["table_name", "city_id"], dropna=False):
        cells = [
            " ".join(
                _word(row[name]) for name in ("kpi_id", *str(row["combination"]).split(" x ")) if name in row
            )
            for row in mine.head(MOST_NAMED).to_dict("records")
        ]
        yield Fault(release, why, str(table), str(city), tuple(cells))


def _word(value: object) -> str:
    """A year that stood in a column with gaps is a whole number all the same."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
