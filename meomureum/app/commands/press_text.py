"""meomureum verify --text FILE: what a text claims of the cities, held against the published values and the ledger."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from etl.contract import LoadRefused
from etl.encodings import decoded
from meomureum.console import complain, say
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text
from meomureum.verify import claims
from meomureum.verify.claims import VERDICTS, Claim

RIGHT, UNREADABLE, WRONG = 0, 2, 4
NO_FILE = Text("{file:을/를} 읽을 수 없습니다: {why}", "Cannot read {file}: {why}")
NO_CLAIM = Text("확인할 수 있는 주장이 없습니다.", "Nothing in it can be checked.")
TOLD = Text("[{verdict}] {subject}: {quote}", "[{verdict}] {subject}: {quote}")
REASON = Text("    {aspect}({verdict}): {reason}", "    {aspect} ({verdict}): {reason}")


def judge(
    file: str, snapshot: Snapshot, published_on: date | None, language: Language, *, as_json: bool
) -> int:
    """Say of each claim whether it is right; the exit code is 4 if one is wrong, 2 if the file cannot be read."""
    try:
        text, _ = decoded(Path(file), file)
    except OSError as fault:
        complain(NO_FILE.fill(file=file, why=fault.strerror or "?")(language))
        return UNREADABLE
    except LoadRefused as refused:
        complain(*(NO_FILE.fill(file=file, why=each.expectation)(language) for each in refused.problems))
        return UNREADABLE
    found = claims.check(snapshot, text, published_on=published_on)
    if as_json:
        say(_one_line(_as_json(found, snapshot, published_on, language)))
    else:
        say(*(_lines(found, language) if found else [NO_CLAIM(language)]))
    return WRONG if any(each.verdict == "wrong" for each in found) else RIGHT


def _lines(found: Sequence[Claim], language: Language) -> Iterator[str]:
    for claim in found:
        told = TOLD.fill(verdict=VERDICTS[claim.verdict], subject=claim.subject, quote=claim.quote)
        yield told(language)
        for each in claim.checks:
            words = {"aspect": each.aspect, "verdict": VERDICTS[each.verdict], "reason": each.reason}
            yield REASON.fill(**words)(language)


def _as_json(
    found: Sequence[Claim], snapshot: Snapshot, published_on: date | None, language: Language
) -> dict[str, object]:
    """Verdicts as codes, everything else in the language asked for."""
    return {
        "snapshot": snapshot.id,
        "published_on": published_on.isoformat() if published_on else None,
        "claims": [
            {
                "quote": claim.quote,
                "subject": claim.subject(language),
                "verdict": claim.verdict,
                "checks": [
                    {
                        "aspect": each.aspect(language),
                        "verdict": each.verdict,
                        "reason": each.reason(language),
                        "source": each.source(language),
                    }
                    for each in claim.checks
                ],
            }
            for claim in found
        ],
    }


def _one_line(value: object) -> str:
    """JSON that a terminal only shows and that stays JSON in any encoding."""
    written = json.dumps(value, ensure_ascii=False)
    return "".join(
        each if each.isprintable() and each < "\U00010000" else json.dumps(each)[1:-1] for each in written
    )
