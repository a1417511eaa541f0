"""What the forms of a contest's page send, read."""

from datetime import datetime
from decimal import Decimal

from jinshui_study import clock
from jinshui_study.errors import Invalid

LARGEST = 10**6


def typed(moment: datetime | None) -> str:
    """A moment as a field for local times holds it."""
    return "" if moment is None else moment.astimezone(clock.SHANGHAI).strftime("%Y-%m-%dT%H:%M")


def change(name: str, text: str, way: str, unit: int) -> int:
    """How much is given, or taken where `way` is take, in 1/`unit` of a point; nothing typed is 0. Raises Invalid."""
    text = text.strip()
    if not text:
        return 0
    try:
        amount = Decimal(text) * unit
        fits = 0 <= amount < LARGEST and amount == amount.to_integral_value()
    except ArithmeticError:
        fits = False
    if not fits:
        decimals = "最多一位小数" if unit > 1 else "整数"
        raise Invalid(errors={name: [f"加减的分数应是 0 或正数，{decimals}。"]})
    return -int(amount) if way == "take" else int(amount)


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
