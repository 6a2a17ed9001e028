"""Play the clock: run everything that is due."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.core import clock, schedule, tasks, worker
from marketplace.core.errors import Conflict


class Command(BaseCommand):
    """`manage.py run_due [--at ISO]`."""

    help = (
        "Runs every schedule and job that is due now. With --at, plays time forward to that instant first: every "
        "schedule runs as if it were then. --at works in demo mode and tests only and never backward. "
        "Exits with 1 when a job failed or the instant lies before the last one played."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", metavar="ISO", help="an instant, 2027-03-01T09:00 (Asia/Shanghai unless said)")

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        if options["at"]:
            at = self._instant(options["at"])
        try:
            ran = schedule.run_due(at, force=bool(options["at"]))
        except Conflict as error:
            raise CommandError(f"time was already played beyond {at.isoformat()}") from error
        with clock.frozen(at):
            jobs = tasks.run_waiting(limit=10_000)
            failed = tasks.waiting().exclude(last_error="").count()
        worker.catch_up()
        self.stdout.write(f"{at.isoformat()}: ran {', '.join(ran) or 'no schedule'}; {jobs} jobs")
        if failed:
            raise CommandError(f"{failed} jobs failed and wait for another try")

    def _instant(self, text: str) -> datetime:
        if not settings.DEMO:
            raise CommandError("--at plays with time: it works in demo mode and tests only")
        try:
            at = datetime.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"not an ISO instant: {text}") from error
        at = at if at.tzinfo else at.replace(tzinfo=clock.CITY_ZONE)
        latest = schedule.latest()
        if latest and at < latest:
            raise CommandError(f"time only plays forward: it stands at {latest.isoformat()}")
        return at
