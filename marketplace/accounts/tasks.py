"""Mail that waits in the outbox, copies of people's data, and what time ends."""

import json
from datetime import timedelta

from celery import shared_task
from django.core.mail import EmailMessage

from marketplace.core import clock, schedule
from marketplace.core.access import system_actor

from .actions import build_export, drop_export, end_staff_view
from .models import AccountExport, StaffView
from .sealing import unseal

SCHEDULE = system_actor("schedule")


@shared_task(name="accounts.send_mail")
def send_mail(*, message: str) -> None:
    """Send one sealed mail; a failure leaves the job for another try."""
    mail = json.loads(unseal(message))
    EmailMessage(subject=mail["subject"], body=mail["body"], to=[mail["to"]], headers=mail.get("headers")).send()


@shared_task(name="accounts.build_export")
def make_export(*, export_id: int) -> None:
    """Make the copy a person asked for; one that was dropped meanwhile needs none."""
    export = AccountExport.objects.select_for_update().select_related("user").filter(pk=export_id).first()
    if export is not None:
        build_export(export)


def drop_exports() -> None:
    """Remove copies whose time is over."""
    for export in AccountExport.objects.filter(expires_at__lte=clock.now())[:1000]:
        drop_export(export)


def end_staff_views() -> None:
    """End looks whose time is over and whose staff never came back."""
    for view in StaffView.objects.running().filter(ends_at__lte=clock.now())[:1000]:
        end_staff_view(view, by=SCHEDULE)


schedule.register("accounts.drop_exports", drop_exports, every=timedelta(hours=1))
schedule.register("accounts.end_staff_views", end_staff_views, every=timedelta(minutes=5))
