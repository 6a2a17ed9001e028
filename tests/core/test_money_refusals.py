"""Sentences about refused amounts."""

import pytest

from marketplace.core.money_refusals import money_sentence
from marketplace.core.money_text import InvalidMoney, parse_money

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1,5", "“1,5”: commas stand between groups of three digits, and the decimal mark is a point."),
        ("1.5 JPY", "JPY has 0 decimal places; this amount has more."),
        ("x", "“X” does not belong in an amount. Write 480,000 or 48 万."),
    ],
)
def test_says_in_a_sentence_what_is_wrong(text: str, sentence: str) -> None:
    with pytest.raises(InvalidMoney) as caught:
        parse_money(text)

    assert money_sentence(caught.value) == sentence


@pytest.mark.parametrize("text", ["", "9" * 61, "-5", "5000万3亿", "48万5", "CNY5USD", "99999999亿"])
def test_has_a_sentence_for_every_refusal(text: str) -> None:
    with pytest.raises(InvalidMoney) as caught:
        parse_money(text)

    assert "%" not in money_sentence(caught.value)
