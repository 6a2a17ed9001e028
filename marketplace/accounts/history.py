"""Who changed what about an organisation's members and when, read from the events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from marketplace.core.access import Role
from marketplace.core.models import Event

from .models import Invitation, Membership, Organization, User

PER_PAGE = 50


@dataclass(frozen=True)
class Line:
    """One change in words, and who made it."""

    pk: int
    at: datetime
    text: str
    author: str


def events_of(organization: Organization) -> QuerySet[Event]:
    """Events about the members and invitations of an organisation, the newest first."""
    members = Q(subject_type="accounts.membership", subject_ref__in=_keys(Membership, organization))
    invitations = Q(subject_type="accounts.invitation", subject_ref__in=_keys(Invitation, organization))
    return Event.objects.filter(members | invitations).order_by("-id")


def _keys(model: Any, organization: Organization) -> Any:
    rows = model.objects.filter(organization=organization)
    return rows.annotate(key=Cast("pk", CharField())).values("key")


def lines_of(events: QuerySet[Event], limit: int) -> list[Line]:
    """Events in words; four statements however many."""
    found = list(events[:limit])
    members = [event.subject_ref for event in found if event.subject_type == "accounts.membership"]
    invited = [event.subject_ref for event in found if event.subject_type == "accounts.invitation"]
    subjects = {
        str(pk): user_id for pk, user_id in Membership.objects.filter(pk__in=members).values_list("pk", "user_id")
    }
    addresses = {str(pk): email for pk, email in Invitation.objects.filter(pk__in=invited).values_list("pk", "email")}
    authors = {event.actor.get("user") for event in found} - {None}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=authors | set(subjects.values()))}
    lines = []
    for event in found:
        if event.subject_type == "accounts.membership":
            who = names.get(subjects.get(event.subject_ref, 0), "")
        else:
            who = addresses.get(event.subject_ref, "")
        author = names.get(event.actor.get("user"), "") or _("the platform's administrator")
        lines.append(Line(event.pk, event.at, words_of(event.verb, who, event.facts), author))
    return lines


def words_of(verb: str, person: str, facts: Mapping[str, Any]) -> str:
    """An event about a member in one sentence."""
    role = str(Role(facts["role"]).label) if facts.get("role") in Role.values else ""
    words = {"person": person, "role": role}
    if verb == "role.granted" and facts.get("waits"):
        return _("%(person)s: role %(role)s given, waits for another owner") % words
    sentences = {
        "membership.started": _("%(person)s joined"),
        "membership.ended": _("%(person)s is no longer a member"),
        "role.granted": _("%(person)s: role %(role)s given"),
        "role.confirmed": _("%(person)s: role %(role)s confirmed"),
        "role.revoked": _("%(person)s: role %(role)s withdrawn"),
        "invitation.sent": _("%(person)s invited as %(role)s"),
        "invitation.accepted": _("%(person)s accepted the invitation"),
        "invitation.withdrawn": _("Invitation of %(person)s withdrawn"),
        "invitation.expired": _("Invitation of %(person)s expired"),
    }
    return sentences.get(verb, verb) % words
