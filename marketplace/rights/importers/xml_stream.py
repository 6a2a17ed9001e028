"""Reading XML of any size, element by element: no entity is resolved, nothing is fetched, memory stays bounded."""

import html.entities
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException, EntitiesForbidden
from defusedxml.ElementTree import DefusedXMLParser

from ..identifiers import InvalidIdentifier
from .base import BadRow, Read, RightRecord, RowError, Sample
from .opening import MEGABYTE, ZIP, Source

FEED = 64 * 1024
MOST_TOKEN = 4 * MEGABYTE  # a tag or comment that has not ended by then; expat reads an unfinished one again each time
MOST_TEXT = 32 * MEGABYTE
MOST_NODES = 500_000
DEEPEST = 150
LONGEST_NOTE = 200

_DECLARATION = re.compile(rb"<\?xml[ \t\r\n]")
_BLANK = b"\xef\xbb\xbf \t\r\n"
_BROKEN = (ParseError, ValueError, LookupError)

Found = tuple[Element, Mapping[str, str]]
Convert = Callable[[Element, Mapping[str, str]], RightRecord]


class _Characters(dict[str, str]):
    """Named characters of a document type that is not fetched; an unknown one leaves its place marked."""

    def __missing__(self, name: str) -> str:
        return "\ufffd"


class _Parser(DefusedXMLParser):
    """Declared entities are refused, except drawings named beside the text (NDATA), which nothing can expand."""

    def __init__(self, target: "_Picker") -> None:
        super().__init__(target=target, forbid_dtd=False, forbid_entities=True, forbid_external=True)
        self.entity = _Characters(html.entities.entitydefs)

    def defused_entity_decl(self, *declaration: Any) -> None:
        name, _is_parameter, value, base, system, public, notation = declaration
        if notation is None:
            raise EntitiesForbidden(name, value, base, system, public, notation)

    def defused_unparsed_entity_decl(self, *declaration: Any) -> None:
        """Never read: the picture's file stands beside the document or nowhere."""


