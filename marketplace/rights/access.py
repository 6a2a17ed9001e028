"""Who may do what with rights and register facts."""

from marketplace.accounts.access import belongs_to
from marketplace.accounts.models import Organization
from marketplace.core.access import HOLDER_KINDS, Actor, OrganizationKind, Role, allow

from .models import ExclusivePath, OwnershipProof, Right

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


def can_take_path(actor: Actor, right: Right) -> bool:
    """Whoever may close the deal, pledge or auction; whose it is, that action has decided."""
    return actor.may("take_path")


def can_release_path(actor: Actor, path: ExclusivePath) -> bool:
    return actor.may("release_path")
