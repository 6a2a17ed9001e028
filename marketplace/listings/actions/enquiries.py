"""Asking about a listing and going on in its thread."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from marketplace.accounts.actions import digest_of as token_digest
from marketplace.core import clock, events, policy
from marketplace.core.access import Actor, require
from marketplace.core.documents import CleanDocument
from marketplace.core.errors import InvalidInput, NotAllowed
from marketplace.core.limits import consume
from marketplace.core.refs import new_ref

from .. import emails
from .. import enquiry_access as access
from .. import enquiry_refusals as refusals
from ..enquiry_rules import LONGEST, MOST_LINKS, SHORTEST, digest_of, link_count, tidy
from ..models import (
    Enquiry,
    EnquiryAttachment,
    EnquiryBlock,
    EnquiryMessage,
    EnquiryStatus,
    Listing,
    Side,
    UnverifiedEnquiry,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@transaction.atomic
def request_enquiry(
    listing: Listing,
    *,
    by: Actor,
    email: str,
    text: str,
    language: str,
    name: str = "",
    is_anonymous: bool = True,
    address: str = "",
) -> UnverifiedEnquiry:
    """Keep a guest's question until the link mailed to the address was opened; says nothing about the address.

    Raises NotAllowed, InvalidInput, TooMany.
    """
    require(access.can_request_enquiry(by, listing), by)

    email = email.strip().lower()
    limits = policy.value("listings.enquiry_limits")
    text = _checked(text)
    if link_count(text) > MOST_LINKS:
        raise InvalidInput({"text": refusals.TEXT_LINKS})
    _count_asking(listing, address=address)
    consume("enquiry-mail", email, most=limits["per_mail_day"], per=DAY)
    digest = digest_of(text)
    recent = UnverifiedEnquiry.objects.filter(digest=digest, created_at__gte=clock.now() - DAY)
    if recent.count() >= limits["same_text_day"]:
        raise InvalidInput({"text": refusals.TEXT_SAME})

    token = secrets.token_urlsafe(24)
    waiting = UnverifiedEnquiry.objects.create(
        listing=listing,
        email=email,
        name=" ".join(name.split())[:80],
        language=language,
        text=text,
        digest=digest,
        is_anonymous=is_anonymous,
        token_digest=token_digest(token),
        expires_at=clock.now() + timedelta(hours=policy.value("listings.enquiry_verify_hours")),
    )

    events.record("enquiry.requested", subject=listing, by=by, facts={"unverified": waiting.pk})
    emails.ask_to_verify(waiting, token)
    return waiting


@transaction.atomic
def verify_enquiry(waiting: UnverifiedEnquiry, *, by: Actor) -> Enquiry:
    """Let a guest's question through to the holder; once. The bearer of the mailed token is who may.

    Raises LinkUsed, SenderBlocked, EnquirySettled.
    """
    held = UnverifiedEnquiry.objects.select_for_update().get(pk=waiting.pk)
    if not held.is_open_at(clock.now()):
        raise refusals.LinkUsed()
    mark = access.guest_mark(held.email)
    _refuse_blocked([mark])

    identity = {"guest_email": held.email, "guest_name": held.name, "guest_language": held.language}
    enquiry, is_new = _thread(held.listing, mark, is_anonymous=held.is_anonymous, **identity)
    if is_new or not _is_last(enquiry, Side.BUYER, held.digest):
        _append(enquiry, Side.BUYER, by=access.guest_of(enquiry), text=held.text, is_new=is_new)
    UnverifiedEnquiry.objects.filter(pk=held.pk).update(used_at=clock.now(), enquiry=enquiry, text="", name="")

    events.record("enquiry.verified", subject=enquiry, by=by, facts={"unverified": held.pk})
    return enquiry


@transaction.atomic
def ask_enquiry(
    listing: Listing,
    *,
    by: Actor,
    text: str,
    is_anonymous: bool = True,
    address: str = "",
    documents: Iterable[CleanDocument] = (),
) -> Enquiry:
    """Ask with an account; a second question on the same listing goes into the same thread.

    Raises NotAllowed, SenderBlocked, InvalidInput, TooMany, EnquirySettled.
    """
    if by.is_authenticated and access.stands_on_holders_side(by, listing.organization_id):
        raise refusals.OwnListing()
    require(access.can_ask_enquiry(by, listing), by)

    text = _checked(text)
    mark = access.counterpart_of(by)
    _refuse_blocked([mark, f"u:{by.user_id}"])
    limits = policy.value("listings.enquiry_limits")
    _count_asking(listing, address=address)
    consume("enquiry-sender", mark, most=limits["per_sender_day"], per=DAY)
    _refuse_same_text(mark, text, most=limits["same_text_day"])

    identity = {"buyer_user_id": by.user_id, "buyer_organization_id": by.organization_id}
    enquiry, is_new = _thread(listing, mark, is_anonymous=is_anonymous, **identity)
    _append(enquiry, Side.BUYER, by=by, text=text, documents=documents, is_new=is_new)
    return enquiry


@transaction.atomic
def continue_enquiry(
    enquiry: Enquiry, *, by: Actor, text: str, documents: Iterable[CleanDocument] = ()
) -> EnquiryMessage:
    """Write on as the buyer. Raises NotAllowed, SenderBlocked, InvalidInput, TooMany, EnquirySettled."""
    require(access.can_continue_enquiry(by, enquiry), by)

    held = _hold(enquiry)
    _refuse_blocked([held.counterpart])
    return _append(held, Side.BUYER, by=by, text=_checked(text), documents=documents)


@transaction.atomic
def answer_enquiry(
    enquiry: Enquiry, *, by: Actor, text: str, documents: Iterable[CleanDocument] = ()
) -> EnquiryMessage:
    """Answer as the holder. Raises NotAllowed, InvalidInput, TooMany, EnquirySettled."""
    require(access.can_answer_enquiry(by, enquiry), by)

    return _append(_hold(enquiry), Side.HOLDER, by=by, text=_checked(text), documents=documents)


def _checked(text: str) -> str:
    text = tidy(text)
    if len(text) < SHORTEST:
        raise InvalidInput({"text": refusals.TEXT_SHORT})
    if len(text) > LONGEST:
        raise InvalidInput({"text": refusals.TEXT_LONG})
    return text


def _count_asking(listing: Listing, *, address: str) -> None:
    limits = policy.value("listings.enquiry_limits")
    if address:
        consume("enquiry-address", address, most=limits["per_address_hour"], per=HOUR)
    consume("enquiry-listing", listing.ref, most=limits["per_listing_hour"], per=HOUR)


def _refuse_blocked(marks: list[str]) -> None:
    if EnquiryBlock.objects.filter(counterpart__in=marks, lifted_at__isnull=True).exists():
        raise refusals.SenderBlocked()


def _refuse_same_text(mark: str, text: str, *, most: int) -> None:
    """One buyer may send the same words to a few holders, not to everybody."""
    same = EnquiryMessage.objects.filter(digest=digest_of(text), at__gte=clock.now() - DAY)
    if same.filter(enquiry__counterpart=mark, side=Side.BUYER).count() >= most:
        raise InvalidInput({"text": refusals.TEXT_SAME})


def _thread(listing: Listing, mark: str, *, is_anonymous: bool, **identity: Any) -> tuple[Enquiry, bool]:
    """The buyer's one thread on a listing, locked; the unique constraint decides between two first messages."""
    now = clock.now()
    fields = {
        "ref": new_ref("EQ"),
        "holder_id": listing.organization_id,
        "is_anonymous": is_anonymous,
        "asked_at": now,
        "last_message_at": now,
        **identity,
    }
    enquiry, is_new = Enquiry.objects.get_or_create(listing=listing, counterpart=mark, defaults=fields)
    return _hold(enquiry), is_new


