"""Random lives of a data folder, and what must stand at the end of one, worked out without the code under test.

A life is what happens to one school in one year: files are loaded, corrected, withdrawn, replaced, settled and
rolled back. Many lives share one ledger, each with rows of its own, so that one snapshot tells of all of them.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
from small import Folder, written

from etl import load_ledger
from etl.build import fill
from etl.file_intake import keep
from etl.inputs import inputs_of
from etl.load_accounts import Account
from etl.load_ledger import Act as KindOfAct
from etl.load_ledger import Load, Mode
from meomureum.store.digests import digest_of

HEADER = ("연도", "학교", "졸업 후 진로", "진로 지역", "졸업자")
OUTCOMES = {"취업": "employed", "대학교": "university", "기타": "other"}
PLACES = {"김해": "gimhae", "양산": "yangsan", "부산": "busan"}
PROVIDERS = ("학교", "교육청", "시청")
SCHOOLS = {
    "김해건설공업고등학교": "gimhae_construction",
    "안산공업고등학교": "ansan_tech",
}
YEARS = range(2000, 2025)
Key = tuple[str, str]
About = tuple[int, str]
"""A year and a school."""
ABOUTS: tuple[About, ...] = tuple((year, school) for year in YEARS for school in SCHOOLS)
TOGETHER = len(ABOUTS)


@dataclass(frozen=True)
class Act:
    """One act of a life, in the words of its ledger; `says` are the rows of a load that can be read."""

    number: int
    kind: KindOfAct
    provider: str = ""
    mode: Mode = ""
    of: tuple[int, ...] = ()
    about: About = (0, "")
    """What a settlement is about."""
    says: dict[About, dict[Key, int]] = field(default_factory=dict)
    lines: tuple[tuple[object, ...], ...] = ()


# What must stand: from the acts alone.


def counting(acts: Iterable[Act]) -> list[Act]:
    """The acts that count: walked from the last to the first, each takes others out."""
    found: list[Act] = []
    out: set[int] = set()
    only: set[int] | None = None
    for act in sorted(acts, key=lambda each: -each.number):
        if act.number in out or (only is not None and act.number not in only):
            continue
        found.insert(0, act)
        if act.kind == "roll_back" and only is None:
            only = set(act.of)
        elif act.kind in ("load", "withdraw"):
            out |= set(act.of)
    return found


@dataclass
class Claim:
    people: int
    whole: bool


def claims(acts: Iterable[Act], about: About) -> dict[str, dict[Key, Claim]]:
    """What each provider says of a school in a year, after all that it has sent."""
    said: dict[str, dict[Key, Claim]] = {}
    for act in acts:
        says = act.says.get(about)
        if not says:
            continue
        mine = said.setdefault(act.provider, {})
        whole = act.mode in ("whole", "replaces")
        if whole:
            mine = said[act.provider] = {key: claim for key, claim in mine.items() if key in says}
        for key, people in says.items():
            before = mine.get(key)
            mine[key] = Claim(people, whole or (before is not None and before.whole))
    return said


def stands(acts: Iterable[Act], about: About) -> tuple[dict[Key, int], bool]:
    """The rows that stand of a school in a year, and whether providers dispute what one of them leaves out."""
    force = counting(acts)
    said = claims(force, about)
    # The last word alone decides: where its provider says nothing any more, nobody has said who of the others is right.
    settled = [act for act in force if act.kind == "settle" and act.about == about]
    if settled and said.get(settled[-1].provider):
        right = settled[-1].provider
        for provider in said.keys() - {right}:
            said[provider] = {
                key: claim
                for key, claim in said[provider].items()
                if not claim.whole and key not in said[right]
            }
    wholes = {provider for provider, mine in said.items() if any(claim.whole for claim in mine.values())}
    found: dict[Key, int] = {}
    lacking = False
    for key in {key for mine in said.values() for key in mine}:
        holders = {provider: mine[key] for provider, mine in said.items() if key in mine}
        lonely = {provider for provider, claim in holders.items() if claim.whole and wholes - holders.keys()}
        lacking = lacking or bool(lonely)
        if len({claim.people for claim in holders.values()}) == 1 and holders.keys() - lonely:
            found[key] = next(iter(holders.values())).people
    return found, lacking


def asks(acts: list[Act], load: Act) -> bool:
    """Whether a load of which nobody has said how it meets what came before must be asked about."""
    force = counting([*acts, load])[:-1]
    return any(
        claims(force, about).get(load.provider, {}).keys() - says.keys() or stands([*acts, load], about)[1]
        for about, says in load.says.items()
        if says
    )


# Lives.


def lived(chance: random.Random, abouts: tuple[About, ...]) -> list[Act]:
    """The acts of some lives that share a ledger."""
    acts: list[Act] = []
    for _ in range(chance.randint(3, 12)):
        number, force = len(acts) + 1, counting(acts)
        loads = [act for act in force if act.kind == "load"]
        kind = chance.choice(("load", "load", "load", "withdraw", "replace", "settle", "roll_back"))
        if kind == "withdraw" and force:
            acts.append(Act(number, "withdraw", of=(chance.choice(force).number,)))
        elif kind == "settle" and loads:
            for about in chance.sample(abouts, len(abouts) // 3):
                acts.append(Act(len(acts) + 1, "settle", chance.choice(loads).provider, about=about))
        elif kind == "roll_back" and acts:
            before = counting(acts[: chance.randint(0, len(acts))])
            acts.append(Act(number, "roll_back", of=tuple(act.number for act in before)))
        else:
            of = (chance.choice(loads).number,) if kind == "replace" and loads else ()
            acts.append(_load(chance, acts, abouts, of))
    return acts


def _load(chance: random.Random, acts: list[Act], abouts: tuple[About, ...], of: tuple[int, ...]) -> Act:
    says = {about: _says(chance, claims(counting(acts), about)) for about in abouts if chance.random() < 0.8}
    lines = tuple(_lines(chance, says))
    act = Act(len(acts) + 1, "load", chance.choice(PROVIDERS), "whole", of, says=says, lines=lines)
    if asks(acts, act) or chance.random() < 0.2:
        return replace(act, mode=chance.choice(("adds", "replaces")))
    return act


def _says(chance: random.Random, before: dict[str, dict[Key, Claim]]) -> dict[Key, int]:
    """New rows, or what somebody said before with a key moved, dropped or mended."""
    says = {_key(chance): chance.randint(1, 40) for _ in range(chance.randint(0, 4))}
    if not before or chance.random() < 0.3:
        return says
    known = {key: claim.people for key, claim in chance.choice(list(before.values())).items()}
    changed = {**known, **(says if chance.random() < 0.4 else {})}
    if changed and chance.random() < 0.5:
        people = changed.pop(chance.choice(list(changed)))
        if chance.random() < 0.6:
            changed[_key(chance)] = people
    return changed


def _key(chance: random.Random) -> Key:
    return chance.choice(list(OUTCOMES)), chance.choice(list(PLACES))


def _lines(chance: random.Random, says: dict[About, dict[Key, int]]) -> list[tuple[object, ...]]:
    """A file's lines: its rows, some of them twice, faulty ones and blank ones between them."""
    rows: list[tuple[object, ...]] = []
    for about, mine in says.items():
        rows += [(*about, *key, people) for key, people in mine.items()]
        rows += [(*about, "취업", "김해", "많음") for _ in range(chance.random() < 0.1)]
    rows += [row for row in rows if chance.random() < 0.05]
    rows += [("",) * 5 for _ in range(chance.randint(0, 3))]
    chance.shuffle(rows)
    return rows


