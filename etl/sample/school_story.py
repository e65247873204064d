"""The invented story of the high schools: departments, sizes and shares. Change it here.

Nothing below describes a real school. The totals of 2020 and 2021 come from the published
figures; the other years continue them by these tables.
"""

from __future__ import annotations

from typing import NamedTuple

from etl.sample.whole_numbers import ANY, Story


class Department(NamedTuple):
    """A department: its size within the city, girls in percent, how readily it hires out (100 = average)."""

    name: str
    size: int
    girls: int
    employed: int
    industry: str = ""
    track: str = "일반과정"


SCHOOLS: dict[str, tuple[Department, ...]] = {
    "gyeonggi_mobile": (
        Department("모바일콘텐츠과", 70, 45, 85),
        Department("스마트통신과", 68, 20, 105),
        Department("사물인터넷과", 66, 18, 110, "digital_manufacturing"),
        Department("소프트웨어과", 64, 25, 90, "robotics"),
    ),
    "gyeongil": (
        Department("관광경영과", 72, 68, 80),
        Department("외식조리과", 70, 52, 100),
        Department("호텔서비스과", 66, 66, 95),
        Department("보건간호과", 64, 88, 90),
    ),
    "ansan_tech": (
        Department("로봇과", 66, 8, 135, "robotics"),
        Department("스마트기계과", 78, 4, 150, "digital_manufacturing", "도제과정"),
        Department("전기에너지과", 70, 6, 140, "smart_factory"),
        Department("전자제어과", 64, 10, 130, "smart_factory"),
        Department("디지털금형과", 58, 3, 145, "digital_manufacturing", "도제과정"),
    ),
    "ansan_ib": (
        Department("국제통상과", 76, 62, 95),
        Department("금융회계과", 80, 74, 110),
        Department("스마트경영과", 74, 58, 90),
        Department("콘텐츠디자인과", 66, 66, 80),
    ),
    "ansan_design": (
        Department("시각디자인과", 78, 72, 70),
        Department("패션디자인과", 66, 82, 75),
        Department("실내디자인과", 68, 60, 85),
        Department("뷰티디자인과", 64, 90, 95),
    ),
    "kdm": (
        Department("디지털콘텐츠과", 58, 44, 30),
        Department("웹프로그래밍과", 58, 28, 35),
        Department("정보보호과", 56, 18, 35),
        Department("이비즈니스과", 52, 46, 25),
    ),
    "gimhae_construction": (
        Department("건축과", 52, 28, 100),
        Department("토목과", 48, 14, 115),
        Department("스마트기계과", 56, 5, 135, "future_mobility", "도제과정"),
        Department("로봇전기과", 54, 8, 130, "robotics"),
    ),
    "gimhae_life": (
        Department("바이오식품과", 50, 52, 85, "biomedical"),
        Department("스마트원예과", 44, 40, 75),
        Department("생명공학과", 46, 48, 80, "biomedical"),
    ),
    "gimhae_hanil": (
        Department("보건간호과", 54, 100, 95),
        Department("금융회계과", 52, 100, 105),
        Department("제과조리과", 50, 100, 90),
    ),
    "jinyeong": (
        Department("자동차과", 54, 6, 115, "future_mobility"),
        Department("스마트물류과", 50, 30, 110, "logistics"),
        Department("경영사무과", 48, 62, 85),
    ),
    "korea_culinary": (
        Department("조리과", 110, 48, 75),
        Department("제과제빵과", 80, 64, 85),
        Department("외식경영과", 60, 54, 80),
    ),
    "gyeonggi_auto": (
        Department("자동차과", 90, 5, 125),
        Department("미래모빌리티과", 66, 7, 115, "robotics"),
        Department("스마트기계과", 60, 5, 135, "digital_manufacturing", "도제과정"),
    ),
    "gyeonggi_smart": (
        Department("반도체과", 68, 22, 125, "semiconductor"),
        Department("로봇제어과", 62, 9, 120, "robotics"),
        Department("스마트경영과", 54, 60, 90),
    ),
    "gunja_digital": (
        Department("디지털제조과", 60, 14, 120, "digital_manufacturing"),
        Department("전자과", 56, 12, 115, "semiconductor"),
        Department("소프트웨어과", 52, 26, 95),
    ),
}

