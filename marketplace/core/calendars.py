"""The city's own working-day data, kept in memory for a minute like policy."""

import time

from .calendar import CalendarData
from .models import CalendarDay, CalendarYear

KEPT_SECONDS = 60.0
_kept: tuple[float, CalendarData] | None = None


def city_calendar() -> CalendarData:
    """Days and years entered by the city beside the published package; two statements a minute."""
    global _kept
    if _kept is None or time.monotonic() - _kept[0] > KEPT_SECONDS:
        days = dict(CalendarDay.objects.values_list("day", "is_working"))
        data = CalendarData(
            holidays=frozenset(day for day, is_working in days.items() if not is_working),
            working_days=frozenset(day for day, is_working in days.items() if is_working),
            published_years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
        )
        _kept = (time.monotonic(), data)
    return _kept[1]


def forget() -> None:
    """Read the tables again at the next question."""
    global _kept
    _kept = None
