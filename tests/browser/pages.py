"""Every page a person can come to. A new app adds its pages here, and every concern looks at them."""

import sqlite3
from dataclasses import dataclass

from .site import DemoSite


@dataclass(frozen=True)
class Place:
    """A page: who looks at it, and its address without language; `{name}` stands for a sample of the demo."""

    name: str
    address: str
    role: str = "visitor"
    status: int = 200

    def url(self, site: DemoSite, language: str = "zh") -> str:
        prefix = "/en" if language == "en" else ""
        return site.url + prefix + self.address.format_map(Samples(site))

    def __str__(self) -> str:
        return self.name


PLACES = (
    Place("home", "/"),
    Place("search", "/search/?q=激光&kind=listings"),
    Place("search-chosen", "/search/?right_kind=invention&mode=sale&q=钢"),
    Place("search-english", "/search/?q=laser"),
    Place("search-rights", "/search/?q=镁&kind=rights"),
    Place("search-empty", "/search/?q=永动机"),
    Place("search-fault", "/search/?q=(激光"),
    Place("listings", "/listings/"),
    Place("listing", "/listings/{listing}/"),
    Place("sheet", "/listings/{listing}/sheet/"),
    Place("ask", "/listings/{listing}/ask/"),
    Place("link-over", "/enquiries/by-link/nothing/", status=410),
    Place("right", "/rights/{right}/"),
    Place("right-mark", "/rights/{mark_number}/"),
    Place("owner", "/owners/{owner}/"),
    Place("organization", "/organizations/{organization}/"),
    Place("imprint", "/imprint/"),
    Place("terms", "/terms/"),
    Place("privacy", "/privacy/"),
    Place("style-guide", "/style-guide/"),
    Place("not-found", "/nowhere/", status=404),
    Place("login", "/accounts/login/"),
    Place("signup", "/accounts/signup/"),
    Place("password-reset", "/accounts/password/reset/"),
    Place("password-reset-sent", "/accounts/password/reset/done/"),
    Place("confirm-sent", "/accounts/confirm-email/"),
    Place("forbidden", "/listings/queue/", role="university", status=403),
    Place("dashboard", "/dashboard/", role="university"),
    Place("mine", "/listings/mine/", role="university"),
    Place("mine-none", "/listings/mine/", role="buyer"),
    Place("new", "/listings/new/", role="university"),
    Place("new-number", "/listings/new/?number={right}", role="university"),
    Place("new-unknown", "/listings/new/?number=2014102643513", role="university"),
    Place("new-refused", "/listings/new/?number=2014102643519", role="university", status=422),
    Place("edit", "/listings/{draft}/edit/", role="university"),
    Place("edit-returned", "/listings/{returned}/edit/", role="university"),
    Place("pictures", "/listings/{draft}/pictures/", role="university"),
    Place("documents", "/listings/{draft}/documents/", role="university"),
    Place("preview", "/listings/{draft}/preview/", role="university"),
    Place("button", "/listings/{own}/withdraw/", role="university", status=405),
    Place("profile", "/accounts/profile/", role="university"),
    Place("acting", "/accounts/acting/", role="university"),
    Place("members", "/accounts/members/", role="university"),
    Place("member-history", "/accounts/members/history/", role="university"),
    Place("own-organization", "/accounts/organization/", role="university"),
    Place("organization-edit", "/accounts/organization/edit/", role="university"),
    Place("account-data", "/accounts/data/", role="university"),
    Place("account-delete", "/accounts/delete/", role="university"),
    Place("organization-queue", "/accounts/organizations/queue/", role="moderator"),
    Place("organization-found", "/accounts/organizations/queue/?state=verified", role="moderator"),
    Place("organization-review", "/accounts/organizations/{organization}/review/", role="moderator"),
    Place("view-as", "/accounts/view-as/", role="moderator"),
    Place("organization-new", "/accounts/organizations/new/", role="university"),
    Place("notifications", "/accounts/notifications/", role="university"),
    Place("email", "/accounts/email/", role="university"),
    Place("password", "/accounts/password/change/", role="university"),
    Place("sessions", "/accounts/sessions/", role="university"),
    Place("logout", "/accounts/logout/", role="university"),
    Place("second-factor", "/accounts/2fa/", role="university"),
    Place("second-factor-app", "/accounts/2fa/totp/activate/", role="university"),
    Place("passkeys", "/accounts/2fa/webauthn/", role="moderator"),
    Place("passkey-new", "/accounts/2fa/webauthn/add/", role="moderator"),
    Place("recovery-codes", "/accounts/2fa/recovery-codes/", role="moderator"),
    Place("staff-dashboard", "/dashboard/", role="moderator"),
    Place("enquiries", "/enquiries/", role="university"),
    Place("enquiry", "/enquiries/{enquiry}/", role="university"),
    Place("enquiry-begun", "/enquiries/{enquiry}/?begin=visit", role="university"),
    Place("enquiry-mute", "/enquiries/{enquiry}/mute/", role="university"),
    Place("enquiry-report", "/enquiries/{enquiry}/report/", role="university"),
    Place("enquiry-templates", "/enquiries/templates/", role="university"),
    Place("enquiries-asked", "/enquiries/", role="buyer"),
    Place("ask-as-member", "/listings/{listing}/ask/", role="buyer"),
    Place("enquiry-asked", "/enquiries/{asked}/", role="buyer"),
    Place("enquiry-reveal", "/enquiries/{asked}/reveal/", role="buyer"),
    Place("queue", "/listings/queue/", role="moderator"),
    Place("enquiry-reports", "/enquiries/reports/", role="moderator"),
    Place("enquiry-case", "/enquiries/reports/{report}/", role="moderator"),
    Place("review", "/listings/{waiting}/review/", role="moderator"),
)

