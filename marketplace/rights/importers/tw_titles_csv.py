"""Taiwan's patents as titles in traditional Chinese with applicants; the source gives no number, only its own key."""

import re
from datetime import date

from django.utils.translation import gettext_lazy as _

from .. import codes
from ..classification import IPC
from ..identifiers import INVENTION
from ..identifiers.foreign import source_record
from . import cells
from .base import BadRow, EventRecord, FileRefused, Read, RightRecord, Sample
from .opening import Source
from .tables import Convert, walk

SOURCE = "tw-titles"
_COLUMNS = ("uuid", "title_zh_hant", "applicants", "ipc_subclasses")
_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class TwTitlesCsv:
    """The key finds the same row again; no exclusive agreement can rest on it. Kind and state are not told."""

    name = "tw-titles-csv"
    label = _("Taiwan patent titles, CSV")

    def sniff(self, sample: Sample) -> float:
        return 0.95 if all(name in sample.header for name in _COLUMNS) else 0.0

    def read(self, source: Source, start: int = 0) -> Read:
        if source.as_of is None:
            raise FileRefused("no_day")
        as_of = source.as_of
        yield from walk(source, start, lambda header: _converter(header, as_of))


def _converter(header: tuple[str, ...], as_of: date) -> Convert:
    if any(name not in header for name in _COLUMNS):
        raise BadRow("", ",".join(header), "header")
    key_at, title_at, owners_at, classes_at = (header.index(name) for name in _COLUMNS)

    def convert(row: list[str]) -> RightRecord:
        key = row[key_at].strip().lower()
        if not _KEY.fullmatch(key):
            raise BadRow("uuid", row[key_at], "no_number")
        classes = cells.symbols("ipc_subclasses", row[classes_at], IPC)
        owners = cells.names(row[owners_at])
        return RightRecord(
            kind=INVENTION,
            jurisdiction="TW",
            numbers=[source_record("TW", key)],
            title=cells.title("title_zh_hant", row[title_at]),
            events=[EventRecord(codes.STATED, as_of, {"owners": owners} if owners else {})],
            source=SOURCE,
            as_of=as_of,
            main_class=classes[0] if classes else "",
            classes=classes,
        )

    return convert
