"""Chinese working days and the deadlines counted in them (PIR23 art. 5; domain conventions 7.1, 7.4)."""

import calendar as _gregorian
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CalendarData:
    """Dated data of ours beside the published package: days off, working weekends, and further published years."""

    holidays: frozenset[date] = field(default_factory=frozenset)
    working_days: frozenset[date] = field(default_factory=frozenset)
    published_years: frozenset[int] = field(default_factory=frozenset)

    @classmethod
    def from_json(cls, value: Mapping[str, list[str]]) -> "CalendarData":
        """From `{"holidays": [ISO dates], "working_days": [...], "published_years": [...]}`."""
        return cls(
            frozenset(map(date.fromisoformat, value.get("holidays", []))),
            frozenset(map(date.fromisoformat, value.get("working_days", []))),
            frozenset(map(int, value.get("published_years", []))),
        )


NO_DATA = CalendarData()


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day, provisional where the State Council has not yet published its year: then Monday to Friday count."""

    on: date
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A count of working days, provisional like a deadline."""

    days: int
    provisional: bool = False


@cache
def _package() -> tuple[frozenset[date], frozenset[date], frozenset[int]]:
    """Days off, working weekends and years of the package, which raises on any other year when asked itself."""
    import chinese_calendar

    holidays = frozenset(chinese_calendar.holidays)
    return holidays, frozenset(chinese_calendar.workdays), frozenset(day.year for day in holidays)


def is_published(year: int, data: CalendarData = NO_DATA) -> bool:
    """Whether the holidays of a year are known."""
    return year in _package()[2] or year in data.published_years


def is_working_day(day: date, data: CalendarData = NO_DATA) -> bool:
    """Our dated data decides first, then the package, then the week."""
    if day in data.working_days:
        return True
    if day in data.holidays:
        return False
    holidays, working_days, _ = _package()
    return day in working_days or (day.weekday() < 5 and day not in holidays)


def move_to_working_day(day: date, data: CalendarData = NO_DATA) -> Deadline:
    """The day itself, or the next working day where it is a day of rest."""
    while not is_working_day(day, data):
        day += _DAY
    return Deadline(day, not is_published(day.year, data))


def add_working_days(start: date, count: int, data: CalendarData = NO_DATA) -> Deadline:
    """The count-th working day after the start, which is not counted. Raises ValueError below one."""
    if count < 1:
        raise ValueError("a term has at least one working day")
    day = start
    while count:
        day += _DAY
        count -= is_working_day(day, data)
    return Deadline(day, not is_published(day.year, data))


def working_days_between(start: date, end: date, data: CalendarData = NO_DATA) -> WorkingDays:
    """The working days after the start up to and including the end; 0 where the end is not later."""
    days, day = 0, start
    while day < end:
        day += _DAY
        days += is_working_day(day, data)
    return WorkingDays(days, not all(is_published(year, data) for year in range(start.year, end.year + 1)))


def add_months(start: date, months: int) -> date:
    """The corresponding day so many months later (or earlier), else that month's last day (PIR23 art. 5)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, _gregorian.monthrange(year, month + 1)[1]))


def add_years(start: date, years: int) -> date:
    """The corresponding day so many years later; 29 February becomes the 28th where there is none."""
    return add_months(start, 12 * years)


def months_deadline(start: date, months: int, data: CalendarData = NO_DATA) -> Deadline:
    """A time limit in months: the corresponding day, moved to the next working day where it is a day of rest."""
    return move_to_working_day(add_months(start, months), data)
