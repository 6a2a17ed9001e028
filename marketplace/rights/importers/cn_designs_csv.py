"""Chinese design patents with their brief descriptions, CSV."""

from django.utils.translation import gettext_lazy as _

from .. import codes
from ..classification import LOCARNO
from ..identifiers import CN_APPLICATION, CN_PUBLICATION, DESIGN
from . import cells
from .base import BadRow, EventRecord, Read, RightRecord, Sample, TextRecord
from .opening import Source
from .tables import Convert, walk

SOURCE = "cn-designs"
LONGEST_DESCRIPTION = 10_000
_COLUMNS = ("pub_no", "title", "app_no", "locarno", "filing_date", "grant_date", "brief_description")


class CnDesignsCsv:
    """One row a granted design; the brief description stands where patents have their abstract."""

    name = "cn-designs-csv"
    label = _("Chinese designs with brief descriptions, CSV")

    def sniff(self, sample: Sample) -> float:
        return 0.95 if all(name in sample.header for name in _COLUMNS) else 0.0

    def read(self, source: Source, start: int = 0) -> Read:
        return walk(source, start, _converter)


def _converter(header: tuple[str, ...]) -> Convert:
    if any(name not in header for name in _COLUMNS):
        raise BadRow("", ",".join(header), "header")
    places = [header.index(name) for name in _COLUMNS]

    def convert(row: list[str]) -> RightRecord:
        number, title, application_text, locarno, filed, granted, description = (row[place] for place in places)
        publication = cells.number("pub_no", number, CN_PUBLICATION)
        application = None
        if application_text and not cells.is_destroyed(application_text):
            application = cells.number("app_no", application_text, CN_APPLICATION)
        if publication.kind != DESIGN or (application and application.kind != DESIGN):
            raise BadRow("pub_no", number, "kinds_differ", other=application_text or "-")
        granted_on, filing_on = cells.day("grant_date", granted), cells.day("filing_date", filed)
        if filing_on > granted_on:
            raise BadRow("filing_date", filed, "filed_after", published=granted_on.isoformat())
        classes = cells.symbols("locarno", locarno, LOCARNO)
        text = description.strip()[:LONGEST_DESCRIPTION]
        return RightRecord(
            kind=DESIGN,
            jurisdiction="CN",
            numbers=[application, publication] if application else [publication],
            title=cells.title("title", title),
            events=[EventRecord(codes.GRANTED, granted_on, {"number": publication.canonical})],
            source=SOURCE,
            as_of=granted_on,
            filing_on=filing_on,
            main_class=classes[0] if classes else "",
            classes=classes,
            text=TextRecord(abstract=text) if text else None,
        )

    return convert
