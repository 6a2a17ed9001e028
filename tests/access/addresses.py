"""The addresses of `routes.ROUTES` with a record in them: one of the firm's, or one that nobody has."""

from datetime import date
from typing import Any
from unittest.mock import patch

from allauth.usersessions.models import UserSession

from marketplace.accounts import actions as accounts
from marketplace.accounts.notices import unsubscribe_url
from marketplace.core.refs import new_ref
from marketplace.listings import actions as listings
from marketplace.listings.emails import TOPIC
from marketplace.listings.enquiry_access import GUEST
from marketplace.listings.enquiry_links import make_token
from marketplace.rights import actions as rights
from tests import builders
from tests.access.world import PDF, World, check_digit, clean_document

TOKEN = "a-token-that-was-mailed-to-the-invited-person"
QUESTION = "我们年产两万吨连铸坯，想了解普通许可的条件。"

# What a verb needs to find; everything else finds a draft with a picture and a private document.
STATES = {
    "ask": "published",
    "withdraw": "published",
    "mark-sold-elsewhere": "published",
    "relist": "withdrawn",
    "review": "verifying",
    "approve": "verifying",
    "return": "verifying",
    "suspend": "published",
    "resume": "suspended",
}


class Addresses:
    """The records of the firm that addresses name; the person has asked the firm, and the firm has reported it."""

    def __init__(self, world: World) -> None:
        self.world, by = world, world.actor("owner")
        self.draft = world.listing("draft")
        self.picture, self.document = world.add_media(self.draft)
        self.number = self.draft.items.get().right.slug
        self.listings = {}
        for number, state in enumerate(sorted(set(STATES.values()))):
            serial = f"20141026435{number + 2}"
            self.listings[state] = world.listing(state, f"{serial}.{check_digit(serial)}")
        self._make_ownership(by)
        self._make_enquiries(self.listings["published"], by)
        self.agent = world.firm.memberships.get(user=world.users["agent"])
        session = UserSession.objects.create(
            user=world.users["owner"], ip="192.0.2.1", user_agent="x", session_key="elsewhere"
        )
        with patch("secrets.token_urlsafe", lambda size: TOKEN):
            invitation = accounts.invite_member(world.firm, by=by, email="xin@example.test", role="agent")
        waiting = world.bank.memberships.get(user=world.users["waiting_approver"])
        self.keys = {
            "roles/<int:pk>/confirm": waiting.roles.get().pk,
            "roles/<int:pk>/revoke": self.agent.roles.get().pk,
            "members/": self.agent.pk,
            "invitations/": invitation.pk,
            "sessions/": session.pk,
            "enquiries/templates/": self.template.pk,
            "enquiries/reports/": self.report.pk,
        }
        self.refs = {
            "ownership-claims/": self.claim.ref,
            "ownership-disputes/": self.dispute.ref,
            "powers-of-attorney/": self.power.ref,
            "listings/consents/": self.consent.listing.ref,
            "co-owners/": self.consent.listing.ref,
            "owners/": world.owner_record.ref,
            "organizations/": world.firm.ref,
            "media/pictures/": self.picture.ref,
            "media/documents/": self.document.ref,
            "evidence/": world.evidence.ref,
            "papers/": world.evidence.ref,
            "enquiries/": self.thread.ref,
        }
        self.tokens = {
            "unsubscribe/": unsubscribe_url(world.users["owner"], TOPIC).rstrip("/").rpartition("/")[2],
            "by-link/": make_token(self.guest_thread),
        }

    def _make_ownership(self, by: Any) -> None:
        """The firm claims a right, disputes one with the rival, holds a power, and is asked to agree by the rival."""
        world, rival = self.world, self.world.actor("stranger")
        papers = [world.evidence]
        foreign, disputed, shared = (
            builders.patent(f"{serial}.{check_digit(serial)}", owners=owners)
            for serial, owners in (
                ("201410264370", ["王一"]),
                ("201410264371", ["王一"]),
                ("201410264372", [world.firm.name, world.rival.name]),
            )
        )
        self.claim = rights.submit_ownership_claim(foreign, world.firm, by=by, papers=papers)
        paper = accounts.add_evidence(world.rival, by=rival, document=clean_document(PDF, "b.pdf"), purpose="ownership")
        first = rights.submit_ownership_claim(disputed, world.rival, by=rival, papers=[paper])
        rights.accept_ownership_claim(first, by=world.actor("moderator"))
        rights.submit_ownership_claim(disputed, world.firm, by=by, papers=papers)
        self.dispute = disputed.disputes.get()
        self.power = rights.submit_power_of_attorney(
            world.firm,
            by=by,
            principal_name="王一",
            starts_on=date(2026, 1, 1),
            ends_on=date(2031, 1, 1),
            papers=papers,
            covers_all=True,
        )
        self.consent = listings.ask_co_owners(builders.draft(shared, by=rival), by=rival)[0]

    def _make_enquiries(self, listing: Any, by: Any) -> None:
        paper = [clean_document(PDF, "问题.pdf")]
        self.thread = listings.ask_enquiry(listing, by=self.world.actor("person"), text=QUESTION)
        listings.continue_enquiry(self.thread, by=self.world.actor("person"), text="附上图纸。", documents=paper)
        self.paper = self.thread.messages.get(attachments__isnull=False).attachments.get()
        self.report = listings.report_enquiry(self.thread, by=by, reason="spam")
        self.template = listings.write_template(self.world.firm, by=by, title="价格", text="价格可以谈。")
        first, second = (
            self._asked_by_guest(listing, name, token) for name, token in (("anna", "first"), ("bela", TOKEN))
        )
        self.guest_thread = listings.verify_enquiry(first, by=GUEST)
        self.unverified = second

    def _asked_by_guest(self, listing: Any, name: str, token: str) -> Any:
        with patch("secrets.token_urlsafe", lambda size: token):
            return listings.request_enquiry(
                listing, by=GUEST, email=f"{name}@example.test", name=name, text=f"{QUESTION}{name}", language="en"
            )

    def own(self, pattern: str) -> str:
        """With the firm's records."""
        verb = pattern.rstrip("/").rpartition("/")[2]
        listing = self.listings.get(STATES.get(verb, ""), self.draft)
        return filled(
            pattern,
            ref=chosen(self.refs, pattern, listing.ref),
            pk=chosen(self.keys, pattern, self.agent.pk),
            token=chosen(self.tokens, pattern, TOKEN),
            picture=self.picture.ref,
            document=self.document.ref,
            paper=self.paper.ref,
            number=self.number,
        )

    def missing(self, pattern: str) -> str:
        """The same with records that nobody has."""
        kind = "OW" if pattern.startswith("owners") else "LS"
        refs = {"picture": new_ref("PC"), "document": new_ref("DC"), "paper": new_ref("EA")}
        token = chosen(self.tokens, pattern, TOKEN)
        return filled(pattern, ref=new_ref(kind), pk=987654, token=token, number=self.number, **refs)


