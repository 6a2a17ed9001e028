"""When an answer is due, in working days of the city's calendar, by the policy in force when the question came."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from . import calendar, clock, policy
from .calendars import city_calendar


@dataclass(frozen=True)
class Due:
    """When an answer is due; `days` are working days left, below zero once overdue."""

    on: date
    days: int


def due_after(start: datetime, key: str, today: date) -> Due:
    """The deadline of something that began at an instant, by the policy `key` (working days) of that day."""
    day = clock.day_of(start)
    return _due(day, policy.value(key, on=day), today, city_calendar())


@lru_cache(maxsize=512)
def _due(start: date, term: int, today: date, data: calendar.CalendarData) -> Due:
    on = calendar.add_working_days(start, term, data).on
    if today > on:
        return Due(on, -calendar.working_days_between(on, today, data).days)
    return Due(on, calendar.working_days_between(today, on, data).days)
