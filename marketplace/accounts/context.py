"""What the account menu offers; nothing for a visitor, and no statement of its own."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.core.access import ANONYMOUS, Actor
from marketplace.core.templatetags.ui import localized

from .access import own_memberships

ACTING, ALONE = "acting for an organisation", "acting for oneself"
# Who finds a page in the menu (everybody, by for whom one acts, or by what one may do), its address, its name.
LINKS = (
    (None, "portal:dashboard", _("My desk")),
    (None, "accounts:profile", _("My account")),
    ("create_listing", "listings:mine", _("My listings")),
    (None, "enquiries:inbox", _("Enquiries")),
    ("submit_ownership_claim", "ownership:claims", _("Proofs of ownership")),
    ("submit_power_of_attorney", "ownership:powers", _("Powers of attorney")),
    ("answer_consent", "listings:consents", _("Consents asked of you")),
    (ACTING, "accounts:organization", _("My organisation")),
    (ACTING, "accounts:members", _("Members")),
    (ALONE, "accounts:organization_new", _("Register an organisation")),
    ("approve_listing", "listings:queue", _("Listings to review")),
    ("decide_ownership_claim", "ownership:queue", _("Ownership to check")),
    ("read_every_organization", "accounts:organization_queue", _("Organisations to check")),
    ("decide_enquiry_report", "enquiries:reports", _("Reported enquiries")),
    ("view_as", "accounts:view_as", _("See as somebody else")),
    ("edit_pages", "wagtailadmin_home", _("Edit pages")),
)


def _opens(actor: Actor, opens: str | None) -> bool:
    if opens is None:
        return True
    if opens in {ACTING, ALONE}:
        return bool(actor.organization_id) == (opens == ACTING)
    return actor.may(opens)


def account(request: HttpRequest) -> dict[str, Any]:
    """Links of the menu, and the organisations between which a person may switch."""
    actor = getattr(request, "actor", ANONYMOUS)
    if not actor.is_authenticated:
        return {}
    shown = (link for link in LINKS if _opens(actor, link[0]))
    links = [{"url": reverse(route), "label": label} for _opened_by, route, label in shown]
    choices = [
        {"ref": item.organization.ref, "name": localized(item.organization, "name")}
        for item in own_memberships(request)
        if item.organization_id != actor.organization_id
    ]
    return {"account_links": links, "acting_choices": choices}