def chosen(table: dict[str, Any], pattern: str, otherwise: Any) -> Any:
    """The value of the first beginning that an address contains."""
    return next((value for part, value in table.items() if part in pattern), otherwise)


def filled(pattern: str, *, ref: str, pk: int, token: str, picture: str, document: str, paper: str, number: str) -> str:
    """A pattern as an address."""
    values = {
        "<ref:ref>": ref, "<int:pk>": str(pk), "<str:token>": token, "<str:number>": number,
        "<ref:picture_ref>": picture, "<ref:document_ref>": document, "<ref:paper_ref>": paper,
        "<int:width>": "160", "<slug:format>": "png", "<slug:section>": "listings", "<int:number>": "1",
        "<int:restriction_id>": "1",
        "(?P<digest>[0-9a-f]{64})": "0" * 64, "(?P<width>[0-9]{3,4})": "160", r"\.(?P<format>[a-z]{3,4})": ".png",
        r"(?P<key>[-:\w]+)": "nokey", "(?P<uidb36>[0-9A-Za-z]+)": "1", "(?P<key>.+)": "nokey",
        r"(\d+)": "1", "(.*)": "a.pdf", "(?=[0-9]{1,9}/|authenticate)": "", "^": "", "$": "",
    }  # fmt: skip
    for part, value in values.items():
        pattern = pattern.replace(part, value)
    return f"/{pattern}"
