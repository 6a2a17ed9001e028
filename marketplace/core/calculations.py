"""Rules of the kernel for `manage.py calculate`: working days, months, shares, rounding and amounts."""

from datetime import date
from typing import Any

from . import calendar, money
from .money_text import InvalidMoney, parse_money
from .rules import RuleInputError, choice, dates, integer, integers, iso_date, rule, text

_EXTRA = {
    "holidays": dates("further days off"),
    "extra_working_days": dates("further working days, weekends swapped"),
    "published_years": integers("further years whose holidays are published", required=False),
}
_DEADLINE = {"on": "the day", "provisional": "true where its year is not published yet and Monday to Friday count"}


def _data(
    holidays: list[date] | None, working_days: list[date] | None, years: list[int] | None
) -> calendar.CalendarData:
    return calendar.CalendarData(frozenset(holidays or ()), frozenset(working_days or ()), frozenset(years or ()))


def _answer(deadline: calendar.Deadline) -> dict[str, Any]:
    return {"on": deadline.on.isoformat(), "provisional": deadline.provisional}


@rule(
    "working-days",
    summary="The n-th Chinese working day after a day that is not counted (PIR23 art. 5; domain 7.4).",
    fields={
        "start": iso_date("the day the term starts"),
        "days": integer("working days", least=1, most=5000),
        **_EXTRA,
    },
    returns=_DEADLINE,
    example=({"start": "2026-09-24", "days": 6}, {"on": "2026-10-10", "provisional": False}),
)
def working_days(
    start: date,
    days: int,
    holidays: list[date] | None = None,
    extra_working_days: list[date] | None = None,
    published_years: list[int] | None = None,
) -> dict[str, Any]:
    return _answer(calendar.add_working_days(start, days, _data(holidays, extra_working_days, published_years)))


@rule(
    "working-days-between",
    summary="The Chinese working days after one day up to and including another.",
    fields={"start": iso_date("not counted"), "end": iso_date("counted"), **_EXTRA},
    returns={"days": "working days", "provisional": "true where a year between is not published yet"},
    example=({"start": "2026-09-24", "end": "2026-10-10"}, {"days": 6, "provisional": False}),
)
def working_days_between(
    start: date,
    end: date,
    holidays: list[date] | None = None,
    extra_working_days: list[date] | None = None,
    published_years: list[int] | None = None,
) -> dict[str, Any]:
    if abs(end.year - start.year) > 50:
        raise RuleInputError("end", "is within 50 years of the start")
    found = calendar.working_days_between(start, end, _data(holidays, extra_working_days, published_years))
    return {"days": found.days, "provisional": found.provisional}


@rule(
    "add-months",
    summary="The corresponding day n months later, else the month's last; as a time limit moved to a working day.",
    fields={
        "start": iso_date("the day the term starts"),
        "months": integer("months", least=-1200, most=1200),
        **_EXTRA,
    },
    returns={"on": "the corresponding day", "deadline": "that day or the next working day", "provisional": "see above"},
    example=(
        {"start": "2026-08-31", "months": 6},
        {"on": "2027-02-28", "deadline": "2027-03-01", "provisional": True},
    ),
)
def add_months(
    start: date,
    months: int,
    holidays: list[date] | None = None,
    extra_working_days: list[date] | None = None,
    published_years: list[int] | None = None,
) -> dict[str, Any]:
    day = calendar.add_months(start, months)
    deadline = calendar.move_to_working_day(day, _data(holidays, extra_working_days, published_years))
    return {"on": day.isoformat(), "deadline": deadline.on.isoformat(), "provisional": deadline.provisional}


@rule(
    "split-shares",
    summary="Shares of an amount by weight, by largest remainder; a tie goes to the party listed first (domain 7.4).",
    fields={"total": integer("amount in fen", least=0), "weights": integers("one weight a party", least=0)},
    returns={"shares": "fen, in the order of the weights; they add up to the total"},
    example=({"total": 100, "weights": [1, 1, 1]}, {"shares": [34, 33, 33]}),
)
def split_shares(total: int, weights: list[int]) -> dict[str, Any]:
    if sum(weights) == 0:
        raise RuleInputError("weights", "has a weight above zero")
    return {"shares": money.split(total, weights)}


@rule(
    "half-up",
    summary="A quotient rounded half-up to a whole number, a half away from zero.",
    fields={"numerator": integer("what is divided"), "denominator": integer("what it is divided by", least=1)},
    returns={"quotient": "the nearest whole number"},
    example=({"numerator": 5, "denominator": 2}, {"quotient": 3}),
)
def half_up(numerator: int, denominator: int) -> dict[str, Any]:
    return {"quotient": money.half_up(numerator, denominator)}


@rule(
    "money",
    summary="What a typed amount means, and how it is written in Chinese and English.",
    fields={
        "text": text("the amount as typed"),
        "currency": choice("where the text names none; CNY unless said", *money.EXPONENTS, required=False),
    },
    returns={"amount": "minor units (fen)", "currency": "its code", "zh": "in Chinese", "en": "in English"},
    example=(
        {"text": "６,２４０ 万"},
        {"amount": 6_240_000_000, "currency": "CNY", "zh": "6,240 万元", "en": "CNY 62,400,000"},
    ),
)
def typed_money(text: str, currency: str = "CNY") -> dict[str, Any]:
    try:
        found = parse_money(text, currency)
    except InvalidMoney as error:
        facts = ", ".join(f"{name} {value}" for name, value in error.facts.items())
        raise RuleInputError("text", f"is no amount: {error.code} {facts}".strip()) from error
    return {
        "amount": found.amount,
        "currency": found.currency,
        "zh": money.format_money(found, "zh"),
        "en": money.format_money(found, "en"),
    }
