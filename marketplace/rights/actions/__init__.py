"""Every write to rights: entering, register events, corrections, merging, proofs of ownership, exclusive paths."""

from .claiming import (
    accept_ownership_claim,
    return_ownership_claim,
    submit_ownership_claim,
    withdraw_ownership_claim,
)
from .declaring import declare_right
from .disputes import decide_ownership_dispute
from .entering import add_number, enter_right
from .extracts import ExtractLine, record_register_extract
from .merging import merge_rights
from .paths import release_path, take_path
from .powers import (
    accept_power_of_attorney,
    end_power_of_attorney,
    return_power_of_attorney,
    submit_power_of_attorney,
)
from .proofs import end_broken_proofs, end_proof, prove_by_document, prove_by_register, renew_proofs
from .recording import correct_right_event, record_right_event, refresh_rights

__all__ = [
    "ExtractLine",
    "accept_ownership_claim",
    "accept_power_of_attorney",
    "add_number",
    "correct_right_event",
    "decide_ownership_dispute",
    "declare_right",
    "end_broken_proofs",
    "end_power_of_attorney",
    "end_proof",
    "enter_right",
    "merge_rights",
    "prove_by_document",
    "prove_by_register",
    "record_register_extract",
    "record_right_event",
    "refresh_rights",
    "release_path",
    "renew_proofs",
    "return_ownership_claim",
    "return_power_of_attorney",
    "submit_ownership_claim",
    "submit_power_of_attorney",
    "take_path",
    "withdraw_ownership_claim",
]
