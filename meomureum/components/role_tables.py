"""Which role may open, export and do what, as tables for the steward."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from meomureum.access.roles import EXPORTS, FUNCTION_NAMES, FUNCTIONS, PAGES, ROLE_NAMES, ROLES, Role
from meomureum.components import elements
from meomureum.export import FORMATS
from meomureum.texts import Language, Text, plain

LEAD = Text(
    "로그인한 사람에게 적용됩니다. 표에 없는 것은 자료 담당만 할 수 있습니다. "
    "이 컴퓨터에서만 여는 방식에서는 쓰는 사람이 자료 담당입니다.",
    "Holds for people who sign in; what is not listed is the steward's alone. "
    "Where it opens on one computer only, its user is the steward.",
)
PAGE, FORMAT, FUNCTION = (
    Text("화면", "Page"),
    Text("내보내는 형식", "Export format"),
    Text("기능", "Function"),
)
YES, NO = Text("가능", "Yes"), "–"


PAGE_NAMES: dict[str, Text] = {}
"""The title of each page, which only the frame knows: it fills this in."""


def rights(language: Language) -> None:
    """Page × role, export × role, function × role."""
    elements.paragraph(LEAD(language))
    names = {page: PAGE_NAMES.get(page, plain(page)) for page in PAGES}
    _table(PAGE, names, PAGES, language)
    _table(FORMAT, {form: FORMATS[form].name for form in EXPORTS}, EXPORTS, language)
    _table(
        FUNCTION,
        {str(code): name for code, name in FUNCTION_NAMES.items()},
        {str(code): roles for code, roles in FUNCTIONS.items()},
        language,
    )


def _table(
    kind: Text, names: Mapping[str, Text], allowed: Mapping[str, tuple[Role, ...]], language: Language
) -> None:
    rows = [
        (name(language), *(YES(language) if role in allowed[code] else NO for role in ROLES))
        for code, name in names.items()
    ]
    columns = [kind(language), *(ROLE_NAMES[role](language) for role in ROLES)]
    elements.table(pd.DataFrame(rows, columns=columns), kind(language))
