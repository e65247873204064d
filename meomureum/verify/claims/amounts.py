"""The numbers of a sentence: unit, part in a change, and how exactly they are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from meomureum.texts import rounded
from meomureum.verify.claims.written_numbers import NUMBER, agrees, decimals_of, value_of
from meomureum.verify.claims.written_years import Year

AmountUnit = Literal["percent", "points", "rank", "persons", "times"]
Role = Literal["from", "to", "by", ""]
Bound = Literal["", "about", "over", "under"]
Fit = Literal["equal", "near", "far"]
_UNITS: dict[str, AmountUnit] = {"위": "rank", "배": "times"}
BAND_WIDTH = 100
_PARTS_OF_BAND = {"초반": (0.0, 0.5), "중반": (0.3, 0.75), "후반": (0.5, 0.999)}
NEARLY = 0.05
"""How far a number that is called about may be from the actual one, as a share of it."""

_AMOUNT = re.compile(
    rf"(?<![\d.,])(?P<low>{NUMBER}|[두세네](?=\s?배))(?:\s*[~∼～–—-]\s*(?P<high>{NUMBER}))?\s*"
    r"(?P<unit>%\s*[pP](?![a-z])|(?:%|퍼센트)\s*포인트|percentage points?|pp(?![a-z])|%|퍼센트|percent|위|여?\s*명"
    r"|배(?![수점정치경출포송달추터관우합제]))?"
    r"(?P<band>\s*(?:[초중후]반\s*)?대(?![가-힣]*[학비])(?:\s*[초중후]반)?)?"
)
_PART_OF_PERSONS = re.compile(
    rf"(?:{NUMBER})\s*여?\s*명\s*(?:이고|이며|이었고|으로|,)?\s*(?:이\s*)?(?:중|가운데)[^.\d]{{0,20}}(?:{NUMBER})\s*여?\s*명"
)
_MOVES = r"(?:올|오르|상승|증가|늘|높|내[렸려린]|하락|감소|줄|낮|떨어|뛰|빠|웃|밑)"
_BY = re.compile(rf"\s*(?:을|를)?\s*(?:이나|만큼|가량|정도|나|씩)?\s*(?:더\s*)?{_MOVES}")
_BY_AT_LEAST = re.compile(rf"\s*(?:이상|넘게|가까이|남짓)\s*(?:더\s*)?(?!웃|밑|높[이여은일]){_MOVES}")
_FROM = re.compile(r"\s*(?:\((?:[^()]*)\)\s*)?(?:에서|부터|→|->)")
_TO = re.compile(r"\s*(?:으?로|까지)")
_MOVING = re.compile(
    r"(?:높|줄|올리|늘리|낮추|끌어올리)(?:이)?(?:기로|겠)|높이(?!였)|높여|높인|높일"
    r"|끌어올(?!렸)|올리(?!었)|올린|올릴|늘리(?!었)|늘린|늘릴|줄이(?!었)|줄인|줄일|낮추(?!었)|낮춘|낮출"
)
_GAP_BEFORE = re.compile(r"(?:차이|격차)(?:[는가도은이를])?\s*(?:약\s*)?$")
PLANNED = re.compile(
    rf"{_MOVING.pattern}|목표|계획|방침|예정|(?:19|20)\d\d\s*년\s*까지"
    r"|\braise\b|\btarget|\bby 20|\bwill\b",
    re.IGNORECASE,
)
DONE = re.compile(
    r"바뀌었|변했|달라졌|움직였|치솟았|급[증감등락]했|반등했|올랐|올라[갔섰]|올렸|상승했|증가했|늘었|늘어났|늘렸|높아졌|높였|내렸|내려[갔왔]|하락했|감소했|줄었|줄어들었|줄였"
    r"|낮아졌|낮췄|떨어졌|뛰었|\brose\b|\bfell\b",
    re.IGNORECASE,
)
_HOW_MUCH = r"\s*(?:(?:조금|다소|약간|살짝|크게|한참|아직|여전히|훨씬|훌쩍|소폭|가까스로|겨우|간신히)\s*)?"
_OVER = re.compile(rf"\s*(?:을|를|이|가|선을)?{_HOW_MUCH}(?:이상|넘(?!지)|초과|웃[도돌돈]|상회|남짓)")
_UNDER = re.compile(
    rf"\s*(?:을|를|이|가|에|에도|도|선[에을]?)?{_HOW_MUCH}"
    r"(?:이하|미만|아래|밑[도돌돈]|하회|못\s*미|미치지\s*못|넘지\s*[못않]|채\s*[안못]|안\s*[되돼])"
)
_ABOUT = re.compile(
    r"\s*(?:가량|정도|안팎|내외|선[을에]|가까이|언저리|꼴|에\s*(?:거의\s*)?(?:육박|근접|가[까깝]|다다|달하다시피))"
)
_ABOUT_BEFORE = re.compile(r"(?:약|대략|거의|\babout|\bnearly|\baround)\s*$")
_OVER_BEFORE = re.compile(r"\b(?:over|above|more than|at least)\s*$", re.IGNORECASE)
_UNDER_BEFORE = re.compile(r"\b(?:under|below|less than|at most)\s*$", re.IGNORECASE)
_ENGLISH_BEFORE = re.compile(r"\b(?:was|were|is|are|from|to|at|of|by|reached)\s*$")
_DENIED = re.compile(r"\s*(?:[이가은는도])?\s*(?:아니|아닌)")


@dataclass(frozen=True)
class Amount:
    """One number as written: its unit, its part in the change, its own year and place where it has them."""

    value: float
    high: float | None
    unit: AmountUnit | None
    role: Role
    decimals: int
    words: str
    start: int
    year: int | None = None
    year_words: str = ""
    """A word such as 올해 that no date resolves."""
    place: str | None = None
    bound: Bound = ""
    denied: bool = False
    own: bool = False
    """Whether it is the clause's first number, or a year, a place or its part in a change says what it is of."""
    ordered: bool = False
    """Whether "각각" gives it its place, year or indicator, which nothing else of the sentence can then take."""

    @property
    def end(self) -> int:
        """Where it ends in the clause."""
        return self.start + len(self.words)

    def fit(self, actual: float) -> Fit:
        """How an actual number, in the unit of this one, agrees with it; "near" where no more can be said."""
        if self.bound in ("over", "under"):
            printed = float(rounded(actual, max(self.decimals, 1)))
            holds = printed >= self.value if self.bound == "over" else printed <= self.value
            return "equal" if holds else "far"
        if self.high is not None and self.unit != "rank":
            return "equal" if self.value <= actual <= self.high else "far"
        if self._same(actual):
            return "equal"
        off = abs(actual - self.value)
        if self.bound == "about":
            near = NEARLY * actual
            return "equal" if off <= min(self._step, near) else "near" if off <= 4 * near else "far"
        cut_off = int(actual * 10**self.decimals + 1e-9) == round(self.value * 10**self.decimals)
        return "near" if cut_off and self.unit != "rank" else "far"

    @property
    def _step(self) -> float:
        """How far two numbers are apart that are written as exactly: 0.1, 1 for 55, 1,000 for 63,000."""
        digits = str(int(self.value))
        return 10.0 ** (-self.decimals or len(digits) - len(digits.rstrip("0")))

    def _same(self, actual: float) -> bool:
        if self.unit == "persons":
            return agrees(self.words.rstrip("여명 "), actual)
        return rounded(actual, self.decimals) == rounded(self.value, self.decimals)


