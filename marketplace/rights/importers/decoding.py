"""Which encoding a text is in: UTF-8, UTF-16 or GB18030, proven over the whole file before a row is taken."""

import codecs
from dataclasses import replace
from typing import NamedTuple

from .base import FileRefused
from .opening import CHUNK, MEGABYTE, PLAIN, XLSX, Source

LONGEST_LINE = 4 * MEGABYTE
LONGEST_CELL = MEGABYTE
LEAST_PROOF = 12  # so many bytes above ASCII that are right UTF-8 are no accident
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class Lines(NamedTuple):
    """What decoding a text to its end showed; the longest line is known where it is longer than a chunk."""

    ends: int
    longest: int
    has_quotes: bool


def decoded(source: Source) -> Source:
    """The same source with its encoding and an estimate of its rows. Raises FileRefused."""
    members = source.members if source.shape not in (PLAIN, XLSX) and source.members else ("",)
    found = [_encoding_of(source, member) for member in members]
    encodings = sorted({encoding for encoding, _lines in found})
    if len(encodings) > 1:
        raise FileRefused("encodings_differ", encodings=", ".join(encodings))
    return replace(
        source,
        encoding=encodings[0],
        row_count=sum(max(0, lines.ends - 1) for _encoding, lines in found),
        has_long_cells=any(lines.has_quotes or lines.longest > LONGEST_CELL for _encoding, lines in found),
    )


def _encoding_of(source: Source, member: str) -> tuple[str, Lines]:
    with source.open(member) as stream:
        head = stream.read(CHUNK)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name, _lines_in(source, member, name)
    if b"\0" in head:
        raise FileRefused("nul", place=head.index(b"\0"))
    try:
        return "utf-8", _lines_in(source, member, "utf-8")
    except UnicodeDecodeError as error:
        broken_at = error.start
        if _is_damaged_utf8(source, member):
            raise FileRefused("mixed_encoding", encoding="UTF-8", place=broken_at) from error
    try:
        lines = _lines_in(source, member, "gb18030")
    except UnicodeDecodeError as error:
        if _first_utf8_line(source, member) is not None:
            raise FileRefused("mixed_encoding", encoding="UTF-8", place=broken_at) from error
        raise FileRefused("unknown_encoding", place=error.start) from error
    if (place := _first_utf8_line(source, member)) is not None:
        raise FileRefused("mixed_encoding", encoding="GB18030", place=place)
    return "gb18030", lines


def _lines_in(source: Source, member: str, encoding: str) -> Lines:
    """Decode everything strictly, holding one chunk at a time; UnicodeDecodeError carries the place in the file."""
    decoder = codecs.getincrementaldecoder(encoding)()
    offset = lines = run = longest = 0
    has_quotes = False
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
            has_quotes = has_quotes or '"' in text
            first, last = text.find("\n"), text.rfind("\n")
            longest = max(longest, run + (len(text) if first < 0 else first))
            run = run + len(text) if last < 0 else len(text) - last
            if longest > LONGEST_LINE:
                raise FileRefused("cell_too_long", most=LONGEST_LINE // MEGABYTE)
            if not chunk:
                return Lines(lines, longest, has_quotes)
            offset += len(chunk)


def _is_damaged_utf8(source: Source, member: str) -> bool:
    """Whether most of what is not ASCII is right UTF-8: then GB18030 would only turn it into other characters."""
    with source.open(member) as stream:
        text = stream.read(CHUNK).decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return sum(not character.isascii() for character in text) - wrong > 4 * wrong


def _first_utf8_line(source: Source, member: str) -> int | None:
    """Where UTF-8 begins in a text that decodes as GB18030, which takes almost any bytes for Chinese."""
    offset, rest = 0, b""
    with source.open(member) as stream:
        while chunk := stream.read(CHUNK):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                if not line.isascii() and _is_surely_utf8(line):
                    return offset
                offset += len(line) + 1
    return offset if rest and _is_surely_utf8(rest) else None


def _is_surely_utf8(line: bytes) -> bool:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return len(line) - sum(character.isascii() for character in text) >= LEAST_PROOF
