"""From the ordered, uncorrected events of a right to its status, term, owners and burdens; pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Protocol

from . import burdens, codes
from .burdens import Burden

UNKNOWN, PENDING, IN_FORCE = "unknown", "pending", "in_force"
TERMINATED, EXPIRED, INVALIDATED, ABANDONED, REFUSED = "terminated", "expired", "invalidated", "abandoned", "refused"
CANCELLED = "cancelled"
STATUSES = frozenset({UNKNOWN, PENDING, IN_FORCE, TERMINATED, EXPIRED, INVALIDATED, ABANDONED, REFUSED, CANCELLED})
TRADEMARK = "trademark"


class LegalEvent(NamedTuple):
    """One register event; `key` is its fingerprint, `supersedes` the id of the event it corrects."""

    id: Any
    key: str
    code: str
    on: date
    facts: Mapping[str, Any]
    source: str
    as_of: date
    supersedes: Any = None


class Basis(NamedTuple):
    """What a right is apart from its log."""

    kind: str
    jurisdiction: str
    filing_on: date | None


class Terms(Protocol):
    """The rules of term and annuity, bound to the policy in force; known by identity."""

    def __hash__(self) -> int: ...

    def patent_end(self, kind: str, filing_on: date, compensation_days: int) -> date | None: ...

    def mark_end(self, registered_on: date, renewals: int) -> date: ...

    def mark_grace_end(self, end: date) -> date: ...

    def patent_year(self, filing_on: date, on: date) -> int: ...

    def annuity_due_on(self, filing_on: date, year: int) -> date: ...


class Provenance(NamedTuple):
    """Where a fact comes from: the source, the day it speaks of, and the event's code."""

    source: str
    as_of: date
    code: str


@dataclass(slots=True)
class Projection:
    """What follows from a log. `recheck_on` is the next day on which time alone will change it."""

    status: str = UNKNOWN
    status_on: date | None = None
    publication_on: date | None = None
    granted_on: date | None = None
    expires_on: date | None = None
    compensation_days: int = 0
    annuity_due_on: date | None = None
    annuity_paid_year: int | None = None
    owners: tuple[str, ...] = ()
    former_names: dict[str, str] = field(default_factory=dict)
    burdens: list[Burden] = field(default_factory=list)
    provenance: dict[str, Provenance] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    recheck_on: date | None = None
    source: str = ""
    as_of: date | None = None

    def has_open(self, *kinds: str) -> bool:
        """Whether a burden of one of these kinds is open."""
        return any(burden.kind in kinds and burden.released_on is None for burden in self.burdens)


class _Log:
    """The projection under way, with what only the rules of term need."""

    __slots__ = ("lapsed_from", "out", "renewals", "stated_end", "stated_renewal", "unread")

    def __init__(self) -> None:
        self.out = Projection()
        self.renewals = 0
        self.stated_end: date | None = None
        self.stated_renewal: date | None = None
        self.lapsed_from: date | None = None
        self.unread: list[str] = []

    def become(self, status: str, event: LegalEvent, on: date | None = None) -> None:
        """Move to a status; a declared invalidity stays (Patent Law 47: void from the start)."""
        out = self.out
        if out.status == INVALIDATED and status != INVALIDATED:
            return
        if out.status != status:
            out.status, out.status_on = status, on or event.on
        out.provenance["status"] = Provenance(event.source, event.as_of, event.code)

    def own(self, names: Iterable[str], event: LegalEvent) -> None:
        owners = tuple(dict.fromkeys(name for name in names if name))
        if owners:
            self.out.owners = owners
            self.out.provenance["owners"] = Provenance(event.source, event.as_of, event.code)


def effective(events: Iterable[LegalEvent]) -> list[LegalEvent]:
    """The events that count, in the register's order: corrected ones out, what corrects them in their place."""
    known = list(events)
    if len(known) == 1 and known[0].code != codes.CORRECTION:
        return known
    struck = {event.supersedes for event in known if event.supersedes is not None}
    counting = []
    for event in known:
        if event.id in struck:
            continue
        if event.code == codes.CORRECTION:
            instead = event.facts.get("event")
            if not instead:
                continue
            event = event._replace(
                code=instead["code"], on=date.fromisoformat(instead["on"]), facts=instead.get("facts", {})
            )
        counting.append(event)
    counting.sort(key=_place)
    return counting


