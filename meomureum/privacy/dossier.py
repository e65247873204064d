"""The paper for the review (적정성 검토) of a snapshot's protected releases, from the releases themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from meomureum.measures.indicators.dimensions import NAMES
from meomureum.privacy import proofs, sample_release
from meomureum.privacy.menu import Profile, parameters
from meomureum.privacy.release_files import NAMES as RELEASE_NAMES
from meomureum.store import connections
from meomureum.texts import LANGUAGES, Language, Text, percent

TITLE = Text("소수 보호 검토서", "Review of small-number protection")
_RULES = Text(
    "1명 이상 {k}명 미만인 수, 분모가 {n}명 미만인 비율, 분모가 {twice}명 미만인 0%와 100%를 가립니다. "
    "가린 값마다 보이는 모든 값에 비추어 0명일 수도 있고 {k}명 이상일 수도 있습니다.",
    "Counts of 1 to under {k}, rates on fewer than {n}, and 0% and 100% on fewer than {twice} are hidden. "
    "Given all that is shown, each hidden value could be nobody and could be {k} or more.",
)
_FIRMS = Text(
    "기업의 양은 응답 기업이 {n}곳 미만이거나 한 기업이 {one}, 두 기업이 {two}를 넘게 가졌을 수 있으면 가립니다. "
    "설문의 가중값은 실제 응답자 수로 판단합니다.",
    "Amounts of firms are hidden where fewer than {n} answered, or where one firm could hold over {one} or two over {two}. "
    "Weighted survey figures are judged by respondents.",
)
_SETS: Mapping[str, Text] = {
    "sample": Text("합성 표본", "Synthetic sample"),
    "real": Text("적재한 자료", "Loaded data"),
    "published": Text("공표", "Published"),
}
_COLUMN_NAMES: Mapping[str, Text] = {
    **NAMES,
    "block": Text("다섯 해", "Five years"),
    "respondent_group": NAMES["respondents"],
}
_SET, _PARTS = (
    Text("구분", "Set"),
    (
        Text("자료", "Table"),
        Text("도시", "City"),
        Text("가린 칸", "Hidden cells"),
        Text("증명", "Proof"),
    ),
)
_COLUMNS = (
    Text("자료", "Table"),
    Text("조합", "Combination"),
    Text("값", "Figures"),
    Text("가린 값", "Hidden"),
)
_HOLDS, _FAILS = Text("성립", "Holds"), Text("성립하지 않음", "Does not hold")
_SHOWN, _PROVED = Text("가린 값", "Hidden figures"), Text("증명 확인", "Check of the proof")
_DECISION = Text(
    "## 결정\n\n검토일:\n\n검토자:\n\n결정과 까닭:",
    "## Decision\n\nDate:\n\nReviewers:\n\nDecision and reasons:",
)


def dossier(folder: Path, name: str, language: Language) -> str:
    """Parameters, tables, proofs and room for the decision, as Markdown; nothing in it is a hidden number."""
    return _paper(folder, name, language, _checked(folder))


def write(folder: Path, name: str) -> None:
    """Keep the paper beside the releases that it is about, in each language."""
    checked = _checked(folder)
    for language in LANGUAGES:
        (folder / file_name(language)).write_text(_paper(folder, name, language, checked), "utf-8")


def file_name(language: Language) -> str:
    """What the paper is called beside the releases."""
    return f"dossier.{language}.md"


Checked = tuple[str, int, Text]
"""A unit, how many cells its proof hides, and whether the proof holds."""


def _checked(folder: Path) -> dict[str, list[Checked]]:
    """The proofs of each release, checked once for every language."""
    releases = [each.name for each in parameters().profiles if (folder / f"{each.name}.duckdb").is_file()]
    return {
        release: [
            (unit, len(proof.hidden), _verdict(proof))
            for unit, proof in proofs.load(folder / sample_release.proof_file(release))
        ]
        for release in releases
    }


def _paper(folder: Path, name: str, language: Language, checked: Mapping[str, Sequence[Checked]]) -> str:
    lines = [f"# {TITLE(language)}", "", name, ""]
    for release, found in checked.items():
        lines += [f"## {RELEASE_NAMES[release](language)}", "", *_release(folder, release, language, found)]
    return "\n".join([*lines, _DECISION(language), ""])


def _release(folder: Path, release: str, language: Language, checked: Sequence[Checked]) -> Iterator[str]:
    profile = parameters().profile(release)
    yield _RULES.fill(k=profile.k, n=profile.n_min, twice=2 * profile.n_min)(language)
    yield from ("", _firms(profile)(language), "", f"### {_SHOWN(language)}", "")
    with connections.attached(folder / f"{release}.duckdb") as connection:
        names = _names(connection, language)
        yield from _rows(_hidden(connection, names, language), (_SET, *_COLUMNS), language)
    yield from ("", f"### {_PROVED(language)}", "")
    told = [(*_unit(unit, names, language), hidden, verdict(language)) for unit, hidden, verdict in checked]
    yield from _rows(told, (_SET, *_PARTS), language)
    yield ""


def _verdict(proof: proofs.Proof) -> Text:
    return _FAILS if proofs.contradicting(proof) or proofs.determined(proof) else _HOLDS


def _firms(profile: Profile) -> Text:
    return _FIRMS.fill(n=profile.n_min, one=percent(profile.largest, 0), two=percent(profile.two_largest, 0))


def _names(connection: duckdb.DuckDBPyConnection, language: Language) -> dict[str, str]:
    """What tables and cities are called."""
    found = connection.execute(
        f"""
        SELECT table_name, table_{language} FROM contracts
        UNION SELECT region_id, name_{language} FROM regions
        """
    )
    return dict(found.fetchall())


def _unit(unit: str, names: Mapping[str, str], language: Language) -> tuple[str, ...]:
    data_set, table, city = unit.split("/")
    return _SETS[data_set](language), names.get(table, table), names.get(city, city)


def _hidden(
    connection: duckdb.DuckDBPyConnection, names: Mapping[str, str], language: Language
) -> list[tuple[object, ...]]:
    found = connection.execute(
        """
        SELECT
            data_set,
            table_name,
            combination,
            COUNT(*),
            COUNT(*) FILTER (WHERE hidden)
        FROM protected
        GROUP BY ALL
        ORDER BY ALL
        """
    )
    return [
        (_SETS[data_set](language), names.get(table, table), _named(combination, language), *counts)
        for data_set, table, combination, *counts in found.fetchall()
    ]


def _named(combination: str, language: Language) -> str:
    columns = (each.removesuffix("_id") for each in combination.split(" x "))
    return " × ".join(_COLUMN_NAMES[each](language) for each in columns)


def _rows(found: Sequence[Sequence[object]], header: Sequence[Text], language: Language) -> Iterator[str]:
    yield "| " + " | ".join(each(language) for each in header) + " |"
    yield "|" + "---|" * len(header)
    for row in found:
        yield "| " + " | ".join(str(each) for each in row) + " |"
