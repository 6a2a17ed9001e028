"""What staff look at before they vouch for an organisation: the queue by deadline, and what other records say."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.core import clock, uscc
from marketplace.core.deadlines import Due, due_after

from .models import Evidence, Organization, OrganizationName, OrganizationReview

PER_PAGE = 30
# The parts of an organisation that can be sent back, in the order of the page.
RETURNABLE: dict[str, Any] = {
    "kind": gettext_lazy("Kind"),
    "name": gettext_lazy("Registered name"),
    "uscc": gettext_lazy("Unified social credit code"),
    "region": gettext_lazy("County or district"),
    "papers": gettext_lazy("Papers"),
}
MOST_ALIKE = 10
# What many names share and so proves nothing: places in front, legal forms behind.
PLACE = re.compile(r"^.{2,3}?(自治区|省|市|县|区)")
LEGAL_FORM = re.compile(r"(股份有限公司|有限责任公司|有限公司|公司|ltd|limited|inc|gmbh|aps|co)+$")


@dataclass(frozen=True)
class Case:
    """An organisation that waits for a decision."""

    review: OrganizationReview
    organization: Organization
    due: Due
    is_again: bool


@dataclass(frozen=True)
class Fact:
    """One thing to compare, with its answer; `mark` is a colour the words never depend on (nothing: plain)."""

    label: str
    answer: str
    mark: str = ""


Provider = Callable[[Organization], Iterable[Fact]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let an app above add what it knows about an organisation to the case page."""
    if provider not in _providers:
        _providers.append(provider)


def due_of(submitted_at: datetime, today: date) -> Due:
    """The deadline in working days (policy `accounts.verification_days`)."""
    return due_after(submitted_at, "accounts.verification_days", today)


def waiting() -> QuerySet[OrganizationReview]:
    return OrganizationReview.objects.waiting()


def behind(review: OrganizationReview, rows: QuerySet[OrganizationReview]) -> QuerySet[OrganizationReview]:
    """Those behind a review in the queue."""
    return rows.filter(Q(submitted_at__gt=review.submitted_at) | Q(submitted_at=review.submitted_at, pk__gt=review.pk))


def cases_of(rows: QuerySet[OrganizationReview], limit: int) -> list[Case]:
    """Cases in the order of their rows; one statement."""
    today = clock.today()
    earlier = OrganizationReview.objects.filter(organization=OuterRef("organization"), decided_at__isnull=False)
    found = rows.select_related("organization").annotate(is_again=Exists(earlier))[:limit]
    return [Case(row, row.organization, due_of(row.submitted_at, today), row.is_again) for row in found]


def found_by(text: str, rows: QuerySet[Organization]) -> QuerySet[Organization]:
    """Organisations by reference, code or a part of their name."""
    words = " ".join(text.split())
    return rows.filter(
        Q(ref__iexact=words) | Q(uscc__istartswith=words) | Q(name__icontains=words) | Q(name_en__icontains=words)
    )


def facts_of(organization: Organization) -> list[Fact]:
    """The entries explained, and what other records say; a fixed number of statements."""
    facts = [
        Fact(_("Kind"), str(organization.get_kind_display())),
        *_code_facts(organization.uscc),
        *(fact for provider in _providers for fact in provider(organization)),
        *_former_names(organization),
        *_alike(organization),
    ]
    return [fact for fact in facts if fact.answer]


def _code_facts(code: str | None) -> list[Fact]:
    if not code:
        return [Fact(_("Unified social credit code"), _("None given"), "amber")]
    found = uscc.parse(code)
    body, last = found.canonical[:17], found.canonical[17]
    words = {"body": body, "last": last, "code": found.organisation_code}
    facts = [
        Fact(
            _("Unified social credit code"),
            _("%(body)s-%(last)s: the last character fits the seventeen before it") % words,
            "jade",
        )
    ]
    if found.warnings:
        answer = _("%(code)s: its own check character does not fit; compare it with the paper") % words
        facts.append(Fact(_("Organisation part (characters 9 to 17)"), answer, "amber"))
    else:
        answer = _("%(code)s: its own check character fits") % words
        facts.append(Fact(_("Organisation part (characters 9 to 17)"), answer, "jade"))
    return facts


def _former_names(organization: Organization) -> list[Fact]:
    rows = organization.former_names.order_by("valid_to", "pk")
    words = "; ".join(_("%(name)s until %(day)s") % {"name": row.name, "day": row.valid_to.isoformat()} for row in rows)
    return [Fact(_("Verified before as"), words, "amber")] if words else []


def name_core(key: str) -> str:
    """The part of a name's key by which firms are told apart: without place in front and legal form behind."""
    core = LEGAL_FORM.sub("", PLACE.sub("", key))
    return core if len(core) >= 2 else key


def alike(organization: Organization) -> list[Organization]:
    """Other organisations with the same organisation part of the code or a similar name, today's or a former one."""
    others = Organization.objects.exclude(pk=organization.pk)
    core = name_core(organization.name_key)
    similar = Q(name_key__contains=core)
    if organization.uscc:
        similar |= Q(uscc__contains=organization.uscc[8:17])
    renamed = OrganizationName.objects.filter(name_key__contains=core).values("organization")
    return list(others.filter(similar | Q(pk__in=renamed)).order_by("-pk")[:MOST_ALIKE])


def _alike(organization: Organization) -> list[Fact]:
    found = alike(organization)
    if not found:
        return [Fact(_("Same code or similar name here"), _("None"), "jade")]
    words = "; ".join(f"{row.name} ({row.ref}, {row.get_status_display()})" for row in found)
    return [Fact(_("Same code or similar name here"), words, "red")]


def papers_of(organization: Organization) -> QuerySet[Evidence]:
    """Proofs of identity, the newest first."""
    return organization.evidence.filter(purpose=Evidence.Purpose.IDENTITY).order_by("-pk")
