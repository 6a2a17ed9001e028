"""Every write to a listing."""

from .lifecycle import (
    expire_listing,
    mark_listing_sold_elsewhere,
    relist_listing,
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
    "approve_listing",
    "create_listing",
    "edit_listing",
    "expire_listing",
    "mark_listing_sold_elsewhere",
    "move_picture",
    "relist_listing",
    "remove_document",
    "remove_picture",
    "remove_right",
    "resume_listing",
    "return_listing",
    "submit_listing",
    "suspend_listing",
    "withdraw_listing",
]
