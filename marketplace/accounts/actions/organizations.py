"""Entering organisations and editing what they say about themselves."""

from typing import Any

from django.conf import settings
from django.db import transaction

from marketplace.core import events, refs
from marketplace.core.access import Actor, OrganizationKind, Role, require
from marketplace.core.documents import CleanDocument
from marketplace.core.errors import Conflict, InvalidInput, NotAllowed

from .. import access, reactions, refusals
from ..models import Evidence, Organization, User
from .evidence import add_evidence
from .identity import IDENTITY_FIELDS, checked_identity, keep_former_name, save_organization
from .members import give_role, start_membership
from .verification import start_review, verify_organization

FREE_FIELDS = ("name_en", "region", "introduction", "introduction_en")


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

    save_organization(organization, is_new=True)
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

    save_organization(organization, is_new=True)
    events.record("organization.registered", subject=organization, by=by, facts={"kind": organization.kind})
    return verify_organization(organization, by=by)


@transaction.atomic
def edit_organization(
    organization: Organization, *, by: Actor, document: CleanDocument | None = None, **fields: str
) -> Organization:
    """Change what an organisation says about itself; `fields` of `IDENTITY_FIELDS` and `FREE_FIELDS`.

    Another name, code or kind of a verified organisation needs a new paper (`document`) and goes back to the staff;
    the old name stays in its history. While staff check them they stand still. Raises NotAllowed, InvalidInput.
    """
    require(access.can_edit_organization(by, organization), by)

    if unknown := set(fields) - {*IDENTITY_FIELDS, *FREE_FIELDS}:
        raise ValueError(f"no field of an organisation that can be edited: {sorted(unknown)}")
    organization.refresh_from_db(from_queryset=Organization.objects.select_for_update())
    wanted = {name: getattr(organization, name) or "" for name in (*IDENTITY_FIELDS, *FREE_FIELDS)} | fields
    if wanted["kind"] != organization.kind and (
        wanted["kind"] not in OrganizationKind.values or wanted["kind"] == OrganizationKind.OPERATOR
    ):
        raise InvalidInput({"kind": refusals.WRONG_KIND})
    columns: dict[str, str | None] = {name: wanted[name].strip() for name in FREE_FIELDS}
    identity = checked_identity(**{name: wanted[name] for name in (*IDENTITY_FIELDS, "region")}, besides=organization)
    columns |= identity
    changed = sorted(name for name, value in columns.items() if getattr(organization, name) != value)
    is_identity_new = bool(set(changed) & set(IDENTITY_FIELDS))
    _refuse_untimely(organization, is_identity_new, document)

    was_verified = organization.is_verified
    if was_verified and "name" in changed:
        keep_former_name(organization)
    for name in changed:
        setattr(organization, name, columns[name])
    if changed:
        save_organization(organization)
        events.record("organization.edited", subject=organization, by=by, facts={"fields": changed})
    if document is not None:
        add_evidence(organization, by=by, document=document, purpose=Evidence.Purpose.IDENTITY)
    if was_verified and is_identity_new:
        start_review(organization, by=by)
    if {"name", "name_en"} & set(changed):
        reactions.notify(organization, "renamed")
    return organization


def _refuse_untimely(organization: Organization, is_identity_new: bool, document: Any) -> None:
    if not is_identity_new:
        return
    if organization.kind == OrganizationKind.OPERATOR:
        raise InvalidInput({"name": refusals.ROLE_BY_COMMAND})
    if organization.status == Organization.Status.UNDER_REVIEW:
        raise InvalidInput({"name": refusals.UNDER_REVIEW_NOW})
    if organization.is_verified and document is None:
        raise InvalidInput({"document": refusals.NEW_PAPER_NEEDED})


def _new_organization(*, kind: str, name: str, uscc: str, name_en: str, region: str) -> Organization:
    """An organisation ready to save. Raises InvalidInput with every field that needs another look."""
    columns = checked_identity(kind=kind, name=name, uscc=uscc, region=region)
    return Organization(ref=refs.new_ref("OR"), name_en=" ".join(name_en.split()), **columns)


def _owns_one_like(owner: User, organization: Organization) -> bool:
    """Without a code nothing else would notice a form that was sent twice."""
    own = owner.memberships.filter(ended_at__isnull=True, organization__kind=organization.kind)
    return own.filter(organization__name_key=organization.name_key).exists()
