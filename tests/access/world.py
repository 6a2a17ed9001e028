"""The small world in which access is tested: organisations of each side, and every kind of actor by a name."""

import hashlib
from contextlib import contextmanager
from functools import cached_property
from io import BytesIO
from typing import Any

from django.apps import apps
from django.db import transaction
from PIL import Image

from marketplace.accounts import access, actions
from marketplace.accounts.models import Organization, User
from marketplace.core.access import ANONYMOUS, Actor, Role
from marketplace.core.documents import clean_document
from marketplace.core.models import Event, IndexChange, Job
from marketplace.core.pictures import clean_picture
from marketplace.listings import actions as listings
from marketplace.rights.models import Owner
from tests import builders
from tests.builders import SYSTEM, Cast

# Who asks. `own` are the people of the firm whose records are touched, everybody else stands outside it.
PEOPLE: dict[str, dict[str, Any]] = {
    "visitor": {},
    "person": {"of": None},
    "owner": {"of": "firm", "roles": [Role.OWNER]},
    "agent": {"of": "firm", "roles": [Role.AGENT]},
    "auditor": {"of": "firm", "roles": [Role.AUDITOR]},
    "member": {"of": "firm", "roles": []},
    "suspended": {"of": "firm", "roles": [Role.OWNER], "organization_suspended": True},
    "stranger": {"of": "rival", "roles": [Role.OWNER]},
    "stranger_agent": {"of": "rival", "roles": [Role.AGENT]},
    "bank_owner": {"of": "bank", "roles": [Role.OWNER]},
    "second_bank_owner": {"of": "bank", "roles": [Role.OWNER]},
    "bare_bank_owner": {"of": "bank", "roles": [Role.OWNER], "second_factor": False},
    "reviewer": {"of": "bank", "roles": [Role.REVIEWER]},
    "approver": {"of": "bank", "roles": [Role.APPROVER]},
    "waiting_approver": {"of": "bank", "roles": [Role.APPROVER], "confirmed": False},
    "operator_owner": {"of": "operator", "roles": [Role.OWNER]},
    "operator_auditor": {"of": "operator", "roles": [Role.AUDITOR]},
    "editor": {"of": "operator", "roles": [Role.EDITOR]},
    "moderator": {"of": "operator", "roles": [Role.MODERATOR]},
    "bare_moderator": {"of": "operator", "roles": [Role.MODERATOR], "second_factor": False},
    # A moderator who also belongs to the firm, whichever hat is worn.
    "party_moderator": {"of": "operator", "roles": [Role.MODERATOR], "also_of": "firm"},
    "system": {},
}


