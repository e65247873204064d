"""What the claim checker and the register of figures found, for the eye."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup
from streamlit import html

from meomureum.components import markup
from meomureum.components.markup import Status, Tone
from meomureum.drawing.words import AUTHOR_TITLE
from meomureum.texts import Language, Text
from meomureum.verify.claims import VERDICTS, Check, Claim, Verdict
from meomureum.verify.issued_figures import OUTCOMES, Difference, Outcome, Verified

TONES: dict[Verdict, Tone] = {"right": "good", "wrong": "danger", "uncheckable": "neutral"}
OUTCOME_TONES: dict[Outcome, Tone] = {
    "same": "good",
    "superseded": "warning",
    "altered": "danger",
    "disputed": "danger",
    "unknown": "neutral",
    "issued": "neutral",
    "withheld": "neutral",
}
SOURCE = Text("출처: {source}", "Source: {source}")
ISSUED = Text("{date}에 스냅숏 {snapshot:으로/로} 발행", "Issued {date} from snapshot {snapshot}")
REPRODUCED = Text("그 스냅숏에서 다시 계산해도 같습니다.", "Computed again on that snapshot it is the same.")
NOT_REPRODUCED = Text(
    "그 스냅숏에서 다시 계산하면 다릅니다. 산식이 바뀌었거나 기록이 고쳐졌습니다.",
    "Computed again on that snapshot it differs: a formula or the record has changed.",
)
SNAPSHOT_GONE = Text("그 스냅숏은 보관되어 있지 않습니다.", "That snapshot is not kept.")
COMPARED = Text("파일에서 값 {count}개를 견주었습니다.", "{count} values of the file were compared.")
NONE_COMPARED = Text(
    "파일에서 견줄 값을 찾지 못했습니다. 그림으로만 들어 있을 수 있습니다.",
    "No value to compare was found in the file; it may hold a picture only.",
)
OLD_AND_NEW = Text(
    "{series} {at}: 발행 {before}, 지금 {after}", "{series} {at}: issued {before}, now {after}"
)
ISSUED_AND_FILE = Text(
    "{series} {at}: 발행 {before}, 파일 {after}", "{series} {at}: issued {before}, in the file {after}"
)
DISPUTED = Text("자료와 어긋남: ‘{words}’ {reason}", "Disputed by the data: “{words}” {reason}")
OPEN = Text("발행한 때의 그림 보기", "See it as issued")
WITHHELD = Text(
    "더 자세한 공개 수준에서 발행했거나 그 뒤에 값이 바뀐 그림입니다. 자료 담당자에게 확인을 부탁하세요.",
    "It was issued at a more detailed level, or its values have changed since. Please ask the data steward to check it.",
)
UNKNOWN_CODE = Text("이 번호로 발행한 그림이 없습니다.", "No figure was issued under this code.")


def claims(found: Sequence[Claim], language: Language) -> None:
    """Each claim with its verdict, then each check with its reason and source."""
    html(str(Markup("").join(_claim(each, language) for each in found)))


def _claim(claim: Claim, language: Language) -> Markup:
    return _card(
        markup.status(Status(TONES[claim.verdict], VERDICTS[claim.verdict](language))),
        claim.quote,
        claim.subject(language),
        Markup("").join(_check(each, language) for each in claim.checks),
    )


def _check(check: Check, language: Language) -> Markup:
    source = check.source(language)
    return Markup("<li>{}<div><strong>{}</strong><p>{}</p>{}</div></li>").format(
        markup.status(Status(TONES[check.verdict], VERDICTS[check.verdict](language))),
        check.aspect(language),
        check.reason(language),
        Markup('<p class="mm-claim-source">{}</p>').format(SOURCE.fill(source=source)(language))
        if source
        else "",
    )


def disputes(found: Sequence[Check], language: Language) -> None:
    """What speaks against a title, under it."""
    if found:
        html(
            str(
                Markup('<ul class="mm-checks" role="list">{}</ul>').format(
                    Markup("").join(_check(each, language) for each in found)
                )
            )
        )


def verified(found: Sequence[Verified], language: Language, *, from_file: bool = False) -> None:
    """Each figure: whether it still holds, what has changed, and the way to it as issued."""
    html(str(Markup("").join(_figure(each, language, from_file) for each in found)))


def _figure(found: Verified, language: Language, from_file: bool) -> Markup:
    issued = found.issued
    badge = markup.status(Status(OUTCOME_TONES[found.outcome], OUTCOMES[found.outcome](language)))
    if issued is None:
        words = WITHHELD if found.outcome == "withheld" else UNKNOWN_CODE
        return _card(badge, found.code, words(language), Markup(""))
    told_of = [ISSUED.fill(date=issued.made_on or "–", snapshot=issued.snapshot)]
    told_of += [] if found.outcome == "issued" else [_again(found)]
    if from_file:
        told_of.append(COMPARED.fill(count=found.compared) if found.compared else NONE_COMPARED)
    told = [AUTHOR_TITLE(language)] if found.by_author else []
    told += [
        *_told(found.altered, ISSUED_AND_FILE, language),
        *_told(found.superseded, OLD_AND_NEW, language),
    ]
    told += [
        DISPUTED.fill(words=dispute.words, reason=reason)(language)
        for dispute in found.disputes
        for reason in dispute.reasons
    ]
    lines = Markup("").join(Markup("<li><p>{}</p></li>").format(each) for each in told)
    link = (
        markup.action(markup.Action(OPEN(language), issued.link))
        if found.reproduced is not None or found.outcome == "issued"
        else ""
    )
    return _card(
        badge, issued.title, f"{found.code} · {' '.join(each(language) for each in told_of)}", lines, link
    )


def _again(found: Verified) -> Text:
    if found.reproduced is None:
        return SNAPSHOT_GONE
    return REPRODUCED if found.reproduced else NOT_REPRODUCED


def _told(found: Iterable[Difference], template: Text, language: Language) -> list[str]:
    return [
        template.fill(series=each.series, at=each.at, before=each.before, after=each.after)(language)
        for each in found
    ]


def _card(badge: Markup, title: str, under: str, checks: Markup, link: Markup | str = "") -> Markup:
    listed = Markup('<ul class="mm-checks" role="list">{}</ul>').format(checks) if checks else ""
    return Markup(
        '<section class="mm-claim"><header>{}<h3>{}</h3></header><p class="mm-claim-subject">{}</p>{}{}</section>'
    ).format(badge, title, under, listed, link)
