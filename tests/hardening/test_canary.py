"""A pupil whose name and number come in by mistake is found in nothing that goes out.

The handed-in file itself is kept as it came, for the data steward alone; it is no output.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from handed_over import MADE_ON, members
from pypdf import PdfReader
from small import STUDENTS, Folder
from test_pages import opened

from etl import build, quarantine
from meomureum.export import FORMATS
from meomureum.figures.city_briefing import city_briefing
from meomureum.store import warehouse
from meomureum.store.address import PAGES, View
from meomureum.store.warehouse import Snapshot

pytestmark = pytest.mark.trial

NAME, NUMBER = "남궁가나다", "20319876543"
ROWS = [
    (2023, "인제대학교", 9832, 704),
    (2024, "인제대학교", 9017, 688),
    (2024, "가야대학교", 2012, 179),
    (2024, "없는대학교", 10, 1),  # no such university
    (2024, "김해대학교", "많음", 5),  # no number
]
TORN = f"2024,인제대학교,1,1,{NAME},{NUMBER},하나 더\n"
ENCODINGS = ("utf-8", "utf-16-le", "cp949")


def handed_in(place: Path) -> Path:
    lines = [",".join([*STUDENTS, "성명", "학번"])]
    lines += [",".join([*map(str, row), NAME, NUMBER]) for row in ROWS]
    path = place / "학생.csv"
    path.write_text("\n".join(lines) + "\n" + TORN, "utf-8")
    return path


def holds(content: bytes) -> bool:
    return any(words.encode(encoding) in content for words in (NAME, NUMBER) for encoding in ENCODINGS)


def unpacked(content: bytes) -> Iterator[bytes]:
    """A file, and all that is folded up in it."""
    yield content
    if content.startswith(b"PK"):
        for part in members(content).values():
            yield from unpacked(part)
    if content.startswith(b"%PDF"):
        read = PdfReader(io.BytesIO(content))
        yield (str(read.metadata) + " ".join(page.extract_text() for page in read.pages)).encode()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Folder, build.Outcome]:
    folder = Folder(tmp_path_factory.mktemp("canary"), published=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEOMUREUM_RELEASES", "exact,internal,public")
        outcome = build.load([handed_in(folder.data.parent)], folder.data, folder.snapshots)
    return folder, outcome


def published(folder: Folder) -> Snapshot:
    found = warehouse.current(folder.snapshots)
    assert found is not None
    return found


def test_the_test_would_notice(tmp_path: Path) -> None:
    assert holds(handed_in(tmp_path).read_bytes())


def test_no_release_no_log_and_no_message_holds_the_pupil(
    loaded: tuple[Folder, build.Outcome], caplog: pytest.LogCaptureFixture
) -> None:
    folder, outcome = loaded
    assert outcome.published
    told = " ".join(problem.sentence()(language) for problem in outcome.problems for language in ("ko", "en"))
    assert len({problem.line for problem in outcome.problems}) == 3
    assert not holds(told.encode())
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    for path in folder.snapshots.rglob("*"):
        assert path.is_dir() or not holds(path.read_bytes()), path.name
    for release in published(folder).releases:
        with duckdb.connect(str(published(folder).folder / f"{release}.duckdb"), read_only=True) as opened:
            for (table,) in opened.execute("SELECT table_name FROM duckdb_tables()").fetchall():
                for row in opened.execute(f'SELECT each::VARCHAR FROM "{table}" AS each').fetchall():
                    assert not holds(str(row[0]).encode()), (release, table)


def test_the_quarantine_holds_its_rows_without_the_pupil(loaded: tuple[Folder, build.Outcome]) -> None:
    (held,) = quarantine.held(published(loaded[0]))
    assert held.header[-2:] == ("성명", "학번")
    assert [cells[1] for _, cells, _ in held.rows[:2]] == ["없는대학교", "김해대학교"]
    assert not holds(quarantine.as_csv(held, "ko"))
    assert not any(holds("".join(cells).encode()) for _, cells, _ in held.rows)


def test_no_page_holds_the_pupil(
    loaded: tuple[Folder, build.Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEOMUREUM_DATA", str(loaded[0].data))
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(loaded[0].snapshots))
    for page in PAGES:
        screen = opened(page, city="gimhae", kpi="university_dropout_rate", by="institution")
        assert not holds(str(screen.main).encode()), page
        assert not any(holds(element.proto.body.encode()) for element in screen.get("html")), page


def test_no_file_holds_the_pupil(loaded: tuple[Folder, build.Outcome]) -> None:
    view = View("ko", "published", ("gimhae",), kpi="university_dropout_rate")
    whole = city_briefing(published(loaded[0]), view, "gimhae", MADE_ON)
    made = replace(whole, figures=whole.figures[-2:])
    for form, write in FORMATS.items():
        assert not any(map(holds, unpacked(write(made)))), form
