"""The reader's session: choices on the screen, held by the address, and cached queries.

The address is the truth: every choice shared by the pages is drawn from it and written
back to it, so the browser's back button brings the choices along.
"""

from __future__ import annotations

from meomureum.session.answers import (
    aim,
    checks,
    choices,
    cited,
    contracts,
    files,
    headline,
    history,
    measured,
    names,
    overdue,
    restated,
    restated_values,
    scope_of,
    sources,
    targets,
    trace,
)
from meomureum.session.roles import role
from meomureum.session.snapshots import kept_snapshot, newest, one_snapshot, snapshot
from meomureum.session.view import (
    change,
    choose_by,
    choose_cities,
    choose_data_set,
    choose_formula,
    choose_institutions,
    choose_kpi,
    choose_language,
    choose_release,
    choose_years,
    current,
    language,
    notices,
    on_page,
    present_year,
)
from meomureum.store.address import BY, DATA_SETS, PAGES, Choices, PageName, View, address, href, parse
from meomureum.store.environment import today
