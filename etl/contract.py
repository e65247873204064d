"""What a provider promises: a `Source` of `Column`s, and the problems a file can have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from meomureum.texts import Text, plain

Kind = Literal["text", "code", "integer", "decimal", "year", "date"]

# Written forms of "no number here". Each kind of missing is kept apart, never turned to 0.
MISSING_MARKS: Mapping[str, str] = {
    "": "missing",
    "null": "missing",
    "nan": "missing",
    "…": "missing",
    "...": "missing",
    "미상": "missing",
    "미공표": "not_published",
    "미공개": "not_published",
    "-": "not_applicable",
    "해당없음": "not_applicable",
    "x": "suppressed",
    "*": "suppressed",
}


@dataclass(frozen=True)
class Column:
    """One column: its canonical name, the headers it is known by, and what it may hold.

    A `measure` is a number that may be missing for a stated reason; it gets a sibling
    column `<name>_missing`. `codes` maps each stored code to the words files write for it;
    `reference` names the table whose codes, names and aliases are accepted. A year that is
    `calendar` alone has no word for a school year: who leaves in the school year 2023 leaves in 2024.
    `wholes` names codes that are the sum of others, so that both are never counted.
    What has `codes` or a `reference` holds codes; what is `optional` may be blank too.
    """

    name: str
    label: Text
    kind: Kind = "text"
    aliases: tuple[str, ...] = ()
    optional: bool = False
    blank: bool = False
    measure: bool = False
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reference: str = ""
    minimum: float | None = None
    maximum: float | None = None
    calendar: bool = False
    wholes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Fill in what follows from the rest."""
        object.__setattr__(self, "kind", "code" if self.codes or self.reference else self.kind)
        object.__setattr__(self, "blank", self.blank or self.optional)

    def headers(self) -> tuple[str, ...]:
        """Every header this column is recognised by."""
        return (self.name, self.label.ko, self.label.en, *self.aliases)


@dataclass(frozen=True)
class Rule:
    """A condition each row must meet, as an SQL predicate over the cleaned columns.

    A predicate that is NULL (a part is missing) passes.
    """

    column: str
    predicate: str
    expectation: Text
    next_step: Text


CHECK_THIS = Text("이 자료를 확인하세요.", "Check this part of the data.")


@dataclass(frozen=True)
class Check:
    """A condition on the finished table: `sql` selects the offending places, best none.

    The query returns one VARCHAR column that names each place; `next_step` says how it is mended.
    """

    name: str
    label: Text
    sql: str
    next_step: Text = CHECK_THIS


@dataclass(frozen=True)
class Source:
    """The contract of one table: its grain (`key`), columns, rules and final SELECT.

    `sql` reads the cleaned rows from `staged` (columns of the contract plus data_set,
    file_id and line) and may join the reference tables. Real rows take the place of
    published rows that share their `coverage`. The finished table lies in that `order`;
    `wholes` then add rows to it that are sums of others. `sql` gives one row for one.
    `statement` is what one provider speaks of at once (SQL of columns that staged and finished
    rows have): a later file of that provider about the same takes the place of what it said.
    `institutions` are endings of the names it is about, for a header that fits others as well.
    """

    table: str
    label: Text
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rules: tuple[Rule, ...] = ()
    checks: tuple[Check, ...] = ()
    sql: str = "SELECT * FROM staged"
    kind: Literal["reference", "facts"] = "facts"
    coverage: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    wholes: tuple[str, ...] = ()
    statement: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()

    @property
    def statement_sql(self) -> str:
        """SQL of the words that name a row's statement: `2024/jinyeong/linked`, `-` for what is blank."""
        parts = ", ".join(f"COALESCE(CAST({each} AS VARCHAR), '-')" for each in self.statement)
        return f"CONCAT_WS('/', {parts})"

    @property
    def people(self) -> str:
        """SQL of the people of a row: its first count, or 1 where a row is one of something."""
        counts = (column.name for column in self.columns if column.measure and column.kind == "integer")
        return next(counts, "1")

    def column(self, name: str) -> Column:
        """The column with that canonical name; raises KeyError if the contract has none."""
        return {column.name: column for column in self.columns}[name]


@dataclass(frozen=True)
class Problem:
    """One fault, described so that its reader can fix it; `choices` are tables, where one must be chosen."""

    file: str
    sheet: str
    line: int
    column: str
    value: str
    expectation: Text
    next_step: Text
    choices: tuple[str, ...] = ()

    @property
    def handed_in(self) -> str:
        """The file that was handed in: of one inside a ZIP, the ZIP."""
        return self.file.split("/")[0]

    def sentence(self) -> Text:
        """File, place, value, expectation and next step in one sentence pair."""
        sheet = Text(ko=f" [{self.sheet}]", en=f" [{self.sheet}]") if self.sheet else plain("")
        line = Text(ko=f" {self.line}행", en=f" line {self.line}") if self.line else plain("")
        column = Text(ko=f" '{self.column}' 열", en=f", column '{self.column}'") if self.column else plain("")
        value = Text(ko=f" 값 '{self.value}'", en=f", value '{self.value}'") if self.value else plain("")
        return Text(
            ko=f"{self.file}{sheet.ko}{line.ko}{column.ko}{value.ko}: {self.expectation.ko} {self.next_step.ko}",
            en=f"{self.file}{sheet.en}{line.en}{column.en}{value.en}: {self.expectation.en} {self.next_step.en}",
        )


class LoadRefused(Exception):
    """The input was refused whole; nothing was published. `problems` holds every reason."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problem.sentence().ko for problem in problems))
