"""Every write about people, organisations and who belongs to which in what role."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import cast

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from marketplace.core import clock, events, refs
from marketplace.core.access import ROLES_BY_KIND, TWO_PERSON_ROLES, Actor, OrganizationKind, Role, require
from marketplace.core.errors import Conflict, InvalidInput, NotAllowed, Sentence
from marketplace.core.names import name_key
from marketplace.core.uscc import InvalidUscc, parse

from . import access, refusals
from .emails import queue_mail
from .models import Invitation, Membership, MembershipRole, Organization, User

INVITATION_LIFE = timedelta(days=14)
OPEN_INVITATIONS = 20
# Kinds that a sole trader, an office or a guest at an expo may have without a code of their own.
USCC_OPTIONAL = frozenset({OrganizationKind.PERSON, OrganizationKind.EXPO_BOOTH, OrganizationKind.OPERATOR})


@transaction.atomic
def update_profile(user: User, *, by: Actor, full_name: str, language: str) -> User:
    """Change one's own name and the language of one's mail."""
    if by.user_id != user.pk:
        raise NotAllowed()

    fields = {"full_name": full_name.strip(), "language": language}
    changed = [name for name, value in fields.items() if getattr(user, name) != value]
    for name in changed:
        setattr(user, name, fields[name])
    if changed:
        user.save(update_fields=changed)

        events.record("user.updated", subject=user, by=by, facts={"changed": changed})
    return user


@transaction.atomic
def register_organization(
    owner: User, *, by: Actor, kind: str, name: str, uscc: str = "", name_en: str = "", region: str = ""
) -> Organization:
    """Enter an organisation with its first owner; it stays unverified until staff have seen its papers."""
    if by.user_id != owner.pk:
        raise NotAllowed()

    if kind not in OrganizationKind.values or kind == OrganizationKind.OPERATOR:
        raise InvalidInput({"kind": refusals.WRONG_KIND})
    organization = _new_organization(kind=kind, name=name, uscc=uscc, name_en=name_en, region=region)
    organization.is_demo = owner.is_demo

    _save_organization(organization)
    events.record("organization.registered", subject=organization, by=by, facts={"kind": kind})
    membership = _start_membership(organization, owner, by=by)
    _give_role(membership, Role.OWNER, granted_by=owner, by=by)
    return organization


@transaction.atomic
def create_operator(*, by: Actor, name: str, name_en: str = "", uscc: str = "", is_demo: bool = False) -> Organization:
    """Make the platform's own organisation, verified at once. Raises Conflict when there is one."""
    require(by.may("grant_staff_role"), by)

    if Organization.objects.filter(kind=OrganizationKind.OPERATOR).exists():
        raise Conflict(refusals.OPERATOR_EXISTS)
    organization = _new_organization(
        kind=OrganizationKind.OPERATOR, name=name, uscc=uscc, name_en=name_en, region=settings.SITE["region"]
    )
    organization.is_demo = is_demo

    _save_organization(organization)
    events.record("organization.registered", subject=organization, by=by, facts={"kind": organization.kind})
    return verify_organization(organization, by=by)


def verify_organization(organization: Organization, *, by: Actor) -> Organization:
    """Vouch that an organisation is who it says. Raises IllegalTransition where there is nothing to verify."""
    require(access.can_verify_organization(by), by)

    status = Organization.Status.VERIFIED
    return Organization.FLOW.advance(organization, status, by=by, changes={"verified_at": clock.now()})


@transaction.atomic
def add_member(organization: Organization, user: User, *, by: Actor, roles: Iterable[str]) -> Membership:
    """Take a person in at once, without an invitation: the administrator's commands and the demo do this."""
    wanted = list(roles)
    for role in wanted:
        _require_grantable(by, organization, role)

    if organization.memberships.filter(user=user, ended_at__isnull=True).exists():
        raise Conflict(refusals.MEMBER_ALREADY)

    membership = _start_membership(organization, user, by=by)
    for role in wanted:
        _give_role(membership, role, granted_by=_granter(by), by=by)
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
    context = {"organization": organization, "role": invitation.get_role_display, "invitation_url": url}
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
    membership = _start_membership(organization, user, by=by)
    _give_role(membership, invitation.role, granted_by=invitation.invited_by, by=by)
    return membership


