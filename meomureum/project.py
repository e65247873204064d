"""Where the parts of the product stand that are no code of this package, and where its user's own files do.

In a checkout `dashboard.py`, `pages/`, `etl/` and `data/` stand beside the package, and the user's files
in the same folder. A wheel carries them inside the package, so that names as common as `pages` and
`data` come onto the path of our own processes only; its user's files stand in a folder of the user.
"""

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CARRIED = _PACKAGE / "_project"
PROJECT = _CARRIED if _CARRIED.is_dir() else _PACKAGE.parent
"""The folder with `dashboard.py`, `pages/`, `etl/` and `data/`; in a wheel nothing is written there."""


def user_folder() -> Path:
    """Where snapshots, loaded files and settings stand: `MEOMUREUM_HOME`, else the checkout or the user's folder."""
    named = os.environ.get("MEOMUREUM_HOME")
    if named:
        return Path(named).absolute()
    return _platform_folder() / "meomureum" if PROJECT == _CARRIED else PROJECT


def process_environment() -> dict[str, str]:
    """The environment of a process that we start: ours, and modules come from the project and this package first."""
    places = (str(PROJECT), str(_PACKAGE.parent), *os.environ.get("PYTHONPATH", "").split(os.pathsep))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys(filter(None, places)))}


def _platform_folder() -> Path:
    """The folder in which this system keeps what programs hold for a user."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
