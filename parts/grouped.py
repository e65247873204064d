"""Where two values that are held against each other come from."""

from __future__ import annotations

import pandas as pd

import parts
import session
from parts import judged
from progress import Change
from session import View


def sourced(view: View, change: Change) -> None:
    """Source, date and snapshot of both values, under the sentence on them."""
    rows = pd.DataFrame([change.first, change.last])
    dates = list(dict.fromkeys(str(each) for each in rows["reference_date"]))
    parts.source_line(
        view.language, judged.source_of(view, rows), as_of=", ".join(dates), snapshot=session.snapshot().id
    )
