"""Opening a dispute: two organisations say that they hold the same right."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from marketplace.accounts.models import Organization
from marketplace.core import clock, events
from marketplace.core.access import Actor
from marketplace.core.refs import new_ref

from .. import emails, reactions
from ..models import OwnershipDispute, Right


def open_dispute(right: Right, party_ids: Iterable[int], *, by: Actor) -> OwnershipDispute:
    """The open dispute on a locked right, with these organisations as parties; each hears once, in neutral words.

    Within another action's transaction: nothing of the right is shown from now on, whoever offers it.
    """
    dispute = OwnershipDispute.objects.filter(right=right, status=OwnershipDispute.Status.OPEN).first()
    is_new = dispute is None
    if dispute is None:
        dispute = OwnershipDispute(ref=new_ref("OD"), right=right, opened_at=clock.now())
        try:
            with transaction.atomic():
                dispute.save(force_insert=True)
        except IntegrityError:
            dispute, is_new = OwnershipDispute.objects.get(right=right, status=OwnershipDispute.Status.OPEN), False
    known = set(dispute.parties.values_list("pk", flat=True))
    joining = sorted(set(party_ids) - known)
    dispute.parties.add(*joining)
    if joining:
        verb = "ownershipdispute.opened" if is_new else "ownershipdispute.joined"
        events.record(verb, subject=dispute, by=by, facts={"right": right.slug, "organizations": joining})
        for organization in Organization.objects.filter(pk__in=joining).order_by("pk"):
            emails.tell_dispute_opened(dispute, organization)
    if is_new:
        reactions.notify([right])
    return dispute
