"""A basket as a file: what it holds, what is wrong with one, and the pack that the command makes of it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from handed_over import MADE_ON, snapshot
from pptx import Presentation

from meomureum.app.commands import briefing
from meomureum.export.briefing_file import BriefingFile, Wanted, pack, read, written
from meomureum.export.faults import Faulty

ADDRESS = "./progress?city=gimhae&kpi=youth_population"
OTHER = "./progress?city=ansan&kpi=youth_population"
BASKET = BriefingFile(
    (Wanted(OTHER, "", (("ko", "안산의 청년"),)), Wanted(ADDRESS)), "ko", "council", "시월 보고"
)


def test_a_basket_comes_back_as_it_was_saved() -> None:
    assert read(written(BASKET)) == BASKET


def test_the_pack_has_the_figures_in_order_under_their_titles() -> None:
    made, missing = pack(BASKET, snapshot(), "ko", "council", MADE_ON)
    assert missing == []
    assert made.title == "시월 보고"
    assert [each.address for each in made.figures] == [OTHER, ADDRESS]
    assert made.figures[0].title == "안산의 청년"
    assert "작성자가 고친 제목" in made.figures[0].marks
    english, _ = pack(BASKET, snapshot(), "en", "council", MADE_ON)
    assert "안산의 청년" not in english.figures[0].title


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"language": "de"}, "language에 'de'"),
        ({"template": "poster"}, "template에 'poster'"),
        ({"colour": "red"}, "항목 'colour'"),
        ({"figures": []}, "1개부터 24개까지"),
        ({"figures": [{"address": "./progres?kpi=x"}]}, "그림 1: 주소 './progres?kpi=x'"),
        ({"figures": [{"address": "https://stay.example/progress"}]}, "그림 1: 주소"),
        ({"figures": [{"address": ADDRESS}, {"address": 3}]}, "그림 2: address"),
        ({"figures": [{"address": ADDRESS, "titles": {"fr": "Titre"}}]}, "titles에 'fr'"),
        ({"briefing": 2}, "더 새로운 판(2)"),
        ({"briefing": None}, "담은 그림 파일(.briefing.json)이 아닙니다"),
    ],
)
def test_a_faulty_file_is_told_with_its_place(changed: dict[str, object], told: str) -> None:
    content = json.dumps(json.loads(written(BASKET)) | changed).encode()
    with pytest.raises(Faulty) as found:
        read(content)
    assert told in " ".join(each.ko for each in found.value.faults)


@pytest.mark.parametrize(
    "content", [b"", b"[1", b"\xff\xfe", b'{"briefing": 1, "figures": [}', b"[" * 50_000]
)
def test_what_is_no_json_is_refused(content: bytes) -> None:
    with pytest.raises(Faulty):
        read(content)


def test_a_near_page_is_named() -> None:
    content = json.dumps({"briefing": 1, "figures": [{"address": "./progres"}]}).encode()
    with pytest.raises(Faulty, match="Did you mean 'progress'"):
        read(content)


def test_the_command_makes_the_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    snapshot()
    path, out = tmp_path / "월간.briefing.json", tmp_path / "월간.pptx"
    path.write_bytes(written(BASKET))
    asked = ["--basket", str(path), "--format", "pptx", "--out", str(out), "--date", MADE_ON]
    assert briefing.main(asked) == 0
    titles = [each.shapes.title.text_frame.text for each in Presentation(io.BytesIO(out.read_bytes())).slides]
    assert titles[0] == "시월 보고"
    assert "안산의 청년" in titles
    gone = BriefingFile((*BASKET.figures, Wanted("./progress?city=gimhae&kpi=no_such_rate")))
    path.write_bytes(written(gone))
    assert briefing.main([*asked, "--lang", "en"]) == 4
    assert "figure 3: “no_such_rate”" in capsys.readouterr().err
    path.write_bytes(b"{")
    assert briefing.main(asked) == 2
    assert briefing.main([*asked[2:], "--basket", str(tmp_path / "none.json")]) == 2
