"""What a person wants mail about."""

from collections.abc import Mapping

from django.db import transaction

from marketplace.core import events
from marketplace.core.access import Actor
from marketplace.core.errors import NotAllowed

from ..models import NotificationPreference, User
from ..notices import TOPICS


@transaction.atomic
def choose_notifications(user: User, *, by: Actor, choices: Mapping[str, bool]) -> None:
    """Turn mail on optional topics on or off; topics that must be known are left as they are.

    By the person, or by the unsubscribe link in a mail to them. Raises NotAllowed.
    """
    if not by.is_system and by.user_id != user.pk:
        raise NotAllowed()

    changed = {}
    for key, is_on in choices.items():
        topic = TOPICS.get(key)
        if topic is None or not topic.is_optional:
            continue
        row, is_new = NotificationPreference.objects.get_or_create(user=user, topic=key, defaults={"is_on": is_on})
        if not is_new and row.is_on != is_on:
            row.is_on = is_on
            row.save(update_fields=["is_on"])
            changed[key] = is_on
        elif is_new and not is_on:
            changed[key] = is_on
    if changed:
        events.record("user.notifications_chosen", subject=user, by=by, facts=changed)
