"""Asking co-owners, their answers, and consents on paper."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import Evidence, Organization
from marketplace.core import clock, events
from marketplace.core.access import Actor, require
from marketplace.core.errors import Conflict, InvalidInput
from marketplace.rights import ownership
from marketplace.rights.models import Owner, OwnershipProof, Right

from .. import holder_emails as emails
from ..access import can_answer_consent, can_edit_listing
from ..models import SHOWN, CoOwnerConsent, Listing
from ..refusals import NotEditable
from ..standing import MissingConsent, lock_rights, missing_consents, obstacles
from .lifecycle import suspend_listing

_Status = CoOwnerConsent.Status


@transaction.atomic
def ask_co_owners(listing: Listing, *, by: Actor) -> list[CoOwnerConsent]:
    """Ask every co-owner that is here and whose consent is missing; returns what was asked.

    Raises NotAllowed, NotEditable.
    """
    require(can_edit_listing(by, listing), by)

    rights = lock_rights(listing)
    held = _editable(listing)
    asked: list[CoOwnerConsent] = []
    told: dict[int, Organization] = {}
    for missing in missing_consents(held, rights):
        organization = organization_of(missing)
        if organization is not None and (rows := _ask(held, missing, organization, by)):
            asked += rows
            told[organization.pk] = organization

    if asked:
        facts = {"organizations": sorted(told), "consents": [row.pk for row in asked]}
        events.record("listing.co_owners_asked", subject=held, by=by, facts=facts)
        for organization in told.values():
            emails.tell_consent_asked(held, organization)
    return asked


def _ask(listing: Listing, missing: MissingConsent, organization: Organization, by: Actor) -> list[CoOwnerConsent]:
    asked = []
    for mode in missing.modes:
        row, is_new = CoOwnerConsent.objects.get_or_create(
            listing=listing,
            right=missing.right,
            owner_key=missing.owner.key,
            mode=mode,
            defaults={"owner_name": missing.owner.name, "organization": organization, "asked_at": clock.now()},
        )
        if not is_new and row.status == _Status.ASKED:
            continue
        if not is_new:
            changes = {"asked_at": clock.now(), "organization": organization, "evidence": None}
            CoOwnerConsent.FLOW.advance(row, _Status.ASKED, by=by, changes=changes, listing=listing.ref)
        asked.append(row)
    return asked


def organization_of(missing: MissingConsent) -> Organization | None:
    """The verified organisation that is this co-owner: proven for the right, or linked to the register's name."""
    proofs = OwnershipProof.objects.filter(right=missing.right, ended_at__isnull=True).exclude(owner_name="")
    for proof in proofs.exclude(kind=OwnershipProof.Kind.POWER_OF_ATTORNEY).select_related("organization"):
        if ownership.key_of(proof.owner_name) == missing.owner.key:
            return proof.organization
    owner = Owner.objects.filter(name_key=missing.owner.key).select_related("organization").first()
    if owner is not None and owner.organization is not None and owner.organization.is_verified:
        return owner.organization
    named = Organization.objects.filter(name_key=missing.owner.key[:160], status=Organization.Status.VERIFIED)
    # A person's name proves nobody: too many people share one.
    return named.exclude(kind="person").order_by("pk").first()


@transaction.atomic
def answer_consents(
    listing: Listing, *, by: Actor, given: Iterable[CoOwnerConsent], refused: Iterable[CoOwnerConsent] = ()
) -> None:
    """A co-owner's answer to what it was asked for one listing. Raises NotAllowed, IllegalTransition, Conflict."""
    answers = [*((row, _Status.GIVEN) for row in given), *((row, _Status.REFUSED) for row in refused)]
    for row, _answer in answers:
        require(row.listing_id == listing.pk and can_answer_consent(by, row), by)

    for row, answer in answers:
        if row.status == _Status.GIVEN and answer == _Status.REFUSED:
            raise Conflict(_("You have agreed already. Withdraw the consent instead."))
        if row.status != answer:
            changes = {"answered_at": clock.now(), "answered_by": by.user_id}
            CoOwnerConsent.FLOW.advance(row, answer, by=by, changes=changes, listing=listing.ref, mode=row.mode)
    if answers:
        emails.tell_consent_answered(listing)


@transaction.atomic
def withdraw_consent(consent: CoOwnerConsent, *, by: Actor) -> CoOwnerConsent:
    """Take a consent back; a listing that needs it is hidden at once.

    Raises NotAllowed, IllegalTransition, Conflict.
    """
    require(can_answer_consent(by, consent), by)

    listing = consent.listing
    rights = lock_rights(listing)
    CoOwnerConsent.FLOW.advance(
        consent,
        _Status.WITHDRAWN,
        by=by,
        changes={"answered_at": clock.now(), "answered_by": by.user_id},
        listing=listing.ref,
    )
    if listing.status in SHOWN and obstacles(listing, rights):
        suspend_listing(listing, by=emails.SYSTEM, reason="consent_missing")
    emails.tell_consent_answered(listing)
    return consent


@transaction.atomic
def add_written_consent(
    listing: Listing, *, by: Actor, right: Right, owner_name: str, modes: Sequence[str], paper: Evidence
) -> list[CoOwnerConsent]:
    """Keep a co-owner's consent on paper; it counts for the public once staff have checked it with the listing.

    Raises NotAllowed, NotEditable, InvalidInput.
    """
    require(can_edit_listing(by, listing), by)

    rights = lock_rights(listing)
    held = _editable(listing)
    key = ownership.key_of(owner_name)
    lacking = [item for item in missing_consents(held, rights) if (item.right.pk, item.owner.key) == (right.pk, key)]
    wanted = [mode for item in lacking for mode in item.modes if mode in modes]
    if not wanted:
        raise InvalidInput({"modes": _("Choose the modes to which the paper agrees.")})
    own_answers = CoOwnerConsent.objects.filter(listing=held, right=right, owner_key=key, mode__in=wanted)
    if own_answers.filter(organization__isnull=False, status__in=(_Status.REFUSED, _Status.WITHDRAWN)).exists():
        raise InvalidInput({"modes": _("This co-owner has said no here. Ask it again; a paper cannot overrule it.")})
    if paper.organization_id != listing.organization_id:
        raise InvalidInput({"file": _("Only papers of your own organisation can be handed in.")})

    name = lacking[0].owner.name
    kept = [_keep_written(held, right, key, name, mode, paper, by) for mode in wanted]
    facts = {"right": right.slug, "modes": wanted, "evidence": paper.ref}
    events.record("listing.written_consent_added", subject=held, by=by, facts=facts)
    return kept


def _keep_written(
    listing: Listing, right: Right, key: str, name: str, mode: str, paper: Evidence, by: Actor
) -> CoOwnerConsent:
    now = clock.now()
    row, is_new = CoOwnerConsent.objects.get_or_create(
        listing=listing,
        right=right,
        owner_key=key,
        mode=mode,
        defaults={
            "owner_name": name,
            "status": _Status.GIVEN,
            "evidence": paper,
            "asked_at": now,
            "answered_at": now,
        },
    )
    if not is_new:
        changes = {"evidence": paper, "answered_at": now, "checked_by": None}
        CoOwnerConsent.FLOW.advance(row, _Status.GIVEN, by=by, changes=changes, listing=listing.ref)
    return row


def _editable(listing: Listing) -> Listing:
    held = Listing.objects.select_for_update(of=("self",)).select_related("organization").get(pk=listing.pk)
    if not held.is_editable:
        raise NotEditable(status=held.status)
    return held
