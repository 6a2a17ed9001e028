"""Rows of delimited text, one at a time and within limits."""

import csv
import io
from collections.abc import Callable, Iterator

from .base import BadRow, FileRefused, Read, RightRecord, RowError
from .decoding import LONGEST_CELL
from .opening import MEGABYTE, ZIP, Source

LONGEST_HEADER = 64 * 1024
_DELIMITERS = ",\t;"
_RUN = tuple("=@+-＝＠＋－")  # a spreadsheet in a Chinese locale runs the full-width ones as well

Convert = Callable[[list[str]], RightRecord]


def header_of(source: Source, member: str = "") -> tuple[str, ...]:
    """The first row of a text, trimmed and in lower case."""
    with source.open(member) as stream:
        head = stream.read(LONGEST_HEADER).decode(source.encoding, "ignore").lstrip("\ufeff")
    line = head.splitlines()[0] if head.strip() else ""
    return tuple(cell.strip().lower() for cell in next(csv.reader([line], delimiter=delimiter_of(line)), []))


def text_members(source: Source) -> tuple[str, ...]:
    """The members to read as tables, one after the other; an empty name is the file itself."""
    return source.members if source.shape == ZIP else ("",)


def read_rows(source: Source, member: str = "") -> Iterator[list[str]]:
    """The rows after the header. Raises FileRefused."""
    csv.field_size_limit(LONGEST_CELL)
    with source.open(member) as stream, io.TextIOWrapper(stream, source.encoding, newline="") as text:
        first = text.readline(LONGEST_HEADER)
        try:
            yield from csv.reader(text, delimiter=delimiter_of(first))
        except csv.Error as error:
            raise FileRefused("cell_too_long", most=LONGEST_CELL // MEGABYTE) from error


def text_rows(source: Source) -> Iterator[tuple[str, ...]]:
    """The rows of every member one after the other; all must have the headings of the first."""
    first: tuple[str, ...] | None = None
    for member in text_members(source):
        rows = _rows_of(source, member)
        found = next(rows, ())
        if first is None:
            first = found
            yield found
        elif found != first:
            raise FileRefused("member_differs", member=member[:80])
        yield from rows


def _rows_of(source: Source, member: str) -> Iterator[tuple[str, ...]]:
    csv.field_size_limit(LONGEST_CELL)
    with source.open(member) as stream, io.TextIOWrapper(stream, source.encoding, newline="") as text:
        line = text.readline(LONGEST_HEADER).lstrip("\ufeff")
        try:
            for row in csv.reader(_with(line, text), delimiter=delimiter_of(line)):
                yield tuple(cell.strip() for cell in row)
        except csv.Error as error:
            raise FileRefused("cell_too_long", most=LONGEST_CELL // MEGABYTE) from error


def _with(first: str, text: Iterator[str]) -> Iterator[str]:
    yield first
    yield from text


def refuse_long_cells(source: Source) -> None:
    """Quotes join lines into one cell: read to the end before the first row is taken. Raises FileRefused."""
    if source.has_long_cells:
        for member in text_members(source):
            for _row in read_rows(source, member):
                pass


def walk(source: Source, start: int, prepare: Callable[[tuple[str, ...]], Convert]) -> Read:
    """Every row behind a position as a record or an error; `prepare` makes the converter for a header."""
    position = 0
    for member in text_members(source):
        header = header_of(source, member)
        convert, width = prepare(header), len(header)
        for row in read_rows(source, member):
            position += 1
            if position <= start or not row:
                continue
            if len(row) != width:
                yield position, RowError("", ",".join(row)[:120], "columns", {"found": len(row), "expected": width})
                continue
            try:
                yield position, convert(row)
            except BadRow as bad:
                yield position, bad.error


def delimiter_of(line: str) -> str:
    """The sign between cells that a heading line uses most."""
    return max(_DELIMITERS, key=line.count)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run the text; a plain negative number is none."""
    text = text.lstrip()
    return text[:1] in _RUN and not text[1:].replace(".", "", 1).replace(",", "").isdigit()


def refuse_formula(name: str, text: str) -> str:
    """The text where a number or date is expected. Raises BadRow where it is a formula."""
    if is_formula(text):
        raise BadRow(name, text, "formula")
    return text
