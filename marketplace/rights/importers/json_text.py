"""Reading JSON within limits: whole documents, or one object a line."""

import io
import json
from collections.abc import Iterator
from typing import Any

from .base import BadRow, Sample
from .opening import MEGABYTE, Source
from .tables import LONGEST_CELL, text_members

MOST_JSON = 64 * MEGABYTE
# ValueError: broken text, or an integer of thousands of digits; RecursionError: nested without end.
_BROKEN = (ValueError, RecursionError)


def parse(text: str) -> dict[str, Any]:
    """An object. Raises BadRow."""
    try:
        found = json.loads(text)
    except _BROKEN as error:
        raise BadRow("", text[:80], "json_broken") from error
    if not isinstance(found, dict):
        raise BadRow("", text[:80], "json_broken")
    return found


def whole(source: Source, member: str = "") -> dict[str, Any]:
    """The object that a whole file or member is. Raises BadRow, FileRefused."""
    content = source.read_member(member, MOST_JSON)
    try:
        return parse(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadRow("", member[:80], "json_broken") from error


def lines(source: Source) -> Iterator[dict[str, Any] | BadRow]:
    """Every line's object, or why there is none."""
    for member in text_members(source):
        with source.open(member) as stream, io.TextIOWrapper(stream, source.encoding, newline="\n") as text:
            while line := text.readline(4 * LONGEST_CELL):
                if line.isspace():
                    continue
                try:
                    yield parse(line)
                except BadRow as bad:
                    yield bad


def first_keys(sample: Sample) -> frozenset[str]:
    """The keys of the first line's object, or nothing where it is none."""
    line = sample.head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0]
    try:
        return frozenset(parse(line.decode("utf-8", "replace")))
    except BadRow:
        return frozenset()


def words(record: dict[str, Any], *names: str) -> str:
    """The text under the first of these names that is one, or a number written out."""
    for name in names:
        value = record.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
            return str(value)
    return ""


def listed(record: dict[str, Any], name: str) -> list[str]:
    """The texts of a list, each once; anything else is left out."""
    value = record.get(name)
    found = [each.strip() for each in value if isinstance(each, str)] if isinstance(value, list) else []
    return list(dict.fromkeys(filter(None, found)))


def objects(record: dict[str, Any], *path: str) -> list[dict[str, Any]]:
    """The objects of a list at the end of a path; anything else is left out."""
    found: Any = record
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def child(record: dict[str, Any], name: str) -> dict[str, Any]:
    """The object under a name, or an empty one."""
    found = record.get(name)
    return found if isinstance(found, dict) else {}