def _place(event: LegalEvent) -> tuple[date, int, date, str]:
    return event.on, codes.RANK.get(event.code, codes.UNKNOWN_RANK), event.as_of, event.key


def project(basis: Basis, events: Iterable[LegalEvent], *, terms: Terms, today: date) -> Projection:
    """What the log says on a day. The order of arrival does not matter; unknown codes are listed in `unread`."""
    log = _Log()
    out = log.out
    for event in effective(events):
        if event.code in burdens.CODES:
            if not burdens.apply(out.burdens, event):
                log.unread.append(event.code)
        elif handle := _HANDLERS.get(event.code):
            handle(log, event)
        else:
            log.unread.append(event.code)
        if out.as_of is None or event.as_of >= out.as_of:
            out.source, out.as_of = event.source, event.as_of
    out.unread = tuple(dict.fromkeys(log.unread))
    out.burdens = burdens.lapse(out.burdens, today)
    _end_of_term(log, basis, terms)
    _annuity(out, basis, terms)
    _pass_time(out, basis, terms, today)
    return out


def _end_of_term(log: _Log, basis: Basis, terms: Terms) -> None:
    out = log.out
    if log.stated_end:
        out.expires_on = log.stated_end
    elif basis.kind == TRADEMARK:
        if out.granted_on:
            counted = terms.mark_end(out.granted_on, log.renewals) if basis.jurisdiction == "CN" else None
            out.expires_on = max(filter(None, (counted, log.stated_renewal)), default=None)
    elif basis.jurisdiction == "CN" and basis.filing_on:
        out.expires_on = terms.patent_end(basis.kind, basis.filing_on, out.compensation_days)
    if out.expires_on and "term" not in out.provenance and out.as_of:
        out.provenance["term"] = Provenance(out.source, out.as_of, "")


def _annuity(out: Projection, basis: Basis, terms: Terms) -> None:
    """The annuity of the grant's patent year is paid with the grant; the next is due before that year ends."""
    if out.status != IN_FORCE or basis.filing_on is None or basis.kind == TRADEMARK or basis.jurisdiction != "CN":
        return
    if out.granted_on and "annuity" not in out.provenance:
        granted = out.provenance.get("grant")
        if granted:
            out.provenance["annuity"] = granted
    if out.granted_on:
        first = terms.patent_year(basis.filing_on, out.granted_on)
        out.annuity_paid_year = max(first, out.annuity_paid_year or 0)
    if out.annuity_paid_year:
        due = terms.annuity_due_on(basis.filing_on, out.annuity_paid_year + 1)
        out.annuity_due_on = due if out.expires_on is None or due < out.expires_on else None


def _pass_time(out: Projection, basis: Basis, terms: Terms, today: date) -> None:
    """What the calendar alone ends, and the next day on which it will."""
    if out.status == IN_FORCE and out.expires_on:
        last = terms.mark_grace_end(out.expires_on) if basis.kind == TRADEMARK else out.expires_on
        if last <= today:
            out.status, out.status_on = EXPIRED, out.expires_on
            out.provenance["status"] = out.provenance["status"]._replace(code=codes.EXPIRED)
        else:
            out.recheck_on = last
    for burden in out.burdens:
        if burden.is_open and burden.until and (out.recheck_on is None or burden.until < out.recheck_on):
            out.recheck_on = burden.until


# one small function for each kind of event


def _filed(log: _Log, event: LegalEvent) -> None:
    if log.out.status == UNKNOWN:
        log.become(PENDING, event)
    log.own(event.facts.get("owners", ()), event)


def _published(log: _Log, event: LegalEvent) -> None:
    _publication(log, event)
    if log.out.status in (UNKNOWN, PENDING):
        log.become(PENDING, event)
    if log.out.granted_on is None:
        log.own(event.facts.get("owners", ()), event)


def _publication(log: _Log, event: LegalEvent) -> None:
    if log.out.publication_on is None:
        log.out.publication_on = event.on


def _granted(log: _Log, event: LegalEvent) -> None:
    out = log.out
    _publication(log, event)
    if out.granted_on is None:
        out.granted_on = event.on
        out.provenance["grant"] = Provenance(event.source, event.as_of, event.code)
        log.become(IN_FORCE, event)
    elif out.status == IN_FORCE:
        log.become(IN_FORCE, event)
    log.own(event.facts.get("owners", ()), event)


