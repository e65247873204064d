"""Which files go into a snapshot, and each of them read, with the table that takes it.

They are what the project ships (`data/reference`, `data/published`, `data/sample`), what the city has
entered about itself (`data/own`) and what a data steward has loaded (`data/raw`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from etl import load_ledger, mappings, merged_cells, official, own_files, quarantine, totals
from etl.contract import LoadRefused, Problem, Source
from etl.file_intake import RECOGNISED, in_doubt, judge
from etl.large_text import LARGE, look
from etl.load_accounts import Input
from etl.load_ledger import NOTHING_SAID, Load, Said
from etl.sheet_reader import READABLE, Official, Sheet, read
from etl.sources import KNOWN_HEADERS, SOURCES
from etl.table_recognition import recognise, refuse_unnamed
from meomureum.store.environment import shipped as shipped_folder

Found = tuple[Input, Sheet, Source | None]


def inputs_of(data: Path, own: Path | None = None, coming: Sequence[Load] = ()) -> list[Input]:
    """The files of a data folder in a fixed order: what is shipped, what the city entered, what was loaded.

    A loaded file stands in `raw/<table>/` (or `raw/recognised/` when its header decided), and goes in
    while its entry in the ledger counts; `coming` are lines that the ledger does not hold yet. What
    the city has entered stands in `own` of the data folder, unless another folder is named.
    """
    own = own or own_files.folder(data)
    folders = {
        shipped_folder(data, "reference"): "published",
        shipped_folder(data, "published"): "published",
        own_files.sample_folder(data, own): "sample",
    }
    shipped = [
        Input(path, data_set)
        for folder, data_set in folders.items()
        for path in sorted(folder.glob("*"))
        if path.suffix.lower() in READABLE
    ]
    shipped += own_files.inputs(own)
    return shipped + _loaded(data, [*load_ledger.recorded(data), *coming])


def _loaded(data: Path, lines: list[Load]) -> list[Input]:
    """The files that were handed in and count, each with its line of the ledger, in the order of the loads."""
    kept: dict[tuple[str, str], list[Input]] = {}
    doubtful = in_doubt(data)
    for path in sorted((data / "raw").glob("*/*")):
        if path.suffix.lower() in READABLE and path.is_file() and path not in doubtful:
            each = Input(path, "real", "" if path.parent.name == RECOGNISED else path.parent.name)
            kept.setdefault((each.digest, each.table), []).append(each)
    force, named, known = (
        load_ledger.counting(lines),
        mappings.remembered(data),
        {_place(each) for each in lines},
    )
    loads = {(*_place(each), each.provider): each for each in force if each.act == "load"}
    settled = {(each.table, each.of): each for each in force if each.act == "settle"}.values()
    found = [each for place, files in kept.items() if place not in known for each in files]  # laid in by hand
    for entry in loads.values():
        files = kept.get(_place(entry), ())
        for each in [each for each in files if each.name == entry.name][:1] or files[:1]:
            decided = tuple(one for one in settled if one.provider == entry.provider)
            found.append(replace(each, load=entry, columns=named.get(entry.provider, {}), settled=decided))
    return sorted(found, key=lambda each: each.load.load)


def _place(entry: Load) -> tuple[str, str]:
    """What a kept file and its line have in common: its name may be another one each time it comes."""
    return entry.sha256, entry.table


def hand_in(files: Iterable[Path], data: Path, said: Said = NOTHING_SAID) -> tuple[list[Input], list[Input]]:
    """What a data folder holds already, and the files handed in that bring something new.

    Each set of files handed in together is one load; the number of a load, not the name of
    a file, says which of two files corrects the other. A file of this provider that counts already
    is new only where it is said to come again; the entry of `said` no longer counts.
    """
    turn, moment = load_ledger.upcoming(data), load_ledger.now()
    columns = mappings.remembered(data).get(said.provider, {})
    known = {each.digest for each in inputs_of(data) if each.load.provider == said.provider}
    fresh: dict[str, Input] = {}
    for file in files:
        judge(file)
        each = Input(file, "real", said.table, columns=columns, asks=not said.mode)
        entry = Load(
            *(turn, moment, each.digest, file.name, said.table, said.provider, said.why, said.who),
            *("load", said.of, said.mode or "whole"),
        )
        if entry.sha256 not in known or said.mode:
            fresh.setdefault(entry.sha256, replace(each, load=entry))
    every = inputs_of(data, coming=[each.load for each in fresh.values()])
    kept = [each for each in every if each.load.load != turn]
    settled = next((each.settled for each in kept if each.load.provider == said.provider), ())
    return kept, [replace(each, settled=settled) for each in fresh.values()]


def read_all(inputs: list[Input], large: int = LARGE) -> list[Found]:
    """Read every sheet and find its contract; raises one LoadRefused for all files that cannot be taken."""
    found: list[Found] = []
    refused: list[Problem] = []
    for each in inputs:
        try:
            found += _at_a_glance(each, large) or _with_care(each)
        except LoadRefused as refusal:
            refused.extend(refusal.problems)
    if refused:
        raise LoadRefused(tuple(refused))
    return found


def _with_care(each: Input) -> list[Found]:
    headers = KNOWN_HEADERS | each.columns.keys()
    return [_understood(each, sheet) for sheet in read(each.path, headers, each.name, _layouts(each))]


def _at_a_glance(each: Input, large: int) -> list[Found]:
    """The one sheet of a large plain file, its rows unread yet; none for any other file."""

    def with_care() -> Sheet:
        ((_, sheet, _),) = _with_care(each)
        return sheet

    headers = KNOWN_HEADERS | each.columns.keys()
    seen = look(each.path, each.name, headers, _layouts(each), with_care, large)
    if seen is None or quarantine.restored(seen[0]) is not seen[0]:
        return []
    _, sheet, source = _understood(each, seen[0])
    return [(each, replace(sheet, plain=seen[1]), source)]


def _layouts(each: Input) -> Official:
    return official.read if each.data_set == "real" and not each.table else official.none


def _understood(each: Input, sheet: Sheet) -> Found:
    by_table = {source.table: source for source in SOURCES}
    if sheet.layout or sheet.table:
        return each, sheet, by_table.get(sheet.table)
    named = mappings.applied(quarantine.restored(sheet), each.columns)
    source = recognise(named, (by_table[each.table],) if each.table in by_table else SOURCES)
    if each.data_set == "real" and not each.table:
        refuse_unnamed(named, source)
    return each, totals.checked(merged_cells.filled(named, source), source), source
