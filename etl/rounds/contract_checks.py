"""The contracts held against the rows of a return, as a load would hold them; the registers are read once for many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb

from etl.contract import Problem
from etl.inputs import inputs_of, numbered, read_all
from etl.load_accounts import Input
from etl.load_ledger import Load
from etl.own_files import folder as own_folder
from etl.reference import TABLES as REGISTERS
from etl.rounds.forms import FORMS, Form
from etl.sheets import Sheet
from etl.table_loader import Loader
from meomureum.store.environment import shipped

_AS_A_LOAD = Load(1, "", "", "", "", mode="replaces")


class Contracts:
    """The registers of a data folder, and empty tables that a return is tried in."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def problems(self, file: Input, sheets: Sequence[tuple[Form, Sheet]]) -> list[Problem]:
        """What a load would find in these sheets; the tables are empty again afterwards."""
        known = len(self._loader.problems)
        self._loader.connection.begin()
        try:
            for form, sheet in sheets:
                number = len(self._loader.accounts) + 1
                self._loader.load(form.source, [(number, replace(file, load=_AS_A_LOAD), sheet)])
        finally:
            self._loader.connection.rollback()
        return list(self._loader.problems[known:])


@contextmanager
def contracts(data: Path) -> Iterator[Contracts]:
    """The contracts of every form, with the registers of a data folder."""
    folders = (shipped(data, "reference"), own_folder(data))
    registers = read_all([each for each in inputs_of(data) if each.path.parent in folders])
    with duckdb.connect() as connection:
        loader = Loader(connection, (*REGISTERS, *(form.source for form in FORMS.values())))
        for source in REGISTERS:
            loader.load(source, numbered(registers, source))
        yield Contracts(loader)
