"""Where the values in sight come from: formula, rows, files with lines, checks."""

from __future__ import annotations

from markupsafe import Markup

from meomureum.analysis.lineage import Trace
from meomureum.components import markup
from meomureum.measures.measurement import RUNGS
from meomureum.texts import Language, Text, number

_FORMULA = Text("산식", "Formula")
_LOCAL = Text("지역 범위", "Local means")
_ROWS = Text("읽은 행", "Rows read")
_SNAPSHOT = Text("스냅숏", "Snapshot")
_FILES = Text("파일과 행", "Files and lines")
_COLUMNS = (Text("파일", "File"), Text("구분", "Set"), Text("적재한 때", "Loaded"), Text("행", "Lines"))
_SETS = {
    "published": Text("공표", "Published"),
    "sample": Text("합성 표본", "Synthetic sample"),
    "real": Text("적재", "Loaded"),
}
_SHIPPED = Text("제품에 들어 있음", "Shipped with the product")
_NO_ROWS = Text("이 값의 바탕이 되는 행이 없습니다.", "No row stands behind these values.")
_RESTATED = Text("정정된 값", "Restated values")
_CHECKS = Text("통과한 검사", "Checks passed")


def origin(trace: Trace, language: Language) -> Markup:
    """Everything between the values and the lines they were read from."""
    facts = [
        (_FORMULA(language), _written(trace, language)),
        (_LOCAL(language), RUNGS[trace.formula.geography](language)),
        (_ROWS(language), number(trace.rows)),
        (_SNAPSHOT(language), trace.snapshot_id),
    ]
    return Markup('<div class="mm-origin">{}{}{}{}</div>').format(
        markup.facts(facts),
        _files(trace, language) if trace.files else markup.paragraph(_NO_ROWS(language)),
        _list(_RESTATED, trace.restated, language),
        _list(_CHECKS, trace.checks, language),
    )


def _written(trace: Trace, language: Language) -> str:
    if not trace.formula.table:
        return trace.formula.name(language)
    parts = (" ".join(part.split()) for part in (trace.formula.numerator, trace.formula.denominator))
    return f"{trace.formula.name(language)}: {' ÷ '.join(parts)}"


def _files(trace: Trace, language: Language) -> Markup:
    rows = [
        (
            f"{each.file} [{each.sheet}]" if each.sheet else each.file,
            _SETS[each.data_set](language),
            each.loaded_at.replace("T", " ").replace("+00:00", " UTC") or _SHIPPED(language),
            each.stretches()(language),
        )
        for each in trace.files
    ]
    return markup.table([label(language) for label in _COLUMNS], rows, _FILES(language))


def _list(title: Text, words: tuple[Text, ...], language: Language) -> Markup:
    if not words:
        return Markup("")
    told = markup.listing([each(language) for each in words], numbered=False)
    return Markup("<h3>{}</h3>{}").format(title(language), told)
