"""Protected releases follow the acts on the ledger of loads, and what was handed out once still holds."""

from __future__ import annotations

from pathlib import Path

import pytest
import test_privacy_files
from small import Folder
from test_privacy_files import LEVELS, SIZES, Sizes, figures, graduates, more, numerator

from etl import ledger_acts
from etl.build import load
from etl.load_ledger import Said
from meomureum.app.commands import protection

_served = test_privacy_files._served


def hand(folder: Folder, sizes: Sizes, said: Said) -> None:
    path = folder.data.parent / f"{len(list(folder.data.rglob('*.csv')))}.csv"
    path.write_text(graduates(sizes), "utf-8")
    load([path], folder.data, folder.snapshots, said)


def test_releases_follow_a_withdrawal_a_replacement_and_a_settlement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(tmp_path / "snapshots"))
    folder = Folder(tmp_path)

    def counts() -> list[float]:
        return [numerator(folder.snapshot(), release, "gimhae") for release in ("exact", *LEVELS)]

    hand(folder, SIZES, Said(provider="대학"))
    first = {release: figures(folder.snapshot(), release, "gimhae") for release in LEVELS}
    assert counts() == [156, 156, 156]  # 2 x (3 + 40 + 35)
    hand(folder, more("인제대학교", 60), Said(provider="대학"))
    assert counts() == [276, 276, 276]

    withdrawn = ledger_acts.withdrawal(folder.data, 2, Said())
    ledger_acts.carry_out(withdrawn, folder.data, folder.snapshots)
    assert counts() == [156, 156, 156]
    hidden = {release: {key for key, row in first[release].items() if row[0]} for release in LEVELS}
    for release in LEVELS:
        now = figures(folder.snapshot(), release, "gimhae")
        assert hidden[release] <= {key for key, row in now.items() if row[0]}

    hand(folder, more("가야대학교", 1), ledger_acts.replacement(folder.data, 1, Said()))
    assert counts() == [158, 156, 156]  # two persons more are not told
    hand(folder, more("김해대학교", 50), Said(provider="교육청"))
    assert counts() == [
        6,
        156,
        156,
    ]  # both universities are in dispute: 2 x 3 are left, and the releases are held
    dispute = next(
        each for each in ledger_acts.disputes(folder.snapshot()) if each.statement == "2025/gimhae_univ"
    )
    settled = ledger_acts.settlement(folder.data, folder.snapshot(), dispute.id, Said(provider="교육청"))
    ledger_acts.carry_out(settled, folder.data, folder.snapshots)
    assert counts() == [176, 176, 176]  # 2 x (3 + 85); the other one is still held

    assert protection.main(["--lang", "en", "verify", "public"]) == protection.OK
    for release in LEVELS:
        asked = ["--lang", "en", "--city", "gimhae", "attack", release]
        assert protection.main(asked) == protection.OK
        assert " 0 worked out" in capsys.readouterr().out
