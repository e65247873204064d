"""Who may do what. Sign-in will decide it here, and nowhere else."""

from __future__ import annotations

from typing import Literal

import streamlit as st

Role = Literal["viewer", "steward"]
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def role() -> Role:
    """The role of who is at the screen.

    A server that only this computer can reach serves one person, who is the steward. On a
    network nobody is signed in yet, so everybody is a viewer: deny by default.
    """
    return "steward" if st.get_option("server.address") in _LOOPBACK else "viewer"
