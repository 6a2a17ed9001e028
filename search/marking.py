"""Marks in a short text what a query found in it, by the same tokens that found it."""

import unicodedata
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .text import spans


def mark(text: str, marks: Sequence[tuple[str, ...]]) -> SafeString:
    """The text, escaped, with every place where the tokens of one of `marks` stand together inside <mark>."""
    text = unicodedata.normalize("NFC", text)
    ranges = _ranges(text, marks) if marks else []
    parts: list[str] = []
    end = 0
    for low, high in ranges:
        parts += (escape(text[end:low]), "<mark>", escape(text[low:high]), "</mark>")
        end = high
    parts.append(escape(text[end:]))
    return mark_safe("".join(parts))


def _ranges(text: str, marks: Sequence[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Places to mark, in order, those that touch or overlap joined."""
    places = spans(text)
    tokens = [token for token, _, _ in places]
    found = [
        (places[at][1], places[at + len(wanted) - 1][2])
        for wanted in marks
        for at, token in enumerate(tokens)
        if token == wanted[0] and tokens[at : at + len(wanted)] == list(wanted)
    ]
    joined: list[tuple[int, int]] = []
    for low, high in sorted(found):
        if joined and low <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(high, joined[-1][1])
        else:
            joined.append((low, high))
    return joined
