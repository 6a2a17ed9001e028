"""Looking at the platform as another person sees it: for a reason, for minutes, and never unseen."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from marketplace.core import clock, events, policy
from marketplace.core.access import Actor, require
from marketplace.core.errors import Conflict, InvalidInput, NotAllowed

from .. import access, refusals
from ..models import StaffView, User

LONGEST_REASON = 300


@transaction.atomic
def start_staff_view(person: User, *, by: Actor, reason: str) -> StaffView:
    """Begin to look as a person, read-only, for the minutes of policy `accounts.view_as`.

    Raises NotAllowed, InvalidInput, Conflict where one such look of the same staff is still running.
    """
    require(by.may("view_as"), by)
    if not access.can_view_as(by, person):
        raise NotAllowed(refusals.NOT_AS_THEM)

    words = " ".join(reason.split())[:LONGEST_REASON]
    if len(words) < 5:
        raise InvalidInput({"reason": refusals.VIEW_REASON})

    now = clock.now()
    for stale in StaffView.objects.running().filter(staff_id=by.user_id, ends_at__lte=now):
        end_staff_view(stale, by=by)
    ends_at = now + timedelta(minutes=policy.value("accounts.view_as")["minutes"])
    try:
        with transaction.atomic():
            view = StaffView.objects.create(
                staff_id=by.user_id or 0, person=person, reason=words, started_at=now, ends_at=ends_at
            )
    except IntegrityError as error:
        raise Conflict(refusals.ONE_VIEW) from error
    events.record("staffview.started", subject=view, by=by, facts={"person": person.pk, "ends_at": ends_at})
    return view


@transaction.atomic
def end_staff_view(view: StaffView, *, by: Actor) -> StaffView:
    """Stop looking; once. By the same staff, or by the system when its time is over. Raises NotAllowed."""
    if not by.is_system and by.user_id != view.staff_id:
        raise NotAllowed()

    ended_at = min(clock.now(), view.ends_at)
    if StaffView.objects.running().filter(pk=view.pk).update(ended_at=ended_at):
        view.ended_at = ended_at
        events.record("staffview.ended", subject=view, by=by, facts={"person": view.person_id})
    return view
