"""What lists and pages say about a right in words: kind and class, state, remaining life, age of a verification."""

from datetime import date

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from marketplace.core.errors import Sentence
from search import cards

from .models import Right, RightKind, RightStatus

ANNUITY_NEAR_DAYS = 60
DAYS_A_YEAR = 365.2425
DAYS_A_MONTH = DAYS_A_YEAR / 12

# Colour and words of each state a row may show; apps above add their own.
STATE_MARKS: dict[str, tuple[str, Sentence]] = {
    "frozen": ("red", _("Frozen")),
    "pledged": ("amber", _("Pledged")),
    RightStatus.IN_FORCE: ("jade", RightStatus.IN_FORCE.label),
    RightStatus.PENDING: ("amber", RightStatus.PENDING.label),
}


def right_words(kind: str, main_class: str, count: int = 1) -> str:
    """Kind, class and, for a bundle, how many rights: "Invention patent · B22D 11/059"."""
    parts = [str(RightKind(kind).label), main_class]
    if count > 1:
        parts.append(ngettext("%(n)s right", "%(n)s rights", count) % {"n": count})
    return " · ".join(part for part in parts if part)


def state_of(right: Right) -> str:
    """The code of a right's most telling state, the worst first."""
    if right.is_frozen:
        return "frozen"
    return "pledged" if right.is_pledged else right.status


def state_mark(code: str, annuity_due_on: date | None, today: date) -> tuple[str, str]:
    """Colour and words of a state; a right in force whose annuity falls due says so."""
    if code == RightStatus.IN_FORCE and annuity_due_on is not None:
        days = (annuity_due_on - today).days
        if days < 0:
            return "amber", gettext("Annuity overdue")
        if days <= ANNUITY_NEAR_DAYS:
            return "amber", gettext("Annuity due soon")
    kind, words = STATE_MARKS.get(code) or ("grey", RightStatus(code).label)
    return kind, str(words)


def life_words(expires_on: date | None, today: date) -> str:
    """Remaining life, cut and never rounded up; nothing for what has no end or has ended."""
    if expires_on is None or expires_on <= today:
        return ""
    days = (expires_on - today).days
    if days < DAYS_A_MONTH:
        return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
    if days < DAYS_A_YEAR:
        months = int(days / DAYS_A_MONTH)
        return ngettext("%(n)s month left", "%(n)s months left", months) % {"n": months}
    return gettext("%(years)s years left") % {"years": int(days / DAYS_A_YEAR * 10) / 10}


def age_words(verified_on: date | None, stale_on: date | None, today: date) -> str:
    """How old a verification is; nothing from the day on which it proves nothing any more."""
    if verified_on is None or stale_on is None or today >= stale_on:
        return ""
    days = (today - verified_on).days
    if days <= 0:
        return gettext("verified today")
    return ngettext("verified %(n)s day ago", "verified %(n)s days ago", days) % {"n": days}


def day_words(
    state: str,
    expires_on: date | None,
    annuity_due_on: date | None,
    verified_on: date | None,
    stale_on: date | None,
    today: date,
) -> tuple[str, str, str, str]:
    """What a prepared card's facts mean on a day."""
    kind, label = state_mark(state, annuity_due_on, today)
    return kind, label, life_words(expires_on, today), age_words(verified_on, stale_on, today)


cards.set_day_words(day_words)
