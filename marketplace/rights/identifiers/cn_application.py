"""Chinese patent application numbers (ZC 0006-2003): year, type digit, serial and check digit."""

import re
from datetime import date
from operator import mul

from .base import CN_APPLICATION, DESIGN, INVENTION, UTILITY_MODEL, Identifier, InvalidIdentifier

KINDS = {"1": INVENTION, "2": UTILITY_MODEL, "3": DESIGN, "8": INVENTION, "9": UTILITY_MODEL}
FIRST_LONG_YEAR = 2003  # the long form began on 2003-10-01
LAST_YEAR = 2099

_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_CHECKS = "0123456789X"
# The codes of ASCII digits begin at 48, a multiple of which is taken off each weighted sum.
_OFFSETS = {8: 48 * sum(_WEIGHTS[:8]), 12: 48 * sum(_WEIGHTS)}
SHORT_YEARS = {f"{year % 100:02d}": year for year in range(1985, 2004)}
_SHAPE = re.compile(r"第?(ZL|CN)?([0-9]{12}|[0-9]{8})(?:([.-])?([0-9X]))?号?")


def check_digit(base: str) -> str:
    """The 9th or 13th character of a number of 8 or 12 digits; weights 2-9, 2-5, modulo 11, 10 is X."""
    return _CHECKS[(sum(map(mul, _WEIGHTS, base.encode())) - _OFFSETS[len(base)]) % 11]


def from_digits(base: str, check: str | None = None, *, on: date | None = None) -> Identifier:
    """The identifier of 8 or 12 digits; a missing check digit is computed (none was printed before 1989).

    Raises InvalidIdentifier: year_short, year_long, type_digit, check_digit.
    """
    if len(base) == 12:
        year, type_digit = int(base[:4]), base[4]
        last = on.year if on else LAST_YEAR
        if not FIRST_LONG_YEAR <= year <= last:
            raise InvalidIdentifier("year_long", year=year, first=FIRST_LONG_YEAR, last=last)
    else:
        short_year, type_digit = base[:2], base[2]
        if short_year not in SHORT_YEARS:
            raise InvalidIdentifier("year_short", year=short_year)
        year = SHORT_YEARS[short_year]
    kind = KINDS.get(type_digit)
    if kind is None:
        raise InvalidIdentifier("type_digit", found=type_digit, position=3 if len(base) == 8 else 5)
    expected = check_digit(base)
    if check is not None and check != expected:
        raise InvalidIdentifier("check_digit", expected=expected, found=check, position=len(base) + 1, base=base)
    canonical = f"{base}.{expected}"
    return Identifier(CN_APPLICATION, canonical, "cn-patent-" + canonical, "CN", kind, canonical, year)


def read(compact: str, *, on: date | None = None) -> Identifier | None:
    """None where the shape is not that of an application number; a wrong number of the shape raises."""
    found = _SHAPE.fullmatch(compact)
    if not found:
        return None
    prefix, base, mark, check = found.groups()
    if len(base) == 8 and mark == "-" and not prefix:
        return None  # 12345678-9 is how a trademark and its class are written
    return from_digits(base, check, on=on)
