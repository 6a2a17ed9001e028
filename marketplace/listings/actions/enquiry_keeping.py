"""What a side does with its thread besides writing: read, reveal, mute, close, have a guest's link sent again."""

from datetime import timedelta

from django.db import transaction

from marketplace.core import clock, events
from marketplace.core.access import Actor, require
from marketplace.core.limits import consume

from .. import emails
from .. import enquiry_access as access
from .. import enquiry_refusals as refusals
from ..models import Enquiry, EnquiryStatus
from .enquiries import require_side

LINKS_AN_HOUR = 3


@transaction.atomic
def read_enquiry(enquiry: Enquiry, *, by: Actor) -> Enquiry:
    """Note that a side has seen what the other wrote; the next message is told by mail again. Raises NotAllowed."""
    side = require_side(by, enquiry)

    if not enquiry.has_unread(side):
        return enquiry

    setattr(enquiry, f"{side}_unread", False)
    setattr(enquiry, f"{side}_told_at", None)
    setattr(enquiry, f"{side}_read_at", clock.now())
    enquiry.save(update_fields=[f"{side}_unread", f"{side}_told_at", f"{side}_read_at"])
    events.record("enquiry.read", subject=enquiry, by=by, facts={"side": side})
    return enquiry


@transaction.atomic
def reveal_enquiry(enquiry: Enquiry, *, by: Actor) -> Enquiry:
    """Let the holder know who asks; it cannot be taken back. Raises NotAllowed, AlreadyKnown."""
    require(access.can_reveal_enquiry(by, enquiry), by)

    if Enquiry.objects.filter(pk=enquiry.pk, is_anonymous=True).update(is_anonymous=False, updated_at=clock.now()) == 0:
        raise refusals.AlreadyKnown()

    enquiry.is_anonymous = False
    events.record("enquiry.revealed", subject=enquiry, by=by)
    return enquiry


@transaction.atomic
def mute_enquiry(enquiry: Enquiry, *, by: Actor, is_muted: bool = True) -> Enquiry:
    """Stop or resume mail about a thread for one's own side. Raises NotAllowed."""
    side = require_side(by, enquiry)

    if enquiry.is_muted(side) == is_muted:
        return enquiry

    setattr(enquiry, f"{side}_muted", is_muted)
    enquiry.save(update_fields=[f"{side}_muted"])
    events.record("enquiry.muted" if is_muted else "enquiry.unmuted", subject=enquiry, by=by, facts={"side": side})
    return enquiry


@transaction.atomic
def close_enquiry(enquiry: Enquiry, *, by: Actor) -> Enquiry:
    """End a thread; a later message opens it again. Raises NotAllowed, IllegalTransition, Conflict."""
    side = require_side(by, enquiry)

    changes = {"closed_by_side": side}
    return Enquiry.FLOW.advance(enquiry, EnquiryStatus.CLOSED, by=by, changes=changes, side=side)


@transaction.atomic
def resend_link(enquiry: Enquiry, *, by: Actor) -> None:
    """Mail a guest a fresh link to the address already kept: whoever holds an old link learns nothing.

    Raises NotAllowed, TooMany.
    """
    require(access.can_continue_enquiry(by, enquiry), by)
    consume("enquiry-link", enquiry.ref, most=LINKS_AN_HOUR, per=timedelta(hours=1))

    events.record("enquiry.link_sent", subject=enquiry, by=by)
    emails.send_link(enquiry)
