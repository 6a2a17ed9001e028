"""What is offered: listings with their rights, terms, pictures, documents and returned fields."""

from .listing import Industry, Listing, ListingReturn, ListingRight, ListingStatus, ListingTerm, Mode, PriceKind
from .media import ListingDocument, ListingPicture

__all__ = [
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
