"""The one thing to start: `streamlit run dashboard.py`.

The screen itself is drawn by `frame/main.py`. It stands in another folder because
Streamlit treats a `pages` folder beside the script it runs as a second, older list
of pages, which breaks a link opened as the very first request. What surrounds the
screen - the HTML document, its language, the security headers, fonts and style -
comes from `frame/shell.py`.
"""

from __future__ import annotations

import streamlit as st

from frame import shell, unforeseen

app = st.App(
    "frame/main.py",
    routes=shell.routes(),
    middleware=shell.middleware(),
    lifespan=shell.lifespan,
    on_script_error=unforeseen.told,
)
