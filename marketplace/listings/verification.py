"""How long a listing's verification counts, by the proofs it stands on."""

from collections.abc import Iterable
from datetime import date, timedelta

from marketplace.core import policy

from .models import Listing
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
