"""meomureum doctor [--through URL] [--json] [--server.port PORT ...]

Looks at everything an installation needs: Python and packages, fonts, variables, disk, clock, rights, open files, port,
secrets, snapshots, proofs, loaded files, ledger of releases, access log; with --through also at what arrives
of a request to the address that readers use. Each line is ok, warn or fail, with what to do.
Options of the server are given as to `run`. Nothing is written. Exit codes: 0 nothing fails; 2 usage; 3 something fails.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from meomureum.console import Parser, say
from meomureum.project import PROJECT, user_folder
from meomureum.texts import Language

if TYPE_CHECKING:
    from meomureum.app.doctor.finding import Finding

OK, FAILS = 0, 3
# What is asked of the server's options, and the variable of the environment that may say it.
SERVER_OPTIONS = {
    "server.port": "STREAMLIT_SERVER_PORT",
    "server.address": "STREAMLIT_SERVER_ADDRESS",
    "server.baseUrlPath": "STREAMLIT_SERVER_BASE_URL_PATH",
    "secrets.files": "STREAMLIT_SECRETS_FILES",
}
WIDTH = 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Look at everything and say what was found."""
    parser = Parser(prog="meomureum doctor", description=__doc__)
    parser.add_argument(
        "--through", default="", metavar="URL", help="ask through the proxy / 앞단을 거쳐 묻기"
    )
    parser.add_argument("--json", action="store_true", help="for programs / 프로그램이 읽는 꼴로")
    parser.speaks()
    for name, variable in SERVER_OPTIONS.items():
        parser.add_argument(f"--{name}", default=os.environ.get(variable, ""), metavar="...")
    parsed = parser.parse_args(arguments)
    with _as_started({name: vars(parsed)[name] for name in SERVER_OPTIONS}):
        found = examined(parsed.through)
        from meomureum.app.doctor.finding import worst
    if parsed.json:
        told = {"worst": worst(found), "findings": [asdict(each) for each in found]}
        say(*json.dumps(told, ensure_ascii=False, indent=1).split("\n"))
    else:
        _tell(found, parsed.lang)
    return FAILS if worst(found) == "fail" else OK


@contextlib.contextmanager
def _as_started(options: Mapping[str, str]) -> Iterator[None]:
    """As the server starts: Streamlit looks for settings and secrets where it is imported and beside the script."""
    place = user_folder()
    with contextlib.chdir(place) if place.is_dir() else contextlib.nullcontext():
        from streamlit import config

        config._main_script_path = str(PROJECT / "dashboard.py")
        for name, value in options.items():
            if value:
                config.set_option(name, [value] if name == "secrets.files" else value)
        yield


def examined(through: str = "") -> tuple[Finding, ...]:
    """Every finding, in the order in which they are told."""
    from meomureum.app.doctor import entrance, finding, machine, records, software

    looks: tuple[tuple[str, Callable[[], Iterable[Finding]]], ...] = (
        ("python", software.python),
        ("packages", software.packages),
        ("fonts", software.fonts),
        ("variables", software.variables),
        ("disk", machine.disk),
        ("clock", machine.clock),
        ("rights", machine.rights),
        ("handles", machine.handles),
        ("port", machine.port),
        ("secrets", entrance.secrets),
        ("proxy", lambda: entrance.proxy(through)),
        ("snapshots", records.snapshots),
        ("proofs", records.proofs),
        ("loads", records.loads),
        ("releases", records.releases),
        ("access log", records.access_log),
    )
    return tuple(each for subject, look in looks for each in finding.of(subject, look))


def _tell(found: Iterable[Finding], language: Language) -> None:
    for each in found:
        say(f"{each.level:4}  {each.subject:{WIDTH}}  {each.told(language)}")
        if each.advice is not None:
            say(f"{'':4}  {'':{WIDTH}}  → {each.advice(language)}")
