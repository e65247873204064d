"""Words that figures of every kind share, wherever they go."""

from __future__ import annotations

from meomureum.texts import Text

AUTHOR_TITLE = Text("작성자가 고친 제목", "Title edited by the author")
SYNTHETIC = Text("합성 표본 데이터", "Synthetic sample data")
TARGET_PATH = Text("{place} 목표 경로", "{place} target path")
AS_PUBLISHED = Text("{place} 공표값", "{place} as published")
COUNTS = Text("{denominator}명 중 {numerator}명", "{numerator} of {denominator}")
