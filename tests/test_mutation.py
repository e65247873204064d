"""The command that changes the product: what it changes, and what it calls an assertion that passes on nothing."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from mutation.changes import mutants
from mutation.silence import silent


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("return a < b", ["return a <= b", "return a > b", "return not (a < b)"]),
        ("return a and b", ["return a or b", "return not (a and b)"]),
        ("return a - 1", ["return None", "return a + 1", "return a - 0", "return a - 2"]),
        ("x = not a", ["x = a"]),
        ("x = min(a, b) if a else b", ["x = max(a, b) if a else b", "x = min(a, b) if not (a) else b"]),
        ("x = [each for each in a if each]", ["x = [each for each in a if True]"]),
        ("x = 'SELECT SUM(n) WHERE (y >= 3)'", ["MAX(n)", "y > 3", "y >= 4"]),
        ("x = f'SELECT {a > b} WHERE (y = 1)'", ["y <> 1", "y = 2"]),
        ("x = 'more than 3 > 2'", []),
        ('"""A > 1."""', []),
        ("assert a > b", []),
        ("if TYPE_CHECKING: from a import b", []),
        (
            "async def inside(c: int | None = 3) -> int | None: c",
            [
                "async def inside(c: int | None = 4) -> int | None: c",
                "async def inside(c: int | None = 2) -> int | None: c",
            ],
        ),
    ],
)
def test_one_place_at_a_time_is_changed(tmp_path: Path, line: str, changed: list[str]) -> None:
    source = f"def asked(a, b):\n    {line}\n"
    (tmp_path / "module.py").write_text(source, "utf-8")
    found = mutants("module.py", tmp_path)
    told = [each.lines(source.encode()) for each in found]
    assert {number for number, _, _ in told} <= {2}
    assert len(told) == len(changed)
    for words in changed:
        assert sum(now == words or (words in now and "SELECT" in now) for _, _, now in told) == 1, told


def test_korean_words_before_a_place_do_not_move_it(tmp_path: Path) -> None:
    source = 'def asked(a):\n    return {"머무름": a > 1}\n'
    (tmp_path / "module.py").write_text(source, "utf-8")
    assert 'return {"머무름": a >= 1}' in {
        each.lines(source.encode())[2] for each in mutants("module.py", tmp_path)
    }


def test_each_explained_change_is_of_a_line_that_stands_in_its_file() -> None:
    project = Path(__file__).parents[1]
    explained = tomllib.loads((project / "tests" / "mutation" / "equivalents.toml").read_text("utf-8"))
    lines = [(each["file"], each["line"]) for each in explained["equivalent"]]
    assert lines
    held = {file: (project / file).read_text("utf-8").splitlines() for file, _ in lines}
    assert [(file, line) for file, line in lines if line not in map(str.strip, held[file])] == []


def test_what_passes_on_nothing_is_named(tmp_path: Path) -> None:
    file = tmp_path / "test_module.py"
    file.write_text(
        "def test_one():\n"
        "    assert True\n"
        "    for each in []:\n"
        "        assert each\n"
        "    assert all(each for each in [])\n"
        "    assert not any(each for each in [1])\n"
        "def test_skipped():\n"
        "    assert False\n",
        "utf-8",
    )
    # Lines that have run, and below 0 those of a generator that has given a value.
    assert [line for line, _ in silent(file, {2, 3, 5, 6, -6})] == [4, 5]
