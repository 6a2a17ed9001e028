"""What listings and enquiries hold about a person, for the copy of their data."""

from typing import Any

from marketplace.accounts import personal
from marketplace.accounts.models import User
from marketplace.core.access import Actor

from .actions import forget_buyer
from .models import Enquiry, EnquiryMessage, Listing, Side


def written(user: User) -> list[dict[str, Any]]:
    """The listings a person wrote; they belong to their organisation."""
    rows = Listing.objects.filter(created_by=user.pk).order_by("pk")
    return [dict(row) for row in rows.values("ref", "title", "title_en", "status", "created_at")]


def asked(user: User) -> list[dict[str, Any]]:
    """What a person asked as a buyer, with the whole thread."""
    rows = Enquiry.objects.filter(buyer_user=user).select_related("listing").prefetch_related("messages").order_by("pk")
    return [
        {
            "ref": row.ref,
            "listing": row.listing.ref,
            "asked_at": row.asked_at,
            "messages": [{"side": each.side, "text": each.text, "at": each.at} for each in row.messages.all()],
        }
        for row in rows
    ]


def answered(user: User) -> list[dict[str, Any]]:
    """What a person wrote on the holder's side."""
    rows = EnquiryMessage.objects.filter(written_by=user.pk, side=Side.HOLDER).order_by("pk")
    return [dict(row) for row in rows.values("enquiry__ref", "text", "at")]


def forget(user: User, by: Actor) -> None:
    """The holders keep what was written to them, no longer by whom."""
    forget_buyer(user, by=by)


personal.register_eraser(forget)
personal.register("listings", written)
personal.register("enquiries_asked", asked)
personal.register("enquiries_answered", answered)
