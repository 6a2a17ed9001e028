"""Build the index anew from the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.core.console import Progress
from search import registry, sync
from search.backends.base import IndexBusy


class Command(BaseCommand):
    """`manage.py rebuild_search`."""

    help = (
        "Builds each search index anew beside the one in use and swaps it in; pages go on answering meanwhile. "
        "--if-missing leaves an index alone that is there and of the present shape. Exits with 1 when the worker "
        "holds the index (stop it, or let it rebuild by itself)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("index", nargs="*", help="names of indexes; all when left out")
        parser.add_argument("--if-missing", action="store_true", help="only indexes that are not there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        known = list(registry.names())
        for name in options["index"] or known:
            if name not in known:
                raise CommandError(f"no index {name}; there are: {', '.join(known)}")
            if options["if_missing"] and sync.is_usable(name):
                self.stdout.write(f"{name}: there already")
                continue
            progress = Progress(f"{name}: documents")
            try:
                count = sync.rebuild(name, progress.to)
            except IndexBusy as error:
                raise CommandError(str(error)) from error
            progress.end()
            self.stdout.write(f"{name}: {count} documents")
