"""Make the platform's own organisation."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from marketplace.accounts import actions
from marketplace.accounts.models import User
from marketplace.core.access import Role, system_actor
from marketplace.core.errors import DomainError


class Command(BaseCommand):
    """`manage.py create_operator NAME [--name-en NAME] [--uscc CODE] [--owner EMAIL]`."""

    help = (
        "Makes the organisation that operates this platform, verified at once; there is exactly one. With --owner, a "
        "person who has signed up becomes its owner and manages its members; editors and moderators are named by "
        "grant_staff_role. Everybody in it needs a second factor to act. "
        "Exits with 1 when there is an operator already, the code is wrong, or nobody has this e-mail address; then "
        "nothing has been written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", help="the registered name")
        parser.add_argument("--name-en", default="", metavar="NAME", help="the name in English")
        parser.add_argument("--uscc", default="", metavar="CODE", help="the unified social credit code")
        parser.add_argument("--owner", metavar="EMAIL", help="a person who has signed up and becomes its first owner")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        by = system_actor("command")
        owner = None
        if options["owner"]:
            owner = User.objects.filter(email__iexact=options["owner"]).first()
            if owner is None:
                raise CommandError(f"nobody has signed up with {options['owner']}")
        try:
            operator = actions.create_operator(
                by=by, name=options["name"], name_en=options["name_en"], uscc=options["uscc"]
            )
            if owner is not None:
                actions.add_member(operator, owner, by=by, roles=[Role.OWNER])
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{operator.ref} {operator.name}")
