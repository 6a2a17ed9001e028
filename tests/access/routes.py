"""Every address of ours by every client: what answers, written once; later apps add rows."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

# Who opens an address, of `world.PEOPLE`.
CLIENTS = [
    "visitor",
    "person",
    "owner",
    "agent",
    "auditor",
    "suspended",
    "stranger",
    "bank_owner",
    "bare_bank_owner",
    "operator_owner",
    "operator_auditor",
    "editor",
    "moderator",
    "second_bank_owner",
    "bare_moderator",
    "party_moderator",
]
LOGIN = "login"


def walked(resolver: Any = None, prefix: str = "") -> Any:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from walked(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern)


def patterns() -> list[str]:
    """Our addresses in Chinese, each once; the outreach site's own desk is closed as a whole and tested as a whole."""
    with translation.override("zh-hans"):
        return list(dict.fromkeys(each for each in walked() if not each.startswith("cms-admin/")))


@dataclass(frozen=True)
class Answers:
    """The status for everybody, and for those named: "owner agent" -> 200."""

    everybody: Any
    named: dict[str, Any] = field(default_factory=dict)

    def of(self, name: str) -> Any:
        return next((status for names, status in self.named.items() if name in names.split()), self.everybody)


@dataclass(frozen=True)
class Route:
    """An address with what it names filled in from `test_routes.addresses`, and what answers to GET and POST."""

    get: Answers
    post: Answers
    data: dict[str, str] = field(default_factory=dict)


def everybody(status: int) -> Answers:
    return Answers(status)


def members(status: Any, **named: Any) -> Answers:
    """For signed-in people."""
    return Answers(status, {"visitor": LOGIN} | named)


def firm(status: Any, auditor: int = 403) -> Answers:
    """For those who write for the firm: to others the record does not exist."""
    return Answers(404, {"visitor": LOGIN, "owner agent": status, "auditor": auditor})


def staff(status: Any, party: Any = None) -> Answers:
    """For moderators; `party` is the answer to one who belongs to the firm."""
    return Answers(403, {"visitor": LOGIN, "moderator": status, "party_moderator": party or status})


def sides(status: int) -> Answers:
    """For the person who asked and those who answer for the firm."""
    return Answers(404, {"visitor": LOGIN, "owner agent person": status})


def owners(status: int) -> Answers:
    """For owners, for their own organisation, with the factor that it needs."""
    named = "owner stranger bank_owner operator_owner second_bank_owner"
    return Answers(403, {"visitor": LOGIN, "person suspended": 404, named: status})


def authors(status: int) -> Answers:
    """For those who write for a holder."""
    return Answers(403, {"visitor": LOGIN, "person suspended": 404, "owner agent stranger": status})


def decided(status: int) -> Answers:
    """For a moderator who stands on no side; the firm and its moderator read the case."""
    return Answers(404, {"visitor": LOGIN, "moderator": status, "owner agent auditor party_moderator": 403})


READ = everybody(200)
NO_GET = members(405)
NO_POST = everybody(405)
SHOWN = Route(READ, READ)
# A draft, its pictures and private papers: to the firm and the staff.
HIDDEN = Answers(404, {"owner agent auditor moderator party_moderator operator_auditor": 200})
LIVING = Answers(200, {"suspended": 404})
ONLY_LIN = Answers(404, {"visitor": LOGIN, "owner suspended": 302})
FIRM_OWNER = Answers(404, {"visitor": LOGIN, "owner": 302, "agent auditor": 403})
EVIDENCE = Answers(404, {"visitor": LOGIN, "owner agent moderator party_moderator operator_auditor": 200})
ENTRANCE = Answers(302, {"visitor": 200})
POSTING = Answers(403, {"visitor": LOGIN, "owner agent stranger": 200})

SAID = {"text": "附件里的图纸能看清楚一些吗？"}
OWN_SIDE = "owner agent auditor suspended party_moderator"
# The firm has reported it already.
ONCE = Answers(404, {"visitor": LOGIN, "owner agent": 422, "person": 302})
BUYER_SHOWN = Answers(404, {"visitor": LOGIN, "person": 200})
BUYER_DONE = Answers(404, {"visitor": LOGIN, "person": 302})
TEMPLATES = Answers(403, {"visitor": LOGIN, "owner agent stranger": 200})
REASON = {"reason": "材料看不清。"}
READERS = Answers(403, {"visitor": LOGIN, "operator_auditor moderator party_moderator": 200})
WITHIN = members(200, **{"person suspended": 404})
ONLY_RIVAL = Answers(404, {"visitor": LOGIN, "stranger": 200})
RIVAL_DONE = Answers(404, {"visitor": LOGIN, "stranger": 302})
CASE = Answers(404, {"visitor": LOGIN, "owner agent auditor moderator party_moderator": 200})
DISPUTE = Answers(404, {"visitor": LOGIN, "owner agent auditor stranger moderator party_moderator": 200})

