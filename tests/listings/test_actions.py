"""Writes to listings: who, from which state, with which event, and what the register says to it."""

from datetime import date, timedelta

import pytest

from marketplace.core import clock
from marketplace.core.errors import IllegalTransition, InvalidInput, NotAllowed
from marketplace.core.models import Event, IndexChange
from marketplace.listings import actions
from marketplace.listings.models import Listing
from marketplace.listings.refusals import (
    EditedMeanwhile,
    ListingIncomplete,
    NotEditable,
    OwnershipUnproven,
    RightAlreadyListed,
    RightNotOfferable,
)
from marketplace.listings.tasks import expire_listings
from marketplace.rights.models import OwnershipProof, PledgeeConsent
from tests import builders

pytestmark = pytest.mark.django_db


def verbs(listing: Listing) -> list[str]:
    return list(Event.objects.filter(subject_ref=listing.ref).order_by("id").values_list("verb", flat=True))


def test_three_entries_make_a_draft(cast):
    listing = actions.create_listing([cast.right], by=cast.holder, modes=["sale"], price_kind="negotiable")

    assert (listing.status, listing.title, listing.organization) == ("draft", cast.right.title, cast.firm)
    assert [term.mode for term in listing.terms.all()] == ["sale"]
    assert verbs(listing) == ["listing.created"]


def test_a_stranger_changes_nothing(cast):
    listing = builders.draft(cast.right, by=cast.holder)

    for write in (
        lambda: actions.edit_listing(listing, by=cast.rival_holder, changes={"title": "x"}),
        lambda: actions.submit_listing(listing, by=cast.rival_holder),
        lambda: actions.withdraw_listing(listing, by=cast.rival_holder),
        lambda: actions.approve_listing(listing, by=cast.holder),
    ):
        with pytest.raises(NotAllowed):
            write()

    listing.refresh_from_db()
    assert (listing.status, listing.title, listing.version) == ("draft", cast.right.title, 1)
    assert verbs(listing) == ["listing.created"]


def test_an_incomplete_draft_says_what_it_lacks(cast):
    listing = actions.create_listing([cast.right], by=cast.holder)

    with pytest.raises(ListingIncomplete) as refusal:
        actions.submit_listing(listing, by=cast.holder)

    assert set(refusal.value.fields) == {"benefit", "modes"}
    assert Listing.objects.get(pk=listing.pk).status == "draft"


def test_submitting_proves_ownership_by_the_register(cast):
    listing = builders.draft(cast.right, by=cast.holder)

    actions.submit_listing(listing, by=cast.holder)

    proof = OwnershipProof.objects.get()
    assert (proof.kind, proof.organization, proof.right) == ("register_match", cast.firm, cast.right)
    assert Listing.objects.get(pk=listing.pk).status == "verifying"


def test_approval_publishes_and_tells_the_index(cast):
    listing = cast.listing

    listing.refresh_from_db()
    assert (listing.status, listing.published_at, listing.version) == ("published", clock.now(), 2)
    assert listing.verified_on == OwnershipProof.objects.get().proven_on
    assert verbs(listing) == ["listing.created", "listing.submitted", "listing.approved"]
    assert IndexChange.objects.filter(index="listings", key=str(listing.pk)).exists()


def test_nobody_lists_anothers_right_without_a_document(cast):
    right = builders.patent(owners=[cast.RIVAL])
    cast.rival  # the true owner is here too
    listing = builders.draft(right, by=cast.holder)
    actions.submit_listing(listing, by=cast.holder)

    with pytest.raises(OwnershipUnproven):
        actions.approve_listing(listing, by=cast.moderator)

    assert Listing.objects.get(pk=listing.pk).status == "verifying"
    assert not OwnershipProof.objects.exists()


def test_a_moderator_names_the_document_that_proves_it(cast):
    right = builders.patent(owners=["林禾"])
    listing = builders.draft(right, by=cast.holder)
    actions.submit_listing(listing, by=cast.holder)

    actions.approve_listing(listing, by=cast.moderator, ownership_source="转让合同及受理通知书")

    assert OwnershipProof.objects.get().source == "转让合同及受理通知书"
    assert listing.status == "published"


@pytest.mark.parametrize(
    ("code", "facts", "reason"),
    [
        ("CF01", {}, "not_in_force"),
        ("PP01", {"registration_no": "P1", "holder": "法院"}, "frozen"),
        ("PE01", {"registration_no": "Y1", "holder": "银行"}, "pledged"),
        ("TR01", {"owners": ["海城砺镁新材料有限公司"]}, "transferred"),
        ("ZZ01", {"registration_no": "Z1"}, "procedure_suspended"),
    ],
)
def test_a_listing_suspends_itself_when_the_register_speaks(cast, code, facts, reason):
    listing = cast.listing

    builders.event(cast.right, code, date(2026, 11, 20), **facts)

    listing.refresh_from_db()
    assert (listing.status, listing.suspension) == ("suspended", reason)
    assert verbs(listing)[-1] == "listing.suspended"


def test_it_comes_back_when_the_reason_is_gone(cast):
    listing = cast.listing
    builders.event(cast.right, "PE01", date(2026, 11, 19), registration_no="Y1", holder="银行")

    builders.event(cast.right, "PC01", date(2026, 11, 20), registration_no="Y1")

    listing.refresh_from_db()
    assert (listing.status, listing.suspension) == ("published", "")


