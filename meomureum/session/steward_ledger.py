"""What the steward's screen asks of the ledger of loads: its entries, the disputes, what an act would do, and the act."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial

from etl import ledger_acts, load_ledger, load_listing
from etl.contract import LoadRefused as LoadRefused
from etl.ledger_acts import Dispute as Dispute
from etl.load_ledger import Load as Load
from etl.load_ledger import Said
from etl.load_listing import MODES as MODES
from etl.load_listing import Entry as Entry
from meomureum.session import access_record, load_jobs, steward_desk
from meomureum.session.answers import names
from meomureum.session.load_jobs import Preview, preview_of
from meomureum.session.roles import uses, visitor
from meomureum.store import environment, warehouse
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text


def entries() -> list[Entry]:
    """The ledger, the newest entry first; empty for whoever may not load."""
    now = warehouse.current()
    return load_listing.entries(environment.data(), now, names()) if now and uses("load_files") else []


def disputes() -> list[Dispute]:
    """The open disputes; empty for whoever may not load."""
    now = warehouse.current()
    return ledger_acts.disputes(now) if now and uses("load_files") else []


def about(table: str, statement: str) -> Text:
    """What a statement is about, with its table, as a reader calls it."""
    return load_listing.about(table, statement, names())


def withdrawal(number: int, why: str) -> Load:
    """The act that takes an entry out of force; raises LoadRefused where it does not count."""
    return ledger_acts.withdrawal(environment.data(), number, Said(why=why, who=visitor().name))


def settlement(dispute_id: str, provider: str, why: str) -> Load:
    """The act that settles a dispute for one side; raises LoadRefused where there is none."""
    said = Said(provider=provider, why=why, who=visitor().name)
    return ledger_acts.settlement(environment.data(), steward_desk.newest_to_load_into(), dispute_id, said)


def preview(act: Load) -> Preview:
    """What an act would do; nothing is written."""
    return _preview(steward_desk.newest_to_load_into(), replace(act, load=0, at="", why="", who=""))


@lru_cache(maxsize=4)
def _preview(now: Snapshot, act: Load) -> Preview:
    act = replace(act, load=load_ledger.upcoming(environment.data()))
    return preview_of(ledger_acts.inputs_after(environment.data(), act), now)[1]


def carry_out(act: Load) -> load_jobs.Job:
    """Do it in a thread of the server, which goes on when the reader leaves the page."""
    steward_desk.only_who_may("load_files")
    if (running := load_jobs.under_way()) is not None:
        return running
    detail = f"{act.of} {act.provider}".strip()
    access_record.record("settle" if act.act == "settle" else "withdraw", detail, act.why)
    return load_jobs.begin(partial(ledger_acts.carry_out, act, environment.data(), environment.home()))
