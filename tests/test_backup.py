"""Backups: all of a home in one file, secrets left out, damage named by file, answers byte for byte the same."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import sys
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from small import STUDENTS, Folder, written

from etl.build import ensure_current, load
from etl.load_ledger import Said
from kpis import KPIS, measure
from meomureum.access import log
from meomureum.app.backup import archive, contents
from meomureum.app.backup.contents import without_secrets
from meomureum.app.commands import backup
from meomureum.store import locks, warehouse
from meomureum.store.warehouse import Snapshot

CANARIES = ("cookie-k3y-7Qz", "client-k3y-8Rw", "proxy-k3y-9Tv", "mail-k3y-1Us", "own-k3y-2Yx")
SECRETS = f"""
[auth]
redirect_uri = "https://stay.example.kr/oauth2callback"
cookie_secret = "{CANARIES[0]}"
client_id = "meomureum"
client_secret = '''{CANARIES[1]}'''

[access]
session_hours = 8
token = true
withdrawn = ["kim@city.example"]
proxy = {{ secret_header = "X-Meomureum-Proxy", secret = "{CANARIES[2]}" }}

[access.roles]
"지표-담당" = "steward"

[mail]
address = "{CANARIES[3]}"
"""
Told = Callable[[], tuple[str, str]]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Real published figures, and two loads of one university."""
    folder = Folder(tmp_path_factory.mktemp("template"), published=True)
    for year, left in ((2023, 704), (2024, 688)):
        file = folder.write(
            written(STUDENTS, [[year, "인제대", 9832, left]]), f"{year}.csv", within="received"
        )
        load([file], folder.data, folder.snapshots, Said(provider="인제대학교", mode="adds"))
    return folder


