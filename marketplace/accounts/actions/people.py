"""What a person changes about themselves."""

from django.db import transaction

from marketplace.core import events
from marketplace.core.access import Actor
from marketplace.core.errors import NotAllowed

from ..models import User


@transaction.atomic
def update_profile(user: User, *, by: Actor, full_name: str, language: str) -> User:
    """Change one's own name and the language of one's mail."""
    if by.user_id != user.pk:
        raise NotAllowed()

    fields = {"full_name": full_name.strip(), "language": language}
    changed = [name for name, value in fields.items() if getattr(user, name) != value]
    for name in changed:
        setattr(user, name, fields[name])
    if changed:
        user.save(update_fields=changed)

        events.record("user.updated", subject=user, by=by, facts={"changed": changed})
    return user
