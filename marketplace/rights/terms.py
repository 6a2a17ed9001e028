"""How long a patent or trademark lives: terms, compensation, renewal windows and remaining life."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from marketplace.core.calendar import NO_DATA, CalendarData, Deadline, add_months, add_years, months_deadline

from .identifiers import DESIGN, INVENTION, UTILITY_MODEL

PATENT_KINDS = (INVENTION, UTILITY_MODEL, DESIGN)

NOT_OPEN = "not_open"
OPEN = "open"
GRACE = "grace"
LAPSED = "lapsed"

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TermPolicy:
    """Terms in years by kind, newest filing date first, and the figures of term compensation (PL20 art. 42)."""

    years: Mapping[str, tuple[tuple[date | None, int], ...]]
    after_filing_years: int
    after_request_years: int
    request_months: int
    drug_deducted_years: int
    drug_most_years: int
    drug_most_effective_years: int

    @classmethod
    def load(cls, read: Callable[[str], Any]) -> "TermPolicy":
        """From a reader of policy values by key, such as one bound to a day."""
        value = read("rights.terms")
        years = {
            kind: tuple((date.fromisoformat(r["filed_from"]) if r["filed_from"] else None, r["years"]) for r in rows)
            for kind, rows in value["years"].items()
        }
        compensation, drug = value["compensation"], value["drug_compensation"]
        return cls(
            years,
            compensation["after_filing_years"],
            compensation["after_request_years"],
            compensation["request_months"],
            drug["deducted_years"],
            drug["most_years"],
            drug["most_effective_years"],
        )


@dataclass(frozen=True, slots=True)
class TrademarkPolicy:
    """The years of a term, and the months of the renewal window and of the grace after it (TM19 art. 39-40)."""

    term_years: int
    window_months: int
    grace_months: int

    @classmethod
    def load(cls, read: Callable[[str], Any]) -> "TrademarkPolicy":
        """From a reader of policy values by key."""
        value = read("rights.trademark_renewal")
        return cls(value["term_years"], value["window_months"], value["grace_months"])


@dataclass(frozen=True, slots=True)
class RenewalWindow:
    """When a renewal may be filed: up to the term's last day, then with a surcharge until the grace ends."""

    opens_on: date
    last_day: date
    grace_ends: Deadline
    next_term_starts: date
    next_term_ends: date

    def state(self, on: date) -> str:
        """not_open, open, grace or lapsed on a day."""
        if on < self.opens_on:
            return NOT_OPEN
        if on <= self.last_day:
            return OPEN
        return GRACE if on <= self.grace_ends.on else LAPSED


@dataclass(frozen=True, slots=True)
class RemainingLife:
    """What is left of a right, the day asked about included; all zero once it has ended."""

    days: int
    years: int
    months: int


def term_years(kind: str, filed_on: date, policy: TermPolicy) -> int:
    """20, 10 or 15 years from filing; designs filed before 2021-06-01 keep 10 (PL20 art. 42). Raises KeyError."""
    for filed_from, years in policy.years[kind]:
        if filed_from is None or filed_on >= filed_from:
            return years
    raise KeyError(kind)


def expires_on(kind: str, filed_on: date, policy: TermPolicy, compensation_days: int = 0) -> date:
    """The first day without the right: the anniversary of filing, never moved, plus any compensation.

    The filing date counts, not the priority date (PIR23 art. 12); a filing on 29 February ends on the 28th where the
    year has no such day (PIR23 art. 5).
    """
    return add_years(filed_on, term_years(kind, filed_on, policy)) + timedelta(days=compensation_days)


def last_day_in_force(kind: str, filed_on: date, policy: TermPolicy, compensation_days: int = 0) -> date:
    """The day before the anniversary (Guidelines; domain 7.1): what a pledged debt's end is compared with."""
    return expires_on(kind, filed_on, policy, compensation_days) - _DAY


def compensation_days(
    filed_on: date,
    examination_requested_on: date,
    granted_on: date,
    policy: TermPolicy,
    *,
    reasonable_delay: int = 0,
    applicant_delay: int = 0,
    same_day_twin: bool = False,
) -> int:
    """Days added to an invention granted late (PL20 art. 42; PIR23 art. 77-79).

    From the later of filing + 4 years and examination request + 3 years to the grant, less the days of reasonable
    delay and of the applicant's own; none for an invention with a utility model filed on the same day.
    """
    if same_day_twin:
        return 0
    start = max(
        add_years(filed_on, policy.after_filing_years),
        add_years(examination_requested_on, policy.after_request_years),
    )
    return max(0, (granted_on - start).days - reasonable_delay - applicant_delay)


def compensation_request_due(granted_on: date, policy: TermPolicy, data: CalendarData = NO_DATA) -> Deadline:
    """The last day to ask for compensation: three months from the grant (PIR23 art. 77)."""
    return months_deadline(granted_on, policy.request_months, data)


def drug_compensation_days(filed_on: date, approved_on: date, policy: TermPolicy) -> int:
    """Days added for a new drug's approval (PL20 art. 42; PIR23 art. 80-84).

    From filing to approval less 5 years, at most 5 years, and at most 14 years of protection after the approval.
    """
    end = expires_on(INVENTION, filed_on, policy)
    claimed = (approved_on - add_years(filed_on, policy.drug_deducted_years)).days
    longest = (add_years(end, policy.drug_most_years) - end).days
    effective = (add_years(approved_on, policy.drug_most_effective_years) - end).days
    return max(0, min(claimed, longest, effective))


def trademark_term_end(start: date, policy: TrademarkPolicy) -> date:
    """The last day of a term: before the corresponding day, or the month's last where there is none (TMR14 art. 12)."""
    corresponding = add_years(start, policy.term_years)
    return corresponding - _DAY if corresponding.day == start.day else corresponding


def trademark_last_day(registered_on: date, policy: TrademarkPolicy, renewals: int = 0) -> date:
    """The last day of a mark renewed so many times; each term starts the day after the old one (TM19 art. 40)."""
    end = trademark_term_end(registered_on, policy)
    for _ in range(renewals):
        end = trademark_term_end(end + _DAY, policy)
    return end


def renewal_window(last_day: date, policy: TrademarkPolicy, data: CalendarData = NO_DATA) -> RenewalWindow:
    """Twelve months before the term ends, six months of grace after it, that end moved over days of rest."""
    starts = last_day + _DAY
    return RenewalWindow(
        add_months(last_day, -policy.window_months),
        last_day,
        months_deadline(last_day, policy.grace_months, data),
        starts,
        trademark_term_end(starts, policy),
    )


def remaining_life(last_day: date, on: date) -> RemainingLife:
    """Days left, and the same as whole years and months."""
    end = last_day + _DAY
    if on >= end:
        return RemainingLife(0, 0, 0)
    months = (end.year - on.year) * 12 + end.month - on.month
    if add_months(on, months) > end:
        months -= 1
    return RemainingLife((end - on).days, months // 12, months % 12)
