"""Numbers of other offices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.rights.identifiers import InvalidIdentifier, from_slug, parse_number


@pytest.mark.parametrize(
    ("text", "canonical", "slug", "kind"),
    [
        ("US7767305B2", "US7767305", "us-patent-7767305", "invention"),
        ("US 7,767,305 B2", "US7767305", "us-patent-7767305", "invention"),
        ("U.S. Patent No. 7,767,305", "US7767305", "us-patent-7767305", "invention"),
        ("USD654321S1", "USD654321", "us-patent-D654321", "design"),
        ("USRE45678E1", "USRE45678", "us-patent-RE45678", "invention"),
        ("US 10/758,611", "US10/758611", "us-application-10758611", "invention"),
        ("10/758611", "US10/758611", "us-application-10758611", "invention"),
        ("29/123,456", "US29/123456", "us-application-29123456", "design"),
        ("US10758611B2", "US10758611", "us-patent-10758611", "invention"),
        ("US 2010/0123456 A1", "US20100123456", "us-publication-20100123456", None),
        ("US2010123456A1", "US20100123456", "us-publication-20100123456", None),
        ("EP 1 234 567 B1", "EP1234567", "ep-publication-1234567", "invention"),
        ("EP0123456A2", "EP0123456", "ep-publication-0123456", "invention"),
        ("WO 99/12345", "WO1999012345", "wo-publication-1999012345", None),
        ("WO2019/123456A1", "WO2019123456", "wo-publication-2019123456", None),
        ("PCT/CN2019/123456", "PCT/CN2019/123456", "pct-application-CN2019123456", None),
        ("JP2015511199A5", "JP2015511199A5", "jp-publication-2015511199A5", None),
        ("KR1020130096188A", "KR1020130096188A", "kr-publication-1020130096188A", None),
        ("IN1604DELNP2013A", "IN1604DELNP2013A", "in-publication-1604DELNP2013A", None),
        ("JPWO2017203590A1", "JPWO2017203590A1", "jp-publication-WO2017203590A1", None),
    ],
)
def test_reads_numbers_of_other_offices(text: str, canonical: str, slug: str, kind: str | None) -> None:
    found = parse_number(text)

    assert (found.canonical, found.slug, found.kind) == (canonical, slug, kind)
    assert from_slug(slug.lower()) == found


def test_prints_a_united_states_number_with_commas() -> None:
    assert parse_number("US7767305B2").display == "US 7,767,305"
    assert parse_number("10/758611").display == "US 10/758,611"


@pytest.mark.parametrize("text", ["XX7767305", "US", "US0", "WO", "EP"])
def test_refuses_what_is_no_number(text: str) -> None:
    with pytest.raises(InvalidIdentifier):
        parse_number(text)


@given(st.integers(1, 99_999_999), st.sampled_from(["", "A", "B1", "B2"]))
def test_gives_a_granted_patent_one_address_whatever_its_kind_code(number: int, kind_code: str) -> None:
    found = parse_number(f"US{number:,}{kind_code}")

    assert found.slug == f"us-patent-{number}"
    assert from_slug(found.slug) == found
    assert parse_number(found.display) == found