class World:
    """Organisations, people and records, made by the apps' own actions."""

    def __init__(self) -> None:
        self.cast = Cast()
        self.firm, self.rival, self.operator = self.cast.firm, self.cast.rival, self.cast.operator
        self.bank = builders.organization("鞍山测试银行", "bank", builders.person("bank_owner@example.test"))
        self.users: dict[str, User] = {"bank_owner": User.objects.get(email="bank_owner@example.test")}
        self.users |= {"owner": self.cast.lin, "stranger": self.cast.gu, "moderator": self.cast.guan}
        self.users["person"] = self.cast.xin
        self.users["suspended"] = self.cast.lin
        for name, what in PEOPLE.items():
            if what and name not in self.users:
                self._join(name, what)

    def _join(self, name: str, what: dict[str, Any]) -> None:
        user = self.users[name] = builders.person(f"{name}@example.test")
        home = getattr(self, what["of"])
        membership = actions.add_member(home, user, by=SYSTEM, roles=[])
        # Given by the first owner of a bank; what two persons give counts once a second one has confirmed it.
        granter = self.actor("bank_owner") if what["of"] == "bank" else SYSTEM
        for role in what["roles"]:
            given = actions.grant_role(membership, role, by=granter)
            if not given.is_in_force and what.get("confirmed", True):
                actions.confirm_role(given, by=self.actor("second_bank_owner"))
        if "also_of" in what:
            actions.add_member(getattr(self, what["also_of"]), user, by=SYSTEM, roles=[])

    def actor(self, name: str) -> Actor:
        """The actor as the site makes it from the memberships in the database."""
        if name == "visitor":
            return ANONYMOUS
        if name == "system":
            return SYSTEM
        what = PEOPLE[name]
        user = self.users[name]
        home = getattr(self, what["of"]) if what["of"] else None
        membership = user.memberships.get(organization=home, ended_at__isnull=True) if home else None
        return access.actor_for(user, membership, second_factor=what.get("second_factor", True))

    def enter(self, name: str) -> None:
        """What has to be true before this actor comes."""
        if PEOPLE[name].get("organization_suspended"):
            Organization.FLOW.advance(self.firm, Organization.Status.SUSPENDED, by=SYSTEM)

    def listing(self, status: str = "published", number: str = "201410264351.3") -> Any:
        """A listing of the firm in a state that its actions reach."""
        holder, moderator = self.actor("owner"), self.actor("moderator")
        listing = builders.draft(builders.patent(number, owners=[Cast.FIRM]), by=holder)
        if status == "draft":
            return listing
        listings.submit_listing(listing, by=holder)
        if status == "verifying":
            return listing
        if status == "returned":
            return listings.return_listing(listing, by=moderator, reasons={"title": "太短"})
        listings.approve_listing(listing, by=moderator)
        step = {
            "withdrawn": lambda: listings.withdraw_listing(listing, by=holder),
            "suspended": lambda: listings.suspend_listing(listing, by=moderator),
            "sold_elsewhere": lambda: listings.mark_listing_sold_elsewhere(listing, by=holder),
            "expired": lambda: listings.expire_listing(listing, by=SYSTEM),
        }.get(status)
        return step() if step else listing

    def add_media(self, listing: Any, audience: str = "private") -> tuple[Any, Any]:
        """A picture and a document in a listing that can be edited."""
        by = self.actor("owner")
        made = listings.add_picture(listing, by=by, picture=clean_picture(png()), alt="机")
        paper = clean_document(PDF, "证书.pdf")
        return made, listings.add_document(listing, by=by, document=paper, title="证书", audience=audience)

    @cached_property
    def evidence(self) -> Any:
        """A paper of the firm."""
        paper = clean_document(PDF, "授权书.pdf")
        return actions.add_evidence(self.firm, by=self.actor("owner"), document=paper, purpose="ownership")

    @property
    def owner_ref(self) -> str:
        """The register's owner of the listed right, whatever it is called now."""
        return Owner.objects.order_by("pk").values_list("ref", flat=True)[0]

    @property
    def owner_record(self) -> Owner:
        return Owner.objects.get(name=Cast.FIRM)


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def png(colour: tuple[int, int, int] = (200, 30, 30), size: tuple[int, int] = (640, 400)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def check_digit(digits: str) -> str:
    """Of a Chinese application number (GB 32100: weights 2 to 9, then 2 to 5, modulo 11)."""
    weights = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]
    rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


OURS = ("core", "accounts", "rights", "listings", "account", "mfa", "cms", "wagtailcore", "search")
UNKEPT = {"Session"}


def fingerprint() -> dict[str, str]:
    """What the database holds, table by table: every row of ours, events and waiting work included."""
    kept = {}
    for model in apps.get_models():
        if model._meta.app_label in OURS and model.__name__ not in UNKEPT:
            rows = sorted(map(repr, model._default_manager.values_list()))
            kept[model._meta.label] = f"{len(rows)} {hashlib.sha256(''.join(rows).encode()).hexdigest()[:12]}"
    return kept


def counts() -> tuple[int, int, int]:
    """Events, news for the index, jobs."""
    return Event.objects.count(), IndexChange.objects.count(), Job.objects.count()


@contextmanager
def undone() -> Any:
    """Whatever happens inside never happened."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
