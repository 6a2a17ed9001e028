"""What register events and their sources are called on pages."""

from django.utils.translation import gettext_lazy as _

from marketplace.core.errors import Sentence

from . import codes

EVENT_LABELS: dict[str, Sentence] = {
    codes.FILED: _("Application filed"),
    codes.PUBLISHED: _("Application published"),
    codes.EXAMINED: _("Substantive examination begun"),
    codes.GRANTED: _("Patent granted"),
    codes.REFUSED: _("Application refused"),
    codes.WITHDRAWN: _("Application withdrawn or deemed withdrawn"),
    codes.TRANSFERRED: _("Transferred"),
    codes.RENAMED: _("Owner's name changed"),
    codes.MOVED: _("Owner's address changed"),
    codes.RENAMED_AND_MOVED: _("Owner's name and address changed"),
    codes.PLEDGED: _("Pledge registered"),
    codes.PLEDGE_CHANGED: _("Pledge changed"),
    codes.PLEDGE_CANCELLED: _("Pledge cancelled"),
    codes.LICENSED: _("Licence put on record"),
    codes.LICENCE_CHANGED: _("Licence record changed"),
    codes.LICENCE_CANCELLED: _("Licence record cancelled"),
    codes.OPEN_LICENCE: _("Open licence declared"),
    codes.OPEN_LICENCE_ENDED: _("Open licence withdrawn"),
    codes.PRESERVED: _("Frozen by a court"),
    codes.PRESERVATION_ENDED: _("Court's freeze lifted"),
    codes.PROCEDURE_SUSPENDED: _("Procedure suspended"),
    codes.PROCEDURE_RESUMED: _("Procedure resumed"),
    codes.INVALIDATION_REQUESTED: _("Invalidation requested"),
    codes.INVALIDATION_CONCLUDED: _("Invalidation proceedings ended"),
    codes.INVALIDATED: _("Declared invalid in full"),
    codes.PARTLY_INVALIDATED: _("Declared invalid in part"),
    codes.LAPSED: _("Lapsed, annuity unpaid"),
    codes.EXPIRED: _("Term ended"),
    codes.ABANDONED: _("Abandoned by the owner"),
    codes.RESTORED: _("Right restored"),
    codes.CORRECTED_FRONT_PAGE: _("Bibliographic data changed"),
    codes.SERVED: _("Served by publication"),
    codes.STATED: _("State as the source tells it"),
    codes.ANNUITY_PAID: _("Annuity paid"),
    codes.TERM_COMPENSATED: _("Term compensation granted"),
    codes.TERM_STATED: _("End of term as the office states it"),
    codes.MARK_PUBLISHED: _("Published for opposition"),
    codes.MARK_REGISTERED: _("Trademark registered"),
    codes.MARK_RENEWED: _("Trademark renewed"),
    codes.MARK_CANCELLED: _("Trademark cancelled by its owner"),
    codes.MARK_REVOKED: _("Trademark revoked"),
    codes.MARK_INVALIDATED: _("Trademark declared invalid"),
    codes.MARK_REFUSED: _("Trademark application refused"),
    codes.CORRECTION: _("Correction of an earlier entry"),
}

# Sources are kept as short codes so that both languages can name them; a text that is no code is shown as it stands.
SOURCE_LABELS: dict[str, Sentence] = {
    "cnipa-gazette": _("CNIPA patent gazette"),
    "cnipa-register": _("CNIPA patent register"),
    "cnipa-xml": _("CNIPA patent document"),
    "cnipa-trademarks": _("CNIPA trademark register"),
    "patsnap-export": _("PatSnap export"),
    "nasa-portfolio": _("NASA licensing portfolio"),
    "uspto-xml": _("USPTO patent documents"),
    "uspto-tsdr": _("USPTO trademark status records"),
    "uspto-assignments": _("USPTO assignment records"),
    "euipo-open-data": _("EUIPO open data"),
    "epo-ops": _("EPO Open Patent Services"),
    "in-journal": _("Journal of the Indian Patent Office"),
    "cn-abstracts": _("Collection of Chinese abstracts"),
    "cn-designs": _("Collection of Chinese designs"),
    "tw-titles": _("Collection of Taiwan patent titles"),
    "patent-corpus": _("Patent collection (US, EP, WO)"),
    "holder": _("Stated by the holder"),
    "demo-register": _("Register (demonstration data)"),
    "demo-gazette": _("Gazette (demonstration data)"),
    "demo-fees": _("Fee record (demonstration data)"),
}


def event_label(code: str) -> Sentence:
    """What an event is called; an unknown code stands for itself."""
    return EVENT_LABELS.get(code, code)


def source_label(source: str) -> Sentence:
    """What a source is called."""
    return SOURCE_LABELS.get(source, source)
