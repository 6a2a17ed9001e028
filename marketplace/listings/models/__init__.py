"""What is offered: listings with their rights, terms, pictures, documents and returned fields; who asks about it."""

from .consents import CoOwnerConsent
from .enquiry import Enquiry, EnquiryAttachment, EnquiryMessage, EnquiryStatus, Side, UnverifiedEnquiry
from .enquiry_care import EnquiryBlock, EnquiryReport, EnquiryTemplate, ResponseTime
from .listing import (
    EDITABLE,
    SHOWN,
    Industry,
    Listing,
    ListingReturn,
    ListingRight,
    ListingStatus,
    ListingTerm,
    Mode,
    PriceKind,
)
from .media import ListingDocument, ListingPicture

__all__ = [
    "EDITABLE",
    "SHOWN",
    "CoOwnerConsent",
    "Enquiry",
    "EnquiryAttachment",
    "EnquiryBlock",
    "EnquiryMessage",
    "EnquiryReport",
    "EnquiryStatus",
    "EnquiryTemplate",
    "Industry",
    "Listing",
    "ListingDocument",
    "ListingPicture",
    "ListingReturn",
    "ListingRight",
    "ListingStatus",
    "ListingTerm",
    "Mode",
    "PriceKind",
    "ResponseTime",
    "Side",
    "UnverifiedEnquiry",
]
