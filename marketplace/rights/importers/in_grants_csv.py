"""Indian patent grants as read from the office's weekly journals: days written day first."""

import re
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from .. import codes
from ..identifiers import INVENTION, Identifier, InvalidIdentifier
from ..identifiers.foreign import in_application, in_patent
from . import cells
from .base import BadRow, EventRecord, Read, RightRecord, Sample
from .opening import Source
from .tables import Convert, is_formula, walk

SOURCE = "in-journal"
_COLUMNS = (
    "patent number", "application number", "date of application", "title of invention", "patentee name",
    "date of application publication", "journal",
)  # fmt: skip
_DAY = re.compile(r"([0-3]?[0-9])/([01]?[0-9])/((?:19|20)[0-9]{2})")
_APPLICATION = re.compile(
    r"[0-9]{1,6}/[A-Z]{3,6}/(?:19|20)[0-9]{2}|(?:19|20)[0-9]{10}|IN/PCT/(?:19|20)[0-9]{2}/[0-9]{1,5}/[A-Z]{3}"
)
# Between two owners the journal leaves no space after the comma, unlike before Ltd and Inc.
_BETWEEN = re.compile(r",(?=\S)")


class IndianGrantsCsv:
    """One row a grant, its day that of the journal; lists of other matters in between are refused row by row."""

    name = "in-grants-csv"
    label = _("Indian patent grants, CSV")

    def sniff(self, sample: Sample) -> float:
        return 0.95 if all(name in sample.header for name in _COLUMNS) else 0.0

    def read(self, source: Source, start: int = 0) -> Read:
        def prepare(header: tuple[str, ...]) -> Convert:
            if any(name not in header for name in _COLUMNS):
                raise BadRow("", ",".join(header), "header")
            places = [header.index(name) for name in _COLUMNS]
            return lambda row: _record([row[place].strip() for place in places], source.as_of)

        return walk(source, start, prepare)


def _record(row: list[str], as_of: date | None) -> RightRecord:
    number, application_text, filed, title, owner_text, published, journal = row
    patent = _patent(number)
    application = _application(application_text)
    filing_on = _day("date of application", filed)
    granted_on = _journal_day(journal)
    owners = _owners(owner_text)
    told_on = granted_on or as_of
    if told_on is None:
        raise BadRow("journal", journal, "no_day")
    if filing_on > told_on:
        raise BadRow("date of application", filed, "filed_after", published=told_on.isoformat())
    events = []
    if published and published != "nan":
        on = _day("date of application publication", published)
        events.append(EventRecord(codes.PUBLISHED, on, {"number": application.canonical}))
    if granted_on:
        events.append(EventRecord(codes.GRANTED, granted_on, {"number": patent.canonical, "owners": owners}))
    else:
        events.append(EventRecord(codes.STATED, told_on, {"status": "in_force", "owners": owners}))
    words = cells.title("title of invention", title)
    return RightRecord(
        kind=INVENTION,
        jurisdiction="IN",
        numbers=[patent, application],
        title=words,
        title_en=words,
        events=events,
        source=SOURCE,
        as_of=told_on,
        filing_on=filing_on,
    )


def _patent(text: str) -> Identifier:
    if is_formula(text):
        raise BadRow("patent number", text, "formula")
    if not (text.isascii() and text.isdecimal() and 5 <= len(text) <= 6):
        raise BadRow("patent number", text, "foreign_number", office="IN", found=text[:40])
    return in_patent(text)


def _application(text: str) -> Identifier:
    compact = text.replace(" ", "").upper()
    if not _APPLICATION.fullmatch(compact):
        raise BadRow("application number", text, "foreign_number", office="IN", found=text[:40])
    try:
        return in_application(compact)
    except InvalidIdentifier as error:
        raise BadRow("application number", text, error.code, **error.facts) from error


@lru_cache(maxsize=16_384)
def _found_day(text: str) -> date | None:
    found = _DAY.search(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _day(name: str, text: str) -> date:
    found = _found_day(text)
    if found is None:
        raise BadRow(name, text, "formula" if is_formula(text) else "day")
    return found


def _journal_day(text: str) -> date | None:
    """`01/2018 Dated 05/01/2018`; some rows name the issue only."""
    return _found_day(text[8:])


def _owners(text: str) -> list[str]:
    parts = (part.strip(" ,")[: cells.LONGEST_NAME] for part in _BETWEEN.split(text.replace("; ", ", ")))
    return list(dict.fromkeys(filter(None, parts)))
