"""Appending register events, correcting them, and letting time pass over what they say."""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, events
from marketplace.core.access import Actor, require
from marketplace.core.errors import InvalidInput, Sentence

from .. import codes
from ..access import can_correct_right_event, can_record_right_event, can_refresh_rights
from ..fact_checks import unfit_facts
from ..fingerprints import fingerprint
from ..models import Right, RightEvent
from ..register_refusals import AlreadyCorrected, SecondPersonNeeded
from . import held

_CODE = re.compile(r"[A-Z]{2}[0-9]{2}")
REFRESH_BATCH = 500


@transaction.atomic
def record_right_event(
    right: Right,
    *,
    by: Actor,
    code: str,
    on: date,
    source: str,
    as_of: date | None = None,
    facts: Mapping[str, Any] | None = None,
    source_ref: str = "",
) -> RightEvent:
    """Append a register event; the same fact told twice is one event. `as_of` is the day the source speaks of.

    Codes and their facts stand in `rights.codes`; an unknown code is kept and changes nothing.
    Raises NotAllowed, InvalidInput, RightMerged.
    """
    require(can_record_right_event(by, right), by)

    plain = plain_facts(facts)
    stated = as_of or clock.today()
    check_event(code, on, plain, stated, source)

    locked = held.lock_living(right)
    mark = fingerprint(code, on, plain)
    event, is_new = RightEvent.objects.get_or_create(
        right=locked,
        fingerprint=mark,
        defaults={
            "code": code,
            "on": on,
            "facts": plain,
            "source": source,
            "source_ref": source_ref,
            "as_of": stated,
            "entered_by": by.user_id,
        },
    )
    if not is_new:
        held.share(locked, right)
        return event

    events.record("rightevent.recorded", subject=locked, by=by, facts={"code": code, "on": on, "fingerprint": mark})

    held.follow([locked], [event])
    held.share(locked, right)
    return event


@transaction.atomic
def correct_right_event(
    event: RightEvent,
    *,
    by: Actor,
    confirmed_by: Actor,
    reason: str,
    source: str = "",
    as_of: date | None = None,
    code: str | None = None,
    on: date | None = None,
    facts: Mapping[str, Any] | None = None,
) -> RightEvent:
    """Supersede a wrong event: by what is given of `code`, `on` and `facts`, or, with none of them, by nothing.

    Raises NotAllowed, SecondPersonNeeded, InvalidInput, AlreadyCorrected, RightMerged.
    """
    _require_two_persons(event, by, confirmed_by)

    if not reason.strip():
        raise InvalidInput({"reason": _("Say why the event is wrong.")})
    stated = as_of or clock.today()
    instead = _instead(event, code, on, facts)
    if instead:
        day = date.fromisoformat(instead["on"])
        check_event(instead["code"], day, instead["facts"], stated, source or event.source)

    (locked,) = held.lock(event.right_id)
    if RightEvent.objects.filter(supersedes=event).exists():
        raise AlreadyCorrected(event=event.pk)
    told = {"event": instead} if instead else {}
    correction = RightEvent.objects.create(
        right=locked,
        code=codes.CORRECTION,
        on=clock.today(),
        facts=told,
        source=source or event.source,
        as_of=stated,
        fingerprint=fingerprint(codes.CORRECTION, clock.today(), told, event.fingerprint),
        supersedes=event,
        reason=reason.strip()[:500],
        entered_by=by.user_id,
        confirmed_by=confirmed_by.user_id,
    )

    said = {"corrected": event.fingerprint, "by": correction.fingerprint, "confirmed_by": confirmed_by.user_id}
    events.record("rightevent.corrected", subject=locked, by=by, facts=said)

    survivor = held.lock(locked.merged_into_id)[0] if locked.merged_into_id else locked
    held.follow([survivor], [correction])
    return correction


def _require_two_persons(event: RightEvent, by: Actor, confirmed_by: Actor) -> None:
    require(can_correct_right_event(by, event.right), by)
    require(can_correct_right_event(confirmed_by, event.right), confirmed_by)
    if by.user_id is None or by.user_id == confirmed_by.user_id:
        raise SecondPersonNeeded()


@transaction.atomic
def refresh_rights(right_ids: list[int], *, by: Actor) -> int:
    """Bring rights up to their logs and to the calendar; returns how many changed. Raises NotAllowed."""
    require(can_refresh_rights(by), by)

    rights = held.lock(*right_ids)

    changed = held.follow(rights)

    for right in changed:
        events.record("right.refreshed", subject=right, by=by, facts={"status": right.status})
    return len(changed)


def plain_facts(facts: Mapping[str, Any] | None) -> dict[str, Any]:
    """Facts as JSON will give them back."""
    plain: dict[str, Any] = json.loads(json.dumps(dict(facts or {}), cls=DjangoJSONEncoder))
    return plain


def _instead(
    event: RightEvent, code: str | None, on: date | None, facts: Mapping[str, Any] | None
) -> dict[str, Any] | None:
    if code is None and on is None and facts is None:
        return None
    before = event.facts.get("event", {}) if event.code == codes.CORRECTION else {}
    return {
        "code": code or before.get("code") or event.code,
        "on": on.isoformat() if on else before.get("on") or event.on.isoformat(),
        "facts": plain_facts(facts) if facts is not None else before.get("facts", event.facts),
    }


def check_event(code: str, on: date, facts: Mapping[str, Any], as_of: date, source: str) -> None:
    problems: dict[str, Sentence] = {}
    today = clock.today()
    if not _CODE.fullmatch(code) or code == codes.CORRECTION:
        problems["code"] = _(
            "A code is two letters and two digits, as in the gazette; corrections have a form of their own."
        )
    if on > today:
        problems["on"] = _("An event cannot lie in the future.")
    if as_of > today:
        problems["as_of"] = _("A source cannot speak of a day to come.")
    if not source.strip():
        problems["source"] = _("Name the source: the gazette issue, the register extract or the document.")
    if unfit := unfit_facts(code, facts):
        problems["facts"] = _("These facts do not fit the event: %(names)s.") % {"names": ", ".join(unfit)}
    if problems:
        raise InvalidInput(problems)
