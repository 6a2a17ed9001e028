"""Name an editor or a moderator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from marketplace.accounts import actions
from marketplace.accounts.access import STAFF_ROLES
from marketplace.accounts.models import Organization, User
from marketplace.core.access import OrganizationKind, system_actor
from marketplace.core.errors import DomainError


class Command(BaseCommand):
    """`manage.py grant_staff_role EMAIL editor|moderator`."""

    help = (
        "Makes a person who has signed up an editor (the site's pages, in the Wagtail admin) or a moderator (the queue "
        "of listings) of the operator's organisation, and a member of it where needed. The role counts once the person "
        "signs in with a second factor; an owner of the operator can withdraw it under Members. "
        "Exits with 1 when there is no operator, nobody has this e-mail address, or the person holds the role already."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="the address with which the person signs in")
        parser.add_argument("role", choices=sorted(str(role) for role in STAFF_ROLES), help="the role to give")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        by = system_actor("command")
        operator = Organization.objects.filter(kind=OrganizationKind.OPERATOR).first()
        if operator is None:
            raise CommandError("there is no operator yet: manage.py create_operator")
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(f"nobody has signed up with {options['email']}")
        membership = operator.memberships.filter(user=user, ended_at__isnull=True).first()
        try:
            if membership is None:
                actions.add_member(operator, user, by=by, roles=[options["role"]])
            else:
                actions.grant_role(membership, options["role"], by=by)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user.email} is {options['role']} of {operator.name}")
