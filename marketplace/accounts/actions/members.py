"""Who belongs to an organisation in what role, and the way in by invitation."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import cast

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from marketplace.core import clock, events
from marketplace.core.access import ROLES_BY_KIND, TWO_PERSON_ROLES, Actor, Role, require
from marketplace.core.errors import Conflict, InvalidInput, NotAllowed

from .. import access, refusals
from ..emails import queue_mail
from ..member_mail import tell_change
from ..models import Invitation, Membership, MembershipRole, Organization, User

INVITATION_LIFE = timedelta(days=14)
OPEN_INVITATIONS = 20


@transaction.atomic
def add_member(organization: Organization, user: User, *, by: Actor, roles: Iterable[str]) -> Membership:
    """Take a person in at once, without an invitation: the administrator's commands and the demo do this."""
    wanted = list(roles)
    for role in wanted:
        _require_grantable(by, organization, role)

    if organization.memberships.filter(user=user, ended_at__isnull=True).exists():
        raise Conflict(refusals.MEMBER_ALREADY)

    membership = start_membership(organization, user, by=by)
    for role in wanted:
        give_role(membership, role, granted_by=_granter(by), by=by)
    tell_change(organization, user, "joined", by=by)
    return membership


@transaction.atomic
def invite_member(organization: Organization, *, by: Actor, email: str, role: str) -> Invitation:
    """Mail a one-time link to join; the answer is the same whether or not the address has an account."""
    require(access.can_manage_members(by, organization), by)
    _require_grantable(by, organization, role, field="role")

    email = email.strip().lower()
    if organization.memberships.filter(user__email__iexact=email, ended_at__isnull=True).exists():
        raise InvalidInput({"email": refusals.MEMBER_ALREADY})
    waiting = organization.invitations.filter(status=Invitation.Status.OPEN)
    for stale in waiting.filter(expires_at__lte=clock.now()):
        Invitation.FLOW.advance(stale, Invitation.Status.WITHDRAWN, by=by, verb="expired")
    if waiting.filter(email=email).exists():
        raise InvalidInput({"email": refusals.INVITED_ALREADY})
    if waiting.count() >= OPEN_INVITATIONS:
        raise InvalidInput({"email": refusals.INVITATIONS_FULL})

    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        organization=organization,
        email=email,
        role=role,
        invited_by=cast(User, _granter(by)),
        token_digest=digest_of(token),
        expires_at=clock.now() + INVITATION_LIFE,
    )
    events.record("invitation.sent", subject=invitation, by=by, facts={"organization": organization.ref, "role": role})
    url = settings.SITE_URL + reverse("accounts:invitation", args=[token])
    context = {"organization": organization, "role": Role(role).label, "invitation_url": url}
    queue_mail("emails/invitation", email, {**context, "days": INVITATION_LIFE.days})
    return invitation


def digest_of(token: str) -> str:
    """What is kept of an invitation's token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Actor) -> Invitation:
    """Make an open invitation's link worthless."""
    require(access.can_withdraw_invitation(by, invitation), by)

    return Invitation.FLOW.advance(invitation, Invitation.Status.WITHDRAWN, by=by)


@transaction.atomic
def accept_invitation(invitation: Invitation, user: User, *, by: Actor) -> Membership:
    """Join an organisation in the role offered; a role of two persons still waits for another owner."""
    if by.user_id != user.pk:
        raise NotAllowed()

    if not invitation.is_open_at(clock.now()):
        raise Conflict(refusals.INVITATION_CLOSED)
    if not EmailAddress.objects.filter(user=user, email__iexact=invitation.email, verified=True).exists():
        raise NotAllowed(refusals.INVITATION_FOR_OTHER)
    organization = invitation.organization
    if organization.memberships.filter(user=user, ended_at__isnull=True).exists():
        raise Conflict(refusals.MEMBER_ALREADY)

    Invitation.FLOW.advance(invitation, Invitation.Status.ACCEPTED, by=by)
    membership = start_membership(organization, user, by=by)
    give_role(membership, invitation.role, granted_by=invitation.invited_by, by=by)
    tell_change(organization, user, "joined", by=by)
    return membership


@transaction.atomic
def grant_role(membership: Membership, role: str, *, by: Actor) -> MembershipRole:
    """Give a member a role; reviewer and approver come into force when a second owner confirms them."""
    _require_grantable(by, membership.organization, role)

    if membership.ended_at is not None:
        raise Conflict()
    if membership.roles.filter(role=role, ended_at__isnull=True).exists():
        raise Conflict(refusals.ROLE_HELD)

    given = give_role(membership, role, granted_by=_granter(by), by=by)
    change = "role_granted" if given.is_in_force else "role_waits"
    tell_change(membership.organization, membership.user, change, by=by, role=role)
    return given


