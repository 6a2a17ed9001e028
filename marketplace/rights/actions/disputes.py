"""Deciding which of several organisations holds a right, on the evidence of all of them."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import Organization
from marketplace.core import clock
from marketplace.core.access import Actor, require
from marketplace.core.errors import InvalidInput

from .. import emails, reactions
from ..access import can_decide_ownership_dispute
from ..models import OwnershipClaim, OwnershipDispute, OwnershipProof
from . import held
from .proofs import end_proof, keep

_Status = OwnershipClaim.Status


@transaction.atomic
def decide_ownership_dispute(
    dispute: OwnershipDispute, *, by: Actor, winner: Organization | None, reason: str
) -> OwnershipDispute:
    """Say who may offer the right, or that nobody may on this evidence; the others' proofs and claims end.

    Raises NotAllowed, InvalidInput, IllegalTransition, Conflict.
    """
    require(can_decide_ownership_dispute(by, dispute), by)

    parties = list(dispute.parties.order_by("pk"))
    errors = {}
    if not reason.strip():
        errors["reason"] = _("Say on what evidence you decide; all parties read it.")
    if winner is not None and winner not in parties:
        errors["winner"] = _("Choose one of the parties.")
    if errors:
        raise InvalidInput(errors)

    right = held.lock_living(dispute.right)
    OwnershipDispute.FLOW.advance(
        dispute,
        OwnershipDispute.Status.DECIDED,
        by=by,
        changes={
            "decided_at": clock.now(),
            "decided_by": by.user_id,
            "decided_for": winner,
            "reason": reason.strip()[:1000],
        },
        decided_for=winner.pk if winner else None,
    )
    for party in parties:
        if party != winner:
            _lose(dispute, party, by)
    if winner is not None:
        _win(dispute, winner, by)
    reactions.notify([right])
    for party in parties:
        emails.tell_dispute_decided(dispute, party)
    return dispute


def _lose(dispute: OwnershipDispute, party: Organization, by: Actor) -> None:
    proofs = OwnershipProof.objects.filter(right=dispute.right, organization=party, ended_at__isnull=True)
    for proof in proofs.select_related("right"):
        end_proof(proof, by=by, reason="dispute_decided")
    for claim in OwnershipClaim.objects.filter(right=dispute.right, organization=party, status=_Status.SUBMITTED):
        _settle(claim, _Status.RETURNED, dispute, by)


def _win(dispute: OwnershipDispute, winner: Organization, by: Actor) -> None:
    claims = OwnershipClaim.objects.filter(right=dispute.right, organization=winner, status=_Status.SUBMITTED)
    owner_name = ""
    for claim in claims:
        owner_name = claim.owner_name
        _settle(claim, _Status.ACCEPTED, dispute, by)
    if not OwnershipProof.objects.filter(right=dispute.right, organization=winner, ended_at__isnull=True).exists():
        kind = OwnershipProof.Kind.DOCUMENT
        keep(dispute.right, winner, kind, dispute.ref, clock.today(), by, owner_name=owner_name)


def _settle(claim: OwnershipClaim, status: str, dispute: OwnershipDispute, by: Actor) -> None:
    changes = {"decided_at": clock.now(), "decided_by": by.user_id, "reason": dispute.reason[:500]}
    OwnershipClaim.FLOW.advance(claim, status, by=by, changes=changes, dispute=dispute.ref)
