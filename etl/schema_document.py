"""The schema of a snapshot on paper: `python -m etl.schema_document` writes docs/schema.md from the contracts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from etl.contract import Column, Source
from etl.sources import SOURCES
from etl.table_comments import DERIVED, HOUSEKEEPING
from meomureum.measures.views import COLUMNS, LONG
from meomureum.project import PROJECT
from meomureum.store.connections import STORAGE_VERSION
from meomureum.texts import Text

PLACE = PROJECT / "docs" / "schema.md"
KINDS = {
    "text": "VARCHAR",
    "code": "VARCHAR",
    "integer": "BIGINT",
    "decimal": "DOUBLE",
    "year": "INTEGER",
    "date": "VARCHAR",
}
_OLDEST = STORAGE_VERSION.removeprefix("v")
_TOP = f"""# 스냅숏의 구조 The schema of a snapshot

이 문서는 `make schema`가 자료의 약속(`etl/`)에서 만듭니다. 손으로 고치지 않습니다.
`make schema` makes this page from the contracts in `etl/`. It is not edited by hand.

스냅숏 하나는 `data/snapshots/<id>/`의 DuckDB 파일입니다(DuckDB {_OLDEST} 이상).
`exact.duckdb`에는 행과 뷰가, `internal.duckdb`와 `public.duckdb`에는 보호된 값(`protected`)과 이미 공표된 행만 있습니다.
읽기 전용으로 엽니다.
A snapshot is the DuckDB files in `data/snapshots/<id>/` (DuckDB {_OLDEST} or newer).
`exact.duckdb` holds rows and views, `internal.duckdb` and `public.duckdb` protected figures (`protected`)
and rows that are published already. Open them read-only.

```sh
duckdb -readonly data/snapshots/<id>/exact.duckdb "FROM {LONG} WHERE city_id = 'gimhae' AND kpi_id = 'university_dropout_rate'"
```

"""
_COMMON = Text(
    "모든 표에는 `data_set`(published, real, sample), `file_id`(files), `line`이 있고, 수를 담은 열 `x`에는 수가 없는 까닭을 "
    "담은 `x_missing`이 따릅니다.",
    "Every table has `data_set` (published, real, sample), `file_id` (files) and `line`; a column of counts `x` is followed by "
    "`x_missing`, which says why there is no number.",
)


def document() -> str:
    """The whole page."""
    parts = (_TOP, _drawing(), _values(), *map(_table, SOURCES), _others())
    return "".join(parts)


def _drawing() -> str:
    lines = ["```mermaid", "erDiagram"]
    for source in SOURCES:
        lines += [f"    {source.table} {{", *_drawn_columns(source), "    }"]
    lines += [line for source in SOURCES for line in _links(source)]
    return f"## 그림 Drawing\n\n{chr(10).join(lines)}\n```\n\n"


def _drawn_columns(source: Source) -> Iterator[str]:
    shown = [each for each in source.columns if each.name in source.key or each.reference or each.measure]
    for column in shown:
        key = " PK" if column.name in source.key else " FK" if column.reference else ""
        yield f"        {KINDS[column.kind].lower()} {column.name}{key}"


def _links(source: Source) -> Iterator[str]:
    tables = {each.table for each in SOURCES}
    for column in source.columns:
        if column.reference in tables:
            yield f"    {source.table} }}o--{'o' if column.blank else '|'}| {column.reference} : {column.name}"


def _values() -> str:
    rows = "".join(f"| `{name}` | {about.ko} | {about.en} |\n" for name, about in COLUMNS.items())
    return (
        f"## 지표의 뷰 Views of the indicators\n\n`{LONG}`에는 모든 지표가, `kpi_<지표>`에는 지표 하나가 같은 열로 있습니다.\n"
        f"`{LONG}` holds every indicator, `kpi_<indicator>` one of them, in the same columns.\n\n"
        f"| column | 뜻 | meaning |\n|---|---|---|\n{rows}\n## 표 Tables\n\n{_COMMON.ko}\n{_COMMON.en}\n\n"
    )


def _table(source: Source) -> str:
    rows = "".join(_row(source, column) for column in source.columns)
    return (
        f"### {source.table}: {source.label.ko} {source.label.en}\n\n"
        f"| column | type | 뜻 | meaning | codes |\n|---|---|---|---|---|\n{rows}\n"
    )


def _row(source: Source, column: Column) -> str:
    key = " (key)" if column.name in source.key else ""
    codes = f"{column.reference}" if column.reference else ", ".join(column.codes)
    return (
        f"| `{column.name}`{key} | {KINDS[column.kind]} | {column.label.ko} | {column.label.en} | {codes} |\n"
    )


def _others() -> str:
    rows = "".join(
        f"| `{name}` | {about.ko} | {about.en} |\n" for name, about in {**DERIVED, **HOUSEKEEPING}.items()
    )
    return f"### 그 밖의 표 Other tables\n\n| table | 뜻 | meaning |\n|---|---|---|\n{rows}"


def main(place: Path = PLACE) -> None:
    """Write the page."""
    place.write_text(document(), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
