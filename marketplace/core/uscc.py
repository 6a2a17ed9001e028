"""Unified social credit codes (GB 32100-2015), those that begin with a letter included; pure."""

import unicodedata
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
AUTHORITIES = "123456789ANY"
LENGTH = 18
LONGEST = 80

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_LOOKALIKES = {"I": "1", "O": "0", "Z": "2", "S": "5", "V": "U"}
_SEPARATORS = frozenset("-.·")


@dataclass(frozen=True, slots=True)
class Uscc:
    """A code that passes its check digit; `warnings` holds "organisation_check" where the inner digit fails."""

    canonical: str
    authority: str
    entity_type: str
    region: str
    organisation_code: str
    warnings: tuple[str, ...] = ()


class InvalidUscc(Exception):
    """A text that is no such code: what is wrong and where, to be worded by whoever shows it."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{name}={value}" for name, value in self.facts.items())])


def check_character(body: str) -> str:
    """The 18th character for the first 17: (31 - weighted sum mod 31) mod 31 as a place in the alphabet."""
    total = sum(weight * _VALUES[character] for weight, character in zip(_WEIGHTS, body, strict=True))
    return ALPHABET[-total % 31]


def organisation_check(body: str) -> str:
    """The 9th character of an organisation code for its first 8 (GB 11714): 10 is X, 11 is 0."""
    total = sum(w * _ORGANISATION_VALUES[c] for w, c in zip(_ORGANISATION_WEIGHTS, body, strict=True))
    return "0123456789X"[-total % 11]


def compact(text: str) -> str:
    """The code without spaces and separators, full-width and lower-case letters made plain.

    Raises InvalidUscc: empty, too_long.
    """
    if len(text) > LONGEST:
        raise InvalidUscc("too_long", longest=LONGEST)
    plain = unicodedata.normalize("NFKC", text).upper()
    code = "".join(character for character in plain if not character.isspace() and character not in _SEPARATORS)
    if not code:
        raise InvalidUscc("empty")
    return code


def parse(text: str) -> Uscc:
    """The code in any spelling.

    Raises InvalidUscc: empty, too_long, uscc_length, uscc_character, uscc_authority, uscc_region, check_digit. A wrong
    inner digit only warns: one of 7,915 real codes has one.
    """
    code = compact(text)
    if len(code) != LENGTH:
        raise InvalidUscc("uscc_length", found=len(code))
    for position, character in enumerate(code, start=1):
        if character not in _VALUES:
            instead = _LOOKALIKES.get(character, "")
            raise InvalidUscc("uscc_character", found=character, position=position, instead=instead)
    if code[0] not in AUTHORITIES:
        raise InvalidUscc("uscc_authority", found=code[0])
    for position, character in enumerate(code[2:8], start=3):
        if not character.isdigit():
            raise InvalidUscc("uscc_region", found=character, position=position)
    expected = check_character(code[:17])
    if code[17] != expected:
        raise InvalidUscc("check_digit", expected=expected, found=code[17], position=LENGTH, base=code[:17])
    organisation = code[8:17]
    warned = organisation_check(organisation[:8]) != organisation[8]
    return Uscc(code, code[0], code[1], code[2:8], organisation, ("organisation_check",) if warned else ())
