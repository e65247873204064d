"""The invented story of the universities: departments, sizes and shares. Change it here.

Nothing below describes a real university. Graduates, employment rate and admission quota of
2025 and the students of 2019-2024 come from the published figures.
"""

from __future__ import annotations

from typing import NamedTuple

from etl.sample.whole_numbers import ANY, Story


class Course(NamedTuple):
    """A university department: field, size, women in percent, how readily it hires out (100 = average)."""

    name: str
    field: str
    size: int
    women: int
    employed: int
    industry: str = ""


UNIVERSITIES: dict[str, tuple[Course, ...]] = {
    "inje": (
        Course("간호학과", "medicine", 20, 80, 125),
        Course("의생명공학과", "science", 18, 52, 95, "biomedical"),
        Course("미래자동차공학과", "engineering", 18, 10, 105, "future_mobility"),
        Course("지능로봇공학과", "engineering", 16, 14, 100, "robotics"),
        Course("물류경영학과", "social", 18, 46, 90, "logistics"),
        Course("디자인학과", "arts", 10, 64, 80),
    ),
    "kaya": (
        Course("간호학과", "medicine", 42, 80, 115),
        Course("의료기기학과", "medicine", 32, 48, 105, "biomedical"),
        Course("사회복지학과", "social", 26, 66, 80),
    ),
    "gimhae_univ": (
        Course("간호과", "medicine", 40, 82, 115),
        Course("스마트기계과", "engineering", 30, 6, 100, "future_mobility"),
        Course("사회복지과", "social", 30, 70, 85),
    ),
    "bpu": (
        Course("신학과", "humanities", 55, 40, 90),
        Course("기독교교육과", "humanities", 25, 62, 105),
        Course("상담복지학과", "humanities", 20, 66, 110),
    ),
    "erica": (
        Course("로봇공학과", "engineering", 20, 12, 110, "robotics"),
        Course("스마트제조공학과", "engineering", 24, 20, 110, "digital_manufacturing"),
        Course("인공지능학과", "engineering", 18, 24, 105, "robotics"),
        Course("경영학과", "social", 20, 48, 95),
        Course("문화콘텐츠학과", "humanities", 18, 66, 85),
    ),
    "ansan_univ": (
        Course("간호학과", "medicine", 32, 84, 120),
        Course("디지털제조과", "engineering", 24, 12, 105, "digital_manufacturing"),
        Course("호텔조리과", "social", 24, 54, 95),
        Course("유아교육과", "education", 20, 94, 100),
    ),
    "shinansan": (
        Course("스마트자동화과", "engineering", 34, 8, 110, "robotics"),
        Course("반도체디스플레이과", "engineering", 30, 16, 105, "digital_manufacturing"),
        Course("멀티미디어디자인과", "arts", 36, 60, 85),
    ),
    "seoularts": (
        Course("공연예술과", "arts", 40, 58, 90),
        Course("방송영상과", "arts", 32, 54, 110),
        Course("실용음악과", "arts", 28, 46, 95),
    ),
    "tukorea": (
        Course("메카트로닉스공학과", "engineering", 26, 10, 110, "robotics"),
        Course("반도체공학과", "engineering", 26, 20, 110, "semiconductor"),
        Course("스마트제조공학과", "engineering", 24, 14, 105, "digital_manufacturing"),
        Course("경영학과", "social", 24, 46, 85),
    ),
    "gtec": (
        Course("로봇자동화과", "engineering", 26, 8, 110, "robotics"),
        Course("반도체과", "engineering", 26, 18, 110, "semiconductor"),
        Course("컴퓨터모바일과", "engineering", 24, 22, 95),
        Course("산업경영과", "social", 24, 44, 90),
    ),
}

# Graduates and places of 2019, in thousandths of those of 2025; a straight line between.
SIZE_2019: Story[int] = Story(
    {
        "inje": 1290,
        "kaya": 1370,
        "gimhae_univ": 1510,
        "bpu": 1880,
        "erica": 965,
        "ansan_univ": 1290,
        "shinansan": 1600,
        "seoularts": 1030,
        "tukorea": 940,
        "gtec": 1180,
        ANY: 1220,
    }
)
# The official employment rate of a year less that of 2025, in thousandths.
RATE_SHIFT = {2019: -6, 2020: -31, 2021: -24, 2022: -9, 2023: 6, 2024: 4, 2025: 0}
# Graduates outside the official base, in thousandths of all.
OUTSIDE_BASE = {
    "university": {"advanced": 88, "enlisted": 8, "unable": 5, "foreign": 24, "excluded": 6},
    "junior_college": {"advanced": 72, "enlisted": 11, "unable": 4, "foreign": 9, "excluded": 5},
}
# Of those in work, own businesses; of those without, not found by the survey; in thousandths.
STARTED, NOT_FOUND = 24, 60

