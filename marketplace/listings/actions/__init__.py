"""Every write to a listing and to the enquiries about it."""

from .ageing import age_listing, renew_verifications
from .consents import add_written_consent, answer_consents, ask_co_owners, withdraw_consent
from .enquiries import answer_enquiry, ask_enquiry, continue_enquiry, request_enquiry, verify_enquiry
from .enquiry_care import forget_buyer, forget_guests, measure_response_times, remove_template, write_template
from .enquiry_keeping import close_enquiry, mute_enquiry, read_enquiry, resend_link, reveal_enquiry
from .enquiry_reports import decide_enquiry_report, report_enquiry
from .lifecycle import (
    expire_listing,
    mark_listing_sold_elsewhere,
    relist_listing,
    restate_suspension,
    resume_listing,
    suspend_listing,
    withdraw_listing,
)
from .media import add_document, add_picture, move_picture, remove_document, remove_picture
from .moderation import approve_listing, return_listing, submit_listing
from .writing import add_right, create_listing, edit_listing, remove_right

__all__ = [
    "add_document",
    "add_picture",
    "add_right",
    "add_written_consent",
    "age_listing",
    "answer_consents",
    "answer_enquiry",
    "approve_listing",
    "ask_co_owners",
    "ask_enquiry",
    "close_enquiry",
    "continue_enquiry",
    "create_listing",
    "decide_enquiry_report",
    "edit_listing",
    "expire_listing",
    "forget_buyer",
    "forget_guests",
    "mark_listing_sold_elsewhere",
    "measure_response_times",
    "move_picture",
    "mute_enquiry",
    "read_enquiry",
    "relist_listing",
    "remove_document",
    "remove_picture",
    "remove_right",
    "remove_template",
    "renew_verifications",
    "report_enquiry",
    "request_enquiry",
    "resend_link",
    "restate_suspension",
    "resume_listing",
    "return_listing",
    "reveal_enquiry",
    "submit_listing",
    "suspend_listing",
    "verify_enquiry",
    "withdraw_consent",
    "withdraw_listing",
    "write_template",
]