# Many lives in one folder.


@dataclass
class Outcome:
    """What some lives came to."""

    acts: Counter[str]
    rows: Counter[str]
    faults: list[str]


def tried(place: Path, seed: int) -> Outcome:
    """Live some lives, build the snapshot of what is left, and hold it against what must stand."""
    chance, folder = random.Random(seed), Folder(place)
    acts = lived(chance, ABOUTS)
    write_lives(folder, acts, seed)
    database = place / "lives.duckdb"
    accounts, _ = fill(database, inputs_of(folder.data))
    found, expected = _read(database), {about: stands(acts, about)[0] for about in ABOUTS}
    faults = [
        f"seed {seed}, {about}: {found.get(about, {})} and not {expected[about]}"
        for about in ABOUTS
        if found.get(about, {}) != expected[about]
    ]
    rows = _counted([each for each in accounts if each.data_set == "real"])
    standing = sum(len(rows) for rows in expected.values())
    kinds = sum(rows[name] for name in ("loaded", "present", "held", "not data"))
    if rows["loaded"] != standing or rows["read"] != kinds:
        faults.append(f"seed {seed}: the account {dict(rows)} for {standing} rows that stand")
    return Outcome(Counter(_kind(act) for act in acts), rows, faults)


def _kind(act: Act) -> str:
    return "replace" if act.kind == "load" and act.of else act.kind


