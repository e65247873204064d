"""One small change of a source at a time: an operator, a bound, a constant, a boolean word, a result, a bit of SQL."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

OPERATORS: dict[type[ast.AST], tuple[str, tuple[str, ...]]] = {
    ast.Lt: ("<", ("<=", ">")),
    ast.LtE: ("<=", ("<", ">")),
    ast.Gt: (">", (">=", "<")),
    ast.GtE: (">=", (">", "<")),
    ast.Eq: ("==", ("!=",)),
    ast.NotEq: ("!=", ("==",)),
    ast.Is: ("is", ("is not",)),
    ast.IsNot: ("is not", ("is",)),
    ast.In: ("in", ("not in",)),
    ast.NotIn: ("not in", ("in",)),
    ast.Add: ("+", ("-",)),
    ast.Sub: ("-", ("+",)),
    ast.Mult: ("*", ("/",)),
    ast.Div: ("/", ("*",)),
    ast.FloorDiv: ("//", ("/",)),
    ast.Mod: ("%", ("*",)),
    ast.Pow: ("**", ("*",)),
    ast.BitAnd: ("&", ("|",)),
    ast.BitOr: ("|", ("&",)),
    ast.BitXor: ("^", ("&",)),
    ast.And: ("and", ("or",)),
    ast.Or: ("or", ("and",)),
}
# Functions that another one can stand for.
TWINS = {"min": "max", "max": "min", "any": "all", "all": "any", "floor": "ceil", "ceil": "floor"}
SQL = re.compile(r"\b(?:SELECT|FROM|WHERE|HAVING|BETWEEN|COALESCE|LIST_CONTAINS|(?:SUM|COUNT|MAX|MIN)\()")
SQL_CHANGES: tuple[tuple[str, str], ...] = (
    *((r"<=", "<"), (r">=", ">"), (r"<(?![=>])", "<="), (r"(?<![<-])>(?!=)", ">="), (r"<>|!=", "=")),
    *((r"(?<![<>!=:])=(?![=>])", "<>"), (r"\bAND\b", "OR"), (r"\bOR\b", "AND"), (r"\bIS NOT\b", "IS")),
    *((r"\bIS (?!NOT|DISTINCT)", "IS NOT "), (r"\bNOT (?=IN|LIKE|EXISTS|LIST)", ""), (r"\bDESC\b", "ASC")),
    *((r"\bSUM\(", "MAX("), (r"\bMAX\(", "MIN("), (r"\bMIN\(", "MAX("), (r"\bUNION ALL\b", "UNION")),
    *((r"\bLEFT JOIN\b", "JOIN"), (r"(?<!LEFT )\bJOIN\b", "LEFT JOIN"), (r"\bDISTINCT (?!FROM|ON)", "")),
    *((r"(?<= )\+(?= )", "-"), (r"(?<= )-(?= )", "+"), (r"(?<= )/(?= )", "*"), (r"(?<= )\*(?= )", "/")),
)
_SQL_NUMBER = re.compile(r"(?<![\w.$'])\d+(?![\w.'])")
_BRACES = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True)
class Mutant:
    """A source with one place changed; `start` and `end` are places in the bytes of the file."""

    file: str
    start: int
    end: int
    new: str
    first: int
    last: int
    """The lines of the statement that holds the place."""
    whole_module: bool
    """Whether the place is outside of every function, where no test can be seen to run it."""

    def applied(self, source: bytes) -> bytes:
        """The changed source."""
        return source[: self.start] + self.new.encode() + source[self.end :]

    def lines(self, source: bytes) -> tuple[int, str, str]:
        """The number of the line, what it was and what it has become, without the indent."""
        number = source.count(b"\n", 0, self.start)
        changed = self.applied(source).splitlines()[number]
        return number + 1, source.splitlines()[number].decode().strip(), changed.decode().strip()


def mutants(file: str, root: Path) -> list[Mutant]:
    """Every change of a file that still is Python, in the order of its places."""
    source = (root / file).read_bytes()
    every = _Places(file, source).found
    distinct = {(each.start, each.end, each.new): each for each in every}
    return [distinct[key] for key in sorted(distinct) if _compiles(distinct[key].applied(source))]


def _compiles(source: bytes) -> bool:
    try:
        compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True


class _Places(ast.NodeVisitor):
    """Walks a source; notes, decorators, docstrings and the words of readers are left as they are."""

    def __init__(self, file: str, source: bytes) -> None:
        self.file, self.source = file, source
        self.starts = [0, *(at.end() for at in re.finditer(rb"\n", source))]
        self.statement: ast.stmt | None = None
        self.depth = 0
        self.found: list[Mutant] = []
        self.visit(ast.parse(source))

    def place(self, line: int, column: int) -> int:
        return self.starts[line - 1] + column

    def span(self, node: ast.expr) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self.place(node.lineno, node.col_offset),
            self.place(node.end_lineno, node.end_col_offset),
        )

    def note(self, start: int, end: int, *news: str) -> None:
        assert self.statement is not None
        first, last = self.statement.lineno, self.statement.end_lineno or self.statement.lineno
        if body := getattr(self.statement, "body", None):
            last = max(first, body[0].lineno - 1)
        for new in news:
            self.found.append(Mutant(self.file, start, end, new, first, last, self.depth == 0))

    def between(self, left: ast.expr, right: ast.expr, operator: ast.AST) -> None:
        old, news = OPERATORS.get(type(operator), ("", ()))
        begin, end = self.span(left)[1], self.span(right)[0]
        pattern = r"\s+".join(rf"\b{word}\b" if word.isalpha() else re.escape(word) for word in old.split())
        at = re.search(pattern.encode(), self.source[begin:end])
        if old and at:
            self.note(begin + at.start(), begin + at.end(), *news)

    def visit(self, node: ast.AST) -> None:
        outer, self.statement = self.statement, node if isinstance(node, ast.stmt) else self.statement
        super().visit(node)
        self.statement = outer

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.depth += 1
        for each in (*node.args.defaults, *(each for each in node.args.kw_defaults if each), *node.body):
            self.visit(each)
        self.depth -= 1

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for each in node.body:
            self.visit(each)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value:
            self.visit(node.value)

    def visit_Assign(self, node: ast.Assign) -> None:
        typing = isinstance(node.value, ast.Subscript) and ast.unparse(node.value).startswith("Literal[")
        if not typing:
            self.visit(node.value)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.visit(node.value)

    def visit_Import(self, node: ast.Import) -> None:
        """Imports stay."""

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Imports stay."""

    def visit_Assert(self, node: ast.Assert) -> None:
        """An assertion of the product is for the type checker."""

    def visit_Compare(self, node: ast.Compare) -> None:
        sides = [node.left, *node.comparators]
        for left, right, operator in zip(sides, sides[1:], node.ops, strict=False):
            self.between(left, right, operator)
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        self.between(node.left, node.right, node.op)
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        for left, right in zip(node.values, node.values[1:], strict=False):
            self.between(left, right, node.op)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, (ast.Not, ast.USub)):
            self.note(self.span(node)[0], self.span(node.operand)[0], "")
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self.negated(node.test)
        self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        if ast.unparse(node.test) != "TYPE_CHECKING":
            self.negated(node.test)
            self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for each in node.ifs:
            self.replaced(each, "True")
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        if node.value and not (isinstance(node.value, ast.Constant) and node.value.value is None):
            if isinstance(node.value, (ast.Compare, ast.BoolOp)):
                self.negated(node.value)
            elif not isinstance(node.value, ast.Constant):
                self.replaced(node.value, "None")
            self.visit(node.value)

    def visit_Name(self, node: ast.Name) -> None:
        if node.id in TWINS:
            self.replaced(node, TWINS[node.id])

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, bool):
            self.replaced(node, str(not node.value))
        elif isinstance(node.value, int):
            self.replaced(node, str(node.value + 1), *([str(node.value - 1)] if node.value > 0 else []))
        elif isinstance(node.value, float):
            self.replaced(node, f"{node.value * 1.5 + (node.value == 0)!r}")
        elif isinstance(node.value, str) and SQL.search(node.value):
            self.sql(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        if any(isinstance(each, ast.Constant) and SQL.search(str(each.value)) for each in node.values):
            self.sql(node)

    def negated(self, test: ast.expr) -> None:
        start, end = self.span(test)
        self.note(start, end, f"not ({self.source[start:end].decode()})")

    def replaced(self, node: ast.expr, *news: str) -> None:
        self.note(*self.span(node), *news)

    def sql(self, node: ast.expr) -> None:
        start, end = self.span(node)
        text = self.source[start:end].decode("latin-1")
        # Spaces as wide as the bytes: what stands within braces is Python, or filled in later.
        plain = _BRACES.sub(lambda within: " " * len(within[0]), text)
        changes = [(at, new) for old, new in SQL_CHANGES for at in re.finditer(old, plain)]
        changes += [(at, str(int(at[0]) + 1)) for at in _SQL_NUMBER.finditer(plain)]
        for at, new in changes:
            self.note(start + at.start(), start + at.end(), new)
