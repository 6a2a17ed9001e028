"""Why a file or a row is not taken, in both languages."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from marketplace.core.errors import Sentence

from ..identifiers import InvalidIdentifier
from ..refusals import sentence
from .base import FileRefused, RowError

LANGUAGES = ("zh-hans", "en")

FILE_SENTENCES: dict[str, Sentence] = {
    "missing": _("There is no file “%(name)s”."),
    "not_a_file": _("“%(name)s” is no ordinary file. Give the file itself, not a folder or a pipe."),
    "unreadable": _("“%(name)s” cannot be opened: %(why)s"),
    "empty_file": _("The file is empty."),
    "truncated": _("The file is cut off or damaged: it cannot be unpacked to its end. Fetch it again."),
    "too_large": _("Unpacked, the file is larger than %(most)s MB. Split it."),
    "bomb": _("The file unpacks to more than %(ratio)s times its size, as no honest table does. It was not read."),
    "member_too_large": _("“%(member)s” in the archive is larger than %(most)s MB."),
    "too_many_members": _("The archive holds more than %(most)s files. Split it."),
    "member_name": _("The archive holds a file whose name leads elsewhere: “%(member)s”."),
    "member_twice": _("The archive holds two files named “%(member)s”. Pack it anew."),
    "member_link": _("“%(member)s” in the archive is a link or device, no file. It was not followed."),
    "member_differs": _("“%(member)s” in the archive has other headings than the first file. Import it by itself."),
    "encrypted": _("The archive is locked with a password. Unlock it first."),
    "nested": _("“%(member)s” is an archive inside the archive. Unpack it first."),
    "archive_kind": _("Of archives only .gz and .zip are read, and .zst where zstd is installed. Unpack it first."),
    "nul": _("The file holds NUL characters (first at %(place)s): it is no text, or UTF-16 without its mark."),
    "mixed_encoding": _("The text is %(encoding)s but damaged at byte %(place)s. Save it anew in one encoding."),
    "unknown_encoding": _("The text is neither UTF-8 nor GB18030: byte %(place)s fits neither. Save it as UTF-8."),
    "encodings_differ": _("The files in the archive have different encodings: %(encodings)s."),
    "cell_too_long": _("A cell or line is longer than %(most)s MB. Such a table is broken or hostile."),
    "entities": _("“%(member)s” in the workbook declares entities, as no spreadsheet does. It was not read."),
    "external_links": _("The workbook draws on other files (“%(member)s”). Save its values into a new workbook."),
    "workbook_strings": _("The workbook holds more text than %(most)s MB or %(count)s texts. Split it."),
    "workbook_part": _("“%(member)s” in the workbook is larger than any spreadsheet makes it. It was not read."),
    "workbook_rows": _("The sheet has more than %(most)s rows or a row beyond all measure. It was not read."),
    "unknown_format": _("The format is not recognised. Known are: %(formats)s. The first line reads: %(line)s"),
    "unknown_table": _(
        "The format is not recognised. Known are: %(formats)s. The first line reads: %(line)s. It is a table: say "
        "which column means what, or read it with --format generic where its headings are the usual ones."
    ),
    "old_office": _("This is a document of Office before 2007 (.xls, .doc). Save it as .xlsx or CSV."),
    "no_headings": _("The table has no headings, or far too many."),
    "mapping_heading": _("The table has no column “%(name)s”. Its columns are: %(headings)s."),
    "mapping_field": _("There is no field “%(name)s” that a column could stand for."),
    "mapping_twice": _("Two columns stand for the same field “%(name)s”. Choose one."),
    "heading_twice": _("Two columns have the same heading “%(name)s”. Rename one."),
    "mapping_number": _("No column tells a number. One must stand for: %(name)s. The columns are: %(headings)s."),
    "mapping_title": _("No column tells the title. The columns are: %(headings)s."),
    "no_such_format": _("There is no format “%(format)s”. Known are: %(formats)s."),
    "no_day": _("The file says nowhere of which day it speaks. Name the day with --as-of, or in the file's name."),
    "wrong_format": _("The file does not look like %(format)s. Its first line reads: %(line)s"),
}
ROW_SENTENCES: dict[str, Sentence] = {
    "columns": _("The row has %(found)s cells where the heading has %(expected)s."),
    "formula": _("A formula stands where a number or date is expected. It was not run."),
    "day": _("This is not a day. Write it as in 2019-07-09."),
    "title": _("The title is missing."),
    "filed_after": _("The filing date lies after the publication on %(published)s."),
    "kinds_differ": _("The application number is of another kind of patent than %(other)s."),
    "no_number": _("No number of this row tells which right it is."),
    "xml_entities": _("The document declares entities. They are not resolved and nothing is fetched; it was not read."),
    "xml_broken": _("The document is not whole XML."),
    "xml_elements": _("The document has more than %(most)s elements, as no patent document does."),
    "xml_other": _("The document is XML of another kind."),
    "no_day": _("The row has no day of its own. Say of which day the file speaks, with --as-of."),
    "ambiguous_number": _("The number may mean %(one)s or %(other)s. Add a column with the kind of right."),
    "provisional": _("A provisional application is no right; only what follows from it can be one."),
    "conveyance": _("The words of the conveyance do not tell what it does to the right. Staff enter it by hand."),
    "xml_missing": _("The document lacks the part “%(part)s”."),
    "xml_nothing": _("Nothing in this document is a right that this format brings."),
    "json_broken": _("This is not a JSON object."),
    "json_nothing": _("Nothing in this JSON is a right that this format brings."),
    "xml_large": _("One part of the document is larger than %(most)s MB. Such a document is broken or hostile."),
    "xml_deep": _("The document is nested deeper than %(most)s levels. Such a document is broken or hostile."),
    "drawing_missing": _("The drawing is not in the archive."),
    "drawing_unfit": _("The drawing is damaged, too large or no picture."),
    "two_rights": _("The numbers of this row lead to different rights, %(one)s and %(other)s; staff decide."),
    "other_right": _("The number leads to a right of another kind or filing date (%(right)s)."),
    "future": _("The event lies in the future."),
}


def file_sentence(error: FileRefused) -> str:
    """Why the file is refused, in the active language."""
    return str(FILE_SENTENCES[error.code]) % error.facts


def row_sentence(error: RowError) -> str:
    """Why the row is refused, in the active language."""
    if error.code in ROW_SENTENCES:
        return str(ROW_SENTENCES[error.code]) % error.facts
    if error.code in FILE_SENTENCES:
        return str(FILE_SENTENCES[error.code]) % error.facts
    return sentence(InvalidIdentifier(error.code, **error.facts))


def row_sentences(error: RowError) -> Mapping[str, str]:
    """The same in every language."""
    words: dict[str, Any] = {}
    for language in LANGUAGES:
        with override(language):
            words[language] = row_sentence(error)
    return words
