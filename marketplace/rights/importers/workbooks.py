"""The rows of an XLSX workbook, after every part of it was proven harmless."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from xml.parsers import expat

from openpyxl import load_workbook

from .base import FileRefused
from .opening import CHUNK, MEGABYTE, Source, looks_like_xml

LONGEST_CELL = MEGABYTE
MOST_COLUMNS = 400
MOST_ROWS = 1_048_576  # what a spreadsheet holds
MOST_PART = 16 * MEGABYTE  # styles, themes, relations: read whole
MOST_STRINGS = 64 * MEGABYTE  # the texts shared between cells are held in memory
MOST_STRING_COUNT = 2_000_000
MOST_ROW = 8 * MEGABYTE
MOST_ROW_ELEMENTS = 200_000

SHEET, STRINGS = "worksheet", "sst"


def sheet_rows(source: Source) -> Iterator[tuple[str, ...]]:
    """The rows of the first sheet as trimmed texts, "-" as nothing; its parts were checked. Raises FileRefused."""
    try:
        book = load_workbook(source.path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # the reader stumbles over a damaged workbook in as many ways as there are
        raise FileRefused("truncated") from error
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the sheet says of its size may be wrong, or endless
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)):
            if number > MOST_ROWS:
                raise FileRefused("workbook_rows", most=MOST_ROWS)
            yield tuple(_text(value) for value in row) if any(row) else ()
    except FileRefused:
        raise
    except Exception as error:
        raise FileRefused("truncated") from error
    finally:
        book.close()


def refuse_unfit_parts(source: Source) -> None:
    """Every part is whole XML without a document type, and no larger than its kind may be. Raises FileRefused."""
    for member in source.members:
        if member.lower().startswith("xl/externallinks/"):
            raise FileRefused("external_links", member=member[:80])
        with source.open(member) as stream:
            chunk = stream.read(CHUNK)
            if not looks_like_xml(chunk):
                continue  # a picture, or nothing that could be read as a part
            part = _Part(member)
            while chunk:
                part.feed(chunk)
                chunk = stream.read(CHUNK)
            part.end()


class _Part:
    """One XML part read piece by piece; nothing of it is kept but counts."""

    def __init__(self, member: str) -> None:
        self.member = member[:80]
        self.root = ""
        self.size = self.run = self.elements = self.strings = self.row_at = 0
        self.parser: Any = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._element

    def feed(self, chunk: bytes) -> None:
        self._measure(chunk)
        try:
            self.parser.Parse(chunk, False)
        except expat.ExpatError as error:
            raise FileRefused("truncated") from error
        self.size += len(chunk)
        if self.root == SHEET:
            if self.size - self.row_at > MOST_ROW:
                raise FileRefused("workbook_rows", most=MOST_ROWS)
        elif self.root == STRINGS:
            if self.size > MOST_STRINGS:
                self._too_many_strings()
        elif self.size > MOST_PART:
            raise FileRefused("workbook_part", member=self.member)

    def end(self) -> None:
        try:
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise FileRefused("truncated") from error

    def _measure(self, chunk: bytes) -> None:
        """Refuse a text or tag longer than a cell may be, before the parser gathers it up."""
        first, last = chunk.find(b"<"), chunk.rfind(b"<")
        longest = self.run + (len(chunk) if first < 0 else first)
        self.run = longest if first < 0 else len(chunk) - last
        if longest > LONGEST_CELL:
            raise FileRefused("cell_too_long", most=LONGEST_CELL // MEGABYTE)

    def _doctype(self, *_told: object) -> None:
        raise FileRefused("entities", member=self.member)

    def _element(self, name: str, attributes: Mapping[str, str]) -> None:
        name = name.rpartition(":")[2]
        if not self.root:
            self.root = name
        if name == "row" and self.root == SHEET:
            self.row_at, self.elements = self.parser.CurrentByteIndex, 0
            if _is_beyond(attributes.get("r", "")):
                raise FileRefused("workbook_rows", most=MOST_ROWS)
        elif name == "si":
            self.strings += 1
            if self.strings > MOST_STRING_COUNT:
                self._too_many_strings()
            self.elements = 0
        self.elements += 1
        if self.elements > MOST_ROW_ELEMENTS:
            if self.root == SHEET:
                raise FileRefused("workbook_rows", most=MOST_ROWS)
            raise FileRefused("workbook_part", member=self.member)

    def _too_many_strings(self) -> None:
        raise FileRefused("workbook_strings", most=MOST_STRINGS // MEGABYTE, count=MOST_STRING_COUNT)


def _text(value: object) -> str:
    if value is None:
        return ""
    text = (value.isoformat()[:10] if isinstance(value, date) else str(value)).strip()
    return "" if text == "-" else text


def _is_beyond(number: str) -> bool:
    return len(number) > len(str(MOST_ROWS)) or (number.isdecimal() and int(number) > MOST_ROWS)
