"""What an act on the data would change, shown before it is done."""

from __future__ import annotations

import pandas as pd

from meomureum import session
from meomureum.components import elements
from meomureum.session import steward_ledger
from meomureum.session.load_jobs import Preview
from meomureum.texts import Language, Text, number

ROWS_AND_PEOPLE = Text("빠지고 들어올 행과 사람 수", "Rows gone and come, and people")
VALUES = Text("바뀔 지표 값 {count}개", "Indicator values that would change: {count}")
NO_ROW_MOVES = Text("행은 바뀌지 않습니다.", "No row changes.")
NO_VALUE_CHANGES = Text("지표 값은 바뀌지 않습니다.", "No value of an indicator changes.")
MORE = Text("그 밖에 {count}개", "and {count} more")
ABOUT = Text("자료와 대상", "Table and place")
GONE, COME = Text("빠지는 행", "Rows gone"), Text("들어오는 행", "Rows come")
PEOPLE_BEFORE, PEOPLE_AFTER = Text("사람 수, 앞", "People before"), Text("사람 수, 뒤", "People after")
INDICATOR, CITY, YEAR = Text("지표", "Indicator"), Text("도시", "City"), Text("연도", "Year")
BEFORE, AFTER = Text("앞의 값", "Before"), Text("뒤의 값", "After")
_MOST_SHOWN = 30


def changes(preview: Preview, language: Language) -> None:
    """Rows and people by place and time, then values of indicators."""
    if preview.moved:
        numeric = [each(language) for each in (GONE, COME, PEOPLE_BEFORE, PEOPLE_AFTER)]
        elements.table(_moved(preview, language), ROWS_AND_PEOPLE(language), numeric)
        _more(len(preview.moved), language)
    else:
        elements.paragraph(NO_ROW_MOVES(language))
    if preview.values:
        title = VALUES.fill(count=number(len(preview.values)))(language)
        elements.table(_values(preview, language), title)
        _more(len(preview.values), language)
    else:
        elements.paragraph(NO_VALUE_CHANGES(language))


def _more(count: int, language: Language) -> None:
    if count > _MOST_SHOWN:
        elements.quiet(MORE.fill(count=number(count - _MOST_SHOWN))(language))


def _moved(preview: Preview, language: Language) -> pd.DataFrame:
    rows = [
        (
            steward_ledger.about(each.table, each.statement)(language),
            *(
                number(count)
                for count in (each.rows_gone, each.rows_come, each.people_before, each.people_after)
            ),
        )
        for each in preview.moved[:_MOST_SHOWN]
    ]
    columns = (ABOUT, GONE, COME, PEOPLE_BEFORE, PEOPLE_AFTER)
    return pd.DataFrame(rows, columns=[each(language) for each in columns])


def _values(preview: Preview, language: Language) -> pd.DataFrame:
    names = session.names()
    rows = [
        (
            each.name(language),
            names[each.city_id](language) if each.city_id in names else each.city_id,
            str(each.year),
            each.before(language),
            each.after(language),
        )
        for each in preview.values[:_MOST_SHOWN]
    ]
    columns = (INDICATOR, CITY, YEAR, BEFORE, AFTER)
    return pd.DataFrame(rows, columns=[each(language) for each in columns])
