"""Rules of the project that a machine can check."""

from __future__ import annotations

import ast
import csv
import importlib
import json
import pkgutil
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import house
import pytest

from meomureum.command import COMMANDS
from meomureum.export import FORMATS
from meomureum.texts import Text

PROJECT = Path(__file__).parents[1]
# Each may import what stands to its right; etl meets the others in the DuckDB file only.
ORDER = (
    *(
        "dashboard",
        "meomureum.command",
        "meomureum.app",
        "pages",
        "meomureum.components",
        "meomureum.session",
    ),
    *("meomureum.access", "meomureum.export", "meomureum.verify", "meomureum.figures", "meomureum.drawing"),
    *("kpis", "meomureum.analysis", "meomureum.privacy", "meomureum.measures", "meomureum.store"),
    *("meomureum.console", "meomureum.units", "meomureum.texts", "meomureum.project"),
)
BELOW_ETL = (
    "meomureum.privacy",
    "meomureum.measures",
    "meomureum.store",
    "meomureum.console",
    "meomureum.units",
    "meomureum.texts",
    "meomureum.project",
)
# The app starts the first build and has the commands; the screens of loading ask etl what a file is.
MAY_IMPORT_ETL = {"meomureum.app", "meomureum.session", "etl"}
MAY_IMPORT_STREAMLIT = set(ORDER[:7]) - {"meomureum.command"}
MAY_READ_FILES = {"etl", "meomureum.verify"}
"""What is loaded is read in one room; what was handed out and comes back, in another."""


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=PROJECT, capture_output=True, check=True, text=True
    )
    return [PROJECT / name for name in listed.stdout.split("\0") if name and (PROJECT / name).exists()]


def product_modules() -> list[Path]:
    return [
        path for path in tracked("*.py") if path.relative_to(PROJECT).parts[0] not in ("tests", "benchmarks")
    ]


def package_of(path: Path) -> str:
    return room_of(".".join(path.relative_to(PROJECT).with_suffix("").parts))


