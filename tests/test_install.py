"""What installs the product: container, proxy, units and bundle agree with the product and with each other."""

from __future__ import annotations

import configparser
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from nginx_server import changed, example, self_signed
from readers import Server, ask, await_ready, free_port, started
from small import PROJECT

from meomureum.app import route_table
from meomureum.command import COMMANDS

INSTALL = PROJECT / "install"
PORT = "8501"
sys.path.insert(0, str(INSTALL))  # the scripts of the bundle, which are no part of the package


# --- the container -----------------------------------------------------------------


def stages() -> list[list[tuple[str, str]]]:
    """The instructions of a Containerfile, stage by stage."""
    text = (INSTALL / "Containerfile").read_text("utf-8")
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    found: list[list[tuple[str, str]]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        word, _, rest = line.partition(" ")
        if word == "FROM":
            found.append([])
        found[-1].append((word, rest.strip()))
    return found


def told(stage: list[tuple[str, str]], word: str) -> list[str]:
    return [rest for each, rest in stage if each == word]


def test_the_container_runs_as_nobody_special_and_takes_nothing_but_the_product() -> None:
    *_, last = stages()
    (user,) = told(last, "USER")
    assert user == "10001:10001"
    assert f"--uid {user.split(':')[0]} " in told(last, "RUN")[0]
    assert [word for word, _ in last].index("USER") > max(
        at for at, (word, _) in enumerate(last) if word == "RUN"
    )
    copied = [rest for stage in stages() for rest in told(stage, "COPY") if not rest.startswith("--from")]
    for names in (rest.split()[:-1] for rest in copied):
        for name in names:
            assert (PROJECT / name).exists(), name
            assert name not in (".", "data", ".streamlit", "docs", "tests"), (
                "no data or secrets of the builder"
            )
    assert "ADD" not in {word for stage in stages() for word, _ in stage}
    needed = {
        "dashboard.py",
        "kpis.py",
        "meomureum",
        "pages",
        "etl",
        ".streamlit/config.toml",
        "requirements.txt",
    }
    assert needed <= {name for rest in copied for name in rest.split()}
    assert "--require-hashes" in " ".join(told(stages()[0], "RUN"))
    bases = {told(stage, "FROM")[0].split(" ")[0] for stage in stages()}
    assert len(bases) == 1
    assert re.fullmatch(r"python:3\.(1[1-9])-slim", bases.pop()), (
        "no host of a registry, a Python that is supported"
    )


def test_the_container_tells_its_health_by_the_products_own_word() -> None:
    *_, last = stages()
    (health,) = told(last, "HEALTHCHECK")
    assert f"http://127.0.0.1:{PORT}{route_table.READY}" in health
    assert told(last, "EXPOSE") == [PORT]
    environment = dict(re.findall(r"(\w+)=(\S+)", " ".join(told(last, "ENV"))))
    assert environment["STREAMLIT_SERVER_PORT"] == PORT
    assert told(last, "VOLUME") == [environment["MEOMUREUM_HOME"]]
    assert json.loads(told(last, "CMD")[0])[0] in COMMANDS
    assert json.loads(told(last, "ENTRYPOINT")[0])[1:] == ["-m", "meomureum"]


def read_yaml(text: str) -> Any:
    """The plain form of YAML that the file keeps to: mappings and lists by indentation, and JSON-like flow."""
    lines = [re.sub(r"(^|\s)#.*", "", line).rstrip() for line in text.splitlines()]
    return _block([line for line in lines if line])


def _block(lines: list[str]) -> Any:
    indent = len(lines[0]) - len(lines[0].lstrip())
    if lines[0].lstrip().startswith("- "):
        return [_scalar(line.strip()[2:]) for line in lines]
    found: dict[str, Any] = {}
    at = 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and len(lines[end]) - len(lines[end].lstrip()) > indent:
            end += 1
        name, _, rest = lines[at].strip().partition(":")
        assert lines[at].startswith(" " * indent + name), lines[at]
        assert name not in found, f"{name} twice"
        found[name] = _block(lines[at + 1 : end]) if end > at + 1 else _scalar(rest.strip())
        at = end
    return found


def _scalar(words: str) -> Any:
    if words.startswith("{"):
        return {
            name.strip(): _scalar(value.strip()) for name, _, value in [words[1:-1].strip().partition(":")]
        }
    return json.loads(words) if words[:1] in ('"', "[") or words in ("true", "false") else words


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found = read_yaml((INSTALL / "compose.yaml").read_text("utf-8"))
    assert found.keys() == {"services", "volumes"}
    return dict(found["services"])


def test_compose_closes_the_container_and_opens_the_proxy_alone(services: dict[str, Any]) -> None:
    ours, proxy = services["meomureum"], services["nginx"]
    assert (ours["read_only"], ours["cap_drop"], ours["security_opt"]) == (
        True,
        ["ALL"],
        ["no-new-privileges:true"],
    )
    assert ours["tmpfs"][0].startswith("/tmp")  # noqa: S108 - in the container
    assert ours["ports"] == ["80:80", "443:443"]
    assert ours["volumes"] == ["home:/srv/meomureum"]
    assert f"MEOMUREUM_HOME={ours['volumes'][0].split(':')[1]}" in (INSTALL / "Containerfile").read_text(
        "utf-8"
    )
    assert (INSTALL / ours["build"]["context"] / ours["build"]["dockerfile"]).is_file()
    assert proxy["network_mode"] == "service:meomureum"
    assert proxy["depends_on"]["meomureum"] == {"condition": "service_healthy"}
    mounted = {target: source for source, target, _ in (each.split(":") for each in proxy["volumes"])}
    configured = (PROJECT / "docs" / "nginx.conf").read_text("utf-8")
    assert (
        INSTALL / mounted.pop("/etc/nginx/conf.d/default.conf")
    ).resolve() == PROJECT / "docs" / "nginx.conf"
    assert set(mounted) == set(re.findall(r"ssl_certificate(?:_key)?\s+(\S+);", configured))


# --- the proxy ---------------------------------------------------------------------


def test_the_proxy_speaks_to_the_port_of_the_product_and_closes_what_is_inside() -> None:
    configured = (PROJECT / "docs" / "nginx.conf").read_text("utf-8")
    assert set(re.findall(r"proxy_pass (\S+);", configured)) == {f"http://127.0.0.1:{PORT}"}
    (closed,) = re.findall(r"location ~\* (\S+) \{\s+return 403;", configured)
    inner = {
        place
        for place, kind in route_table.KINDS.items()
        if kind == "inner" and place.startswith("/_stcore/")
    }
    inner.add(route_table.METRICS)  # who watches the server asks it from inside
    known = [f"{under}{place}" for place in route_table.KINDS for under in ("", "/one/two")]
    shut = {place for place in known if re.search(closed, place)}
    assert shut == {f"{under}{place}" for place in inner for under in ("", "/one/two")}
    for words in re.findall(r"location ~ (\S+)/ \{", configured):
        assert sum(bool(re.search(words, place)) for place in known) >= 2, words


def test_each_reader_has_one_server_and_all_others_behind_it_and_the_guides_start_those() -> None:
    configured = changed("install/replicas.conf", {})
    pools = {
        name: re.findall(r"server 127\.0\.0\.1:(\d+)( backup)?;", servers)
        for name, servers in re.findall(r"upstream (\w+) \{(.*?)\}", configured, flags=re.DOTALL)
    }
    anyone = [port for port, _ in pools.pop("anyone")]
    assert [servers[0] for servers in pools.values()] == [(port, "") for port in anyone]
    for servers in pools.values():
        assert sorted(port for port, _ in servers) == anyone
        assert all(backup for _, backup in servers[1:])
    assert re.findall(r"~:(\d+)\$ +(\d);", configured) == [
        (port, str(at)) for at, port in enumerate(anyone, 1)
    ]
    assert f"listen 127.0.0.1:{PORT};" in configured
    for guide in ("docs/admin.ko.md", "docs/admin.en.md"):
        text = changed(guide, {})
        assert re.findall(r"meomureum@(\d+)", text) == anyone
        assert f"for port in {' '.join(anyone)}; do" in text


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_nginx_takes_the_examples(tmp_path: Path) -> None:
    self_signed(tmp_path)
    configured = example(8443, 8501, tmp_path) + changed("install/replicas.conf", {})
    whole = f"error_log stderr; pid {tmp_path}/pid; events {{}}\nhttp {{ access_log off;\n{configured}\n}}"
    (tmp_path / "nginx.conf").write_text(whole, "utf-8")
    done = subprocess.run(
        ["nginx", "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


# --- systemd -----------------------------------------------------------------------


def units() -> dict[str, configparser.RawConfigParser]:
    found = {}
    for path in sorted(INSTALL.glob("*.service")) + sorted(INSTALL.glob("*.timer")):
        found[path.name] = configparser.RawConfigParser(strict=True)
        found[path.name].optionxform = str  # type: ignore[assignment,method-assign]
        found[path.name].read_string(path.read_text("utf-8"))
    return found


def test_the_units_start_commands_that_exist_in_one_home() -> None:
    found = units()
    assert set(found) == {"meomureum.service", "meomureum-backup.service", "meomureum-backup.timer"}
    homes = {each["Service"]["Environment"] for each in found.values() if each.has_section("Service")}
    assert homes == {"MEOMUREUM_HOME=/srv/meomureum/home"}
    for name, command in (("meomureum.service", "run"), ("meomureum-backup.service", "backup")):
        assert f"/srv/meomureum/.venv/bin/meomureum {command} " in found[name]["Service"]["ExecStart"]
        assert command in COMMANDS
        assert found[name]["Service"]["User"] == "meomureum"
    service = found["meomureum.service"]["Service"]
    assert f"--server.port {PORT}" in service["ExecStart"]
    assert service["ReadWritePaths"] == "/srv/meomureum/home"
    assert service["ProtectSystem"] == "strict"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for path in (*INSTALL.glob("*.service"), *INSTALL.glob("*.timer")):
        text = path.read_text("utf-8").replace("/srv/meomureum/.venv/bin/meomureum", "/bin/true")
        (tmp_path / path.name).write_text(text.replace("User=meomureum", "User=root"), "utf-8")
    one = (tmp_path / "meomureum.service").read_text("utf-8")
    (tmp_path / "meomureum@.service").write_text(one.replace(PORT, "%i"), "utf-8")  # as the guide says
    done = subprocess.run(
        ["systemd-analyze", "verify", *sorted(tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )
    mine = [
        line
        for line in (done.stdout + done.stderr).splitlines()
        if str(tmp_path) in line or "meomureum" in line
    ]
    assert (done.returncode, mine) == (0, []), done.stderr


# --- the bundle --------------------------------------------------------------------


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle with one wheel that is none: enough to be judged."""
    import bundle as making

    folder = tmp_path / "bundle"
    (folder / "wheels").mkdir(parents=True)
    (folder / "wheels" / "meomureum-0-py3-none-any.whl").write_bytes(b"no wheel")
    shutil.copyfile(INSTALL / "install.py", folder / "install.py")
    (folder / "requirements.txt").write_text("", "utf-8")
    (folder / "made_for.json").write_text(json.dumps(making.made_for()), "utf-8")
    (folder / making.SUMS).write_text(making.sums(folder), "utf-8")
    return folder


def run(bundle: Path, place: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-S", bundle / "install.py", place], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_what_a_bundle_carries_is_there() -> None:
    import bundle as making

    assert [name for name in making.CARRIED if not (PROJECT / name).is_file()] == []
    assert {f"install/{path.name}" for path in INSTALL.glob("*.service")} <= set(making.CARRIED)


@pytest.mark.parametrize("kind", ["changed", "gone", "more", "no list"])
def test_a_damaged_bundle_is_told_with_the_file_and_nothing_is_installed(
    kind: str, bundle: Path, tmp_path: Path
) -> None:
    wheel = bundle / "wheels" / "meomureum-0-py3-none-any.whl"
    named = "wheels/meomureum-0-py3-none-any.whl"
    if kind == "changed":
        wheel.write_bytes(b"another")
    elif kind == "gone":
        wheel.unlink()
    elif kind == "more":
        (bundle / "wheels" / "evil-1-py3-none-any.whl").write_bytes(b"x")
        named = "wheels/evil-1-py3-none-any.whl"
    else:
        (bundle / "SHA256SUMS").unlink()
        named = "SHA256SUMS"
    code, said = run(bundle, tmp_path / "here")
    assert code == 3
    assert said.splitlines()[1:] == [named]
    assert "손상" in said
    assert not (tmp_path / "here").exists()


def test_a_bundle_for_another_machine_is_told(bundle: Path, tmp_path: Path) -> None:
    import bundle as making

    (bundle / "made_for.json").write_text(json.dumps({**making.made_for(), "python": "3.99"}), "utf-8")
    (bundle / making.SUMS).write_text(making.sums(bundle), "utf-8")
    code, said = run(bundle, tmp_path / "here")
    assert code == 2
    assert f"3.99; this is {platform.system()}" in said
    assert not (tmp_path / "here").exists()


def test_the_list_of_a_bundle_is_one_that_sha256sum_reads(bundle: Path) -> None:
    lines = (bundle / "SHA256SUMS").read_text("utf-8").splitlines()
    digest = hashlib.sha256((bundle / "install.py").read_bytes()).hexdigest()
    assert f"{digest}  install.py" in lines
    if shutil.which("sha256sum"):
        assert (
            subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=bundle, check=False).returncode
            == 0
        )


@pytest.mark.trial
def test_what_the_container_takes_is_enough_and_nothing_is_written_among_it(tmp_path: Path) -> None:
    root, home = tmp_path / "root", tmp_path / "home"
    home.mkdir()
    for words in (rest.split() for rest in told(stages()[-1], "COPY") if not rest.startswith("--from")):
        for name in words[:-1]:
            place = root / words[-1] / (Path(name).name if words[-1].endswith("/") else "")
            place.parent.mkdir(parents=True, exist_ok=True)
            copy = shutil.copytree if (PROJECT / name).is_dir() else shutil.copyfile
            copy(PROJECT / name, place)
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("MEOMUREUM")},
        "MEOMUREUM_HOME": str(home),
        "PYTHONPATH": str(root),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLCONFIGDIR": str(tmp_path),
    }
    here = Server(free_port(), 0, home, tmp_path / "log", tmp_path / "none")
    command = [sys.executable, "-m", "meomureum", "run", "--server.port", str(here.port)]
    with started(here, command, tmp_path, environment) as server:
        await_ready(server)
        assert "머무름" in ask(server, "/progress").words
    assert (home / "data" / "snapshots" / "current").is_file()
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


def _builder() -> str:
    """A program that builds containers here and now; where there is none, the test is skipped with what each says."""
    said = []
    for name in filter(shutil.which, ("podman", "docker")):
        done = subprocess.run([name, "info"], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return name
        said.append(f"{name}: {done.stderr.strip()}")
    pytest.skip(
        f"no container can be built here: {'; '.join(said) or 'neither podman nor docker is installed'}"
    )


@pytest.mark.trial
def test_the_container_is_built_and_answers_on_a_read_only_root() -> None:
    builder = _builder()
    build = (builder, "build", "-q", "-f", INSTALL / "Containerfile", "-t", "meomureum-trial", PROJECT)
    subprocess.run(build, check=True)
    closed = ("--read-only", "--tmpfs", "/tmp:size=2g", "--cap-drop", "ALL")  # noqa: S108 - in the container
    started = subprocess.run(
        [builder, "run", "-d", "--rm", *closed, "meomureum-trial"], capture_output=True, text=True, check=True
    ).stdout.strip()
    asking = "import urllib.request as r; print(r.urlopen('http://127.0.0.1:8501/ready').status)"
    waiting = (
        f'for i in $(seq 300); do /opt/packages/bin/python -c "{asking}" && exit 0; sleep 2; done; exit 1'
    )
    try:
        done = subprocess.run(
            [builder, "exec", started, "sh", "-c", waiting], capture_output=True, text=True, check=False
        )
        assert done.stdout.strip() == "200", done.stderr[-500:]
        who = subprocess.run(
            [builder, "exec", started, "id", "-u"], capture_output=True, text=True, check=True
        )
        assert who.stdout.strip() == "10001"
    finally:
        subprocess.run([builder, "stop", started], check=False, capture_output=True)
