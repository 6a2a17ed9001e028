"""What waits for staff about ownership, with its deadline: claims, powers of attorney and disputes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.core.deadlines import Due, due_after

from .models import OwnershipClaim, OwnershipDispute, PowerOfAttorney

PER_PAGE = 30
POLICY = "rights.ownership_days"

Place = tuple[datetime, str]


@dataclass(frozen=True)
class Case:
    """One thing to decide; `since` is when it was handed in."""

    ref: str
    kind: str
    title: str
    party: str
    since: datetime
    due: Due
    url: str


def claims_waiting() -> QuerySet[OwnershipClaim]:
    return OwnershipClaim.objects.filter(status=OwnershipClaim.Status.SUBMITTED).order_by("submitted_at", "ref")


def powers_waiting() -> QuerySet[PowerOfAttorney]:
    return PowerOfAttorney.objects.filter(status=PowerOfAttorney.Status.SUBMITTED).order_by("submitted_at", "ref")


def disputes_open() -> QuerySet[OwnershipDispute]:
    return OwnershipDispute.objects.filter(status=OwnershipDispute.Status.OPEN).order_by("opened_at", "ref")


def waiting_count() -> int:
    """How many things wait. Three statements."""
    return claims_waiting().count() + powers_waiting().count() + disputes_open().count()


def cases(today: date, *, after: Place | None = None, limit: int = PER_PAGE + 1) -> list[Case]:
    """The oldest first; claims that a dispute will settle are not listed beside it. Four statements.

    `after` is the place behind which to go on: each kind is asked for as many rows as a page can show.
    """
    claims: QuerySet[Any] = claims_waiting().exclude(right__disputes__status=OwnershipDispute.Status.OPEN)
    powers: QuerySet[Any] = powers_waiting()
    disputes: QuerySet[Any] = disputes_open()
    if after is not None:
        claims, powers = claims.filter(_behind("submitted_at", after)), powers.filter(_behind("submitted_at", after))
        disputes = disputes.filter(_behind("opened_at", after))
    found = [
        *(_claim(row, today) for row in claims.select_related("right", "organization")[:limit]),
        *(_power(row, today) for row in powers.select_related("agent")[:limit]),
        *(_dispute(row, today) for row in disputes.select_related("right").prefetch_related("parties")[:limit]),
    ]
    return sorted(found, key=lambda case: (case.since, case.ref))[:limit]


def _behind(field: str, after: Place) -> Q:
    return Q(**{f"{field}__gt": after[0]}) | Q(**{field: after[0], "ref__gt": after[1]})


def _claim(row: OwnershipClaim, today: date) -> Case:
    url = reverse("ownership:claim", args=[row.ref])
    due = due_after(row.submitted_at, POLICY, today)
    return Case(row.ref, _("Proof of ownership"), row.right.title, row.organization.name, row.submitted_at, due, url)


def _power(row: PowerOfAttorney, today: date) -> Case:
    url = reverse("ownership:power", args=[row.ref])
    due = due_after(row.submitted_at, POLICY, today)
    return Case(row.ref, _("Power of attorney"), row.principal_name, row.agent.name, row.submitted_at, due, url)


def _dispute(row: OwnershipDispute, today: date) -> Case:
    url = reverse("ownership:dispute", args=[row.ref])
    due = due_after(row.opened_at, POLICY, today)
    parties = _("; ").join(party.name for party in row.parties.all())
    return Case(row.ref, _("Dispute"), row.right.title, parties, row.opened_at, due, url)