def room_of(module: str) -> str:
    """A folder of the package, or what stands at the top."""
    parts = module.split(".")
    return ".".join(parts[: 2 if parts[0] == "meomureum" else 1])


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (room_of(alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "meomureum":
            yield from (f"meomureum.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield room_of(node.module)


INNER_MODULES = [
    path for path in product_modules() if path.name != "__main__.py"
]  # those only start something


@pytest.mark.parametrize("path", INNER_MODULES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_imports_go_one_way(path: Path) -> None:
    mine = package_of(path)
    for other in set(imported(path)) - {mine}:
        if mine == "etl":
            assert other not in ORDER or other in BELOW_ETL
        elif other == "etl":
            assert mine in MAY_IMPORT_ETL
        elif other in ORDER:
            assert ORDER.index(other) > ORDER.index(mine)
        if other == "streamlit":
            assert mine in MAY_IMPORT_STREAMLIT
        # Figures are plain dictionaries, which the browser's half of Plotly draws.
        assert other != "plotly"
        if other in ("csv", "python_calamine"):
            assert mine in MAY_READ_FILES


def test_no_modules_import_each_other_in_a_circle() -> None:
    found = house.graph()
    assert len(found) > 300
    assert house.circles(found) == []


def test_a_circle_would_be_found() -> None:
    found = {"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("a"), "d": frozenset("a")}
    assert house.circles(found) == [["a", "b", "c"]]


def test_nobody_imports_the_face_of_its_own_package() -> None:
    packages = {name for name, path in house.modules().items() if path.name == "__init__.py"}
    for name, others in house.graph().items():
        assert not {other for other in others & packages if name.startswith(f"{other}.")}, name


def test_the_house_keeps_its_size() -> None:
    found = house.graph()
    folders = [
        room
        for room in house.rooms(found)
        if room != "meomureum" and (PROJECT / room.replace(".", "/")).is_dir()
    ]
    assert len(folders) <= 14
    assert house.floors(found) <= 12


def test_pages_do_not_import_pages() -> None:
    for path in tracked("pages/*.py"):
        assert "pages" not in set(imported(path))


# Where each may be called: work that nobody waits for is begun, and what pages raise is caught, in one place.
ONE_PLACE = {
    "Thread": {"meomureum/store/background.py"},
    "ThreadPoolExecutor": set[str](),
    "ProcessPoolExecutor": set[str](),
    "Process": set[str](),
    "Timer": set[str](),
    "Popen": set[str](),
    "create_task": set[str](),
    "create_subprocess_exec": set[str](),
    "ensure_future": set[str](),
    "run_in_executor": set[str](),
    "run_coroutine_threadsafe": set[str](),
    "call_soon": set[str](),
    "call_later": set[str](),
    "atexit.register": set[str](),
    "st.fragment": {"meomureum/components/fault_page.py", "meomureum/app/waiting_page.py"},
    "st.dialog": set[str](),
    "st.exception": set[str](),  # Streamlit's own red box
    "st.error": set[str](),
    "import_module": {"meomureum/export/__init__.py"},  # mypy cannot see what such a module holds
    "__import__": set[str](),
}


def called(path: Path) -> Iterator[str]:
    """What a file calls or decorates with, by its last name and by its name within its module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        used = [node.func] if isinstance(node, ast.Call) else list(getattr(node, "decorator_list", []))
        for each in used:
            words = ast.unparse(each).split(".")
            yield words[-1]
            yield ".".join(words[-2:])


@pytest.mark.parametrize("path", product_modules(), ids=lambda path: str(path.relative_to(PROJECT)))
def test_nothing_is_begun_or_drawn_where_its_faults_would_be_lost(path: Path) -> None:
    here = path.relative_to(PROJECT).as_posix()
    for name in called(path):
        assert here in ONE_PLACE.get(name, {here}), f"{name} in {here}"


def test_the_places_where_work_is_begun_are_still_there() -> None:
    for name, places in ONE_PLACE.items():
        for place in places:
            assert name in called(PROJECT / place), (name, place)


def test_every_format_has_its_function() -> None:
    """Formats name their modules in words, so that heavy ones load late: mypy cannot see whether they exist."""
    for name, each in FORMATS.items():
        module = importlib.import_module(f"meomureum.export.{each.module}")
        assert callable(getattr(module, each.function)), name


def test_every_file_that_is_written_on_a_click_tells_its_faults() -> None:
    found = 0
    for path in [*tracked("pages/*.py"), *tracked("meomureum/components/*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "download_button":
                found += 1
                data = (
                    next((each.value for each in node.keywords if each.arg == "data"), None) or node.args[1]
                )
                written = isinstance(data, ast.Call) and ast.unparse(data.func) == "fault_page.handing_out"
                assert written or isinstance(data, ast.Name), f"{path}:{node.lineno}"
    assert found >= 5


def every_text() -> Iterator[tuple[str, Text]]:
    for module in pkgutil.walk_packages([str(PROJECT)]):
        if room_of(module.name) in {*ORDER, "etl"} - {
            "dashboard",
            "meomureum.app",
        } and not module.name.endswith(("__main__", "pdf_words")):
            loaded = importlib.import_module(module.name)
            for name, value in vars(loaded).items():
                yield from ((f"{module.name}.{name}", text) for text in _texts_in(value, depth=4))


def _texts_in(value: object, depth: int) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif depth and isinstance(value, dict):
        for each in value.values():
            yield from _texts_in(each, depth - 1)
    elif depth and isinstance(value, (tuple, list)):
        for each in value:
            yield from _texts_in(each, depth - 1)
    elif depth and hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        for name in value.__dataclass_fields__:
            yield from _texts_in(getattr(value, name, None), depth - 1)


def test_every_text_has_both_languages() -> None:
    found = list(every_text())
    assert len(found) > 300
    for where, text in found:
        assert bool(text.ko.strip()) == bool(text.en.strip()), where
        assert not re.search("[가-힣]", re.sub(r"'[^']*'|\([^)]*\)|“[^”]*”", "", text.en)), (
            f"{where}: {text.en}"
        )


def test_placeholders_agree_between_the_languages() -> None:
    for where, text in every_text():
        korean = {name.split(":")[0] for name in re.findall(r"{([^{}]*)}", text.ko)}
        english = {name.split(":")[0] for name in re.findall(r"{([^{}]*)}", text.en)}
        assert korean == english, where


def test_committed_data_is_small_and_says_what_it_is() -> None:
    files = tracked("data")
    assert {path.relative_to(PROJECT / "data").parts[0] for path in files} <= {
        "reference",
        "published",
        "sample",
    }
    for path in files:
        proof = path.parent.name == "protection" and path.name.endswith(".proof.zip")
        assert proof or path.suffix in (".csv", ".md", ".geojson")
        assert path.stat().st_size < 4_000_000
    assert "합성" in (PROJECT / "data" / "sample" / "README.md").read_text("utf-8")


def test_every_published_row_names_a_listed_source() -> None:
    with (PROJECT / "data/reference/sources.csv").open(encoding="utf-8", newline="") as file:
        sources = {row["source_id"] for row in csv.DictReader(file)}
    for path in tracked("data/published/*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            cited = {row["source_id"] for row in csv.DictReader(file)}
        assert cited <= sources, path.name


def test_readme_shows_the_tree_as_it_is() -> None:
    readme = (PROJECT / "README.md").read_text("utf-8")
    tree = readme.split("## 구조 Layout")[1].split("```")[1]
    named = {line.split()[0].rstrip("/") for line in tree.strip().splitlines() if not line.startswith(" ")}
    meta = {
        "README.md",
        "SECURITY.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Makefile",
        "LICENSE",
        "NOTICE",
        "pyproject.toml",
        "requirements.txt",
        "requirements-dev.txt",
    }
    top = {path.relative_to(PROJECT).parts[0] for path in tracked()}
    assert named == {name for name in top if not name.startswith(".")} - meta


def test_readme_is_short_and_its_commands_exist() -> None:
    readme = (PROJECT / "README.md").read_text("utf-8")
    assert readme.count("\n") < 150
    named = set(re.findall(r"^meomureum (\w+)", readme, flags=re.MULTILINE))
    assert len(named) >= 12
    assert named <= COMMANDS.keys()
    assert all((PROJECT / path).exists() for path in re.findall(r"\]\(([^)]+)\)", readme))
    guide = (PROJECT / "docs" / "guide.md").read_text("utf-8")
    assert set(re.findall(r"^meomureum (\w+)", guide, flags=re.MULTILINE)) <= COMMANDS.keys()
    assert all((PROJECT / "docs" / path).exists() for path in re.findall(r"\]\(([^)]+)\)", guide))


def test_nothing_speaks_of_one_machine() -> None:
    names = re.compile(
        r"/(?:home|root|Users)/|(?:127\.0\.0\.1|localhost):\d{4}/simple|--index-url|hosted\.org"
    )
    for path in tracked("*.py", "*.md", "*.txt", "*.toml", "*.csv", ".ci/*"):
        if path != Path(__file__):
            assert not names.search(path.read_text("utf-8")), path


def test_pins_are_hashed_and_the_same_in_both_files() -> None:
    def pins(name: str) -> set[str]:
        text = (PROJECT / name).read_text("utf-8")
        found = re.findall(r"^([\w.-]+==[^ \\]+)[^\n]*\\\n\s+--hash=sha256:", text, flags=re.MULTILINE)
        assert len(found) == text.count("==") - text.count(" == '") - text.count("=='")
        return set(found)

    assert pins("requirements.txt") <= pins("requirements-dev.txt")
    declared = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    project = declared["project"]
    assert {*project["dependencies"]} <= pins("requirements.txt"), "run `make pins`"
    development = {*project["optional-dependencies"]["dev"], *declared["build-system"]["requires"]}
    assert development <= pins("requirements-dev.txt"), "run `make pins`"


def test_the_bill_of_materials_holds_what_is_pinned_with_a_licence_we_may_use() -> None:
    text = (PROJECT / "requirements.txt").read_text("utf-8")
    pinned = set(re.findall(r"^([\w.-]+==[^ \\]+)", text, flags=re.MULTILINE))
    bill = json.loads((PROJECT / "docs" / "sbom.cdx.json").read_text("utf-8"))
    assert {each["bom-ref"] for each in bill["components"]} == pinned
    licences = {entry["expression"] for each in bill["components"] for entry in each["licenses"]}
    allowed = {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "MIT", "MIT-CMU"}
    allowed |= {"MIT-0", "MPL-2.0", "PSF-2.0", "Zlib"}
    assert {part for each in licences for part in re.split(" AND | OR ", each)} <= allowed
    listed = (PROJECT / "docs" / "licences.md").read_text("utf-8")
    assert all(f"| {name} | {version} |" in listed for name, version in (each.split("==") for each in pinned))


def test_every_threat_names_a_test_that_exists() -> None:
    threats = (PROJECT / "docs" / "threats.md").read_text("utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", threats)
    rows = [line for line in threats.splitlines() if line.startswith("| ") and " · " in line]
    assert len(rows) > 20
    assert all("::" in row for row in rows)
    for file, name in named:
        assert f"def {name}(" in (PROJECT / file).read_text("utf-8"), (file, name)
