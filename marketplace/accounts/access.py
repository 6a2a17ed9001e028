"""Who may do what with organisations, and the actor a request acts as."""

from collections.abc import Callable
from typing import Any, cast

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.http import HttpRequest

from marketplace.core import policy
from marketplace.core.access import (
    ANONYMOUS,
    ROLES_BY_KIND,
    SECOND_FACTOR_KINDS,
    TWO_PERSON_ROLES,
    Actor,
    OrganizationKind,
    Role,
    allow,
)

from .models import Evidence, Invitation, Membership, MembershipRole, Organization, User

ACTING_KEY = "acting_for"
THEMSELVES = 0
STAFF_ROLES = frozenset({Role.EDITOR, Role.MODERATOR})

allow("manage_members", roles=[Role.OWNER])
allow("edit_organization", roles=[Role.OWNER])
allow("submit_organization", roles=[Role.OWNER])
allow("verify_organization", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR], system=True)
allow("return_organization", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR])
allow("suspend_organization", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR])
allow("reinstate_organization", roles=[Role.MODERATOR], kinds=[OrganizationKind.OPERATOR])
allow("read_every_organization", roles=[Role.MODERATOR, Role.AUDITOR], kinds=[OrganizationKind.OPERATOR])
allow("grant_staff_role", roles=[], system=True)
allow("confirm_role", roles=[Role.OWNER])
allow("add_evidence", roles=[Role.OWNER, Role.AGENT, Role.MODERATOR])
allow("read_evidence", roles=[Role.OWNER, Role.AGENT])
allow("read_every_evidence", roles=[Role.MODERATOR, Role.AUDITOR], kinds=[OrganizationKind.OPERATOR])
allow("view_as", roles=[Role.MODERATOR, Role.AUDITOR], kinds=[OrganizationKind.OPERATOR])
allow("edit_pages", roles=[Role.EDITOR], kinds=[OrganizationKind.OPERATOR])


class ActingRequest(HttpRequest):
    """A request as our middleware hands it on."""

    actor: Actor


class SignedInRequest(ActingRequest):
    """A request as a view marked `signed_in` gets it."""

    user: User


View = Callable[..., Any]


def before_terms(view: View) -> View:
    """Leave a page open to people who have not accepted the terms in force yet."""
    view.before_terms = True  # type: ignore[attr-defined]
    return view


def own_eyes_only(view: View) -> View:
    """Keep a page from staff who look as somebody else."""
    view.own_eyes_only = True  # type: ignore[attr-defined]
    return view


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened (or raised) with a second factor or a passkey."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def has_factor(user: User) -> bool:
    """Whether a person has set up an authenticator app or a passkey."""
    return Authenticator.objects.filter(
        user=user, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    ).exists()


def belongs_where_factor_is_needed(user: User) -> bool:
    """Whether one of a person's organisations lets nobody act without a second factor."""
    return user.memberships.filter(ended_at__isnull=True, organization__kind__in=SECOND_FACTOR_KINDS).exists()


def memberships_of(user: User) -> list[Membership]:
    """A person's living memberships with organisation and roles, oldest first."""
    return list(
        user.memberships.filter(ended_at__isnull=True)
        .select_related("organization")
        .prefetch_related("roles")
        .order_by("created_at", "id")
    )


def own_memberships(request: HttpRequest) -> list[Membership]:
    """The memberships of the signed-in person behind a request, read once."""
    known: list[Membership] | None = getattr(request, "_memberships", None)
    if known is None:
        known = request._memberships = memberships_of(cast(User, request.user))  # type: ignore[attr-defined]
    return known


def actor_for(user: User, membership: Membership | None, *, second_factor: bool, organization_count: int = 0) -> Actor:
    """The actor of a person acting for the organisation of a membership, or for themselves."""
    if membership is None or membership.organization.status == Organization.Status.SUSPENDED:
        return Actor(
            kind="person",
            user_id=user.pk,
            display_name=str(user),
            second_factor=second_factor,
            organization_count=organization_count,
        )
    organization = membership.organization
    return Actor(
        kind="person",
        user_id=user.pk,
        display_name=str(user),
        organization_id=organization.pk,
        organization_name=organization.name,
        organization_name_en=organization.name_en,
        organization_kind=organization.kind,
        roles=frozenset(item.role for item in membership.roles.all() if item.is_in_force),
        second_factor=second_factor,
        organization_count=organization_count,
    )


def actor_of(request: HttpRequest) -> Actor:
    """The actor a request acts as: nobody without a session, else the chosen or only organisation's member."""
    if not request.user.is_authenticated:
        return ANONYMOUS
    memberships = own_memberships(request)
    # Staff who look as somebody else chose for themselves, not for that person.
    chosen = None if hasattr(request, "staff_view") else request.session.get(ACTING_KEY)
    acting = next((item for item in memberships if item.organization_id == chosen), None)
    if acting is None and chosen != THEMSELVES and memberships:
        acting = memberships[0]
    return actor_for(
        request.user,
        acting,
        second_factor=has_second_factor(request),
        organization_count=len(memberships),
    )


