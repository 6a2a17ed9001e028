"""How a number, a class symbol or a date typed into the search box is read."""

import re
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from search.interpret import Interpretation
from search.nodes import Any, Keyword, Node, Range

from .classification import IPC, LOCARNO, NICE, NICE_GROUP, parse_symbol
from .identifiers import (
    CN_APPLICATION,
    CN_PUBLICATION,
    CN_TRADEMARK,
    PCT_APPLICATION,
    US_APPLICATION,
    InvalidIdentifier,
    candidates,
)

INDEXES = ("rights", "listings")
NUMBER_LABELS = {
    CN_APPLICATION: _("application number"),
    US_APPLICATION: _("application number"),
    PCT_APPLICATION: _("application number"),
    CN_PUBLICATION: _("publication number"),
    CN_TRADEMARK: _("trademark number"),
}
CLASS_LABELS = {
    IPC: _("IPC class"),
    LOCARNO: _("Locarno class"),
    NICE: _("Nice class"),
    NICE_GROUP: _("similar group"),
}
# Fewer digits than this are a quantity or a year, not a number of the register.
FEWEST_DIGITS = 6

_NAMED_CLASS = re.compile(r"(?i)ipc|int\.?\s*cl|nice|ncl|class|loc|cl\.|类|尼斯|洛迦诺|国际专利分类")
_IPC_SHAPE = re.compile(r"(?i)[a-h][0-9]{2}([a-z](\s*[0-9]{1,4}(/[0-9]{2,6})?)?)?")
_LOCARNO_SHAPE = re.compile(r"[0-9]{2}-[0-9]{2}")
_DATE = re.compile(
    r"((?:19|20)[0-9]{2})(?:(?P<sep>[-./])([0-9]{1,2})(?:(?P=sep)([0-9]{1,2}))?|年(?:([0-9]{1,2})月(?:([0-9]{1,2})日?)?)?)"
)
_COMPACT_DATE = re.compile(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])")
_BETWEEN = re.compile(r"\s*(?:\.\.+|~|—|–|\bto\b|至|到)\s*")


def read_number(text: str, index: str) -> Interpretation | None:
    """A number of the register in any spelling; eight digits that are a day too are looked for as both."""
    if index not in INDEXES or sum(character.isdigit() for character in text) < FEWEST_DIGITS or _DATE.fullmatch(text):
        return None
    try:
        found = candidates(text)
    except InvalidIdentifier:
        return None
    first = found[0]
    node: Node = Keyword(("number",), tuple(dict.fromkeys(identifier.slug for identifier in found)))
    if _COMPACT_DATE.fullmatch(text) and (days := read_dates(text)):
        node = Any((node, _on_days(days)))
    return Interpretation("number", NUMBER_LABELS.get(first.scheme, _("number")), first.display, node)


def read_class_symbol(text: str, index: str) -> Interpretation | None:
    """A class symbol; a short one may be a word as well ("H13" is a steel)."""
    if index not in INDEXES:
        return None
    stripped = text.strip()
    named = _NAMED_CLASS.search(stripped) is not None
    if not (named or _IPC_SHAPE.fullmatch(stripped) or _LOCARNO_SHAPE.fullmatch(stripped)):
        return None
    try:
        symbol = parse_symbol(stripped)
    except InvalidIdentifier:
        return None
    node = Keyword(("classes",), (f"{symbol.scheme}:{symbol.canonical}",))
    may_be_word = not named and "/" not in symbol.canonical
    return Interpretation("class", CLASS_LABELS[symbol.scheme], symbol.canonical, node, also_text=may_be_word)


def read_date(text: str, index: str) -> Interpretation | None:
    """A day, a month or a year: what was filed, published or granted then."""
    if index not in INDEXES:
        return None
    days, tidy = read_dates(text), text.strip()
    if days is None:
        return None
    # A bare year may stand in a title as well.
    return Interpretation("date", _("date"), tidy, _on_days(days), also_text=tidy.isdigit() and len(tidy) == 4)


def _on_days(days: tuple[int | None, int | None]) -> Node:
    return Any(tuple(Range(name, *days) for name in ("filed", "published_on", "granted")))


def read_class(text: str, scheme: str) -> str | None:
    """A symbol of a named classification as the index keeps it."""
    try:
        symbol = parse_symbol(text, scheme=scheme)
    except InvalidIdentifier:
        return None
    return f"{symbol.scheme}:{symbol.canonical}"


def read_dates(text: str) -> tuple[int | None, int | None] | None:
    """A day, month or year, or two of them with "to" between: ordinals, the first included, the last not."""
    ends = _BETWEEN.split(text.strip().strip("()"))
    if len(ends) == 2 and all(ends):
        first, last = _span(ends[0]), _span(ends[1])
        return (first[0], last[1]) if first and last and first[0] < last[1] else None
    return _span(text.strip())


def _span(text: str) -> tuple[int, int] | None:
    found = _COMPACT_DATE.fullmatch(text)
    parts = found.groups() if found else ()
    if not found:
        if not (shape := _DATE.fullmatch(text)):
            return (_start(int(text)), _start(int(text) + 1)) if re.fullmatch("(19|20)[0-9]{2}", text) else None
        year, _sep, month, day, chinese_month, chinese_day = shape.groups()
        parts = tuple(part for part in (year, month or chinese_month, day or chinese_day) if part)
    year_number, *rest = map(int, parts)
    try:
        start = date(year_number, *[*rest, 1, 1][:2])
    except ValueError:
        return None
    if len(rest) == 2:
        end = start + timedelta(days=1)
    elif len(rest) == 1:
        end = (start.replace(day=28) + timedelta(days=4)).replace(day=1)
    else:
        end = date(year_number + 1, 1, 1)
    return start.toordinal(), end.toordinal()


def _start(year: int) -> int:
    return date(year, 1, 1).toordinal()
