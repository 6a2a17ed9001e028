"""Refusals of enquiry actions, in words that say what to do next."""

from django.utils.translation import gettext_lazy as _

from marketplace.core.errors import Conflict, DomainError, NotAllowed

TEXT_SHORT = _("Write what you want to know.")
TEXT_LONG = _("The text is longer than 4,000 characters. Put the rest into an attachment.")
TEXT_SAME = _("These very words were sent already. Write what you want to know about this right.")
TEXT_LINKS = _("Leave the web addresses out: a first question carries at most two.")
REPORTED_ALREADY = _("You have reported this enquiry already. Staff are looking at it.")
OTHER_SIDE_ONLY = _("Only a buyer can be kept from asking. Choose another outcome.")
NOTE_NEEDED = _("Say on what you decide; it is kept with the decision.")
TEMPLATES_FULL = _("An organisation keeps at most thirty templates. Remove one first.")
TITLE_TAKEN = _("A template of this title exists already.")


class EnquirySettled(Conflict):
    code = "enquiry_settled"
    sentence = _("Staff closed this enquiry. Nothing can be added; write to the staff if you disagree.")


class AlreadyKnown(Conflict):
    code = "already_known"
    sentence = _("The holder knows already who you are.")


class SenderBlocked(NotAllowed):
    code = "sender_blocked"
    sentence = _("Staff decided that you cannot ask here at present. Write to them if you disagree.")


class OwnListing(NotAllowed):
    code = "own_listing"
    sentence = _("This listing is your own organisation's. Others ask you about it.")


class LinkUsed(DomainError):
    code = "link_used"
    status = 410
    sentence = _("This link has been used, or its time is over.")
