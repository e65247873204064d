"""Files that somebody has handed in and not published yet: they outlive a reload of the page, until the server ends."""

from __future__ import annotations

from meomureum.session.roles import visitor

Files = tuple[tuple[str, bytes], ...]
MOST_BYTES = 100_000_000  # of one person
_kept: dict[str, Files] = {}


def of_mine() -> Files:
    """What this reader has handed in before, under whichever screen."""
    return _kept.get(visitor().name, ())


def keep(files: Files) -> None:
    """Keep what this reader has handed in now, in place of what was kept; more than the most is not kept."""
    if files and sum(len(content) for _, content in files) <= MOST_BYTES:
        _kept[visitor().name] = files
    else:
        _kept.pop(visitor().name, None)
