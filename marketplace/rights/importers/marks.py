"""A trademark of an office abroad as its files tell it, made one record; pictures come from the same archive."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from marketplace.core.errors import InvalidInput
from marketplace.core.pictures import clean_picture

from .. import codes
from ..classification import nice_symbol
from ..identifiers import TRADEMARK, Identifier, InvalidIdentifier
from . import cells
from .base import BadRow, DrawingRecord, EventRecord, FileRefused, RightRecord, TextRecord
from .opening import MEGABYTE, ZIP, Source

MOST_PICTURE = 15 * MEGABYTE
LONGEST_GOODS = 20_000
PICTURES = ("TIFF", "PNG", "JPEG", "GIF")
LAST_CLASS = 45


@dataclass(slots=True)
class Mark:
    """What the record is made of; `owners` are the present ones, `first_owners` those of the registration."""

    numbers: list[Identifier]
    words: str
    feature: str
    as_of: date
    filed_on: date | None = None
    published_on: date | None = None
    registered_on: date | None = None
    renewed_until: tuple[date, date] | None = None
    expires_on: date | None = None
    status: str | None = None
    status_on: date | None = None
    goods: dict[str, str] = field(default_factory=dict)
    design_codes: list[str] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    first_owners: list[str] = field(default_factory=list)
    drawings: list[DrawingRecord] = field(default_factory=list)


def record_of(mark: Mark, source: str) -> RightRecord:
    """The mark as a right with its events. Raises BadRow: nice_class, no_day."""
    number = mark.numbers[0]
    classes = [_nice(text) for text in mark.goods]
    goods = tuple(
        f"{symbol}: {' '.join(text.split())}"[:LONGEST_GOODS]
        for symbol, text in zip(classes, mark.goods.values(), strict=True)
        if text.strip()
    )
    words = " ".join(mark.words.split())[:500]
    return RightRecord(
        kind=TRADEMARK,
        jurisdiction=number.jurisdiction,
        numbers=mark.numbers,
        title=words or f"图形商标 {number.canonical}",
        title_en=words or f"Figurative mark {number.canonical}",
        events=_events(mark),
        source=source,
        as_of=mark.as_of,
        filing_on=mark.filed_on,
        main_class=classes[0] if classes else "",
        classes=classes,
        text=TextRecord(goods=goods) if goods else None,
        drawings=mark.drawings,
    )


def _events(mark: Mark) -> list[EventRecord]:
    number = mark.numbers[-1].canonical
    looks: dict[str, Any] = {"feature": mark.feature[:80]} if mark.feature else {}
    if mark.design_codes:
        looks["design_codes"] = mark.design_codes
    first = {"owners": mark.first_owners or mark.owners} if mark.first_owners or mark.owners else {}
    events = []
    if mark.filed_on:
        events.append(EventRecord(codes.FILED, mark.filed_on, {**looks, **first}))
    if mark.published_on:
        events.append(EventRecord(codes.MARK_PUBLISHED, mark.published_on, {}))
    if mark.registered_on:
        events.append(EventRecord(codes.MARK_REGISTERED, mark.registered_on, {"number": number, **first}))
        if mark.expires_on:
            stated = {"expires_on": mark.expires_on.isoformat()}
            events.append(EventRecord(codes.TERM_STATED, mark.registered_on, stated))
    if mark.renewed_until:
        renewed_on, until = mark.renewed_until
        events.append(EventRecord(codes.MARK_RENEWED, renewed_on, {"until": until.isoformat()}))
    state: dict[str, Any] = {"owners": mark.owners} if mark.owners else {}
    if mark.status:
        state["status"] = mark.status
    if state or not events:
        events.append(EventRecord(codes.STATED, mark.status_on or mark.as_of, state))
    return events


@lru_cache(maxsize=256)
def _nice(text: str) -> str:
    digits = text.strip().lstrip("0")
    if not digits.isdecimal() or len(digits) > 3:
        raise BadRow("ClassNumber", text, "nice_class", found=text[:10], last=LAST_CLASS)
    try:
        return nice_symbol(int(digits)).canonical
    except InvalidIdentifier as error:
        raise BadRow("ClassNumber", text, error.code, **error.facts) from error


class Pictures:
    """The picture files of an archive by their bare names."""

    def __init__(self, source: Source) -> None:
        self.source = source
        names = source.members if source.shape == ZIP else ()
        self.members = {PurePosixPath(name).name.lower(): name for name in names}

    def named(self, names: Iterable[str]) -> list[DrawingRecord]:
        """Those that the archive holds, made safe; offices often name a picture and do not send it. Raises BadRow."""
        found = []
        for name in names:
            if member := self.members.get(PureWindowsPath(name.strip()).name.lower()):
                found.append(self._read(member, name.strip()))
        return found

    def _read(self, member: str, name: str) -> DrawingRecord:
        try:
            picture = clean_picture(self.source.read_member(member, MOST_PICTURE), accepted=PICTURES, least_edge=8)
        except InvalidInput as error:
            raise BadRow("image", name, "drawing_unfit") from error
        except FileRefused as error:
            raise BadRow("image", name, error.code, **error.facts) from error
        return DrawingRecord("", picture.content, picture.digest, picture.width, picture.height)


def status_in(text: str, table: Sequence[tuple[tuple[str, ...], str]]) -> str | None:
    """The first status whose words the office's text holds."""
    lowered = text.lower()
    return next((status for words, status in table if any(word in lowered for word in words)), None)


def day_or_none(name: str, text: str) -> date | None:
    """A day that may be missing; an office's zone after it does not count. Raises BadRow."""
    return cells.optional_day(name, text[:10])
