"""How complete a draft is: what it needs before it can be shown, and what buyers ask next."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from marketplace.core.errors import Sentence

from .models import Listing

# Field to the question a buyer asks when it is empty, in the order in which buyers ask.
ASKED: dict[str, Sentence] = {
    "title": _("What is it called?"),
    "benefit": _("What do I gain by it?"),
    "modes": _("Can I buy it or license it?"),
    "price_kind": _("What does it cost?"),
    "problem": _("Which problem does it solve?"),
    "applications": _("Where can it be used?"),
    "maturity": _("How far is it developed?"),
    "industry": _("Which industry is it for?"),
    "pictures": _("What does it look like?"),
    "region": _("Where is it?"),
    "title_en": _("What is it called in English?"),
    "benefit_en": _("What do I gain by it, in English?"),
}
PRICE_FIELDS = frozenset({"price_kind", "price_amount", "price_to_amount"})


@dataclass(frozen=True)
class Question:
    """Something a buyer would still ask; `field` is where it is answered."""

    field: str
    label: Sentence


@dataclass(frozen=True)
class Completeness:
    done: int
    total: int
    open: tuple[Question, ...]


def completeness(listing: Listing, *, picture_count: int, problems: Mapping[str, Sentence]) -> Completeness:
    """The questions a listing still leaves open, those that stop it from being shown first."""
    unanswered = [field for field in ASKED if not _is_answered(listing, field, picture_count, problems)]
    unanswered.sort(key=lambda field: not _stops(field, problems))
    open_questions = tuple(Question(field, ASKED[field]) for field in unanswered)
    return Completeness(len(ASKED) - len(open_questions), len(ASKED), open_questions)


def _stops(field: str, problems: Mapping[str, Sentence]) -> bool:
    return field in problems or (field == "price_kind" and bool(PRICE_FIELDS & set(problems)))


def _is_answered(listing: Listing, field: str, picture_count: int, problems: Mapping[str, Sentence]) -> bool:
    if _stops(field, problems):
        return False
    if field == "pictures":
        return picture_count > 0
    if field in ("modes", "price_kind"):
        return True
    value = listing.industry_id if field == "industry" else getattr(listing, field)
    return bool(value)
