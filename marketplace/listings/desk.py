"""What a holder's desk says of each listing: its group, its state line and what to do next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, policy
from marketplace.core.access import Actor
from marketplace.core.errors import Sentence
from marketplace.core.templatetags.ui import day

from .forms.moderation import RETURNABLE
from .models import SHOWN, Listing, ListingReturn, ListingRight, ListingStatus
from .refusals import OBSTACLES

MINE_PER_PAGE = 20
EXPIRING_DAYS = 30
_S = ListingStatus


@dataclass(frozen=True)
class Group:
    """A tab of the desk."""

    label: Sentence
    statuses: tuple[str, ...]


GROUPS: dict[str, Group] = {
    "all": Group(_("All"), tuple(_S.values)),
    "draft": Group(_("Drafts"), (_S.DRAFT,)),
    "verifying": Group(_S.VERIFYING.label, (_S.VERIFYING,)),
    "returned": Group(_S.RETURNED.label, (_S.RETURNED,)),
    "shown": Group(_("On show"), SHOWN),
    "agreed": Group(_("Agreed"), (_S.UNDER_CONTRACT, _S.SETTLING)),
    "suspended": Group(_S.SUSPENDED.label, (_S.SUSPENDED,)),
    "ended": Group(_("Ended"), (_S.WITHDRAWN, _S.EXPIRED, _S.SOLD_ELSEWHERE, _S.CLOSED)),
}
MARKS: dict[str, str] = {
    _S.PUBLISHED: "jade", _S.IN_NEGOTIATION: "jade", _S.RESERVED: "amber", _S.UNDER_CONTRACT: "jade",
    _S.SETTLING: "jade", _S.CLOSED: "jade", _S.VERIFYING: "amber", _S.RETURNED: "amber", _S.SUSPENDED: "red",
}  # fmt: skip
ACTIONS: dict[str, tuple[tuple[str, Sentence], ...]] = {
    _S.DRAFT: (("withdraw", _("Withdraw")),),
    _S.VERIFYING: (("withdraw", _("Withdraw")),),
    _S.RETURNED: (("withdraw", _("Withdraw")),),
    _S.PUBLISHED: (("withdraw", _("Withdraw")), ("mark_sold_elsewhere", _("Mark as sold elsewhere"))),
    _S.IN_NEGOTIATION: (("withdraw", _("Withdraw")), ("mark_sold_elsewhere", _("Mark as sold elsewhere"))),
    _S.SUSPENDED: (("withdraw", _("Withdraw")), ("mark_sold_elsewhere", _("Mark as sold elsewhere"))),
    _S.WITHDRAWN: (("relist", _("Relist")),),
    _S.EXPIRED: (("relist", _("Relist")),),
}
# The steps that cannot be taken back ask first.
FINAL = frozenset({"mark_sold_elsewhere"})


@dataclass(frozen=True)
class Verb:
    name: str
    label: Sentence
    url: str
    is_final: bool


@dataclass(frozen=True)
class Line:
    """One listing on the desk."""

    listing: Listing
    rights: tuple[str, ...]
    right_count: int
    mark: str
    url: str
    next_step: str
    reasons: tuple[tuple[str, str, str], ...]
    verbs: tuple[Verb, ...]


def group_counts(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Listings in each group, from status and count."""
    by_status = dict(rows)
    return {name: sum(by_status.get(status, 0) for status in group.statuses) for name, group in GROUPS.items()}


def tabs_of(current: str, counts: dict[str, int]) -> list[dict[str, object]]:
    """Tabs that hold something, the first and the current one always."""
    return [
        {"label": group.label, "url": f"?state={name}", "count": counts[name], "current": name == current}
        for name, group in GROUPS.items()
        if counts[name] or name in ("all", current)
    ]


def lines_of(rows: QuerySet[Listing], actor: Actor) -> list[Line]:
    """One page of lines and one more, in three statements."""
    found = rows.order_by("-pk").prefetch_related(
        Prefetch("items", ListingRight.objects.select_related("right").order_by("position", "pk")),
        Prefetch("returns", ListingReturn.objects.filter(settled_at__isnull=True).order_by("pk")),
    )
    show_days = policy.value("listings.show_days")
    return [_line(listing, show_days, clock.today()) for listing in found[: MINE_PER_PAGE + 1]]


def ends_on(listing: Listing, show_days: int) -> date | None:
    """The day on which a shown listing expires."""
    if listing.published_at is None or listing.status not in SHOWN:
        return None
    return clock.day_of(listing.published_at) + timedelta(days=show_days)


def _line(listing: Listing, show_days: int, today: date) -> Line:
    page = reverse("listings:edit" if listing.is_editable else "listings:detail", args=[listing.ref])
    returns = [item for item in listing.returns.all() if listing.status == _S.RETURNED]
    reasons = tuple(
        (str(RETURNABLE.get(item.field, item.field)), item.reason, field_address(listing, item.field))
        for item in returns
    )
    verbs = tuple(
        Verb(name, label, reverse(f"listings:{name}", args=[listing.ref]), name in FINAL)
        for name, label in ACTIONS.get(listing.status, ())
    )
    return Line(
        listing=listing,
        rights=tuple(item.right.title for item in listing.items.all() if item.right.title != listing.title),
        right_count=len(listing.items.all()),
        mark=MARKS.get(listing.status, "grey"),
        url=page,
        next_step=next_step(listing, ends_on(listing, show_days), today),
        reasons=reasons,
        verbs=verbs,
    )


def field_address(listing: Listing, field: str) -> str:
    """Where a field of a listing is put right."""
    if field in ("pictures", "documents"):
        return reverse(f"listings:{field}", args=[listing.ref])
    if field == "consents":
        return reverse("listings:co_owners", args=[listing.ref])
    page = reverse("listings:edit", args=[listing.ref])
    return f"{page}#{'rights' if field == 'rights' else f'id_{field}'}"


def next_step(listing: Listing, ends: date | None, today: date) -> str:
    """What to do next, in words."""
    if listing.status == _S.SUSPENDED:
        return str(OBSTACLES.get(listing.suspension, OBSTACLES["staff"]))
    if ends is not None and (left := (ends - today).days) <= EXPIRING_DAYS:
        words = ngettext("Ends in %(n)s day; relist it then.", "Ends in %(n)s days; relist it then.", max(left, 0))
        return words % {"n": max(left, 0)}
    if listing.status == _S.VERIFYING and listing.submitted_at:
        return gettext("Handed in on %(day)s; a moderator is looking at it.") % {"day": day(listing.submitted_at)}
    return str(NEXT_STEPS.get(listing.status, ""))


NEXT_STEPS: dict[str, Sentence] = {
    _S.DRAFT: _("Complete it and hand it in."),
    _S.RETURNED: _("Put right what the moderator names, then hand it in again."),
    _S.PUBLISHED: _("Buyers see it."),
    _S.IN_NEGOTIATION: _("A buyer is negotiating."),
    _S.RESERVED: _("Reserved for one buyer."),
    _S.UNDER_CONTRACT: _("The contract is being signed."),
    _S.SETTLING: _("Wait for the recordal, then the money is released."),
    _S.WITHDRAWN: _("Nobody sees it. Relist it when you are ready."),
    _S.EXPIRED: _("Its time on show has ended. Check it and relist it."),
}
