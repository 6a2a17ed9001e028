"""One's own desk: what waits, by the role in which one acts now."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from marketplace.accounts import cases
from marketplace.accounts.access import can_read_every_organization, waiting_roles
from marketplace.accounts.models import Organization
from marketplace.core import clock, policy
from marketplace.core.access import ROLES_BY_KIND, TWO_PERSON_ROLES, Actor, signed_in
from marketplace.listings import enquiry_desk
from marketplace.listings.access import can_create_listing, can_moderate_listings
from marketplace.listings.desk import EXPIRING_DAYS, group_counts
from marketplace.listings.models import SHOWN, CoOwnerConsent, EnquiryReport, Listing, Side
from marketplace.listings.moderation import due_of, waiting
from marketplace.rights import desk as ownership_desk
from marketplace.rights.models import OwnershipDispute


@dataclass(frozen=True)
class Waiting:
    """Something to do: how many, what, where; `mark` is a colour the words never depend on."""

    count: int
    text: str
    url: str
    label: str
    mark: str = "amber"
    days: int | None = None


STANDING = {
    "unverified": ("amber", gettext_lazy("Your organisation is not verified yet"), gettext_lazy("Hand in the papers")),
    "returned": ("red", gettext_lazy("Your organisation was sent back"), gettext_lazy("Put it right")),
    "under_review": ("grey", gettext_lazy("Your organisation is being checked"), gettext_lazy("Look")),
}


@signed_in
def dashboard(request: HttpRequest) -> HttpResponse:
    """What to do next. Statements do not grow with rows."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    can_post = can_create_listing(actor)
    context: dict[str, Any] = {
        "items": [
            *_of_member(actor),
            *_of_enquiries(actor),
            *(_of_holder(actor) if can_post else ()),
            *(_of_checkers() if can_read_every_organization(actor) else ()),
            *(_of_staff() if can_moderate_listings(actor) else ()),
            *_of_reports(actor),
        ],
        "can_post": can_post,
        "can_moderate": can_moderate_listings(actor),
        "needs_second_factor": actor.needs_second_factor,
    }
    return render(request, "portal/dashboard.html", context)


def _of_member(actor: Actor) -> list[Waiting]:
    """What one's own organisation waits for: its check by staff, and roles that need a second owner."""
    found = []
    organization = Organization.objects.filter(pk=actor.organization_id or 0).first()
    state = STANDING.get(organization.status) if organization is not None else None
    if state is not None and actor.may("edit_organization"):
        mark, sentence, label = state
        found.append(Waiting(1, str(sentence), reverse("accounts:organization"), str(label), mark))
    has_two_person_roles = TWO_PERSON_ROLES & ROLES_BY_KIND.get(actor.organization_kind, frozenset())
    if organization is not None and has_two_person_roles and actor.may("confirm_role"):
        roles = waiting_roles(organization, actor).count()
        if roles:
            text = ngettext("%(n)s role waits for you", "%(n)s roles wait for you", roles) % {"n": roles}
            found.append(Waiting(roles, text, reverse("accounts:members"), _("Look and confirm")))
    return found


def _of_checkers() -> list[Waiting]:
    """Organisations that wait for the staff, with the nearest deadline."""
    count = cases.waiting().count()
    first = cases.waiting().values_list("submitted_at", flat=True).first()
    if not count or first is None:
        return []
    days = cases.due_of(first, clock.today()).days
    text = ngettext("%(n)s organisation waits for its check", "%(n)s organisations wait for their check", count)
    url = reverse("accounts:organization_queue")
    return [Waiting(count, text % {"n": count}, url, _("Check"), "red" if days < 0 else "amber", days)]


