"""The cubes of a table added up by Apache Spark, where one machine is not enough.

The facts leave as Parquet, partitioned by set and year; Spark reads them, runs the statements of `etl.cubes` in its own
dialect, and its sums come back as the tables that DuckDB would have made, types included. Its workers must see the
folder of snapshots under the same path.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb

from etl.contract import LoadRefused, Problem
from meomureum.store import environment
from meomureum.texts import Text

PACKAGES = ("pyspark", "sqlglot")
PARTITIONED_BY = ["data_set", "year"]
QUIET = ("spark.ui.enabled", "spark.ui.showConsoleProgress")
"""No page of Spark's own that anybody may open, and nothing among what the command says."""
NOT_INSTALLED = Text(
    "Spark로 적재하는 데 필요한 꾸러미가 없습니다.", "What a load by Spark needs is not installed."
)
INSTALL = Text(
    "pip install 'meomureum[spark]'과 Java 17 이상을 설치하거나 --engine duckdb로 적재합니다.",
    "Install it by pip install 'meomureum[spark]', and Java 17 or newer, or load with --engine duckdb.",
)
FAILED = Text("Spark가 합을 내지 못했습니다({why}).", "Spark could not add up the rows ({why}).")
LOOK = Text(
    "주소, Java, 작업 서버가 스냅숏 폴더를 같은 경로로 보는지 확인하거나 --engine duckdb로 적재합니다.",
    "See to the address, Java, and that its workers see the folder of snapshots under the same path, or load with --engine duckdb.",
)


def make(connection: duckdb.DuckDBPyConnection, table: str, asked: Mapping[str, str]) -> None:
    """Make the cubes of a table: DuckDB's SQL by each one's name, one added up from the one before.

    Raises LoadRefused where Spark is not there or fails.
    """
    refuse_without_packages()
    place = Path(connection.sql("SELECT current_setting('temp_directory')").fetchall()[0][0])
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place) as room:
        facts = Path(room).absolute() / table
        rows = connection.sql(f"SELECT * REPLACE (data_set::VARCHAR AS data_set) FROM {table}")
        rows.write_parquet(str(facts), partition_by=PARTITIONED_BY)
        with _session(environment.spark_master()) as spark:
            _add_up(spark, facts, asked)
        for cube, select in asked.items():
            connection.execute(f"CREATE TABLE {cube} AS FROM ({select}) LIMIT 0")
            connection.execute(
                f"INSERT INTO {cube} BY NAME FROM read_parquet($1) ORDER BY city_id, year",
                [f"{facts.with_name(cube)}/*.parquet"],
            )


def refuse_without_packages() -> None:
    """Raise LoadRefused where what speaks to Spark is not installed."""
    if not all(map(find_spec, PACKAGES)):
        raise _refused(NOT_INSTALLED, INSTALL)


def _refused(what: Text, next_step: Text) -> LoadRefused:
    return LoadRefused((Problem(environment.spark_master(), "", 0, "", "", what, next_step),))


@contextmanager
def _session(master: str) -> Iterator[Any]:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    try:
        asked = SparkSession.builder.master(master).appName("meomureum")
        for setting in QUIET:
            asked = asked.config(setting, "false")
        spark = asked.getOrCreate()
        try:
            yield spark
        finally:
            spark.stop()
    except (PySparkException, Py4JError) as fault:
        raise _refused(FAILED.fill(why=" ".join(str(fault).splitlines()[:2])), LOOK) from fault


def _add_up(spark: Any, facts: Path, asked: Mapping[str, str]) -> None:
    """Write each cube as Parquet beside the facts."""
    import sqlglot

    spark.read.parquet(str(facts)).createOrReplaceTempView(facts.name)
    for cube, select in asked.items():
        (told,) = sqlglot.transpile(select, read="duckdb", write="spark")
        made = str(facts.with_name(cube))
        spark.sql(told).write.parquet(made)
        spark.read.parquet(made).createOrReplaceTempView(cube)
