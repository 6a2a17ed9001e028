"""Reporting a thread, and what staff decide."""

from django.db import IntegrityError, transaction

from marketplace.core import clock, events
from marketplace.core.access import Actor, require
from marketplace.core.errors import Conflict, InvalidInput

from .. import emails
from .. import enquiry_access as access
from .. import enquiry_refusals as refusals
from ..models import Enquiry, EnquiryBlock, EnquiryReport, EnquiryStatus, Side
from .enquiries import require_side

_S = EnquiryReport.Status


@transaction.atomic
def report_enquiry(enquiry: Enquiry, *, by: Actor, reason: str, text: str = "") -> EnquiryReport:
    """Put a thread before the staff, who may read it from now until they have decided.

    Raises NotAllowed, InvalidInput, Conflict.
    """
    side = require_side(by, enquiry)

    if reason not in EnquiryReport.Reason.values:
        raise InvalidInput({"reason": refusals.NOTE_NEEDED})
    try:
        with transaction.atomic():
            report = EnquiryReport.objects.create(enquiry=enquiry, side=side, reason=reason, text=text.strip()[:1000])
    except IntegrityError as error:
        raise Conflict(refusals.REPORTED_ALREADY) from error
    Enquiry.objects.filter(pk=enquiry.pk).update(is_reported=True, updated_at=clock.now())
    enquiry.is_reported = True

    events.record("enquiry.reported", subject=enquiry, by=by, facts={"report": report.pk, "side": side})
    return report


@transaction.atomic
def decide_enquiry_report(report: EnquiryReport, *, by: Actor, outcome: str, note: str) -> EnquiryReport:
    """Dismiss, warn, close the thread for good, or keep the buyer from asking; both sides hear it in neutral words.

    Raises NotAllowed, InvalidInput, IllegalTransition, Conflict.
    """
    require(access.can_decide_enquiry_report(by, report), by)

    note = note.strip()
    if not note:
        raise InvalidInput({"note": refusals.NOTE_NEEDED})
    if outcome == _S.BLOCKED and report.side != Side.HOLDER:
        raise InvalidInput({"outcome": refusals.OTHER_SIDE_ONLY})
    enquiry = Enquiry.objects.select_for_update().get(pk=report.enquiry_id)

    decided = {"note": note[:1000], "decided_by": by.user_id, "decided_at": clock.now()}
    EnquiryReport.FLOW.advance(report, outcome, by=by, changes=decided, enquiry=enquiry.ref)
    if outcome in (_S.CLOSED, _S.BLOCKED):
        _settle(enquiry, by=by)
    if outcome == _S.BLOCKED:
        EnquiryBlock.objects.get_or_create(counterpart=enquiry.counterpart, lifted_at=None, defaults={"report": report})
    enquiry.is_reported = enquiry.reports.filter(status=_S.OPEN).exists()
    enquiry.save(update_fields=["is_reported"])

    report.enquiry = enquiry
    emails.tell_decision(report, by=by)
    return report


def _settle(enquiry: Enquiry, *, by: Actor) -> None:
    """Close a thread so that nobody opens it again."""
    changes = {"closed_by_side": Side.STAFF}
    if enquiry.status != EnquiryStatus.CLOSED:
        Enquiry.FLOW.advance(enquiry, EnquiryStatus.CLOSED, by=by, verb="settled", changes=changes)
    elif not enquiry.is_settled:
        enquiry.closed_by_side = Side.STAFF
        enquiry.save(update_fields=["closed_by_side"])
        events.record("enquiry.settled", subject=enquiry, by=by)
