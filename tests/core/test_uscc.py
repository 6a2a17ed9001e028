"""Unified social credit codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as reference

from marketplace.core.uscc import ALPHABET, InvalidUscc, check_character, organisation_check, parse

BODIES = st.builds(
    "{}{}{:06d}{}".format,
    st.sampled_from("123456789"),
    st.sampled_from("12359"),
    st.integers(110000, 820000),
    st.text(ALPHABET, min_size=9, max_size=9),
)


@pytest.mark.parametrize(
    "text", ["91110000600037341L", " 9111-0000-6000 3734 1l", "９１１１００００６０００３７３４１Ｌ"]
)
def test_reads_every_spelling(text):
    assert parse(text).canonical == "91110000600037341L"


@pytest.mark.parametrize("first", ["N2", "Y1", "A1"])
def test_accepts_codes_that_begin_with_a_letter(first):
    body = f"{first}210300MF0ABC12{organisation_check('MF0ABC12')}"

    assert parse(body + check_character(body)).authority == first[0]


def test_only_warns_of_a_wrong_inner_digit():
    body = "91210300MA0ABC1D2"

    assert parse(body + check_character(body)).warnings == ("organisation_check",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("91110000600037341K", "check_digit"),
        ("91110000600037341", "uscc_length"),
        ("9111000060003734IL", "uscc_character"),
        ("01110000600037341L", "uscc_authority"),
        ("91A10000600037341L", "uscc_region"),
        (" ", "empty"),
        ("9" * 81, "too_long"),
    ],
)
def test_says_what_is_wrong(text, code):
    with pytest.raises(InvalidUscc) as caught:
        parse(text)

    assert caught.value.code == code


@given(BODIES)
def test_agrees_with_the_reference_implementation(body):
    code = body + check_character(body)

    assert reference.is_valid(code)
    assert parse(code).canonical == code
