"""Installs this bundle without a network: `python3 install.py [FOLDER]`.

Every file is held against SHA256SUMS first, then FOLDER/.venv is made anew from the wheels beside this script.
Settings and data stand in FOLDER/home and are never touched. Exit codes: 0 installed; 2 this machine does not fit;
3 the bundle is damaged; 73 it could not be installed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

BUNDLE = Path(__file__).resolve().parent
SUMS = "SHA256SUMS"
OK, DOES_NOT_FIT, DAMAGED, CANNOT = 0, 2, 3, 73


def main() -> int:
    """Judge the bundle and the machine, then install."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("meomureum"))
    place = parser.parse_args().folder.absolute()
    if faults := list(damaged()):
        return told(
            DAMAGED,
            "꾸러미가 손상되었습니다. 다시 옮기세요. / The bundle is damaged; copy it again.",
            *faults,
        )
    if misfit := does_not_fit():
        return told(DOES_NOT_FIT, misfit)
    try:
        install(place)
    except (OSError, subprocess.CalledProcessError) as fault:
        hint = "python3-venv를 설치했는지 보세요. / See that python3-venv is installed."
        return told(CANNOT, f"설치하지 못했습니다 / It could not be installed: {fault}", hint)
    return told(
        OK, "설치했습니다. 시작: / Installed. Start:", f"MEOMUREUM_HOME={place / 'home'} {command(place)} run"
    )


def damaged() -> Iterator[str]:
    """Each file of the bundle that is missing, changed, or not in the list."""
    try:
        lines = (BUNDLE / SUMS).read_text("utf-8").splitlines()
    except OSError:
        yield SUMS
        return
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    for name, digest in listed.items():
        path = BUNDLE / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            yield name
    wheels = {f"wheels/{path.name}" for path in (BUNDLE / "wheels").glob("*")}
    yield from sorted(wheels - listed.keys())


def does_not_fit() -> str:
    """Why the wheels are not for this machine; empty where they are."""
    made_for = json.loads((BUNDLE / "made_for.json").read_text("utf-8"))
    here = {
        "system": platform.system(),
        "machine": platform.machine(),
        "python": ".".join(platform.python_version_tuple()[:2]),
    }
    if made_for == here:
        return ""
    words = [" ".join(each.values()) for each in (made_for, here)]
    return f"이 꾸러미는 {words[0]} 것인데 여기는 {words[1]}입니다. / The bundle is for {words[0]}; this is {words[1]}."


def install(place: Path) -> None:
    """Make the environment anew, and look at what came of it."""
    place.mkdir(parents=True, exist_ok=True)
    (place / "home").mkdir(mode=0o700, exist_ok=True)
    run(sys.executable, "-m", "venv", "--clear", str(place / ".venv"))
    # Isolated: no setting of this machine may add another source.
    pip = (str(command(place).with_name("python")), "-m", "pip", "--isolated", "install", "-q", "--no-index")
    pinned = (
        "--find-links",
        str(BUNDLE / "wheels"),
        "--require-hashes",
        "-r",
        str(BUNDLE / "requirements.txt"),
    )
    run(*pip, *pinned)
    (own,) = (BUNDLE / "wheels").glob("meomureum-*.whl")
    run(*pip, "--no-deps", str(own))
    subprocess.run([str(command(place)), "doctor"], env=environment(place), cwd=place, check=False)


def command(place: Path) -> Path:
    """The installed command."""
    return place / ".venv" / ("Scripts" if os.name == "nt" else "bin") / "meomureum"


def environment(place: Path) -> dict[str, str]:
    """That of the product installed here, and of nothing else."""
    ours = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return {**ours, "MEOMUREUM_HOME": str(place / "home"), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def run(*words: str) -> None:
    """Run a step; raises CalledProcessError where it fails."""
    subprocess.run(words, check=True)


def told(code: int, *lines: str) -> int:
    """Say it where it belongs, and give the code."""
    for line in lines:
        print(line, file=sys.stderr if code else sys.stdout)
    return code


if __name__ == "__main__":
    sys.exit(main())
