"""Codes, links, files and sentences put to the snapshots and the register of figures."""

from __future__ import annotations

from datetime import date

from meomureum.session.snapshots import kept_snapshot, newest, snapshot
from meomureum.store import environment
from meomureum.store.address import View
from meomureum.verify import claims, figure_address, issued_figures
from meomureum.verify.claims import Claim
from meomureum.verify.issued_figures import Issued, Verified
from meomureum.verify.judgement import figures_in, judged
from meomureum.verify.received_comparison import Compared
from meomureum.verify.received_files import KINDS, Unreadable

__all__ = ["KINDS", "Unreadable", "claims_of_text", "figures_of_file", "figures_of_words"]


def figures_of_words(words: str) -> tuple[Verified, ...]:
    """The figures of the codes in a text, or else those of a link."""
    register = issued_figures.register_of(environment.home())
    codes = issued_figures.codes_in(words.upper() if "?" not in words else words)
    if codes:
        return tuple(_verified(code, register) for code in codes)
    return _of_link(words.strip(), register)


def figures_of_file(content: bytes) -> tuple[Verified, ...]:
    """Each figure whose code stands in a file, compared with the file's own values; raises Unreadable."""
    home = environment.home()
    register = issued_figures.register_of(home)
    found = figures_in(content, register, home, kept_snapshot)
    return tuple(_verified(code, register, shown) for code, shown in found.items())


def claims_of_text(text: str, view: View, published_on: date | None) -> tuple[Claim, ...]:
    """What a text claims, checked against the snapshot in sight; if one city is chosen, it is meant by default."""
    meant = view.cities if len(view.cities) == 1 else ()
    return claims.check(snapshot(), text, view.data_set, meant, published_on)


def _verified(code: str, register: dict[str, Issued], shown: Compared | None = None) -> Verified:
    issued = register.get(code)
    return Verified(code, "unknown") if issued is None else _of_reader(issued, shown)


def _of_reader(issued: Issued, shown: Compared | None = None) -> Verified:
    """A figure as far as the person at this screen may see it."""
    own = kept_snapshot(issued.snapshot)
    if not any(issued_figures.shows(each, issued) for each in (own, newest()) if each is not None):
        return Verified(issued.code, "withheld")
    return judged(issued_figures.verified(issued, newest(), own), newest(), shown)


def _of_link(link: str, register: dict[str, Issued]) -> tuple[Verified, ...]:
    """The registered figures of a link, else what it opens on the snapshot that it names."""
    asked_for = figure_address.snapshot_named(link)
    if not asked_for:
        return ()
    query = link.partition("?")[2]
    known = [each for each in register.values() if each.link.partition("?")[2] == query]
    own = kept_snapshot(asked_for)
    if not known and own is not None:
        known = list(issued_figures.of_link(link, own, ""))
    return tuple(_of_reader(each) for each in known)
