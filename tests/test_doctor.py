"""The doctor: each thing that an installation needs is broken, and the line that says so with what to do is read."""

from __future__ import annotations

import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import streamlit as st
from small import PROJECT, STUDENTS, Folder, written

from etl.build import load
from etl.load_ledger import Said
from meomureum.access import log
from meomureum.access.settings import Settings
from meomureum.app.commands import doctor
from meomureum.app.doctor import entrance, finding, machine, records, software
from meomureum.app.doctor.finding import Finding
from meomureum.store import integrity, warehouse
from meomureum.store.warehouse import Snapshot

GIGABYTE = 1_000_000_000


class Room(NamedTuple):
    free: int


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A data folder with one load of one university."""
    folder = Folder(tmp_path_factory.mktemp("template"))
    file = folder.write(written(STUDENTS, [[2023, "인제대", 9832, 704]]), "대학.csv", within="received")
    load([file], folder.data, folder.snapshots, Said(provider="인제대학교"))
    return folder


@pytest.fixture
def folder(template: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    return template.served_from(tmp_path / "own", monkeypatch)


def current(folder: Folder) -> Snapshot:
    found = warehouse.current(folder.snapshots)
    assert found is not None
    return found


def only(found: Iterator[Finding]) -> Finding:
    (one,) = found
    return one


def advice(found: Finding) -> str:
    assert found.advice is not None
    return found.advice.en


# --- the command -------------------------------------------------------------------


@pytest.mark.usefixtures("folder")
def test_a_sound_installation_is_told_line_by_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.main(["--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "fail" not in said
    for subject in ("python", "packages", "fonts", "disk", "clock", "rights", "handles", "port", "secrets"):
        assert f"ok    {subject:10}" in said
    for subject in ("snapshots", "loads", "releases", "access log"):
        assert f"ok    {subject:10}" in said
    assert "All 1 files of the ledger are there." in said


def test_a_failing_installation_is_told_with_advice_in_either_language_and_as_json(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    (current(folder).folder / "exact.duckdb").write_bytes(b"x")
    assert doctor.main([]) == 3
    korean = capsys.readouterr().out
    assert f"fail  snapshots   스냅숏 {current_id(folder)}" in korean
    assert "→ 다시 만드세요: meomureum load" in korean
    assert doctor.main(["--lang", "en", "--json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert told["worst"] == "fail"
    broken = [each for each in told["findings"] if each["level"] == "fail"]
    assert [each["subject"] for each in broken] == ["snapshots"]
    assert broken[0]["advice"]["en"].startswith("Build it anew: meomureum load")
    assert broken[0]["told"]["ko"].startswith("스냅숏")


def current_id(folder: Folder) -> str:
    return (folder.snapshots / "current").read_text("ascii")


def test_what_cannot_be_looked_at_is_a_finding_and_ends_no_other() -> None:
    def broken() -> Iterator[Finding]:
        yield finding.ok("x", software.AS_PINNED)
        raise RuntimeError("no such thing")

    first, second = finding.of("x", broken)
    assert (first.level, second.level) == ("ok", "fail")
    assert "RuntimeError: no such thing" in second.told.en
    assert finding.worst([first, second]) == "fail"
    assert finding.worst([first]) == "ok"
    assert finding.worst([]) == "ok"


def test_as_it_is_started_it_finds_a_taken_port_few_files_and_an_open_secret(tmp_path: Path) -> None:
    (tmp_path / ".streamlit").mkdir()
    secrets = tmp_path / ".streamlit" / "secrets.toml"
    secrets.write_text('[auth]\nclient_id = "x"\n', "utf-8")
    secrets.chmod(0o644)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("MEOMUREUM")},
            "MEOMUREUM_HOME": str(tmp_path),
            "STREAMLIT_SERVER_PORT": str(port),
        }
        threading.Thread(target=_hang_up, args=(taken,), daemon=True).start()
        done = subprocess.run(
            [sys.executable, "-m", "meomureum", "doctor", "--json"],
            cwd=PROJECT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (200, 200)),
        )
    assert done.returncode == 3, done.stderr
    found = json.loads(done.stdout)["findings"]
    levels = {each["subject"]: each["level"] for each in found}
    assert levels["port"] == "fail"
    assert levels["handles"] == "warn"
    assert levels["snapshots"] == "warn"
    told = " ".join(each["advice"]["en"] for each in found if each["subject"] == "secrets")
    assert "auth.client_secret is missing" in told
    assert "chmod 600 secrets.toml" in told


def _hang_up(taken: socket.socket) -> None:
    while True:
        try:
            line, _ = taken.accept()
        except OSError:
            return
        line.close()


# --- the software ------------------------------------------------------------------


def test_a_package_of_another_version_and_one_that_is_missing_are_named(tmp_path: Path) -> None:
    pins = tmp_path / "requirements.txt"
    pins.write_text(
        "# pins\nduckdb==0.0.1 \\\n    --hash=sha256:aa\nno-such-package==1.2 \\\n    --hash=sha256:bb\n"
        "not-for-us==1 ; sys_platform == 'nowhere' \\\n    --hash=sha256:cc\n",
        "utf-8",
    )
    other, missing = software.packages(pins)
    assert (other.level, missing.level) == ("warn", "fail")
    assert "duckdb should be 0.0.1 and is " in other.told.en
    assert "no-such-package 1.2 is not installed" in missing.told.en
    assert "--require-hashes" in advice(missing)
    assert only(software.packages(tmp_path / "none.txt")).level == "warn"
    assert only(software.packages()).level == "ok"


def test_a_font_that_is_missing_or_torn_is_named(tmp_path: Path) -> None:
    for name in software.FONTS:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(software.PACKAGE / name, tmp_path / name)
    assert only(software.fonts(tmp_path)).level == "ok"
    gone, torn = min(software.FONTS), max(software.FONTS)
    (tmp_path / gone).unlink()
    (tmp_path / torn).write_bytes(b"")
    found = list(software.fonts(tmp_path))
    assert [each.level for each in found] == ["fail", "fail"]
    assert {gone, torn} == {name for name in software.FONTS if any(name in each.told.en for each in found)}


def test_an_old_python_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(software, "OLDEST_PYTHON", (99, 0))
    found = only(software.python())
    assert found.level == "fail"
    assert "Install Python 99.0 or newer" in advice(found)


@pytest.mark.usefixtures("folder")
def test_a_slip_of_the_pen_in_a_variable_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in os.environ if each.startswith("MEOMUREUM_") and each not in software.KNOWN]:
        monkeypatch.delenv(name)
    assert "MEOMUREUM_DATA, MEOMUREUM_SNAPSHOTS" in only(software.variables()).told.en
    monkeypatch.setenv("MEOMUREUM_SNAPSHOT", "x")
    found = only(software.variables())
    assert (found.level, advice(found)) == ("warn", "See whether MEOMUREUM_SNAPSHOTS was meant.")
    monkeypatch.delenv("MEOMUREUM_SNAPSHOT")
    monkeypatch.setenv("MEOMUREUM_RELEASES", "exact, publik")
    monkeypatch.setenv("MEOMUREUM_KEEP", "ten")
    misspelled, uncounted = software.variables()
    assert (misspelled.level, "'publik'" in misspelled.told.en) == ("fail", True)
    assert (uncounted.level, "every snapshot is kept" in uncounted.told.en) == ("warn", True)


# --- the machine -------------------------------------------------------------------


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("free", "level"), [(100 * GIGABYTE, "ok"), (GIGABYTE, "warn"), (1000, "fail")])
def test_room_on_disk(free: int, level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Room(free))
    found = only(machine.disk())
    assert found.level == level
    if level != "ok":
        assert "A load takes up to 2.0 GB" in advice(found)


def test_a_clock_behind_the_records_fails(folder: Folder) -> None:
    assert only(machine.clock()).level == "ok"
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    log.append(folder.snapshots, who="kim", role="steward", where="here", what="page", at=tomorrow)
    found = only(machine.clock())
    assert found.level == "fail"
    assert tomorrow.strftime("%Y-%m-%d %H:%M UTC") in found.told.en
    assert "timedatectl" in advice(found)


def test_folders_that_cannot_be_written_to_or_stand_open(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in (folder.data, folder.snapshots):
        place.chmod(0o700)
    assert {each.level for each in machine.rights()} == {"ok"}
    folder.data.chmod(0o755)
    assert {each.level for each in machine.rights()} == {"ok"}, "one person on this computer"
    with pytest.MonkeyPatch.context() as patch:
        (folder.data / "a file").write_text("x", "utf-8")
        patch.setenv("MEOMUREUM_LOG", str(folder.data / "a file"))
        (file,) = [each for each in machine.rights() if each.level == "fail"]
        assert "is a file, not a folder" in file.told.en
    monkeypatch.setattr(machine, "settings", lambda: Settings("sign-in", ()))
    (read,) = [each for each in machine.rights() if each.level == "warn"]
    assert f"chmod 700 {folder.data}" in advice(read)
    folder.snapshots.chmod(0o777)
    (write,) = [each for each in machine.rights() if each.level == "fail"]
    assert f"write to {folder.snapshots}" in write.told.en

    def refused(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refused)
    shut = [each for each in machine.rights() if "cannot be written to: Permission denied" in each.told.en]
    assert len(shut) == 2
    assert "chown" in advice(shut[0])


class Answering(BaseHTTPRequestHandler):
    """Answers what a test says: by path, a status and a body, `*` for any other."""

    said: Mapping[str, tuple[int, dict[str, Any]]] = {}

    def do_GET(self) -> None:
        status, body = self.said.get(self.path) or self.said["*"]
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def answering(**said: tuple[int, dict[str, Any]]) -> Iterator[int]:
    """A server on a port of its own; `ready` is asked at /ready, `rest` elsewhere."""
    handler = type(
        "Handler", (Answering,), {"said": {"/ready": said["ready"], "*": said.get("rest", (200, {}))}}
    )
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.parametrize(
    ("ready", "level", "words"),
    [
        ((200, {"ready": True}), "ok", "ready"),
        ((503, {"ready": False, "stage": "failed", "code": "ACE347"}), "warn", "failed"),
        ((404, {"error": "no such page"}), "fail", "Another program"),
    ],
)
def test_who_answers_on_the_port(
    ready: tuple[int, dict[str, Any]], level: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering(ready=ready) as port:
        options = {"server.port": port}
        monkeypatch.setattr(st, "get_option", lambda name: options.get(name, ""))
        found = only(machine.port())
    assert (found.level, words in found.told.en) == (level, True)
    if level == "warn":
        assert "ACE347" in advice(found)
    assert only(machine.port()).level == "ok", "nobody is there any more"


# --- the way in --------------------------------------------------------------------


def test_a_proxy_that_does_not_pass_host_and_upgrade_on_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrance, "settings", lambda: Settings("sign-in", ()))
    with answering(ready=(200, {"ready": True}), rest=(403, {})) as port:
        found = list(entrance.proxy(f"http://localhost:{port}/"))
    assert [each.level for each in found] == ["fail", "ok", "fail"]
    assert "passes Host on unchanged" in advice(found[0])
    assert "Upgrade and Connection" in advice(found[2])
    with answering(ready=(200, {"ready": True})) as port:
        found = list(entrance.proxy(f"http://localhost:{port}"))
    assert [each.level for each in found] == ["ok", "fail", "fail"]
    assert "/_stcore/metrics" in found[1].told.en
    with answering(ready=(503, {"ready": False})) as port:
        assert "the server is not ready (503)" in only(entrance.proxy(f"http://localhost:{port}")).told.en
    assert "No answer from" in only(entrance.proxy(f"http://localhost:{port}")).told.en
    assert "--through" in advice(only(entrance.proxy()))


# --- the records -------------------------------------------------------------------


def test_a_loaded_file_that_is_gone_or_changed_is_named(folder: Folder) -> None:
    (kept,) = (folder.data / "raw").glob("*/*.csv")
    kept.write_bytes(kept.read_bytes() + b"2024,x,1,0\n")
    found = only(records.loads())
    assert found.level == "fail"
    assert "The file 대학.csv of load 1" in found.told.en
    assert "backup" in advice(found)


def test_an_access_log_and_a_ledger_that_were_changed_fail(folder: Folder) -> None:
    for page in ("overview", "city"):
        log.append(folder.snapshots, who="kim", role="viewer", where="here", what="page", detail=page)
    assert only(records.access_log()).told.en == "All 2 lines of the access log follow."
    path = folder.snapshots / log.LOG
    path.write_text(path.read_text("utf-8").replace("overview", "progress"), "utf-8")
    assert "Line 1" in only(records.access_log()).told.en
    (folder.snapshots / "handed_out.jsonl").write_text("not a line\n", "utf-8")
    found = only(records.releases())
    assert (found.level, "line 1" in found.told.en) == ("fail", True)
    assert "backup" in advice(found)


def test_a_lost_pointer_and_another_version_of_the_product_are_told_apart(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert only(records.snapshots()).level == "ok"
    (folder.snapshots / "current").write_bytes(b"?")
    assert only(records.snapshots()).level == "fail"
    monkeypatch.setattr(records, "shape", lambda: "another")
    warehouse.point(folder.snapshots, current(folder).id)
    found = only(records.snapshots())
    assert (found.level, "another version" in found.told.en) == ("warn", True)
    shutil.rmtree(folder.snapshots)
    assert "meomureum run" in advice(only(records.snapshots()))


def test_a_proof_of_other_figures_does_not_hold(
    snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {each.level for each in records.proofs()} == {"ok"}
    home = tmp_path / "snapshots"
    shutil.copytree(snapshot.folder, home / snapshot.id)
    warehouse.point(home, snapshot.id)
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(home))
    ours, others = (home / snapshot.id / f"{name}.proof.zip" for name in ("internal", "public"))
    shutil.copyfile(others, ours)
    written_down = {
        name: value for name, value in snapshot.manifest.items() if name not in ("digests", "seal")
    }
    integrity.seal(home / snapshot.id, written_down)
    found = [each for each in records.proofs() if each.level == "fail"]
    assert found
    assert all("The proof of internal" in each.told.en for each in found)
    assert "MEOMUREUM_RELEASES=exact" in advice(found[0])
