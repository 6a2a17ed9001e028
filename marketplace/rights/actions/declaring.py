"""Entering a right on its holder's word, where our register data does not hold it yet."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, events
from marketplace.core.access import Actor, require
from marketplace.core.errors import InvalidInput

from .. import codes
from ..access import can_declare_right
from ..fingerprints import fingerprint
from ..identifiers import Identifier
from ..models import Right, RightEvent, RightNumber
from ..projection import IN_FORCE
from . import held
from .entering import enter_right


@transaction.atomic
def declare_right(number: Identifier, *, by: Actor, kind: str, title: str, owner: str) -> Right:
    """The right of this number, entered with what its holder states where it is new.

    The statement shows as its own source and proves no ownership; a known number is answered with its right unchanged.
    Raises NotAllowed, InvalidInput.
    """
    require(can_declare_right(by), by)

    if not owner.strip():
        raise InvalidInput({"owner": _("Enter the owner as the certificate names it.")})

    is_known = RightNumber.objects.filter(slug=number.slug).exists()
    right = enter_right(number, by=by, kind=kind, title=title)
    if is_known:
        return right
    facts = {"status": IN_FORCE, "owners": [owner.strip()[:300]]}
    event = RightEvent.objects.create(
        right=right,
        code=codes.STATED,
        on=clock.today(),
        facts=facts,
        source=codes.HOLDER_STATEMENT,
        as_of=clock.today(),
        fingerprint=fingerprint(codes.STATED, clock.today(), facts),
        entered_by=by.user_id,
    )

    events.record("right.declared", subject=right, by=by, facts={"fingerprint": event.fingerprint})

    held.follow(held.lock(right.pk), [event])
    right.refresh_from_db()
    return right
