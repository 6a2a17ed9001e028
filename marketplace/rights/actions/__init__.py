"""Every write to rights: entering, register events, corrections, merging, proofs of ownership, exclusive paths."""

from .declaring import declare_right
from .entering import add_number, enter_right
from .extracts import ExtractLine, record_register_extract
from .merging import merge_rights
from .paths import release_path, take_path
from .proofs import end_broken_proofs, end_proof, prove_by_document, prove_by_register
from .recording import correct_right_event, record_right_event, refresh_rights

__all__ = [
    "ExtractLine",
    "add_number",
    "correct_right_event",
    "declare_right",
    "end_broken_proofs",
    "end_proof",
    "enter_right",
    "merge_rights",
    "prove_by_document",
    "prove_by_register",
    "record_register_extract",
    "record_right_event",
    "refresh_rights",
    "release_path",
    "take_path",
]
