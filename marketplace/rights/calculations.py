"""Rules of terms and annuities for `manage.py calculate`; those of numbers are registered with them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from marketplace.core.calendar import CalendarData, Deadline
from marketplace.core.rules import Field, RuleInputError, boolean, choice, dates, integer, integers, iso_date, rule

from . import annuities, calculations_numbers, terms  # noqa: F401 (registers the rules of numbers)
from .shipped_policies import shipped

_KIND = choice("the kind of patent", *terms.PATENT_KINDS)
_ON_POLICY = iso_date("the day whose policy counts, the latest unless said", required=False)
_CALENDAR = {
    "holidays": dates("further days off"),
    "extra_working_days": dates("further working days, weekends swapped"),
    "published_years": integers("further years whose holidays are published", required=False),
}
_CASE: dict[str, Field | str] = {
    "kind": _KIND,
    "filed_on": iso_date("the filing date"),
    "granted_on": iso_date("the day of the grant's publication"),
    "reduction": choice("fee reduction of one applicant or several", "single", "joint", required=False),
    "open_licence_years": integers("patent years flagged for the open licence", required=False, least=1),
    "policy_on": _ON_POLICY,
    **_CALENDAR,
}


def _reader(policy_on: date | None) -> Callable[[str], Any]:
    def read(key: str) -> Any:
        try:
            return shipped(key, policy_on)
        except LookupError as error:
            raise RuleInputError("policy_on", str(error)) from error

    return read


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _deadline(deadline: Deadline | None) -> dict[str, Any] | None:
    return {"on": deadline.on.isoformat(), "provisional": deadline.provisional} if deadline else None


def _calendar(given: dict[str, Any]) -> CalendarData:
    return CalendarData(
        frozenset(given.get("holidays", ())),
        frozenset(given.get("extra_working_days", ())),
        frozenset(given.get("published_years", ())),
    )


def _case(given: dict[str, Any]) -> tuple[annuities.AnnuityCase, annuities.AnnuityPolicy, CalendarData]:
    read = _reader(given.get("policy_on"))
    policy, term_policy = annuities.AnnuityPolicy.load(read), terms.TermPolicy.load(read)
    if given["granted_on"] < given["filed_on"]:
        raise RuleInputError("granted_on", "is not before the filing")
    case = annuities.AnnuityCase(
        given["kind"],
        given["filed_on"],
        given["granted_on"],
        terms.term_years(given["kind"], given["filed_on"], term_policy),
        given.get("reduction"),
        frozenset(given.get("open_licence_years", ())),
    )
    if case.first_year > case.term_years:
        raise RuleInputError("granted_on", "is within the term")
    return case, policy, _calendar(given)


def _amount(amount: annuities.Amount | None) -> dict[str, Any] | None:
    if amount is None:
        return None
    names = ("full", "reduction_percent", "fee", "surcharge_percent", "surcharge", "total")
    return {name: getattr(amount, name) for name in names}


@rule(
    "patent-term",
    summary="The term of a patent: 20, 10 or 15 years from filing, never moved (PL20 art. 42; domain 7.1).",
    fields={
        "kind": _KIND,
        "filed_on": iso_date("the filing date, not the priority date"),
        "compensation_days": integer("days of term compensation", required=False, least=0),
        "on": iso_date("the day from which the remaining life counts", required=False),
        "policy_on": _ON_POLICY,
    },
    returns={
        "years": "the term",
        "last_day_in_force": "the day before the anniversary",
        "expires_on": "the first day without the right",
        "remaining": "days, and whole years and months, the day asked about included; null without it",
    },
    example=(
        {"kind": "design", "filed_on": "2021-06-01", "on": "2026-11-24"},
        {
            "years": 15,
            "last_day_in_force": "2036-05-31",
            "expires_on": "2036-06-01",
            "remaining": {"days": 3477, "years": 9, "months": 6},
        },
    ),
)
def patent_term(
    kind: str,
    filed_on: date,
    compensation_days: int = 0,
    on: date | None = None,
    policy_on: date | None = None,
) -> dict[str, Any]:
    policy = terms.TermPolicy.load(_reader(policy_on))
    last = terms.last_day_in_force(kind, filed_on, policy, compensation_days)
    life = terms.remaining_life(last, on) if on else None
    return {
        "years": terms.term_years(kind, filed_on, policy),
        "last_day_in_force": last.isoformat(),
        "expires_on": terms.expires_on(kind, filed_on, policy, compensation_days).isoformat(),
        "remaining": {"days": life.days, "years": life.years, "months": life.months} if life else None,
    }


@rule(
    "term-compensation",
    summary="Days added to an invention granted late (PIR23 art. 77-79; domain 7.1).",
    fields={
        "filed_on": iso_date("the filing date"),
        "examination_requested_on": iso_date("the day examination was requested"),
        "granted_on": iso_date("the day of the grant's publication"),
        "reasonable_delay": integer("days of reasonable delay", required=False, least=0),
        "applicant_delay": integer("days of the applicant's own delay", required=False, least=0),
        "same_day_twin": boolean("a utility model was filed on the same day"),
        "policy_on": _ON_POLICY,
        **_CALENDAR,
    },
    returns={"days": "days of compensation", "request_due": "the last day to ask for it"},
    example=(
        {
            "filed_on": "2018-03-01",
            "examination_requested_on": "2019-06-01",
            "granted_on": "2023-06-01",
            "applicant_delay": 65,
        },
        {"days": 300, "request_due": {"on": "2023-09-01", "provisional": False}},
    ),
)
def term_compensation(
    filed_on: date,
    examination_requested_on: date,
    granted_on: date,
    reasonable_delay: int = 0,
    applicant_delay: int = 0,
    same_day_twin: bool = False,
    policy_on: date | None = None,
    **calendar: Any,
) -> dict[str, Any]:
    policy = terms.TermPolicy.load(_reader(policy_on))
    days = terms.compensation_days(
        filed_on,
        examination_requested_on,
        granted_on,
        policy,
        reasonable_delay=reasonable_delay,
        applicant_delay=applicant_delay,
        same_day_twin=same_day_twin,
    )
    due = terms.compensation_request_due(granted_on, policy, _calendar(calendar))
    return {"days": days, "request_due": _deadline(due)}


@rule(
    "drug-compensation",
    summary="Days added to an invention for the approval of a new drug (PIR23 art. 80-84; domain 7.1).",
    fields={"filed_on": iso_date("the filing date"), "approved_on": iso_date("the approval"), "policy_on": _ON_POLICY},
    returns={"days": "days of compensation"},
    example=({"filed_on": "2010-01-01", "approved_on": "2018-01-01"}, {"days": 730}),
)
def drug_compensation(filed_on: date, approved_on: date, policy_on: date | None = None) -> dict[str, Any]:
    return {"days": terms.drug_compensation_days(filed_on, approved_on, terms.TermPolicy.load(_reader(policy_on)))}


@rule(
    "trademark-term",
    summary="The term of a trademark, its renewal window and its grace (TM19 art. 39-40; TMR14 art. 12; domain 7.1).",
    fields={
        "registered_on": iso_date("the day of registration"),
        "renewals": integer("renewals so far", required=False, least=0, most=15),
        "on": iso_date("the day whose state is asked for", required=False),
        "policy_on": _ON_POLICY,
        **_CALENDAR,
    },
    returns={
        "last_day": "the term's last day",
        "window_opens_on": "the first day to file a renewal",
        "grace_ends": "the last day to file with a surcharge",
        "next_term_ends": "the last day after one more renewal",
        "state": "not_open, open, grace or lapsed; null without a day",
    },
    example=(
        {"registered_on": "2016-02-29", "on": "2026-03-01"},
        {
            "last_day": "2026-02-28",
            "window_opens_on": "2025-02-28",
            "grace_ends": {"on": "2026-08-28", "provisional": False},
            "next_term_ends": "2036-02-29",
            "state": "grace",
        },
    ),
)
def trademark_term(
    registered_on: date,
    renewals: int = 0,
    on: date | None = None,
    policy_on: date | None = None,
    **calendar: Any,
) -> dict[str, Any]:
    policy = terms.TrademarkPolicy.load(_reader(policy_on))
    last = terms.trademark_last_day(registered_on, policy, renewals)
    window = terms.renewal_window(last, policy, _calendar(calendar))
    return {
        "last_day": last.isoformat(),
        "window_opens_on": window.opens_on.isoformat(),
        "grace_ends": _deadline(window.grace_ends),
        "next_term_ends": window.next_term_ends.isoformat(),
        "state": window.state(on) if on else None,
    }


@rule(
    "annuity",
    summary="One annuity: due date, end of grace, and what it costs when paid on a day (PIR23 art. 115; domain 7.2).",
    fields={
        **_CASE,
        "year": integer("the patent year", least=1, most=20),
        "paid_on": iso_date("the day of payment, of the last part where there are several", required=False),
    },
    returns={
        "due_base": "the anniversary of filing, from which the months of surcharge run; null in the year of grant",
        "due": "the last day on time, moved over days of rest",
        "grace_ends": "the last day with surcharge, moved over days of rest",
        "amount": "fen; on time unless paid_on says otherwise, null after the grace",
    },
    example=(
        {
            "kind": "invention",
            "filed_on": "2014-06-13",
            "granted_on": "2016-08-24",
            "reduction": "single",
            "year": 11,
            "paid_on": "2024-08-14",
        },
        {
            "due_base": "2024-06-13",
            "due": {"on": "2024-06-13", "provisional": False},
            "grace_ends": {"on": "2024-12-13", "provisional": False},
            "amount": {
                "full": 400_000,
                "reduction_percent": 85,
                "fee": 60_000,
                "surcharge_percent": 10,
                "surcharge": 40_000,
                "total": 100_000,
            },
        },
    ),
)
def annuity(year: int, paid_on: date | None = None, **given: Any) -> dict[str, Any]:
    case, policy, data = _case(given)
    try:
        found = annuities.annuity(case, year, policy, data)
    except ValueError as error:
        raise RuleInputError("year", str(error)) from error
    amount = annuities.amount_on(case, year, paid_on, policy, data) if paid_on else found.amount
    return {
        "due_base": _iso(found.due_base),
        "due": _deadline(found.due),
        "grace_ends": _deadline(found.grace_ends),
        "amount": _amount(amount),
    }


@rule(
    "annuity-schedule",
    summary="Every annuity of a patent from the year of grant to the end of its term (domain 7.2).",
    fields=_CASE,
    returns={"annuities": "year, due day (null in the year of grant), fee in fen after reduction", "total": "fen"},
    example=(
        {"kind": "utility_model", "filed_on": "2018-05-07", "granted_on": "2026-01-06", "reduction": "joint"},
        {
            "annuities": [
                {"year": 8, "due_on": None, "provisional": False, "fee": 36_000},
                {"year": 9, "due_on": "2026-05-07", "provisional": False, "fee": 60_000},
                {"year": 10, "due_on": "2027-05-07", "provisional": True, "fee": 60_000},
            ],
            "total": 156_000,
        },
    ),
)
def annuity_schedule(**given: Any) -> dict[str, Any]:
    rows = [
        {
            "year": each.year,
            "due_on": _iso(each.due.on) if each.due else None,
            "provisional": bool(each.due and each.due.provisional),
            "fee": each.amount.fee,
        }
        for each in annuities.annuity_schedule(*_case(given))
    ]
    return {"annuities": rows, "total": sum(row["fee"] for row in rows if isinstance(row["fee"], int))}


@rule(
    "annuity-state",
    summary="Whether a patent's annuities are paid, due soon, in grace, or the right ended (PIR23 art. 6, 115).",
    fields={
        **_CASE,
        "paid_through": integer("the last patent year whose annuity is fully paid", least=0, most=20),
        "on": iso_date("the day asked about"),
        "loss_notice_on": iso_date("the day the notice of loss was received", required=False),
    },
    returns={
        "status": "paid, due_soon, in_grace, terminated or restorable",
        "year": "the first annuity not paid, null where none is left",
        "due": "its last day on time",
        "grace_month": "1 to 6 in grace, else null",
        "amount": "what it costs on the day, in fen",
        "terminated_on": "the day the right ended, else null",
        "restorable_until": "the last day to ask for restoration, else null",
        "restoration_fee": "fen, where it is restorable",
    },
    example=(
        {
            "kind": "invention",
            "filed_on": "2014-06-13",
            "granted_on": "2016-08-24",
            "paid_through": 12,
            "on": "2026-08-13",
        },
        {
            "status": "in_grace",
            "year": 13,
            "due": {"on": "2026-06-15", "provisional": False},
            "grace_month": 2,
            "amount": {
                "full": 600_000,
                "reduction_percent": 0,
                "fee": 600_000,
                "surcharge_percent": 5,
                "surcharge": 30_000,
                "total": 630_000,
            },
            "terminated_on": None,
            "restorable_until": None,
            "restoration_fee": None,
        },
    ),
)
def annuity_state(paid_through: int, on: date, loss_notice_on: date | None = None, **given: Any) -> dict[str, Any]:
    case, policy, data = _case(given)
    state = annuities.annuity_state(case, paid_through, on, policy, data, loss_notice_on=loss_notice_on)
    return {
        "status": state.status,
        "year": state.annuity.year if state.annuity else None,
        "due": _deadline(state.annuity.due) if state.annuity else None,
        "grace_month": state.grace_month,
        "amount": _amount(state.amount),
        "terminated_on": _iso(state.terminated_on),
        "restorable_until": _deadline(state.restorable_until),
        "restoration_fee": policy.restoration_fee if state.status == annuities.RESTORABLE else None,
    }
