"""What the forms of a contest's page send, read."""

from datetime import datetime

from jinshui_study import clock
from jinshui_study.errors import Invalid


def typed(moment: datetime | None) -> str:
    """A moment as a field for local times holds it."""
    return "" if moment is None else moment.astimezone(clock.SHANGHAI).strftime("%Y-%m-%dT%H:%M")


def moment(name: str, text: str, before: datetime | None) -> datetime | None:
    """A moment as typed, None for nothing; left as it was, it is what it was to the second. Raises Invalid."""
    text = text.strip()
    if not text:
        return None
    if text == typed(before):
        return before
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or not 2000 <= found.year <= 2200:
        raise Invalid(errors={name: ["时间写成 2026-11-24T19:30 的样子。"]})
    return found if found.tzinfo else found.replace(tzinfo=clock.SHANGHAI)
