"""Reading single cells, each distinct text once: days, names, class symbols, numbers."""

import re
from datetime import date
from functools import lru_cache

from ..classification import parse_symbol
from ..identifiers import Identifier, InvalidIdentifier, parse_number
from .base import BadRow
from .tables import is_formula, refuse_formula

KEPT = 65_536
LONGEST_NAME = 300
_DAY = re.compile(r"((?:18|19|20)[0-9]{2})[-./年]?([0-9]{1,2})[-./月]?([0-9]{1,2})日?")
# Between several names the gazette's export leaves question marks, wide spaces and private-use characters.
_NOISE = re.compile("[\ue000-\uf8ff\u2000-\u200f\u3000]+|\\?{2,}")
_SYMBOL_ENDS = re.compile("[;；|\n\ue000-\uf8ff]+|\\?{2,}")
_DESTROYED = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)


@lru_cache(maxsize=KEPT)
def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text.strip()[:10].strip())
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def day(name: str, text: str) -> date:
    """A day in any of the usual spellings. Raises BadRow."""
    found = _day(text)
    if found is None:
        raise BadRow(name, text, "formula" if is_formula(text) else "day")
    return found


def optional_day(name: str, text: str) -> date | None:
    """A day, or None where the cell is empty. Raises BadRow."""
    return day(name, text) if text and text != "-" else None


def names(text: str, separator: str = ";") -> list[str]:
    """The names of a list in their order, each once."""
    if not text.isascii() or "?" in text:
        text = _NOISE.sub(" ", text).replace("；", ";")
    if separator not in text:
        alone = text.strip(" ?\t\r\n")
        return [alone[:LONGEST_NAME]] if alone else []
    parts = (part.strip(" ?\t\r\n")[:LONGEST_NAME] for part in text.split(separator))
    return list(dict.fromkeys(part for part in parts if part))


@lru_cache(maxsize=KEPT)
def _symbol(text: str, scheme: str) -> str | InvalidIdentifier:
    try:
        return parse_symbol(text, scheme=scheme).canonical
    except InvalidIdentifier as error:
        return error


def symbols(name: str, text: str, scheme: str) -> list[str]:
    """The class symbols of a cell in their stored spelling, each once. Raises BadRow."""
    found: dict[str, None] = {}
    for part in _SYMBOL_ENDS.split(text):
        if not part or part.isspace():
            continue
        symbol = _symbol(part, scheme)
        if isinstance(symbol, InvalidIdentifier):
            raise BadRow(name, text, symbol.code, **symbol.facts)
        found[symbol] = None
    return list(found)


def number(name: str, text: str, kind: str) -> Identifier:
    """A number of a family or scheme. Raises BadRow with what is wrong about it."""
    try:
        return parse_number(refuse_formula(name, text), kind=kind)
    except InvalidIdentifier as error:
        raise BadRow(name, text, error.code, **error.facts) from error


def is_destroyed(text: str) -> bool:
    """Whether a spreadsheet turned the number into 2.02E+12: its digits are gone for good."""
    return bool(_DESTROYED.fullmatch(text))


def title(name: str, text: str, longest: int = 500) -> str:
    """A title. Raises BadRow where it is missing."""
    if not (found := " ".join(text.split())):
        raise BadRow(name, text, "title")
    return found[:longest]
