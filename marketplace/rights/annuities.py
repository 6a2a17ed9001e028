"""Annuities of patents: patent years, amounts, due dates, surcharges and what an unpaid one leads to."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from marketplace.core.calendar import (
    NO_DATA,
    CalendarData,
    Deadline,
    add_months,
    add_years,
    months_deadline,
    move_to_working_day,
)
from marketplace.core.money import half_up

SINGLE = "single"
JOINT = "joint"

PAID = "paid"
DUE_SOON = "due_soon"
IN_GRACE = "in_grace"
TERMINATED = "terminated"
RESTORABLE = "restorable"


@dataclass(frozen=True, slots=True)
class AnnuityPolicy:
    """Fee table (first year, last year, fen) by kind, reductions in percent, and the rules of late payment."""

    fees: Mapping[str, tuple[tuple[int, int, int], ...]]
    reductions: Mapping[str, int]
    open_licence_percent: int
    reduced_annuities: int
    percent_by_month: tuple[int, ...]
    restoration_months: int
    restoration_fee: int
    due_soon_days: int

    @classmethod
    def load(cls, read: Callable[[str], Any]) -> "AnnuityPolicy":
        """From a reader of policy values by key, such as one bound to a day."""
        fees, reduction = read("rights.annuity_fees"), read("rights.fee_reduction")
        surcharge = read("rights.annuity_surcharge")
        return cls(
            {kind: tuple((row["from"], row["to"], row["fen"]) for row in rows) for kind, rows in fees.items()},
            {SINGLE: reduction["single_percent"], JOINT: reduction["joint_percent"]},
            reduction["open_licence_percent"],
            reduction["annuities"],
            tuple(surcharge["percent_by_month"]),
            surcharge["restoration_months"],
            surcharge["restoration_fee_fen"],
            int(read("rights.due_soon_days")),
        )

    @property
    def grace_months(self) -> int:
        return len(self.percent_by_month)


@dataclass(frozen=True, slots=True)
class AnnuityCase:
    """One granted patent as its annuities see it.

    `reduction` is single, joint or None; `open_licence_years` are the annuities flagged for the open licence.
    """

    kind: str
    filed_on: date
    granted_on: date
    term_years: int
    reduction: str | None = None
    open_licence_years: frozenset[int] = frozenset()

    @property
    def first_year(self) -> int:
        """The patent year of the grant, whose annuity is paid with the registration."""
        return patent_year(self.filed_on, self.granted_on)


@dataclass(frozen=True, slots=True)
class Amount:
    """What one annuity costs, in fen: the surcharge is reckoned on the full fee, never on the reduced one."""

    full: int
    reduction_percent: int
    fee: int
    surcharge_percent: int
    surcharge: int

    @property
    def total(self) -> int:
        return self.fee + self.surcharge


@dataclass(frozen=True, slots=True)
class Annuity:
    """One annuity: the unmoved due date, the last days on time and in grace, and its amount on time.

    The annuity of the year of grant has no due date here: it is due two months after the grant notice.
    """

    year: int
    due_base: date | None
    due: Deadline | None
    grace_ends: Deadline | None
    amount: Amount


@dataclass(frozen=True, slots=True)
class AnnuityState:
    """Where a patent stands; `annuity` is the first one not paid, `amount` what it costs on the day."""

    status: str
    annuity: Annuity | None = None
    amount: Amount | None = None
    grace_month: int | None = None
    terminated_on: date | None = None
    restorable_until: Deadline | None = None


def patent_year(filed_on: date, on: date) -> int:
    """The patent year a day lies in; year 1 starts on the filing date (Guidelines, part V). Raises ValueError."""
    if on < filed_on:
        raise ValueError("a patent has no year before its filing")
    year = on.year - filed_on.year
    return year + (add_years(filed_on, year) <= on)


def full_fee(kind: str, year: int, policy: AnnuityPolicy) -> int:
    """The whole annuity of a patent year in fen. Raises ValueError where the table has none."""
    for first, last, fen in policy.fees.get(kind, ()):
        if first <= year <= last:
            return fen
    raise ValueError(f"no annuity of {kind} in year {year}")


def reduction_percent(case: AnnuityCase, year: int, policy: AnnuityPolicy) -> int:
    """The best single reduction, never a sum (FEE594): of the fee, for ten annuities from the grant's, or the open
    licence's."""
    reduced = case.first_year <= year < case.first_year + policy.reduced_annuities
    ordinary = policy.reductions[case.reduction] if case.reduction and reduced else 0
    return max(ordinary, policy.open_licence_percent if year in case.open_licence_years else 0)


def due_base(filed_on: date, year: int) -> date:
    """The anniversary of filing, never moved, from which the surcharge months run (PIR23 art. 115)."""
    return add_years(filed_on, year - 1)


