"""The settings of the server that runs: its address and its secrets."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from meomureum.access.settings import Settings, settings_of
from meomureum.texts import Text

READ_AGAIN_AFTER_SECONDS = 30
START_AGAIN = Text(
    "들어오는 방식의 설정이 서버를 시작한 뒤에 바뀌었습니다. 다시 시작하십시오.",
    "How people come in was changed after the server was started. Start it again.",
)


def settings() -> Settings:
    """How people sign in, as read at the start, and the current roles from the file.

    Roles that are taken out of the file end within half a minute. Another way in counts from the
    next start: until then nobody comes in.
    """
    start, now = _at_start(), _read_in(int(time.monotonic() / READ_AGAIN_AFTER_SECONDS))
    if now.way != start.way:
        return replace(start, way="closed", faults=now.faults or start.faults or (START_AGAIN,))
    return replace(
        start,
        role_claim=now.role_claim,
        role_words=now.role_words,
        institution_claim=now.institution_claim,
        withdrawn=now.withdrawn,
    )


@lru_cache(maxsize=1)
def _at_start() -> Settings:
    return _read()


@lru_cache(maxsize=1)
def _read_in(_turn: int) -> Settings:
    return _read()


def _read() -> Settings:
    files = [Path(name) for name in st.get_option("secrets.files") or ()]
    return settings_of(_secrets(files), st.get_option("server.address"), files)


def _secrets(files: list[Path]) -> Mapping[str, Any] | None:
    found: dict[str, Any] = {}
    try:
        for file in files:
            if file.is_file():
                found.update(tomllib.loads(file.read_text("utf-8")))
    except (ValueError, OSError):
        return None
    return found
