"""Reading rights from files: one module a format, chosen by name or by looking."""

from datetime import date
from pathlib import Path

from .base import FileRefused, Importer, Sample
from .cn_abstracts import CnAbstracts
from .cn_designs_csv import CnDesignsCsv
from .cnipa_xml import CnipaXml
from .decoding import decoded
from .epo_ops import EpoOps
from .euipo_csv import EuipoCsv
from .euipo_xml import EuipoXml
from .gazette_csv import GazetteCsv
from .generic import GenericTable, is_table
from .in_grants_csv import IndianGrantsCsv
from .nasa_csv import NasaCsv
from .opening import PLAIN, XLSX, ZIP, Source, looks_like_json, looks_like_xml, open_source
from .patent_corpus import PatentCorpus
from .patsnap_xlsx import PatsnapXlsx
from .tables import header_of, refuse_long_cells
from .tw_titles_csv import TwTitlesCsv
from .unknown import first_line, first_lines_of, refuse_binary, unknown
from .uspto_assignments import UsptoAssignments
from .uspto_tsdr import UsptoTsdr
from .uspto_xml import UsptoXml
from .workbooks import refuse_unfit_parts, sheet_rows

IMPORTERS: dict[str, Importer] = {
    importer.name: importer
    for importer in (
        GazetteCsv(),
        NasaCsv(),
        PatsnapXlsx(),
        CnipaXml(),
        UsptoXml(),
        EuipoXml(),
        UsptoTsdr(),
        EpoOps(),
        IndianGrantsCsv(),
        CnAbstracts(),
        CnDesignsCsv(),
        TwTitlesCsv(),
        EuipoCsv(),
        PatentCorpus(),
        UsptoAssignments(),
        GenericTable(),
    )
}
FORMATS = ", ".join(IMPORTERS)
LEAST_LIKELY = 0.5
SAMPLE_BYTES = 64 * 1024
BINARY = (".tif", ".tiff", ".png", ".jpg", ".jpeg", ".gif", ".pdf")


def open_import(path: Path, *, format_name: str = "", as_of: date | None = None) -> tuple[Source, Importer]:
    """A file made ready to read, and the importer of its format. Raises FileRefused; nothing is read of it then.

    Everything is unpacked, and text decoded, once to its end first, so that a file that is cut off, a bomb or in two
    encodings is refused before a row is written.
    """
    if format_name and format_name not in IMPORTERS:
        raise FileRefused("no_such_format", format=format_name, formats=FORMATS)
    try:
        source = open_source(path, as_of)
        try:
            return _recognised(source, format_name)
        except BaseException:
            source.close()
            raise
    except FileRefused as error:
        error.facts.setdefault("formats", FORMATS)
        if "lines" not in error.facts:
            error.facts["lines"] = first_lines_of(path)
        raise


def _recognised(source: Source, format_name: str) -> tuple[Source, Importer]:
    if source.shape != XLSX:
        with source.open(_first_readable(source)) as stream:
            refuse_binary(stream.read(SAMPLE_BYTES), FORMATS)
    is_text = _is_text(source)
    if is_text:
        source = decoded(source)
    elif source.shape == XLSX:
        refuse_unfit_parts(source)
    elif source.shape != PLAIN:
        source.read_through()
    is_text_or_sheet = is_text or source.shape == XLSX
    sample = sample_of(source)
    scores = {name: importer.sniff(sample) for name, importer in IMPORTERS.items()}
    best = format_name or max(scores, key=scores.__getitem__)
    if format_name and scores[format_name] == 0:
        raise FileRefused("wrong_format", format=format_name, line=first_line(sample), lines=[first_line(sample)])
    if scores[best] < LEAST_LIKELY and not format_name:
        raise unknown(sample, FORMATS, is_table=is_text_or_sheet and is_table(sample), encoding=source.encoding)
    if is_text and not looks_like_json(sample.head):
        _refuse_other_members(source, IMPORTERS[best])
        refuse_long_cells(source)
    return source, IMPORTERS[best]


def _refuse_other_members(source: Source, importer: Importer) -> None:
    for member in source.members[1:] if source.shape == ZIP else ():
        if importer.sniff(Sample(member, source.members, header_of(source, member), b"")) == 0:
            raise FileRefused("member_differs", member=member[:80])


def sample_of(source: Source) -> Sample:
    """The beginning of a file for sniffing."""
    if source.shape == XLSX:
        header = next(sheet_rows(source), ())
        return Sample(source.path.name, source.members, tuple(cell.lower() for cell in header), b"")
    member = _first_readable(source)
    with source.open(member) as stream:
        head = stream.read(SAMPLE_BYTES)
    header = () if looks_like_xml(head) else header_of(source, member)
    return Sample(source.path.name, source.members, header, head)


def _is_text(source: Source) -> bool:
    """Whether the file is a table of text; XML says its encoding itself."""
    if source.shape == XLSX or any(name.lower().endswith((".xml", *BINARY)) for name in source.members):
        return False
    with source.open(_first_readable(source)) as stream:
        return not looks_like_xml(stream.read(64))


def _first_readable(source: Source) -> str:
    if source.shape != ZIP:
        return ""
    return next((name for name in source.members if not name.lower().endswith(BINARY)), source.members[0])


__all__ = ["FORMATS", "IMPORTERS", "FileRefused", "Importer", "Sample", "Source", "open_import", "sample_of"]
