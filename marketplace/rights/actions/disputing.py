"""Opening a dispute where two organisations say that they hold the same right, and closing it when one is left."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from marketplace.accounts.models import Organization
from marketplace.core import clock, events
from marketplace.core.access import Actor
from marketplace.core.refs import new_ref

from .. import emails, reactions
from ..models import OwnershipClaim, OwnershipDispute, OwnershipProof, Right


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


def close_unopposed_dispute(right: Right, *, by: Actor) -> OwnershipDispute | None:
    """End the open dispute on a locked right once a single party still holds a proof or a claim; no decision of staff.

    Within another action's transaction: what is proven is shown again, a claim that is left goes its usual way.
    """
    dispute = OwnershipDispute.objects.filter(right=right, status=OwnershipDispute.Status.OPEN).first()
    if dispute is None:
        return None
    proven = set(
        OwnershipProof.objects.filter(right=right, ended_at__isnull=True).values_list("organization_id", flat=True)
    )
    claims = OwnershipClaim.objects.filter(right=right, status=OwnershipClaim.Status.SUBMITTED)
    claiming = set(claims.values_list("organization_id", flat=True))
    left = [party for party in dispute.parties.order_by("pk") if party.pk in proven | claiming]
    if len(left) > 1:
        return None
    holder = left[0] if left and left[0].pk in proven else None
    OwnershipDispute.FLOW.advance(
        dispute,
        OwnershipDispute.Status.DECIDED,
        by=by,
        verb="unopposed",
        changes={"decided_at": clock.now(), "decided_for": holder},
        decided_for=holder.pk if holder else None,
    )
    reactions.notify([right])
    for party in left:
        emails.tell_dispute_decided(dispute, party)
    return dispute
