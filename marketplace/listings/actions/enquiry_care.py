"""Templates, how fast holders answer, and forgetting people."""

from collections import defaultdict
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from marketplace.accounts.models import Organization, User
from marketplace.core import calendar, clock, events, policy
from marketplace.core.access import Actor, require
from marketplace.core.calendars import city_calendar
from marketplace.core.errors import InvalidInput
from marketplace.core.models import Tally

from .. import enquiry_access as access
from .. import enquiry_refusals as refusals
from ..enquiry_rules import LONGEST, tidy, usual_days
from ..models import Enquiry, EnquiryAttachment, EnquiryTemplate, ResponseTime, Side, UnverifiedEnquiry

MOST_TEMPLATES = 30
MEASURED = timedelta(days=90)
TALLY = "enquiries"
BATCH = 1000
USED_KEPT = timedelta(days=30)


@transaction.atomic
def write_template(organization: Organization, *, by: Actor, title: str, text: str) -> EnquiryTemplate:
    """Keep a beginning of an answer for one's organisation. Raises NotAllowed, InvalidInput."""
    require(access.can_write_templates(by) and by.organization_id == organization.pk, by)

    title, text = " ".join(title.split())[:60], tidy(text)[:LONGEST]
    if not title or not text:
        raise InvalidInput({"text": refusals.TEXT_SHORT})
    if organization.enquiry_templates.count() >= MOST_TEMPLATES:
        raise InvalidInput({"title": refusals.TEMPLATES_FULL})
    try:
        with transaction.atomic():
            template = EnquiryTemplate.objects.create(organization=organization, title=title, text=text)
    except IntegrityError as error:
        raise InvalidInput({"title": refusals.TITLE_TAKEN}) from error

    events.record("enquiry_template.written", subject=template, by=by)
    return template


@transaction.atomic
def remove_template(template: EnquiryTemplate, *, by: Actor) -> None:
    """Raises NotAllowed."""
    require(access.can_remove_template(by, template), by)

    events.record("enquiry_template.removed", subject=template, by=by)
    template.delete()


@transaction.atomic
def measure_response_times(*, by: Actor) -> int:
    """Keep each holder's usual working days to a first answer over the last 90 days; returns for how many."""
    require(by.may("care_for_enquiries"), by)

    now, data = clock.now(), city_calendar()
    days: dict[int, list[int]] = defaultdict(list)
    answered = Enquiry.objects.filter(first_answered_at__gte=now - MEASURED)
    for holder, asked, first in answered.values_list("holder_id", "asked_at", "first_answered_at").iterator():
        if first is None:
            continue
        days[holder].append(calendar.working_days_between(clock.day_of(asked), clock.day_of(first), data).days)
    usual = {holder: found for holder, counts in days.items() if (found := usual_days(counts)) is not None}

    ResponseTime.objects.exclude(organization_id__in=list(usual)).delete()
    for holder, found in usual.items():
        values = {"median_days": found, "answers": len(days[holder]), "measured_at": now}
        ResponseTime.objects.update_or_create(organization_id=holder, defaults=values)
    Tally.objects.update_or_create(name=TALLY, defaults={"value": Enquiry.objects.count()})
    return len(usual)


@transaction.atomic
def forget_guests(*, by: Actor) -> int:
    """Forget guests' names and addresses by dated policy, and questions whose address was never verified."""
    require(by.may("care_for_enquiries"), by)

    now = clock.now()
    oldest = now - timedelta(days=policy.value("listings.enquiry_retention_days"))
    old = Enquiry.objects.filter(last_message_at__lt=oldest).exclude(guest_email="")
    keys = list(old.order_by("last_message_at").values_list("pk", flat=True)[:BATCH])
    count = _forget(Enquiry.objects.filter(pk__in=keys), by=by)
    UnverifiedEnquiry.objects.filter(expires_at__lt=now, used_at__isnull=True).delete()
    UnverifiedEnquiry.objects.filter(used_at__lt=now - USED_KEPT).delete()
    return count


@transaction.atomic
def forget_buyer(user: User, *, by: Actor) -> int:
    """Take a person who leaves out of their threads; the holders keep what was written to them. Returns how many.

    Threads of an organisation stay the organisation's.
    """
    require(by.is_system or by.user_id == user.pk, by)

    UnverifiedEnquiry.objects.filter(email__iexact=user.email).delete()
    mark = access.guest_mark(user.email)
    count = _forget(Enquiry.objects.filter(counterpart=mark), by=by)
    count += _forget(Enquiry.objects.filter(buyer_user=user, buyer_organization__isnull=True), by=by)
    Enquiry.objects.filter(buyer_user=user).update(buyer_user=None)
    return count


def _forget(threads: QuerySet[Enquiry], *, by: Actor) -> int:
    """No name, address, link or mark remains, and the buyer's papers lose the names the buyer gave them."""
    rows = list(threads.select_for_update())
    for enquiry in rows:
        papers = EnquiryAttachment.objects.filter(message__enquiry=enquiry, message__side=Side.BUYER)
        for paper in papers:
            paper.name = f"{paper.ref}.{paper.name.rpartition('.')[2]}"
            paper.save(update_fields=["name"])
        events.record("enquiry.buyer_forgotten", subject=enquiry, by=by)
        Enquiry.objects.filter(pk=enquiry.pk).update(
            buyer_user=None,
            guest_email="",
            guest_name="",
            counterpart=f"x:{enquiry.ref}",
            is_anonymous=True,
            link_number=F("link_number") + 1,
            updated_at=clock.now(),
        )
    return len(rows)