def test_a_pledged_right_is_shown_with_the_pledgees_consent(cast):
    listing = cast.listing
    PledgeeConsent.objects.create(right=cast.right, encumbrance_no="Y1", listing_ref=listing.ref, given_by=1)

    builders.event(cast.right, "PE01", date(2026, 11, 19), registration_no="Y1", holder="银行")

    listing.refresh_from_db()
    assert listing.status == "published"


def test_staff_suspension_is_not_lifted_by_the_register(cast):
    listing = cast.listing
    actions.suspend_listing(listing, by=cast.moderator)

    builders.event(cast.right, "EE01", date(2026, 11, 19), registration_no="X1", holder="某厂", kind="ordinary")

    listing.refresh_from_db()
    assert listing.status == "suspended"


def test_a_lapsed_right_cannot_be_approved(cast):
    listing = builders.draft(cast.right, by=cast.holder)
    actions.submit_listing(listing, by=cast.holder)
    builders.event(cast.right, "CF01", date(2026, 11, 20))

    with pytest.raises(RightNotOfferable) as refusal:
        actions.approve_listing(listing, by=cast.moderator)

    assert refusal.value.facts["obstacle"] == "not_in_force"


def test_two_organisations_never_show_the_same_right(cast):
    cast.listing
    rival = builders.draft(cast.right, by=cast.rival_holder)
    actions.submit_listing(rival, by=cast.rival_holder)

    with pytest.raises(RightAlreadyListed):
        actions.approve_listing(rival, by=cast.moderator, ownership_source="转让合同")

    assert Listing.objects.get(pk=rival.pk).status == "verifying"


def test_a_return_names_fields_and_editing_them_settles_it(cast):
    listing = builders.draft(cast.right, by=cast.holder)
    actions.submit_listing(listing, by=cast.holder)
    actions.return_listing(listing, by=cast.moderator, reasons={"benefit": "请写明数据来源。", "title": " "})
    assert [(row.field, row.reason) for row in listing.returns.all()] == [("benefit", "请写明数据来源。")]

    actions.edit_listing(listing, by=cast.holder, changes={"benefit": "经三家钢厂验证，多浇三百炉。"})

    assert listing.returns.get().settled_at == clock.now()
    assert actions.submit_listing(Listing.objects.get(pk=listing.pk), by=cast.holder).status == "verifying"


def test_a_return_without_a_reason_is_refused(cast):
    listing = builders.draft(cast.right, by=cast.holder)
    actions.submit_listing(listing, by=cast.holder)

    with pytest.raises(InvalidInput):
        actions.return_listing(listing, by=cast.moderator, reasons={"title": ""})


def test_the_second_editor_hears_of_the_first(cast):
    listing = builders.draft(cast.right, by=cast.holder)
    actions.edit_listing(listing, by=cast.holder, changes={"title": "甲"}, version=1)

    with pytest.raises(EditedMeanwhile):
        actions.edit_listing(listing, by=cast.holder, changes={"title": "乙"}, version=1)

    assert Listing.objects.get(pk=listing.pk).title == "甲"


def test_a_published_listing_is_not_edited_in_place(cast):
    with pytest.raises(NotEditable):
        actions.edit_listing(cast.listing, by=cast.holder, changes={"title": "x"})


def test_it_is_withdrawn_relisted_and_sold_elsewhere(cast):
    listing = cast.listing
    actions.withdraw_listing(listing, by=cast.holder)
    actions.relist_listing(listing, by=cast.holder)
    assert listing.status == "draft"
    actions.submit_listing(listing, by=cast.holder)
    actions.approve_listing(listing, by=cast.moderator)

    actions.mark_listing_sold_elsewhere(listing, by=cast.holder)

    assert Listing.objects.get(pk=listing.pk).status == "sold_elsewhere"
    with pytest.raises(IllegalTransition):
        actions.relist_listing(listing, by=cast.holder)


def test_an_open_licence_excludes_an_exclusive_one(cast):
    with pytest.raises(InvalidInput) as refusal:
        actions.create_listing([cast.right], by=cast.holder, modes=["open_licence", "exclusive_licence"])

    assert set(refusal.value.fields) == {"modes"}
    assert not Listing.objects.exists()


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"price_kind": "fixed"}, "price_amount"),
        ({"price_kind": "fixed", "price_amount": 0}, "price_amount"),
        ({"price_kind": "range", "price_amount": 200, "price_to_amount": 100}, "price_to_amount"),
    ],
)
def test_a_half_typed_price_is_refused_beside_its_field(cast, fields, refused):
    with pytest.raises(InvalidInput) as refusal:
        actions.create_listing([cast.right], by=cast.holder, modes=["sale"], **fields)

    assert set(refusal.value.fields) == {refused}


def test_its_time_on_show_ends_by_policy(cast):
    listing = cast.listing

    with clock.frozen(clock.now() + timedelta(days=366)):
        expire_listings()

    listing.refresh_from_db()
    assert listing.status == "expired"


def test_nobody_else_sees_a_draft(cast):
    listing = builders.draft(cast.right, by=cast.holder)

    assert not Listing.objects.visible_to(cast.rival_holder).exists()
    assert not Listing.objects.visible_to(cast.buyer).exists()
    assert Listing.objects.visible_to(cast.holder).get() == listing
    assert Listing.objects.visible_to(cast.moderator).get() == listing
