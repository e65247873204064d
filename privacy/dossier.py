"""The paper for the review (적정성 검토) of a snapshot's protected releases, from the releases themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from privacy import proofs, shipped
from privacy.menu import Parameters, parameters
from texts import Language, Text
from warehouse import Snapshot

TITLE = Text("소수 보호 검토서", "Review of small-number protection")
_RULES = Text(
    "1명 이상 {k}명 미만인 수, 분모가 {n}명 미만인 비율, 분모가 {twice}명 미만인 0%와 100%를 가립니다. "
    "가린 값마다 보이는 모든 값에 비추어 0명일 수도 있고 {k}명 이상일 수도 있습니다.",
    "Counts of 1 to under {k}, rates on fewer than {n}, and 0 % and 100 % on fewer than {twice} are hidden. "
    "Given all that is shown, each hidden value could be nobody and could be {k} or more.",
)
_PARTS = Text("대상", "Part"), Text("민감한 묶음", "Sensitive sets"), Text("증명", "Proof")
_COLUMNS = Text("표", "Table"), Text("조합", "Combination"), Text("값", "Figures"), Text("가린 값", "Hidden")
_HOLDS, _FAILS = Text("성립", "Holds"), Text("성립하지 않음", "Does not hold")
_SHOWN, _PROVED = Text("가린 값", "Hidden figures"), Text("증명 확인", "Check of the proof")
_DECISION = Text(
    "## 결정\n\n검토일:\n\n검토자:\n\n결정과 까닭:",
    "## Decision\n\nDate:\n\nReviewers:\n\nDecision and reasons:",
)


def dossier(snapshot: Snapshot, language: Language) -> str:
    """Parameters, tables, proofs and room for the decision, as Markdown; nothing in it is a hidden number."""
    lines = [f"# {TITLE(language)}", "", snapshot.id, ""]
    for release in (each for each in snapshot.releases if each != "exact"):
        lines += [f"## {release}", "", *_release(snapshot.folder, release, parameters(), language)]
    return "\n".join([*lines, _DECISION(language), ""])


def _release(folder: Path, release: str, known: Parameters, language: Language) -> Iterator[str]:
    profile = known.profile(release)
    yield _RULES.fill(k=profile.k, n=profile.n_min, twice=2 * profile.n_min)(language)
    yield from ("", f"### {_SHOWN(language)}", "")
    yield from _rows(_hidden(folder, release), tuple(each(language) for each in _COLUMNS))
    yield from ("", f"### {_PROVED(language)}", "")
    found = proofs.load(folder / shipped.proof_file(release))
    told = [
        (name, len(proof.high), (_FAILS if proofs.unproved(proof) else _HOLDS)(language))
        for name, proof in found
    ]
    yield from _rows(pd.DataFrame(told), tuple(each(language) for each in _PARTS))
    yield ""


def _hidden(folder: Path, release: str) -> pd.DataFrame:
    sql = """
        SELECT table_name, combination, COUNT(*) AS figures, COUNT(*) FILTER (WHERE hidden) AS hidden
        FROM protected
        GROUP BY ALL
        ORDER BY ALL
    """
    return Snapshot(folder, release=release).query(sql)


def _rows(found: pd.DataFrame, header: tuple[str, ...]) -> Iterator[str]:
    yield "| " + " | ".join(header) + " |"
    yield "|" + "---|" * len(header)
    for row in found.itertuples(index=False, name=None):
        yield "| " + " | ".join(str(each) for each in row) + " |"
