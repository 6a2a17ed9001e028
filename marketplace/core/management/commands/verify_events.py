"""Check every event and the chain of seals."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.core import events
from marketplace.core.console import Progress
from marketplace.core.models import Event


class Command(BaseCommand):
    """`manage.py verify_events`."""

    help = (
        "Seals the events that wait, then recomputes every event's hash, every batch's root, every link of the chain "
        "and every signature. Prints each problem on a line of its own; exits with 1 when there is one."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        progress = Progress("events checked", Event.objects.count())
        problems = events.verify(progress.to)
        progress.end()
        for problem in problems:
            self.stdout.write(problem)
        if problems:
            raise CommandError(f"{len(problems)} problems in the event log")
        self.stdout.write(f"{progress.done} events checked, the chain is whole")
