"""Rebuild every projection from its log and compare."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.core import clock
from marketplace.core.access import system_actor
from marketplace.core.console import Progress
from marketplace.rights.actions import refresh_rights
from marketplace.rights.models import Right
from marketplace.rights.standing import Standing
from marketplace.rights.tasks import refresh_due_rights

BATCH = 500


class Command(BaseCommand):
    """`manage.py verify_rights [--repair]`."""

    help = (
        "Lets the calendar end what is due, then rebuilds status, term, annuity, owners and burdens of every right "
        "from its register events and compares them with what is stored. Prints each difference on a line of its own; "
        "exits with 1 when there is one. With --repair, the stored facts are brought up to the events and each "
        "repaired right is an event."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="write what the events say")

    def handle(self, *args: Any, **options: Any) -> None:
        refresh_due_rights()
        progress = Progress("rights checked", Right.objects.count())
        wrong: list[int] = []
        last = 0
        while rights := list(Right.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
            standing = Standing(rights, today=clock.today())
            for right in standing.rights:
                if found := standing.differences(right):
                    wrong.append(right.pk)
                    self._tell(right, found)
            last = rights[-1].pk
            progress.to(progress.done + len(rights))
        progress.end()
        if wrong and options["repair"]:
            for start in range(0, len(wrong), BATCH):
                refresh_rights(wrong[start : start + BATCH], by=system_actor("verify_rights"))
            self.stdout.write(f"{progress.done} rights checked, {len(wrong)} repaired")
            return
        if wrong:
            raise CommandError(f"{len(wrong)} of {progress.done} rights differ from their events; see --repair")
        self.stdout.write(f"{progress.done} rights checked, all as their events say")

    def _tell(self, right: Right, found: dict[str, tuple[Any, Any]]) -> None:
        for name, (stored, wanted) in found.items():
            self.stdout.write(f"{right.slug}: {name} is {stored!s:.200}, its events say {wanted!s:.200}")
