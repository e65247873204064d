"""meomureum run [OPTIONS]: start the dashboard. Options are those of `streamlit run`."""

from __future__ import annotations

import os
from collections.abc import Sequence

from meomureum.project import PROJECT, user_folder


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve from the user's folder until told to end; leaves with the server's exit code."""
    place = user_folder()
    place.mkdir(parents=True, exist_ok=True)
    os.chdir(place)  # Streamlit looks for secrets in the folder where it is imported
    from streamlit.web import cli

    cli.main(["run", str(PROJECT / "dashboard.py"), *(arguments or ())], prog_name="meomureum")
    return 0
