"""Write the bill of materials (CycloneDX 1.6) and the list of licences of what runs.

Reads the pins of requirements.txt (which holds the digests of their files) and the licences that the installed packages
declare; run it in an environment that holds them, after each change of the pins:

    .venv/bin/python .ci/bill_of_materials.py
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
PIN = re.compile(r"^(?P<name>[A-Za-z0-9_.-]+)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+?))? \\$")
# What older packages declare in words of their own.
SPDX = {
    "Apache License 2.0": "Apache-2.0",
    "3-Clause BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: Python Software Foundation License": "PSF-2.0",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
_AN_IDENTIFIER = re.compile(r"[A-Za-z0-9.-]+(?: (?:AND|OR) [A-Za-z0-9.-]+)*")


@dataclass(frozen=True)
class Pin:
    """One pinned package, and where it applies."""

    name: str
    version: str
    marker: str

    @property
    def licence(self) -> str:
        """The SPDX expression that the package declares; LookupError where it declares none."""
        said = metadata(self.name)
        declared = [
            *(str(said[field]) for field in ("License-Expression", "License") if field in said),
            *(str(each) for each in said.get_all("Classifier") or [] if each.startswith("License ::")),
        ]
        known = [SPDX.get(each, each) for each in declared]
        found = next((each for each in known if _AN_IDENTIFIER.fullmatch(each)), None)
        if found is None:
            raise LookupError(f"{self.name}: no licence in {declared}")
        return found


def pins(requirements: str) -> list[Pin]:
    """Every pin of a requirements file, in its order."""
    found = [PIN.match(line) for line in requirements.splitlines()]
    return [Pin(each["name"], each["version"], (each["marker"] or "").strip()) for each in found if each]


def component(pin: Pin) -> dict[str, Any]:
    """A package as CycloneDX names it."""
    marker = {"properties": [{"name": "marker", "value": pin.marker}]} if pin.marker else {}
    return {
        "type": "library",
        "bom-ref": f"{pin.name}=={pin.version}",
        "name": pin.name,
        "version": pin.version,
        "purl": f"pkg:pypi/{pin.name}@{pin.version}",
        "licenses": [{"expression": pin.licence}],
        **marker,
    }


def main() -> None:
    """Write docs/sbom.cdx.json and docs/licences.md."""
    listed = pins((PROJECT / "requirements.txt").read_text("utf-8"))
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "meomureum",
                "name": "meomureum",
                "licenses": [{"expression": "Apache-2.0"}],
            }
        },
        "components": [component(each) for each in listed],
    }
    rows = [f"| {each.name} | {each.version} | {each.licence} | {each.marker} |" for each in listed]
    table = [
        "# 라이선스 Licences",
        "",
        "실행에 필요한 꾸러미와 그 라이선스입니다(`.ci/bill_of_materials.py`가 씁니다). 글꼴과 자료: [NOTICE](../NOTICE).",
        "What runs, and under which licence (written by `.ci/bill_of_materials.py`). Fonts and data: [NOTICE](../NOTICE).",
        "",
        "| package | version | licence | where |",
        "|---|---|---|---|",
        *rows,
    ]
    (PROJECT / "docs" / "sbom.cdx.json").write_text(json.dumps(bill, indent=1) + "\n", "utf-8")
    (PROJECT / "docs" / "licences.md").write_text("\n".join(table) + "\n", "utf-8")


if __name__ == "__main__":
    main()
