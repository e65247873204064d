"""The protected releases of a load: written beside the exact one, or the whole load refused."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import warehouse
from etl.accounts import Input
from etl.contract import LoadRefused, Problem
from privacy import publishing, shipped
from privacy.units import GateClosed
from texts import Text

CANNOT_PROTECT = Text(
    "{city}의 '{columns}' 표에 소수가 드러나 어떤 칸을 더 가려도 막을 수 없습니다({row}, {count}).",
    "The table '{columns}' of {city} would show small numbers, and hiding more of it does not help ({row}, {count}).",
)
COARSEN = Text(
    "privacy/parameters.toml에서 이 표를 빼거나 더 큰 묶음으로 바꾼 뒤 다시 적재하세요.",
    "Leave this table out in privacy/parameters.toml, or make its groups larger, and load again.",
)


class Unprotected(LoadRefused):
    """The gate of the protected releases is closed: nothing is published."""


def protect(exact: Path, inputs: Sequence[Input], name: str) -> tuple[str, ...]:
    """Write the protected releases that this installation publishes, and their paper; raises Unprotected."""
    try:
        return publishing.publish(exact, _data(inputs), name, warehouse.current(_snapshots(exact)))
    except GateClosed as closed:
        told = CANNOT_PROTECT.fill(
            city=closed.city,
            columns=closed.columns,
            row=" ".join(str(each) for each in closed.row),
            count=closed.count,
        )
        raise Unprotected((Problem(closed.table, "", 0, "", "", told, COARSEN),)) from closed


def identity(inputs: Sequence[Input]) -> str:
    """What the protected releases depend on beside the inputs: their code, what is wanted, what is shipped."""
    digest = hashlib.sha256(repr(warehouse.releases_named()).encode())
    sampled = any(each.data_set == "sample" for each in inputs)
    files = sorted((_data(inputs) / shipped.FOLDER).glob("*.csv")) if sampled else []
    code = sorted(Path(publishing.__file__).parent.glob("*.*"))
    for path in [*code, *files]:
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") if path.is_file() else b"")
    return digest.hexdigest()


def _data(inputs: Sequence[Input]) -> Path:
    """The folder that the sample among the inputs comes from."""
    return next((each.path.parent.parent for each in inputs if each.data_set == "sample"), warehouse.data())


def _snapshots(exact: Path) -> Path:
    """The folder of snapshots: a new one is filled two folders below it."""
    return exact.parents[2]
