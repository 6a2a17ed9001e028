"""How long a listing's verification counts, and dating it anew when the register or staff speak."""

from collections.abc import Iterable
from datetime import date, timedelta

from marketplace.core import policy
from marketplace.core.outbox import index_changed

from .models import SHOWN, Listing
from .standing import proofs_for


def stale_after(verified_on: date) -> date:
    """The day from which a verification of `verified_on` proves nothing, by today's `listings.verification_age`.

    By today's rule, because register data may be older than any version of it.
    """
    return verified_on + timedelta(days=policy.value("listings.verification_age")["stale_days"] + 1)


def verified_columns(listing: Listing, right_ids: Iterable[int]) -> dict[str, date | str | None]:
    """As old as the right whose best proof is the oldest; nothing where a right has none."""
    best: dict[int, date] = {}
    ids = list(right_ids)
    for right_id, proven_on in proofs_for(listing.organization_id, ids).values_list("right_id", "proven_on"):
        best[right_id] = max(proven_on, best.get(right_id, proven_on))
    if not ids or set(ids) - set(best):
        return {"verified_on": None, "stale_on": None, "told_age": ""}
    verified_on = min(best.values())
    return {"verified_on": verified_on, "stale_on": stale_after(verified_on), "told_age": ""}


def renew_verification(listings: Iterable[Listing]) -> list[str]:
    """Date shown listings by their living proofs; returns the keys of those that changed. The rights are locked."""
    changed = []
    for listing in listings:
        if listing.status not in SHOWN:
            continue
        columns = verified_columns(listing, [item.right_id for item in listing.items.all()])
        if columns["verified_on"] in (None, listing.verified_on):
            continue
        listing.version += 1
        for name, value in columns.items():
            setattr(listing, name, value)
        listing.save(update_fields=[*columns, "version"])
        changed.append(str(listing.pk))
    index_changed("listings", changed)
    return changed