@transaction.atomic
def confirm_role(role: MembershipRole, *, by: Actor) -> MembershipRole:
    """Put a role of two persons into force, as the second person."""
    if by.may("confirm_role") and not access.can_confirm_role(by, role):
        raise NotAllowed(refusals.SECOND_PERSON)
    require(access.can_confirm_role(by, role), by)

    if role.is_in_force:
        raise Conflict(refusals.ROLE_NEEDS_NO_SECOND)

    waiting = MembershipRole.objects.filter(pk=role.pk, confirmed_by__isnull=True, ended_at__isnull=True)
    if waiting.update(confirmed_by_id=by.user_id, updated_at=clock.now()) == 0:
        raise Conflict()
    role.refresh_from_db()
    events.record("role.confirmed", subject=role.membership, by=by, facts={"role": role.role})
    tell_change(role.membership.organization, role.membership.user, "role_confirmed", by=by, role=role.role)
    return role


@transaction.atomic
def revoke_role(role: MembershipRole, *, by: Actor) -> MembershipRole:
    """Take a role away. Raises LastOwner when nobody would own the organisation any more."""
    organization = role.membership.organization
    require(access.can_manage_members(by, organization), by)

    if role.role == Role.OWNER:
        require_other_owner(organization, role.membership)

    stop_role(role, by=by)
    tell_change(organization, role.membership.user, "role_revoked", by=by, role=role.role)
    return role


@transaction.atomic
def end_membership(membership: Membership, *, by: Actor) -> Membership:
    """Let a member go, with every role. Raises LastOwner when nobody would own the organisation any more."""
    require(access.can_end_membership(by, membership), by)

    if membership.ended_at is not None:
        raise Conflict()
    roles = list(membership.roles.filter(ended_at__isnull=True))
    if any(role.role == Role.OWNER for role in roles):
        require_other_owner(membership.organization, membership)

    for role in roles:
        stop_role(role, by=by)
    membership.ended_at = clock.now()
    membership.save(update_fields=["ended_at"])
    events.record("membership.ended", subject=membership, by=by, facts={"organization": membership.organization.ref})
    change = "left" if by.user_id == membership.user_id else "removed"
    tell_change(membership.organization, membership.user, change, by=by)
    return membership


def _granter(by: Actor) -> User | None:
    """The person behind an actor; a command has none."""
    return None if by.user_id is None else User.objects.get(pk=by.user_id)


def _require_grantable(by: Actor, organization: Organization, role: str, field: str = "role") -> None:
    if role not in ROLES_BY_KIND[organization.kind]:
        raise InvalidInput({field: refusals.ROLE_UNKNOWN})
    if role in access.STAFF_ROLES and not by.is_system:
        raise NotAllowed(refusals.ROLE_BY_COMMAND)
    require(access.can_grant_role(by, organization, role), by)


def require_other_owner(organization: Organization, leaving: Membership) -> None:
    """Two owners who leave at the same moment queue at the organisation's row."""
    Organization.objects.select_for_update().get(pk=organization.pk)
    others = MembershipRole.objects.filter(
        membership__organization=organization, membership__ended_at__isnull=True, role=Role.OWNER, ended_at__isnull=True
    ).exclude(membership=leaving)
    if not others.exists():
        raise refusals.LastOwner()


def start_membership(organization: Organization, user: User, *, by: Actor) -> Membership:
    """A person's belonging from now on, within another action's transaction."""
    membership = Membership.objects.create(organization=organization, user=user)
    facts = {"organization": organization.ref, "user": user.pk}
    events.record("membership.started", subject=membership, by=by, facts=facts)
    return membership


def give_role(membership: Membership, role: str, *, granted_by: User | None, by: Actor) -> MembershipRole:
    """A role from now on; one of two persons waits for the second. Within another action's transaction."""
    given = MembershipRole.objects.create(membership=membership, role=role, granted_by=granted_by)
    facts = {"role": role, "waits": role in TWO_PERSON_ROLES}
    events.record("role.granted", subject=membership, by=by, facts=facts)
    return given


def stop_role(role: MembershipRole, *, by: Actor) -> None:
    if MembershipRole.objects.filter(pk=role.pk, ended_at__isnull=True).update(ended_at=clock.now()) == 0:
        raise Conflict()
    role.refresh_from_db()
    events.record("role.revoked", subject=role.membership, by=by, facts={"role": role.role})
