"""Compare the index with the database and repair it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import registry, sync


class Command(BaseCommand):
    """`manage.py verify_search`."""

    help = (
        "Compares each search index with the database by keys and versions, and repairs what differs. Prints what was "
        "missing, stale or too much. Exits with 1 when something differed (also when it was repaired)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("index", nargs="*", help="names of indexes; all when left out")
        parser.add_argument("--no-repair", action="store_true", help="only compare")

    def handle(self, *args: Any, **options: Any) -> None:
        differing = 0
        for name in options["index"] or list(registry.names()):
            report = sync.verify(name, repair=not options["no_repair"])
            self.stdout.write(f"{name}: {report}")
            differing += report.differences
        if differing:
            raise CommandError(f"{differing} documents differed")
