"""Why something about people and organisations is refused, and who can change it, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.core.errors import Conflict
from marketplace.core.uscc import InvalidUscc

LAST_OWNER = gettext_lazy("An organisation keeps at least one owner. Make somebody else an owner first.")
WRONG_KIND = gettext_lazy("Choose one of the kinds that can register here.")
USCC_NEEDED = gettext_lazy("Enter the unified social credit code on the business licence or certificate.")
USCC_NOT_HERE = gettext_lazy(
    "Organisations outside mainland China have no unified social credit code. Leave this empty."
)
USCC_TAKEN = gettext_lazy(
    "An organisation with this code is registered already. One of its owners can invite you under Members."
)
REGISTERED_ALREADY = gettext_lazy("You have registered this organisation already. Choose it in the account menu.")
NAME_NEEDED = gettext_lazy("Enter the name as it is registered.")
ROLE_UNKNOWN = gettext_lazy("This kind of organisation has no such role.")
ROLE_BY_COMMAND = gettext_lazy("This role is given by the platform's administrator, not on this page.")
ROLE_HELD = gettext_lazy("This person holds the role already.")
ROLE_NEEDS_NO_SECOND = gettext_lazy("This role is in force; nobody has to confirm it.")
SECOND_PERSON = gettext_lazy(
    "Another owner confirms this role: neither the one who granted it nor the person who receives it."
)
MEMBER_ALREADY = gettext_lazy("This person is a member already.")
INVITED_ALREADY = gettext_lazy("This address has an open invitation. Withdraw it to send a new one.")
INVITATIONS_FULL = gettext_lazy("Too many invitations are open. Withdraw those that nobody has answered.")
INVITATION_CLOSED = gettext_lazy("This invitation has been used, withdrawn or has expired. Ask for a new one.")
INVITATION_FOR_OTHER = gettext_lazy(
    "This invitation was sent to another e-mail address. Sign in with that address, or ask to be invited under yours."
)
PAPER_NEEDED = gettext_lazy("Add a scan of the business licence or certificate first.")
NEW_PAPER_NEEDED = gettext_lazy(
    "Name, code or kind of a verified organisation change only with a new paper that shows it. Choose the paper."
)
UNDER_REVIEW_NOW = gettext_lazy(
    "Our staff are checking name, code and kind now. You can change them once they have decided."
)
EVIDENCE_NEEDED = gettext_lazy("Tick at least one paper that you compared with the entries.")
REASONS_NEEDED = gettext_lazy("Give a reason beside at least one field.")
REASON_NEEDED = gettext_lazy("Give the reason; the owners read it.")
NOT_SUBMITTED = gettext_lazy("This organisation does not wait for a decision now.")
EXPORT_UNDER_WAY = gettext_lazy("Your copy is being made already. We write to you as soon as it is ready.")
NOT_AS_THEM = gettext_lazy("Staff can't look as this person: as other staff, or into desks that are confidential.")
VIEW_REASON = gettext_lazy("Say why, in a sentence; the person will read it.")
ONE_VIEW = gettext_lazy("You look as somebody already. End that first.")
OPERATOR_EXISTS = gettext_lazy("The operator's organisation exists already.")


class LastOwner(Conflict):
    code = "last_owner"
    sentence = LAST_OWNER


def uscc_sentence(error: InvalidUscc) -> str | Promise:
    """What is wrong with a unified social credit code, to the character."""
    facts = error.facts
    if error.code == "empty":
        return USCC_NEEDED
    if error.code in ("uscc_length", "too_long"):
        return _("A unified social credit code has 18 characters; this has %(found)s.") % {
            "found": facts.get("found", "80+")
        }
    if error.code == "uscc_character" and facts["instead"]:
        return _("Character %(position)s is %(found)s, which the code never uses. Is it %(instead)s?") % facts
    if error.code == "uscc_character":
        return _("Character %(position)s is %(found)s, which the code never uses.") % facts
    if error.code == "uscc_authority":
        return _("No registering authority begins its codes with %(found)s. Check the first character.") % facts
    if error.code == "uscc_region":
        return _("Characters 3 to 8 are the region's digits; character %(position)s is %(found)s.") % facts
    return _("The last character does not fit the others: it would be %(expected)s, not %(found)s.") % facts
