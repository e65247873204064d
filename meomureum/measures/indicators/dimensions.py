"""What figures are grouped and filtered by, and what the codes in those columns are called."""

from __future__ import annotations

from collections.abc import Mapping

from meomureum.texts import Text, plain

NAMES: Mapping[str, Text] = {
    "city": Text("도시", "City"),
    "institution": Text("학교·기관", "School or institution"),
    "department": Text("학과", "Department"),
    "field": Text("계열", "Field"),
    "industry": Text("전략산업", "Strategic industry"),
    "ksic": Text("산업(표준산업분류)", "Industry (KSIC)"),
    "sex": Text("성별", "Sex"),
    "participant": Text("사업 참여", "Participation"),
    "school_type": Text("학교 유형", "School type"),
    "programme": Text("사업", "Programme"),
    "outcome": Text("졸업 후 진로", "Outcome"),
    "stage": Text("단계", "Stage"),
    "strategy": Text("전략", "Strategy"),
    "track": Text("과정·트랙", "Track"),
    "age": Text("나이(5년 전)", "Age (five years before)"),
    "respondents": Text("응답자 집단", "Respondent group"),
    "year": Text("연도", "Year"),
}
"""The dimensions by their names in `queries.scope.DIMENSIONS`."""

CODES: Mapping[str, Mapping[str, Text]] = {
    "field": {
        "humanities": Text("인문계열", "Humanities"),
        "social": Text("사회계열", "Social sciences"),
        "education": Text("교육계열", "Education"),
        "engineering": Text("공학계열", "Engineering"),
        "science": Text("자연계열", "Natural sciences"),
        "medicine": Text("의약계열", "Medicine and health"),
        "arts": Text("예체능계열", "Arts and sports"),
    },
    "sex": {"female": Text("여자", "Female"), "male": Text("남자", "Male")},
    "participant": {"yes": Text("참여", "Participated"), "no": Text("미참여", "Did not participate")},
    "school_type": {
        "general": Text("일반고", "General"),
        "special_purpose": Text("특목고", "Special-purpose"),
        "specialised": Text("특성화고", "Specialised"),
        "autonomous": Text("자율고", "Autonomous"),
        "vocational": Text("직업계고 전체", "All vocational"),
        "meister": Text("마이스터고", "Meister"),
        "general_vocational": Text("일반고 직업반", "Vocational classes of general schools"),
    },
    "stage": {
        "basic": Text("교육(기초)", "Education (basic)"),
        "advanced": Text("교육(심화)", "Education (advanced)"),
        "employment": Text("취업", "Employment"),
        "settlement": Text("정착·성장", "Settling and growth"),
        "sustained": Text("지속", "Lasting"),
    },
    "age": {str(age): Text(f"{age}세", f"Aged {age}") for age in range(10, 40)},
    "respondents": {
        "high_school": Text("고등학생", "High-school students"),
        "university": Text("대학생", "University students"),
        "young_worker": Text("청년 재직자", "Young workers"),
    },
    "outcome": {
        "university": Text("대학교 진학", "Entered a university"),
        "junior_college": Text("전문대학 진학", "Entered a junior college"),
        "abroad": Text("국외 진학", "Entered abroad"),
        "advanced": Text("진학", "Advanced"),
        "employed": Text("취업", "Employed"),
        "started_business": Text("창업", "Started a business"),
        "enlisted": Text("입대", "Enlisted"),
        "unable": Text("취업불가능", "Unable to work"),
        "foreign": Text("외국인유학생", "Foreign student"),
        "excluded": Text("제외인정", "Excluded"),
        "other": Text("기타·미취업", "Other, not employed"),
        "unseparated": Text("구분되지 않은 나머지", "Remainder not separated"),
        "unknown": Text("미상", "Unknown"),
    },
}
"""The coded values of each dimension, in the order in which a reader meets them."""


def code_name(dimension: str, code: str) -> Text:
    """The name of a coded value; a code without a name stands for itself."""
    return CODES.get(dimension, {}).get(code) or plain(code)
