"""What time does to rights and to powers over them: terms, freezes, pledges and powers of attorney that run out."""

from datetime import timedelta

from celery import shared_task

from marketplace.core import clock, schedule
from marketplace.core.access import system_actor

from . import emails
from .actions import end_power_of_attorney, refresh_rights
from .models import PowerOfAttorney, Right

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


def end_due_powers() -> int:
    """End the powers of attorney whose last day is over; returns how many."""
    due = PowerOfAttorney.objects.filter(status=PowerOfAttorney.Status.ACCEPTED, ends_on__lt=clock.today())
    ended = 0
    for power in due.select_related("agent", "principal").order_by("pk")[:BATCH]:
        end_power_of_attorney(power, by=CALENDAR)
        ended += 1
    return ended


@shared_task(name="rights.warn_of_ending_power")
def warn_of_ending_power(*, ref: str) -> None:
    """Tell the agent once that a power still in force ends soon."""
    power = PowerOfAttorney.objects.filter(ref=ref, status=PowerOfAttorney.Status.ACCEPTED).first()
    if power is not None:
        emails.tell_power_ending(power)


schedule.register("rights.end_powers", end_due_powers, every=timedelta(hours=1))
schedule.register("rights.refresh", refresh_due_rights, every=timedelta(days=1))
