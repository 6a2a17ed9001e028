"""What the two inboxes and a thread's page show: filters, rows, messages; statements do not grow with rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.core import keyset
from marketplace.core.access import Actor
from marketplace.core.errors import Sentence
from marketplace.core.rows import JsonRows

from .enquiry_access import can_write_templates
from .enquiry_words import attachment_words, author_words, buyer_words, organization_words
from .models import Enquiry, EnquiryAttachment, EnquiryMessage, EnquiryStatus, Side
from .models.enquiry import EnquiryQuerySet

PER_PAGE = 30
MESSAGES_PER_PAGE = 50
EXCERPT = 120
FILTERS: dict[str, Sentence] = {
    "all": _("All"),
    "unread": _("Unread"),
    "open": _("Waits for us"),
    "closed": EnquiryStatus.CLOSED.label,
    "reported": _("Reported"),
}
BUYER_FILTERS: dict[str, Sentence] = {"all": _("All"), "unread": _("Unread"), "closed": EnquiryStatus.CLOSED.label}
MARKS: dict[str, str] = {EnquiryStatus.OPEN: "amber", EnquiryStatus.ANSWERED: "jade", EnquiryStatus.CLOSED: "grey"}


@dataclass(frozen=True)
class Line:
    """One thread in an inbox."""

    ref: str
    url: str
    title: str
    who: str
    excerpt: str
    mark: str
    status: str
    is_unread: bool
    is_muted: bool
    is_reported: bool
    at: datetime
    answered_by: str


@dataclass(frozen=True)
class Box:
    """One page of an inbox."""

    lines: list[Line]
    newer: str
    older: str


@dataclass(frozen=True)
class Paper:
    ref: str
    name: str
    size: int
    url: str


@dataclass(frozen=True)
class Said:
    """One message as one side reads it."""

    pk: int
    author: str
    person: str
    text: str
    at: datetime
    is_own: bool
    is_seen: bool
    papers: list[Paper]


def threads_of(actor: Actor, side: str) -> EnquiryQuerySet:
    """The threads in which an actor stands on this side."""
    rows = Enquiry.objects.all()
    if side == Side.HOLDER:
        return rows.held_by(actor.organization_id) if can_write_templates(actor) else rows.none()
    if actor.organization_id is not None and not actor.may("ask_enquiry"):
        return rows.none()
    return rows.asked_by(actor.user_id, actor.organization_id)


def sides_of(actor: Actor) -> list[str]:
    """The inboxes an actor has, the busier one first."""
    return [Side.HOLDER, Side.BUYER] if can_write_templates(actor) else [Side.BUYER]


def filtered(rows: EnquiryQuerySet, side: str, state: str) -> EnquiryQuerySet:
    if state == "unread":
        return rows.filter(**{f"{side}_unread": True})
    if state in (EnquiryStatus.OPEN, EnquiryStatus.CLOSED):
        return rows.filter(status=state)
    if state == "reported":
        return rows.filter(is_reported=True)
    return rows


def counts_of(rows: EnquiryQuerySet, side: str) -> dict[str, int]:
    """How many are in each filter that asks for something; one statement."""
    return rows.aggregate(
        unread=Count("pk", filter=Q(**{f"{side}_unread": True})),
        open=Count("pk", filter=Q(status=EnquiryStatus.OPEN)),
        reported=Count("pk", filter=Q(is_reported=True)),
    )


def unread_count(actor: Actor, side: str) -> int:
    """Threads with something new for this side."""
    return filtered(threads_of(actor, side), side, "unread").count()


def waiting_count(actor: Actor) -> int:
    """Threads that wait for the holder's answer."""
    return filtered(threads_of(actor, Side.HOLDER), Side.HOLDER, EnquiryStatus.OPEN).count()


