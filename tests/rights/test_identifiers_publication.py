"""Chinese publication and grant numbers by era."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.rights.identifiers import InvalidIdentifier, from_slug, parse_number


def refusal(text: str, **hints: object) -> InvalidIdentifier:
    with pytest.raises(InvalidIdentifier) as caught:
        parse_number(text, **hints)
    return caught.value


@pytest.mark.parametrize(
    ("text", "canonical", "kind"),
    [
        ("CN104008308A", "CN104008308A", "invention"),
        ("cn 104008308 a", "CN104008308A", "invention"),
        ("104008308A", "CN104008308A", "invention"),
        ("ＣＮ１０４００８３０８Ａ", "CN104008308A", "invention"),
        ("公开号：CN109462287A", "CN109462287A", "invention"),
        ("CN109462287A8", "CN109462287A8", "invention"),
        ("CN1340998A", "CN1340998A", "invention"),
        ("CN1340998C1", "CN1340998C1", "invention"),
        ("CN100301000C", "CN100301000C", "invention"),
        ("CN209078969U", "CN209078969U", "utility_model"),
        ("CN201000001Y", "CN201000001Y", "utility_model"),
        ("CN302478080S", "CN302478080S", "design"),
        ("CN3003001D", "CN3003001D", "design"),
        ("CN85100001A", "CN85100001A", "invention"),
        ("CN87200001U", "CN87200001U", "utility_model"),
    ],
)
def test_reads_a_publication_number(text: str, canonical: str, kind: str) -> None:
    found = parse_number(text)

    assert (found.canonical, found.kind) == (canonical, kind)
    assert found.slug == f"cn-patent-{canonical}"


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        ("CN404008308A", "publication_type", {"found": "4", "position": 1}),
        ("CN85400001A", "publication_type", {"found": "4", "position": 3}),
        ("CN12345678A", "publication_era", {"serial": "12345678"}),
        ("CN104008308U", "kind_letter", {"found": "U", "digit": "1", "allowed": "A, B, C"}),
        ("CN85100001C", "kind_letter", {"found": "C", "digit": "1", "allowed": "A, B"}),
        ("CN104008308B7", "kind_suffix", {"found": "B7", "letter": "B"}),
        ("CN85100001A8", "kind_suffix", {"found": "A8", "letter": "A"}),
    ],
)
def test_says_what_is_wrong(text: str, code: str, facts: dict[str, object]) -> None:
    caught = refusal(text)

    assert (caught.code, caught.facts) == (code, facts)


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("CN104008308", ["CN104008308A", "CN104008308B"]),
        ("104008308", ["CN104008308A", "CN104008308B"]),
        ("CN1340998", ["CN1340998A", "CN1340998C"]),
        ("CN209078969", ["CN209078969U", "CN209078969Y"]),
        ("1340998A", ["CN1340998A", "1340998A"]),
    ],
)
def test_offers_the_readings_of_a_number_without_kind_code(text: str, choices: list[str]) -> None:
    caught = refusal(text)

    assert caught.code == "ambiguous"
    assert [choice.canonical for choice in caught.facts["choices"]] == choices


def test_does_not_choose_a_kind_code_for_an_address() -> None:
    with pytest.raises(InvalidIdentifier) as caught:
        from_slug("cn-patent-CN104008308")

    assert caught.value.code == "ambiguous"


@given(
    st.one_of(
        st.builds("1{:08d}{}".format, st.integers(0, 99_999_999), st.sampled_from(["A", "A9", "B", "B8", "C", "C7"])),
        st.builds("2{:06d}{}".format, st.integers(0, 999_999), st.sampled_from(["U", "Y", "Y1"])),
        st.builds("3{:08d}{}".format, st.integers(0, 99_999_999), st.sampled_from(["S", "S1", "S9", "D"])),
    )
)
def test_round_trips(number: str) -> None:
    found = parse_number("CN" + number)

    assert found.canonical == "CN" + number
    assert parse_number(found.display) == found
    assert from_slug(found.slug.lower()) == found
