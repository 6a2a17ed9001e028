"""Reaching for others' records, for fields that no form has, and for roles that nobody gave."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from marketplace.accounts import actions as accounts
from marketplace.accounts.models import Invitation, Membership, MembershipRole, Organization, User
from marketplace.core.access import Role
from marketplace.core.models import Event
from marketplace.listings import actions as listings
from marketplace.listings.models import Listing
from tests import builders
from tests.access.browsers import client_for
from tests.access.world import PDF, World, check_digit, fingerprint, png, undone

pytestmark = [pytest.mark.django_db, pytest.mark.attack]


@pytest.fixture
def world(cast):
    return World()


def edit_form(listing, **changes):
    """What the edit page sends."""
    fields = {
        "version": listing.version, "title": listing.title, "benefit": "一炉多浇三百次。", "modes": "sale",
        "price_kind": "negotiable", "currency": "CNY",
    }  # fmt: skip
    return {**fields, **changes}


EXTRAS = {
    "status": "published",
    "organization": "1",
    "organization_id": "1",
    "created_by": "1",
    "verified_on": "2026-01-01",
    "published_at": "2026-01-01",
    "suspension": "",
    "is_demo": "on",
    "ref": "LS-0000001",
    "id": "1",
}


def test_editing_sets_no_field_that_the_form_does_not_have(world):
    listing = world.listing("draft")
    kept = {name: getattr(listing, name) for name in ("ref", "organization_id", "created_by", "status", "verified_on")}

    answer = client_for(world, "owner").post(f"/listings/{listing.ref}/edit/", edit_form(listing, **EXTRAS))

    assert answer.status_code == 302
    stored = Listing.objects.get(pk=listing.pk)
    assert stored.benefit == "一炉多浇三百次。"
    assert {name: getattr(stored, name) for name in kept} == kept
    assert stored.published_at is None


def test_posting_makes_a_draft_of_ones_own_organisation_whatever_is_sent(world):
    right = builders.patent(owners=[world.cast.FIRM])
    data = {"modes": "sale", "price_kind": "negotiable", "currency": "CNY", **EXTRAS, "organization": world.rival.pk}

    answer = client_for(world, "owner").post(f"/listings/new/?number={right.slug}", data)

    made = Listing.objects.get()
    assert answer["Location"] == f"/listings/{made.ref}/edit/"
    assert (made.organization, made.created_by, made.status) == (world.firm, world.users["owner"].pk, "draft")
    assert (made.verified_on, made.published_at, made.ref == "LS-0000001") == (None, None, False)


def test_registering_makes_no_operator_and_verifies_nobody(world):
    client = client_for(world, "person")
    data = {"kind": "foreign", "name": "Far Away Ltd", "status": "verified", "verified_at": "2026-01-01",
            "is_demo": "on", "roles": "moderator", "role": "moderator"}  # fmt: skip

    assert client.post("/accounts/organizations/new/", {**data, "kind": "operator"}).status_code == 200
    client.post("/accounts/organizations/new/", data)

    made = Organization.objects.get(name="Far Away Ltd")
    roles = MembershipRole.objects.filter(membership__organization=made).values_list("role", flat=True)
    assert (made.kind, made.status, made.verified_at, made.is_demo, list(roles)) == (
        "foreign", "unverified", None, False, ["owner"],
    )  # fmt: skip


def test_changing_ones_name_changes_nothing_else_of_oneself(world):
    data = {"full_name": "辛小白", "language": "en", "email": "boss@example.test", "is_staff": "on",
            "is_superuser": "on", "is_demo": "on", "is_active": "", "password": "x"}  # fmt: skip
    before = world.users["person"]

    client_for(world, "person").post("/accounts/profile/", data)

    after = User.objects.get(pk=before.pk)
    assert (after.full_name, after.language) == ("辛小白", "en")
    assert (after.email, after.password, after.is_active) == (before.email, before.password, True)
    assert (after.is_staff, after.is_superuser, after.is_demo) == (False, False, False)


def test_signing_up_grants_nothing_whatever_is_sent(world, client):
    password = "a long enough phrase"
    client.post("/accounts/signup/", {
        "full_name": "某人", "email": "some@example.test", "password1": password, "password2": password,
        "is_staff": "on", "is_superuser": "on", "is_demo": "on", "roles": "moderator", "organization": world.firm.pk,
        "verified": "on", "primary": "on", "terms": "on",
    })  # fmt: skip

    made = User.objects.get(email="some@example.test")
    assert (made.is_staff, made.is_superuser, made.is_demo, made.memberships.count()) == (False, False, False, 0)
    assert made.emailaddress_set.get().verified is False


def test_a_picture_or_document_of_another_listing_is_not_reached_through_ones_own(world):
    theirs = world.listing("draft")
    picture, document = world.add_media(theirs)
    mine = builders.draft(builders.patent("201410264352.8", owners=[world.cast.RIVAL]), by=world.actor("stranger"))
    client, before = client_for(world, "stranger"), fingerprint()

    for address in (f"/listings/{mine.ref}/pictures/{picture.ref}/", f"/listings/{mine.ref}/documents/{document.ref}/"):
        assert client.post(address, {"position": "0"}).status_code == 404

    assert fingerprint() == before


def test_a_right_that_the_listing_does_not_hold_is_not_removed_from_another(world):
    theirs = world.listing("draft")
    mine = builders.draft(builders.patent("201410264352.8", owners=[world.cast.RIVAL]), by=world.actor("stranger"))
    client, before = client_for(world, "stranger"), fingerprint()

    for right in (theirs.items.get().right.slug, "nothing", "\0", "' OR 1=1 --"):
        assert client.post(f"/listings/{mine.ref}/rights/remove/", {"right": right}).status_code == 404

    assert fingerprint() == before


def test_an_owner_gives_no_role_that_the_kind_does_not_know(world):
    membership = world.firm.memberships.get(user=world.users["owner"])
    client, before = client_for(world, "owner"), fingerprint()

    for role in ("editor", "moderator", "reviewer", "approver", "booth_staff", "admin", "", "\0"):
        assert client.post(f"/accounts/members/{membership.pk}/grant/", {"role": role}).status_code in (403, 422), role
        assert client.post("/accounts/members/", {"email": "a@example.test", "role": role}).status_code == 200, role

    assert fingerprint() == before


@pytest.mark.parametrize("role", ["reviewer", "approver"])
def test_granting_oneself_a_role_of_two_persons_opens_nothing(world, role):
    own = world.bank.memberships.get(user=world.users["bank_owner"])
    client = client_for(world, "bank_owner")

    client.post(f"/accounts/members/{own.pk}/grant/", {"role": role})
    given = own.roles.get(role=role)
    answer = client.post(f"/accounts/roles/{given.pk}/confirm/")

    assert answer.status_code == 403
    given.refresh_from_db()
    assert given.is_in_force is False
    assert role not in world.actor("bank_owner").roles


def test_the_database_itself_refuses_one_person_for_two(world):
    role = world.bank.memberships.get(user=world.users["waiting_approver"]).roles.get()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_membershiprole SET confirmed_by_id = granted_by_id WHERE id = %s", [role.pk])

    role.refresh_from_db()
    assert role.is_in_force is False


def test_a_demoted_owner_confirms_nothing_any_more(world):
    second = world.bank.memberships.get(user=world.users["second_bank_owner"])
    waiting = world.bank.memberships.get(user=world.users["waiting_approver"]).roles.get()
    client = client_for(world, "second_bank_owner")
    accounts.revoke_role(second.roles.get(role=Role.OWNER), by=world.actor("bank_owner"))

    assert client.post(f"/accounts/roles/{waiting.pk}/confirm/").status_code == 403
    waiting.refresh_from_db()
    assert waiting.confirmed_by is None


def test_the_last_owner_stays_through_every_door(world):
    membership = world.firm.memberships.get(user=world.users["owner"])
    client, before = client_for(world, "owner"), fingerprint()

    assert client.post(f"/accounts/members/{membership.pk}/end/").status_code == 409
    assert client.post(f"/accounts/roles/{membership.roles.get().pk}/revoke/").status_code == 409

    assert fingerprint() == before


@pytest.mark.parametrize("way", ["ref", "small", "pk", "name"])
def test_nobody_acts_for_an_organisation_of_others(world, way):
    said = {"ref": world.firm.ref, "small": world.firm.ref.lower(), "pk": world.firm.pk, "name": world.firm.name}
    client = client_for(world, "stranger")

    client.post("/accounts/acting/", {"organization": said[way]})

    assert client.session["acting_for"] == 0
    assert client.get("/listings/mine/").status_code == 403


def test_a_session_that_names_a_foreign_organisation_acts_for_ones_own(world):
    listing = world.listing("draft")
    client = client_for(world, "stranger")
    session = client.session
    session["acting_for"] = world.firm.pk
    session.save()

    assert client.get(f"/listings/{listing.ref}/edit/").status_code == 404
    assert client.get("/accounts/members/").context["organization"] == world.rival


def test_whoever_was_removed_stops_acting_at_once(world):
    listing = world.listing("draft")
    client = client_for(world, "agent")
    assert client.get(f"/listings/{listing.ref}/edit/").status_code == 200

    accounts.end_membership(world.firm.memberships.get(user=world.users["agent"]), by=world.actor("owner"))
    before = fingerprint()

    assert client.get(f"/listings/{listing.ref}/edit/").status_code == 404
    assert client.post(f"/listings/{listing.ref}/submit/").status_code == 404
    assert client.get(f"/listings/{listing.ref}/").status_code == 404
    assert fingerprint() == before


@pytest.mark.parametrize("change", ["withdrawn", "expired", "accepted", "guessed"])
def test_an_invitation_that_is_over_opens_nothing(world, change, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("secrets.token_urlsafe", lambda size: "mailed-token")
        offer = accounts.invite_member(world.firm, by=world.actor("owner"), email="xin@example.test", role="agent")
    if change == "withdrawn":
        accounts.withdraw_invitation(offer, by=world.actor("owner"))
    elif change == "expired":
        Invitation.objects.update(expires_at=offer.created_at - timedelta(seconds=1))
    elif change == "accepted":
        accounts.accept_invitation(offer, world.users["person"], by=world.actor("person"))
        accounts.end_membership(Membership.objects.latest("pk"), by=world.actor("owner"))
    client, before = client_for(world, "person"), fingerprint()

    token = "another-token" if change == "guessed" else "mailed-token"
    assert client.post(f"/accounts/invitations/{token}/").status_code == 410

    assert fingerprint() == before


def test_the_invited_role_is_the_one_that_was_offered(world, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("secrets.token_urlsafe", lambda size: "mailed-token")
        accounts.invite_member(world.firm, by=world.actor("owner"), email="xin@example.test", role="agent")

    client_for(world, "person").post(
        "/accounts/invitations/mailed-token/", {"role": "owner", "organization": world.rival.pk}
    )

    membership = Membership.objects.get(user=world.users["person"])
    assert (membership.organization, [role.role for role in membership.roles.all()]) == (world.firm, ["agent"])


def sent_twice(client, address, data, files=None):
    """The same form twice; what the database holds after the first and after the second."""
    shots = []
    for _ in range(2):
        loaded = {name: SimpleUploadedFile(*file) for name, file in (files or {}).items()}
        answer = client.post(address, {**data, **loaded})
        shots.append((answer.status_code, {k: v for k, v in fingerprint().items() if k not in HEARSAY}))
    return shots


# A second mail of the same kind may follow; nothing else may.
HEARSAY = {"core.Job", "core.Event", "core.IndexChange"}
FORMS = {
    "accounts/profile/": ("person", "draft", {"full_name": "辛", "language": "en"}),
    "accounts/organizations/new/": ("person", "draft", {"kind": "foreign", "name": "Far Away Ltd"}),
    "accounts/members/": ("owner", "draft", {"email": "new@example.test", "role": "agent"}),
    "accounts/acting/": ("owner", "draft", {"organization": ""}),
    "accounts/password/reset/": ("visitor", "draft", {"email": "lin@example.test"}),
    "listings/new/?number=201410264352.8": ("owner", "draft", {"modes": "sale", "price_kind": "negotiable",
                                                               "currency": "CNY"}),
    "listings/{ref}/pictures/": ("owner", "draft", {"alt": "机"}),
    "listings/{ref}/documents/": ("owner", "draft", {"title": "证书", "audience": "private"}),
    "listings/{ref}/rights/add/": ("owner", "draft", {"add-number": "201410264352.8"}),
    "listings/{ref}/submit/": ("owner", "draft", {}),
    "listings/{ref}/withdraw/": ("owner", "published", {}),
    "listings/{ref}/relist/": ("owner", "withdrawn", {}),
    "listings/{ref}/mark-sold-elsewhere/": ("owner", "published", {}),
    "listings/{ref}/approve/": ("moderator", "verifying", {}),
    "listings/{ref}/return/": ("moderator", "verifying", {"reason_title": "太短"}),
    "listings/{ref}/suspend/": ("moderator", "published", {}),
    "listings/{ref}/resume/": ("moderator", "suspended", {}),
}  # fmt: skip
FILES = {
    "listings/{ref}/pictures/": {"file": ("a.png", png(), "image/png")},
    "listings/{ref}/documents/": {"file": ("a.pdf", PDF, "application/pdf")},
}


def test_the_same_form_sent_twice_does_no_more_than_once(world):
    builders.patent("201410264352.8", owners=[world.cast.FIRM])

    wrong = []
    for form, (name, state, data) in FORMS.items():
        with undone():
            listing = world.listing(state)
            client = client_for(world, name)
            first, second = sent_twice(client, f"/{form.format(ref=listing.ref)}", data, FILES.get(form))
        changed = [label for label, rows in second[1].items() if rows != first[1][label]]
        if first[0] != 302 or second[0] not in (200, 302, 409, 422) or changed:
            wrong.append(f"{form}: {first[0]}, {second[0]}, {changed}")

    assert not wrong, "\n".join(wrong)


def test_the_same_edit_sent_twice_is_refused_as_outrun_or_changes_nothing(world):
    listing = world.listing("draft")
    client, data = client_for(world, "owner"), edit_form(listing)

    first = client.post(f"/listings/{listing.ref}/edit/", data)
    stored = Listing.objects.get(pk=listing.pk)
    second = client.post(f"/listings/{listing.ref}/edit/", data)

    assert (first.status_code, second.status_code) == (302, 409)
    assert Listing.objects.get(pk=listing.pk).version == stored.version
    assert Event.objects.filter(verb="listing.edited").count() == 1


STATES = ["draft", "verifying", "returned", "withdrawn", "suspended", "sold_elsewhere", "expired"]
SERIALS = [f"20141026435{last}" for last in range(2, 9)]


def test_what_is_off_the_market_is_found_nowhere(world, index):
    hidden = [
        world.listing(state, f"{serial}.{check_digit(serial)}") for state, serial in zip(STATES, SERIALS, strict=True)
    ]
    Listing.objects.update(title="绝密磁选尾矿")
    shown = builders.published(
        builders.patent("201410264351.3", owners=[world.cast.FIRM], title="公开的烧结机台车"),
        by=world.actor("owner"),
        moderator=world.actor("moderator"),
    )
    index()

    slug = hidden[0].items.get().right.slug
    pages = ["/", "/listings/", "/search/", "/search/?q=绝密磁选尾矿", "/search/?q=磁选", f"/search/?q={hidden[0].ref}",
             "/search/suggest/?q=绝密", f"/organizations/{world.firm.ref}/", f"/listings/{shown.ref}/",
             f"/rights/{slug}/", f"/owners/{world.owner_ref}/", "/sitemap-listings-1.xml", "/search/?sort=newest",
             "/en/search/?q=LS"]  # fmt: skip
    for name in ("visitor", "stranger", "owner"):
        client = client_for(world, name)
        for address in pages:
            page = client.get(address).content.decode()
            for listing in hidden:
                assert f"/listings/{listing.ref}/" not in page, (name, address, listing.status)
                assert f'data-ref="{listing.ref}"' not in page, (name, address, listing.status)
        assert "绝密" not in client.get("/search/suggest/?q=绝密").content.decode()
        counted = client.get("/search/").content.decode()
        assert 'data-total="1"' in counted
        assert set(re.findall(r'data-count="(\d+)"', counted)) == {"1"}


def test_a_merged_record_is_found_nowhere(world, index, client):
    from marketplace.rights import actions as rights
    from marketplace.rights.identifiers import parse_number

    stays = builders.patent(owners=[world.cast.FIRM])
    twin = rights.enter_right(parse_number("CN104001234A"), by=builders.SYSTEM, kind="invention", title=stays.title)
    slug = twin.slug
    rights.merge_rights(twin, stays, by=builders.SYSTEM)
    index()

    page = client.get("/search/?kind=rights").content.decode()
    assert 'data-total="1"' in page
    assert f"/rights/{slug}/" not in client.get("/sitemap-rights-1.xml").content.decode()
    assert client.get(f"/rights/{slug}/")["Location"] == f"/rights/{stays.slug}/"


def test_listing_a_right_says_nothing_of_whose_other_listing_it_is(world):
    listing = world.listing("published")
    right = listing.items.get().right

    page = client_for(world, "stranger").get(f"/listings/new/?number={right.slug}").content.decode()

    assert listing.ref not in page
    assert world.firm.ref not in page


def test_a_removed_listing_event_stays(world):
    listing = world.listing("draft")
    listings.withdraw_listing(listing, by=world.actor("owner"))

    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Event.objects.all().delete()