@transaction.atomic
def grant_role(membership: Membership, role: str, *, by: Actor) -> MembershipRole:
    """Give a member a role; reviewer and approver come into force when a second owner confirms them."""
    _require_grantable(by, membership.organization, role)

    if membership.ended_at is not None:
        raise Conflict()
    if membership.roles.filter(role=role, ended_at__isnull=True).exists():
        raise Conflict(refusals.ROLE_HELD)

    return _give_role(membership, role, granted_by=_granter(by), by=by)


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
    return role


@transaction.atomic
def revoke_role(role: MembershipRole, *, by: Actor) -> MembershipRole:
    """Take a role away. Raises LastOwner when nobody would own the organisation any more."""
    organization = role.membership.organization
    require(access.can_manage_members(by, organization), by)

    if role.role == Role.OWNER:
        _require_other_owner(organization, role.membership)

    _end_role(role, by=by)
    return role


@transaction.atomic
def end_membership(membership: Membership, *, by: Actor) -> Membership:
    """Let a member go, with every role. Raises LastOwner when nobody would own the organisation any more."""
    require(access.can_end_membership(by, membership), by)

    if membership.ended_at is not None:
        raise Conflict()
    roles = list(membership.roles.filter(ended_at__isnull=True))
    if any(role.role == Role.OWNER for role in roles):
        _require_other_owner(membership.organization, membership)

    for role in roles:
        _end_role(role, by=by)
    membership.ended_at = clock.now()
    membership.save(update_fields=["ended_at"])
    events.record("membership.ended", subject=membership, by=by, facts={"organization": membership.organization.ref})
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


def _require_other_owner(organization: Organization, leaving: Membership) -> None:
    """Two owners who leave at the same moment queue at the organisation's row."""
    Organization.objects.select_for_update().get(pk=organization.pk)
    others = MembershipRole.objects.filter(
        membership__organization=organization, membership__ended_at__isnull=True, role=Role.OWNER, ended_at__isnull=True
    ).exclude(membership=leaving)
    if not others.exists():
        raise refusals.LastOwner()


def _new_organization(*, kind: str, name: str, uscc: str, name_en: str, region: str) -> Organization:
    """An organisation ready to save. Raises InvalidInput with every field that needs another look."""
    errors: dict[str, Sentence] = {}
    name = " ".join(name.split())
    if not name_key(name):
        errors["name"] = refusals.NAME_NEEDED
    code: str | None = None
    if uscc.strip() and kind == OrganizationKind.FOREIGN:
        errors["uscc"] = refusals.USCC_NOT_HERE
    elif uscc.strip() or kind not in (USCC_OPTIONAL | {OrganizationKind.FOREIGN}):
        try:
            found = parse(uscc)
            code, region = found.canonical, region or found.region
        except InvalidUscc as error:
            errors["uscc"] = refusals.uscc_sentence(error)
        if code and Organization.objects.filter(uscc=code).exists():
            errors["uscc"] = refusals.USCC_TAKEN
    if errors:
        raise InvalidInput(errors)
    return Organization(
        ref=refs.new_ref("OR"),
        kind=kind,
        name=name,
        name_key=name_key(name)[:160],
        name_en=" ".join(name_en.split()),
        uscc=code,
        region=region,
    )


def _save_organization(organization: Organization) -> None:
    try:
        with transaction.atomic():
            organization.save(force_insert=True)
    except IntegrityError as error:
        raise InvalidInput({"uscc": refusals.USCC_TAKEN}) from error


def _start_membership(organization: Organization, user: User, *, by: Actor) -> Membership:
    membership = Membership.objects.create(organization=organization, user=user)
    facts = {"organization": organization.ref, "user": user.pk}
    events.record("membership.started", subject=membership, by=by, facts=facts)
    return membership


def _give_role(membership: Membership, role: str, *, granted_by: User | None, by: Actor) -> MembershipRole:
    given = MembershipRole.objects.create(membership=membership, role=role, granted_by=granted_by)
    facts = {"role": role, "waits": role in TWO_PERSON_ROLES}
    events.record("role.granted", subject=membership, by=by, facts=facts)
    return given


def _end_role(role: MembershipRole, *, by: Actor) -> None:
    if MembershipRole.objects.filter(pk=role.pk, ended_at__isnull=True).update(ended_at=clock.now()) == 0:
        raise Conflict()
    role.refresh_from_db()
    events.record("role.revoked", subject=role.membership, by=by, facts={"role": role.role})
