"""What in a sentence leaves open which number is meant: then nothing of it is called right or wrong."""

from __future__ import annotations

import re

from meomureum.texts import Text
from meomureum.verify.claims.clauses import Clause

_DOUBTS: tuple[tuple[re.Pattern[str], Text], ...] = (
    (
        re.compile(
            r"전망|예상|예측|추산|추정|잠정|관측된|기대[된한하되]|내다봤|노린다|노리|바라[보본]|도전|forecast|expected",
            re.IGNORECASE,
        ),
        Text(
            "전망이나 추정이어서 공표값과 견주지 않습니다.",
            "A forecast or an estimate is not held against published values.",
        ),
    ),
    (
        re.compile(r"만약|다면(?![가-힣])|라면(?![가-힣])|되면(?![가-힣])|가정하|\bif\b", re.IGNORECASE),
        Text("가정이어서 공표값과 견주지 않습니다.", "A supposition is not held against published values."),
    ),
    (
        re.compile(
            r"\d\s*년\s*(?:간|동안)?\s*(?:의\s*)?평균|연평균|누적|상반기|하반기|[1-4]\s*분기|[12]\s*학기|[12]차|average of",
            re.IGNORECASE,
        ),
        Text(
            "여러 해의 평균이나 한 해의 일부여서 해마다의 공표값과 비교할 수 없습니다.",
            "A mean of years or a part of a year cannot be compared with yearly values.",
        ),
    ),
    (
        re.compile(
            r"(?<!전국)(?<!전국 )(?<!전국의 )평균|합계|합산|통합"
            r"|등\s*\d+\s*개\s*(?:대학|학교|시|군|구|지역)|포함[한하]|제외[한하]|[을를]\s*뺀"
        ),
        Text(
            "여럿을 합친 값이거나 일부를 더하고 뺀 값일 수 있습니다.",
            "It may be of several together, or of some added or left out.",
        ),
    ),
    (
        re.compile(
            r"사실[이과]\s*(?:아니|다르|달라)|사실무근|오보|잘못\s*알려|거짓|틀린\s*(?:수치|주장)|주장은|주장에"
        ),
        Text("문장이 남의 말을 옮기거나 부정합니다.", "The sentence tells or denies what others say."),
    ),
    (
        re.compile(r"응답|설문|여론"),
        Text(
            "설문에 대한 답이어서 공표값과 견주지 않습니다.",
            "Answers of a survey are not held against published values.",
        ),
    ),
    (
        re.compile(r"어학연수|연수생|교환학생"),
        Text(
            "학위과정 밖의 유학생까지 셌는지 알 수 없습니다.",
            "It may count students outside degree programmes too.",
        ),
    ),
)
_ABOUT_THE_RATE = re.compile(
    r"(?:의)?\s*(?:상승|증가|감소|하락|성장|신장)\s*(?:[률율폭세])|(?:의)?\s*(?:격차|순위|편차|목표치|조사\s*참여|공시율)|\s*(?:비율|비중)"
)
_OF_A_RATE = Text(
    "지표의 값이 아니라 그 변화율이나 격차, 비중을 말합니다.",
    "It speaks of a growth rate, a gap or a share, not of the value of the indicator.",
)
_HERE = re.compile(
    r"도내|시내(?!버스)|군내|관내|본교|교내|우리\s*(?:시|도|군|구|지역|학교|대학)(?![가-힣]*나라)|지역\s*(?:의\s*)?(?:직업계|특성화)"
    r"|(?:이|해당|이들)\s*(?:지역|도시|학교|대학|시|도)(?![가-힣])|[가-힣]\s*지역은|권역"
)


def doubt_of(clause: Clause) -> Text | None:
    """Why the numbers of a clause cannot be held against published values; None if they can."""
    if _ABOUT_THE_RATE.match(clause.quote, clause.name_end):
        return _OF_A_RATE
    return next((reason for pattern, reason in _DOUBTS if pattern.search(clause.sentence)), None)


def of_another_place(sentence: str) -> bool:
    """Whether a sentence that names no place means one that is not named: "도내 직업계고"."""
    return bool(_HERE.search(sentence))
