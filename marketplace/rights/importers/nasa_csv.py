"""NASA's portfolio of patents offered for licence: United States patents and applications with their end of term."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.calendar import add_years

from .. import codes
from ..identifiers import INVENTION, Identifier, InvalidIdentifier
from ..identifiers.foreign import us_application, us_patent
from . import cells
from .base import BadRow, EventRecord, Read, RightRecord, Sample, TextRecord
from .opening import Source
from .tables import Convert, header_of, read_rows, refuse_formula, text_members, walk

SOURCE = "nasa-portfolio"
OWNER = "National Aeronautics and Space Administration"
TERM_YEARS = 20  # 35 U.S.C. 154: twenty years from filing

_COLUMNS = ("reference_number", "title", "abstract", "patent_number", "serial_number", "expiration_date")


class NasaCsv:
    """One row a technology; the same patent may stand under several reference numbers."""

    name = "nasa-csv"
    label = _("NASA licensing portfolio, CSV")

    def sniff(self, sample: Sample) -> float:
        return 0.95 if all(name in sample.header for name in _COLUMNS) else 0.0

    def read(self, source: Source, start: int = 0) -> Read:
        as_of = source.as_of or _latest_filing(source)

        def prepare(header: tuple[str, ...]) -> Convert:
            return _converter(header, as_of)

        return walk(source, start, prepare)


def _latest_filing(source: Source) -> date:
    """The file says nowhere how old it is; it is at least as young as the latest application that it holds.

    Only pending ones tell: a granted patent's term may have been lengthened beyond twenty years from filing.
    """
    latest = date.min
    for member in text_members(source):
        header = header_of(source, member)
        end_at, patent_at = header.index("expiration_date"), header.index("patent_number")
        for row in read_rows(source, member):
            if len(row) != len(header) or row[patent_at].strip("0"):
                continue
            try:
                ends = cells.optional_day("", row[end_at])
            except BadRow:
                continue  # the row itself is refused when it is read
            if ends:
                latest = max(latest, add_years(ends, -TERM_YEARS))
    today = clock.today()
    return today if latest == date.min else min(latest, today)


def _converter(header: tuple[str, ...], as_of: date) -> Convert:
    _ref, title_at, abstract_at, patent_at, serial_at, end_at = (header.index(name) for name in _COLUMNS)

    def convert(row: list[str]) -> RightRecord:
        patent = _patent(row[patent_at])
        application = _application(row[serial_at], needed=patent is None)
        expires_on = cells.optional_day("expiration_date", row[end_at])
        title = cells.title("title", row[title_at])
        status = "in_force" if patent else "pending"
        events = [EventRecord(codes.STATED, as_of, {"status": status, "owners": [OWNER]})]
        if expires_on:
            events.append(EventRecord(codes.TERM_STATED, as_of, {"expires_on": expires_on.isoformat()}))
        abstract = row[abstract_at].strip()
        return RightRecord(
            kind=(patent or application).kind or INVENTION,  # type: ignore[union-attr]
            jurisdiction="US",
            numbers=[number for number in (patent, application) if number],
            title=title,
            title_en=title,
            events=events,
            source=SOURCE,
            as_of=as_of,
            text=TextRecord(abstract_en=abstract) if abstract else None,
        )

    return convert


def _patent(text: str) -> Identifier | None:
    digits = refuse_formula("patent_number", text).replace(",", "").replace(" ", "").upper()
    if digits.strip("0") == "":
        return None
    try:
        return us_patent(digits)
    except InvalidIdentifier as error:
        raise BadRow("patent_number", text, error.code, **error.facts) from error


def _application(text: str, *, needed: bool) -> Identifier | None:
    """Series and serial number: 10/758611, 13/215,206. One beside a patent number may be left out, never guessed."""
    series, slash, serial = refuse_formula("serial_number", text).replace(",", "").replace(" ", "").partition("/")
    if slash and series.isdigit() and serial.isdigit() and len(series) == 2 and len(serial) <= 6:
        return us_application(series, serial)
    if needed:
        raise BadRow("serial_number", text, "no_number")
    return None
