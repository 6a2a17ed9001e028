"""Creating a draft and changing what it says."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, events
from marketplace.core.access import Actor, require
from marketplace.core.errors import InvalidInput
from marketplace.core.outbox import index_changed
from marketplace.core.refs import new_ref
from marketplace.rights.models import Right

from ..access import can_create_listing, can_edit_listing
from ..models import Listing, ListingRight, ListingStatus, ListingTerm, Mode, PriceKind
from ..refusals import EditedMeanwhile, NotEditable

FIELDS = (
    "title",
    "title_en",
    "benefit",
    "benefit_en",
    "problem",
    "problem_en",
    "applications",
    "applications_en",
    "maturity",
    "industry",
    "region",
    "price_kind",
    "price_amount",
    "price_to_amount",
    "currency",
)
TERM_FIELDS = ("price_kind", "amount", "amount_to", "is_yearly", "royalty_bp")
MOST_RIGHTS = 50


@transaction.atomic
def create_listing(
    rights: Iterable[Right], *, by: Actor, title: str = "", modes: Iterable[str] = (), **fields: Any
) -> Listing:
    """Start a draft that offers these rights. The title is the first right's unless said.

    Raises NotAllowed, InvalidInput.
    """
    require(can_create_listing(by), by)

    offered = list(dict.fromkeys(rights))
    if not offered:
        raise InvalidInput({"rights": _("A listing offers at least one right.")})
    if len(offered) > MOST_RIGHTS:
        raise InvalidInput({"rights": _("A bundle holds at most fifty rights.")})
    _refuse_unknown(fields)

    assert by.organization_id is not None
    listing = Listing(
        ref=new_ref("LS"),
        organization_id=by.organization_id,
        created_by=by.user_id,
        title=(title or offered[0].title)[:200],
        **fields,
    )
    if not listing.title_en:
        listing.title_en = offered[0].title_en[:300]
    _settle_price(listing)
    listing.save(force_insert=True)
    ListingRight.objects.bulk_create(
        ListingRight(listing=listing, right=right, position=position) for position, right in enumerate(offered)
    )
    _write_terms(listing, [{"mode": mode} for mode in dict.fromkeys(modes)])

    events.record("listing.created", subject=listing, by=by, facts={"rights": [right.slug for right in offered]})
    return listing


@transaction.atomic
def edit_listing(
    listing: Listing,
    *,
    by: Actor,
    changes: Mapping[str, Any] | None = None,
    terms: list[dict[str, Any]] | None = None,
    version: int | None = None,
) -> Listing:
    """Change what an unpublished listing says. `version` is the one the editor saw.

    Raises NotAllowed, NotEditable, EditedMeanwhile, InvalidInput.
    """
    require(can_edit_listing(by, listing), by)

    _refuse_unknown(changes or {})
    held = Listing.objects.select_for_update().get(pk=listing.pk)
    if not held.is_editable:
        raise NotEditable(status=held.status)
    if version is not None and held.version != version:
        raise EditedMeanwhile(version=held.version)

    changed = [name for name, value in (changes or {}).items() if getattr(held, name) != value]
    for name in changed:
        setattr(held, name, (changes or {})[name])
    _settle_price(held)
    held.version += 1
    held.save()
    if terms is not None:
        _write_terms(held, terms)
        changed.append("terms")
    held.returns.filter(field__in=changed, settled_at__isnull=True).update(settled_at=clock.now())

    events.record("listing.edited", subject=held, by=by, facts={"fields": changed, "version": held.version})
    return held


@transaction.atomic
def add_right(listing: Listing, *, by: Actor, right: Right) -> Listing:
    """Bundle one more right into an unpublished listing. Raises NotAllowed, NotEditable, InvalidInput."""
    require(can_edit_listing(by, listing), by)

    held = Listing.objects.select_for_update().get(pk=listing.pk)
    if not held.is_editable:
        raise NotEditable(status=held.status)
    count = held.items.count()
    if count >= MOST_RIGHTS:
        raise InvalidInput({"number": _("A bundle holds at most fifty rights.")})
    if held.items.filter(right=right).exists():
        raise InvalidInput({"number": _("This right is in the listing already.")})

    ListingRight.objects.create(listing=held, right=right, position=count)
    _bump(held)

    events.record("listing.right_added", subject=held, by=by, facts={"right": right.slug})
    return held


@transaction.atomic
def remove_right(listing: Listing, *, by: Actor, right: Right) -> Listing:
    """Take a right out of an unpublished bundle; the last one stays. Raises NotAllowed, NotEditable, InvalidInput."""
    require(can_edit_listing(by, listing), by)

    held = Listing.objects.select_for_update().get(pk=listing.pk)
    if not held.is_editable:
        raise NotEditable(status=held.status)
    if held.items.count() <= 1:
        raise InvalidInput({"rights": _("A listing offers at least one right.")})

    held.items.filter(right=right).delete()
    _bump(held)

    events.record("listing.right_removed", subject=held, by=by, facts={"right": right.slug})
    return held


def _bump(listing: Listing) -> None:
    listing.version += 1
    listing.save(update_fields=["version"])
    index_changed("listings", [str(listing.pk)])


def _refuse_unknown(fields: Mapping[str, Any]) -> None:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"not a field of a listing: {sorted(unknown)}")


def _settle_price(listing: Listing) -> None:
    """Amounts only where the kind of price has them; a half-typed price is refused beside its field."""
    if listing.price_kind not in (PriceKind.FIXED, PriceKind.RANGE):
        listing.price_amount = listing.price_to_amount = None
        return
    if not listing.price_amount or listing.price_amount <= 0:
        raise InvalidInput({"price_amount": _("Enter the price, or choose negotiable or on request.")})
    if listing.price_kind == PriceKind.FIXED:
        listing.price_to_amount = None
    elif not listing.price_to_amount or listing.price_to_amount <= listing.price_amount:
        raise InvalidInput({"price_to_amount": _("The upper price must be above the lower one.")})


def _write_terms(listing: Listing, terms: list[dict[str, Any]]) -> None:
    """Replace the listing's modes; the first one carries the headline price."""
    modes = [term["mode"] for term in terms]
    if set(modes) - set(Mode.values) or len(set(modes)) != len(modes):
        raise InvalidInput({"modes": _("Choose each mode once, from the list.")})
    if Mode.OPEN_LICENCE in modes and {Mode.EXCLUSIVE_LICENCE, Mode.SOLE_LICENCE} & set(modes):
        # Patent Law 51: no exclusive or sole licence beside an open one.
        raise InvalidInput({"modes": _("An open licence excludes exclusive and sole licences (Patent Law 51).")})
    listing.terms.all().delete()
    ListingTerm.objects.bulk_create(
        ListingTerm(
            listing=listing,
            mode=term["mode"],
            position=position,
            **{name: term[name] for name in TERM_FIELDS if name in term},
        )
        for position, term in enumerate(terms)
    )
    if listing.status in (ListingStatus.PUBLISHED, ListingStatus.IN_NEGOTIATION):
        index_changed("listings", [str(listing.pk)])
