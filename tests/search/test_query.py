"""How the search box is read, what the page says about it, and that nothing typed raises."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import registry, service
from search.interpret import Interpretation, interpret
from search.nodes import All, Any, Keyword, Not, Prefix, Range, Text
from search.query import MAX_LENGTH, MAX_TERMS, parse

from . import market

FIELDS = market.definition().query_field_by_name
LASER, ARC, PEAR = (Text(tuple(word)) for word in ("激光", "电弧", "梨"))


def read(line):
    return parse(line, FIELDS, lambda text: market.read_symbols(text, "market"))


@pytest.mark.parametrize(
    "line, tree",
    [
        ("", None),
        ("   \u3000", None),
        ("激光", LASER),
        ("激光 电弧", All((LASER, ARC))),
        ("激光 OR 电弧 梨", All((Any((LASER, ARC)), PEAR))),
        ("激光 | 电弧 或 梨", Any((LASER, ARC, PEAR))),
        ("激光 AND 电弧", All((LASER, ARC))),
        ("激光 -电弧", All((LASER, Not(ARC)))),
        ("-“激 光”", Not(LASER)),
        ("激光 NOT 电弧", All((LASER, Not(ARC)))),
        ("或 激光 或", LASER),
        ("ti=激光", Text(("激", "光"), ("title",))),
        ("TI = 激光", Text(("激", "光"), ("title",))),
        ("名称：“激 光”", Text(("激", "光"), ("title",))),
        ("ipc=b22d", Prefix(("ipc",), "B22D")),
        ("-nice=09", Not(Keyword(("nice",), ("9",)))),
        ("price=100..200", Range("price", 10_000, 20_001 - 1)),
        ("price=100..", Range("price", 10_000, None)),
        ("x-ray", Text(("x", "rai"))),
        ("b22d", Any((Prefix(("ipc",), "B22D"), Text(("b22d",))))),
        ("ZL 2014 1 0264351.3 激光", All((Keyword(("numbers",), ("201410264351.3",)), LASER))),
        ("激光 的", LASER),
        ("的", Text(("的",))),
    ],
)
def test_a_line_becomes_a_tree(line, tree):
    assert read(line).tree == tree


@pytest.mark.parametrize(
    "line, understood",
    [
        ('激光 "电弧 焊" -梨', [("text", "激光", False), ("phrase", "电弧 焊", False), ("text", "梨", True)]),
        ("ti=激光", [("field", "激光", False)]),
        ("ZL 2014 1 0264351.3", [("number", "201410264351.3", False)]),
        ("-b22d", [("class", "B22D", True)]),
    ],
)
def test_it_says_how_it_understood_a_line(line, understood):
    assert [(seen.kind, seen.text, seen.negated) for seen in read(line).understood] == understood


@pytest.mark.parametrize(
    "line, unused",
    [
        ("激光 的 the", [("的 the", "common")]),
        ("price=cheap", [("price=cheap", "unreadable")]),
        ("foo=激光", [("foo=", "unknown_field")]),
        ("foo:激光", []),
        ("激光 ！！", [("!!", "empty")]),
        (" ".join(f"w{n}" for n in range(MAX_TERMS + 2)), [("w24 w25", "too_many")]),
    ],
)
def test_it_says_what_it_could_not_use(line, unused):
    assert [tuple(part) for part in read(line).unused] == unused


def test_a_long_line_is_cut_and_says_so():
    result = read("激" * (MAX_LENGTH + 1))

    assert [part.reason for part in result.unused] == ["too_long"]
    assert read("激" * MAX_LENGTH).unused == ()


def test_there_are_never_more_terms_than_allowed():
    result = read("激光 " * 10 + "轧辊修复方法装置设备系统电熔镁砂" * 8)

    assert 0 < len(result.marks) <= MAX_TERMS


@given(
    st.text(max_size=500) | st.text(alphabet='激光的a1 "“”-=:：或OR|()<>*\\~^[]{}.,ti名称pn\u0000\ud800', max_size=120)
)
def test_no_input_raises(line):
    result = read(line)

    assert len(result.marks) <= 2 * MAX_TERMS
    assert all(part.reason in service.REASONS for part in result.unused)


def test_an_interpreter_that_fails_is_logged_and_passed_over(caplog):
    def broken(text, index):
        raise ValueError(text)

    registry.register_interpreter(broken)
    registry.register_interpreter(market.read_symbols)
    try:
        with caplog.at_level(logging.ERROR):
            known = interpret("B22D", "market")
    finally:
        registry.forget_interpreter(broken)
        registry.forget_interpreter(market.read_symbols)

    assert isinstance(known, Interpretation)
    assert "an interpreter failed" in caplog.text
    assert "B22D" not in caplog.messages[0]
