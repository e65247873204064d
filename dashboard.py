"""The one thing to start: `streamlit run dashboard.py`.

The screen itself is drawn by `meomureum/app/script.py`. It stands in another folder because
Streamlit treats a `pages` folder beside the script it runs as a second, older list
of pages, which breaks a link opened as the very first request. What surrounds the
screen - the HTML document, its language, the security headers, fonts and style -
comes from `meomureum/app/server.py`.
"""

from __future__ import annotations

import streamlit as st

from meomureum.app import server, streamlit_errors

app = st.App(
    server.SCRIPT,
    routes=server.routes(),
    middleware=server.middleware(),
    lifespan=server.lifespan,
    on_script_error=streamlit_errors.told,
)
