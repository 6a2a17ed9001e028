"""Pictures and documents of a listing that can be edited."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import events
from marketplace.core.access import Actor, require
from marketplace.core.documents import CleanDocument
from marketplace.core.errors import InvalidInput
from marketplace.core.outbox import index_changed
from marketplace.core.pictures import CleanPicture
from marketplace.core.refs import new_ref

from ..access import can_edit_listing
from ..models import Listing, ListingDocument, ListingPicture
from ..refusals import NotEditable

MOST_PICTURES = 12
MOST_DOCUMENTS = 20


def _hold(listing: Listing, by: Actor) -> Listing:
    require(can_edit_listing(by, listing), by)
    held = Listing.objects.select_for_update().get(pk=listing.pk)
    if not held.is_editable:
        raise NotEditable(status=held.status)
    return held


def _touch(listing: Listing) -> None:
    listing.version += 1
    listing.save(update_fields=["version"])
    index_changed("listings", [str(listing.pk)])


@transaction.atomic
def add_picture(
    listing: Listing, *, by: Actor, picture: CleanPicture, alt: str = "", alt_en: str = ""
) -> ListingPicture:
    """Add a cleaned picture at the end. Raises NotAllowed, NotEditable, InvalidInput."""
    held = _hold(listing, by)
    count = held.pictures.count()
    if count >= MOST_PICTURES:
        raise InvalidInput({"file": _("A listing holds at most twelve pictures.")})
    if held.pictures.filter(digest=picture.digest).exists():
        raise InvalidInput({"file": _("This picture is in the listing already.")})

    row = ListingPicture(
        ref=new_ref("PC"),
        listing=held,
        position=count,
        digest=picture.digest,
        width=picture.width,
        height=picture.height,
        alt=alt[:200],
        alt_en=alt_en[:300],
    )
    row.file.save(f"picture.{picture.format}", ContentFile(picture.content), save=False)
    row.save(force_insert=True)
    _touch(held)

    events.record("listing.picture_added", subject=held, by=by, facts={"picture": row.ref, "digest": row.digest})
    return row


@transaction.atomic
def remove_picture(picture: ListingPicture, *, by: Actor) -> None:
    """Remove a picture; the others close the gap. Raises NotAllowed, NotEditable."""
    held = _hold(picture.listing, by)
    ref = picture.ref

    picture.delete()
    _renumber(held)
    _touch(held)

    events.record("listing.picture_removed", subject=held, by=by, facts={"picture": ref})


@transaction.atomic
def move_picture(picture: ListingPicture, *, by: Actor, position: int) -> None:
    """Put a picture at a position, 0 being the first. Raises NotAllowed, NotEditable."""
    held = _hold(picture.listing, by)

    others = list(held.pictures.exclude(pk=picture.pk).order_by("position", "pk"))
    others.insert(max(0, min(position, len(others))), picture)
    for number, row in enumerate(others):
        ListingPicture.objects.filter(pk=row.pk).update(position=number)
    _touch(held)

    events.record("listing.picture_moved", subject=held, by=by, facts={"picture": picture.ref, "position": position})


@transaction.atomic
def add_document(listing: Listing, *, by: Actor, document: CleanDocument, title: str, audience: str) -> ListingDocument:
    """Add a checked document. Raises NotAllowed, NotEditable, InvalidInput."""
    held = _hold(listing, by)
    if held.documents.count() >= MOST_DOCUMENTS:
        raise InvalidInput({"file": _("A listing holds at most twenty documents.")})
    if held.documents.filter(digest=document.digest).exists():
        raise InvalidInput({"file": _("This document is in the listing already.")})
    if audience not in ListingDocument.Audience.values:
        raise InvalidInput({"audience": _("Choose who may read the document.")})

    row = ListingDocument(
        ref=new_ref("DC"),
        listing=held,
        title=title[:120] or document.name[:120],
        digest=document.digest,
        media_type=document.media_type,
        size=len(document.content),
        audience=audience,
    )
    row.file.save("document", ContentFile(document.content), save=False)
    row.save(force_insert=True)
    _touch(held)

    events.record("listing.document_added", subject=held, by=by, facts={"document": row.ref, "digest": row.digest})
    return row


@transaction.atomic
def remove_document(document: ListingDocument, *, by: Actor) -> None:
    """Remove a document. Raises NotAllowed, NotEditable."""
    held = _hold(document.listing, by)
    ref = document.ref

    document.delete()
    _touch(held)

    events.record("listing.document_removed", subject=held, by=by, facts={"document": ref})


def _renumber(listing: Listing) -> None:
    for number, pk in enumerate(listing.pictures.order_by("position", "pk").values_list("pk", flat=True)):
        ListingPicture.objects.filter(pk=pk).update(position=number)
