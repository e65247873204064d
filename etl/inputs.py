"""Which files go into a snapshot, and each of them read, with the table that takes it.

They are what the project ships (`data/reference`, `data/published`, `data/sample`), what the city has
entered about itself (`data/own`) and what a data steward has loaded (`data/raw`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from etl import load_ledger, mappings, merged_cells, official, own_files, quarantine, totals, wide_forms
from etl.clean_sheets import CleanSheets
from etl.contract import LoadRefused, Problem, Source
from etl.file_intake import RECOGNISED, in_doubt, judge
from etl.grids import Grid
from etl.large_text import LARGE, look
from etl.load_accounts import Input
from etl.load_ledger import NOTHING_SAID, Load, Said
from etl.rounds import return_layout
from etl.sheet_reader import READABLE, Official, Sheet, read
from etl.sources import KNOWN_HEADERS, SOURCES
from etl.table_recognition import counts, numbers, recognise, refuse_unnamed
from meomureum.store.digests import digest_of
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
            reading = mappings.reading(named.get(entry.provider, ()), entry.sha256)
            found.append(replace(each, load=entry, reading=reading, settled=decided))
    return sorted(found, key=lambda each: each.load.load)


def _place(entry: Load) -> tuple[str, str]:
    """What a kept file and its line have in common: its name may be another one each time it comes."""
    return entry.sha256, entry.table


@dataclass(frozen=True)
class HandedIn:
    """What a data folder holds already, the files handed in that bring something new, and why others cannot be read."""

    kept: list[Input]
    fresh: list[Input]
    refused: tuple[Problem, ...] = ()

    @property
    def every(self) -> list[Input]:
        """All that a snapshot would be built from."""
        return self.kept + self.fresh


def hand_in(
    files: Iterable[Path],
    data: Path,
    said: Said = NOTHING_SAID,
    tables: Mapping[str, str] = MappingProxyType({}),
) -> HandedIn:
    """Judge files that are handed in; raises LoadRefused where none of them can be read.

    Each set of files handed in together is one load; the number of a load, not the name of
    a file, says which of two files corrects the other. A file of this provider that counts already
    is new only where it is said to come again; the entry of `said` no longer counts. `tables` says
    for single files, by name, which table they belong to.
    """
    turn, moment = load_ledger.upcoming(data), load_ledger.now()
    answers = mappings.remembered(data).get(said.provider, ())
    standing = [each for each in inputs_of(data) if str(each.load.load) not in said.of.split()]
    known = {each.digest for each in standing if each.load.provider == said.provider}
    fresh: dict[str, Input] = {}
    for file in files:
        judge(file)
        table = tables.get(file.name, said.table)
        reading = mappings.reading(answers, digest_of(file))
        each = Input(file, "real", table, reading=reading, asks=not said.mode)
        entry = Load(
            *(turn, moment, each.digest, file.name, table, said.provider, said.why, said.who),
            *("load", said.of, said.mode or "whole"),
        )
        if entry.sha256 not in known or said.mode:
            fresh.setdefault(entry.sha256, replace(each, load=entry))
    sound, refused = _told_apart(fresh.values())
    every = inputs_of(data, coming=[each.load for each in sound])
    kept = [each for each in every if each.load.load != turn]
    settled = next((each.settled for each in kept if each.load.provider == said.provider), ())
    return HandedIn(kept, [replace(each, settled=settled) for each in sound], refused)


def _told_apart(fresh: Iterable[Input]) -> tuple[list[Input], tuple[Problem, ...]]:
    """The files that can be read, and why others cannot."""
    sound: list[Input] = []
    refused: list[Problem] = []
    for each in fresh:
        try:
            found = read_all([each])
            sound.append(replace(each, sheets=tuple((sheet, source) for _, sheet, source in found)))
        except LoadRefused as refusal:
            refused.extend(refusal.problems)
    if refused and not sound:
        raise LoadRefused(tuple(refused))
    return sound, tuple(refused)


def read_all(inputs: list[Input], large: int = LARGE, kept: CleanSheets | None = None) -> list[Found]:
    """Read every sheet and find its contract; raises one LoadRefused for all files that cannot be taken.

    A sheet that is `kept` is not read again.
    """
    found: list[Found] = []
    refused: list[Problem] = []
    for each in inputs:
        try:
            found += _known(each, kept) or _at_a_glance(each, large) or _with_care(each)
        except LoadRefused as refusal:
            refused.extend(refusal.problems)
    if refused:
        raise LoadRefused(tuple(refused))
    return found


def numbered(found: Iterable[Found], source: Source | None) -> list[tuple[int, Input, Sheet]]:
    """The sheets that one table takes, or none, numbered as they came: a file that comes later moves no number."""
    return [(at, each, sheet) for at, (each, sheet, taken_by) in enumerate(found, 1) if taken_by is source]


def _known(each: Input, kept: CleanSheets | None) -> list[Found]:
    """The sheets of a file that was read before."""
    one = kept.find(each, lambda: _with_care(each)[0][1]) if kept and not each.sheets else None
    return [(each, *found) for found in (one,) if found] or [(each, *found) for found in each.sheets]


def _with_care(each: Input) -> list[Found]:
    headers = KNOWN_HEADERS | each.reading.columns.keys()
    sheets = read(each.path, headers, each.name, _layouts(each))
    return [_understood(each, sheet) for sheet in sheets if not return_layout.is_help(sheet)]


def _at_a_glance(each: Input, large: int) -> list[Found]:
    """The one sheet of a large plain file, its rows unread yet; none for any other file."""
    if each.reading.words or each.reading.everywhere:
        return []

    def with_care() -> Sheet:
        ((_, sheet, _),) = _with_care(each)
        return sheet

    headers = KNOWN_HEADERS | each.reading.columns.keys()
    seen = look(each.path, each.name, headers, _layouts(each), with_care, large)
    if seen is None or quarantine.restored(seen[0]) is not seen[0]:
        return []
    _, sheet, source = _understood(each, seen[0])
    return [(each, replace(sheet, plain=seen[1]), source)]


def _layouts(each: Input) -> Official:
    return _known_layout if each.data_set == "real" and not each.table else official.none


def _known_layout(grid: Grid) -> Sheet | None:
    return return_layout.read(grid) or official.read(grid)


def _understood(each: Input, sheet: Sheet) -> Found:
    by_table = {source.table: source for source in SOURCES}
    if sheet.layout or sheet.table:
        return each, sheet, by_table.get(sheet.table)
    named = mappings.applied(quarantine.restored(sheet), each.reading)
    sources = (by_table[each.table],) if each.table in by_table else SOURCES
    wide = wide_forms.find(named, sources) if each.data_set == "real" else None
    source = wide.source if wide else recognise(named, sources)
    if each.data_set == "real" and not each.table:
        refuse_unnamed(named, source)
    counted = wide.counts(named) if wide else counts(named.header, source)
    measured = counted.keys() | (set() if wide else numbers(named.header, source))
    words = set(range(len(named.header))) - measured
    whole = totals.checked(totals.told_apart(merged_cells.filled(named, measured), words), counted)
    if wide:
        whole = wide_forms.long_form(whole, wide)
    return each, mappings.in_known_words(whole, source, each.reading), source
