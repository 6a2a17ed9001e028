"""Opening what people hand in: plain, .gz, .zip or .xlsx, inside limits that no bomb passes."""

import gzip
import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, BinaryIO

from . import zstd
from .base import FileRefused

MEGABYTE = 1024 * 1024
MOST_BYTES = 4096 * MEGABYTE  # unpacked, all members together
MOST_MEMBERS = 20_000
MOST_RATIO = 250  # text and XML pack 5 to 60 times; a bomb a thousand times
RATIO_FREE = 8 * MEGABYTE
CHUNK = MEGABYTE

PLAIN, GZIP, ZSTD, ZIP, XLSX = "plain", "gzip", "zstd", "zip", "xlsx"
_ARCHIVES = (".zip", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".tar", ".jar", ".xlsx")
_MAGIC = (zstd.MAGIC, b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
_NAMED_DAY = re.compile(r"(?<![0-9])(20[0-9]{2})-?([01][0-9])-?([0-3][0-9])")
_EMPTY_ZIP = b"PK\x05\x06"
# OSError: a directory that points before the file's beginning.
_BROKEN = (EOFError, zipfile.BadZipFile, zlib.error, gzip.BadGzipFile, NotImplementedError, OSError)
_BROKEN_DIRECTORY = (*_BROKEN, ValueError, struct.error, OverflowError)
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ORDINARY = (0, stat.S_IFREG)


class _Limited(io.RawIOBase):
    """A stream that stops where it grows beyond what an honest file would."""

    def __init__(self, inner: IO[bytes], packed: int, budget: int) -> None:
        self.inner, self.packed, self.budget, self.count = inner, max(packed, 1), budget, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        try:
            chunk = self.inner.read(len(buffer))
        except _BROKEN as error:
            raise FileRefused("truncated") from error
        self.count += len(chunk)
        if self.count > self.budget:
            raise FileRefused("too_large", most=self.budget // MEGABYTE)
        if self.count > RATIO_FREE and self.count > self.packed * MOST_RATIO:
            raise FileRefused("bomb", ratio=MOST_RATIO)
        buffer[: len(chunk)] = chunk
        return len(chunk)


@dataclass(frozen=True)
class Source:
    """A file that may be read: its shape, its members in order, and the day it was made of, where it says so."""

    path: Path
    shape: str
    members: tuple[str, ...]
    as_of: date | None = None
    encoding: str = "utf-8"
    row_count: int | None = None
    has_long_cells: bool = False  # quotes or long lines: a cell may be longer than its limit
    archive: zipfile.ZipFile | None = field(default=None, compare=False, repr=False)

    @contextmanager
    def open(self, member: str = "") -> Iterator[BinaryIO]:
        """The unpacked bytes of the file or of one member, within the limits."""
        packed = self.path.stat().st_size
        with self.path.open("rb") as file:
            if self.shape == PLAIN:
                yield io.BufferedReader(_Limited(file, packed, MOST_BYTES), CHUNK)  # type: ignore[type-var]
            elif self.shape == GZIP:
                with gzip.open(file) as inner:
                    yield io.BufferedReader(_Limited(inner, packed, MOST_BYTES), CHUNK)  # type: ignore[type-var, arg-type]
            elif self.shape == ZSTD:
                with zstd.unpacked(file) as inner_pipe:
                    yield io.BufferedReader(_Limited(inner_pipe, packed, MOST_BYTES), CHUNK)  # type: ignore[type-var]
            else:
                assert self.archive is not None
                info = self.archive.getinfo(member or self.members[0])
                with _unbroken(), _entry(self.archive, info) as entry:
                    yield io.BufferedReader(_Limited(entry, info.compress_size, MOST_BYTES), CHUNK)  # type: ignore[type-var]

    def read_member(self, member: str, most: int) -> bytes:
        """One member whole. Raises FileRefused above `most` bytes."""
        with self.open(member) as stream:
            content = stream.read(most + 1)
        if len(content) > most:
            raise FileRefused("member_too_large", member=member[:80], most=most // MEGABYTE)
        return content

    def read_through(self) -> None:
        """Unpack everything once and keep nothing: what is cut off or a bomb shows. Raises FileRefused."""
        for member in self.members or ("",):
            with self.open(member) as stream:
                while stream.read(CHUNK):
                    pass

    def close(self) -> None:
        """Let go of the archive."""
        if self.archive is not None:
            self.archive.close()


def open_source(path: Path, as_of: date | None = None) -> Source:
    """What a file is, after its archive directory was checked. Raises FileRefused."""
    head = _head_of(path)
    if not head or head.startswith(_EMPTY_ZIP):
        raise FileRefused("empty_file")
    day = as_of or _day_in(path.name)
    if head.startswith(b"\x1f\x8b"):
        source = Source(path, GZIP, (), day)
        _refuse_nested(source, "")
        return source
    if head.startswith(zstd.MAGIC) and zstd.is_installed():
        source = Source(path, ZSTD, (), day)
        _refuse_nested(source, "")
        return source
    if not head.startswith(b"PK\x03\x04"):
        if head.startswith(_MAGIC):
            raise FileRefused("archive_kind")
        return Source(path, PLAIN, (), day)
    return _open_zip(path, day)


def looks_like_json(head: bytes) -> bool:
    """Whether the first bytes of a text begin a JSON object."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n").startswith(b"{")


def looks_like_xml(head: bytes) -> bool:
    """Whether the first bytes of a text begin a tag, in any encoding an XML parser reads."""
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def _open_zip(path: Path, day: date | None) -> Source:
    """The archive stays open with the source: its directory is read once, however many members it lists."""
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN_DIRECTORY as error:
        raise FileRefused("truncated") from error
    try:
        members = _checked_members(archive)
        if "[Content_Types].xml" in members:
            return Source(path, XLSX, members, day, archive=archive)
        source = Source(path, ZIP, members, day, archive=archive)
        for member in members:
            if member.lower().endswith(_ARCHIVES):
                raise FileRefused("nested", member=member[:80])
            _refuse_nested(source, member)
    except BaseException:
        archive.close()
        raise
    return source


def _head_of(path: Path) -> bytes:
    """The first bytes of an ordinary file; nothing else is opened, as a pipe would never end."""
    try:
        if not path.exists():
            raise FileRefused("missing", name=path.name)
        if not path.is_file():
            raise FileRefused("not_a_file", name=path.name)
        with path.open("rb") as file:
            return file.read(8)
    except OSError as error:
        raise FileRefused("unreadable", name=path.name[:80], why=error.strerror or "") from error


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes]:
    """A member opened, its own heading read. Raises FileRefused."""
    try:
        return archive.open(info)
    except (*_BROKEN_DIRECTORY, RuntimeError) as error:
        raise FileRefused("truncated") from error


@contextmanager
def _unbroken() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise FileRefused("truncated") from error


def _checked_members(archive: zipfile.ZipFile) -> tuple[str, ...]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if not infos:
        raise FileRefused("empty_file")
    if len(infos) > MOST_MEMBERS:
        raise FileRefused("too_many_members", most=MOST_MEMBERS)
    total = 0
    names = set()
    for info in infos:
        name = info.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name[:3] or "\0" in info.orig_filename:
            raise FileRefused("member_name", member=info.filename[:80])
        if name in names:
            raise FileRefused("member_twice", member=info.filename[:80])
        names.add(name)
        if stat.S_IFMT(info.external_attr >> 16) not in _ORDINARY:
            raise FileRefused("member_link", member=info.filename[:80])
        if info.flag_bits & 1:
            raise FileRefused("encrypted")
        if info.compress_type not in _PACKINGS:
            raise FileRefused("archive_kind")
        if info.file_size > RATIO_FREE and info.file_size > max(info.compress_size, 1) * MOST_RATIO:
            raise FileRefused("bomb", ratio=MOST_RATIO)
        total += info.file_size
    if total > MOST_BYTES:
        raise FileRefused("too_large", most=MOST_BYTES // MEGABYTE)
    return tuple(info.filename for info in infos)


def _refuse_nested(source: Source, member: str) -> None:
    with source.open(member) as stream:
        if stream.read(8).startswith(_MAGIC):
            raise FileRefused("nested", member=member[:80] or source.path.name)


def _day_in(name: str) -> date | None:
    """The day a file's name carries, as exports do: patents_as_of_2014-10-31.csv, 20240401085613950.xlsx."""
    for found in _NAMED_DAY.finditer(name):
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            continue
    return None
