"""Trademark numbers: national, divisional, Madrid, with and without class."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.rights.identifiers import InvalidIdentifier, from_slug, parse_number


def refusal(text: str, **hints: object) -> InvalidIdentifier:
    with pytest.raises(InvalidIdentifier) as caught:
        parse_number(text, **hints)
    return caught.value


@pytest.mark.parametrize(
    ("text", "canonical", "nice_class"),
    [
        ("12345678", "12345678", None),
        ("12345678-9", "12345678-9", 9),
        ("12345678/09", "12345678-9", 9),
        ("12345678（9）", "12345678-9", 9),
        ("第12345678号 第9类", "12345678-9", 9),
        ("第12345678号", "12345678", None),
        ("商标注册号：12345678", "12345678", None),
        ("12345678 class 25", "12345678-25", 25),
        ("12345678A", "12345678A", None),
        ("12345678a-9", "12345678A-9", 9),
        ("12345678X", "12345678X", None),
        ("G1234567", "G1234567", None),
        ("g1234567a-45", "G1234567A-45", 45),
        ("Ｇ１２３４５６７", "G1234567", None),
        ("54321", "54321", None),
        ("1340998A-9", "1340998A-9", 9),
        ("87123456-3", "87123456-3", 3),
    ],
)
def test_reads_a_trademark_number(text: str, canonical: str, nice_class: int | None) -> None:
    found = parse_number(text)

    assert (found.canonical, found.nice_class, found.family) == (canonical, nice_class, "trademark")
    assert found.slug == f"cn-tm-{canonical}"


@pytest.mark.parametrize(
    ("text", "hints", "code", "facts"),
    [
        ("12345678-46", {}, "nice_class", {"found": 46, "last": 45}),
        ("12345678-0", {}, "nice_class", {"found": 0, "last": 45}),
        ("第1234号", {}, "trademark_length", {"found": 4}),
        ("123456789", {"kind": "trademark"}, "trademark_length", {"found": 9}),
        ("12345678ABC", {"kind": "trademark"}, "trademark_form", {"found": "12345678ABC"}),
    ],
)
def test_says_what_is_wrong(text: str, hints: dict[str, str], code: str, facts: dict[str, object]) -> None:
    caught = refusal(text, **hints)

    assert (caught.code, caught.facts) == (code, facts)


def test_forgives_leading_zeros_where_a_trademark_is_asked_for() -> None:
    assert parse_number("01234567", kind="trademark").canonical == "1234567"


@given(
    st.sampled_from(["", "G"]),
    st.integers(10_000, 99_999_999),
    st.sampled_from(["", "A", "B"]),
    st.one_of(st.none(), st.integers(1, 45)),
)
def test_round_trips(madrid: str, number: int, letter: str, nice_class: int | None) -> None:
    canonical = f"{madrid}{number}{letter}" + (f"-{nice_class}" if nice_class else "")

    found = parse_number(f" {canonical.lower()} ", kind="trademark")

    assert found.canonical == canonical
    assert from_slug(found.slug.upper()) == found
