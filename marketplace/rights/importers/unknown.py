"""What is said of a file whose format nobody knows: its first lines made harmless, and whether it is a table at all."""

from pathlib import Path

from . import zstd
from .base import FileRefused, Sample

MOST_LINES = 5
LONGEST_LINE = 200
SHOWN_BYTES = 4096

# Files that are no text however they are decoded.
_BINARY = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF-", b"\x7fELF", b"MZ", b"SQLite format 3", b"RIFF", b"II*\0", b"MM\0*",
)  # fmt: skip
_PACKED = (zstd.MAGIC, b"PK", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def harmless(text: str) -> str:
    """One line of anything: what cannot be printed is written as its code, and it is cut."""
    spelled = (each if each.isprintable() else f"\\x{ord(each):02x}" for each in text[:LONGEST_LINE])
    return "".join(spelled)[:LONGEST_LINE]


def first_lines(head: bytes, encoding: str = "utf-8") -> list[str]:
    """The first lines of a file as they can be shown to anybody."""
    text = head[:SHOWN_BYTES].decode(encoding, "replace")
    return [harmless(line.rstrip("\r")) for line in text.split("\n")[:MOST_LINES]]


def first_lines_of(path: Path) -> list[str]:
    """The same from a file as it lies there; of an archive, or of what cannot be read, there are none to show."""
    try:
        if not path.is_file():
            return []
        with path.open("rb") as file:
            head = file.read(SHOWN_BYTES)
    except OSError:
        return []
    return [] if head.startswith(_PACKED) else first_lines(head)


def refuse_binary(head: bytes, formats: str) -> None:
    """A picture, a program, a document: said at once, not as a text with damaged characters. Raises FileRefused."""
    if head.startswith(_OLD_OFFICE):
        raise FileRefused("old_office")
    if head.startswith(_BINARY):
        lines = first_lines(head)
        raise FileRefused("unknown_format", formats=formats, line=lines[0], lines=lines)


def unknown(sample: Sample, formats: str, *, is_table: bool, encoding: str) -> FileRefused:
    """The refusal of a file in no known format; a table is offered to be read by a mapping of its columns."""
    lines = first_lines(sample.head, encoding) if sample.head else [first_line(sample)]
    code = "unknown_table" if is_table else "unknown_format"
    return FileRefused(code, formats=formats, line=first_line(sample), lines=lines)


def first_line(sample: Sample) -> str:
    """The headings of a table, else the first line of anything."""
    if any(sample.header):
        return harmless(",".join(sample.header).rstrip(","))
    return first_lines(sample.head)[0]
