"""What every action on rights begins and ends with: the locks in key order, and the news of a changed projection."""

from collections.abc import Sequence

from marketplace.core import clock
from marketplace.core.outbox import index_changed

from .. import reactions
from ..models import Right, RightEvent
from ..register_refusals import RightMerged
from ..standing import Standing


def lock(*right_ids: int) -> list[Right]:
    """The rights by key, locked until the transaction ends."""
    return list(Right.objects.select_for_update().filter(pk__in=right_ids).order_by("pk"))


def lock_living(right: Right) -> Right:
    """The right itself, locked. Raises RightMerged where it goes on in another record."""
    (held,) = lock(right.pk)
    if held.merged_into_id is not None:
        raise RightMerged(right=held.slug)
    return held


def follow(rights: Sequence[Right], events: Sequence[RightEvent] = ()) -> list[Right]:
    """Bring locked rights up to their logs and tell the index and whoever reacts; returns those that changed."""
    standing = Standing(rights, today=clock.today())
    changed = [right for right in rights if right.merged_into_id is None and standing.write(right)]
    if changed:
        index_changed("rights", [str(right.pk) for right in changed])
    if changed or events:
        reactions.notify(list(rights), list(events))
    return changed


def share(held: Right, given: Right) -> None:
    """Let the caller's object say what the locked row says."""
    for field in Right._meta.concrete_fields:
        setattr(given, field.attname, getattr(held, field.attname))