NAMED = {place.name: place for place in PLACES}

# Addresses of the demo by what they show.
QUERIES = {
    "listing": "SELECT l.ref FROM listings_listing l JOIN listings_listingright i ON i.listing_id = l.id JOIN rights_right r"
    " ON r.id = i.right_id WHERE l.status = 'published' AND r.kind = 'invention' ORDER BY l.id LIMIT 1",
    "mark": "SELECT l.ref FROM listings_listing l JOIN listings_listingright i ON i.listing_id = l.id JOIN rights_right r"
    " ON r.id = i.right_id WHERE l.status = 'published' AND r.kind = 'trademark' ORDER BY l.id LIMIT 1",
    "right": "SELECT n.slug FROM rights_rightnumber n JOIN rights_right r ON r.id = n.right_id WHERE r.kind = 'invention'"
    " ORDER BY n.id LIMIT 1",
    "mark_number": "SELECT n.slug FROM rights_rightnumber n JOIN rights_right r ON r.id = n.right_id"
    " WHERE r.kind = 'trademark' ORDER BY n.id LIMIT 1",
    "owner": "SELECT ref FROM rights_owner ORDER BY id LIMIT 1",
    "organization": "SELECT o.ref FROM accounts_organization o JOIN listings_listing l ON l.organization_id = o.id"
    " WHERE l.status = 'published' ORDER BY l.id LIMIT 1",
    "report": "SELECT id FROM listings_enquiryreport ORDER BY id LIMIT 1",
    **{
        name: f"SELECT e.ref FROM listings_enquiry e JOIN accounts_membership m ON m.organization_id = e.{side}_id"
        f" JOIN accounts_user u ON u.id = m.user_id WHERE u.email = '{login}@demo.zhirong.test' AND e.is_anonymous"
        " ORDER BY e.id LIMIT 1"
        for name, side, login in (("enquiry", "holder", "university"), ("asked", "buyer_organization", "buyer"))
    },
    "waiting": "SELECT ref FROM listings_listing WHERE status = 'verifying' ORDER BY id LIMIT 1",
    **{
        name: "SELECT l.ref FROM listings_listing l JOIN accounts_membership m ON m.organization_id = l.organization_id"
        f" JOIN accounts_user u ON u.id = m.user_id WHERE u.email = 'university@demo.zhirong.test' AND l.status = '{status}'"
        " ORDER BY l.id LIMIT 1"
        for name, status in (("draft", "draft"), ("returned", "returned"), ("own", "published"))
    },
}


class Samples(dict[str, str]):
    """Looks a sample up in the demo's database, which nobody changes meanwhile."""

    def __init__(self, site: DemoSite) -> None:
        super().__init__()
        self.site = site

    def __missing__(self, name: str) -> str:
        connection = sqlite3.connect(f"file:{self.site.var}/db.sqlite3?mode=ro", uri=True)
        try:
            row = connection.execute(QUERIES[name]).fetchone()
        finally:
            connection.close()
        assert row, f"the demo holds no {name}"
        return str(row[0])
