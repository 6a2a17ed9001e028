"""Sentences about refused numbers."""

import re
from pathlib import Path

import pytest

from marketplace.core import uscc
from marketplace.rights import identifiers, refusals
from marketplace.rights.classification import parse_symbol
from marketplace.rights.identifiers import InvalidIdentifier, parse_number, parse_uscc
from marketplace.rights.refusals import sentence

pytestmark = pytest.mark.usefixtures("in_english")


def codes_in_use() -> set[str]:
    folder = Path(identifiers.__file__).parent
    sources = [*folder.glob("*.py"), folder.parent / "classification.py", Path(uscc.__file__)]
    raised = r'Invalid(?:Identifier|Uscc)\(\s*"([a-z_]+)"'
    return {code for path in sources for code in re.findall(raised, path.read_text("utf-8"))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "201410264351.5",
            "The check digit, character 13, should be 3, not 5. Compare the digits before it as well.",
        ),
        ("2O1410264351.3", "Character 2 is “O”, but only digits stand there. Is it 0?"),
        ("ZL20141026435W.3", "Character 12 is “W”, but only digits stand there."),
        ("201440264351", "Digit 5 tells the kind of patent and is 1, 2, 3, 8 or 9; here it is 4."),
        (
            "85100001",
            "This number has several meanings: trademark 85100001; patent application 85100001.0. Choose one.",
        ),
        ("CN104008308U", "The letter U does not fit a number of type 1; the letters there are A, B, C."),
        ("12345678-46", "The classes of goods and services run from 1 to 45; there is no class 46."),
    ],
)
def test_says_precisely_what_is_wrong_with_a_number(text: str, expected: str) -> None:
    with pytest.raises(InvalidIdentifier) as caught:
        parse_number(text)

    assert sentence(caught.value) == expected


def test_says_precisely_what_is_wrong_with_codes_and_symbols() -> None:
    with pytest.raises(InvalidIdentifier) as code:
        parse_uscc("9111000060003734IL")
    with pytest.raises(InvalidIdentifier) as symbol:
        parse_symbol("33-01")

    assert sentence(code.value) == ("Character 17 is “I”, which never stands in a unified social credit code. Is it 1?")
    assert sentence(symbol.value) == "The Locarno classes run from 01 to 32; there is no class 33."


def test_has_a_sentence_for_every_code_and_no_code_too_many() -> None:
    assert codes_in_use() == {*refusals._plain(), *refusals._SPECIAL}
