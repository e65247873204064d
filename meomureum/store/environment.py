"""What the environment of a process says: where the data stand, which releases it serves, how many it keeps."""

from __future__ import annotations

import os
import re
from datetime import date, datetime
from pathlib import Path

from meomureum.project import PROJECT, user_folder

RELEASES = ("exact", "internal", "public")
NEWEST_KEPT = 10
SPARK = "MEOMUREUM_SPARK"


def today() -> date:
    """The day at this machine; in words it is an ISO date. Calculations take a day as an argument."""
    return datetime.now().astimezone().date()


def home() -> Path:
    """The folder of snapshots: `MEOMUREUM_SNAPSHOTS`, else `data/snapshots` of the user's folder."""
    return Path(os.environ.get("MEOMUREUM_SNAPSHOTS") or user_folder() / "data" / "snapshots")


def data() -> Path:
    """The folder of what goes in: `MEOMUREUM_DATA`, else `data` of the user's folder."""
    return Path(os.environ.get("MEOMUREUM_DATA") or user_folder() / "data")


def shipped(data: Path, name: str) -> Path:
    """One folder of what the product ships (`reference`, `published`, `sample`), looked up in a data folder.

    The user's folder need not hold it: where it has no tables of that name, the product's own are read.
    A folder that `MEOMUREUM_DATA` names is all there is.
    """
    is_left_out = data == user_folder() / "data" and not any((data / name).glob("*.csv"))
    return (PROJECT / "data" if is_left_out else data) / name


def log_folder() -> Path | None:
    """The folder that the server writes its log into as files: `MEOMUREUM_LOG`, else none."""
    named = os.environ.get("MEOMUREUM_LOG", "").strip()
    return Path(named).absolute() if named else None


def releases_named() -> tuple[str, ...]:
    """The releases that `MEOMUREUM_RELEASES` names, in their order; none when it is not set."""
    named = os.environ.get("MEOMUREUM_RELEASES", "").replace(",", " ").split()
    return tuple(each for each in RELEASES if each in named)


def releases_served() -> tuple[str, ...]:
    """The releases that this process may open: those named, or every one where nothing is said."""
    return releases_named() if os.environ.get("MEOMUREUM_RELEASES", "").strip() else RELEASES


def spark_master() -> str:
    """The Apache Spark that adds up large tables: `MEOMUREUM_SPARK`, such as `spark://host:7077`; "" for none."""
    return os.environ.get(SPARK, "").strip()


def newest_kept() -> int | None:
    """How many of the newest snapshots a load keeps: `MEOMUREUM_KEEP`, else ten; None for all of them.

    Every word but a number from 1 keeps all: nothing is removed for a slip of the pen.
    """
    words = os.environ.get("MEOMUREUM_KEEP", "").strip() or str(NEWEST_KEPT)
    return int(words) if re.fullmatch("[1-9][0-9]{0,5}", words) else None