def write_lives(folder: Folder, acts: list[Act], seed: int) -> None:
    """Write the files of some acts and enter those in the ledger that it does not hold yet."""
    (handed := folder.data.parent / "handed").mkdir(exist_ok=True)
    lines = []
    for act in acts:
        of, digest, name, table = " ".join(map(str, act.of)), "", "", ""
        if act.kind == "load":
            path = handed / f"{act.number}.csv"
            # What nobody reads tells files of equal rows apart: a file counts once a provider.
            rows = act.lines or [("",) * len(HEADER)]
            path.write_text(
                written((*HEADER, "비고"), [(*row, f"{seed}/{act.number}") for row in rows]), "utf-8"
            )
            keep(path, "", folder.data)
            digest, name = digest_of(path), path.name
        elif act.kind == "settle":
            table, of = "high_school_outcomes", _statement(act.about)
        line = Load(act.number, "2026-01-01T00:00:00+00:00", digest, name, table, act.provider)
        lines.append(replace(line, act=act.kind, of=of, mode=act.mode))
    load_ledger.record(folder.data, lines[len(load_ledger.recorded(folder.data)) :])


def _statement(about: About) -> str:
    year, school = about
    return f"{year}/{SCHOOLS[school]}/{'school_reported' if year < 2020 else 'linked'}"


def _read(database: Path) -> dict[About, dict[Key, int]]:
    words = {code: word for word, code in {**OUTCOMES, **PLACES}.items()}
    names = {code: name for name, code in SCHOOLS.items()}
    found: dict[About, dict[Key, int]] = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "SELECT year, institution_id, outcome, destination_region_id, graduates FROM high_school_outcomes"
            " WHERE data_set = 'real'"
        ).fetchall()
    for year, school, outcome, place, people in rows:
        assert (words[outcome], words[place]) not in found.get((year, names[school]), {}), (
            "a key stands twice"
        )
        found.setdefault((year, names[school]), {})[words[outcome], words[place]] = people
    return found


def _counted(accounts: list[Account]) -> Counter[str]:
    rows: Counter[str] = Counter()
    for each in accounts:
        rows.update(
            {
                "read": each.rows_read,
                "loaded": each.loaded,
                "present": each.already_present,
                "replaced": each.superseded,
                "held": each.quarantined,
                "not data": each.not_data,
            }
        )
    return rows


def table(lives: int) -> tuple[str, list[str]]:
    """Live so many lives; what was tried as a table, and every fault."""
    acts, rows, faults = Counter[str](), Counter[str](), list[str]()
    seeds = range(-(-lives // TOGETHER))
    for seed in seeds:
        with tempfile.TemporaryDirectory() as room:
            found = tried(Path(room), seed)
        acts, rows, faults = acts + found.acts, rows + found.rows, faults + found.faults
    counts = {"lives": TOGETHER * len(seeds), "ledgers": len(seeds), **acts, **rows, "faults": len(faults)}
    return "\n".join(f"| {name} | {count:,} |" for name, count in counts.items()), faults
