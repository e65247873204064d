"""The README of a package, in both languages: what it is, how to read it, what each table holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from meomureum.export.package.description import STANDS, SYNTHETIC, TITLE, File
from meomureum.export.package.tables import Table
from meomureum.measures.measurement import MARKS, STATUSES
from meomureum.privacy.release_files import NAMES
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

EXAMPLE = Text(
    "예: {institution}의 {year}년 {kpi}은 kpi_values.parquet의 한 행입니다.",
    "Example: the {kpi} of {institution} in {year} is one row of kpi_values.parquet.",
)
_PAGE = """# {title_ko}

# {title_en}

**{stands_ko}**
**{stands_en}**

{synthetic_ko}
{synthetic_en}

스냅숏 Snapshot: `{snapshot}`, {built}

## 값 하나 찾기 Finding one value

`kpi_values.parquet`에는 지표의 값이 한 행에 하나씩 있습니다. `institution_id`가 비면 도시 전체의 값입니다.
`kpi_values.parquet` holds every value of every indicator, one a row. Where `institution_id` is empty it is of a whole city.

{example}
비율은 0과 1 사이의 수이고, `low`와 `high`는 95% 구간입니다. `status`가 값이 없는 까닭을, `marks`가 값의 유의점을 말합니다.
Rates are numbers from 0 to 1, `low` and `high` are the 95% interval. `status` says why there is no value, `marks` what to beware of.

```python
# pandas
import pandas as pd
values = pd.read_parquet("kpi_values.parquet")
print(values.query("{query}")[["year", "numerator", "denominator", "value", "status"]])
```

```python
# Polars
import polars as pl
print(pl.read_parquet("kpi_values.parquet").filter({polars}))
```

```sql
-- DuckDB
SELECT year, numerator, denominator, value, status FROM 'kpi_values.parquet' WHERE {sql};
```

```r
# R
library(arrow)
values <- read_parquet("kpi_values.parquet")
subset(values, {r})
```

`datapackage.json`은 표마다 열의 뜻, 자료형, 단위, 코드, 열쇠를 적은 Frictionless 데이터 패키지입니다.
`datapackage.json` is a Frictionless data package: what each column means, its type, unit, codes and keys.

## 표 Tables

| file | 뜻 meaning | 행 rows | 열쇠 key |
|---|---|---|---|
{tables}
`indicators.parquet`과 `formulas.parquet`은 지표와 산식의 뜻을, `sources.parquet`은 `source_ids`의 출처를 적습니다.
`indicators.parquet` and `formulas.parquet` say what is measured and how, `sources.parquet` what `source_ids` stand for.
수를 담은 열 `x`가 비면 `x_missing`이 까닭을 말합니다. Where a column of counts `x` is empty, `x_missing` says why.

## status

{statuses}
## marks

{marks}"""


def readme(
    snapshot: Snapshot,
    tables: Sequence[Table],
    files: Mapping[str, File],
    example: Mapping[str, object] | None,
) -> str:
    """The page; `example` is a row of the figures of one institution, where there is one with a value."""
    title, stands = TITLE.fill(release=NAMES[snapshot.release]), STANDS[snapshot.release]
    asked = dict(example) if example else {"kpi_id": "university_dropout_rate", "year": 2024}
    keys = [
        name
        for name in ("kpi_id", "formula_id", "origin", "institution_id", "year", "data_set")
        if name in asked
    ]
    return _PAGE.format(
        title_ko=title.ko,
        title_en=title.en,
        stands_ko=stands.ko,
        stands_en=stands.en,
        synthetic_ko=SYNTHETIC.ko,
        synthetic_en=SYNTHETIC.en,
        snapshot=snapshot.id,
        built=snapshot.manifest["built_at"],
        example=_example(example) if example else "",
        query=" and ".join(f"{key} == {_value(asked[key], chr(39))}" for key in keys),
        polars=", ".join(f"{key}={_value(asked[key], chr(34))}" for key in keys),
        sql=" AND ".join(f"{key} = {_value(asked[key], chr(39))}" for key in keys),
        r=" & ".join(f"{key} == {_value(asked[key], chr(34))}" for key in keys),
        tables="".join(
            f"| `{table.name}.parquet` | {table.about} | {files[table.name].rows:,} | {', '.join(table.key)} |\n"
            for table in tables
        ),
        statuses=_listed(STATUSES),
        marks=_listed(MARKS),
    )


def _value(value: object, quote: str) -> str:
    return f"{quote}{value}{quote}" if isinstance(value, str) else str(value)


def _example(row: Mapping[str, object]) -> str:
    def told(language: str) -> dict[str, str]:
        return {
            "institution": str(row[f"institution_name_{language}"]),
            "kpi": str(row[f"kpi_name_{language}"]),
            "year": str(row["year"]),
        }

    return EXAMPLE.fill(**told("ko")).ko + "\n" + EXAMPLE.fill(**told("en")).en + "\n"


def _listed(words: Mapping[str, Text]) -> str:
    return "".join(f"- `{code}`: {text.ko} / {text.en}\n" for code, text in words.items())
