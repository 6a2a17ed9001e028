"""Annuities: amounts, due dates, surcharges, states."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.calendar import Deadline, add_months
from marketplace.rights import annuities
from marketplace.rights.annuities import Amount, AnnuityCase, AnnuityPolicy
from marketplace.rights.shipped_policies import shipped

POLICY = AnnuityPolicy.load(shipped)
CASE = AnnuityCase("invention", date(2014, 6, 13), date(2016, 8, 24), 20)
WEEKDAY_DUE = date(2024, 6, 13)  # a Thursday: the due date of year 11


@pytest.mark.parametrize(
    ("on", "year"),
    [
        (date(2014, 6, 13), 1),
        (date(2015, 6, 12), 1),
        (date(2015, 6, 13), 2),
        (date(2016, 8, 24), 3),
        (date(2034, 6, 12), 20),
    ],
)
def test_counts_patent_years_from_the_filing(on: date, year: int) -> None:
    assert annuities.patent_year(CASE.filed_on, on) == year


def test_has_no_year_before_the_filing() -> None:
    with pytest.raises(ValueError, match="before its filing"):
        annuities.patent_year(date(2014, 6, 13), date(2014, 6, 12))


@pytest.mark.parametrize(
    ("kind", "yuan"),
    [
        ("invention", [900] * 3 + [1200] * 3 + [2000] * 3 + [4000] * 3 + [6000] * 3 + [8000] * 5),
        ("utility_model", [600] * 3 + [900] * 2 + [1200] * 3 + [2000] * 2),
        ("design", [600] * 3 + [900] * 2 + [1200] * 3 + [2000] * 2 + [3000] * 5),
    ],
)
def test_knows_the_fee_table(kind: str, yuan: list[int]) -> None:
    fees = [annuities.full_fee(kind, year, POLICY) for year in range(1, len(yuan) + 1)]

    assert fees == [each * 100 for each in yuan]
    with pytest.raises(ValueError, match="no annuity"):
        annuities.full_fee(kind, len(yuan) + 1, POLICY)


@pytest.mark.parametrize(
    ("reduction", "year", "fee"),
    [
        ("single", 3, 13_500),
        ("single", 12, 60_000),
        ("single", 13, 600_000),
        ("joint", 4, 36_000),
        ("joint", 12, 120_000),
        (None, 4, 120_000),
    ],
)
def test_reduces_ten_annuities_from_that_of_the_grant(reduction: str | None, year: int, fee: int) -> None:
    assert annuities.amount(replace(CASE, reduction=reduction), year, POLICY).fee == fee


def test_takes_the_best_reduction_and_never_adds_them() -> None:
    case = replace(CASE, reduction="joint", open_licence_years=frozenset({12, 13}))

    assert annuities.reduction_percent(case, 12, POLICY) == 70
    assert annuities.reduction_percent(case, 13, POLICY) == 15
    assert annuities.amount(case, 13, POLICY).fee == 510_000
    assert annuities.reduction_percent(case, 14, POLICY) == 0


def test_rounds_a_reduced_fee_half_up_once() -> None:
    odd = replace(POLICY, fees={"invention": ((1, 20, 90_010),)})

    assert annuities.amount(replace(CASE, reduction="single"), 3, odd).fee == 13_502


def test_had_six_reduced_annuities_before_august_2018() -> None:
    old = AnnuityPolicy.load(partial(shipped, on=date(2018, 7, 31)))

    assert (old.reduced_annuities, old.open_licence_percent) == (6, 0)


@pytest.mark.parametrize(
    ("paid_on", "month", "percent"),
    [
        (date(2024, 6, 13), 0, 0),
        (date(2024, 6, 14), 1, 0),
        (date(2024, 7, 13), 1, 0),
        (date(2024, 7, 14), 2, 5),
        (date(2024, 8, 13), 2, 5),
        (date(2024, 8, 14), 3, 10),
        (date(2024, 9, 13), 3, 10),
        (date(2024, 10, 13), 4, 15),
        (date(2024, 11, 13), 5, 20),
        (date(2024, 11, 14), 6, 25),
        (date(2024, 12, 13), 6, 25),
    ],
)
def test_surcharges_by_month_the_last_day_included(paid_on: date, month: int, percent: int) -> None:
    case = replace(CASE, reduction="single")

    assert annuities.grace_month(WEEKDAY_DUE, paid_on, POLICY) == month
    assert annuities.amount_on(case, 11, paid_on, POLICY) == Amount(400_000, 85, 60_000, percent, 4_000 * percent)


def test_takes_no_payment_after_the_grace() -> None:
    assert annuities.grace_month(WEEKDAY_DUE, date(2024, 12, 14), POLICY) == 7
    assert annuities.amount_on(CASE, 11, date(2024, 12, 14), POLICY) is None


def test_moves_the_due_date_but_runs_the_months_from_the_unmoved_one() -> None:
    base = date(2026, 6, 13)  # a Saturday

    assert annuities.annuity(CASE, 13, POLICY).due == Deadline(date(2026, 6, 15))
    assert annuities.grace_month(base, date(2026, 6, 15), POLICY) == 0
    assert annuities.grace_month(base, date(2026, 6, 16), POLICY) == 1
    assert annuities.grace_month(base, date(2026, 7, 13), POLICY) == 1
    assert annuities.grace_month(base, date(2026, 7, 14), POLICY) == 2


def test_moves_the_end_of_grace_over_days_of_rest() -> None:
    base = date(2026, 4, 1)  # six months later is National Day

    assert annuities.grace_month(base, date(2026, 10, 8), POLICY) == 6
    assert annuities.grace_month(base, date(2026, 10, 9), POLICY) == 7


def test_lists_every_annuity_from_the_grant_on() -> None:
    rows = list(annuities.annuity_schedule(CASE, POLICY))

    assert [row.year for row in rows] == list(range(3, 21))
    assert (rows[0].due_base, rows[0].due, rows[0].grace_ends) == (None, None, None)
    assert rows[1].due_base == date(2017, 6, 13)
    assert rows[-1].due_base == date(2033, 6, 13)
    assert rows[-1].due == Deadline(date(2033, 6, 13), provisional=True)
    assert sum(row.amount.total for row in rows) == 8_050_000


@pytest.mark.parametrize("year", [2, 21])
def test_has_no_annuity_before_the_grant_or_after_the_term(year: int) -> None:
    with pytest.raises(ValueError, match="from year 3 to 20"):
        annuities.annuity(CASE, year, POLICY)


@pytest.mark.parametrize(
    ("on", "status", "month", "total"),
    [
        (date(2024, 3, 14), "paid", None, 400_000),
        (date(2024, 3, 15), "due_soon", None, 400_000),
        (date(2024, 6, 13), "due_soon", None, 400_000),
        (date(2024, 6, 14), "in_grace", 1, 400_000),
        (date(2024, 12, 13), "in_grace", 6, 500_000),
    ],
)
def test_knows_the_state_of_the_next_annuity(on: date, status: str, month: int | None, total: int) -> None:
    state = annuities.annuity_state(CASE, 10, on, POLICY)

    assert (state.status, state.grace_month, state.amount.total) == (status, month, total)
    assert (state.annuity.year, state.annuity.due_base) == (11, WEEKDAY_DUE)
    assert state.terminated_on is None


def test_ends_the_right_on_the_due_date_itself() -> None:
    state = annuities.annuity_state(CASE, 10, date(2024, 12, 14), POLICY)

    assert (state.status, state.terminated_on, state.amount) == ("terminated", WEEKDAY_DUE, None)


def test_can_be_restored_for_two_months_with_the_whole_surcharge() -> None:
    notice = date(2025, 1, 20)

    state = annuities.annuity_state(CASE, 10, date(2025, 3, 20), POLICY, loss_notice_on=notice)
    late = annuities.annuity_state(CASE, 10, date(2025, 3, 21), POLICY, loss_notice_on=notice)

    assert (state.status, state.terminated_on, state.restorable_until) == (
        "restorable",
        WEEKDAY_DUE,
        Deadline(date(2025, 3, 20)),
    )
    assert state.amount.total == 500_000
    assert late.status == "terminated"
    assert POLICY.restoration_fee == 100_000


def test_owes_nothing_once_the_last_annuity_is_paid() -> None:
    assert annuities.annuity_state(CASE, 20, date(2033, 7, 1), POLICY) == annuities.AnnuityState("paid")


def test_counts_the_annuity_of_the_grant_as_paid() -> None:
    assert annuities.annuity_state(CASE, 0, date(2017, 1, 1), POLICY).annuity.year == 4


@given(st.dates(date(2004, 1, 1), date(2024, 12, 31)), st.integers(2, 19), st.integers(0, 220))
def test_never_lowers_what_is_owed_as_time_passes(filed_on: date, year: int, late: int) -> None:
    case = AnnuityCase("invention", filed_on, filed_on, 20, "single")
    base = annuities.due_base(filed_on, year)
    today, tomorrow = base + timedelta(days=late), base + timedelta(days=late + 1)

    first, second = (annuities.amount_on(case, year, day, POLICY) for day in (today, tomorrow))

    assert second is None or (first is not None and second.total >= first.total)
    if first is None:
        assert today > add_months(base, 6)


@given(st.dates(date(2004, 1, 1), date(2024, 12, 31)), st.integers(0, 7300))
def test_lies_in_the_patent_year_it_names(filed_on: date, days: int) -> None:
    on = filed_on + timedelta(days=days)

    year = annuities.patent_year(filed_on, on)

    assert annuities.due_base(filed_on, year) <= on < annuities.due_base(filed_on, year + 1)
