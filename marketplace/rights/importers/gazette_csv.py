"""The CNIPA patent gazette as CSV: a tidy shape with English headings, and the raw shape of a spider's export."""

from collections.abc import Sequence
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from .. import codes
from ..classification import IPC, LOCARNO
from ..identifiers import CN_APPLICATION, DESIGN, Identifier, InvalidIdentifier
from ..identifiers.cn_publication import from_parts
from ..regions import place_of
from . import cells
from .base import BadRow, EventRecord, FileRefused, Read, RightRecord, Sample
from .opening import Source
from .tables import Convert, refuse_formula, walk

SOURCE = "cnipa-gazette"

# A column by its heading in the tidy shape and in the raw one, which calls every publication an authorization.
_COLUMNS = (
    ("pub_no", "authorization_notice_id"),
    ("title", "name"),
    ("app_no", "filing_id"),
    ("filing_date", "filing_date"),
    ("pub_date", "authorized_announcement_date"),
    ("applicant", "patentee"),
    ("inventors", "designer"),
    ("address", "address"),
    ("all_classes", "int.cl."),
)
_APPLICATION_LETTER = "A"
TIDY, RAW = 0, 1

_place = lru_cache(maxsize=8192)(place_of)


class GazetteCsv:
    """One row a publication or grant; a number that a spreadsheet destroyed leaves the publication number."""

    name = "gazette-csv"
    label = _("CNIPA gazette, CSV")

    def sniff(self, sample: Sample) -> float:
        return 0.95 if _shape(sample.header) is not None else 0.0

    def read(self, source: Source, start: int = 0) -> Read:
        return walk(source, start, _converter)


def _shape(header: Sequence[str]) -> int | None:
    return next((shape for shape in (TIDY, RAW) if all(names[shape] in header for names in _COLUMNS)), None)


def _converter(header: tuple[str, ...]) -> Convert:
    shape = _shape(header)
    if shape is None:
        raise FileRefused("wrong_format", format=GazetteCsv.name, line=",".join(header)[:200])
    headings = [names[shape] for names in _COLUMNS]
    places = [header.index(heading) for heading in headings]
    pub_at, title_at, app_at, filed_at, day_at, owners_at, inventors_at, address_at, classes_at = places

    def convert(row: list[str]) -> RightRecord:
        publication = _publication(headings[0], row[pub_at])
        published_on = cells.day(headings[4], row[day_at])
        filing_on = cells.day(headings[3], row[filed_at])
        if filing_on > published_on:
            raise BadRow(headings[3], row[filed_at], "filed_after", published=published_on.isoformat())
        application = _application(headings[2], row[app_at], publication)
        owners = cells.names(row[owners_at])
        is_application = publication.canonical[-1] == _APPLICATION_LETTER
        code = codes.PUBLISHED if is_application else codes.GRANTED
        scheme = LOCARNO if publication.kind == DESIGN else IPC
        classes = cells.symbols(headings[8], row[classes_at], scheme)
        inventors, address = row[inventors_at], row[address_at]
        if shape == RAW and _is_swapped(inventors, address, by_heading=address_at < inventors_at):
            inventors, address = address, inventors
        province, city = _place(address)
        return RightRecord(
            kind=publication.kind or "",
            jurisdiction="CN",
            numbers=[application, publication] if application else [publication],
            title=cells.title(headings[1], row[title_at]),
            events=[EventRecord(code, published_on, {"number": publication.canonical, "owners": owners})],
            source=SOURCE,
            as_of=published_on,
            filing_on=filing_on,
            main_class=classes[0] if classes else "",
            classes=classes,
            inventors=cells.names(inventors),
            province=province,
            city=city,
        )

    return convert


def _is_swapped(inventors: str, address: str, *, by_heading: bool) -> bool:
    """Whether inventors and address stand in each other's column, as in raw files of grants.

    A postcode tells; where neither cell has one (addresses abroad), the order of the headings that go with it does.
    """
    if inventors[:6].isdigit() or address[:6].isdigit():
        return inventors[:6].isdigit()
    return by_heading


def _publication(name: str, text: str) -> Identifier:
    """The fast way for what the gazette prints, the thorough one for everything else."""
    if text.startswith("CN") and text[2:11].isdigit() and text[11:12].isalpha():
        try:
            return from_parts(text[2:11], text[11:])
        except (InvalidIdentifier, KeyError) as error:
            if isinstance(error, InvalidIdentifier):
                raise BadRow(name, text, error.code, **error.facts) from error
    return cells.number(name, text, "cn-publication")


def _application(name: str, text: str, publication: Identifier) -> Identifier | None:
    if not text or cells.is_destroyed(text):
        return None
    application = cells.number(name, refuse_formula(name, text), CN_APPLICATION)
    if application.kind != publication.kind:
        raise BadRow(name, text, "kinds_differ", other=publication.canonical)
    return application
