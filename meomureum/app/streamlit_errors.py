"""Where Streamlit itself would show an error in English: a click, and a file that is written on a click.

What pages and their parts raise is told in place by `meomureum.components.fault_page`; this is what happens beside them.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse, DeferredFileResponsePayload
from streamlit.runtime import app_session
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

from meomureum.texts import Text

if TYPE_CHECKING:
    from streamlit.proto.BackMsg_pb2 import BackendOperationRequest

GONE = Text("화면을 새로 고친 뒤 다시 받아 주십시오.", "Please reload the page and try again.")


def told(fault: Exception) -> bool:
    """Tell a fault that reached Streamlit; True keeps its own box away.

    A click's fault comes before anything is drawn, so the screen is drawn anew and tells it.
    """
    from meomureum.components import fault_page as faults

    run = get_script_run_ctx()
    if run is None:
        return False
    if run.has_script_started or run.script_requests is None:
        faults.told(fault, as_page=False)
        return True
    faults.after_a_click(fault)
    run.script_requests.request_rerun(
        RerunData(
            query_string=run.query_string,
            page_script_hash=run.page_script_hash,
            cached_message_hashes=run.cached_message_hashes,
            context_info=run.context_info,
        )
    )
    return True


class FilesOnClick(DeferredFileHandler):
    """Writes a file on a click; one that cannot be written is told in the words of `meomureum.components.fault_page`."""

    async def handle(
        self,
        request: BackendOperationRequest,
        session_id: str,  # noqa: ARG002 - as Streamlit calls it
    ) -> BackendOperationResponse:
        """Write the file and give its address, or say why not."""
        write, asked = self._get_media_file_mgr().execute_deferred, request.deferred_file.file_id
        try:
            written = DeferredFileResponsePayload(url=await asyncio.to_thread(write, asked))
        except MediaFileStorageError as fault:
            words = str(fault.__cause__) if fault.__cause__ else f"{GONE.ko} {GONE.en}"
            return BackendOperationResponse(request_id=request.request_id, error_msg=words)
        return BackendOperationResponse(request_id=request.request_id, deferred_file=written)


def prepare() -> None:
    """Take the place of what would speak English, and of a second traceback in the log."""
    app_session.DeferredFileHandler = FilesOnClick  # type: ignore[attr-defined]
    logging.getLogger("streamlit.error_util").addFilter(lambda record: not record.exc_info)
