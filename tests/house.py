"""How the code is laid out, counted: lines, rooms, floors, and the modules that drawing a page runs through.

    .venv/bin/python tests/house.py            # the counts
    .venv/bin/python tests/house.py --pages    # and the modules entered by each page

A room is a folder of the package, `pages`, `etl`, or a module that stands at the top. A floor is
the length of the longest chain of imports between rooms. Tests, benchmarks, installers and data do not count.
"""

from __future__ import annotations

import ast
import importlib
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
OUTSIDE = ("tests", "benchmarks", "install", ".ci")
Graph = Mapping[str, frozenset[str]]


def modules() -> dict[str, Path]:
    """Every module of the product by its dotted name; those that only start something are left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=PROJECT,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = [PROJECT / name for name in listed.stdout.split("\0") if name and not name.startswith(OUTSIDE)]
    return {_dotted(path): path for path in sorted(paths) if path.exists() and path.name != "__main__.py"}


def _dotted(path: Path) -> str:
    parts = path.relative_to(PROJECT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """A folder of the package, `pages`, `etl`, or a module that stands at the top."""
    parts = module.split(".")
    return ".".join(parts[: 2 if parts[0] == "meomureum" else 1])


def graph() -> Graph:
    """Which modules each module imports, those inside functions too; imports for types alone do not run."""
    known = modules()
    return {name: frozenset(_imported(path, known) - {name}) for name, path in known.items()}


def _imported(path: Path, known: Mapping[str, Path]) -> set[str]:
    found: set[str] = set()
    for node in _running(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name for name in inner if name in known}
            if any(name not in known for name in inner):
                found.add(node.module)
    return {name for name in found if name in known}


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """Every node but those that only a type checker reads."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        yield child
        yield from _running(child)


def circles(found: Graph) -> list[list[str]]:
    """Modules that import each other in a loop, each loop once."""
    place: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    loops: list[list[str]] = []

    def visit(name: str) -> None:
        place[name] = low[name] = len(place)
        stack.append(name)
        for other in found[name]:
            if other not in place:
                visit(other)
            if other in stack:
                low[name] = min(low[name], low[other])
        if low[name] == place[name]:
            at = stack.index(name)
            if len(stack) - at > 1:
                loops.append(sorted(stack[at:]))
            del stack[at:]

    for name in found:
        if name not in place:
            visit(name)
    return loops


def rooms(found: Graph) -> dict[str, frozenset[str]]:
    """Which rooms each room imports."""
    held: dict[str, set[str]] = {}
    for name, others in found.items():
        mine = held.setdefault(room_of(name), set())
        mine |= {room_of(other) for other in others} - {room_of(name)}
    return {name: frozenset(others) for name, others in held.items()}


def floors(found: Graph) -> int:
    """The longest chain of imports between rooms, counted in rooms."""
    between = rooms(found)

    @cache
    def height(room: str) -> int:
        return 1 + max((height(other) for other in between[room]), default=0)

    return max(map(height, between))


def entered(page: str) -> set[str]:
    """The modules whose functions run while a page is drawn a second time, everything being imported."""
    from streamlit.testing.v1 import AppTest

    known = {str(path): name for name, path in modules().items()}
    seen: set[str] = set()

    def note(frame: FrameType, _event: str, _value: Any) -> None:
        name = known.get(frame.f_code.co_filename)
        if name and frame.f_code.co_name != "<module>":
            seen.add(name)

    screen = AppTest.from_function(_draw, default_timeout=600, kwargs={"page": page})
    screen.query_params.update({"set": "sample"})
    screen.run()
    threading.setprofile(note)
    try:
        screen.run()
    finally:
        threading.setprofile(None)
    return seen


def _draw(page: str) -> None:
    import importlib

    from meomureum import session

    importlib.import_module(f"pages.{page}").render(session.current())


def main() -> None:
    """Print the counts."""
    sys.path[:0] = [str(PROJECT)]
    found = graph()
    lines = sum(path.read_text("utf-8").count("\n") for path in modules().values())
    folders = [
        room for room in rooms(found) if room != "meomureum" and (PROJECT / room.replace(".", "/")).is_dir()
    ]
    print(f"lines {lines:,}  modules {len(found)}  rooms {len(folders)}  floors {floors(found)}")
    print(f"circles of modules: {circles(found) or 'none'}")
    if "--pages" in sys.argv:
        with tempfile.TemporaryDirectory() as folder:
            os.environ.setdefault("MEOMUREUM_SNAPSHOTS", folder)
            importlib.import_module("etl.build").ensure_current()
            for page in sorted(name.removeprefix("pages.") for name in found if name.startswith("pages.")):
                seen = entered(page)
                print(f"{page:12} {len(seen):3} modules in {len(set(map(room_of, seen)))} rooms")


if __name__ == "__main__":
    main()