def choose_acting(request: SignedInRequest, ref: str) -> None:
    """Act for the organisation with this reference from now on, or for oneself when it is empty or not one's own."""
    chosen = next((item for item in memberships_of(request.user) if item.organization.ref == ref), None)
    request.session[ACTING_KEY] = chosen.organization_id if chosen else THEMSELVES


def can_manage_members(actor: Actor, organization: Organization) -> bool:
    return actor.may("manage_members") and actor.organization_id == organization.pk


def can_grant_role(actor: Actor, organization: Organization, role: str) -> bool:
    """An owner grants what the kind of the organisation knows; staff roles come by command alone."""
    if role not in ROLES_BY_KIND[organization.kind]:
        return False
    if role in STAFF_ROLES:
        return actor.may("grant_staff_role")
    return actor.is_system or can_manage_members(actor, organization)


def can_confirm_role(actor: Actor, role: MembershipRole) -> bool:
    """Another owner than the one who granted the role and than the person who gets it."""
    membership = role.membership
    return (
        actor.may("confirm_role")
        and actor.organization_id == membership.organization_id
        and actor.user_id not in (None, role.granted_by_id, membership.user_id)
    )


def waiting_roles(organization: Organization, actor: Actor) -> QuerySet[MembershipRole]:
    """Roles of two persons that this owner could put into force."""
    return (
        MembershipRole.objects.filter(
            membership__organization=organization,
            membership__ended_at__isnull=True,
            role__in=TWO_PERSON_ROLES,
            confirmed_by__isnull=True,
            ended_at__isnull=True,
        )
        .exclude(granted_by_id=actor.user_id)
        .exclude(membership__user_id=actor.user_id or 0)
    )


def can_end_membership(actor: Actor, membership: Membership) -> bool:
    """Everybody may leave; an owner may end another's membership."""
    return actor.user_id == membership.user_id or can_manage_members(actor, membership.organization)


def can_withdraw_invitation(actor: Actor, invitation: Invitation) -> bool:
    return can_manage_members(actor, invitation.organization)


def belongs_to(actor: Actor, organization_id: int | None) -> bool:
    """Whether the person behind an actor stands on an organisation's side, whichever hat they wear now."""
    if organization_id is None or actor.user_id is None:
        return False
    if actor.organization_id == organization_id:
        return True
    return Membership.objects.filter(
        user_id=actor.user_id, organization_id=organization_id, ended_at__isnull=True
    ).exists()


def can_verify_organization(actor: Actor, organization: Organization) -> bool:
    """Staff, but nobody vouches for an organisation they belong to."""
    return actor.may("verify_organization") and not belongs_to(actor, organization.pk)


def can_return_organization(actor: Actor, organization: Organization) -> bool:
    return actor.may("return_organization") and not belongs_to(actor, organization.pk)


def can_suspend_organization(actor: Actor, organization: Organization) -> bool:
    """Staff, for any organisation but their own ones and the operator."""
    is_operator = organization.kind == OrganizationKind.OPERATOR
    return actor.may("suspend_organization") and not is_operator and not belongs_to(actor, organization.pk)


def can_reinstate_organization(actor: Actor, organization: Organization) -> bool:
    return actor.may("reinstate_organization") and not belongs_to(actor, organization.pk)


def can_read_every_organization(actor: Actor) -> bool:
    """Whether the staff's queue and its cases are open."""
    return actor.may("read_every_organization")


def can_edit_organization(actor: Actor, organization: Organization) -> bool:
    return actor.may("edit_organization") and actor.organization_id == organization.pk


def can_submit_organization(actor: Actor, organization: Organization) -> bool:
    return actor.may("submit_organization") and actor.organization_id == organization.pk


def can_start_views(actor: Actor) -> bool:
    """Whether one may look as others at all; as whom, `can_view_as` says."""
    return actor.may("view_as")


def can_view_as(actor: Actor, person: User) -> bool:
    """Never as oneself, other staff, or people of the kinds whose desks policy keeps closed."""
    if not actor.may("view_as") or not person.is_active or person.pk == actor.user_id:
        return False
    closed = {*policy.value("accounts.view_as")["closed_kinds"], OrganizationKind.OPERATOR}
    return not person.memberships.filter(ended_at__isnull=True, organization__kind__in=closed).exists()


def can_add_evidence(actor: Actor, organization: Organization) -> bool:
    """One's own papers."""
    return actor.may("add_evidence") and actor.organization_id == organization.pk


def can_remove_evidence(actor: Actor, evidence: Evidence) -> bool:
    return actor.may("add_evidence") and actor.organization_id == evidence.organization_id
