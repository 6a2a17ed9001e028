"""Reading one listing for its page: its versions, or the whole entry, each in one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet

from marketplace.core.access import Actor
from marketplace.core.errors import NotFound
from marketplace.core.prepared import Prepared, slot
from marketplace.core.rows import JsonRows, attach, revive
from marketplace.rights.models import Right, RightDrawing, RightEvent, RightNumber, RightText

from .models import SHOWN, Listing, ListingDocument, ListingPicture, ListingRight, ListingTerm
from .refusals import NoLongerOffered

RIGHT_RELATIONS = {"numbers": RightNumber, "events": RightEvent, "drawings": RightDrawing}

Versions = tuple[Any, ...]


def versions_for(ref: str, actor: Actor) -> Versions:
    """The versions of the rows a listing's page is made of. Raises NotFound, NoLongerOffered as `read_listing`."""
    rows = _versions_now.rows(ref=ref)
    if not rows:
        raise NotFound()
    status, organization_id, published_at, version, updated_at, verified_on, named_at, of_rights = rows[0]
    if status not in SHOWN:
        _refuse_hidden(Listing(status=status, organization_id=organization_id, published_at=published_at), actor)
    versions = sorted((right["right_id"], right["right__version"]) for right in of_rights)
    return _versions(status, version, updated_at, verified_on, named_at, versions)


def _rows_of_versions() -> QuerySet[Any, Any]:
    rights = ListingRight.objects.filter(listing=OuterRef("pk"))
    return Listing.objects.filter(ref=slot("ref")).values_list(
        "status", "organization_id", "published_at", "version", "updated_at", "verified_on",
        "organization__updated_at", JsonRows(rights, "right_id", "right__version"),
    )  # fmt: skip


_versions_now = Prepared(_rows_of_versions)


def versions_of(listing: Listing) -> Versions:
    """The same of a listing that was read whole."""
    rights = sorted((right.pk, right.version) for right in rights_of(listing))
    return _versions(
        listing.status,
        listing.version,
        listing.updated_at,
        listing.verified_on,
        listing.organization.updated_at,
        rights,
    )


def _versions(status: str, version: int, updated_at: datetime, *others: Any) -> Versions:
    return (status, version, updated_at, *(tuple(each) if isinstance(each, list) else each for each in others))


def _refuse_hidden(listing: Listing, actor: Actor) -> None:
    if not listing.is_visible_to(actor):
        raise NotFound() if listing.published_at is None else NoLongerOffered()


def read_listing(ref: str, actor: Actor) -> Listing:
    """The listing with organisation, industry, terms, pictures, documents, and its rights with all they say.

    Raises NotFound, also where the actor may not see it; NoLongerOffered for what was on show once.
    """
    own = OuterRef("pk")
    listed = {"right__listing_items__listing": own}
    related = {
        "item_rows": JsonRows(ListingRight.objects.filter(listing=own)),
        "term_rows": JsonRows(ListingTerm.objects.filter(listing=own)),
        "picture_rows": JsonRows(ListingPicture.objects.filter(listing=own)),
        "document_rows": JsonRows(ListingDocument.objects.filter(listing=own)),
        "right_rows": JsonRows(Right.objects.filter(listing_items__listing=own)),
        "text_rows": JsonRows(RightText.objects.filter(**listed)),
    }
    for relation, model in RIGHT_RELATIONS.items():
        rows: QuerySet[Any] = model.objects.filter(**listed)  # type: ignore[attr-defined]
        related[f"{relation}_rows"] = JsonRows(rows)
    listing = (
        Listing.objects.select_related("organization__response_time", "industry")
        .annotate(**related)
        .filter(ref=ref)
        .first()
    )
    if listing is None:
        raise NotFound()
    _refuse_hidden(listing, actor)
    _assemble(listing)
    return listing


def _assemble(listing: Any) -> None:
    rights = {right.pk: right for right in revive(Right, listing.right_rows)}
    for relation, model in RIGHT_RELATIONS.items():
        of_right: dict[int, list[Any]] = {pk: [] for pk in rights}
        for row in _sorted(revive(model, getattr(listing, f"{relation}_rows"))):
            of_right[row.right_id].append(row)
        for pk, rows in of_right.items():
            attach(rights[pk], relation, rows)
    texts = {text.right_id: text for text in revive(RightText, listing.text_rows)}
    for pk, right in rights.items():
        # Also where there is none: a right that does not know would ask for itself.
        Right._meta.get_field("text").set_cached_value(right, texts.get(pk))
    items = _sorted(revive(ListingRight, listing.item_rows))
    for item in items:
        item.right = rights[item.right_id]
    attach(listing, "items", items)
    attach(listing, "terms", _sorted(revive(ListingTerm, listing.term_rows)))
    attach(listing, "pictures", _sorted(revive(ListingPicture, listing.picture_rows)))
    attach(listing, "documents", _sorted(revive(ListingDocument, listing.document_rows)))


def _sorted(rows: Sequence[Any]) -> list[Any]:
    """In the order people gave, then of their days, then of their coming."""
    return sorted(rows, key=lambda row: (getattr(row, "position", 0), str(getattr(row, "on", "")), row.pk))


def rights_of(listing: Listing) -> list[Right]:
    """The listing's rights in their order, the one that gives the headline first."""
    return [item.right for item in listing.items.all()]
