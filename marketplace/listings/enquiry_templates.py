"""Beginnings of answers: those that come with the platform, in the language of the page, and an organisation's own."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from marketplace.core.errors import Sentence

from .models import EnquiryTemplate


@dataclass(frozen=True)
class Beginning:
    """A template to begin with; `key` names it in an address."""

    key: str
    title: Sentence
    text: Sentence


SHIPPED = (
    Beginning(
        "price",
        _("How the price is made"),
        _(
            "Thank you for asking. The price depends on the mode (sale or licence), the field of use and the term. "
            "Tell us what you plan to make and how much of it each year, and we will name a price."
        ),
    ),
    Beginning(
        "visit",
        _("Invite for a visit"),
        _(
            "Thank you for asking. Numbers say little without the thing itself: we would like to show you the process "
            "at our site. Name two days that suit you, and how many people come."
        ),
    ),
    Beginning(
        "papers",
        _("Papers under confidentiality"),
        _(
            "Thank you for asking. Test reports and drawings go out under a confidentiality agreement. If you agree, "
            "we send you our text; then say who signs for you."
        ),
    ),
    Beginning(
        "no",
        _("Not available now"),
        _(
            "Thank you for asking. We cannot offer this in the way you need at present. "
            "We will write here if that changes."
        ),
    ),
)


def beginnings_for(organization_id: int) -> list[Beginning]:
    """An organisation's own first, then the shipped ones; one statement."""
    own = EnquiryTemplate.objects.filter(organization_id=organization_id).order_by("title")
    return [*(Beginning(str(row.pk), row.title, row.text) for row in own), *SHIPPED]
