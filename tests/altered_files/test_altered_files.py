"""Every alteration of a file that was handed out is found, wherever it stands; nothing is invented.

A slice of them every day; 300, and files that LibreOffice has saved again, by `python -m tests.altered_files`.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest
from handed_over import snapshot, whole_city

from altered_files.pages import planted_in_pages
from altered_files.planting import Alteration, planted, planted_in_picture, planted_in_table
from altered_files.table import differences_of, issued_at, lines, tried
from meomureum.drawing.figure import Briefing, TemplateName
from meomureum.export import FORMATS
from meomureum.store.address import DATA_SETS, DataSet
from meomureum.texts import LANGUAGES, Language, Text
from meomureum.verify.composition import TEMPLATES, composed

SEED = 20261130
ALL = {"pptx": 90, "xlsx": 70, "hwpx": 50, "hwpx-native": 20, "pdf": 27, "csv": 20, "svg": 12, "png": 11}
SLICE = {"pptx": 22, "xlsx": 14, "hwpx": 12, "hwpx-native": 6, "pdf": 2, "csv": 6, "svg": 2, "png": 2}
OFFICE = {"pptx": "Impress MS PowerPoint 2007 XML", "xlsx": "Calc MS Excel 2007 XML"}
HELD = ("targets", "local_university_entry_rate", "retention_by_age", "university_dropout_rate-city")


@cache
def briefing(
    template: TemplateName = "council", language: Language = "ko", data_set: DataSet = "published"
) -> Briefing:
    """A city's targets, one announced path, a chart of ages and a long table."""
    whole = whole_city(language, data_set)
    figures = tuple(each for each in whole.figures if each.key.startswith(HELD))
    place = Text("김해시", "Gimhae")
    return composed(figures, template, place, whole.subtitle, language, whole.made_on, snapshot=snapshot())


@cache
def written(form: str, template: TemplateName) -> bytes:
    return FORMATS[form](briefing(template))


def alterations(counts: Mapping[str, int]) -> Iterator[Alteration]:
    """So many of each format, in a report, and of the press where it has pages of its own."""
    for form, count in counts.items():
        random = Random(f"{SEED} {form}")
        dropout = replace(briefing(), figures=briefing().figures[-1:])
        if form == "pdf":
            yield from planted_in_pages(replace(briefing(), figures=briefing().figures[1:]), count, random)
        elif form == "csv":
            yield from planted_in_table(FORMATS[form](dropout), count, random)
        elif form in ("svg", "png"):
            yield from planted_in_picture(form, FORMATS[form](dropout), count, random)
        else:
            templates: tuple[TemplateName, ...] = (
                ("council", "press") if form in ("pptx", "hwpx") else ("council",)
            )
            for template in templates:
                own = briefing(template)
                yield from planted(form, written(form, template), own, count // len(templates), random)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("altered")
    issued_at(place, [briefing(template) for template in TEMPLATES])
    return place


def test_a_slice_of_alterations_is_found(home: Path) -> None:
    found = tried(alterations(SLICE), home)
    assert len(found) == sum(SLICE.values())
    missed = [each.alteration for each in found if not each.found]
    assert [(each.form, each.place, each.before, each.after) for each in missed] == []


@pytest.mark.parametrize("form", [form for form in ALL if form not in ("svg", "png")])
@pytest.mark.parametrize("template", ["council", "press"])
def test_nothing_is_found_in_a_file_as_it_was_handed_out(
    form: str, template: TemplateName, home: Path
) -> None:
    assert differences_of(written(form, template), home) == []


@pytest.mark.trial
def test_every_planted_alteration_is_found(home: Path) -> None:
    found = tried(alterations(ALL), home)
    print("\nFound of planted", *lines(found), sep="\n")
    missed = [each.alteration for each in found if not each.found]
    print(
        *(f"missed: {each.form} {each.place}: {each.before!r} -> {each.after!r}" for each in missed), sep="\n"
    )
    assert len(found) == sum(ALL.values()) == 300
    assert missed == []


@pytest.mark.trial
@pytest.mark.parametrize("form", OFFICE)
def test_nothing_is_invented_in_files_that_libreoffice_has_saved_again(form: str, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    kinds = [(name, language, data) for name in TEMPLATES for language in LANGUAGES for data in DATA_SETS]
    for at, (name, language, data) in enumerate(kinds):
        made = briefing(name, language, data)
        issued_at(tmp_path, [made])
        (tmp_path / f"{at:02d}.{form}").write_bytes(FORMATS[form](made))
    out = tmp_path / "out"
    command = [program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", f"{form}:{OFFICE[form]}", "--outdir", str(out)]
    files = [str(each) for each in sorted(tmp_path.glob(f"*.{form}"))]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=1800)
    found = {each.name: differences_of(each.read_bytes(), tmp_path) for each in sorted(out.glob(f"*.{form}"))}
    invented = {name: different for name, different in found.items() if different}
    print(f"\n{form}: {len(found)} files saved again, {len(invented)} called altered")
    assert len(found) == len(kinds)
    assert invented == {}
