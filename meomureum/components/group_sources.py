"""Where two values that are held against each other come from."""

from __future__ import annotations

import pandas as pd

from meomureum import session
from meomureum.analysis.targets import Change
from meomureum.components import elements, judged_indicator
from meomureum.session import View


def sourced(view: View, change: Change) -> None:
    """Source, date and snapshot of both values, under the sentence on them."""
    rows = pd.DataFrame([change.first, change.last])
    dates = list(dict.fromkeys(str(each) for each in rows["reference_date"]))
    elements.source_line(
        view.language,
        judged_indicator.source_of(view, rows),
        as_of=", ".join(dates),
        snapshot=session.snapshot().id,
    )
