"""Terms of patents and trademarks."""

from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.calendar import Deadline
from marketplace.rights import terms
from marketplace.rights.shipped_policies import shipped

POLICY = terms.TermPolicy.load(shipped)
MARKS = terms.TrademarkPolicy.load(shipped)
DAYS = st.dates(date(1993, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("kind", "filed_on", "years", "last_day"),
    [
        ("invention", date(2014, 6, 13), 20, date(2034, 6, 12)),
        ("utility_model", date(2014, 6, 13), 10, date(2024, 6, 12)),
        ("design", date(2021, 5, 31), 10, date(2031, 5, 30)),
        ("design", date(2021, 6, 1), 15, date(2036, 5, 31)),
        ("invention", date(2016, 2, 29), 20, date(2036, 2, 28)),
        ("utility_model", date(2016, 2, 29), 10, date(2026, 2, 27)),
        ("invention", date(2015, 1, 1), 20, date(2034, 12, 31)),
    ],
)
def test_ends_the_day_before_the_anniversary(kind: str, filed_on: date, years: int, last_day: date) -> None:
    assert terms.term_years(kind, filed_on, POLICY) == years
    assert terms.last_day_in_force(kind, filed_on, POLICY) == last_day
    assert terms.expires_on(kind, filed_on, POLICY) == last_day + timedelta(days=1)


def test_adds_the_days_of_compensation() -> None:
    assert terms.last_day_in_force("invention", date(2014, 6, 13), POLICY, 30) == date(2034, 7, 12)


def test_refuses_a_kind_it_does_not_know() -> None:
    with pytest.raises(KeyError):
        terms.term_years("trademark", date(2020, 1, 1), POLICY)


FILED, REQUESTED, GRANTED = date(2018, 3, 1), date(2019, 6, 1), date(2023, 6, 1)


def test_compensates_from_the_later_of_four_and_three_years() -> None:
    assert terms.compensation_days(FILED, REQUESTED, GRANTED, POLICY) == 365
    assert terms.compensation_days(FILED, FILED, GRANTED, POLICY) == 457
    assert terms.compensation_days(FILED, REQUESTED, date(2022, 6, 1), POLICY) == 0
    assert terms.compensation_days(FILED, REQUESTED, date(2020, 1, 1), POLICY) == 0


def test_takes_delays_off_and_gives_a_twin_nothing() -> None:
    delayed = terms.compensation_days(FILED, REQUESTED, GRANTED, POLICY, reasonable_delay=100, applicant_delay=65)

    assert delayed == 200
    assert terms.compensation_days(FILED, REQUESTED, GRANTED, POLICY, applicant_delay=400) == 0
    assert terms.compensation_days(FILED, REQUESTED, GRANTED, POLICY, same_day_twin=True) == 0


def test_gives_three_months_to_ask_for_compensation() -> None:
    assert terms.compensation_request_due(date(2026, 7, 3), POLICY) == Deadline(date(2026, 10, 8))


@pytest.mark.parametrize(
    ("filed_on", "approved_on", "days"),
    [
        (date(2010, 1, 1), date(2018, 1, 1), 730),  # held by the 14 years after the approval
        (date(2010, 1, 1), date(2015, 7, 1), 0),  # 14 years after the approval end before the term does
        (date(2010, 1, 1), date(2016, 1, 2), 1),
        (date(2010, 1, 1), date(2024, 1, 1), 1826),  # held by the 5 years
        (date(2010, 1, 1), date(2014, 1, 1), 0),
    ],
)
def test_compensates_a_new_drug_within_its_limits(filed_on: date, approved_on: date, days: int) -> None:
    assert terms.drug_compensation_days(filed_on, approved_on, POLICY) == days


@pytest.mark.parametrize(
    ("registered_on", "renewals", "last_day"),
    [
        (date(2016, 5, 7), 0, date(2026, 5, 6)),
        (date(2016, 5, 7), 1, date(2036, 5, 6)),
        (date(2016, 2, 29), 0, date(2026, 2, 28)),
        (date(2016, 2, 29), 1, date(2036, 2, 29)),
        (date(2016, 3, 1), 0, date(2026, 2, 28)),
        (date(2016, 1, 1), 2, date(2045, 12, 31)),
    ],
)
def test_ends_a_mark_before_the_corresponding_day(registered_on: date, renewals: int, last_day: date) -> None:
    assert terms.trademark_last_day(registered_on, MARKS, renewals) == last_day


def test_opens_the_renewal_twelve_months_before_and_leaves_six_months_of_grace() -> None:
    window = terms.renewal_window(date(2026, 5, 6), MARKS)

    assert window.opens_on == date(2025, 5, 6)
    assert window.grace_ends == Deadline(date(2026, 11, 6))
    assert (window.next_term_starts, window.next_term_ends) == (date(2026, 5, 7), date(2036, 5, 6))


def test_moves_the_end_of_grace_over_days_of_rest_but_not_the_term() -> None:
    window = terms.renewal_window(date(2026, 4, 4), MARKS)

    assert window.last_day == date(2026, 4, 4)
    assert window.grace_ends == Deadline(date(2026, 10, 8))


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2025, 5, 5), "not_open"),
        (date(2025, 5, 6), "open"),
        (date(2026, 5, 6), "open"),
        (date(2026, 5, 7), "grace"),
        (date(2026, 11, 6), "grace"),
        (date(2026, 11, 7), "lapsed"),
    ],
)
def test_knows_the_state_of_a_renewal(on: date, state: str) -> None:
    assert terms.renewal_window(date(2026, 5, 6), MARKS).state(on) == state


@pytest.mark.parametrize(
    ("last_day", "on", "expected"),
    [
        (date(2036, 11, 23), date(2026, 11, 24), (3653, 10, 0)),
        (date(2026, 11, 24), date(2026, 11, 24), (1, 0, 0)),
        (date(2026, 11, 23), date(2026, 11, 24), (0, 0, 0)),
        (date(2027, 2, 27), date(2026, 8, 31), (181, 0, 6)),
        (date(2036, 5, 31), date(2026, 11, 24), (3477, 9, 6)),
    ],
)
def test_counts_the_remaining_life(last_day: date, on: date, expected: tuple[int, int, int]) -> None:
    assert terms.remaining_life(last_day, on) == terms.RemainingLife(*expected)


def test_reads_the_policy_of_a_day() -> None:
    assert terms.TermPolicy.load(partial(shipped, on=date(2026, 1, 1))) == POLICY
    with pytest.raises(LookupError, match=r"no version of rights\.terms"):
        terms.TermPolicy.load(partial(shipped, on=date(1990, 1, 1)))


@given(DAYS, st.integers(0, 3))
def test_leaves_no_day_between_the_terms_of_a_mark(registered_on: date, renewals: int) -> None:
    last = terms.trademark_last_day(registered_on, MARKS, renewals)
    window = terms.renewal_window(last, MARKS)

    assert window.next_term_starts == last + timedelta(days=1)
    assert window.next_term_ends == terms.trademark_last_day(registered_on, MARKS, renewals + 1)
    assert window.opens_on < last < window.grace_ends.on


@given(DAYS, DAYS)
def test_counts_no_life_below_zero(last_day: date, on: date) -> None:
    life = terms.remaining_life(last_day, on)

    assert life.days == max(0, (last_day - on).days + 1)
    assert 0 <= life.months < 12
    assert life.days // 366 <= life.years <= life.days // 365
