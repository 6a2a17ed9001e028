"""The one exclusive promise of a right: taken under its lock, kept single by the database."""

from django.db import IntegrityError, models, transaction

from marketplace.core import clock, events
from marketplace.core.access import Actor, require

from ..access import can_release_path, can_take_path
from ..models import ExclusivePath, PledgeeConsent, Right
from ..register_refusals import NumberUnproven, PathTaken
from . import held


@transaction.atomic
def take_path(right: Right, *, by: Actor, kind: str, holder: models.Model) -> ExclusivePath:
    """Promise the right exclusively to `holder` (a deal, an auction, a pledge contract, a declaration).

    A pledge gives way to a deal or listing that its pledgee consented to (Civil Code 444).
    Raises NotAllowed, RightMerged, NumberUnproven, PathTaken.
    """
    require(can_take_path(by, right), by)

    locked = held.lock_living(right)
    if not locked.number_proven:
        raise NumberUnproven(right=locked.slug)
    ref = str(getattr(holder, "ref", holder.pk))
    standing = ExclusivePath.objects.filter(right=locked, released_at__isnull=True, yielded_to__isnull=True).first()
    if standing and not _gives_way(standing, ref):
        raise PathTaken()

    # A row that is born released stands outside the partial index until the pledge has given way to it.
    now = clock.now()
    try:
        with transaction.atomic():
            path = ExclusivePath.objects.create(
                right=locked,
                kind=kind,
                holder_type=holder._meta.label_lower,
                holder_ref=ref,
                taken_at=now,
                released_at=now if standing else None,
            )
            if standing:
                ExclusivePath.objects.filter(pk=standing.pk).update(yielded_to=path, updated_at=now)
                path.released_at = None
                path.save(update_fields=["released_at"])
    except IntegrityError as error:
        raise PathTaken() from error

    events.record("exclusivepath.taken", subject=locked, by=by, facts={"kind": kind, "path": path.pk, "holder": ref})
    return path


@transaction.atomic
def release_path(path: ExclusivePath, *, by: Actor) -> ExclusivePath:
    """End a promise, kept or failed; a pledge that had given way to it stands again. Raises NotAllowed."""
    require(can_release_path(by, path), by)

    (locked,) = held.lock(path.right_id)
    current = ExclusivePath.objects.select_for_update().get(pk=path.pk)
    if current.released_at is not None:
        return current

    current.released_at = clock.now()
    current.save(update_fields=["released_at"])
    ExclusivePath.objects.filter(yielded_to=current, released_at__isnull=True).update(
        yielded_to=None, updated_at=clock.now()
    )

    events.record("exclusivepath.released", subject=locked, by=by, facts={"kind": current.kind, "path": current.pk})
    return current


def _gives_way(path: ExclusivePath, ref: str) -> bool:
    if path.kind != ExclusivePath.Kind.PLEDGE:
        return False
    consents = PledgeeConsent.objects.filter(right_id=path.right_id, withdrawn_at__isnull=True)
    return consents.filter(models.Q(deal_ref=ref) | models.Q(listing_ref=ref)).exists()
