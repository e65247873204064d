"""The sample drawn for the cities that this installation has picked, in `data/own/sample`.

It follows from the reference tables and the published figures alone, so it is drawn anew whenever
those have changed, by hand too; a fingerprint beside it says what it was drawn from.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from etl import own_files, sample
from meomureum.store import durable
from meomureum.store.environment import shipped

DRAWN_FROM = ".drawn-from"
README = """# 합성 표본 데이터 / Synthetic sample data

이 폴더의 숫자와 '표본'이라는 이름이 붙은 기관, 사업, 산업은 지어낸 것입니다. 우리 도시를 고르면 프로그램이 다시 만듭니다.
Every number in this folder, and every institution, programme and industry named as a sample, is invented.
The product writes it anew for the cities that are picked.
"""


def is_drawn(data: Path) -> bool:
    """Whether the sample is the one of the cities picked; so it is where none are."""
    own = own_files.folder(data)
    return not _is_own(data, own) or _drawn_from(own) == _fingerprint(data, own)


def draw(data: Path, own: Path | None = None) -> None:
    """Draw the sample of the cities picked in `own`, unless it is there; the whole of it or nothing."""
    own = own or own_files.folder(data)
    if not _is_own(data, own) or _drawn_from(own) == _fingerprint(data, own):
        return
    fresh = _emptied(own / f".{own_files.SAMPLE}")
    sample.write(fresh, data, own)
    (fresh / "README.md").write_text(README, "utf-8")
    (fresh / DRAWN_FROM).write_text(_fingerprint(data, own), "ascii")
    _put(fresh, own)


def lend(own: Path, draft: Path) -> None:
    """Give a draft of the city's tables the sample that stands, which may be its own still."""
    if (own / own_files.SAMPLE).is_dir():
        shutil.copytree(own / own_files.SAMPLE, draft / own_files.SAMPLE)


def take(draft: Path, own: Path) -> None:
    """Let the sample of a draft be that of the city."""
    drawn = _drawn_from(draft)
    if drawn and drawn != _drawn_from(own):
        fresh = _emptied(own / f".{own_files.SAMPLE}")
        shutil.copytree(draft / own_files.SAMPLE, fresh)
        _put(fresh, own)


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _put(fresh: Path, own: Path) -> None:
    """A crash in between leaves none, and the next start draws it."""
    for path in fresh.iterdir():
        durable.sync(path)
    shutil.rmtree(own / own_files.SAMPLE, ignore_errors=True)
    fresh.replace(own / own_files.SAMPLE)
    durable.sync(own)


def _is_own(data: Path, own: Path) -> bool:
    return own_files.sample_folder(data, own).parent == own


def _drawn_from(own: Path) -> str:
    try:
        return (own / own_files.SAMPLE / DRAWN_FROM).read_text("ascii")
    except (OSError, UnicodeDecodeError):
        return ""


def _fingerprint(data: Path, own: Path) -> str:
    """A digest of all that the sample follows from: figures, registers, what was entered, the code."""
    digest = hashlib.sha256()
    code = sorted(Path(sample.__file__).parent.glob("*.py"))
    read = [
        path
        for folder in (shipped(data, "reference"), shipped(data, "published"), own)
        for path in sorted(folder.glob("*.csv"))
    ]
    for path in [*code, *read]:
        digest.update(path.name.encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()
