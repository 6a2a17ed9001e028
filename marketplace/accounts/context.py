"""What the account menu offers; nothing for a visitor, and no statement of its own."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.core.access import ANONYMOUS
from marketplace.core.templatetags.ui import localized

from .access import own_memberships


def account(request: HttpRequest) -> dict[str, Any]:
    """Links of the menu, and the organisations between which a person may switch."""
    actor = getattr(request, "actor", ANONYMOUS)
    if not actor.is_authenticated:
        return {}
    links = [{"url": reverse("accounts:profile"), "label": _("My account")}]
    links.append({"url": reverse("enquiries:inbox"), "label": _("Enquiries")})
    if actor.organization_id:
        links.append({"url": reverse("accounts:organization"), "label": _("My organisation")})
        links.append({"url": reverse("accounts:members"), "label": _("Members")})
    else:
        links.append({"url": reverse("accounts:organization_new"), "label": _("Register an organisation")})
    if actor.may("read_every_organization"):
        links.append({"url": reverse("accounts:organization_queue"), "label": _("Organisations to check")})
    if actor.may("view_as"):
        links.append({"url": reverse("accounts:view_as"), "label": _("See as somebody else")})
    if actor.may("edit_pages"):
        links.append({"url": reverse("wagtailadmin_home"), "label": _("Edit pages")})
    choices = [
        {"ref": item.organization.ref, "name": localized(item.organization, "name")}
        for item in own_memberships(request)
        if item.organization_id != actor.organization_id
    ]
    return {"account_links": links, "acting_choices": choices}
