"""A validated load beside DuckDB's plain typed load, pandas and pandera: CPU, time and memory.

python benchmarks/load.py [millions of rows, such as 1,10,30] [rounds]

Rows are drawn by a seed (`national.py`), one in a thousand of them bad. Each round runs every way
once, in turn, each in a process of its own; printed are medians as a Markdown table. Every way
but the plain typed load names line, column and reason of each reject and looks for keys that
came twice. pandera is no dependency of the project: where it is absent the table says so.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT), str(Path(__file__).parent)]

import duckdb  # noqa: E402
import national  # noqa: E402

NAMES = (
    *("year", "region_id", "institution_id", "school_type", "department", "track", "sex", "participant"),
    *("outcome", "destination_region_id", "graduates", "retained_6m", "retained_12m", "method", "edition"),
)
NUMBERS = ("year", "graduates", "retained_6m", "retained_12m")
KEY = tuple(name for name in NAMES if name not in (*NUMBERS[1:], "edition"))
KNOWN = {
    "school_type": {"특성화고": "specialised"},
    "method": {"행정자료연계": "linked"},
    "edition": {"확정": "final", "잠정": "provisional"},
    **{name: {word: code for code, word in words.items()} for name, words in national.KINDS.items()},
}
MOST_FOR_FRAMES = 5_000_000  # rows; twice as many take 17 GB, more than a usual machine has


def ours(file: Path, place: Path) -> int:
    """Our own load: the file and the reference data into a new snapshot's database."""
    from etl.build import fill
    from etl.inputs import inputs_of
    from etl.load_accounts import Input

    national.reference(place)
    (place / "release").mkdir()
    accounts, problems = fill(place / "release" / "exact.duckdb", [*inputs_of(place), Input(file, "real")])
    assert accounts[-1].balanced()
    return len(problems)


def plain(file: Path, place: Path) -> int:
    """DuckDB's typed load; a row that fails to be read goes to its reject store."""
    columns = {name: "BIGINT" if name in NUMBERS else "VARCHAR" for name in NAMES}
    with duckdb.connect(str(place / "plain.duckdb")) as connection:
        connection.execute(
            f"""
            CREATE TABLE high_school_outcomes AS
            FROM read_csv('{file}', columns = {columns}, header = true, auto_detect = false, delim = ',',
                nullstr = ['', '-'], store_rejects = true, rejects_limit = 0)
            """
        )
        found = connection.execute("SELECT COUNT(DISTINCT line) FROM reject_errors").fetchone()
    return int(found[0]) if found else 0


def with_pandas(file: Path, place: Path) -> int:
    """The same rules as ours in pandas, vectorised."""
    import pandas as pd

    frame = _frame(file)
    reasons: list[Any] = []
    for name, words in _words().items():
        clean = frame[name].map(words)
        reasons.append(_reasons(frame, frame[name].ne("") & clean.isna(), name, "unknown word"))
        frame[name] = clean
    for name in NUMBERS:
        number = pd.to_numeric(frame[name].mask(frame[name].isin(["", "-"])), errors="coerce")
        wrong = (
            number.isna() & ~frame[name].isin(["", "-"]) | (number < 0) | (number % 1 != 0) & number.notna()
        )
        reasons.append(_reasons(frame, wrong, name, "no whole number"))
        frame[name] = number
    kept = ~(frame["retained_6m"].gt(frame["graduates"]) | frame["retained_12m"].gt(frame["graduates"]))
    reasons.append(_reasons(frame, ~kept, "retained_6m", "more than graduates"))
    reasons.append(_reasons(frame, frame.duplicated(list(KEY), keep=False), "key", "came twice"))
    return _stored(frame, pd.concat(reasons), place)


def with_pandera(file: Path, place: Path) -> int:
    """The same with a pandera schema: every failure by row and column."""
    import pandas as pd
    import pandera.pandas as pa  # type: ignore[import-not-found,unused-ignore]
    from pandera.errors import SchemaErrors  # type: ignore[import-not-found,unused-ignore]

    frame = _frame(file)
    for name in NUMBERS:
        frame[name] = frame[name].mask(frame[name].isin(["", "-"]))
    schema = pa.DataFrameSchema(
        {
            **{name: pa.Column(checks=pa.Check.isin([*words, ""])) for name, words in _words().items()},
            **{name: pa.Column(checks=pa.Check.str_matches(r"^\d{1,8}$"), nullable=True) for name in NUMBERS},
        },
        checks=pa.Check(lambda rows: _at_most(rows, "retained_6m") & _at_most(rows, "retained_12m")),
        unique=list(KEY),
    )
    try:
        schema.validate(frame, lazy=True)
        failures = pd.DataFrame({"index": [], "column": [], "check": []})
    except SchemaErrors as errors:
        failures = errors.failure_cases
    for name, words in _words().items():
        frame[name] = frame[name].map(words)
    for name in NUMBERS:
        frame[name] = pd.to_numeric(frame[name], errors="coerce")
    found = pd.DataFrame(
        {"row": failures["index"], "column": failures["column"], "reason": failures["check"]}
    ).dropna()
    return _stored(frame, found.drop_duplicates("row"), place)


