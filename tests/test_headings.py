"""A heading with its unit or the mark of a footnote is that heading; with another meaning behind it, it is not."""

from __future__ import annotations

import pytest

from etl.sheet_reader import without_unit
from etl.sources import KNOWN_HEADERS


@pytest.mark.parametrize(
    "written",
    [
        "재적학생(명)",
        "재적학생（명）",
        "재적학생 〔단위：명〕",
        "재적학생_명",
        "재적학생/명",
        "재적학생*",
        "※ 재적학생",
        "재적학생1)",
        "재적학생(명)*",
    ],
)
def test_a_unit_and_the_mark_of_a_footnote_are_no_part_of_a_heading(written: str) -> None:
    assert without_unit(written, KNOWN_HEADERS) == "재적학생"


@pytest.mark.parametrize(
    "written", ["재적학생(%)", "재적학생(천명)", "재적학생 (A)", "재적학생 비율", "*", "1)", ""]
)
def test_what_means_something_else_stays_as_it_is(written: str) -> None:
    assert without_unit(written, KNOWN_HEADERS) == written