def _hold(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.select_for_update().get(pk=enquiry.pk)


def _is_last(enquiry: Enquiry, side: str, digest: str) -> bool:
    last = enquiry.messages.order_by("-pk").values_list("side", "digest").first()
    return last == (side, digest)


def _append(
    enquiry: Enquiry,
    side: str,
    *,
    by: Actor,
    text: str,
    documents: Iterable[CleanDocument] = (),
    is_new: bool = False,
) -> EnquiryMessage:
    """Add a message to a locked thread, move its state, and tell the other side."""
    if enquiry.is_settled:
        raise refusals.EnquirySettled()
    digest = digest_of(text)
    if _is_last(enquiry, side, digest):
        raise InvalidInput({"text": refusals.TEXT_SAME})
    limits = policy.value("listings.enquiry_limits")
    consume("enquiry-thread", f"{enquiry.ref}/{side}", most=limits["per_thread_hour"], per=HOUR)

    now = clock.now()
    written_by = by.user_id if side == Side.HOLDER else None
    message = EnquiryMessage.objects.create(
        enquiry=enquiry, side=side, written_by=written_by, text=text, digest=digest, at=now
    )
    for document in documents:
        _attach(message, document)
    other = Side.BUYER if side == Side.HOLDER else Side.HOLDER
    changes: dict[str, Any] = {"last_message_at": now, f"{other}_unread": True}
    if side == Side.HOLDER:
        changes |= {"first_answered_at": enquiry.first_answered_at or now, "answered_by_id": by.user_id}

    to = EnquiryStatus.ANSWERED if side == Side.HOLDER else EnquiryStatus.OPEN
    verb = "asked" if is_new else "answered" if side == Side.HOLDER else "continued"
    facts = {"message": message.pk}
    if enquiry.status == to:
        _change(enquiry, **changes)
        events.record(f"enquiry.{verb}", subject=enquiry, by=by, facts=facts)
    else:
        Enquiry.FLOW.advance(enquiry, to, by=by, verb=verb, changes={**changes, "closed_by_side": ""}, **facts)
    emails.tell_side(enquiry, other, by=by)
    return message


def _change(enquiry: Enquiry, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(enquiry, name, value)
    enquiry.save(update_fields=[name.removesuffix("_id") for name in columns])


def _attach(message: EnquiryMessage, document: CleanDocument) -> None:
    row = EnquiryAttachment(
        ref=new_ref("EA"),
        message=message,
        name=document.name[:120],
        digest=document.digest,
        media_type=document.media_type,
        size=len(document.content),
    )
    row.file.save("attachment", ContentFile(document.content), save=False)
    row.save(force_insert=True)


def require_side(by: Actor, enquiry: Enquiry) -> str:
    """The side an actor stands on. Raises NotAllowed."""
    side = access.side_of(by, enquiry)
    if side is None:
        require(False, by)
        raise NotAllowed()
    return side