ROUTES: dict[str, Route] = {
    "healthz": SHOWN,
    "readyz": SHOWN,
    "robots.txt": SHOWN,
    "sitemap.xml": SHOWN,
    "sitemap-<slug:section>-<int:number>.xml": SHOWN,
    "media/pictures/<ref:ref>/<int:width>.<slug:format>": Route(HIDDEN, HIDDEN),
    "media/^drawings/(?P<digest>[0-9a-f]{64})/(?P<width>[0-9]{3,4})\\.(?P<format>[a-z]{3,4})$": Route(
        everybody(404), everybody(404)
    ),
    "media/documents/<ref:ref>/": Route(HIDDEN, HIDDEN),
    "_util/login/": Route(everybody(LOGIN), everybody(LOGIN)),
    "": SHOWN,
    "search/": SHOWN,
    "search/suggest/": SHOWN,
    "listings/": SHOWN,
    "listings/<ref:ref>/": Route(HIDDEN, HIDDEN),
    "listings/<ref:ref>/sheet/": Route(HIDDEN, HIDDEN),
    "rights/<str:number>/": SHOWN,
    "owners/<ref:ref>/": SHOWN,
    "organizations/<ref:ref>/": Route(LIVING, LIVING),
    "look/": Route(everybody(302), everybody(405)),
    "imprint/": SHOWN,
    "terms/": SHOWN,
    "privacy/": SHOWN,
    "style-guide/": SHOWN,
    "accounts/profile/": Route(members(200), members(200)),
    "accounts/sessions/<int:pk>/end/": Route(NO_GET, ONLY_LIN),
    "accounts/notifications/": Route(members(200), members(302)),
    "accounts/unsubscribe/<str:token>/": Route(READ, READ),
    "accounts/evidence/<ref:ref>/": Route(EVIDENCE, EVIDENCE),
    "accounts/acting/": Route(members(200), members(302)),
    "accounts/organizations/new/": Route(members(200), members(200)),
    "accounts/members/": Route(
        members(200, **{"person suspended": 404}),
        Answers(
            403,
            {
                "visitor": LOGIN,
                "person suspended": 404,
                "owner stranger bank_owner second_bank_owner operator_owner": 302,
            },
        ),
        data={"email": "new@example.test", "role": "owner"},
    ),
    "accounts/members/<int:pk>/grant/": Route(NO_GET, FIRM_OWNER, data={"role": "auditor"}),
    "accounts/members/<int:pk>/end/": Route(
        NO_GET, Answers(404, {"visitor": LOGIN, "owner": 302, "agent": 302, "auditor": 403})
    ),
    "accounts/roles/<int:pk>/confirm/": Route(
        NO_GET, Answers(404, {"visitor": LOGIN, "bank_owner bare_bank_owner": 403, "second_bank_owner": 302})
    ),
    "accounts/roles/<int:pk>/revoke/": Route(NO_GET, FIRM_OWNER),
    "accounts/invitations/<int:pk>/withdraw/": Route(NO_GET, FIRM_OWNER),
    "accounts/invitations/<str:token>/": Route(READ, Answers(403, {"visitor": 200, "person": 302})),
    "accounts/2fa/totp/activate/": Route(members(200), members(200)),
    "accounts/2fa/totp/deactivate/": Route(members(404), members(404)),
    "accounts/2fa/webauthn/add/": Route(members(200), members(200)),
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": Route(members(404), members(404)),
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": Route(members(404), members(404)),
    "accounts/login/": Route(ENTRANCE, ENTRANCE),
    "accounts/signup/": Route(ENTRANCE, ENTRANCE),
    "accounts/logout/": Route(Answers(200, {"visitor": 302}), everybody(302)),
    "accounts/inactive/": Route(READ, NO_POST),
    "accounts/reauthenticate/": Route(members(200), members(200)),
    "accounts/email/": Route(members(200), members(302)),
    "accounts/confirm-email/": Route(READ, NO_POST),
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": Route(READ, everybody(404)),
    "accounts/password/change/": Route(members(200), members(200)),
    "accounts/password/set/": Route(members(302), members(302)),
    "accounts/password/reset/": Route(READ, READ),
    "accounts/password/reset/done/": Route(READ, NO_POST),
    "accounts/password/reset/key/done/": Route(READ, NO_POST),
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": Route(READ, READ),
    "accounts/login/code/confirm/": Route(members(302), members(302)),
    "accounts/2fa/": Route(members(200), NO_GET),
    "accounts/2fa/authenticate/": Route(members(302), members(302)),
    "accounts/2fa/reauthenticate/": Route(members(302), members(302)),
    "accounts/2fa/recovery-codes/": Route(members(404), NO_GET),
    "accounts/2fa/recovery-codes/generate/": Route(members(200), members(200)),
    "accounts/2fa/recovery-codes/download/": Route(members(404), members(404)),
    "accounts/2fa/webauthn/": Route(members(200), NO_GET),
    "accounts/2fa/webauthn/reauthenticate/": Route(members(302), members(302)),
    "accounts/2fa/webauthn/login/": Route(members(302), members(302)),
    "accounts/sessions/": Route(members(200), members(302)),
    "^cms-documents/(?=[0-9]{1,9}/|authenticate)^(\\d+)/(.*)$": Route(everybody(404), everybody(404)),
    "^cms-documents/(?=[0-9]{1,9}/|authenticate)authenticate_with_password/<int:restriction_id>/": Route(
        everybody(404), everybody(404)
    ),
    "dashboard/": Route(members(200), members(200)),
    "listings/new/": Route(POSTING, POSTING),
    "listings/mine/": Route(members(200, **{"person suspended": 403}), members(200, **{"person suspended": 403})),
    "listings/queue/": Route(staff(200), staff(200)),
    "listings/<ref:ref>/edit/": Route(firm(200), firm(200)),
    "listings/<ref:ref>/preview/": Route(firm(200), firm(200)),
    "listings/<ref:ref>/rights/add/": Route(NO_GET, firm(302)),
    "listings/<ref:ref>/rights/remove/": Route(NO_GET, Answers(404, {"visitor": LOGIN, "auditor": 403})),
    "listings/<ref:ref>/pictures/": Route(firm(200), firm(422)),
    "listings/<ref:ref>/pictures/<ref:picture_ref>/": Route(NO_GET, firm(302)),
    "listings/<ref:ref>/documents/": Route(firm(200), firm(422)),
    "listings/<ref:ref>/documents/<ref:document_ref>/": Route(NO_GET, firm(302)),
    "listings/<ref:ref>/submit/": Route(NO_GET, firm(302)),
    "listings/<ref:ref>/withdraw/": Route(NO_GET, firm(302)),
    "listings/<ref:ref>/relist/": Route(NO_GET, firm(302)),
    "listings/<ref:ref>/mark-sold-elsewhere/": Route(firm(200), firm(302)),
    "listings/<ref:ref>/review/": Route(staff(200), staff(200)),
    "listings/<ref:ref>/approve/": Route(NO_GET, staff(302, 403)),
    "listings/<ref:ref>/return/": Route(NO_GET, staff(302, 403), data={"reason_title": "太短"}),
    "listings/<ref:ref>/suspend/": Route(NO_GET, staff(302, 403)),
    "listings/<ref:ref>/resume/": Route(NO_GET, staff(302, 403)),
    "listings/<ref:ref>/ask/": Route(
        Answers(200, {OWN_SIDE: 403}),
        Answers(403, {"visitor": 422, "person stranger bank_owner second_bank_owner operator_owner": 302}),
        data=SAID,
    ),
    "enquiries/": Route(members(200), members(200)),
    "enquiries/templates/": Route(TEMPLATES, Answers(403, {"visitor": LOGIN, "owner agent stranger": 422})),
    "enquiries/templates/<int:pk>/remove/": Route(NO_GET, firm(302)),
    "enquiries/reports/": Route(staff(200), staff(200)),
    "enquiries/reports/<int:pk>/": Route(
        staff(200), staff(302, 403), data={"outcome": "dismissed", "note": "只是一个问题。"}
    ),
    "enquiries/reports/<int:pk>/attachments/<ref:paper_ref>/": Route(staff(200), staff(200)),
    "enquiries/confirm/<str:token>/": Route(READ, everybody(302)),
    "enquiries/confirm/<str:token>/renew/": Route(NO_POST, everybody(404)),
    "enquiries/<ref:ref>/": Route(sides(200), sides(302), data=SAID),
    "enquiries/<ref:ref>/attachments/<ref:paper_ref>/": Route(sides(200), sides(200)),
    "enquiries/<ref:ref>/close/": Route(members(404), sides(302)),
    "enquiries/<ref:ref>/mute/": Route(sides(200), sides(302)),
    "enquiries/<ref:ref>/reveal/": Route(BUYER_SHOWN, BUYER_DONE),
    "enquiries/<ref:ref>/report/": Route(sides(200), ONCE, data={"reason": "spam"}),
    "enquiries/by-link/<str:token>/": Route(READ, everybody(302), data=SAID),
    "enquiries/by-link/<str:token>/attachments/<ref:paper_ref>/": Route(everybody(404), everybody(404)),
    "enquiries/by-link/<str:token>/renew/": Route(everybody(404), READ),
    "enquiries/by-link/<str:token>/close/": Route(everybody(404), everybody(302)),
    "enquiries/by-link/<str:token>/mute/": Route(READ, everybody(302)),
    "enquiries/by-link/<str:token>/reveal/": Route(READ, everybody(302)),
    "enquiries/by-link/<str:token>/report/": Route(READ, everybody(302), data={"reason": "spam"}),
    "accounts/legal/": Route(members(302), members(409)),
    "accounts/data/": Route(members(200), members(302)),
    "accounts/data/download/": Route(members(404), members(404)),
    "accounts/delete/": Route(members(200), members(422)),
    "accounts/view-as/": Route(READERS, READERS),
    "accounts/view-as/end/": Route(NO_GET, members(302)),
    "accounts/organization/": Route(members(200, person=404), members(200, person=404)),
    "accounts/organization/edit/": Route(owners(200), owners(200)),
    "accounts/organization/submit/": Route(NO_GET, owners(422)),
    "accounts/organization/papers/<ref:ref>/remove/": Route(
        NO_GET,
        Answers(404, {"visitor": LOGIN, "owner agent": 409, "operator_auditor moderator party_moderator": 403}),
    ),
    "accounts/organizations/queue/": Route(READERS, READERS),
    "accounts/organizations/<ref:ref>/review/": Route(READERS, READERS),
    "accounts/organizations/<ref:ref>/verify/": Route(NO_GET, staff(409, 403)),
    "accounts/organizations/<ref:ref>/return/": Route(NO_GET, staff(422, 403)),
    "accounts/organizations/<ref:ref>/suspend/": Route(NO_GET, staff(302, 403), data=REASON),
    "accounts/organizations/<ref:ref>/reinstate/": Route(NO_GET, staff(409, 403)),
    "accounts/members/history/": Route(WITHIN, WITHIN),
    "listings/consents/": Route(WITHIN, WITHIN),
    "listings/consents/<ref:ref>/": Route(firm(200), firm(302)),
    "listings/consents/<ref:ref>/withdraw/": Route(NO_GET, firm(403)),
    "listings/<ref:ref>/co-owners/": Route(ONLY_RIVAL, RIVAL_DONE),
    "listings/<ref:ref>/co-owners/ask/": Route(NO_GET, RIVAL_DONE),
    "ownership/queue/": Route(staff(200), staff(200)),
    "ownership-claims/": Route(WITHIN, WITHIN),
    # Without a right there is nothing to claim.
    "ownership-claims/new/": Route(authors(404), authors(404)),
    "ownership-claims/<ref:ref>/": Route(CASE, CASE),
    "ownership-claims/<ref:ref>/accept/": Route(NO_GET, decided(302)),
    "ownership-claims/<ref:ref>/return/": Route(NO_GET, decided(302), data=REASON),
    "ownership-claims/<ref:ref>/withdraw/": Route(
        NO_GET, Answers(404, {"visitor": LOGIN, "owner agent": 302, "auditor moderator party_moderator": 403})
    ),
    "ownership-disputes/<ref:ref>/": Route(DISPUTE, DISPUTE),
    "ownership-disputes/<ref:ref>/decide/": Route(
        NO_GET, Answers(404, {"visitor": LOGIN, "moderator": 422, "owner agent auditor stranger party_moderator": 403})
    ),
    "powers-of-attorney/": Route(WITHIN, WITHIN),
    "powers-of-attorney/new/": Route(authors(200), authors(422)),
    "powers-of-attorney/<ref:ref>/": Route(CASE, CASE),
    "powers-of-attorney/<ref:ref>/accept/": Route(NO_GET, decided(302)),
    "powers-of-attorney/<ref:ref>/return/": Route(NO_GET, decided(302), data=REASON),
    "powers-of-attorney/<ref:ref>/end/": Route(
        NO_GET, Answers(404, {"visitor": LOGIN, "owner agent moderator": 302, "auditor party_moderator": 403})
    ),
}
# Mail programs post here by themselves (RFC 8058): the address carries what authorises.
WITHOUT_FORM_TOKEN = ["accounts/unsubscribe/<str:token>/", "enquiries/by-link/<str:token>/mute/"]
# A thread that was opened is read.
WRITTEN_BY_READING = ["enquiries/<ref:ref>/: core_event", "enquiries/<ref:ref>/: listings_enquiry"]