# Graduates of a year that is not published, in thousandths of the nearest published year.
SIZE: Story[dict[int, int]] = Story(
    {
        "gimhae": {2019: 1045, 2022: 988, 2023: 977, 2024: 934, 2025: 920},
        "ansan": {2019: 1038, 2022: 976, 2023: 960, 2024: 928, 2025: 907},
        "siheung": {2019: 1020, 2022: 994, 2023: 990, 2024: 981, 2025: 972},
        ANY: {2019: 1036, 2020: 1018, 2021: 1000, 2022: 985, 2023: 974, 2024: 952, 2025: 935},
    }
)
# How an outcome's share moves each year away from the nearest published year, in thousandths.
DRIFT_SPECIALISED: Story[dict[str, int]] = Story(
    {
        "gimhae": {"employed": -5, "university": 22, "junior_college": 10, "unseparated": -16},
        "ansan": {"employed": 14, "university": 18, "junior_college": 4, "unseparated": -22},
        "siheung": {"employed": -8, "university": 16, "junior_college": 14, "unseparated": -10},
        ANY: {"employed": 4, "university": 18, "junior_college": 8, "unseparated": -16},
    }
)
DRIFT_OTHER = {"university": 8, "junior_college": -10, "employed": -12, "unseparated": -5}
# Within the published remainder, in thousandths of the graduates; the rest is "other".
EXCLUDED, UNKNOWN = 20, 13

# Of all graduates of the city's high schools, those entering its universities, per 10,000.
LOCAL_ENTRY: Story[dict[int, int]] = Story(
    {
        "gimhae": {2019: 1042, 2020: 1016, 2021: 974, 2022: 931, 2023: 900, 2024: 1043, 2025: 1262},
        "ansan": {2019: 1238, 2020: 1191, 2021: 1172, 2022: 1128, 2023: 1169, 2024: 1204, 2025: 1256},
        "siheung": {2019: 537, 2020: 561, 2021: 584, 2022: 612, 2023: 640, 2024: 703, 2025: 759},
        ANY: {2019: 982, 2020: 951, 2021: 934, 2022: 940, 2023: 968, 2024: 1017, 2025: 1083},
    }
)
LOCAL_UNIVERSITIES = {
    "gimhae": {"inje": 560, "kaya": 175, "gimhae_univ": 255, "bpu": 10},
    "ansan": {"erica": 110, "ansan_univ": 470, "shinansan": 390, "seoularts": 30},
    "siheung": {"tukorea": 360, "gtec": 640},
}
# Of the places of its universities, a city without a story fills at most these from its schools, per 1,000.
MOST_LOCAL = 400
# A specialised school sends more of its leavers to the city's own universities.
LOCAL_BY_TYPE = {"general": 100, "special_purpose": 35, "specialised": 130, "autonomous": 70}

