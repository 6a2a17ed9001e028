"""Entering organisations and vouching for them."""

from django.conf import settings
from django.db import IntegrityError, transaction

from marketplace.core import clock, events, refs
from marketplace.core.access import Actor, OrganizationKind, Role, require
from marketplace.core.errors import Conflict, InvalidInput, NotAllowed, Sentence
from marketplace.core.names import name_key
from marketplace.core.uscc import InvalidUscc, parse

from .. import access, refusals
from ..models import Organization, User
from .members import give_role, start_membership

# Kinds that a sole trader, an office or a guest at an expo may have without a code of their own.
USCC_OPTIONAL = frozenset({OrganizationKind.PERSON, OrganizationKind.EXPO_BOOTH, OrganizationKind.OPERATOR})


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
    if organization.uscc is None and _owns_one_like(owner, organization):
        raise InvalidInput({"name": refusals.REGISTERED_ALREADY})
    organization.is_demo = owner.is_demo

    _save_organization(organization)
    events.record("organization.registered", subject=organization, by=by, facts={"kind": kind})
    membership = start_membership(organization, owner, by=by)
    give_role(membership, Role.OWNER, granted_by=owner, by=by)
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
    require(access.can_verify_organization(by, organization), by)

    status = Organization.Status.VERIFIED
    return Organization.FLOW.advance(organization, status, by=by, changes={"verified_at": clock.now()})


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


def _owns_one_like(owner: User, organization: Organization) -> bool:
    """Without a code nothing else would notice a form that was sent twice."""
    own = owner.memberships.filter(ended_at__isnull=True, organization__kind=organization.kind)
    return own.filter(organization__name_key=organization.name_key).exists()


def _save_organization(organization: Organization) -> None:
    try:
        with transaction.atomic():
            organization.save(force_insert=True)
    except IntegrityError as error:
        raise InvalidInput({"uscc": refusals.USCC_TAKEN}) from error
