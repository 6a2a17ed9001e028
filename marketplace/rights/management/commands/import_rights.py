"""Read rights from a file into the database."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.core.access import system_actor
from marketplace.core.console import Progress
from marketplace.core.errors import DomainError
from marketplace.rights.importers import FORMATS, IMPORTERS
from marketplace.rights.loading import Report, devote_process, import_file


class Command(BaseCommand):
    """`manage.py import_rights FILE`."""

    help = (
        "Reads rights, their numbers, owners and register events from a file: plain, in .gz or .zip, or .xlsx. "
        f"Formats: {FORMATS}; chosen by looking at the file unless named, but for generic (any table). "
        "The same file read twice adds nothing. Rows that cannot be taken are written with their reasons to a table "
        "under imports/ in the state folder. "
        "Exit code 0: read to the end (refused rows are counted; with --strict one of them makes it 1); 1: the file "
        "or every row of it was refused, or the import stopped; 2: wrong usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", default="", choices=["", *IMPORTERS], help="take the file as this format")
        parser.add_argument(
            "--as-of",
            type=date.fromisoformat,
            metavar="DATE",
            help="the day the file speaks of, where neither its rows nor its name say so",
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing, say what would be written")
        parser.add_argument("--resume", action="store_true", help="go on where an import of this file stopped")
        parser.add_argument("--strict", action="store_true", help="fail when a row was refused")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        devote_process()
        bar = Progress(f"rows of {path.name}")

        def show(done: int, total: int | None) -> None:
            bar.total = total
            bar.to(done)

        try:
            report = import_file(
                path,
                by=system_actor("import"),
                format_name=options["format"],
                as_of=options["as_of"],
                resume=options["resume"],
                dry_run=options["dry_run"],
                progress=show,
            )
        except DomainError as error:
            raise CommandError(f"{path.name}: {error}") from error
        except KeyboardInterrupt as error:
            raise CommandError(f"{path.name}: stopped; go on with --resume") from error
        bar.end()
        self._tell(report)
        refused = report.counts.rows_refused
        if refused and (options["strict"] or refused == report.counts.rows_read):
            raise CommandError(f"{refused} of {report.counts.rows_read} rows were refused")

    def _tell(self, report: Report) -> None:
        if report.is_already_done and report.batch:
            self.stdout.write(f"{report.batch.ref}: this file was read to its end before; there is nothing to resume")
            return
        counts = report.counts
        would = "" if report.batch else "would be "
        ref = f"{report.batch.ref}: " if report.batch else "dry run: "
        self.stdout.write(
            f"{ref}{report.format}, {counts.rows_read} rows read{' after resuming' if report.is_resumed else ''}; "
            f"{would}added {counts.rights_added} rights and {counts.events_added} events; "
            f"{would}changed {counts.rights_changed} rights; refused {counts.rows_refused} rows"
        )
        if counts.rows_refused and report.errors_path:
            self.stdout.write(f"refused rows and reasons: {report.errors_path}")
