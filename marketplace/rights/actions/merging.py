"""Two records that prove to be one right: the twin's numbers move, its log is read through it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, events
from marketplace.core.access import Actor, require
from marketplace.core.errors import InvalidInput
from marketplace.core.outbox import index_changed

from .. import reactions
from ..access import can_merge_rights
from ..models import Encumbrance, ExclusivePath, OwnershipProof, PledgeeConsent, Right, RightDrawing, RightNumber
from ..register_refusals import MergeContested, NotOneRight, RightMerged
from ..standing import clear_owners
from . import held


@transaction.atomic
def merge_rights(twin: Right, into: Right, *, by: Actor) -> Right:
    """Let `twin` go on in `into`. Where listings or open paths hang on both, staff decide first.

    Raises NotAllowed, InvalidInput, RightMerged, NotOneRight, MergeContested.
    """
    require(can_merge_rights(by), by)

    if twin.pk == into.pk:
        raise InvalidInput({"twin": _("A record cannot be merged into itself.")})
    locked = {right.pk: right for right in held.lock(twin.pk, into.pk)}
    gone, stays = locked[twin.pk], locked[into.pk]
    _check_one_right(gone, stays)
    _check_uncontested(gone, stays)

    RightNumber.objects.filter(right=gone).update(right=stays)
    Right.objects.filter(merged_into=gone).update(merged_into=stays)
    clear_owners(gone)
    Encumbrance.objects.filter(right=gone).delete()
    _move_texts(gone, stays)
    for model in (ExclusivePath, PledgeeConsent, OwnershipProof):
        model._default_manager.filter(right=gone).update(right=stays)
    gone.merged_into = stays
    gone.version += 1
    gone.updated_at = clock.now()
    Right.objects.filter(pk=gone.pk).update(
        merged_into=stays, version=gone.version, updated_at=gone.updated_at, recheck_on=None
    )
    fill_gaps(stays, gone)

    events.record("right.merged", subject=stays, by=by, facts={"twin": gone.slug, "twin_id": gone.pk})

    held.follow([stays])
    index_changed("rights", [str(gone.pk), str(stays.pk)])
    reactions.notify([gone, stays])
    held.share(gone, twin)
    held.share(stays, into)
    return into


def fill_gaps(right: Right, other: Right) -> None:
    """Take what the other record knows of the same right and this one does not."""
    names = ("filing_on", "main_class", "classes", "inventors", "province", "city", "title_en")
    found = {name: getattr(other, name) for name in names if not getattr(right, name) and getattr(other, name)}
    if found:
        Right.objects.filter(pk=right.pk).update(**found)
        for name, value in found.items():
            setattr(right, name, value)


def _check_one_right(gone: Right, stays: Right) -> None:
    for right in (gone, stays):
        if right.merged_into_id is not None:
            raise RightMerged(right=right.slug)
    same_day = gone.filing_on is None or stays.filing_on is None or gone.filing_on == stays.filing_on
    if gone.kind != stays.kind or gone.jurisdiction != stays.jurisdiction or not same_day:
        raise NotOneRight(twin=gone.slug, into=stays.slug)


def _check_uncontested(gone: Right, stays: Right) -> None:
    """Both records stay locked, so nothing new can hang itself on either meanwhile."""
    open_paths = ExclusivePath.objects.filter(right__in=[gone, stays], released_at__isnull=True)
    if open_paths.values("right_id").distinct().count() > 1:
        raise MergeContested(twin=gone.slug, into=stays.slug)
    if any(veto(gone, stays) for veto in reactions.merge_vetoes()):
        raise MergeContested(twin=gone.slug, into=stays.slug)


def _move_texts(gone: Right, stays: Right) -> None:
    if not hasattr(stays, "text") and hasattr(gone, "text"):
        type(gone.text)._default_manager.filter(pk=gone.text.pk).update(right=stays)
    if not RightDrawing.objects.filter(right=stays).exists():
        RightDrawing.objects.filter(right=gone).update(right=stays)
