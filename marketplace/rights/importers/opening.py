"""Opening what people hand in: plain, .gz, .zip or .xlsx, inside limits that no bomb passes."""

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, BinaryIO

from .base import FileRefused

MEGABYTE = 1024 * 1024
MOST_BYTES = 4096 * MEGABYTE  # unpacked, all members together
MOST_MEMBERS = 20_000
MOST_RATIO = 250  # text and XML pack 5 to 60 times; a bomb a thousand times
RATIO_FREE = 8 * MEGABYTE
CHUNK = MEGABYTE

PLAIN, GZIP, ZIP, XLSX = "plain", "gzip", "zip", "xlsx"
_ARCHIVES = (".zip", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".tar", ".jar", ".xlsx")
_MAGIC = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
_NAMED_DAY = re.compile(r"(?<![0-9])(20[0-9]{2})-?([01][0-9])-?([0-3][0-9])")
_BROKEN = (EOFError, zipfile.BadZipFile, zlib.error, gzip.BadGzipFile, NotImplementedError)


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
            else:
                with _archive(self.path) as archive:
                    info = archive.getinfo(member or self.members[0])
                    with archive.open(info) as entry:
                        yield io.BufferedReader(_Limited(entry, info.compress_size, MOST_BYTES), CHUNK)  # type: ignore[type-var]

    def read_member(self, member: str, most: int) -> bytes:
        """One member whole. Raises FileRefused above `most` bytes."""
        with self.open(member) as stream:
            content = stream.read(most + 1)
        if len(content) > most:
            raise FileRefused("member_too_large", member=member[:80], most=most // MEGABYTE)
        return content


def open_source(path: Path, as_of: date | None = None) -> Source:
    """What a file is, after its archive directory was checked. Raises FileRefused."""
    if not path.is_file():
        raise FileRefused("missing", name=path.name)
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise FileRefused("empty_file")
    day = as_of or _day_in(path.name)
    if head.startswith(b"\x1f\x8b"):
        source = Source(path, GZIP, (), day)
        _refuse_nested(source, "")
        return source
    if not head.startswith(b"PK\x03\x04"):
        if head.startswith(_MAGIC):
            raise FileRefused("archive_kind")
        return Source(path, PLAIN, (), day)
    with _archive(path) as archive:
        members = _checked_members(archive)
    if "[Content_Types].xml" in members:
        return Source(path, XLSX, members, day)
    source = Source(path, ZIP, members, day)
    for member in members:
        if member.lower().endswith(_ARCHIVES):
            raise FileRefused("nested", member=member[:80])
    for member in members[:50]:
        _refuse_nested(source, member)
    return source


@contextmanager
def _archive(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise FileRefused("truncated") from error
    with archive:
        try:
            yield archive
        except _BROKEN as error:
            raise FileRefused("truncated") from error


def _checked_members(archive: zipfile.ZipFile) -> tuple[str, ...]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if not infos:
        raise FileRefused("empty_file")
    if len(infos) > MOST_MEMBERS:
        raise FileRefused("too_many_members", most=MOST_MEMBERS)
    total = 0
    for info in infos:
        parts = Path(info.filename).parts
        if info.filename.startswith(("/", "\\")) or ".." in parts or ":" in info.filename[:3] or "\0" in info.filename:
            raise FileRefused("member_name", member=info.filename[:80])
        if info.flag_bits & 1:
            raise FileRefused("encrypted")
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
