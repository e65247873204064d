"""The SQL of a measurement with its parameters, as one thing that can be run or printed whole."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

_PARAMETER = re.compile(r"\$(\w+)")


class Statement(NamedTuple):
    """One SELECT with named `$parameters` and their values; printed, it is whole and runs as it stands."""

    sql: str
    parameters: dict[str, Any]

    def within(self, prefix: str) -> Statement:
        """The same statement with prefixed parameter names, for use within a longer one."""
        sql = _PARAMETER.sub(lambda name: f"${prefix}_{name[1]}", self.sql)
        return Statement(sql, {f"{prefix}_{name}": value for name, value in self.parameters.items()})

    def __str__(self) -> str:
        """The whole statement, its parameters written as literals."""
        return _PARAMETER.sub(lambda name: _literal(self.parameters[name[1]]), self.sql)


def _literal(value: object) -> str:
    """A value as SQL writes it."""
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_literal(each) for each in value)}]"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"
