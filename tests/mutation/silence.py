"""Assertions that pass on nothing: those that no test has run, and those over a generator that gave no value."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Set
from pathlib import Path


def silent(test_file: Path, run: Set[int]) -> Iterator[tuple[int, str]]:
    """Line and text of each such assertion of the tests of a file that have run; `run` is what Reach knows of it.

    A line below 0 is that of a generator which has given a value.
    """
    source = test_file.read_text("utf-8")
    for test in ast.walk(ast.parse(source)):
        if not (isinstance(test, ast.FunctionDef) and test.name.startswith("test_")):
            continue
        if test.body[0].lineno not in run:  # skipped, or among the long trials
            continue
        asserted = [each for each in ast.walk(test) if isinstance(each, ast.Assert)]
        for each in sorted(asserted, key=lambda each: each.lineno):
            if not run & _lines(each) or any(
                not run & {-line for line in _lines(one)} for one in _over(each)
            ):
                yield each.lineno, source.splitlines()[each.lineno - 1].strip()


def _lines(node: ast.stmt | ast.expr) -> set[int]:
    return set(range(node.lineno, (node.end_lineno or node.lineno) + 1))


def _over(asserted: ast.Assert) -> Iterator[ast.GeneratorExp]:
    """The generators that `all`, or `not any`, is asked of."""
    test = asserted.test
    negated = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    call = test.operand if isinstance(test, ast.UnaryOp) else test
    if (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == ("any" if negated else "all")
    ):
        yield from (each for each in call.args if isinstance(each, ast.GeneratorExp))
