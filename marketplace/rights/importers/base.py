"""What every importer speaks: a file becomes neutral records of rights, or precise errors row by row."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ..identifiers import Identifier

if TYPE_CHECKING:
    from .opening import Source


class EventRecord(NamedTuple):
    """A register event as a file tells it; codes and facts as in `rights.codes`."""

    code: str
    on: date
    facts: dict[str, Any]


class DrawingRecord(NamedTuple):
    """A figure, already re-encoded as PNG by us."""

    label: str
    content: bytes
    digest: str
    width: int
    height: int


class TextRecord(NamedTuple):
    """What a right says."""

    abstract: str = ""
    abstract_en: str = ""
    claims: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()


@dataclass(slots=True)
class RightRecord:
    """One row or document of any format. `numbers` begins with the number that names the right."""

    kind: str
    jurisdiction: str
    numbers: list[Identifier]
    title: str
    events: list[EventRecord]
    source: str
    as_of: date
    title_en: str = ""
    filing_on: date | None = None
    main_class: str = ""
    classes: list[str] = field(default_factory=list)
    inventors: list[str] = field(default_factory=list)
    province: str = ""
    city: str = ""
    text: TextRecord | None = None
    drawings: list[DrawingRecord] = field(default_factory=list)


class RowError(NamedTuple):
    """A row that is not taken: the field, its value, and why; worded in `importers.words`."""

    field: str
    value: str
    code: str
    facts: dict[str, Any]


class BadRow(Exception):
    """Raised inside an importer where a row cannot be read."""

    def __init__(self, name: str, value: object, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.error = RowError(name, str(value)[:200], code, facts)


class FileRefused(Exception):
    """The whole file is not taken; worded in `importers.words`."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


Read = Iterator[tuple[int, RightRecord | RowError]]


class Sample(NamedTuple):
    """The beginning of a file, as much as it takes to know its format."""

    name: str
    members: tuple[str, ...]
    header: tuple[str, ...]
    head: bytes


class Importer(Protocol):
    """One format. `read` starts after the position it is given and yields positions that rise by one."""

    name: str
    label: Any

    def sniff(self, sample: Sample) -> float:
        """How surely the sample is of this format, 0 to 1."""
        ...

    def read(self, source: "Source", start: int = 0) -> Read: ...
