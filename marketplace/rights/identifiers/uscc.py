"""Unified social credit codes as an identifier among the others: read by `core.uscc`, refused as numbers are."""

from marketplace.core import uscc
from marketplace.core.uscc import ALPHABET, AUTHORITIES, Uscc, check_character, organisation_check

from .base import InvalidIdentifier
from .text import fold


def parse_uscc(text: str) -> Uscc:
    """The code in any spelling (spaces, hyphens, full-width, lower case).

    Raises InvalidIdentifier: empty, too_long, spreadsheet, uscc_length, uscc_character, uscc_authority, uscc_region,
    check_digit. A wrong inner digit only warns: real codes with one exist.
    """
    try:
        return uscc.parse(fold(text).replace(".", ""))
    except uscc.InvalidUscc as error:
        raise InvalidIdentifier(error.code, **error.facts) from error


__all__ = ["ALPHABET", "AUTHORITIES", "Uscc", "check_character", "organisation_check", "parse_uscc"]
