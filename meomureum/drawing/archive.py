"""ZIP archives whose bytes depend on their content only: one date, one order, no names of machines."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

FIRST_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a ZIP archive can hold."""
KIND_OF_FILE = "mimetype"
"""The member that tells what an archive is; some programs read it before they unpack."""


def archive_of(members: Mapping[str, bytes]) -> bytes:
    """An archive of these members, in their order."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            entry = zipfile.ZipInfo(name, FIRST_DATE)
            entry.compress_type = zipfile.ZIP_STORED if name == KIND_OF_FILE else zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, member)
    return content.getvalue()


def archive_without_times(
    content: bytes, changed: Callable[[str, bytes], bytes] = lambda _, member: member
) -> bytes:
    """The same archive without the times at which its members were written, each member as `changed` gives it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive_of({name: changed(name, archive.read(name)) for name in archive.namelist()})
