"""The embedded worker's command."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from marketplace.core import worker


class Command(BaseCommand):
    """`manage.py work [--only LANE]`."""

    help = (
        "Runs what the site does in the background until SIGTERM: keeps the embedded index up with the database (its "
        "sole writer), sends mail, runs long tasks and due schedules. With a broker, Celery does the rest and each web "
        "node runs `work --only index`."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--only", choices=sorted(worker.LANES), action="append", help="run this lane only; may be repeated"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        names = options["only"] or (["index"] if settings.CELERY_BROKER_URL else list(worker.LANES))
        self.stderr.write(f"working: {', '.join(names)}")
        worker.work(names)
