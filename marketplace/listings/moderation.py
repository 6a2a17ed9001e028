"""What a moderator looks at: the queue by deadline, and the register's answer to each question about a listing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from marketplace.core import clock
from marketplace.core.access import Actor
from marketplace.core.deadlines import Due, due_after
from marketplace.rights.codes import HOLDER_STATEMENT
from marketplace.rights.models import OwnershipProof, Right

from .access import can_approve_listing
from .models import SHOWN, Listing, ListingRight, ListingStatus
from .refusals import OBSTACLES
from .standing import consented, obstacles, proofs_for

QUEUE_PER_PAGE = 30
NEAR_DAYS = 1


@dataclass(frozen=True)
class Case:
    """A listing that waits for a moderator."""

    listing: Listing
    rights: tuple[Right, ...]
    due: Due
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Check:
    """A question about one right, answered from the register; `mark` is a colour the words never depend on."""

    label: str
    answer: str
    mark: str


def due_of(submitted_at: datetime, today: date) -> Due:
    """The moderator's deadline in working days (policy `listings.moderation_days`)."""
    return due_after(submitted_at, "listings.moderation_days", today)


def waiting() -> QuerySet[Listing]:
    """Listings in review, the oldest first: the term is the same for all, so the oldest is due first."""
    return Listing.objects.filter(status=ListingStatus.VERIFYING).order_by("submitted_at", "pk")


def after(listing: Listing, rows: QuerySet[Listing]) -> QuerySet[Listing]:
    """Those behind a listing in the queue."""
    return rows.filter(
        Q(submitted_at__gt=listing.submitted_at) | Q(submitted_at=listing.submitted_at, pk__gt=listing.pk)
    )


def before(listing: Listing, rows: QuerySet[Listing]) -> QuerySet[Listing]:
    """Those ahead of a listing in the queue, the nearest first."""
    ahead = rows.filter(
        Q(submitted_at__lt=listing.submitted_at) | Q(submitted_at=listing.submitted_at, pk__lt=listing.pk)
    )
    return ahead.order_by("-submitted_at", "-pk")


def cases_of(rows: QuerySet[Listing], limit: int) -> list[Case]:
    """Cases with rights and what a moderator should know at a glance; three statements."""
    found = list(
        rows.select_related("organization").prefetch_related(
            Prefetch("items", ListingRight.objects.select_related("right").order_by("position", "pk"))
        )[:limit]
    )
    proven = _proven_pairs(found)
    today = clock.today()
    cases = []
    for listing in found:
        rights = tuple(item.right for item in listing.items.all())
        assert listing.submitted_at is not None
        cases.append(Case(listing, rights, due_of(listing.submitted_at, today), _notes(listing, rights, proven)))
    return cases


def _proven_pairs(listings: Sequence[Listing]) -> set[tuple[int, int]]:
    rights = {item.right_id for listing in listings for item in listing.items.all()}
    return set(
        OwnershipProof.objects.filter(right_id__in=rights, ended_at__isnull=True).values_list(
            "organization_id", "right_id"
        )
    )


def _notes(listing: Listing, rights: Sequence[Right], proven: set[tuple[int, int]]) -> tuple[str, ...]:
    notes = []
    if any((listing.organization_id, right.pk) not in proven for right in rights):
        notes.append(_("Ownership to be proven"))
    if any(right.is_frozen for right in rights):
        notes.append(_("Frozen"))
    if any(right.is_pledged for right in rights):
        notes.append(_("Pledged"))
    if any(right.status != "in_force" for right in rights):
        notes.append(_("Not in force"))
    return tuple(notes)


def checks_of(listing: Listing, rights: Sequence[Right]) -> list[tuple[Right, list[Check]]]:
    """The questions a moderator asks of each right, with the register's answers."""
    found = obstacles(listing, list(rights))
    consents = consented(listing, rights)
    proofs: dict[int, OwnershipProof] = {}
    for proof in proofs_for(listing.organization_id, rights).order_by("pk"):
        proofs[proof.right_id] = proof
    rivals = set(
        ListingRight.objects.filter(right__in=list(rights), listing__status__in=SHOWN)
        .exclude(listing__organization_id=listing.organization_id)
        .values_list("right_id", flat=True)
    )
    return [
        (
            right,
            [
                _in_force(right),
                _pledge(right, right.pk in consents),
                _freeze(right),
                _rival(right.pk in rivals),
                _ownership(proofs.get(right.pk)),
                *_others(right, found.get(right.pk)),
            ],
        )
        for right in rights
    ]


def _in_force(right: Right) -> Check:
    return Check(_("Right in force"), str(right.get_status_display()), "jade" if right.is_in_force else "red")


def _pledge(right: Right, has_consent: bool) -> Check:
    label = _("Pledged")
    if not right.is_pledged:
        return Check(label, _("No"), "jade")
    if has_consent:
        return Check(label, _("Yes; the pledgee consented to this listing"), "amber")
    return Check(label, _("Yes, and the pledgee has not consented to this listing"), "red")


def _freeze(right: Right) -> Check:
    return Check(
        _("Frozen"), _("Yes, by a court") if right.is_frozen else _("No"), "red" if right.is_frozen else "jade"
    )


def _rival(has_rival: bool) -> Check:
    answer = _("Yes: compare the evidence of both") if has_rival else _("No")
    return Check(_("On offer by another organisation"), answer, "red" if has_rival else "jade")


def _others(right: Right, obstacle: str | None) -> list[Check]:
    """What is asked only where the register or its absence raises it."""
    checks = []
    if right.proof.get("facts", {}).get("owners", [""])[0] == HOLDER_STATEMENT:
        words = _("Only the holder says so; compare it with the certificate")
        checks.append(Check(_("Register data"), words, "amber"))
    if obstacle and obstacle not in ("not_in_force", "frozen", "pledged", "transferred"):
        checks.append(Check(_("Obstacle"), str(OBSTACLES[obstacle]), "red"))
    return checks


def _ownership(proof: OwnershipProof | None) -> Check:
    label = _("Organisation is the owner")
    if proof is None:
        return Check(label, _("Not proven: name the document you check"), "amber")
    answer = _("%(kind)s, as of %(day)s") % {"kind": proof.get_kind_display(), "day": proof.proven_on.isoformat()}
    return Check(label, answer, "jade")


def may_decide(actor: Actor, listing: Listing) -> bool:
    """Nobody decides on a listing of the organisation they act for."""
    return listing.status == ListingStatus.VERIFYING and can_approve_listing(actor, listing)
