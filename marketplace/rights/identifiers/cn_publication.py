"""Chinese publication and grant numbers (ZC 0007, ZC 0008): serial and kind code, by era."""

import re

from .base import CN_PUBLICATION, DESIGN, INVENTION, UTILITY_MODEL, Identifier, InvalidIdentifier

KINDS = {"1": INVENTION, "2": UTILITY_MODEL, "3": DESIGN}

_LETTERS = {"1": "ABC", "2": "UY", "3": "SD"}
# In the years 1985 to 1988 a document carried the application number, and C, Y, D did not exist yet.
_EARLY_LETTERS = {"1": "AB", "2": "U", "3": "S"}
_EARLY_YEARS = ("85", "86", "87", "88")
_SUFFIXES = {"A": "89", "B": "89", "C": "1234567", "U": "89", "Y": "1234567", "S": "123456789", "D": ""}
# Likeliest first where the kind code was left out: 9 digits since 2007, 7 digits 1989-2007.
_UNSAID = {(9, "1"): "AB", (9, "2"): "UY", (9, "3"): "SD", (7, "1"): "AC", (7, "2"): "YU", (7, "3"): "DS"}
_SHAPE = re.compile(r"(CN)?([0-9]{7,9})([A-Z][0-9]?)?")


def from_parts(serial: str, kind_code: str) -> Identifier:
    """The identifier of a serial of 7, 8 or 9 digits and a kind code.

    Raises InvalidIdentifier: publication_era, publication_type, kind_letter, kind_suffix.
    """
    early = len(serial) == 8
    if early and serial[:2] not in _EARLY_YEARS:
        raise InvalidIdentifier("publication_era", serial=serial)
    type_digit = serial[2] if early else serial[0]
    if type_digit not in KINDS:
        raise InvalidIdentifier("publication_type", found=type_digit, position=3 if early else 1)
    letter, suffix = kind_code[0], kind_code[1:]
    letters = (_EARLY_LETTERS if early else _LETTERS)[type_digit]
    if letter not in letters:
        raise InvalidIdentifier("kind_letter", found=letter, digit=type_digit, allowed=", ".join(letters))
    if suffix and (early or suffix not in _SUFFIXES[letter]):
        raise InvalidIdentifier("kind_suffix", found=kind_code, letter=letter)
    canonical = f"CN{serial}{kind_code}"
    return Identifier(
        CN_PUBLICATION, canonical, "cn-patent-" + canonical, "CN", KINDS[type_digit], f"CN {serial} {kind_code}"
    )


def read(compact: str, *, expected: bool = False) -> list[Identifier]:
    """The readings as a publication number: none where the shape is another, several where the kind code is missing.

    `expected` says that a publication number was asked for, so that the prefix CN may be missing.
    """
    found = _SHAPE.fullmatch(compact)
    if not found:
        return []
    prefix, serial, kind_code = found.groups()
    if kind_code:
        if not prefix and not expected and len(serial) < 9:
            try:
                return [from_parts(serial, kind_code)]
            except InvalidIdentifier:
                return []  # without CN such a text is rather a trademark with its letter
        return [from_parts(serial, kind_code)]
    if not (prefix or expected or len(serial) == 9) or len(serial) == 8:
        return []
    return [from_parts(serial, letter) for letter in _UNSAID.get((len(serial), serial[0]), "")]
