"""What time does to rights: terms that end, freezes and pledges that run out, marks whose grace is over."""

from datetime import timedelta

from marketplace.core import clock, schedule
from marketplace.core.access import system_actor

from .actions import refresh_rights
from .models import Right

CALENDAR = system_actor("calendar")
BATCH = 500


def refresh_due_rights() -> int:
    """Project anew every right that the calendar changes by today; returns how many changed."""
    total = 0
    while ids := _due():
        total += refresh_rights(ids, by=CALENDAR)
    return total


def _due() -> list[int]:
    due = Right.objects.filter(recheck_on__lte=clock.today()).order_by("recheck_on", "pk")
    return list(due.values_list("pk", flat=True)[:BATCH])


schedule.register("rights.refresh", refresh_due_rights, every=timedelta(days=1))
