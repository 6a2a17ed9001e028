"""Unified social credit codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as reference

from marketplace.rights.identifiers import InvalidIdentifier, parse_uscc
from marketplace.rights.identifiers.uscc import ALPHABET, check_character, organisation_check

BODIES = st.builds(
    "{}{}{:06d}{}".format,
    st.sampled_from("123456789"),
    st.sampled_from("12359"),
    st.integers(110000, 820000),
    st.text(ALPHABET, min_size=9, max_size=9),
)


def refusal(text: str) -> InvalidIdentifier:
    with pytest.raises(InvalidIdentifier) as caught:
        parse_uscc(text)
    return caught.value


@pytest.mark.parametrize(
    "text",
    ["91110000600037341L", "91110000600037341l", " 9111 0000 6000 3734 1L", "９１１１００００６０００３７３４１Ｌ"],
)
def test_reads_every_spelling(text: str) -> None:
    assert parse_uscc(text).canonical == "91110000600037341L"


def test_takes_the_code_apart() -> None:
    found = parse_uscc("91210300MA0ABC1D1K")

    assert (found.authority, found.entity_type, found.region) == ("9", "1", "210300")
    assert found.organisation_code == "MA0ABC1D1"
    assert found.warnings == ()


@pytest.mark.parametrize("first", ["N2", "Y1", "A1"])
def test_accepts_codes_that_begin_with_a_letter(first: str) -> None:
    organisation = "MF0ABC12"
    body = f"{first}210300{organisation}{organisation_check(organisation)}"

    assert parse_uscc(body + check_character(body)).authority == first[0]


def test_only_warns_of_a_wrong_inner_digit() -> None:
    body = "91210300MA0ABC1D2"

    assert parse_uscc(body + check_character(body)).warnings == ("organisation_check",)


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        (
            "91110000600037341K",
            "check_digit",
            {"expected": "L", "found": "K", "position": 18, "base": "91110000600037341"},
        ),
        ("91110000600037341", "uscc_length", {"found": 17}),
        ("9111000060003734IL", "uscc_character", {"found": "I", "position": 17, "instead": "1"}),
        ("0111000060003734 1L", "uscc_authority", {"found": "0"}),
        ("91A10000600037341L", "uscc_region", {"found": "A", "position": 3}),
        ("", "empty", {}),
    ],
)
def test_says_what_is_wrong(text: str, code: str, facts: dict[str, object]) -> None:
    caught = refusal(text)

    assert (caught.code, caught.facts) == (code, facts)


@given(BODIES)
def test_agrees_with_the_reference_implementation(body: str) -> None:
    code = body + check_character(body)

    assert reference.is_valid(code)
    assert parse_uscc(code).canonical == code


@given(BODIES, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_notices_every_single_wrong_character(body: str, place: int, character: str) -> None:
    code = body + check_character(body)
    if code[place] == character:
        return

    with pytest.raises(InvalidIdentifier):
        parse_uscc(code[:place] + character + code[place + 1 :])
