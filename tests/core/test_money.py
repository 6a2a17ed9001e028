"""Money: arithmetic, shares, what people type and what they read."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.money import CurrencyMismatch, Money, format_money, format_range, half_up, split
from marketplace.core.money_text import InvalidMoney, parse_money

AMOUNTS = st.integers(0, 10**15)
WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=8).filter(any)


def test_adds_and_subtracts_within_a_currency() -> None:
    assert Money(150) + Money(50) - Money(1) == Money(199)
    assert -Money(5) * 3 == Money(-15)
    assert Money(1) < Money(2) <= Money(2)
    assert not Money(0)


@pytest.mark.parametrize("act", [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b, lambda a, b: a >= b])
def test_never_mixes_currencies(act: object) -> None:
    with pytest.raises(CurrencyMismatch):
        act(Money(1, "CNY"), Money(1, "USD"))


@pytest.mark.parametrize("amount", [1.0, True, "1"])
def test_takes_whole_minor_units_only(amount: object) -> None:
    with pytest.raises(TypeError):
        Money(amount)


def test_refuses_an_unknown_currency_and_plain_numbers() -> None:
    with pytest.raises(ValueError, match="unknown currency"):
        Money(1, "XXX")
    with pytest.raises(TypeError):
        Money(1) + 1


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(5, 2, 3), (-5, 2, -3), (4, 3, 1), (5, 3, 2), (1, 2, 1), (0, 7, 0), (5, -2, -3), (90000 * 15, 100, 13500)],
)
def test_rounds_half_up(numerator: int, denominator: int, expected: int) -> None:
    assert half_up(numerator, denominator) == expected


@given(st.integers(-(10**18), 10**18), st.integers(1, 10**9))
def test_rounds_to_the_nearest(numerator: int, denominator: int) -> None:
    distance = abs(half_up(numerator, denominator) - Fraction(numerator, denominator))

    assert distance <= Fraction(1, 2)
    assert half_up(-numerator, denominator) == -half_up(numerator, denominator)


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (101, [1, 1, 1], [34, 34, 33]),
        (100, [50, 30, 20], [50, 30, 20]),
        (1, [1, 2], [0, 1]),
        (10, [0, 1, 0], [0, 10, 0]),
        (0, [3, 4], [0, 0]),
    ],
)
def test_splits_by_largest_remainder(total: int, weights: list[int], shares: list[int]) -> None:
    assert split(total, weights) == shares


@given(AMOUNTS, WEIGHTS)
def test_splits_without_loss_and_within_a_fen(total: int, weights: list[int]) -> None:
    shares = split(total, weights)

    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(total * weight, sum(weights))) < 1
        assert weight or not share


@pytest.mark.parametrize(("total", "weights"), [(-1, [1]), (1, [0, 0]), (1, []), (1, [2, -1])])
def test_refuses_shares_of_nothing(total: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="shares need"):
        split(total, weights)


def test_splits_and_takes_portions_of_money() -> None:
    assert Money(101, "USD").split([1, 1]) == [Money(51, "USD"), Money(50, "USD")]
    assert Money(999).portion(15, 100) == Money(150)


@pytest.mark.parametrize(
    ("money", "chinese", "english"),
    [
        (Money(48_000_000), "48 万元", "CNY 480,000"),
        (Money(6_240_000_000), "6,240 万元", "CNY 62,400,000"),
        (Money(31_000_000_000), "3.1 亿元", "CNY 310,000,000"),
        (Money(12_345_000_000), "12,345 万元", "CNY 123,450,000"),
        (Money(123_456), "1,234.56 元", "CNY 1,234.56"),
        (Money(1_234_000), "12,340 元", "CNY 12,340"),
        (Money(48_000_001), "480,000.01 元", "CNY 480,000.01"),
        (Money(1_250_000), "12,500 元", "CNY 12,500"),
        (Money(1_200_000), "1.2 万元", "CNY 12,000"),
        (Money(999_900), "9,999 元", "CNY 9,999"),
        (Money(50), "0.50 元", "CNY 0.50"),
        (Money(0), "0 元", "CNY 0"),
        (Money(-48_000_000), "-48 万元", "CNY -480,000"),
        (Money(480_000, "JPY"), "48 万日元", "JPY 480,000"),
        (Money(120_000, "USD"), "1,200 美元", "USD 1,200"),
    ],
)
def test_writes_amounts(money: Money, chinese: str, english: str) -> None:
    assert format_money(money, "zh-hans") == chinese
    assert format_money(money, "en") == english
    assert str(money) == english


@given(AMOUNTS, st.sampled_from(["CNY", "USD", "JPY"]), st.sampled_from(["zh", "en"]))
def test_hides_nothing_when_it_shortens(amount: int, currency: str, language: str) -> None:
    money = Money(amount, currency)

    assert parse_money(format_money(money, language)) == money


@pytest.mark.parametrize(
    ("low", "high", "chinese", "english"),
    [
        (48_000_000, 60_000_000, "48–60 万元", "CNY 480,000–600,000"),
        (48_000_000, 12_000_000_000, "48 万元–1.2 亿元", "CNY 480,000–120,000,000"),
        (480_000, 600_050, "4,800–6,000.50 元", "CNY 4,800–6,000.50"),
        (48_000_000, 48_000_000, "48 万元", "CNY 480,000"),
        (48_000_000, None, "48 万元起", "from CNY 480,000"),
        (None, 60_000_000, "不超过 60 万元", "up to CNY 600,000"),
    ],
)
def test_writes_ranges(low: int | None, high: int | None, chinese: str, english: str) -> None:
    ends = [None if end is None else Money(end) for end in (low, high)]

    assert format_range(*ends) == chinese
    assert format_range(*ends, "en") == english


def test_refuses_a_range_without_ends_or_of_two_currencies() -> None:
    with pytest.raises(ValueError, match="needs an end"):
        format_range(None, None)
    with pytest.raises(CurrencyMismatch):
        format_range(Money(1), Money(2, "USD"))


def test_gives_the_plain_decimal_of_machines() -> None:
    assert Money(48_000_050).major == "480000.50"
    assert Money(1200, "JPY").major == "1200"


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("48 万", 48_000_000, "CNY"),
        ("４８万元", 48_000_000, "CNY"),
        ("480,000.50", 48_000_050, "CNY"),
        ("￥480，000", 48_000_000, "CNY"),
        ("RMB 480000元", 48_000_000, "CNY"),
        ("人民币48万元整", 48_000_000, "CNY"),
        ("3亿5000万元", 35_000_000_000, "CNY"),
        ("3.1亿", 31_000_000_000, "CNY"),
        ("0.005万", 5_000, "CNY"),
        ("48w", 48_000_000, "CNY"),
        ("48万5000", 48_500_000, "CNY"),
        ("US$ 1,200", 120_000, "USD"),
        ("1.2m usd", 120_000_000, "USD"),
        ("1200 円", 1_200, "JPY"),
        ("1.500", 150, "CNY"),
        ("+5", 500, "CNY"),
    ],
)
def test_reads_what_people_type(text: str, amount: int, currency: str) -> None:
    assert parse_money(text) == Money(amount, currency)


def test_takes_the_currency_given_where_the_text_names_none() -> None:
    assert parse_money("1,200", "USD") == Money(120_000, "USD")
    assert parse_money("¥1,200", "JPY") == Money(1_200, "JPY")


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        (" ", "empty", {}),
        ("元", "empty", {}),
        ("9" * 61, "too_long", {"longest": 60}),
        ("-5", "negative", {}),
        ("4O0", "character", {"found": "O", "position": 2}),
        ("四十八万", "character", {"found": "四", "position": 1}),
        ("1.2.3", "character", {"found": ".", "position": 4}),
        ("1,5", "grouping", {"found": "1,5"}),
        ("48,00,000", "grouping", {"found": "48,00,000"}),
        ("5000万3亿", "unit_order", {"found": "3亿"}),
        ("48万5", "unit_missing", {"found": "5"}),
        ("1,234.567", "decimals", {"currency": "CNY", "places": 2}),
        ("1.5 JPY", "decimals", {"currency": "JPY", "places": 0}),
        ("CNY5USD", "two_currencies", {"first": "CNY", "second": "USD"}),
        ("99999999亿", "too_large", {}),
    ],
)
def test_says_what_is_wrong(text: str, code: str, facts: dict[str, object]) -> None:
    with pytest.raises(InvalidMoney) as caught:
        parse_money(text)

    assert (caught.value.code, caught.value.facts) == (code, facts)


@given(st.text(max_size=70))
def test_answers_any_text_with_an_amount_or_a_refusal(text: str) -> None:
    try:
        assert parse_money(text).amount >= 0
    except InvalidMoney as refused:
        assert refused.code
