"""Who may do what with rights and register facts."""

from marketplace.accounts.access import belongs_to
from marketplace.accounts.models import Organization
from marketplace.core.access import HOLDER_KINDS, Actor, OrganizationKind, Role, allow

from .models import ExclusivePath, OwnershipClaim, OwnershipDispute, OwnershipProof, PowerOfAttorney, Right

_HOLDERS = [*HOLDER_KINDS, OrganizationKind.AGENCY]
_PARTIES = [Role.OWNER, Role.AGENT, Role.REVIEWER, Role.APPROVER, Role.MODERATOR]

allow("import_rights", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR], system=True)
allow("record_right_event", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR], system=True)
allow("correct_right_event", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR])
allow("merge_rights", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR], system=True)
allow("refresh_rights", roles=[], system=True)
allow(
    "enter_right",
    roles=[Role.OWNER, Role.AGENT, Role.MODERATOR],
    kinds=[*_HOLDERS, OrganizationKind.OPERATOR],
    system=True,
)
allow("declare_right", roles=[Role.OWNER, Role.AGENT], kinds=_HOLDERS)
allow("add_number", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR], system=True)
allow("prove_by_register", roles=[Role.OWNER, Role.AGENT, Role.MODERATOR], system=True)
allow("prove_by_document", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR])
allow("end_proof", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR], system=True)
allow("submit_ownership_claim", roles=[Role.OWNER, Role.AGENT], kinds=_HOLDERS)
allow("withdraw_ownership_claim", roles=[Role.OWNER, Role.AGENT], kinds=_HOLDERS)
allow("decide_ownership_claim", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR])
allow("decide_ownership_dispute", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR])
allow("submit_power_of_attorney", roles=[Role.OWNER, Role.AGENT], kinds=_HOLDERS)
allow("decide_power_of_attorney", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR])
allow("end_power_of_attorney", roles=[Role.OWNER, Role.AGENT, Role.MODERATOR], system=True)
allow("take_path", roles=_PARTIES, system=True)
allow("release_path", roles=_PARTIES, system=True)


def can_import_rights(actor: Actor) -> bool:
    return actor.may("import_rights")


def can_record_right_event(actor: Actor, right: Right) -> bool:
    return actor.may("record_right_event")


def can_correct_right_event(actor: Actor, right: Right) -> bool:
    return actor.may("correct_right_event")


def can_merge_rights(actor: Actor) -> bool:
    return actor.may("merge_rights")


def can_refresh_rights(actor: Actor) -> bool:
    return actor.may("refresh_rights")


def can_enter_right(actor: Actor) -> bool:
    return actor.may("enter_right")


def can_declare_right(actor: Actor) -> bool:
    return actor.may("declare_right")


def can_add_number(actor: Actor) -> bool:
    return actor.may("add_number")


def can_prove_by_register(actor: Actor, right: Right, organization: Organization) -> bool:
    """For one's own organisation, or as a moderator, or as part of the system."""
    if not actor.may("prove_by_register"):
        return False
    own = actor.organization_id == organization.pk
    moderates = actor.organization_kind == OrganizationKind.OPERATOR and Role.MODERATOR in actor.roles
    return actor.is_system or own or moderates


def can_prove_by_document(actor: Actor, organization: Organization) -> bool:
    """Staff, but never for an organisation they belong to."""
    return actor.may("prove_by_document") and not belongs_to(actor, organization.pk)


def can_end_proof(actor: Actor, proof: OwnershipProof) -> bool:
    return actor.may("end_proof")


def _belongs(actor: Actor, *organization_ids: int | None) -> bool:
    """Whether a person acts for, or belongs to, one of these organisations: nobody decides in their own matter."""
    return any(belongs_to(actor, pk) for pk in organization_ids if pk is not None)


def can_submit_ownership_claim(actor: Actor, organization: Organization) -> bool:
    return actor.may("submit_ownership_claim") and actor.organization_id == organization.pk


def can_withdraw_ownership_claim(actor: Actor, claim: OwnershipClaim) -> bool:
    return actor.may("withdraw_ownership_claim") and actor.organization_id == claim.organization_id


def can_decide_ownership_claim(actor: Actor, claim: OwnershipClaim) -> bool:
    return actor.may("decide_ownership_claim") and not _belongs(actor, claim.organization_id)


def can_decide_ownership_dispute(actor: Actor, dispute: OwnershipDispute) -> bool:
    if not actor.may("decide_ownership_dispute"):
        return False
    return not _belongs(actor, *dispute.parties.values_list("pk", flat=True))


def can_submit_power_of_attorney(actor: Actor, agent: Organization) -> bool:
    return actor.may("submit_power_of_attorney") and actor.organization_id == agent.pk


def can_decide_power_of_attorney(actor: Actor, power: PowerOfAttorney) -> bool:
    return actor.may("decide_power_of_attorney") and not _belongs(actor, power.agent_id, power.principal_id)


def can_end_power_of_attorney(actor: Actor, power: PowerOfAttorney) -> bool:
    """Either party, staff who belong to neither, or the calendar."""
    if not actor.may("end_power_of_attorney"):
        return False
    if actor.is_system or actor.organization_id in (power.agent_id, power.principal_id):
        return True
    return can_decide_power_of_attorney(actor, power)


def can_take_path(actor: Actor, right: Right) -> bool:
    """Whoever may close the deal, pledge or auction; whose it is, that action has decided."""
    return actor.may("take_path")


def can_release_path(actor: Actor, path: ExclusivePath) -> bool:
    return actor.may("release_path")