def box_of(rows: EnquiryQuerySet, side: str, *, after: str = "", before: str = "") -> Box:
    """A page of threads, those with the newest message first; one statement."""
    start, end = keyset.place_of(after), keyset.place_of(before)
    backwards = start is None and end is not None
    if start is not None:
        rows = keyset.behind(rows, "last_message_at", start)
    elif end is not None:
        rows = keyset.ahead(rows, "last_message_at", end)
    last = EnquiryMessage.objects.filter(enquiry=OuterRef("pk")).order_by("-pk").values("text")[:1]
    order = ("last_message_at", "pk") if backwards else ("-last_message_at", "-pk")
    found: list[Any] = list(
        rows.select_related("listing", "holder", "buyer_user", "buyer_organization", "answered_by")
        .annotate(last_text=Subquery(last))
        .order_by(*order)[: PER_PAGE + 1]
    )
    has_more, found = len(found) > PER_PAGE, found[:PER_PAGE]
    if backwards:
        found.reverse()
    is_first = not (start or backwards) or (backwards and not has_more)
    is_last = not backwards and not has_more
    return Box(
        lines=[_line(enquiry, side) for enquiry in found],
        newer="" if is_first or not found else keyset.cursor_of(found[0].last_message_at, found[0].pk),
        older="" if is_last or not found else keyset.cursor_of(found[-1].last_message_at, found[-1].pk),
    )


def _line(enquiry: Any, side: str) -> Line:
    text = " ".join((enquiry.last_text or "").split())
    return Line(
        ref=enquiry.ref,
        url=reverse("enquiries:thread", args=[enquiry.ref]),
        title=str(enquiry.listing.text("title", get_language() or "")),
        who=buyer_words(enquiry, side) if side == Side.HOLDER else organization_words(enquiry.holder),
        excerpt=text[:EXCERPT] + ("…" if len(text) > EXCERPT else ""),
        mark=MARKS[enquiry.status],
        status=str(enquiry.get_status_display()),
        is_unread=enquiry.has_unread(side),
        is_muted=enquiry.is_muted(side),
        is_reported=enquiry.is_reported and side == Side.HOLDER,
        at=enquiry.last_message_at,
        answered_by=str(enquiry.answered_by) if side == Side.HOLDER and enquiry.answered_by else "",
    )


def agents_of(organization_id: int) -> QuerySet[User]:
    """Members who can have answered."""
    return User.objects.filter(
        memberships__organization_id=organization_id, memberships__ended_at__isnull=True
    ).order_by("pk")  # fmt: skip


def said_in(enquiry: Enquiry, side: str, paper_url: Any, *, before: int | None = None) -> tuple[list[Said], int | None]:
    """The newest messages of a thread in the order of their coming, and the place of older ones; one statement."""
    papers = EnquiryAttachment.objects.filter(message=OuterRef("pk")).order_by("pk")
    rows = enquiry.messages.annotate(paper_rows=JsonRows(papers, "ref", "name", "size")).order_by("-pk")
    if side == Side.HOLDER:
        names = User.objects.filter(pk=OuterRef("written_by")).values_list(
            Coalesce(NullIf("full_name", Value("")), "email", output_field=CharField())
        )
        rows = rows.annotate(person=Subquery(names[:1]))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found: list[Any] = list(rows[: MESSAGES_PER_PAGE + 1])
    older = found[MESSAGES_PER_PAGE - 1].pk if len(found) > MESSAGES_PER_PAGE else None
    found = found[:MESSAGES_PER_PAGE][::-1]
    return [_said(enquiry, message, side, paper_url) for message in found], older


def _said(enquiry: Enquiry, message: Any, side: str, paper_url: Any) -> Said:
    other_read_at = enquiry.buyer_read_at if message.side == Side.HOLDER else enquiry.holder_read_at
    return Said(
        pk=message.pk,
        author=author_words(enquiry, message.side, side),
        person=getattr(message, "person", None) or "",
        text=message.text,
        at=message.at,
        is_own=message.side == side,
        is_seen=message.side == side and other_read_at is not None and other_read_at >= message.at,
        papers=[
            Paper(
                paper["ref"],
                attachment_words(paper["name"], number, message.side, side, enquiry.is_anonymous),
                paper["size"],
                paper_url(paper["ref"]),
            )
            for number, paper in enumerate(message.paper_rows, start=1)
        ],
    )