@pytest.fixture
def home(template: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A home of its own, with settings, secrets, a log and a view that was saved."""
    folder = template.copied(tmp_path / "home")
    for name, place in (("SNAPSHOTS", folder.snapshots), ("DATA", folder.data), ("HOME", tmp_path / "home")):
        monkeypatch.setenv(f"MEOMUREUM_{name}", str(place))
    settings = tmp_path / "home" / ".streamlit"
    settings.mkdir()
    (settings / "secrets.toml").write_text(SECRETS, "utf-8")
    (settings / "config.toml").write_text(f'[server]\nport = 8600\ncookieSecret = "{CANARIES[4]}"\n', "utf-8")
    (settings / "brand.toml").write_text('[gimhae]\nlogo = "gimhae.png"\n', "utf-8")
    (settings / "gimhae.png").write_bytes(b"\x89PNG")
    (folder.snapshots / "views.json").write_text("[]", "utf-8")
    (folder.data / "own").mkdir()
    (folder.data / "own" / "history.jsonl").write_text("{}\n", "utf-8")
    log.append(folder.snapshots, who="kim", role="steward", where="here", what="page", detail="overview")
    (folder.data / "note.txt").write_text("ours", "utf-8")
    collection = folder.data / "rounds" / "gimhae-2026-1"
    (collection / "returns").mkdir(parents=True)
    for name in ("key", "events.jsonl", "lock", "returns/one.xlsx", "returns/.two.xlsx.partial"):
        (collection / name).write_text(name, "utf-8")
    return folder


@pytest.fixture
def file(home: Folder, tmp_path: Path) -> Path:
    assert home.data.is_dir()
    path = tmp_path / "kept.zip"
    assert backup.main(["--lang", "en", str(path)]) == 0
    return path


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    def both() -> tuple[str, str]:
        said = capsys.readouterr()
        return said.out, said.err

    return both


def current(snapshots: Path) -> Snapshot:
    found = warehouse.current(snapshots)
    assert found is not None
    return found


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and ".clean" not in path.parts  # what a load can read again
    }


# --- there and back ----------------------------------------------------------------


def test_a_restored_home_answers_byte_for_byte_the_same(
    home: Folder, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: Told
) -> None:
    before, kept = current(home.snapshots), digests(home.snapshots)
    answers = [measure(before, kpi.id) for kpi in KPIS]
    assert sum(len(each) for each in answers) > 100
    assert backup.restore(["--lang", "en", str(file), str(tmp_path / "new")]) == 0
    said, _ = told()
    assert f"Current snapshot: {before.id}" in said
    assert f"MEOMUREUM_DATA={tmp_path / 'new' / 'data'}" in said
    snapshots = tmp_path / "new" / "data" / "snapshots"
    after = current(snapshots)
    assert after.id == before.id
    for kpi, answer in zip(KPIS, answers, strict=True):
        pd.testing.assert_frame_equal(measure(after, kpi.id), answer)
    restored = digests(snapshots)
    passing = {"lock", "lock.txt", "access.lock", "access.jsonl", "access.head"}
    assert {name: each for name, each in kept.items() if name not in passing} == {
        name: each for name, each in restored.items() if name not in passing
    }
    assert digests(home.data / "raw") == digests(tmp_path / "new" / "data" / "raw")
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").rglob("key")} == {0o600}
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    monkeypatch.setenv("MEOMUREUM_DATA", str(tmp_path / "new" / "data"))
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(snapshots))
    published = (snapshots / "log.txt").read_bytes()
    assert ensure_current().id == before.id
    assert (snapshots / "log.txt").read_bytes() == published, (
        "the inputs give the same snapshot: nothing was built"
    )


def test_the_access_log_tells_of_backup_and_restore_and_is_whole(
    home: Folder, file: Path, tmp_path: Path
) -> None:
    assert [each.what for each in log.entries(home.snapshots)] == ["page", "backup"]
    backup.restore([str(file), str(tmp_path / "new")])
    snapshots = tmp_path / "new" / "data" / "snapshots"
    assert [each.what for each in log.entries(snapshots)] == ["page", "backup", "restore"]
    assert log.verify(snapshots).fault is None
    assert [each.what for each in log.entries(home.snapshots)] == ["page", "backup"]


def test_a_backup_holds_everything_and_nothing_of_the_moment(home: Folder, file: Path) -> None:
    (home.data / "raw" / ".accepting.partial").write_text("half", "utf-8")
    names = set(zipfile.ZipFile(file).namelist())
    snapshot = f"data/snapshots/{current(home.snapshots).id}"
    assert names >= {
        "MANIFEST.json",
        "data/raw/loads.csv",
        "data/own/history.jsonl",
        "data/note.txt",
        "data/reference/regions.csv",
        "data/rounds/gimhae-2026-1/key",
        "data/rounds/gimhae-2026-1/events.jsonl",
        "data/rounds/gimhae-2026-1/returns/one.xlsx",
        "data/snapshots/current",
        "data/snapshots/log.txt",
        "data/snapshots/views.json",
        "data/snapshots/access.jsonl",
        "data/snapshots/access.head",
        f"{snapshot}/exact.duckdb",
        f"{snapshot}/manifest.json",
        ".streamlit/brand.toml",
        ".streamlit/gimhae.png",
        ".streamlit/config.toml",
        ".streamlit/secrets.toml",
    }
    assert not [name for name in names if name.endswith(("lock", "lock.txt", ".partial"))]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_product_that_reads_its_own_tables_backs_up_what_the_city_has_alone(
    home: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "PROJECT", tmp_path / "home")
    assert backup.main([str(tmp_path / "small.zip")]) == 0
    names = zipfile.ZipFile(tmp_path / "small.zip").namelist()
    assert not [name for name in names if name.startswith("data/reference")]
    assert "data/raw/loads.csv" in names
    assert home.data.is_dir()


def test_snapshots_named_by_another_path_are_in_it_once(
    home: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (home.data / "snapshots").mkdir()
    (home.data / "snapshots" / "current").write_text("left over", "utf-8")
    inside = home.data / "kept snapshots"
    home.snapshots.rename(inside)
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(inside.relative_to(tmp_path)))
    assert backup.main(["kept.zip"]) == 0
    with zipfile.ZipFile("kept.zip") as packed:
        assert len(packed.namelist()) == len(set(packed.namelist()))
        assert packed.read("data/snapshots/current") != b"left over"
        assert not [name for name in packed.namelist() if "kept snapshots" in name]
    assert backup.main(["--verify", "kept.zip"]) == 0


# --- while others work -------------------------------------------------------------


def test_a_load_that_runs_is_waited_for_and_named(
    home: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: Told
) -> None:
    monkeypatch.setattr(backup, "PATIENCE_SECONDS", 0)
    with locks.sole_writer(home.snapshots):
        assert backup.main(["--lang", "en", str(tmp_path / "kept.zip")]) == 75
    assert "Another load is running" in told()[1]
    assert list(tmp_path.glob("*kept*")) == []


def test_while_a_backup_is_written_no_load_begins_and_readers_go_on(
    home: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = contents.contents
    rows: list[int] = []

    def meanwhile() -> contents.Contents:
        with pytest.raises(locks.LoadRunning), locks.sole_writer(home.snapshots):
            pass
        rows.append(len(current(home.snapshots).query("SELECT * FROM university_students")))
        return whole()

    monkeypatch.setattr(backup, "contents", meanwhile)
    assert backup.main([str(tmp_path / "kept.zip")]) == 0
    assert rows == [len(current(home.snapshots).query("SELECT * FROM university_students"))]


def test_a_backup_takes_no_other_files_place_and_leaves_nothing_half_written(
    home: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: Told
) -> None:
    precious = tmp_path / "precious.zip"
    precious.write_bytes(b"mine")
    assert backup.main(["--lang", "en", str(precious)]) == 2
    assert "is there already" in told()[1]
    assert precious.read_bytes() == b"mine"
    assert backup.main(["--lang", "en", str(tmp_path / "nowhere" / "kept.zip")]) == 2
    assert f"There is no folder '{tmp_path / 'nowhere'}'" in told()[1]
    for inside in (home.data / "kept.zip", home.data / "raw" / "kept.zip", home.snapshots / "kept.zip"):
        assert backup.main(["--lang", "en", str(inside)]) == 2
        assert "inside the folders" in told()[1]
        assert not inside.exists()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "write", full)
    assert backup.main([str(tmp_path / "kept.zip")]) == 73
    assert list(tmp_path.glob("*kept*")) == []
    assert home.data.is_dir()


def test_a_damaged_snapshot_stays_out_and_is_named(home: Folder, tmp_path: Path, told: Told) -> None:
    broken = current(home.snapshots).folder
    with (broken / "exact.duckdb").open("r+b") as database:
        database.seek(-1, 2)
        database.write(b"\xff")
    assert backup.main(["--lang", "en", str(tmp_path / "kept.zip")]) == 3
    assert f"Damaged snapshots were left out: {broken.name}" in told()[1]
    assert backup.main(["--verify", str(tmp_path / "kept.zip")]) == 0
    assert not [name for name in zipfile.ZipFile(tmp_path / "kept.zip").namelist() if broken.name in name]


# --- secrets -----------------------------------------------------------------------


def test_no_secret_is_in_a_backup_and_the_names_are_told(
    home: Folder, file: Path, tmp_path: Path, told: Told
) -> None:
    with zipfile.ZipFile(file) as packed:
        everything = b"".join(packed.read(name) for name in packed.namelist())
    for canary in CANARIES:
        assert canary.encode() not in everything
    backup.restore(["--lang", "en", str(file), str(tmp_path / "new")])
    said, _ = told()
    assert "server.cookieSecret, auth.cookie_secret, auth.client_secret, access.proxy.secret" in said
    path = tmp_path / "new" / ".streamlit" / "secrets.toml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    restored = tomllib.loads(path.read_text("utf-8"))
    assert restored["auth"] == {
        "redirect_uri": "https://stay.example.kr/oauth2callback",
        "cookie_secret": "",
        "client_id": "meomureum",
        "client_secret": "",
    }
    assert restored["access"]["proxy"] == {"secret_header": "X-Meomureum-Proxy", "secret": ""}
    assert restored["access"]["roles"] == {"지표-담당": "steward"}
    assert (restored["access"]["token"], restored["access"]["session_hours"]) == (True, 8)
    assert "mail" not in restored
    assert home.data.is_dir()


def test_settings_that_are_no_toml_are_told_and_nothing_is_written(
    home: Folder, tmp_path: Path, told: Told
) -> None:
    (tmp_path / "home" / ".streamlit" / "secrets.toml").write_text("[auth\n", "utf-8")
    assert backup.main(["--lang", "en", str(tmp_path / "kept.zip")]) == 2
    assert "no TOML" in told()[1]
    assert list(tmp_path.glob("*kept*")) == []
    assert home.data.is_dir()


@pytest.mark.parametrize(
    "text",
    [
        'a = 1\n[b]\nc = "x\\"y\\n"\n[b.d]\ne = [1, 2.5, true, "z"]\n"한 글" = {f = 1979-05-27}\n[[g]]\nh = 1\n[[g]]\nh = 2\n',
        "[server]\nsslKeyFile = 'C:\\keys\\own.pem'\n[theme.light]\nprimaryColor = '#0b50d0'\n",
        "[empty]\n",
    ],
)
def test_what_is_no_secret_comes_back_as_it_was(text: str) -> None:
    told, blanked = without_secrets(text)
    assert tomllib.loads(told) == tomllib.loads(text)
    assert blanked == ()


# --- damage ------------------------------------------------------------------------


def rewritten(file: Path, change: Callable[[dict[str, bytes]], object], *, reseal: bool = False) -> Path:
    """The same archive with its entries changed; the manifest follows only where it is sealed again."""
    with zipfile.ZipFile(file) as packed:
        entries = {name: packed.read(name) for name in packed.namelist()}
    change(entries)
    if reseal:
        found = json.loads(entries["MANIFEST.json"])
        del found["seal"]
        entries["MANIFEST.json"] = json.dumps({**found, "seal": archive._seal(found)}).encode()
    other = file.with_name("other.zip")
    with zipfile.ZipFile(other, "w") as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return other


def listed(entries: dict[str, bytes], **changes: Any) -> None:
    entries["MANIFEST.json"] = json.dumps({**json.loads(entries["MANIFEST.json"]), **changes}).encode()


def slipped(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(entries: dict[str, bytes]) -> None:
        entries[name] = b"x"
        files = json.loads(entries["MANIFEST.json"])["files"]
        listed(entries, files={**files, name: [1, hashlib.sha256(b"x").hexdigest()]})

    return change


DAMAGES: dict[str, tuple[Callable[[dict[str, bytes]], object], bool, str]] = {
    "a byte": (
        lambda e: e.update({"data/raw/loads.csv": e["data/raw/loads.csv"][:-1] + b"?"}),
        False,
        "data/raw/loads.csv: not as",
    ),
    "a file gone": (
        lambda e: e.pop("data/snapshots/current"),
        False,
        "data/snapshots/current: not in the backup",
    ),
    "one more": (
        lambda e: e.update({"data/raw/more.csv": b"x"}),
        False,
        "data/raw/more.csv: not in the list",
    ),
    "no manifest": (lambda e: e.pop("MANIFEST.json"), False, "MANIFEST.json"),
    "another manifest": (lambda e: listed(e, current="0" * 12), False, "MANIFEST.json"),
    "no JSON": (lambda e: e.update({"MANIFEST.json": b"[]"}), False, "MANIFEST.json"),
    "a later format": (lambda e: listed(e, format=2), True, "newer version"),
    "up": (slipped("data/../../x"), True, "data/../../x: no place"),
    "at the root": (slipped("/etc/x"), True, "/etc/x: no place"),
    "a drive": (slipped("data/C:x"), True, "data/C:x: no place"),
    "elsewhere": (slipped("meomureum/x.py"), True, "meomureum/x.py: no place"),
}


@pytest.mark.parametrize("kind", DAMAGES)
def test_a_damaged_backup_is_told_with_the_file_and_restores_nothing(
    kind: str, file: Path, tmp_path: Path, told: Told
) -> None:
    change, reseal, words = DAMAGES[kind]
    other = rewritten(file, change, reseal=reseal)
    told()
    assert backup.main(["--lang", "en", "--verify", str(other)]) == 3
    assert words in told()[1]
    before = {path.name for path in tmp_path.iterdir()}
    assert backup.restore(["--lang", "en", str(other), str(tmp_path / "new")]) == 3
    assert words in told()[1]
    assert {path.name for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_backup_that_was_cut_short_is_told(share: float, file: Path, told: Told) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * share)])
    assert backup.main(["--verify", str(file)]) == 3
    assert "백업 파일이 아니거나 끝까지 있지 않습니다" in told()[1]


def test_any_turned_byte_of_a_file_is_found(file: Path, told: Told) -> None:
    content = bytearray(file.read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        largest = max(packed.infolist(), key=lambda each: each.compress_size)
    content[largest.header_offset + 100 + largest.compress_size // 2] ^= 1
    file.write_bytes(content)
    assert backup.main(["--lang", "en", "--verify", str(file)]) == 3
    assert f"{largest.filename}: not as it was put in" in told()[1]


def test_a_file_that_is_not_there_is_told(tmp_path: Path, told: Told) -> None:
    assert backup.main(["--lang", "en", "--verify", str(tmp_path / "none.zip")]) == 73
    assert "none.zip" in told()[1]


# --- over what is there ------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "code"), [("아니오\n", 2), ("\n", 2), ("예\n", 0), ("yes\n", 0)])
def test_an_existing_home_is_asked_about_and_set_aside(
    answer: str, code: int, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: Told
) -> None:
    old = tmp_path / "old"
    (old / "data").mkdir(parents=True)
    (old / "data" / "mine.txt").write_text("mine", "utf-8")
    assert backup.restore([str(file), str(old)]) == 2, "nobody is there to be asked"
    assert "--replace" in told()[1]
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    assert backup.restore([str(file), str(old)]) == code
    said, _ = told()
    assert "옆으로 치우고" in said
    if code:
        assert digests(old).keys() == {"data/mine.txt"}
        assert "아무것도 바꾸지 않았습니다" in said
    else:
        (aside,) = tmp_path.glob("old.before-*")
        assert (aside / "data" / "mine.txt").read_text("utf-8") == "mine"
        assert str(aside) in said
        assert (old / "data" / "snapshots" / "current").is_file()


def test_a_home_in_which_a_load_runs_and_the_products_own_folder_are_left_alone(
    home: Folder, file: Path, tmp_path: Path, told: Told
) -> None:
    with locks.sole_writer(home.snapshots):
        other = tmp_path / "busy"
        (other / "data").mkdir(parents=True)
        (other / "data" / "snapshots").symlink_to(home.snapshots)
        assert backup.restore(["--lang", "en", "--replace", str(file), str(other)]) == 75
    assert (other / "data" / "snapshots").is_symlink()
    project = Path(__file__).parents[1]
    assert backup.restore(["--lang", "en", "--replace", str(file), str(project)]) == 3
    assert "the folder of the product itself" in told()[1]
    assert (project / "dashboard.py").is_file()
    assert not list(project.parent.glob(f".{project.name}-restoring*"))
