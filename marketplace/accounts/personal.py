"""What each app holds about a person: how it is read for the person, and what is erased when the account is closed."""

from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from marketplace.core.access import Actor
from marketplace.core.models import Event

from .models import Evidence, Invitation, NotificationPreference, User

Reader = Callable[[User], Any]
Eraser = Callable[[User, Actor], object]
READERS: dict[str, Reader] = {}
ERASERS: list[Eraser] = []


def register(section: str, reader: Reader) -> None:
    """Add a section to the copy that a person gets; an app does so in its own `personal` module."""
    READERS[section] = reader


def register_eraser(eraser: Eraser) -> None:
    """Call `eraser(user, by)` in the transaction that closes an account, while name and address still stand."""
    if eraser not in ERASERS:
        ERASERS.append(eraser)


def erase(user: User, by: Actor) -> None:
    """Let every app take a person out of what it keeps."""
    for eraser in ERASERS:
        eraser(user, by)


def data_of(user: User) -> dict[str, Any]:
    """Everything held about a person, by section, as plain values."""
    return {section: reader(user) for section, reader in sorted(READERS.items())}


def _account(user: User) -> dict[str, Any]:
    return {
        "email": user.email,
        "name": user.full_name,
        "language": user.language,
        "joined_at": user.date_joined,
        "last_sign_in_at": user.last_login,
        "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
    }


def _memberships(user: User) -> list[dict[str, Any]]:
    rows = user.memberships.select_related("organization").prefetch_related("roles").order_by("pk")
    return [
        {
            "organization": row.organization.name,
            "reference": row.organization.ref,
            "since": row.created_at,
            "until": row.ended_at,
            "roles": [
                {"role": role.role, "since": role.created_at, "until": role.ended_at} for role in row.roles.all()
            ],
        }
        for row in rows
    ]


def _sign_in(user: User) -> dict[str, Any]:
    """Devices and kinds of second steps; no secret leaves the platform."""
    return {
        "devices": list(UserSession.objects.filter(user=user).values("ip", "user_agent", "created_at", "last_seen_at")),
        "second_steps": list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")),
    }


def _events(user: User) -> list[dict[str, Any]]:
    rows = Event.objects.filter(actor__user=user.pk).order_by("pk")
    return [dict(row) for row in rows.values("verb", "subject_type", "subject_ref", "at")]


register("account", _account)
register("memberships", _memberships)
register("sign_in", _sign_in)
register("events", _events)
register("mail", lambda user: list(NotificationPreference.objects.filter(user=user).values("topic", "is_on")))
register("accepted", lambda user: list(user.legal_acceptances.values("kind", "version", "accepted_at")))
register("staff_views", lambda user: list(user.staff_views.values("reason", "started_at", "ended_at")))
register(
    "invitations",
    lambda user: list(
        Invitation.objects.filter(email__iexact=user.email).values("organization__name", "role", "status")
    ),
)
register(
    "papers",
    lambda user: list(Evidence.objects.filter(uploaded_by=user.pk).values("ref", "title", "purpose", "created_at")),
)
