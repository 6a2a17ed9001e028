"""From what a holder types to the right it means: by number in any spelling, or by words from the register data."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from marketplace.core import clock
from marketplace.core.access import Actor
from marketplace.rights.identifiers import Identifier, InvalidIdentifier, from_slug, parse_number
from marketplace.rights.models import Right, RightNumber
from marketplace.rights.refusals import sentence
from search.backends.base import SearchUnavailable
from search.service import SearchRequest, search

from .models import SHOWN, Listing, ListingStatus

MOST_FOUND = 12
# Fewer digits than this among words are a quantity, not a number.
FEWEST_DIGITS = 5


@dataclass(frozen=True)
class Lookup:
    """What was found: one right, or a number we do not hold yet, or choices, or why the text is no number."""

    right: Right | None = None
    number: Identifier | None = None
    choices: Sequence[Identifier] = ()
    found: Sequence[Right] = field(default_factory=tuple)
    refusal: str = ""


def look_up(text: str) -> Lookup:
    """The right a holder means. A slug and a number in any spelling lead to it; words lead to a list to choose from."""
    try:
        number = _read(text)
    except InvalidIdentifier as error:
        if error.code == "ambiguous":
            return _among([each for each in error.facts["choices"] if isinstance(each, Identifier)])  # type: ignore[attr-defined]
        if _is_words(text):
            found = by_words(text)
            if found:
                return Lookup(found=found)
            return Lookup(refusal=_("No number, and no title in our register data holds these words."))
        return Lookup(refusal=sentence(error))
    right = by_number(number)
    return Lookup(right=right, number=number)


def _read(text: str) -> Identifier:
    try:
        return from_slug(text.strip())
    except InvalidIdentifier:
        return parse_number(text)


def _is_words(text: str) -> bool:
    return sum(sign.isdigit() for sign in text) < FEWEST_DIGITS and any(sign.isalpha() for sign in text)


def _among(choices: list[Identifier]) -> Lookup:
    """Of several readings the one we hold, else a question."""
    held = [(number, right) for number in choices if (right := by_number(number))]
    if len(held) == 1:
        return Lookup(right=held[0][1], number=held[0][0])
    return Lookup(choices=[number for number, _right in held] or choices)


def by_number(number: Identifier) -> Right | None:
    """The right a number leads to, past any record merged into another."""
    row = RightNumber.objects.filter(slug=number.slug).select_related("right__merged_into").first()
    return (row.right.merged_into or row.right) if row else None


def by_words(text: str) -> list[Right]:
    """Rights of the register whose words fit, best first; none while the index is being built."""
    try:
        hits = search("rights", SearchRequest(q=text, per_page=MOST_FOUND, with_facets=False)).hits
    except SearchUnavailable:
        return []
    rights = Right.objects.filter(merged_into__isnull=True).in_bulk([int(hit.key) for hit in hits])
    return [rights[int(hit.key)] for hit in hits if int(hit.key) in rights]


JUST_NOW = timedelta(minutes=2)


def just_drafted(right: Right, actor: Actor) -> Listing | None:
    """The untouched draft of this right that the same person has made a moment ago: their form was sent twice."""
    return (
        Listing.objects.owned_by(actor)
        .filter(
            created_by=actor.user_id,
            status=ListingStatus.DRAFT,
            version=1,
            items__right=right,
            created_at__gte=clock.now() - JUST_NOW,
        )
        .order_by("-pk")
        .first()
    )


@dataclass(frozen=True)
class Standing:
    """Whether a right is on the market already: elsewhere (never saying where), or in a listing of one's own."""

    elsewhere: bool
    own: Listing | None


def on_market(right: Right, actor: Actor) -> Standing:
    """Two statements at most."""
    rows = Listing.objects.filter(items__right=right)
    elsewhere = rows.filter(status__in=SHOWN).exclude(organization_id=actor.organization_id or 0).exists()
    ended = Q(status__in=[ListingStatus.CLOSED, ListingStatus.SOLD_ELSEWHERE])
    own = rows.filter(organization_id=actor.organization_id or 0).exclude(ended).order_by("-pk").first()
    return Standing(elsewhere, own)
