"""Who asks the API, and which release of the data answers them: the public sees what a public release holds and no more."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from meomureum.access import log, request
from meomureum.access.settings import Settings
from meomureum.access.visitor import Refused, Visitor, may_see
from meomureum.store import environment, warehouse
from meomureum.store.warehouse import Snapshot

if TYPE_CHECKING:
    from starlette.requests import Request

PUBLIC = "public"
"""The name in the access log of whoever has not signed in."""


@dataclass(frozen=True)
class Reader:
    """Somebody who asks; `who` is None for the public."""

    who: Visitor | None
    where: str

    @property
    def name(self) -> str:
        """Whose calls are counted together: a person's, or those that come from one address."""
        return self.who.name if self.who and self.who.signed_in else self.where

    def view_of(self, of: Snapshot) -> Snapshot:
        """The most detailed release of a snapshot that they may see; raises Refused where there is none.

        Exact values are for the one person at this computer alone: here nobody says why they want them.
        """
        found = [each for each in of.releases if may_see(self.who, each, gave_reason=False)]
        if not found:
            raise Refused("no release")
        return replace(of, release=found[0], only=self.who.institutions if self.who else None)

    def now(self) -> Snapshot:
        """The newest data as they may see them; raises LookupError while there are none."""
        found = warehouse.current()
        if found is None:
            raise LookupError(warehouse.NO_SNAPSHOT.en)
        return self.view_of(found)

    def kept(self, snapshot_id: str) -> Snapshot | None:
        """A snapshot of then as they may see it; None where it is not kept or not theirs to see."""
        try:
            return next((self.view_of(each) for each in warehouse.kept() if each.id == snapshot_id), None)
        except Refused:
            return None

    def record(self, asked: str) -> None:
        """Enter what was asked for, once a day; raises OSError if the log cannot be written, but for who is at this computer."""
        try:
            _record(self, asked, datetime.now(UTC).date())
        except OSError:
            if self.who is None or self.who.signed_in:
                raise


@lru_cache(maxsize=4096)
def _record(reader: Reader, asked: str, _day: date) -> None:
    name, role = (reader.who.name, reader.who.role) if reader.who else (PUBLIC, "")
    log.append(environment.home(), who=name, role=role, where=reader.where, what="fetched", detail=asked)


def reader_of(asked: Request, known: Settings) -> Reader:
    """Who sends a request; raises Refused for nobody where the API is for people who have signed in."""
    headers = dict(asked.headers)
    client = (asked.client.host, asked.client.port) if asked.client else None
    where = request.place_of(client, headers, known)
    try:
        return Reader(request.visitor(headers, known, time.time(), acts=False), where)
    except Refused:
        if known.api != "everybody":
            raise
        return Reader(None, where)