def _at_most(rows: Any, name: str) -> Any:
    import pandas as pd

    kept, every = (pd.to_numeric(rows[each], errors="coerce") for each in (name, "graduates"))
    return ~kept.gt(every)


def _frame(file: Path) -> Any:
    """A file as text. Rows with a cell too many are skipped: the fast parser keeps nothing of them."""
    import pandas as pd

    return pd.read_csv(
        *(file,),
        header=0,
        names=list(NAMES),
        dtype=str,
        keep_default_na=False,
        on_bad_lines="skip",
        encoding=_encoding(file),
        index_col=False,
    )


def _encoding(file: Path) -> str:
    return "cp949" if "cp949" in file.name else "utf-8"


def _words() -> dict[str, dict[str, str]]:
    cities = {word: code for code, word in national.cities()}
    schools = {school: code for code, _, school in national.schools()}
    return {**KNOWN, "region_id": cities, "destination_region_id": cities, "institution_id": schools}


def _reasons(frame: Any, wrong: Any, column: str, reason: str) -> Any:
    import pandas as pd

    rows = frame.index[wrong]
    return pd.DataFrame({"row": rows, "column": column, "reason": reason})


def _stored(frame: Any, reasons: Any, place: Path) -> int:
    good = frame.drop(index=reasons["row"].unique())
    with duckdb.connect(str(place / "frames.duckdb")) as connection:
        connection.register("good", good)
        connection.execute("CREATE TABLE high_school_outcomes AS FROM good")
        connection.register("reasons", reasons)
        connection.execute('CREATE TABLE quarantine AS SELECT row + 2 AS line, "column", reason FROM reasons')
    return int(reasons["row"].nunique())


WAYS: dict[str, Callable[[Path, Path], int]] = {
    "Meomureum": ours,
    "DuckDB, plain typed load": plain,
    "pandas": with_pandas,
    "pandera": with_pandera,
}


def run(way: str, file: Path) -> None:
    """One way in this process; prints what it took as JSON."""
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        before, began = _cpu(), time.perf_counter()
        rejects = WAYS[way](file, Path(folder))
        took = {
            "cpu": _cpu() - before,
            "wall": time.perf_counter() - began,
            "peak": _peak(),
            "rejects": rejects,
        }
    print(json.dumps(took))


def _cpu() -> float:
    """Seconds of processor used by this process and the processes that it started."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _peak() -> float:
    """The most memory that this process held, in MB."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _child(way: str, file: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--run", way, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
        return {}
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    print(f"  {file.name} {way}: {found}", file=sys.stderr, flush=True)
    return found


def measured(file: Path, ways: list[str], rounds: int) -> dict[str, dict[str, float]]:
    """Medians of each way over all rounds, the ways taking turns."""
    runs: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way in ways:
            if found := _child(way, file):
                runs[way].append(found)
    return {
        way: {name: statistics.median(each[name] for each in found) for name in found[0]}
        for way, found in runs.items()
        if found
    }


def table(millions: int, folder: Path, rounds: int) -> list[str]:
    """The rows of the table for one size."""
    frames = ["pandas", *(["pandera"] if find_spec("pandera") else [])]
    ways = ["Meomureum", "DuckDB, plain typed load", *(frames if millions * 10**6 <= MOST_FOR_FRAMES else [])]
    utf_8 = national.written(folder / f"rows-{millions}m.csv", millions * 10**6)
    found = measured(utf_8, ways, rounds)
    cp949 = folder / f"rows-{millions}m-cp949.csv"
    with (
        utf_8.open(encoding="utf-8", newline="") as source,
        cp949.open("w", encoding="cp949", newline="") as out,
    ):
        while piece := source.read(1 << 24):
            out.write(piece)
    found["Meomureum, CP949"] = measured(cp949, ["Meomureum"], rounds)["Meomureum"]
    utf_8.unlink()
    cp949.unlink()
    base = found["Meomureum"]
    return [
        f"| {millions}M | {way} | {each['cpu']:.1f} s | {base['cpu'] / each['cpu']:.2f} | {each['wall']:.1f} s "
        f"| {each['peak']:,.0f} MB | {base['peak'] / each['peak']:.2f} |"
        for way, each in found.items()
    ]


def main() -> None:
    """Print the table of every size asked for."""
    if sys.argv[1:2] == ["--run"]:
        run(sys.argv[2], Path(sys.argv[3]))
        return
    sizes = [int(each) for each in (sys.argv[1] if len(sys.argv) > 1 else "1,10").split(",")]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    print("| rows | way | CPU | ours / its CPU | wall | peak memory | ours / its memory |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        for millions in sizes:
            print("\n".join(table(millions, Path(folder), rounds)), flush=True)
    if not find_spec("pandera"):
        print("\npandera is not installed here: its rows are absent.")


if __name__ == "__main__":
    main()
