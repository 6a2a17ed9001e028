"""Mail about who belongs to an organisation in what role, to the person and to the owners."""

from django.urls import reverse

from marketplace.core.access import Actor, Role

from . import notices
from .models import Organization, User

MAIL = "emails/membership_changed"


def tell_change(organization: Organization, user: User, change: str, *, by: Actor, role: str = "") -> None:
    """Tell the person concerned and the owners, but not whoever did it. In the caller's transaction.

    `change`: joined, left, removed, role_granted, role_waits, role_confirmed, role_revoked.
    """
    if by.is_system and organization.is_demo:
        return  # The demo is seeded by commands; its invented people wait for no mail about that.
    owners = notices.members_in(organization, [Role.OWNER])
    readers = {owner.pk: owner for owner in owners} | {user.pk: user}
    readers.pop(by.user_id or 0, None)
    context = {
        "organization": organization,
        "person": str(user),
        "change": change,
        "role": Role(role).label if role else "",
        "page": reverse("accounts:members"),
    }
    notices.tell(readers.values(), MAIL, context, topic="membership")
