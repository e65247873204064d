"""Where readers have an address, files lead to their figures: by a click and by a code for telephones."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from renewal_world import World, world_in

from meomureum.drawing.qr import QR_NAME, qr_picture
from meomureum.figures import draft

BASE = "https://stay.example.go.kr/m/"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(draft, "base_address", lambda: BASE)
        made = world_in(tmp_path_factory.mktemp("links"))
        for snapshot in (made.before, made.after):
            made.figures(snapshot)  # kept as they are while the address stands
        yield made


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def links(content: bytes) -> set[str]:
    """Where the file leads, however the format writes it, by the snapshots that are named."""
    words = "".join(
        each.decode() for name, each in members(content).items() if name.endswith((".rels", ".xml"))
    )
    found = re.findall(r"https\\?://stay\.example\.go\.kr/m/[^\"<>]*?snapshot=(\w+)", words)
    return set(found)


@pytest.mark.parametrize("form", ["pptx", "hwpx"])
def test_links_and_codes_lead_to_the_figure_and_are_renewed_with_it(world: World, form: str) -> None:
    content = world.file(form)
    assert links(content) == {world.before.id}
    assert world.faults(content) == []
    for figure in world.figures(world.before):
        held = members(content)
        assert qr_picture(figure.link) in held.values()
        assert any(QR_NAME.format(figure.code).encode() in each for each in held.values())
    fresh = world.updated(content).content
    assert links(fresh) == {world.after.id}
    assert world.faults(fresh) == []
    for figure in world.figures(world.after):
        assert qr_picture(figure.link) in members(fresh).values()
    assert not any(qr_picture(each.link) in members(fresh).values() for each in world.figures(world.before))
