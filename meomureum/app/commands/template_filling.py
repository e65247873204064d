"""A department's own template filled without a screen, and the sample templates to begin one with."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from meomureum.app.commands.handing_out import hand_out, refuse
from meomureum.console import complain, say
from meomureum.drawing.figure import Briefing
from meomureum.export.faults import Faulty
from meomureum.export.templates.fill import SUFFIXES, fill
from meomureum.export.templates.placeholders import Filling
from meomureum.export.templates.samples import SAMPLES
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text
from meomureum.verify.issued_figures import issue
from meomureum.verify.received_leaf import Unreadable

OK, USAGE, INCOMPLETE = 0, 2, 4
NO_TEMPLATE = Text("{file}: 그런 파일이 없습니다.", "{file}: there is no such file.")
FAULT = Text("{file}, {fault}", "{file}, {fault}")
WROTE = Text("{file}: 그림 {count}개, 스냅숏 {snapshot}", "{file}: {count} figures, snapshot {snapshot}")
SAMPLE = Text(
    "{file}: 표본 서식입니다. 꾸민 뒤 --template으로 채우십시오.",
    "{file}: a sample template. Make it yours and fill it with --template.",
)


def is_template_file(name: str | None) -> bool:
    """Whether what was named is a file, not one of the product's own layouts."""
    return name is not None and Path(name).suffix.lower() in SUFFIXES


def write_filled(parsed: argparse.Namespace, language: Language, snapshot: Snapshot) -> int:
    """Fill a template with figures of today; the exit code."""
    path, out = Path(parsed.template), Path(parsed.out)
    filling = Filling(snapshot, language, parsed.set, parsed.date, parsed.city or "")
    try:
        content = fill(path.read_bytes(), filling)
    except OSError:
        return refuse(NO_TEMPLATE.fill(file=parsed.template), language, USAGE)
    except Unreadable as fault:
        return refuse(FAULT.fill(file=path.name, fault=fault.reason), language, USAGE)
    except Faulty as faulty:
        complain(*(FAULT.fill(file=path.name, fault=each)(language) for each in faulty.faults))
        return USAGE
    figures = tuple(filling.figures.values())
    handed = Briefing("", "", language, parsed.date, figures, snapshot.id)
    if failed := hand_out(content, out, language, partial(issue, handed)):
        return failed
    complain(*(FAULT.fill(file=path.name, fault=each)(language) for each in filling.missing))
    say(WROTE.fill(file=str(out), count=len(figures), snapshot=snapshot.id)(language))
    return INCOMPLETE if filling.missing else OK


def write_sample(kind: str, out: Path, language: Language) -> int:
    """Write a sample template; the exit code."""
    if failed := hand_out(SAMPLES[kind](language), out, language, lambda _: None):
        return failed
    say(SAMPLE.fill(file=str(out))(language))
    return OK
