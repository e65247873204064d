"""Matching on the Data page: a file's first rows, which column is which and what its words mean, and what comes of it.

Everything is proposed; nothing holds before it is said. What is said is remembered for the provider.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd
import streamlit as st

from meomureum import session
from meomureum.components import elements
from meomureum.session import file_matching as desk
from meomureum.session import steward_desk
from meomureum.session.file_matching import Answer, Column, Glimpse
from meomureum.session.steward_desk import Handed
from meomureum.texts import Language, Text, number

MATCH = Text("열과 낱말을 직접 짝짓기", "Match columns and words by hand")
LEAD = Text(
    "알아보지 못한 열과 낱말을 여기서 짝지어 주십시오. 이 기관의 다음 파일부터는 저절로 알아봅니다.",
    "Match what was not recognised here. The next files of this provider are recognised by it.",
)
FILE, TABLE = Text("파일", "File"), Text("자료 종류", "Table")
NO_HEADER = Text("이 파일에서는 머리글을 읽을 수 없습니다.", "No header row can be read from this file.")
FIRST_ROWS = Text("파일의 첫 행들", "The first rows of the file")
COLUMNS = Text("어느 열이 무엇입니까?", "Which column is which?")
OTHER_COLUMNS = Text("없어도 되는 열 {count}개", "Columns that may be missing: {count}")
EVERYWHERE = Text("모든 행의 {column}", "{column} of every row")
ONE_A_COLUMN = Text(
    "열 이름이 '{column}'의 값이면(넓은 서식) 짝지어 주십시오.",
    "Where headings are values of '{column}' (wide form), match them.",
)
WORDS = Text("'{column}'의 낱말은 무엇을 뜻합니까?", "What do the words of '{column}' mean?")
RESULT = Text("이렇게 읽습니다: {table}", "This is how it will be read: {table}")
NOT_YET = Text("아직 읽을 수 없습니다.", "It cannot be read yet.")
REMEMBER = Text("기억하고 다시 보기", "Remember and look again")
NOTHING = "–"
_ROWS, _PROBLEMS = 5, 5


def matching(handed: Handed, language: Language) -> None:
    """Choose a file, match it, see what comes of it, and remember."""
    with elements.folded(MATCH(language)):
        elements.paragraph(LEAD(language))
        names = [name for name, _ in handed.files]
        name = st.selectbox(FILE(language), names, key=f"match file {language}")
        tables = desk.glimpses(name, dict(handed.files)[name])
        if not tables:
            elements.notices([NO_HEADER], language, "warning")
            return
        glimpse = tables[0]
        elements.table(
            pd.DataFrame(list(glimpse.rows[:_ROWS]), columns=list(glimpse.header)), FIRST_ROWS(language)
        )
        answers = list(
            _Form(handed, name, glimpse, _table(handed, name, glimpse, language), language).answers()
        )
        _result(handed, name, answers, language)
        if st.button(REMEMBER(language), key="remember matching"):
            desk.remember(handed.provider, answers)
            st.rerun()


def _table(handed: Handed, name: str, glimpse: Glimpse, language: Language) -> str:
    labels = {code: label for code, label in steward_desk.tables().items() if code in desk.TABLES}
    said = dict(handed.tables).get(name, handed.table)
    if said:
        return said
    likely = list(labels).index(desk.likely_table(glimpse))
    return st.selectbox(
        TABLE(language),
        list(labels),
        index=likely,
        format_func=lambda code: labels[code](language),
        key=f"match table {name} {language}",
    )


def _result(handed: Handed, name: str, answers: list[Answer], language: Language) -> None:
    found = desk.understood(handed, name, answers)
    labels = steward_desk.labels()
    for table, columns, rows in found.tables:
        words = RESULT.fill(table=labels[table])(language)
        elements.table(pd.DataFrame(list(rows), columns=list(columns)), words)
    if found.problems:
        told = [problem.sentence() for problem in found.problems[:_PROBLEMS]]
        elements.notices([NOT_YET, *told], language, "warning")


class _Form:
    """The choosers of one file, and the answers they come to."""

    def __init__(self, handed: Handed, name: str, glimpse: Glimpse, table: str, language: Language) -> None:
        self.glimpse, self.table, self.language = glimpse, table, language
        self.provider = handed.provider
        self.digest = desk.digest(dict(handed.files)[name])
        self.key = f"match {name} {table} {language}"
        self.columns = desk.columns_of(table)
        self.snapshot = session.snapshot().id

    def answers(self) -> Iterator[Answer]:
        """Every answer that the choosers stand on."""
        chosen = self._headings()
        for column in self.columns:
            if heading := chosen.get(column.name):
                yield Answer(heading, column.label.ko)
                yield from self._meanings(column, heading)
            elif column.codes and not column.optional:
                yield from self._wide(
                    column, [each for each in self.glimpse.header if each not in chosen.values()]
                )
            elif not column.optional or column.name in ("institution_id", "region_id"):
                yield from self._everywhere(column)

    def _headings(self) -> dict[str, str]:
        proposed = desk.headings(self.glimpse, self.table, self.provider)
        elements.paragraph(COLUMNS(self.language))
        needed = [each for each in self.columns if not each.optional]
        others = [each for each in self.columns if each.optional]
        chosen = {column.name: self._heading(column, proposed) for column in needed}
        with elements.folded(OTHER_COLUMNS.fill(count=number(len(others)))(self.language)):
            chosen |= {column.name: self._heading(column, proposed) for column in others}
        return {name: heading for name, heading in chosen.items() if heading != NOTHING}

    def _heading(self, column: Column, proposed: Mapping[str, str]) -> str:
        choices = [NOTHING, *self.glimpse.header]
        return st.selectbox(
            column.label(self.language),
            choices,
            index=choices.index(proposed.get(column.name, NOTHING)),
            key=f"{self.key} {column.name}",
        )

    def _everywhere(self, column: Column) -> Iterator[Answer]:
        """What every row has where no column says it. A year holds for this file alone."""
        proposed = desk.everywhere(self.glimpse, column, self.table, self.provider, self.snapshot)
        words = EVERYWHERE.fill(column=column.label)(self.language)
        known = self._known(column)
        key = f"{self.key} everywhere {column.name}"
        if column.kind == "year":
            word = st.text_input(words, proposed, key=key, max_chars=4).strip()
        elif known:
            choices = [NOTHING, *dict.fromkeys(known.values())]
            at = choices.index(proposed) if proposed in choices else 0
            word = st.selectbox(words, choices, index=at, key=key)
        else:
            return
        if word and word != NOTHING:
            of_this_file = column.kind == "year" or not self.provider
            yield Answer("", column.label.ko, word, self.digest if of_this_file else "")

    def _wide(self, column: Column, headings: list[str]) -> Iterator[Answer]:
        elements.paragraph(ONE_A_COLUMN.fill(column=column.label)(self.language))
        yield from self._choices(column, headings, self._known(column))

    def _meanings(self, column: Column, heading: str) -> Iterator[Answer]:
        known = self._known(column)
        unknown = desk.unknown_words(self.glimpse, heading, known) if known else []
        if unknown:
            elements.paragraph(WORDS.fill(column=column.label)(self.language))
            yield from self._choices(column, unknown, known)

    def _choices(self, column: Column, words: list[str], known: Mapping[str, str]) -> Iterator[Answer]:
        choices = [NOTHING, *dict.fromkeys(known.values())]
        for word in words:
            proposed = known.get(desk.spelling(word)) or desk.closest(word, known)
            at = choices.index(proposed) if proposed in choices else 0
            meant = st.selectbox(word, choices, index=at, key=f"{self.key} {column.name} means {word}")
            if meant != NOTHING:
                yield Answer(word, column.label.ko, meant)

    def _known(self, column: Column) -> Mapping[str, str]:
        return desk.words_of(column.name, self.table, self.snapshot)
