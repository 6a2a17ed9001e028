"""Burdens on a right, folded from the register's opening, changing and releasing events; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from . import codes

PLEDGE, PRESERVATION, SUSPENSION, INVALIDATION = "pledge", "preservation", "suspension", "invalidation"
OPEN_LICENCE, EXCLUSIVE, SOLE, ORDINARY = "open_licence", "exclusive_licence", "sole_licence", "ordinary_licence"
LICENCES = (EXCLUSIVE, SOLE, ORDINARY)
LICENCE_KINDS = {
    "exclusive": EXCLUSIVE,
    "独占": EXCLUSIVE,
    "独占许可": EXCLUSIVE,
    "sole": SOLE,
    "排他": SOLE,
    "排他许可": SOLE,
}

_OPENING = {
    codes.PLEDGED: PLEDGE,
    codes.LICENSED: "licence",
    codes.OPEN_LICENCE: OPEN_LICENCE,
    codes.PRESERVED: PRESERVATION,
    codes.PROCEDURE_SUSPENDED: SUSPENSION,
    codes.INVALIDATION_REQUESTED: INVALIDATION,
}
_CHANGING = {codes.PLEDGE_CHANGED: (PLEDGE,), codes.LICENCE_CHANGED: LICENCES}
_RELEASING = {
    codes.PLEDGE_CANCELLED: (PLEDGE,),
    codes.LICENCE_CANCELLED: LICENCES,
    codes.OPEN_LICENCE_ENDED: (OPEN_LICENCE,),
    codes.PRESERVATION_ENDED: (PRESERVATION,),
    codes.PROCEDURE_RESUMED: (SUSPENSION,),
    codes.INVALIDATION_CONCLUDED: (INVALIDATION,),
}
CODES = frozenset({*_OPENING, *_CHANGING, *_RELEASING})


@dataclass(frozen=True, slots=True)
class Burden:
    """One burden; `until` is the day on which it ends by itself, `released_on` the day on which it did end."""

    kind: str
    registration_no: str
    holder: str
    effective_on: date
    until: date | None
    released_on: date | None
    source: str
    as_of: date
    event: Any

    @property
    def is_open(self) -> bool:
        return self.released_on is None


def licence_kind(text: str) -> str:
    """An unclear licence is an ordinary one (Judicial interpretation on technology contracts, art. 25)."""
    return LICENCE_KINDS.get(text.strip().lower(), ORDINARY)


def apply(burdens: list[Burden], event: Any) -> bool:
    """Fold one event into the list; False where it releases or changes something the log does not show."""
    if event.code in _OPENING:
        _open(burdens, event, _OPENING[event.code])
        return True
    kinds = _CHANGING.get(event.code) or _RELEASING[event.code]
    places = _matching(burdens, event.facts, kinds)
    for place in places:
        if event.code in _CHANGING:
            burdens[place] = _changed(burdens[place], event)
        else:
            burdens[place] = replace(
                burdens[place], released_on=event.on, source=event.source, as_of=event.as_of, event=event.id
            )
    return bool(places)


def lapse(burdens: list[Burden], today: date) -> list[Burden]:
    """Burdens whose own term has run out are released on that day.

    A court's freeze not renewed in time lapses (at most six months for patents, a year for marks), and so does a
    mark's pledge after its registered term; a patent's pledge is entered without an end and needs a cancellation.
    """
    return [_lapsed(burden, today) for burden in burdens]


def _lapsed(burden: Burden, today: date) -> Burden:
    if burden.is_open and burden.until and burden.until <= today:
        return replace(burden, released_on=burden.until)
    return burden


def _open(burdens: list[Burden], event: Any, kind: str) -> None:
    facts = event.facts
    if kind == "licence":
        kind = licence_kind(str(facts.get("kind", "")))
    burden = Burden(
        kind=kind,
        registration_no=str(facts.get("registration_no", "")),
        holder=str(facts.get("holder", "")),
        effective_on=event.on,
        until=_day(facts.get("until")),
        released_on=None,
        source=event.source,
        as_of=event.as_of,
        event=event.id,
    )
    for place, known in enumerate(burdens):
        if known.is_open and _same(known, burden):
            burdens[place] = replace(
                burden,
                holder=burden.holder or known.holder,
                effective_on=known.effective_on,
                until=_latest(known.until, burden.until),
            )
            return
    burdens.append(burden)


def _same(known: Burden, new: Burden) -> bool:
    """Two sources that report one burden, or an order renewed under its number."""
    if known.kind != new.kind:
        return False
    if known.registration_no or new.registration_no:
        return known.registration_no == new.registration_no
    return known.holder == new.holder


def _matching(burdens: list[Burden], facts: Mapping[str, Any], kinds: tuple[str, ...]) -> list[int]:
    """Places of the open burdens an event means: by number, else by holder, else the only one."""
    there = [place for place, burden in enumerate(burdens) if burden.is_open and burden.kind in kinds]
    if number := str(facts.get("registration_no", "")):
        named = [place for place in there if burdens[place].registration_no == number]
        return named or [place for place in there if len(there) == 1 and not burdens[place].registration_no]
    if holder := str(facts.get("holder", "")):
        named = [place for place in there if burdens[place].holder == holder]
        if named:
            return named
    return there if len(there) == 1 else []


def _changed(burden: Burden, event: Any) -> Burden:
    facts = event.facts
    return replace(
        burden,
        kind=licence_kind(str(facts["kind"])) if burden.kind in LICENCES and facts.get("kind") else burden.kind,
        holder=str(facts.get("holder") or burden.holder),
        until=_day(facts.get("until")) or burden.until,
        source=event.source,
        as_of=event.as_of,
        event=event.id,
    )


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


def _latest(one: date | None, other: date | None) -> date | None:
    return max(one, other) if one and other else other
