"""meomureum privacy verify RELEASE | attack RELEASE [--city CODE] | report [--city CODE] | dossier | sample

`verify` checks the proofs of the current snapshot's release by adding up, without a solver;
`attack` tries to work hidden values out of all that was ever handed out: every kept snapshot
and the ledger; `report` protects the sample anew and prints the figures, those of each table
last; `dossier` prints the paper for the review; `sample` writes anew those of the sample's protected
figures that are outdated (--all: every one). Exit codes: 0 all holds; 2 usage; 3 no such release; 4 something does not hold.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import duckdb

from etl.build import ensure_current
from meomureum.console import Parser, complain, say
from meomureum.privacy import ledger, proofs, release_build, release_files, sample_release
from meomureum.privacy.attack import attack
from meomureum.privacy.attack_across_releases import attack_proofs
from meomureum.privacy.dossier import dossier
from meomureum.privacy.menu import parameters
from meomureum.privacy.people import INSTITUTION, SENDERS
from meomureum.privacy.suppression import Protected
from meomureum.privacy.units import protected_units
from meomureum.store import environment, integrity, warehouse
from meomureum.store.environment import shipped
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text

OK, NO_RELEASE, BROKEN = 0, 3, 4
VERIFIED = Text(
    "{name}: 가린 칸 {count}개, {seconds}초, {verdict}",
    "{name}: {count} hidden cells, {seconds} s, {verdict}",
)
ATTACKED = Text(
    "{name}: 내준 것 {states}가지를 함께 놓고 가린 칸 {count}개 가운데 알아낸 값 {exact}개, {seconds}초",
    "{name}: from {states} states handed out, of {count} hidden cells {exact} worked out, {seconds} s",
)
PLANTED = Text(
    "  심어 둔 누출(한 칸 공개): 알아낸 값 {exact}개",
    "  with a planted leak (one cell shown): {exact} worked out",
)
REPORTED = Text(
    "{name}: 칸 {cells}, 가림 {hidden} ({share}%), 그 가운데 그 자체가 소수 {primary} ({floor}%, 어떤 방법으로도 이보다 "
    "적게 가릴 수 없음), 대표값 {headline}, 연도 합계 {one_way}; "
    "증거 {witnesses}개 확인 {checked}초, 공격으로 알아낸 값 {exact}, 좁혀진 값 {broken}",
    "{name}: {cells} cells, {hidden} hidden ({share}%), {primary} of them unsafe themselves ({floor}%, the least "
    "that anything could hide), {headline} headline, {one_way} totals of a year; "
    "{witnesses} witnesses checked in {checked} s, {exact} worked out by the attack, {broken} narrowed down",
)
OF_TABLE = Text(
    "  {table}: 칸 {cells}, 가림 {hidden} ({share}%), 그 자체가 소수 {primary} ({floor}%)",
    "  {table}: {cells} cells, {hidden} hidden ({share}%), {primary} unsafe themselves ({floor}%)",
)
PROTECTED = Text("{name}: 칸 {cells}, 가림 {hidden}", "{name}: {cells} cells, {hidden} hidden")
SPENT = Text("{name}: 보호하고 증명하는 데 {seconds}초", "{name}: {seconds} s to protect and prove")
ALL_OF = Text("모두 {release}", "all {release}")
HOLDS, FAILS = Text("성립", "holds"), Text("성립하지 않음", "does not hold")
MISSING = Text("현재 스냅숏에 이 공개 수준이 없습니다.", "The current snapshot has no such release.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = Parser(prog="meomureum privacy", description=__doc__)
    parser.speaks()
    parser.add_argument("--city", default="", help="one city only / 한 도시만")
    parser.add_argument("--all", action="store_true", help="sample: every figure / 모든 값")
    parser.add_argument("command", choices=[*_COMMANDS, "sample"])
    parser.add_argument("release", nargs="?", default="", choices=["", *(environment.RELEASES[1:])])
    parsed = parser.parse_args(sys.argv[1:] if arguments is None else arguments)
    if parsed.command == "sample":
        return _sample(parsed)
    snapshot = warehouse.current()
    if (damage := warehouse.damage()) is not None:
        complain(damage.report(parsed.lang))
    if snapshot is None or not set(snapshot.releases) - {"exact"} or _not_there(snapshot, parsed.release):
        complain(MISSING(parsed.lang))
        return NO_RELEASE
    try:
        return _COMMANDS[parsed.command](parsed, snapshot)
    except integrity.Damaged as damaged:
        complain(damaged.sentence(parsed.lang))
        return NO_RELEASE


def _not_there(snapshot: Snapshot, release: str) -> bool:
    return bool(release) and release not in snapshot.releases


def _found(parsed: argparse.Namespace, snapshot: Snapshot) -> Iterator[tuple[str, proofs.Proof]]:
    for name, proof in proofs_of(snapshot, parsed.release):
        if name.endswith(f"/{parsed.city}" if parsed.city else ""):
            yield name, proof


def proofs_of(snapshot: Snapshot, release: str = "") -> Iterator[tuple[str, proofs.Proof]]:
    """The proofs of a protected release, or of every one, each named by release and unit."""
    for each in [release] if release else [each for each in snapshot.releases if each != "exact"]:
        for unit, proof in proofs.load(snapshot.folder / sample_release.proof_file(each)):
            yield f"{each} {unit}", proof


def holds(snapshot: Snapshot, name: str, proof: proofs.Proof) -> bool:
    """Whether a proof adds up, leaves every hidden cell open, and is one of what the release shows."""
    release, unit = name.split(" ")
    shown = release_files.numbers(replace(snapshot, release=release), unit)
    return (
        not proofs.contradicting(proof)
        and not proofs.determined(proof)
        and not proofs.contradictions(proof, shown)
    )


def _verify(parsed: argparse.Namespace, snapshot: Snapshot) -> int:
    code = OK
    for name, proof in _found(parsed, snapshot):
        since = time.perf_counter()
        is_proved = holds(snapshot, name, proof)
        code = code if is_proved else BROKEN
        seconds = f"{time.perf_counter() - since:.2f}"
        verdict = HOLDS if is_proved else FAILS
        say(VERIFIED.fill(name=name, count=len(proof.hidden), seconds=seconds, verdict=verdict)(parsed.lang))
    return code


def _attack(parsed: argparse.Namespace, snapshot: Snapshot) -> int:
    code = OK
    for name, proof in _found(parsed, snapshot):
        since = time.perf_counter()
        release, unit = name.split(" ")
        states = _states(release, unit, proof)
        sender = SENDERS.get(unit.split("/")[1], INSTITUTION)
        found = [each for state in attack_proofs(states, sender) for each in state]
        exact = sum(each.exact for each in found)
        code = BROKEN if exact else code
        words = ATTACKED.fill(
            name=name,
            states=len(states),
            count=len(found),
            exact=exact,
            seconds=f"{time.perf_counter() - since:.1f}",
        )
        say(words(parsed.lang))
        if found:
            say(PLANTED.fill(exact=_planted(proof, sender))(parsed.lang))
    return code


def _states(release: str, unit: str, proof: proofs.Proof) -> list[proofs.Proof]:
    """Every proof of a unit that a release has handed out, the oldest first: of the ledger, of kept snapshots, this."""
    told = [
        each for each in ledger.read(environment.home() / ledger.FILE).of(unit) if each.release == release
    ]
    found = [proofs.unpacked(each.proof) for each in told]
    for path in (each.folder / sample_release.proof_file(release) for each in reversed(warehouse.kept())):
        mine = dict(proofs.load(path)).get(unit) if path.is_file() else None
        found += [] if mine is None else [mine]
    return list({proofs.digest(each): each for each in (*found, proof)}.values())


def _planted(proof: proofs.Proof, sender: str) -> int:
    """How many hidden cells fall when one is shown: one at least, or the attack is blind."""
    members = next(proof.cells[at] for at in proof.hidden if len(proof.cells[at]))
    (found,) = attack_proofs([proof], sender, [(members, int(proof.base[members].sum()))])
    return sum(each.exact for each in found)


def _report(parsed: argparse.Namespace, snapshot: Snapshot) -> int:
    known = parameters()
    whole = {each.name: Counter[str]() for each in known.profiles}
    cities: dict[str, Counter[str]] = {}
    tables = {each.name: dict[str, Counter[str]]() for each in known.profiles}
    since, spent = time.process_time(), 0.0
    with duckdb.connect(str(snapshot.folder / "exact.duckdb"), read_only=True) as connection:
        for unit in protected_units(connection, known, "sample", only=parsed.city):
            seconds = time.process_time() - since
            spent += seconds
            for release, level in unit.releases.items():
                told = _told(level, unit.proofs[release])
                whole[release].update(told)
                cities.setdefault(f"{unit.city} {release}", Counter()).update(told)
                for table, part in _by_table(level).items():
                    tables[release].setdefault(f"{unit.table} / {table}", Counter()).update(part)
                _say(f"{unit.name} {release}", told, parsed.lang)
            say(SPENT.fill(name=unit.name, seconds=f"{seconds:.1f}")(parsed.lang))
            since = time.process_time()
    if not parsed.city:
        for name, told in cities.items():
            _say(ALL_OF.fill(release=name)(parsed.lang), told, parsed.lang)
    for release, told in whole.items():
        _say(ALL_OF.fill(release=release)(parsed.lang), told, parsed.lang)
        _say_tables(tables[release], parsed.lang)
    say(SPENT.fill(name=ALL_OF.fill(release="")(parsed.lang).strip(), seconds=f"{spent:.1f}")(parsed.lang))
    return BROKEN if any(told["broken"] for told in whole.values()) else OK


def _told(level: Protected, proof: proofs.Proof) -> Counter[str]:
    """The figures of one release of a unit; times in thousandths of a second."""
    cells = level.publication.cells
    hidden = [cells[at] for at in level.hidden]
    since = time.process_time()
    sensitive = [(each.members, each.high) for each in level.sensitive]
    unproved = proofs.unproved(proof, sensitive)
    checked = time.process_time() - since
    found = attack(level.publication, level.shown, level.sensitive)
    return Counter(
        cells=len(cells),
        hidden=len(hidden),
        primary=len(level.primary),
        headline=sum(each.headline for each in hidden),
        one_way=sum(any(place.table == "year" for place in each.shown) for each in hidden),
        witnesses=len(proof.steps),
        checked=round(1000 * checked),
        exact=sum(each.exact for each in found),
        broken=sum(each.broken for each in found) + len(unproved),
    )


def _by_table(level: Protected) -> dict[str, Counter[str]]:
    """The cells of each table of a unit: all, hidden, unsafe themselves. A cell counts in each table that shows it."""
    found: dict[str, Counter[str]] = {}
    for at, cell in enumerate(level.publication.cells):
        told = {"cells": 1, "hidden": int(at in level.hidden), "primary": int(at in level.primary)}
        for table in dict.fromkeys(place.table for place in cell.shown):
            found.setdefault(table, Counter()).update(told)
    return found


def _say_tables(tables: Mapping[str, Counter[str]], language: Language) -> None:
    """The tables in which something is hidden."""
    for table, told in tables.items():
        if told["hidden"]:
            say(OF_TABLE.fill(table=table, **_counted(told))(language))


def _counted(told: Counter[str]) -> dict[str, str | int]:
    """The cells, the hidden and the unsafe ones, with their shares in per cent."""
    numbers = {key: told[key] for key in ("cells", "hidden", "primary")}
    of = max(told["cells"], 1) / 100
    return {**numbers, "share": f"{told['hidden'] / of:.1f}", "floor": f"{told['primary'] / of:.1f}"}


def _say(name: str, told: Counter[str], language: Language) -> None:
    rest = {key: told[key] for key in ("headline", "one_way", "witnesses", "exact", "broken")}
    checked = f"{told['checked'] / 1000:.1f}"
    say(REPORTED.fill(name=name, checked=checked, **rest, **_counted(told))(language))


def _dossier(parsed: argparse.Namespace, snapshot: Snapshot) -> int:
    say(*dossier(snapshot.folder, snapshot.id, parsed.lang).split("\n"))
    return OK


def _sample(parsed: argparse.Namespace) -> int:
    exact = ensure_current().folder / "exact.duckdb"
    data = shipped(environment.data(), "sample").parent
    for unit in release_build.write_sample(exact, data, every=parsed.all):
        for release, level in unit.releases.items():
            words = PROTECTED.fill(
                name=f"{unit.name} {release}", cells=len(level.publication.cells), hidden=len(level.hidden)
            )
            say(words(parsed.lang))
    return OK


_COMMANDS: Mapping[str, Callable[[argparse.Namespace, Snapshot], int]] = {
    "verify": _verify,
    "attack": _attack,
    "report": _report,
    "dossier": _dossier,
}
