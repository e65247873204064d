"""The settings of the server that runs: its address and its secrets, as Streamlit has read them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from access.settings import Settings, settings_of


@lru_cache(maxsize=1)
def settings() -> Settings:
    """How people come in; read once, a changed configuration counts from the next start."""
    files = [Path(name) for name in st.get_option("secrets.files") or ()]
    return settings_of(_secrets(files), st.get_option("server.address"), files)


def _secrets(files: list[Path]) -> Mapping[str, Any] | None:
    if not any(path.is_file() for path in files):
        return {}
    try:
        return {str(name): value for name, value in st.secrets.to_dict().items()}
    except (StreamlitSecretNotFoundError, ValueError, OSError):
        return None
