"""Class symbols of IPC, Locarno and Nice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.rights import classification_labels
from marketplace.rights.classification import label, parse_symbol, parse_symbols
from marketplace.rights.identifiers import InvalidIdentifier


@pytest.mark.parametrize(
    ("text", "prefixes"),
    [
        ("A01B33/08(2006.01)I;", ("A", "A01", "A01B", "A01B 33/00", "A01B 33/08")),
        ("a01b 33/08", ("A", "A01", "A01B", "A01B 33/00", "A01B 33/08")),
        ("Ａ０１Ｂ　３３／０８", ("A", "A01", "A01B", "A01B 33/00", "A01B 33/08")),
        ("A01B  33/08 (2006.01) N", ("A", "A01", "A01B", "A01B 33/00", "A01B 33/08")),
        ("Int.Cl.7 A01B33/08", ("A", "A01", "A01B", "A01B 33/00", "A01B 33/08")),
        ("A01C0005021300", ("A", "A01", "A01C", "A01C 5/00", "A01C 5/0213")),
        ("A01C0005000000", ("A", "A01", "A01C", "A01C 5/00")),
        ("A01B 33/00", ("A", "A01", "A01B", "A01B 33/00")),
        ("A01B 33", ("A", "A01", "A01B", "A01B 33/00")),
        ("A01B", ("A", "A01", "A01B")),
        ("A01", ("A", "A01")),
        ("h", ("H",)),
    ],
)
def test_reads_ipc_with_its_ancestors(text: str, prefixes: tuple[str, ...]) -> None:
    found = parse_symbol(text)

    assert found.scheme == "ipc"
    assert found.prefixes == prefixes
    assert found.canonical == prefixes[-1]


@pytest.mark.parametrize(
    ("text", "scheme", "canonical", "prefixes"),
    [
        ("LOC(14) Cl. 06-01", "locarno", "06-01", ("06", "06-01")),
        ("LOC（12）Cl.06-01", "locarno", "06-01", ("06", "06-01")),
        ("01-01 (12)", "locarno", "01-01", ("01", "01-01")),
        ("6-1", "locarno", "06-01", ("06", "06-01")),
        ("LOC 6", "locarno", "06", ("06",)),
        ("第9类", "nice", "9", ("9",)),
        ("Class 09", "nice", "9", ("9",)),
        ("45", "nice", "45", ("45",)),
        ("0701", "nice_group", "0701", ("7", "0701")),
        ("0701群组", "nice_group", "0701", ("7", "0701")),
    ],
)
def test_reads_locarno_and_nice(text: str, scheme: str, canonical: str, prefixes: tuple[str, ...]) -> None:
    found = parse_symbol(text)

    assert (found.scheme, found.canonical, found.prefixes) == (scheme, canonical, prefixes)


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        ("Y02E10/00", "cpc_section", {"found": "Y02E10/00"}),
        ("I01B", "ipc_section", {"found": "I"}),
        ("A01B33/8", "ipc_form", {"found": "A01B33/8"}),
        ("A01B0/00", "ipc_form", {"found": "A01B0/00"}),
        ("33-01", "locarno_class", {"found": "33"}),
        ("46", "nice_class", {"found": 46, "last": 45}),
        ("4601", "nice_group", {"found": "4601"}),
        ("0700", "nice_group", {"found": "0700"}),
        ("steel", "symbol", {"found": "STEEL"}),
        ("", "empty", {}),
    ],
)
def test_says_what_is_wrong(text: str, code: str, facts: dict[str, object]) -> None:
    with pytest.raises(InvalidIdentifier) as caught:
        parse_symbol(text)

    assert (caught.value.code, caught.value.facts) == (code, facts)


def test_reads_a_list_and_keeps_each_symbol_once() -> None:
    found = parse_symbols("A01B33/08(2006.01)I; A01B 33/08;G06F3/0481(2013.01)I；| B64D")

    assert [symbol.canonical for symbol in found] == ["A01B 33/08", "G06F 3/0481", "B64D"]


def test_reads_a_symbol_in_the_scheme_asked_for() -> None:
    assert parse_symbol("06", scheme="locarno").canonical == "06"
    with pytest.raises(InvalidIdentifier):
        parse_symbol("A01B", scheme="nice")


@pytest.mark.parametrize(
    ("scheme", "code", "chinese", "english"),
    [
        ("ipc", "A", "人类生活必需", "Human necessities"),
        ("ipc", "A01B 33/08", "农业；畜牧；渔猎", "Agriculture; husbandry; fishing"),
        ("locarno", "06-01", "家具；家居用品", "Furnishing"),
        ("nice", "25", "服装鞋帽", "Clothing, footwear"),
        ("nice_group", "0701", "机械设备", "Machines"),
    ],
)
def test_names_a_class_in_both_languages(scheme: str, code: str, chinese: str, english: str) -> None:
    assert label(scheme, code) == chinese
    assert label(scheme, code, "en") == english


def test_has_a_name_for_every_class() -> None:
    assert sorted(map(int, classification_labels.NICE_CLASSES)) == list(range(1, 46))
    assert sorted(map(int, classification_labels.LOCARNO_CLASSES)) == list(range(1, 33))
    assert {code[0] for code in classification_labels.IPC_CLASSES} == set(classification_labels.IPC_SECTIONS)
    assert len(classification_labels.IPC_CLASSES) == 132
    assert label("ipc", "A98") is None


@given(
    st.sampled_from("ABCDEFGH"),
    st.integers(0, 99),
    st.sampled_from("ABCDEFGHJKLMNPQRSTVWX"),
    st.integers(1, 9999),
    st.integers(0, 999_999),
)
def test_round_trips(section: str, class_: int, subclass: str, group: int, subgroup: int) -> None:
    canonical = f"{section}{class_:02d}{subclass} {group}/{subgroup:02d}"

    found = parse_symbol(canonical.replace(" ", "") + "(2026.01)I")

    assert found.canonical == canonical
    assert parse_symbol(found.canonical) == found
    assert all(parse_symbol(prefix).canonical == prefix for prefix in found.prefixes)


@given(st.text(max_size=40))
def test_answers_any_text_with_a_symbol_or_a_refusal(text: str) -> None:
    try:
        found = parse_symbol(text)
    except InvalidIdentifier as refused:
        assert refused.code
    else:
        assert parse_symbol(found.canonical, scheme=found.scheme) == found
