"""A server that people use is backed up, and another one on the restored home draws the same pages."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from readers import SIGN_IN, Screen, Server, ask, await_ready, cookie, serving
from small import PROJECT

pytestmark = pytest.mark.trial
ASKED = (("", ""), ("progress", "&city=gimhae"), ("city", "&city=gimhae"), ("data", ""))


def command(place: Path, snapshots: Path, *words: str) -> None:
    environment = {**os.environ, "MEOMUREUM_HOME": str(place / "home"), "MEOMUREUM_SNAPSHOTS": str(snapshots)}
    environment["MEOMUREUM_DATA"] = str(PROJECT / "data")
    done = subprocess.run(
        [sys.executable, "-m", "meomureum", *words],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


def drawn(server: Server) -> list[str]:
    """What a steward sees of each page, but for what is made anew for every screen."""
    screen = Screen(server, cookie(server, "steward"))
    found = []
    for page, more in ASKED:
        screen.open(page, f"lang=en{more}")
        found.append(re.sub(r"/media/\S+|id=\"[^\"]+\"", "", screen.words))
    screen.close()
    return found


def test_it_is_backed_up_while_people_read_and_another_one_draws_the_same(
    tmp_path: Path, ready_snapshots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshots = Path(shutil.copytree(ready_snapshots, tmp_path / "snapshots"))
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("MEOMUREUM_LOG", str(tmp_path / "logs"))
    with serving(tmp_path, snapshots, secrets=SIGN_IN) as server:
        await_ready(server)
        before = drawn(server)
        reading = threading.Thread(target=drawn, args=(server,))
        reading.start()
        command(tmp_path, snapshots, "backup", str(tmp_path / "kept.zip"))
        reading.join()
        assert ask(server, "/_stcore/health").status == 200
        assert drawn(server) == before
    command(tmp_path, snapshots, "restore", str(tmp_path / "kept.zip"), str(tmp_path / "new"))
    again = tmp_path / "again"
    again.mkdir()
    with serving(again, tmp_path / "new" / "data" / "snapshots", secrets=SIGN_IN) as server:
        await_ready(server)
        assert drawn(server) == before
    lines = [
        json.loads(line) for line in (tmp_path / "logs" / "meomureum.log").read_text("utf-8").splitlines()
    ]
    assert {"started", "ready"} <= {each["message"] for each in lines}
    assert not [each for each in lines if re.search(r"steward|@city|127\.0\.0\.1", json.dumps(each))]
