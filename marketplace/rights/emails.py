"""What organisations are told about their claims, powers of attorney and disputes."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.accounts import notices
from marketplace.accounts.models import Organization

from .models import OwnershipClaim, OwnershipDispute, PowerOfAttorney

TOPIC = "ownership"

notices.register(TOPIC, _("Proofs of ownership, powers of attorney and disputes"), is_optional=False)


def tell_claim_decided(claim: OwnershipClaim) -> None:
    page = reverse("ownership:claim", args=[claim.ref])
    context = {"claim": claim, "right": claim.right, "page": page}
    notices.tell_organization(claim.organization, "emails/ownership_claim_decided", context, topic=TOPIC)


def tell_dispute_opened(dispute: OwnershipDispute, organization: Organization) -> None:
    """In neutral words: who the other party is stays with the staff."""
    page = reverse("ownership:dispute", args=[dispute.ref])
    context = {"dispute": dispute, "right": dispute.right, "page": page}
    notices.tell_organization(organization, "emails/ownership_dispute_opened", context, topic=TOPIC)


def tell_dispute_decided(dispute: OwnershipDispute, organization: Organization) -> None:
    page = reverse("ownership:dispute", args=[dispute.ref])
    is_winner = dispute.decided_for_id == organization.pk
    context = {"dispute": dispute, "right": dispute.right, "is_winner": is_winner, "page": page}
    notices.tell_organization(organization, "emails/ownership_dispute_decided", context, topic=TOPIC)


def _tell_power(power: PowerOfAttorney, template: str, *organizations: Organization | None) -> None:
    context = {"power": power, "page": reverse("ownership:power", args=[power.ref])}
    for organization in organizations:
        if organization is not None:
            notices.tell_organization(organization, template, context, topic=TOPIC)


def tell_power_decided(power: PowerOfAttorney) -> None:
    """The agent hears of every decision; the owner, where it is here, of a power that is now in force."""
    is_accepted = power.status == PowerOfAttorney.Status.ACCEPTED
    _tell_power(power, "emails/power_decided", power.agent, power.principal if is_accepted else None)


def tell_power_ending(power: PowerOfAttorney) -> None:
    _tell_power(power, "emails/power_ending", power.agent)


def tell_power_ended(power: PowerOfAttorney) -> None:
    _tell_power(power, "emails/power_ended", power.agent, power.principal)
