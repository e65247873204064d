"""Ready before the first reader: the data are prepared at start, and `/ready` says how far that is.

Readers and `/ready` look at one state. When it has failed, the next reader's visit tries again.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from starlette.responses import JSONResponse

from meomureum.store import background, incidents

if TYPE_CHECKING:
    from starlette.requests import Request

    from etl.load_progress import Doing

Stage = Literal["not begun", "building", "asking", "first page", "ready", "failed"]
# While the first page is prepared nobody need wait for it.
OPEN_TO_READERS: tuple[Stage, ...] = ("first page", "ready")
# However often it is asked, the data are not asked more often than this.
ANSWER_HOLDS_SECONDS = 1.0


@dataclass(frozen=True)
class State:
    """How far the preparation is: `doing` while it builds, `fault` when it has failed."""

    stage: Stage = "not begun"
    attempt: int = 0
    doing: Doing | None = None
    fault: Exception | None = None


def nothing_more() -> None:
    """For a preparation without a server, where there is no first page."""


class Preparation:
    """Builds the snapshot, puts one question to it, and prepares the first page; once at a time."""

    def __init__(self, first_page: Callable[[], None] = nothing_more) -> None:
        self.state = State()
        self.first_page = first_page
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._asked: tuple[float, Exception | None] = (-ANSWER_HOLDS_SECONDS, None)

    @property
    def under_way(self) -> bool:
        """Whether it is being prepared now."""
        return self._thread is not None and self._thread.is_alive()

    def begin(self) -> None:
        """Prepare in the background, unless that is under way."""
        with self._lock:
            if not self.under_way:
                self.state = State("building", self.state.attempt + 1)
                self._thread = background.start("preparation", self._prepare)

    def here(self) -> None:
        """Prepare the data before this returns: where no server has begun to."""
        self.state = State("building", self.state.attempt + 1)
        self._bring_up()

    def wait(self, seconds: float) -> None:
        """Wait for what is under way."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _prepare(self) -> None:
        if self._bring_up():
            background.attempt("first page", self.first_page)
            # What was imported stays: the collector need not walk through it while readers wait.
            gc.collect()
            gc.freeze()
            self._now("ready")
            incidents.LOGGER.info("ready")

    def _bring_up(self) -> bool:
        """Whether the snapshot is built and has answered; what stands in the way is kept, with its code."""
        try:
            from etl.build import ensure_current

            ensure_current(say=lambda doing: self._now("building", doing))
            self._now("asking")
            ask()
        except Exception as fault:  # noqa: BLE001 - told to readers and by /ready, whatever it is
            incidents.report(fault, "preparation")
            self.state = State("failed", self.state.attempt, fault=fault)
            return False
        self._now("first page")
        return True

    def _now(self, stage: Stage, doing: Doing | None = None) -> None:
        self.state = replace(self.state, stage=stage, doing=doing)

    def told(self) -> dict[str, Any]:
        """What `/ready` says: stages, steps and codes, nothing of the data and of nobody."""
        state, unanswered = self.state, None
        if state.stage == "ready":
            unanswered = self._unanswered()
        fault = unanswered or state.fault
        dead = [asdict(each) for each in background.failures()]
        return {
            "ready": state.stage == "ready" and fault is None,
            "stage": "failed" if fault is not None else state.stage,
            **(_step(state.doing) if state.doing is not None else {}),
            **({"code": incidents.code_of(fault), "fault": type(fault).__name__} if fault else {}),
            **({"failures": dead} if dead else {}),
        }

    def _unanswered(self) -> Exception | None:
        """Why a question is not answered now; None when it is. A lasting fault is logged once."""
        at, before = self._asked
        if time.monotonic() - at < ANSWER_HOLDS_SECONDS:
            return before
        found: Exception | None = None
        try:
            ask()
        except Exception as fault:  # noqa: BLE001 - it is the answer
            found = before if repr(before) == repr(fault) else fault
            incidents.report(found or fault, "a question of /ready")
        self._asked = (time.monotonic(), found)
        return found


def _step(doing: Doing) -> dict[str, Any]:
    percent = int(100 * doing.share)
    return {"doing": asdict(doing.words), "step": doing.at, "of": doing.of, "percent": percent}


def ask() -> None:
    """Put one question to the snapshot that readers see; raises whatever keeps it from answering."""
    from meomureum.measures import measurement
    from meomureum.store import warehouse

    now = warehouse.current()
    if now is None:
        raise LookupError(warehouse.NO_SNAPSHOT.en)
    measurement.measure(now, measurement.KPIS[0].id)


PREPARATION = Preparation()


def ready(_request: Request) -> JSONResponse:
    """200 when the data answer, else 503 with what is being done or has failed."""
    said = PREPARATION.told()
    return JSONResponse(said, 200 if said["ready"] else 503, headers={"Cache-Control": "no-store"})