def _ended(status: str) -> Callable[[_Log, LegalEvent], None]:
    def end(log: _Log, event: LegalEvent) -> None:
        log.become(status, event)

    return end


def _lapsed(log: _Log, event: LegalEvent) -> None:
    """The right ends from the day on which the annuity was due (Implementing Rules 115)."""
    due = event.facts.get("due_on")
    log.become(TERMINATED, event, date.fromisoformat(due) if due else event.on)


def _restored(log: _Log, event: LegalEvent) -> None:
    log.become(IN_FORCE if log.out.granted_on else PENDING, event)


def _stated(log: _Log, event: LegalEvent) -> None:
    status = event.facts.get("status")
    if status in STATUSES and status != UNKNOWN:
        log.become(status, event)
    log.own(event.facts.get("owners", ()), event)


def _transferred(log: _Log, event: LegalEvent) -> None:
    if not event.facts.get("owners"):
        log.unread.append(event.code)
    log.own(event.facts.get("owners", ()), event)


def _renamed(log: _Log, event: LegalEvent) -> None:
    old, new = event.facts.get("old"), event.facts.get("new")
    if not old or not new or old not in log.out.owners:
        log.unread.append(event.code)
        return
    log.out.former_names[old] = new
    log.own((new if name == old else name for name in log.out.owners), event)


def _annuity_paid(log: _Log, event: LegalEvent) -> None:
    year = int(event.facts.get("year", 0))
    if year > (log.out.annuity_paid_year or 0):
        log.out.annuity_paid_year = year
        log.out.provenance["annuity"] = Provenance(event.source, event.as_of, event.code)


def _compensated(log: _Log, event: LegalEvent) -> None:
    log.out.compensation_days = int(event.facts.get("days", 0))
    log.out.provenance["term"] = Provenance(event.source, event.as_of, event.code)


def _term_stated(log: _Log, event: LegalEvent) -> None:
    log.stated_end = date.fromisoformat(event.facts["expires_on"])
    log.out.provenance["term"] = Provenance(event.source, event.as_of, event.code)


def _renewed(log: _Log, event: LegalEvent) -> None:
    until = event.facts.get("until")
    if until:
        log.stated_renewal = max(filter(None, (log.stated_renewal, date.fromisoformat(until))))
    else:
        log.renewals += 1
    log.out.provenance["term"] = Provenance(event.source, event.as_of, event.code)
    if log.out.status in (IN_FORCE, EXPIRED):
        log.become(IN_FORCE, event)


def _noted(log: _Log, event: LegalEvent) -> None:
    """Kept in the log; nothing follows from it."""


_HANDLERS: dict[str, Callable[[_Log, LegalEvent], None]] = {
    codes.FILED: _filed,
    codes.PUBLISHED: _published,
    codes.MARK_PUBLISHED: _published,
    codes.GRANTED: _granted,
    codes.MARK_REGISTERED: _granted,
    codes.REFUSED: _ended(REFUSED),
    codes.WITHDRAWN: _ended(REFUSED),
    codes.MARK_REFUSED: _ended(REFUSED),
    codes.LAPSED: _lapsed,
    codes.EXPIRED: _ended(EXPIRED),
    codes.ABANDONED: _ended(ABANDONED),
    codes.RESTORED: _restored,
    codes.INVALIDATED: _ended(INVALIDATED),
    codes.MARK_INVALIDATED: _ended(INVALIDATED),
    codes.MARK_CANCELLED: _ended(CANCELLED),
    codes.MARK_REVOKED: _ended(CANCELLED),
    codes.STATED: _stated,
    codes.TRANSFERRED: _transferred,
    codes.RENAMED: _renamed,
    codes.RENAMED_AND_MOVED: _renamed,
    codes.ANNUITY_PAID: _annuity_paid,
    codes.TERM_COMPENSATED: _compensated,
    codes.TERM_STATED: _term_stated,
    codes.MARK_RENEWED: _renewed,
    **dict.fromkeys(
        (codes.EXAMINED, codes.MOVED, codes.CORRECTED_FRONT_PAGE, codes.SERVED, codes.PARTLY_INVALIDATED), _noted
    ),
}
