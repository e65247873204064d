"""Settings: which cities this installation is about, and what the city says of itself, entered in forms."""

from __future__ import annotations

from meomureum import session
from meomureum.components import elements, entry_form, own_cities, steward_bench
from meomureum.session import View, entry_columns
from meomureum.texts import Text

TITLE = Text("설정", "Settings")
LEAD = Text(
    "우리 도시를 고르고, 목표·사업·기관·사건을 출처와 함께 등록합니다. "
    "등록하면 바로 검사해 공표하고, 누가 언제 무엇을 바꾸었는지 기록합니다.",
    "Pick your cities, and enter targets, programmes, institutions and events with their sources. "
    "Each entry is checked and published at once; who changed what and when is kept.",
)
ENTRIES = Text("우리 도시의 공표 내용", "What our cities have announced")
ENTRIES_LEAD = Text(
    "등록된 내용 아래에 입력란이 있습니다. *는 필수 항목입니다.",
    "What has been entered, then the form. A * marks what must be filled in.",
)


def render(view: View) -> None:
    """Our cities; then one register at a time."""
    language = view.language
    elements.heading(TITLE(language), LEAD(language))
    steward_bench.watched(language)
    steward_bench.ended(language)
    own_cities.choose(language)
    elements.section(ENTRIES(language), ENTRIES_LEAD(language))
    register = own_cities.choose_register(entry_columns.REGISTERS, language)
    entry_form.show(register, tuple(session.choices().cities), language)
