"""200 true sentences made from the published files: none is called wrong; of 200 altered ones at least 180 are caught."""

from __future__ import annotations

from claims_table.sentences import altered_sentences, true_sentences
from claims_table.table import judged, lines
from meomureum.store.warehouse import Snapshot

SEED, COUNT = 20261130, 200
RIGHT, CAUGHT = 0.8, 180


def test_no_true_sentence_is_called_wrong(snapshot: Snapshot) -> None:
    found = judged(snapshot, true_sentences(COUNT, SEED))
    print("\nTrue sentences", *lines(found, "form"), sep="\n")
    assert [each.sentence for each in found if each.verdict == "wrong"] == []
    assert sum(each.verdict == "right" for each in found) >= RIGHT * COUNT
    assert len({each.sentence.text for each in found}) > 0.95 * COUNT


def test_most_altered_sentences_are_caught(snapshot: Snapshot) -> None:
    found = judged(snapshot, altered_sentences(COUNT, SEED))
    print("\nAltered sentences", *lines(found, "altered"), sep="\n")
    assert sum(each.verdict == "wrong" for each in found) >= CAUGHT
