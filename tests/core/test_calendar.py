"""Working days and deadlines."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.calendar import (
    CalendarData,
    Deadline,
    WorkingDays,
    add_months,
    add_working_days,
    add_years,
    is_published,
    is_working_day,
    months_deadline,
    move_to_working_day,
    working_days_between,
)

DAYS = st.dates(date(2004, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 9, 24), True),
        (date(2026, 9, 25), False),  # Mid-Autumn, a Friday
        (date(2026, 9, 20), True),  # a Sunday swapped for National Day
        (date(2026, 10, 10), True),  # a Saturday swapped for National Day
        (date(2026, 10, 7), False),
        (date(2026, 11, 21), False),
        (date(2026, 11, 24), True),
    ],
)
def test_knows_the_published_days(day: date, working: bool) -> None:
    assert is_working_day(day) is working


def test_does_not_count_the_start_and_counts_a_swapped_saturday() -> None:
    assert add_working_days(date(2026, 9, 24), 5) == Deadline(date(2026, 10, 9))
    assert add_working_days(date(2026, 9, 24), 6) == Deadline(date(2026, 10, 10))


def test_is_provisional_beyond_the_published_years() -> None:
    assert add_working_days(date(2026, 12, 30), 1) == Deadline(date(2026, 12, 31))
    assert add_working_days(date(2026, 12, 30), 2) == Deadline(date(2027, 1, 1), provisional=True)
    assert move_to_working_day(date(2027, 2, 28)) == Deadline(date(2027, 3, 1), provisional=True)
    assert working_days_between(date(2026, 12, 31), date(2027, 1, 5)) == WorkingDays(3, provisional=True)


def test_lets_our_dated_data_decide_first() -> None:
    data = CalendarData(
        holidays=frozenset({date(2027, 1, 1)}),
        working_days=frozenset({date(2027, 1, 2)}),
        published_years=frozenset({2027}),
    )

    assert add_working_days(date(2026, 12, 31), 1, data) == Deadline(date(2027, 1, 2))
    assert is_published(2027, data)
    assert not is_published(2027)


def test_reads_its_data_from_json() -> None:
    data = CalendarData.from_json({"holidays": ["2027-01-01"], "published_years": [2027]})

    assert data == CalendarData(frozenset({date(2027, 1, 1)}), frozenset(), frozenset({2027}))


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 15), 6, date(2026, 9, 15)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
    ],
)
def test_adds_months_to_the_corresponding_day(start: date, months: int, expected: date) -> None:
    assert add_months(start, months) == expected


def test_adds_years() -> None:
    assert add_years(date(2016, 2, 29), 10) == date(2026, 2, 28)
    assert add_years(date(2016, 2, 29), 20) == date(2036, 2, 29)


def test_moves_a_limit_in_months_over_days_of_rest() -> None:
    assert months_deadline(date(2026, 8, 1), 2) == Deadline(date(2026, 10, 8))


def test_refuses_a_term_of_no_working_day() -> None:
    with pytest.raises(ValueError, match="at least one"):
        add_working_days(date(2026, 1, 5), 0)


@given(DAYS, st.integers(1, 60))
def test_counts_back_what_it_added(start: date, count: int) -> None:
    deadline = add_working_days(start, count)

    assert working_days_between(start, deadline.on).days == count
    assert is_working_day(deadline.on)
    assert deadline.provisional is not is_published(deadline.on.year)


@given(DAYS)
def test_moves_to_the_first_working_day_only(day: date) -> None:
    moved = move_to_working_day(day).on

    assert is_working_day(moved)
    assert not any(is_working_day(day + timedelta(days=n)) for n in range((moved - day).days))


@given(DAYS, st.integers(-240, 240))
def test_lands_in_the_month_asked_for(start: date, months: int) -> None:
    moved = add_months(start, months)

    assert (moved.year - start.year) * 12 + moved.month - start.month == months
    assert moved.day == start.day or (moved.day < start.day and (moved + timedelta(days=1)).day == 1)