# Where those go who enter a university elsewhere: (institution of the three cities, region).
Destination = tuple[str, str]
ELSEWHERE: dict[tuple[str, str], dict[Destination, int]] = {
    ("gimhae", "university"): {
        ("", "busan"): 36,
        ("", "changwon"): 15,
        ("", "yangsan"): 4,
        ("", "gyeongnam"): 12,
        ("", "ulsan"): 4,
        ("", "daegu"): 7,
        ("", "gyeongbuk"): 8,
        ("", "seoul"): 8,
        ("", "gyeonggi"): 4,
        ("", "unknown"): 1,
    },
    ("gimhae", "junior_college"): {
        ("", "busan"): 46,
        ("", "changwon"): 22,
        ("", "yangsan"): 8,
        ("", "gyeongnam"): 12,
        ("", "ulsan"): 4,
        ("", "daegu"): 5,
        ("", "unknown"): 2,
    },
    ("ansan", "university"): {
        ("tukorea", "siheung"): 5,
        ("", "suwon"): 9,
        ("", "hwaseong"): 6,
        ("", "anyang"): 5,
        ("", "gunpo"): 3,
        ("", "gyeonggi"): 16,
        ("", "seoul"): 22,
        ("", "incheon"): 6,
        ("", "chungnam"): 14,
        ("", "chungbuk"): 6,
        ("", "gangwon"): 6,
        ("", "unknown"): 1,
    },
    ("ansan", "junior_college"): {
        ("gtec", "siheung"): 14,
        ("", "suwon"): 10,
        ("", "hwaseong"): 9,
        ("", "anyang"): 14,
        ("", "gunpo"): 4,
        ("", "gyeonggi"): 24,
        ("", "incheon"): 6,
        ("", "seoul"): 12,
        ("", "unknown"): 2,
    },
    ("siheung", "university"): {
        ("erica", "ansan"): 5,
        ("", "bucheon"): 8,
        ("", "gwangmyeong"): 2,
        ("", "incheon"): 13,
        ("", "gyeonggi"): 20,
        ("", "seoul"): 24,
        ("", "chungnam"): 13,
        ("", "chungbuk"): 6,
        ("", "gangwon"): 6,
        ("", "unknown"): 1,
    },
    ("siheung", "junior_college"): {
        ("ansan_univ", "ansan"): 15,
        ("shinansan", "ansan"): 12,
        ("", "bucheon"): 20,
        ("", "gunpo"): 4,
        ("", "incheon"): 14,
        ("", "gyeonggi"): 20,
        ("", "seoul"): 12,
        ("", "unknown"): 2,
    },
}
# Where the employed work; the city's own share moves from the first to the last year.
OWN_CITY_JOBS: Story[tuple[int, int]] = Story(
    {
        "gimhae": (300, 352),
        "ansan": (430, 472),
        "siheung": (330, 318),
        ANY: (360, 394),
    }
)
OTHER_JOBS = {
    "gimhae": {
        "busan": 26,
        "changwon": 30,
        "yangsan": 8,
        "gyeongnam": 8,
        "ulsan": 5,
        "gyeonggi": 4,
        "seoul": 4,
        "unknown": 2,
    },
    "ansan": {
        "siheung": 20,
        "hwaseong": 14,
        "suwon": 8,
        "anyang": 6,
        "gunpo": 5,
        "gyeonggi": 8,
        "seoul": 12,
        "incheon": 6,
        "unknown": 2,
    },
    "siheung": {
        "ansan": 26,
        "incheon": 11,
        "bucheon": 10,
        "gwangmyeong": 5,
        "gunpo": 4,
        "gyeonggi": 10,
        "seoul": 14,
        "unknown": 3,
    },
}
# Still insured after 6 and after 12 months, in thousandths of the employed.
RETAINED: Story[dict[int, tuple[int, int]]] = Story(
    {
        "gimhae": {2019: (792, 640), 2025: (826, 676)},
        "ansan": {2019: (806, 652), 2025: (842, 701)},
        "siheung": {2019: (798, 645), 2025: (819, 668)},
        ANY: {2019: (799, 646), 2025: (828, 681)},
    }
)
# Work in the department's own industry, in thousandths: within the city, and elsewhere.
OWN_INDUSTRY = (560, 250)

# Who takes part where a programme runs, in thousandths of the leavers with that outcome.
TAKES_PART: Story[dict[int, int]] = Story(
    {
        "gimhae": {2023: 280, 2024: 370, 2025: 450},
        "ansan": {2025: 380},
        "siheung": {},
        ANY: {2023: 260, 2024: 330, 2025: 400},
    }
)
TAKES_PART_BY_OUTCOME = {"employed": 135, "university": 85, "junior_college": 110}
# Participants who would have worked elsewhere (left early) but stay, in thousandths.
PROGRAMME_KEEPS_IN_CITY, PROGRAMME_KEEPS_IN_JOB = 140, 120
