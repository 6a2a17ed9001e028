"""The one place where the clock is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

CITY_ZONE = ZoneInfo("Asia/Shanghai")

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The present day in Asia/Shanghai, the zone in which every deadline of the trade is counted."""
    return now().astimezone(CITY_ZONE).date()


def day_of(instant: datetime) -> date:
    """The Asia/Shanghai day on which an aware instant falls."""
    return instant.astimezone(CITY_ZONE).date()


def start_of(day: date) -> datetime:
    """The instant at which a day begins in Asia/Shanghai."""
    return datetime.combine(day, time.min, CITY_ZONE).astimezone(UTC)


@contextmanager
def frozen(at: datetime) -> Iterator[datetime]:
    """Hold the clock at an aware instant inside this context (tests, `run_due --at`, the demo's past)."""
    if at.tzinfo is None:
        raise ValueError("the clock takes aware instants only")
    token = _frozen.set(at)
    try:
        yield at
    finally:
        _frozen.reset(token)