class _Picker:
    """Builds the wanted elements alone, with local names, and keeps the short texts noted on the way."""

    def __init__(self, wanted: frozenset[str], noted: frozenset[str]) -> None:
        self.wanted, self.noted = wanted, noted
        self.ready: list[Found] = []
        self.notes: dict[str, str] = {}
        self.root = ""
        self.path: list[str] = []
        self.builder: TreeBuilder | None = None
        self.inside = self.nodes = self.size = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self.root = self.root or name
        self.path.append(name)
        if len(self.path) > DEEPEST:
            raise BadRow("", name[:80], "xml_deep", most=DEEPEST)
        if self.builder is None and name in self.wanted:
            self.builder, self.inside, self.nodes, self.size = TreeBuilder(), len(self.path), 0, 0
        if self.builder is not None:
            self.nodes += 1
            if self.nodes > MOST_NODES:
                raise BadRow("", name[:80], "xml_large", most=MOST_TEXT // MEGABYTE)
            self.builder.start(name, {key.rpartition("}")[2]: value for key, value in attributes.items()})

    def data(self, text: str) -> None:
        if self.builder is not None:
            self.size += len(text)
            if self.size > MOST_TEXT:
                raise BadRow("", "", "xml_large", most=MOST_TEXT // MEGABYTE)
            self.builder.data(text)
        elif self.path and self.path[-1] in self.noted:
            name = self.path[-1]
            self.notes[name] = (self.notes.get(name, "") + text)[:LONGEST_NOTE]

    def end(self, tag: str) -> None:
        name = self.path.pop()
        if self.builder is None:
            return
        self.builder.end(name)
        if len(self.path) < self.inside:
            self.ready.append((self.builder.close(), dict(self.notes)))
            self.builder = None

    def close(self) -> None:
        """Part of what a parser's target must have."""


class _Document:
    """One document being read."""

    def __init__(self, wanted: frozenset[str], noted: frozenset[str]) -> None:
        self.picker = _Picker(wanted, noted)
        self.parser = _Parser(self.picker)
        self.fed = self.found = 0
        self.is_broken = False

    def feed(self, piece: bytes, *, is_last: bool = False) -> Iterator[Found | BadRow]:
        """What became whole with this piece; a BadRow ends the document."""
        if self.is_broken:
            return
        error = self._parse(piece, is_last)
        self.found += len(self.picker.ready)
        yield from self.picker.ready
        self.picker.ready.clear()
        if error is None and is_last and not self.found:
            error = BadRow("", self.picker.root[:80], "xml_nothing")
        if error is not None:
            self.is_broken = True
            yield error

    def _parse(self, piece: bytes, is_last: bool) -> BadRow | None:
        try:
            self.parser.feed(piece)
            self.fed += len(piece)
            if self.fed - self.parser.parser.CurrentByteIndex > MOST_TOKEN:
                return BadRow("", "", "xml_large", most=MOST_TOKEN // MEGABYTE)
            if is_last:
                self.parser.close()
        except BadRow as bad:
            return bad
        except DefusedXmlException:
            return BadRow("", "", "xml_entities")
        except _BROKEN as broken:
            return BadRow("", str(broken), "xml_broken")
        return None


def pick(source: Source, wanted: frozenset[str], noted: frozenset[str] = frozenset()) -> Iterator[Found | BadRow]:
    """Every wanted element of a file with the noted texts before it, or why a document could not be read.

    Files of many documents one after the other, as offices publish by the week, are read document by document.
    """
    for member in xml_members(source):
        with source.open(member) as stream:
            yield from pick_from(stream, wanted, noted)


def pick_from(
    stream: BinaryIO, wanted: frozenset[str], noted: frozenset[str] = frozenset()
) -> Iterator[Found | BadRow]:
    """The same from one stream."""
    document: _Document | None = None
    for piece, begins in _pieces(stream):
        if begins and document is not None:
            yield from document.feed(b"", is_last=True)
            document = None
        document = document or _Document(wanted, noted)
        yield from document.feed(piece)
    if document is not None:
        yield from document.feed(b"", is_last=True)


def _pieces(stream: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """The stream cut where a declaration begins a new document; the flag says that one does."""
    kept, begins = b"", True
    while chunk := stream.read(FEED):
        window, kept = kept + chunk, b""
        start = 0
        for found in _DECLARATION.finditer(window):
            if window[start : found.start()].strip(_BLANK):
                yield window[start : found.start()], begins
            start, begins = found.start(), True
        tail = max(start, len(window) - 8)
        if tail > start:
            yield window[start:tail], begins
            begins = False
        kept = window[tail:]
    if kept:
        yield kept, begins


def read_picked(picked: Iterator[Found | BadRow], start: int, convert: Convert) -> Read:
    """Picked elements behind a position as records or errors."""
    for position, found in enumerate(picked, start=1):
        if position <= start:
            continue
        if isinstance(found, BadRow):
            yield position, found.error
            continue
        yield position, _converted(convert, *found)


def _converted(convert: Convert, element: Element, notes: Mapping[str, str]) -> RightRecord | RowError:
    try:
        return convert(element, notes)
    except BadRow as bad:
        return bad.error
    except InvalidIdentifier as invalid:
        return RowError("", "", invalid.code, dict(invalid.facts))


def xml_members(source: Source) -> list[str]:
    """The documents of an archive by their names' endings; an empty name is the file itself."""
    if source.shape != ZIP:
        return [""]
    return [member for member in source.members if member.lower().endswith(".xml")]


def has_mark(sample: Sample, *marks: bytes) -> bool:
    """Whether the beginning of a file, in whatever UTF, holds one of these byte texts."""
    head = sample.head.replace(b"\0", b"")
    return any(mark in head for mark in marks)


def prose(element: Element | None) -> str:
    """All text in an element, its white space made single."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def text_at(element: Element | None, *paths: str) -> str:
    """The text at the first of these paths where there is any."""
    for path in paths:
        if element is not None and (found := prose(element.find(path))):
            return found
    return ""
