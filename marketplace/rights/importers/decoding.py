"""Which encoding a text is in: UTF-8, UTF-16 or GB18030, proven over the whole file before a row is taken."""

import codecs
from dataclasses import replace

from .base import FileRefused
from .opening import CHUNK, MEGABYTE, PLAIN, XLSX, Source

LONGEST_LINE = 4 * MEGABYTE
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decoded(source: Source) -> Source:
    """The same source with its encoding and an estimate of its rows. Raises FileRefused."""
    members = source.members if source.shape not in (PLAIN, XLSX) and source.members else ("",)
    found = {}
    rows = 0
    for member in members:
        found[member], count = _encoding_of(source, member)
        rows += max(0, count - 1)
    if len(set(found.values())) > 1:
        raise FileRefused("encodings_differ", encodings=", ".join(sorted(set(found.values()))))
    return replace(source, encoding=next(iter(found.values())), row_count=rows)


def _encoding_of(source: Source, member: str) -> tuple[str, int]:
    with source.open(member) as stream:
        head = stream.read(4)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name, _lines_in(source, member, name)
    try:
        return "utf-8", _lines_in(source, member, "utf-8")
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(source, member):
            raise FileRefused("mixed_encoding", encoding="UTF-8", place=error.start) from error
    try:
        return "gb18030", _lines_in(source, member, "gb18030")
    except UnicodeDecodeError as error:
        raise FileRefused("unknown_encoding", place=error.start) from error


def _lines_in(source: Source, member: str, encoding: str) -> int:
    """Decode everything strictly, holding one chunk at a time; UnicodeDecodeError carries the place in the file."""
    decoder = codecs.getincrementaldecoder(encoding)()
    offset = lines = run = 0
    with source.open(member) as stream:
        while True:
            chunk = stream.read(CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                raise UnicodeDecodeError(
                    encoding, b"", offset + error.start, offset + error.end, error.reason
                ) from error
            if "\0" in text:
                raise FileRefused("nul", place=offset + text.index("\0"))
            lines += text.count("\n")
            last = text.rfind("\n")
            run = run + len(text) if last < 0 else len(text) - last
            if run > LONGEST_LINE:
                raise FileRefused("cell_too_long", most=LONGEST_LINE // MEGABYTE)
            if not chunk:
                return lines
            offset += len(chunk)


def _is_damaged_utf8(source: Source, member: str) -> bool:
    """Whether most of what is not ASCII is right UTF-8: then GB18030 would only turn it into other characters."""
    with source.open(member) as stream:
        text = stream.read(CHUNK).decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return sum(not character.isascii() for character in text) - wrong > 4 * wrong
