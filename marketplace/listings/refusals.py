"""Refusals of listing actions, in words that say what to do next."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.core.errors import Conflict, DomainError, Sentence

MISSING: dict[str, Sentence] = {
    "title_missing": _("Give the listing a title."),
    "benefit_missing": _("Say in one sentence what a buyer gains."),
    "mode_missing": _("Choose at least one mode: sale, licence or equity."),
    "price_missing": _("Enter the price, or choose negotiable or on request."),
    "range_reversed": _("The upper price must be above the lower one."),
}
OBSTACLES: dict[str, Sentence] = {
    "merged": _("This right was found to be another record of the same right. List it under that record."),
    "not_in_force": _("The register does not show this right as in force. It can be listed again once it does."),
    "frozen": _("A court has frozen this right. It can be listed again once the freeze is lifted."),
    "procedure_suspended": _("The register has suspended procedures on this right because of a dispute."),
    "pledged": _("This right is pledged. It needs the pledgee's consent before it can be offered."),
    "transferred": _("Nothing proves any more that this organisation may offer the right."),
    "disputed": _("More than one organisation says that it holds this right. It is shown again once that is settled."),
    "consent_missing": _("A co-owner has not agreed to this offer, or no longer agrees."),
    "organization": _("The organisation that offers this is suspended. It can be shown again once it is reinstated."),
    "staff": _("Staff suspended this listing and will write to you."),
}


def consents_missing(missing: Iterable[Any]) -> Sentence:
    """Whose consent is missing, by name, each once."""
    names = dict.fromkeys(item.owner.name for item in missing)
    return format_lazy(_("These co-owners have not agreed yet: {names}"), names="、".join(names))


class ListingIncomplete(DomainError):
    """Submitting refused: `fields` maps each field to what it lacks."""

    code = "listing_incomplete"
    status = 422
    sentence = _("The listing is not complete yet.")

    def __init__(self, fields: dict[str, Sentence]) -> None:
        super().__init__()
        self.fields = fields


class RightNotOfferable(Conflict):
    """The register stands against it; `facts["obstacle"]` is the code."""

    code = "right_not_offerable"

    def __init__(self, obstacle: str, slug: str) -> None:
        super().__init__(OBSTACLES[obstacle], obstacle=obstacle, right=slug)


class OwnershipUnproven(Conflict):
    code = "ownership_unproven"
    sentence = _("Nothing proves yet that this organisation holds the right. Name the document that you checked.")


class RightAlreadyListed(Conflict):
    code = "right_already_listed"
    sentence = _("This right is on offer already. If it is yours, write to the staff; they will compare the evidence.")


class EditedMeanwhile(Conflict):
    code = "edited_meanwhile"
    sentence = _("Somebody of your organisation saved this listing after you opened it. Compare and save again.")


class NotEditable(Conflict):
    code = "not_editable"
    sentence = _("In its present state the listing cannot be edited. Withdraw it first.")


class NoLongerOffered(DomainError):
    """The listing was on show once and is not any more."""

    code = "no_longer_offered"
    status = 410
    sentence = _("This offer has ended or is suspended. The right itself stays in the register and can be found there.")
