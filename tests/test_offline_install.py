"""The bundle, made here and installed where there is no network: `pytest -m trial -n 0 tests/test_offline_install.py`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from small import PROJECT

pytestmark = pytest.mark.trial

# What somebody does on the machine inside: installs, looks, starts, and asks the server whether it is ready.
INSIDE = """
set -euo pipefail
ip link set lo up
if ip route get 198.51.100.7 >/dev/null 2>&1; then echo "there is a route out" >&2; exit 1; fi
"$PYTHON" "$BUNDLE/install.py" "$PLACE"
export MEOMUREUM_HOME="$PLACE/home"
"$PLACE/.venv/bin/meomureum" run --server.headless true --server.port 8599 >"$PLACE/server.log" 2>&1 &
server=$!
trap 'kill $server' EXIT
"$PYTHON" - <<'END'
import json, time, urllib.error, urllib.request
until = time.monotonic() + 600
while True:
    try:
        print("ready", json.load(urllib.request.urlopen("http://localhost:8599/ready"))["ready"])
        break
    except (OSError, urllib.error.URLError):
        if time.monotonic() > until:
            raise
        time.sleep(1)
page = urllib.request.urlopen("http://localhost:8599/").read().decode()
print("page", "머무름" in page)
font = urllib.request.urlopen("http://localhost:8599/assets/fonts/PretendardGOV-Regular.subset.woff2").read()
print("font", font[:4])
END
"$PLACE/.venv/bin/meomureum" doctor --lang en --server.port 8599
"$PLACE/.venv/bin/meomureum" backup "$PLACE/kept.zip" --lang en
"""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle, made by its one command and unpacked."""
    room = tmp_path_factory.mktemp("bundle")
    made = subprocess.run(
        [sys.executable, PROJECT / "install" / "bundle.py", room / "bundle.tar.gz"],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        pytest.skip(f"the packages cannot be had here: {made.stderr[-300:]}")
    with tarfile.open(room / "bundle.tar.gz") as packed:
        packed.extractall(room, filter="data")
    (room / "bundle.tar.gz").unlink()
    (found,) = room.iterdir()
    return found


def test_it_is_installed_and_serves_without_a_route(bundle: Path, tmp_path: Path) -> None:
    namespace = ("unshare", "--user", "--map-root-user", "--net")
    if not shutil.which("unshare") or subprocess.run([*namespace, "true"], check=False).returncode:
        pytest.skip("a network namespace is not permitted here")
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("MEOMUREUM", "PIP_"))}
    python = getattr(sys, "_base_executable", sys.executable)
    told = {"PYTHON": python, "BUNDLE": str(bundle), "PLACE": str(tmp_path / "here"), "HOME": str(tmp_path)}
    done = subprocess.run(
        [*namespace, "bash", "-c", INSIDE], env={**ours, **told}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for words in ("ready True", "page True", "font b'wOF2'", "packages are as pinned"):
        assert words in done.stdout
    assert "fail " not in done.stdout
    assert "server answers on port 8599: ready" in done.stdout
    assert (tmp_path / "here" / "kept.zip").is_file()
    assert (tmp_path / "here" / "home").stat().st_mode & 0o077 == 0
