"""The current second-factor code of a demo login."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.accounts.demo import current_code, logins_file, read_logins


class Command(BaseCommand):
    """`manage.py demo_code LOGIN`."""

    help = (
        "Prints the six digits that an authenticator app would show now for a demo login; they change every thirty "
        "seconds. Reads the login's secret from var/demo.json, which seed_demo writes. Works in demo mode only. "
        "Exits with 1 outside demo mode, for an unknown login, and for one that has no second factor."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login", metavar="LOGIN", help="the login's e-mail address, as var/demo.json gives it")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("demo_code works in demo mode only")
        wanted = options["login"].strip().lower()
        login = next((row for row in read_logins() if row.login.lower() == wanted), None)
        if login is None:
            raise CommandError(f"{wanted} is no demo login: see {logins_file()}")
        if not login.totp_secret:
            raise CommandError(f"{wanted} signs in with the password alone")
        self.stdout.write(current_code(login.totp_secret))
