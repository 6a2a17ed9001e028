"""Reading one listing for its page: a stamp that tells whether anything changed, and the whole entry in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet

from marketplace.core.access import Actor
from marketplace.core.errors import NotFound
from marketplace.core.rows import JsonRows, attach, revive
from marketplace.rights.models import (
    Right,
    RightDrawing,
    RightEvent,
    RightNumber,
    RightText,
)

from .models import Listing, ListingDocument, ListingPicture, ListingRight, ListingTerm
from .refusals import NoLongerOffered

# A bundle's first rights are set out in full; of the others the page shows the row and leads to their pages.
RIGHT_RELATIONS = {
    "numbers": RightNumber,
    "events": RightEvent,
    "drawings": RightDrawing,
}


@dataclass(frozen=True)
class Stamp:
    """Which versions of which rows a listing's page is made of."""

    pk: int
    ref: str
    status: str
    organization_id: int
    key: tuple[Any, ...]


def stamp_of(ref: str, actor: Actor) -> Stamp:
    """One statement. Raises NotFound, also where the actor may not see the listing; NoLongerOffered for what was shown."""
    row = (
        Listing.objects.filter(ref=ref)
        .annotate(
            rights_now=JsonRows(
                ListingRight.objects.filter(listing=OuterRef("pk")), "right_id", "right__version", "right__updated_at"
            )
        )
        .values_list(
            "pk", "ref", "status", "organization_id", "version", "updated_at", "organization__updated_at",
            "published_at", "verified_on", "rights_now",
        )  # fmt: skip
        .first()
    )
    if row is None:
        raise NotFound()
    pk, ref, status, organization_id, *versions, rights_now = row
    if not Listing(status=status, organization_id=organization_id).is_visible_to(actor):
        if versions[3] is not None:
            raise NoLongerOffered()
        raise NotFound()
    rights = tuple(sorted(tuple(right.values()) for right in rights_now))
    return Stamp(pk, ref, status, organization_id, (pk, status, *versions, rights))


def read_listing(pk: int) -> Listing:
    """One statement: the listing with organisation, industry, terms, pictures, documents, and its rights in full."""
    own = OuterRef("pk")
    listed = {"right__listing_items__listing": own}
    related = {
        "item_rows": JsonRows(ListingRight.objects.filter(listing=own).order_by("position", "id")),
        "term_rows": JsonRows(ListingTerm.objects.filter(listing=own).order_by("position", "id")),
        "picture_rows": JsonRows(ListingPicture.objects.filter(listing=own).order_by("position", "id")),
        "document_rows": JsonRows(ListingDocument.objects.filter(listing=own).order_by("id")),
        "right_rows": JsonRows(Right.objects.filter(listing_items__listing=own)),
        "text_rows": JsonRows(RightText.objects.filter(**listed)),
    }
    for relation, model in RIGHT_RELATIONS.items():
        related[f"{relation}_rows"] = JsonRows(_in_order(model.objects.filter(**listed)))  # type: ignore[attr-defined]
    listing = Listing.objects.select_related("organization", "industry").annotate(**related).get(pk=pk)
    _assemble(listing)
    return listing


def _in_order(rows: QuerySet[Any]) -> QuerySet[Any]:
    names = {field.name for field in rows.model._meta.concrete_fields}
    return rows.order_by(*(name for name in ("position", "on", "effective_on", "id") if name in names))


def _assemble(listing: Any) -> None:
    rights = {right.pk: right for right in revive(Right, listing.right_rows)}
    for relation, model in RIGHT_RELATIONS.items():
        of_right: dict[int, list[Any]] = {pk: [] for pk in rights}
        for row in revive(model, getattr(listing, f"{relation}_rows")):  # type: ignore[type-var]
            of_right[row.right_id].append(row)  # type: ignore[attr-defined]
        for pk, rows in of_right.items():
            attach(rights[pk], relation, rows)
    for text in revive(RightText, listing.text_rows):
        text.right = rights[text.right_id]
    items = sorted(revive(ListingRight, listing.item_rows), key=lambda item: (item.position, item.pk))
    for item in items:
        item.right = rights[item.right_id]
    attach(listing, "items", items)
    attach(listing, "terms", revive(ListingTerm, listing.term_rows))
    attach(listing, "pictures", revive(ListingPicture, listing.picture_rows))
    attach(listing, "documents", revive(ListingDocument, listing.document_rows))


def rights_of(listing: Listing) -> Sequence[Right]:
    """The listing's rights in their order, the one that gives the headline first."""
    return [item.right for item in listing.items.all()]