# Of all graduates of the city's universities, those employed by a firm in the city, per 10,000.
LOCAL_EMPLOYMENT: Story[dict[int, int]] = Story(
    {
        "gimhae": {2019: 521, 2020: 468, 2021: 437, 2022: 415, 2023: 400, 2024: 482, 2025: 604},
        "ansan": {2019: 1048, 2020: 984, 2021: 961, 2022: 1007, 2023: 1036, 2024: 1071, 2025: 1124},
        "siheung": {2019: 887, 2020: 842, 2021: 856, 2022: 891, 2023: 934, 2024: 962, 2025: 1018},
        ANY: {2019: 902, 2020: 861, 2021: 848, 2022: 870, 2023: 905, 2024: 957, 2025: 1012},
    }
)
# A junior college places more of its graduates nearby.
LOCAL_BY_KIND = {"university": 100, "junior_college": 165}
WORKPLACES = {
    "gimhae": {"busan": 38, "changwon": 24, "gyeongnam": 14, "seoul": 12, "unknown": 2},
    "ansan": {"siheung": 12, "hwaseong": 14, "gyeonggi": 26, "seoul": 34, "unknown": 2},
    "siheung": {"ansan": 18, "incheon": 14, "gyeonggi": 28, "seoul": 30, "unknown": 2},
}
# Where businesses are started, in percent: in the city or elsewhere in the province.
STARTED_AT = {
    "gimhae": {"gimhae": 36, "gyeongnam": 64},
    "ansan": {"ansan": 40, "gyeonggi": 60},
    "siheung": {"siheung": 38, "gyeonggi": 62},
}
# Home regions of all graduates and of those employed in the city.
HOMES = {
    "gimhae": {"gimhae": 17, "gyeongnam": 37, "busan": 46},
    "ansan": {"ansan": 16, "gyeonggi": 58, "seoul": 26},
    "siheung": {"siheung": 14, "gyeonggi": 58, "seoul": 28},
}
LOCAL_HOMES = {
    "gimhae": {"gimhae": 58, "gyeongnam": 24, "busan": 18},
    "ansan": {"ansan": 55, "gyeonggi": 35, "seoul": 10},
    "siheung": {"siheung": 52, "gyeonggi": 37, "seoul": 11},
}
# Local hires in the department's own industry, in thousandths; still insured after 6 and 11 months.
OWN_INDUSTRY = 620
RETAINED = {"university": (893, 806), "junior_college": (872, 768)}

# Why students leave, in percent.
REASONS = {
    "dropped_no_registration": 11,
    "dropped_no_return": 27,
    "dropped_voluntary": 51,
    "dropped_academic": 4,
    "dropped_other": 7,
}
# Junior colleges: enrolled with those on leave against enrolled alone, drop-outs of these, in thousandths.
WITH_LEAVE = 1360
DROPOUT: Story[int] = Story(
    {
        "gimhae_univ": 93,
        "ansan_univ": 68,
        "shinansan": 96,
        "seoularts": 41,
        "gtec": 74,
        ANY: 72,
    }
)
FIRST_YEAR, FIRST_YEAR_DROPOUTS = 420, 480

# Places filled before 2025, in thousandths; the fill rate of 2025 is published.
FILLED: Story[dict[int, int]] = Story(
    {
        "gimhae": {2019: 988, 2020: 962, 2021: 861, 2022: 868, 2023: 902, 2024: 948},
        "ansan": {2019: 992, 2020: 984, 2021: 957, 2022: 951, 2023: 964, 2024: 982},
        "siheung": {2019: 993, 2020: 986, 2021: 962, 2022: 958, 2023: 968, 2024: 985},
        ANY: {2019: 984, 2020: 966, 2021: 912, 2022: 908, 2023: 926, 2024: 951},
    }
)
# Freshmen who left school in an earlier year, in thousandths of those who come straight from it.
EARLIER_LEAVERS = 70
# Homes of freshmen from outside the three cities; the commuting area shares COMMUTING between its cities.
COMMUTING = 30
FRESHMEN_HOMES = {
    "gimhae": {"gyeongnam": 20, "ulsan": 6, "daegu": 6, "gyeongbuk": 6, "seoul": 3, "unknown": 1},
    "ansan": {"gyeonggi": 26, "seoul": 20, "incheon": 8, "chungnam": 8, "gangwon": 4, "unknown": 1},
    "siheung": {"gyeonggi": 28, "seoul": 22, "chungnam": 7, "gangwon": 4, "unknown": 1},
}
