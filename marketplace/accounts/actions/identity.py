"""What an organisation says it is, checked to the character, and its history of verified names."""

from django.db import IntegrityError, transaction

from marketplace.core import clock
from marketplace.core.access import OrganizationKind
from marketplace.core.errors import InvalidInput, Sentence
from marketplace.core.names import name_key
from marketplace.core.uscc import InvalidUscc, parse

from .. import refusals
from ..models import Organization, OrganizationName

# Kinds that a sole trader, an office or a guest at an expo may have without a code of their own.
USCC_OPTIONAL = frozenset({OrganizationKind.PERSON, OrganizationKind.EXPO_BOOTH, OrganizationKind.OPERATOR})
IDENTITY_FIELDS = ("kind", "name", "uscc")


def checked_identity(
    *, kind: str, name: str, uscc: str, region: str = "", besides: Organization | None = None
) -> dict[str, str | None]:
    """Columns of an identity ready to save. Raises InvalidInput with every field that needs another look."""
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
        others = Organization.objects.exclude(pk=besides.pk) if besides else Organization.objects.all()
        if code and others.filter(uscc=code).exists():
            errors["uscc"] = refusals.USCC_TAKEN
    if errors:
        raise InvalidInput(errors)
    return {"kind": kind, "name": name, "name_key": name_key(name)[:160], "uscc": code, "region": region}


def save_organization(organization: Organization, *, is_new: bool = False) -> None:
    """Save; somebody who took the code at the same moment was first. Raises InvalidInput."""
    try:
        with transaction.atomic():
            organization.save(force_insert=is_new)
    except IntegrityError as error:
        raise InvalidInput({"uscc": refusals.USCC_TAKEN}) from error


def keep_former_name(organization: Organization) -> None:
    """Remember the name of a verified organisation that is about to be called otherwise."""
    earlier = organization.former_names.order_by("-valid_to", "-pk").first()
    verified_on = clock.day_of(organization.verified_at) if organization.verified_at else None
    OrganizationName.objects.create(
        organization=organization,
        name=organization.name,
        name_key=organization.name_key,
        uscc=organization.uscc or "",
        valid_from=earlier.valid_to if earlier else verified_on,
        valid_to=clock.today(),
    )
