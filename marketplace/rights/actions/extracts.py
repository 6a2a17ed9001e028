"""Entering a whole register extract at once: many events, one reading of what follows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from marketplace.core import clock, events
from marketplace.core.access import Actor, require

from ..access import can_record_right_event
from ..fingerprints import fingerprint
from ..models import Right, RightEvent
from . import held
from .recording import check_event, plain_facts


@dataclass(frozen=True)
class ExtractLine:
    """One event as an extract states it; `as_of` is the day the source speaks of."""

    code: str
    on: date
    source: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    as_of: date | None = None


@transaction.atomic
def record_register_extract(right: Right, *, by: Actor, lines: Iterable[ExtractLine]) -> int:
    """Append the events of an extract that are not known yet; returns how many were new.

    Raises NotAllowed, InvalidInput, RightMerged, as `record_right_event` does for each line.
    """
    require(can_record_right_event(by, right), by)

    fresh: dict[str, RightEvent] = {}
    for line in lines:
        facts, stated = plain_facts(line.facts), line.as_of or clock.today()
        check_event(line.code, line.on, facts, stated, line.source)
        mark = fingerprint(line.code, line.on, facts)
        fresh[mark] = RightEvent(
            code=line.code,
            on=line.on,
            facts=facts,
            source=line.source,
            as_of=stated,
            fingerprint=mark,
            entered_by=by.user_id,
        )

    locked = held.lock_living(right)
    known = set(locked.events.filter(fingerprint__in=fresh).values_list("fingerprint", flat=True))
    new = [event for mark, event in fresh.items() if mark not in known]
    for event in new:
        event.right = locked
    RightEvent.objects.bulk_create(new)

    if new:
        events.record("right.extract_recorded", subject=locked, by=by, facts={"events": [e.fingerprint for e in new]})
        held.follow([locked], new)
    held.share(locked, right)
    return len(new)
