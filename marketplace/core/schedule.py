"""Schedules by registration: what the passing of time does, played forward by the worker or by `run_due --at`."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from . import clock
from .errors import Conflict
from .models import ScheduleRun

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Schedule:
    name: str
    run: Callable[[], object]
    every: timedelta


SCHEDULES: dict[str, Schedule] = {}


def register(name: str, run: Callable[[], object], *, every: timedelta) -> None:
    """Run `run` once in each span of `every`; it reads the day from core.clock and is idempotent."""
    SCHEDULES[name] = Schedule(name, run, every)


def latest() -> datetime | None:
    """The furthest instant to which time was played."""
    return ScheduleRun.objects.order_by("-ran_at").values_list("ran_at", flat=True).first()


def run_due(at: datetime, *, force: bool = False) -> list[str]:
    """Run every schedule that is due at an instant; returns the names that ran.

    `force` runs all of them: time was moved on purpose. Raises Conflict when `at` lies before the last run.
    """
    ran: list[str] = []
    with clock.frozen(at):
        for item in SCHEDULES.values():
            if _run_one(item, at, force):
                ran.append(item.name)
    return ran


def _run_one(item: Schedule, at: datetime, force: bool) -> bool:
    with transaction.atomic():
        mark, is_new = ScheduleRun.objects.select_for_update().get_or_create(name=item.name, defaults={"ran_at": at})
        if not is_new and mark.ran_at > at:
            if force:
                raise Conflict(schedule=item.name)
            return False
        if not is_new and not force and mark.ran_at + item.every > at:
            return False
        item.run()
        ScheduleRun.objects.filter(pk=mark.pk).update(ran_at=at)
    return True
