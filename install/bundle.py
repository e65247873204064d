"""An installation bundle for a machine without a network: `python install/bundle.py [FILE.tar.gz]` (make bundle).

Made on a connected machine of the same system and the same Python: the pinned packages as wheels, each by its hash,
the product's own wheel (with its fonts), the installer, what runs it, and the papers. SHA256SUMS lists every file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
SUMS = "SHA256SUMS"
CARRIED = (
    "requirements.txt",
    "install/install.py",
    "install/meomureum.service",
    "install/meomureum-backup.service",
    "install/meomureum-backup.timer",
    "docs/nginx.conf",
    "install/replicas.conf",
    "docs/admin.ko.md",
    "docs/admin.en.md",
    "docs/windows.md",
    "docs/licences.md",
    "docs/sbom.cdx.json",
    "SECURITY.md",
    "CHANGELOG.md",
    "LICENSE",
    "NOTICE",
)


def main() -> None:
    """Collect everything in a folder, list it, and pack it."""
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    name = (
        f"meomureum-{version}-{made_for()['system']}-{made_for()['machine']}-py{made_for()['python']}".lower()
    )
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=PROJECT / "dist" / f"{name}.tar.gz")
    out = parser.parse_args().file
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) / name
        collect(folder)
        out.parent.mkdir(parents=True, exist_ok=True)
        with tarfile.open(out, "w:gz", compresslevel=1) as packed:  # wheels are compressed already
            packed.add(folder, name)
    print(f"{hashlib.sha256(out.read_bytes()).hexdigest()}  {out}")


def made_for() -> dict[str, str]:
    """The system and the Python whose wheels are collected."""
    return {
        "system": platform.system(),
        "machine": platform.machine(),
        "python": ".".join(platform.python_version_tuple()[:2]),
    }


def collect(folder: Path) -> None:
    """Fill a new folder with all that an installation needs."""
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    pip = (sys.executable, "-m", "pip")
    pinned = ("--require-hashes", "--only-binary", ":all:", "-r", str(PROJECT / "requirements.txt"))
    subprocess.run((*pip, "download", "-q", *pinned, "-d", str(wheels)), check=True)
    built = ("--no-deps", "--no-build-isolation", "--no-index", "-w", str(wheels), str(PROJECT))
    subprocess.run((*pip, "wheel", "-q", *built), check=True)
    for name in CARRIED:
        shutil.copyfile(PROJECT / name, folder / Path(name).name)
    (folder / "made_for.json").write_text(json.dumps(made_for()), "utf-8")
    (folder / SUMS).write_text(sums(folder), "utf-8")


def sums(folder: Path) -> str:
    """The SHA-256 of every file of a folder, as `sha256sum -c` reads them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in files
    )


if __name__ == "__main__":
    main()
