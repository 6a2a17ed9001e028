"""A person's acceptance of the terms and the privacy notice."""

from collections.abc import Mapping

from django.db import transaction

from marketplace.core import clock, events
from marketplace.core.access import Actor
from marketplace.core.errors import Conflict, NotAllowed

from .. import legal
from ..models import LegalAcceptance, User


@transaction.atomic
def accept_legal(user: User, *, by: Actor, versions: Mapping[str, str]) -> None:
    """Record that a person accepted the versions in force, kind to version as they saw them; once each.

    Raises NotAllowed, Conflict where another version has come into force meanwhile.
    """
    if by.user_id != user.pk:
        raise NotAllowed()

    wanted = {text.kind: text.version for text in legal.in_force()}
    if dict(versions) != {kind: wanted[kind] for kind in versions if kind in wanted} or not versions:
        raise Conflict()

    for kind, version in versions.items():
        row, is_new = LegalAcceptance.objects.get_or_create(
            user=user, kind=kind, version=version, defaults={"accepted_at": clock.now()}
        )
        if is_new:
            events.record("user.accepted", subject=user, by=by, facts={"kind": row.kind, "version": row.version})
    if not legal.open_for(user):
        user.accepted_versions = legal.mark()
        user.save(update_fields=["accepted_versions"])
