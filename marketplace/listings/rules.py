"""What a listing needs before it may be shown, and what stands against showing it."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class RightState:
    """What the register says of one right of a listing."""

    status: str
    is_frozen: bool
    is_suspended: bool
    is_pledged: bool
    has_pledgee_consent: bool
    is_merged: bool
    is_owned: bool
    is_disputed: bool = False
    has_consents: bool = True


def obstacle(right: RightState) -> str | None:
    """The code of the first reason why a right cannot be on offer, or None.

    Patent Law 44 (lapse), Implementing Rules 105 (suspension), Civil Code 444 (pledge without the pledgee's consent),
    Patent Law 14 (co-owners).
    """
    if right.is_merged:
        return "merged"
    if right.status != "in_force":
        return "not_in_force"
    if right.is_frozen:
        return "frozen"
    if right.is_suspended:
        return "procedure_suspended"
    if right.is_disputed:
        return "disputed"
    if right.is_pledged and not right.has_pledgee_consent:
        return "pledged"
    if not right.is_owned:
        return "transferred"
    if not right.has_consents:
        return "consent_missing"
    return None


def needs_consent(kind: str, mode: str) -> bool:
    """Whether a co-owner may not offer a right of this kind alone in this mode.

    Patent Law 14: unless they agreed otherwise each co-owner may grant ordinary licences alone; everything else, and
    every use of a mark owned in common (Trademark Law 5), needs all of them.
    """
    return kind not in ("invention", "utility_model", "design") or mode != "ordinary_licence"


def missing_fields(
    *, title: str, benefit: str, price_kind: str, price_amount: int | None, price_to_amount: int | None, term_count: int
) -> dict[str, str]:
    """Field to code of what a listing lacks before it can be submitted."""
    missing: dict[str, str] = {}
    if not title.strip():
        missing["title"] = "title_missing"
    if not benefit.strip():
        missing["benefit"] = "benefit_missing"
    if term_count == 0:
        missing["modes"] = "mode_missing"
    if price_kind == "fixed" and not price_amount:
        missing["price_amount"] = "price_missing"
    if price_kind == "range":
        if not price_amount or not price_to_amount:
            missing["price_amount"] = "price_missing"
        elif price_to_amount <= price_amount:
            missing["price_to_amount"] = "range_reversed"
    return missing


def verification_age(verified_on: date | None, today: date, *, fresh_days: int, stale_days: int) -> str:
    """`fresh` (the stamp stands), `ageing` (amber) or `stale` (neither stamp nor claim)."""
    if verified_on is None or today - verified_on > timedelta(days=stale_days):
        return "stale"
    return "fresh" if today - verified_on <= timedelta(days=fresh_days) else "ageing"