def grace_month(base: date, paid_on: date, policy: AnnuityPolicy, data: CalendarData = NO_DATA) -> int:
    """The month of grace of a day: 0 on time, 1 to 6 with each month's last day included, 7 when it is too late.

    The due date and the end of grace move over days of rest, the months between do not.
    """
    if paid_on <= move_to_working_day(base, data).on:
        return 0
    for month in range(1, policy.grace_months + 1):
        if paid_on <= add_months(base, month):
            return month
    in_time = paid_on <= months_deadline(base, policy.grace_months, data).on
    return policy.grace_months if in_time else policy.grace_months + 1


def amount(case: AnnuityCase, year: int, policy: AnnuityPolicy, surcharge_percent: int = 0) -> Amount:
    """The fee after reduction and the surcharge on the full fee, each rounded half-up to the fen once."""
    full, reduction = full_fee(case.kind, year, policy), reduction_percent(case, year, policy)
    fee = half_up(full * (100 - reduction), 100)
    return Amount(full, reduction, fee, surcharge_percent, half_up(full * surcharge_percent, 100))


def amount_on(
    case: AnnuityCase, year: int, paid_on: date, policy: AnnuityPolicy, data: CalendarData = NO_DATA
) -> Amount | None:
    """What an annuity costs on a day, None after its grace; a part payment counts on the day of its last part."""
    month = 0 if year == case.first_year else grace_month(due_base(case.filed_on, year), paid_on, policy, data)
    if month > policy.grace_months:
        return None
    return amount(case, year, policy, policy.percent_by_month[month - 1] if month else 0)


def annuity(case: AnnuityCase, year: int, policy: AnnuityPolicy, data: CalendarData = NO_DATA) -> Annuity:
    """One annuity of a patent. Raises ValueError outside the years from the grant to the end of the term."""
    if not case.first_year <= year <= case.term_years:
        raise ValueError(f"annuities run from year {case.first_year} to {case.term_years}")
    on_time = amount(case, year, policy)
    if year == case.first_year:
        return Annuity(year, None, None, None, on_time)
    base = due_base(case.filed_on, year)
    grace_ends = months_deadline(base, policy.grace_months, data)
    return Annuity(year, base, move_to_working_day(base, data), grace_ends, on_time)


def annuity_schedule(case: AnnuityCase, policy: AnnuityPolicy, data: CalendarData = NO_DATA) -> Iterator[Annuity]:
    """Every annuity from the year of grant to the last of the term."""
    for year in range(case.first_year, case.term_years + 1):
        yield annuity(case, year, policy, data)


def annuity_state(
    case: AnnuityCase,
    paid_through: int,
    on: date,
    policy: AnnuityPolicy,
    data: CalendarData = NO_DATA,
    *,
    loss_notice_on: date | None = None,
) -> AnnuityState:
    """Paid, due soon, in grace, terminated or restorable on a day (PIR23 art. 6, 115).

    `paid_through` is the last patent year whose annuity is fully paid; that of the grant counts as paid.
    `loss_notice_on` is the day the notice of loss was received: two months follow in which restoration may be asked.
    """
    year = max(paid_through, case.first_year) + 1
    if year > case.term_years:
        return AnnuityState(PAID)
    next_due = annuity(case, year, policy, data)
    assert next_due.due_base and next_due.due
    month = grace_month(next_due.due_base, on, policy, data)
    if month > policy.grace_months:
        return _ended(case, next_due, on, policy, data, loss_notice_on)
    if month:
        owed = amount(case, year, policy, policy.percent_by_month[month - 1])
        return AnnuityState(IN_GRACE, next_due, owed, month)
    soon = (next_due.due.on - on).days <= policy.due_soon_days
    return AnnuityState(DUE_SOON if soon else PAID, next_due, next_due.amount)


def _ended(
    case: AnnuityCase,
    unpaid: Annuity,
    on: date,
    policy: AnnuityPolicy,
    data: CalendarData,
    loss_notice_on: date | None,
) -> AnnuityState:
    """The right ended on the due date itself; restoration asks the annuity with the whole surcharge."""
    if loss_notice_on is None:
        return AnnuityState(TERMINATED, unpaid, terminated_on=unpaid.due_base)
    until = months_deadline(loss_notice_on, policy.restoration_months, data)
    if on > until.on:
        return AnnuityState(TERMINATED, unpaid, terminated_on=unpaid.due_base, restorable_until=until)
    owed = amount(case, unpaid.year, policy, policy.percent_by_month[-1])
    return AnnuityState(RESTORABLE, unpaid, owed, None, unpaid.due_base, until)
