"""Two halves of a page side by side; on a narrow screen one under the other."""

from __future__ import annotations

from streamlit import columns
from streamlit.delta_generator import DeltaGenerator


def halves() -> tuple[DeltaGenerator, DeltaGenerator]:
    """A wider left and a right half, each to be used with `with`."""
    left, right = columns([11, 9], gap="large")
    return left, right
