"""A listing's verification grows old, and is dated anew when the register or staff speak."""

from collections.abc import Iterable

from django.db import transaction

from marketplace.core import events
from marketplace.core.access import Actor, require
from marketplace.core.outbox import index_changed

from .. import holder_emails
from ..access import can_age_listing
from ..models import SHOWN, Listing
from ..verification import verified_columns


@transaction.atomic
def renew_verifications(listings: Iterable[Listing], *, by: Actor) -> list[str]:
    """Date shown listings by their living proofs; returns the keys of those that changed. The rights are locked.

    Raises NotAllowed.
    """
    changed = []
    for listing in listings:
        require(can_age_listing(by, listing), by)
        if listing.status not in SHOWN:
            continue
        columns = verified_columns(listing, [item.right_id for item in listing.items.all()])
        if columns["verified_on"] in (None, listing.verified_on):
            continue
        listing.version += 1
        for name, value in columns.items():
            setattr(listing, name, value)
        listing.save(update_fields=[*columns, "version"])
        facts = {"verified_on": listing.verified_on, "stale_on": listing.stale_on}
        events.record("listing.reverified", subject=listing, by=by, facts=facts)
        changed.append(str(listing.pk))
    index_changed("listings", changed)
    return changed


@transaction.atomic
def age_listing(listing: Listing, *, by: Actor, age: str) -> bool:
    """Note once that a verification is `ageing` or `stale`, tell the holder, and let the index drop a stale one.

    Raises NotAllowed.
    """
    require(can_age_listing(by, listing), by)

    if not Listing.objects.filter(pk=listing.pk).exclude(told_age=age).update(told_age=age):
        return False
    listing.told_age = age
    events.record("listing.verification_aged", subject=listing, by=by, facts={"age": age})
    if age == "stale":
        index_changed("listings", [str(listing.pk)])
    holder_emails.tell_age(listing, is_hidden=age == "stale")
    return True
