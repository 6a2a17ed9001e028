"""Telling people by mail: topics by registration, each reader's language and choice, and a way out in every mail."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.core.access import TWO_PERSON_ROLES, Actor, Role
from marketplace.core.errors import Sentence

from .emails import queue_mail
from .models import NotificationPreference, Organization, User

SALT = "accounts.unsubscribe"
OWNERS_AND_AGENTS = (Role.OWNER, Role.AGENT)


@dataclass(frozen=True)
class Topic:
    """What mail is about; an optional one can be turned off, the others are needed to keep one's account safe."""

    key: str
    label: Sentence
    help: Sentence = ""
    is_optional: bool = True


TOPICS: dict[str, Topic] = {}


def register(key: str, label: Sentence, *, help: Sentence = "", is_optional: bool = True) -> None:
    """Make a topic known; an app does so in its own `emails` module, imported by `apps.ready()`."""
    TOPICS[key] = Topic(key, label, help, is_optional)


def tell(
    users: Iterable[User],
    template: str,
    context: Mapping[str, Any],
    *,
    topic: str,
    headers: Mapping[str, str] | None = None,
) -> int:
    """Queue a mail for each living account that wants this topic; returns how many. In the caller's transaction.

    `context["page"]`, a path of ours, becomes the absolute `page_url` in the reader's language.
    """
    known = TOPICS[topic]
    readers = {user.pk: user for user in users if user.is_active}
    refused: set[int] = set()
    if known.is_optional:
        rows = NotificationPreference.objects.filter(user_id__in=list(readers), topic=topic, is_on=False)
        refused = set(rows.values_list("user_id", flat=True))
    links = {"page_url": settings.SITE_URL + context["page"]} if context.get("page") else {}
    told = [user for pk, user in sorted(readers.items()) if pk not in refused]
    for user in told:
        way_out = {"unsubscribe_url": unsubscribe_url(user, topic)} if known.is_optional else {}
        queue_mail(template, user.email, {**context, **links, **way_out, "user": user}, headers=headers)
    return len(told)


def tell_organization(
    organization: Organization,
    template: str,
    context: Mapping[str, Any],
    *,
    topic: str,
    roles: Collection[str] = OWNERS_AND_AGENTS,
    besides: Actor | None = None,
    headers: Mapping[str, str] | None = None,
) -> int:
    """Tell an organisation's members in these roles, but not the one who caused it."""
    people = members_in(organization, roles)
    if besides is not None and besides.user_id is not None:
        people = people.exclude(pk=besides.user_id)
    return tell(people, template, {"organization": organization, **context}, topic=topic, headers=headers)


def members_in(organization: Organization, roles: Collection[str]) -> QuerySet[User]:
    """Living members who hold one of these roles; one that waits for its second person does not count."""
    single = [role for role in roles if role not in TWO_PERSON_ROLES]
    double = [role for role in roles if role in TWO_PERSON_ROLES]
    return User.objects.filter(
        Q(memberships__roles__role__in=single)
        | Q(memberships__roles__role__in=double, memberships__roles__confirmed_by__isnull=False),
        memberships__organization=organization,
        memberships__ended_at__isnull=True,
        memberships__roles__ended_at__isnull=True,
    ).distinct()


def unsubscribe_url(user: User, topic: str) -> str:
    """An address that turns this mail off without signing in; it opens nothing else."""
    token = signing.dumps([user.pk, topic], salt=SALT, compress=True)
    return settings.SITE_URL + reverse("accounts:unsubscribe", args=[token])


def read_unsubscribe(token: str) -> tuple[User, Topic] | None:
    """Whose mail on which topic a link turns off; None when it is not one of ours or the account is closed."""
    try:
        user_id, key = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=user_id, is_active=True).first()
    topic = TOPICS.get(key)
    return (user, topic) if user is not None and topic is not None else None


register("membership", _("Members and roles of your organisations"), is_optional=False)
register("account", _("Your account and the copy of your data"), is_optional=False)
register("verification", _("The check of your organisations and their papers"), is_optional=False)