def _of_holder(actor: Actor) -> list[Waiting]:
    own = Listing.objects.owned_by(actor)
    counts = group_counts(own.values_list("status").annotate(n=Count("pk")))
    ends_before = clock.now() - timedelta(days=policy.value("listings.show_days") - EXPIRING_DAYS)
    expiring = own.filter(status__in=SHOWN, published_at__lt=ends_before).count()
    mine = reverse("listings:mine")

    def item(name: str, count: int, text: str, label: str, mark: str = "amber") -> Waiting:
        return Waiting(count, text % {"n": count}, f"{mine}?state={name}", label, mark)

    found = [
        item(
            "returned",
            counts["returned"],
            ngettext("%(n)s listing was sent back", "%(n)s listings were sent back", counts["returned"]),
            _("Put it right"),
        ),
        item(
            "suspended",
            counts["suspended"],
            ngettext("%(n)s listing is suspended", "%(n)s listings are suspended", counts["suspended"]),
            _("See why"),
            "red",
        ),
        item("shown", expiring, ngettext("%(n)s listing ends soon", "%(n)s listings end soon", expiring), _("Look")),
        item(
            "draft",
            counts["draft"],
            ngettext("%(n)s draft is not handed in", "%(n)s drafts are not handed in", counts["draft"]),
            _("Complete it"),
            "grey",
        ),
        item(
            "verifying",
            counts["verifying"],
            ngettext("%(n)s listing is in review", "%(n)s listings are in review", counts["verifying"]),
            _("Look"),
            "grey",
        ),
        item(
            "shown",
            counts["shown"],
            ngettext("%(n)s listing is on show", "%(n)s listings are on show", counts["shown"]),
            _("Look"),
            "jade",
        ),
    ]
    return [each for each in (*_of_owner(actor), *found) if each.count]


def _of_owner(actor: Actor) -> list[Waiting]:
    """What concerns ownership: consents asked, disputes open."""
    asked = CoOwnerConsent.objects.asked_of(actor).filter(status=CoOwnerConsent.Status.ASKED)
    consents = asked.values("listing").distinct().count()
    open_disputes = OwnershipDispute.objects.filter(
        parties=actor.organization_id or 0, status=OwnershipDispute.Status.OPEN
    ).count()
    return [
        Waiting(
            open_disputes,
            ngettext("%(n)s ownership is to be settled", "%(n)s ownerships are to be settled", open_disputes)
            % {"n": open_disputes},
            reverse("ownership:claims"),
            _("Hand in your papers"),
            "red",
        ),
        Waiting(
            consents,
            ngettext("%(n)s co-owner asks for your consent", "%(n)s co-owners ask for your consent", consents)
            % {"n": consents},
            reverse("listings:consents"),
            _("Answer"),
        ),
    ]


def _of_enquiries(actor: Actor) -> list[Waiting]:
    """What is new in one's threads, as holder and as buyer."""
    inbox = reverse("enquiries:inbox")
    found = []
    for side in enquiry_desk.sides_of(actor):
        count = enquiry_desk.unread_count(actor, side)
        if side == Side.HOLDER:
            text = ngettext("%(n)s enquiry to read", "%(n)s enquiries to read", count)
        else:
            text = ngettext("%(n)s answer to read", "%(n)s answers to read", count)
        found.append(Waiting(count, text % {"n": count}, f"{inbox}?side={side}&state=unread", _("Read")))
    return [each for each in found if each.count]


def _of_reports(actor: Actor) -> list[Waiting]:
    """Reported threads that wait for staff."""
    if not actor.may("decide_enquiry_report"):
        return []
    count = EnquiryReport.objects.filter(status=EnquiryReport.Status.OPEN).count()
    text = ngettext("%(n)s reported enquiry waits", "%(n)s reported enquiries wait", count) % {"n": count}
    return [Waiting(count, text, reverse("enquiries:reports"), _("Look"))] if count else []


def _of_staff() -> list[Waiting]:
    """The queues, each with its nearest deadline."""
    return [*_listings_waiting(), *_ownership_waiting()]


def _ownership_waiting() -> list[Waiting]:
    count = ownership_desk.waiting_count()
    first = ownership_desk.cases(clock.today(), limit=1)
    if not count or not first:
        return []
    days = first[0].due.days
    text = ngettext("%(n)s proof of ownership waits", "%(n)s proofs of ownership wait", count) % {"n": count}
    return [Waiting(count, text, reverse("ownership:queue"), _("Check"), "red" if days < 0 else "amber", days)]


def _listings_waiting() -> list[Waiting]:
    count = waiting().count()
    first = waiting().values_list("submitted_at", flat=True).first()
    if not count or first is None:
        return []
    days = due_of(first, clock.today()).days
    text = ngettext("%(n)s listing waits for review", "%(n)s listings wait for review", count) % {"n": count}
    return [Waiting(count, text, reverse("listings:queue"), _("Review"), "red" if days < 0 else "amber", days)]