def amounts_in(segment: str, years: Sequence[Year]) -> Iterator[Amount]:
    """The numbers of a segment in order, years and parts of a number of persons left out."""
    of_years = {at for each in years for at in range(each.start, each.end)}
    parts = {at for each in _PART_OF_PERSONS.finditer(segment) for at in range(*each.span())}
    moved = False
    for match in _AMOUNT.finditer(segment):
        after, unit = segment[match.end() :], _unit(match["unit"])
        unit = unit or ("persons" if _counts_people(segment, match) else None)
        role = _role(segment[: match.start()], after, unit, moved=moved)
        bare = unit is None and (role != "from" or not _leads_to_a_unit(after))
        if match.start() in of_years or match.start() in parts or bare:
            continue
        moved = moved or role == "from"
        low, high = value_of(match["low"]), value_of(match["high"]) if match["high"] else None
        if match["band"] and high is None:
            low, high = _band(low, unit, match["band"])
        words = match[0].strip()
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        before = segment[: match.start()]
        denied = bool(_DENIED.match(after))
        bound = bound_of(before, after, match["unit"] or "")
        yield Amount(
            low, high, unit, role, decimals_of(match["low"]), words, start, bound=bound, denied=denied
        )


def _counts_people(segment: str, match: re.Match[str]) -> bool:
    """ "was 148,118 in 2025": in English a number with thousands, after a verb, may stand by itself."""
    thousands = "," in match["low"] and match["high"] is None
    return thousands and bool(_ENGLISH_BEFORE.search(segment[: match.start()]))


