"""Refusals of what is done with rights and the register, in words that say what to do next."""

from django.utils.translation import gettext_lazy as _

from marketplace.core.errors import Conflict, DomainError, NotAllowed


class PathTaken(Conflict):
    """Names nothing of the other promise: whose it is and what for is the parties' own."""

    code = "path_taken"
    sentence = _(
        "This right is already promised elsewhere. Wait until that is settled, or offer an ordinary licence instead."
    )


class NumberUnproven(Conflict):
    code = "number_unproven"
    sentence = _(
        "Only a publication number of this right is known. Add its application or registration number from the "
        "certificate first."
    )


class RightMerged(Conflict):
    code = "right_merged"
    sentence = _("This record was merged into another record of the same right. Use that one.")


class NotOneRight(Conflict):
    code = "not_one_right"
    sentence = _("Kind, country or filing date differ, so these cannot be two records of one right.")


class MergeContested(Conflict):
    code = "merge_contested"
    sentence = _("Listings or agreements stand on both records. Staff settle which one goes on, then merge again.")


class SecondPersonNeeded(NotAllowed):
    code = "second_person_needed"
    sentence = _("A correction needs a second person: ask a colleague of the staff to confirm it.")


class AlreadyCorrected(Conflict):
    code = "already_corrected"
    sentence = _("This register event was corrected already. Correct the correction instead.")


class DisputeOpen(Conflict):
    code = "dispute_open"
    sentence = _("Another organisation claims this right as well. Decide the dispute; that settles the claims.")


class ImportRefused(DomainError):
    """A file that is not taken at all; `sentence` says why."""

    code = "import_refused"
    status = 422
