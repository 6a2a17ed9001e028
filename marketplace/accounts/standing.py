"""An organisation's standing in words: what is so, and what its people do next."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from marketplace.core import clock
from marketplace.core.deadlines import Due

from .cases import RETURNABLE, due_of
from .models import Organization, OrganizationReview

_Status = Organization.Status
MARKS = {
    _Status.UNVERIFIED: "grey",
    _Status.UNDER_REVIEW: "amber",
    _Status.RETURNED: "red",
    _Status.VERIFIED: "jade",
    _Status.SUSPENDED: "red",
}


@dataclass(frozen=True)
class Standing:
    """What the organisation page says first."""

    mark: str
    label: str
    text: str
    due: Due | None = None
    reasons: tuple[tuple[str, str], ...] = ()
    can_hand_in: bool = False


def standing_of(organization: Organization) -> Standing:
    """The standing of an organisation; at most one statement."""
    status = _Status(organization.status)
    mark, label = MARKS[status], str(status.label)
    if status == _Status.UNVERIFIED:
        text = _(
            "Add a scan of the business licence or certificate and hand it in. Meanwhile you can prepare everything: "
            "invite members and write drafts."
        )
        return Standing(mark, label, text, can_hand_in=True)
    if status == _Status.UNDER_REVIEW:
        review = organization.reviews.filter(decided_at__isnull=True).first()
        due = due_of(review.submitted_at, clock.today()) if review else None
        text = _("Our staff compare your entries with the papers and write to the owners. You can go on preparing.")
        return Standing(mark, label, text, due=due)
    if status == _Status.RETURNED:
        returned = OrganizationReview.Outcome.RETURNED
        review = organization.reviews.filter(outcome=returned).order_by("-decided_at").first()
        text = _("Our staff could not confirm the entries. Put right what is named here, then hand it in again.")
        return Standing(mark, label, text, reasons=reasons_of(review), can_hand_in=True)
    if status == _Status.SUSPENDED:
        suspension = organization.suspensions.filter(ended_at__isnull=True).first()
        text = _(
            "Nobody can act for this organisation now, and nothing of it is shown. If this is a mistake, write to the "
            "address in the imprint."
        )
        reasons = ((_("Reason"), suspension.reason),) if suspension else ()
        return Standing(mark, label, text, reasons=reasons)
    return Standing(mark, label, _("Our staff have seen the papers. Others see your organisation as verified."))


def reasons_of(review: OrganizationReview | None) -> tuple[tuple[str, str], ...]:
    """Field in words and reason, in the order of the page."""
    reasons: dict[str, Any] = review.reasons if review else {}
    return tuple((str(label), reasons[name]) for name, label in RETURNABLE.items() if name in reasons)