def _leads_to_a_unit(after: str) -> bool:
    """ "9에서 25%로": a number without a unit is one where another with a unit follows."""
    return bool(
        re.match(rf"\s*(?:에서|부터|→|->|to)[^.]{{0,16}}?(?:{NUMBER})\s*(?:%|퍼센트|percent|위|\s*명)", after)
    )


def _band(low: float, unit: AmountUnit | None, words: str) -> tuple[float, float]:
    """ "200위대" is 200 to 299, "50%대" 50 to 60 less a little, "50%대 중반" 53 to 57, "5%대" 5 to 6."""
    if unit != "percent":
        return low, low + BAND_WIDTH - 1
    width = 10 if low >= 10 and low % 10 == 0 else 1
    part = next((each for each in _PARTS_OF_BAND if each in words), "")
    first, last = _PARTS_OF_BAND.get(part, (0.0, 0.999))
    return low + first * width, low + last * width


def _unit(written: str | None) -> AmountUnit | None:
    if written is None:
        return None
    if written in _UNITS:
        return _UNITS[written]
    if written.endswith("명"):
        return "persons"
    is_points = "p" in written.lower().removeprefix("percent") or "포인트" in written
    return "points" if is_points or "point" in written else "percent"


def bound_of(before: str, after: str, unit: str) -> Bound:
    """How exactly a number is meant, by the words around it and its unit."""
    if _OVER.match(after) or _OVER_BEFORE.search(before):
        return "over"
    if _UNDER.match(after) or _UNDER_BEFORE.search(before):
        return "under"
    return "about" if _ABOUT.match(after) or _ABOUT_BEFORE.search(before) or unit.startswith("여") else ""


def _role(before: str, after: str, unit: AmountUnit | None, *, moved: bool) -> Role:
    """The part of a number in a change; "취업률은 55.3%로 나타났다" changes nothing."""
    if unit == "times" or (unit in ("persons", "points") and _BY_AT_LEAST.match(after)):
        return "by"
    if _FROM.match(after) or re.search(r"\bfrom\s+(?:rank\s+)?$", before, re.IGNORECASE):
        return "from"
    if re.search(r"(?:→|->|\bto\s)\s*(?:rank\s+)?$", before, re.IGNORECASE):
        return "to"
    next_words = re.split(r"\d", after, maxsplit=1)[0]
    if _TO.match(after) and (moved or _MOVING.search(next_words) or DONE.search(next_words)):
        return "to"
    if _GAP_BEFORE.search(before):
        return "by"
    bounded = _OVER.match(after) or _UNDER.match(after)
    arrow = re.match(r"\s*[↑↓▲▼△▽]", after) or re.search(r"[△▲▼▽+−]\s*$", before)
    if arrow or (_BY.match(after) and not bounded) or re.search(r"\bby\s+$", before, re.IGNORECASE):
        return "by"
    return ""
