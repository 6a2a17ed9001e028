"""What is offered: listings with their rights, terms, pictures, documents and returned fields."""

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
]
