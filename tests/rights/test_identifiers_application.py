"""Chinese patent application numbers: check digit, eras, spellings and refusals."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.rights.identifiers import InvalidIdentifier, candidates, from_slug, parse_number
from marketplace.rights.identifiers.cn_application import check_digit

LONG = st.builds("{}{}{:07d}".format, st.integers(2003, 2099), st.sampled_from("12389"), st.integers(0, 9_999_999))
SHORT = st.builds(
    "{:02d}{}{:05d}".format,
    st.integers(1985, 2003).map(lambda year: year % 100),
    st.sampled_from("12389"),
    st.integers(0, 99_999),
)


def refusal(text: str, **hints: object) -> InvalidIdentifier:
    with pytest.raises(InvalidIdentifier) as caught:
        parse_number(text, **hints)
    return caught.value


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("201410264351", "3"),
        ("201020566668", "X"),
        ("201811107071", "6"),
        ("200910251390", "9"),
        ("85100001", "0"),
    ],
)
def test_computes_the_check_digit(base: str, expected: str) -> None:
    assert check_digit(base) == expected


@pytest.mark.parametrize(
    "text",
    [
        "201811107071.6",
        "2018111070716",
        "201811107071",
        "ZL 2018 1 1107071.6",
        "zl201811107071.6",
        "CN201811107071.6",
        "ＺＬ２０１８１１１０７０７１．６",
        "2018 1 1107071。6",
        "201811107071·6",
        "201811107071-6",
        "专利号：ZL 2018 1 1107071.6",
        "第201811107071.6号",
        "'2018111070716",
        "2018\u200b11107071.6\n",
    ],
)
def test_reads_every_spelling_as_one_number(text: str) -> None:
    found = parse_number(text)

    assert found.canonical == "201811107071.6"
    assert found.slug == "cn-patent-201811107071.6"


def test_knows_year_kind_and_jurisdiction() -> None:
    found = parse_number("201020566668x")

    assert (found.canonical, found.year, found.kind, found.jurisdiction) == (
        "201020566668.X",
        2010,
        "utility_model",
        "CN",
    )


@pytest.mark.parametrize(
    ("digit", "kind"),
    [("1", "invention"), ("2", "utility_model"), ("3", "design"), ("8", "invention"), ("9", "utility_model")],
)
def test_takes_the_kind_from_the_fifth_digit(digit: str, kind: str) -> None:
    assert parse_number(f"2014{digit}0264351").kind == kind


def test_refuses_a_wrong_check_digit_and_names_the_right_one() -> None:
    caught = refusal("201410264351.5")

    assert caught.code == "check_digit"
    assert caught.facts == {"expected": "3", "found": "5", "position": 13, "base": "201410264351"}


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        ("199910264351", "year_long", {"year": 1999, "first": 2003, "last": 2099}),
        ("ZL12345678", "year_short", {"year": "12"}),
        ("201440264351", "type_digit", {"found": "4", "position": 5}),
        ("ZL85400001", "type_digit", {"found": "4", "position": 3}),
        ("2O1410264351.3", "character", {"found": "O", "position": 2, "instead": "0"}),
        ("ZL20141026435W.3", "character", {"found": "W", "position": 12, "instead": ""}),
        ("2014102643", "length", {"found": 10}),
        ("CN20141026435133", "length", {"found": 14}),
        ("2.02E+12", "spreadsheet", {"found": "2.02E+12"}),
        ("2.01811E12", "spreadsheet", {"found": "2.01811E12"}),
        ("hello", "unknown", {"found": "HELLO"}),
        (" \u3000", "empty", {}),
        ("1" * 81, "too_long", {"longest": 80}),
        ("87123456X", "check_digit", {"expected": "4", "found": "X", "position": 9, "base": "87123456"}),
    ],
)
def test_says_what_is_wrong(text: str, code: str, facts: dict[str, object]) -> None:
    caught = refusal(text)

    assert (caught.code, caught.facts) == (code, facts)


def test_refuses_a_year_that_has_not_come() -> None:
    assert parse_number("202610264351", on=date(2026, 1, 1)).year == 2026
    assert refusal("2027102643510", on=date(2026, 12, 31)).facts["last"] == 2026


def test_finds_a_bare_number_of_eight_digits_ambiguous() -> None:
    caught = refusal("85100001")

    assert caught.code == "ambiguous"
    assert [choice.slug for choice in caught.facts["choices"]] == ["cn-tm-85100001", "cn-patent-85100001.0"]
    assert parse_number("85100001", kind="patent").slug == "cn-patent-85100001.0"
    assert parse_number("85100001", kind="trademark").slug == "cn-tm-85100001"
    assert parse_number("CN85100001").slug == "cn-patent-85100001.0"
    assert parse_number("851000010").slug == "cn-patent-85100001.0"


def test_takes_a_label_as_a_hint_only() -> None:
    assert parse_number("专利号：85100001").slug == "cn-patent-85100001.0"
    assert parse_number("注册号 85100001").slug == "cn-tm-85100001"
    assert parse_number("专利号 12345678").slug == "cn-tm-12345678"


def test_refuses_an_unknown_hint_as_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="no such kind"):
        parse_number("201410264351.3", kind="patents")


def test_refuses_a_patent_number_where_a_trademark_is_asked_for() -> None:
    caught = refusal("2014102643513", kind="trademark")

    assert (caught.code, caught.facts) == ("trademark_length", {"found": 13})


@given(st.one_of(LONG, SHORT))
def test_round_trips_in_every_spelling(base: str) -> None:
    check = check_digit(base)
    canonical = f"{base}.{check}"
    wide = canonical.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.X"})

    spellings = [canonical, "ZL" + canonical, "CN" + base + check, f"zl {base[:2]} {base[2:]} . {check.lower()}", wide]

    assert {parse_number(text).canonical for text in spellings} == {canonical}
    assert parse_number(base, kind="patent").canonical == canonical
    assert from_slug(parse_number(canonical).slug) == parse_number(canonical)
    assert from_slug(parse_number(canonical).slug.upper()) == parse_number(canonical)


@given(LONG, st.integers(0, 11), st.integers(1, 9))
def test_notices_every_single_wrong_digit(base: str, place: int, shift: int) -> None:
    wrong = base[:place] + str((int(base[place]) + shift) % 10) + base[place + 1 :]

    with pytest.raises(InvalidIdentifier):
        parse_number(wrong + check_digit(base))


@given(st.text(max_size=90))
def test_answers_any_text_with_a_number_or_a_refusal(text: str) -> None:
    try:
        found = candidates(text)
    except InvalidIdentifier as refused:
        assert refused.code
    else:
        assert all(from_slug(each.slug) == each for each in found)


@pytest.mark.parametrize(
    "slug", ["cn-patent-", "cn-patent", "patent-1", "cn-tm-1", "xx-patent-12", "us-application-1", ""]
)
def test_refuses_an_address_that_names_no_number(slug: str) -> None:
    with pytest.raises(InvalidIdentifier) as caught:
        from_slug(slug)

    assert caught.value.code == "slug"


def test_understands_an_address_without_check_digit() -> None:
    assert from_slug("cn-patent-201410264351").slug == "cn-patent-201410264351.3"
