"""Claims on papers, powers of attorney and disputes: who hands in, who decides, and what follows for what is shown."""

from datetime import date, timedelta

import pytest

from marketplace.accounts.actions import add_evidence
from marketplace.core import clock
from marketplace.core.documents import clean_document
from marketplace.core.errors import Conflict, InvalidInput, NotAllowed
from marketplace.core.models import Event, Job
from marketplace.core.schedule import run_due
from marketplace.listings.models import Listing
from marketplace.rights import actions
from marketplace.rights.models import OwnershipClaim, OwnershipDispute, OwnershipProof, PowerOfAttorney
from marketplace.rights.register_refusals import DisputeOpen
from tests import builders

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def paper(organization, by, purpose="ownership"):
    return add_evidence(organization, by=by, document=clean_document(PDF, "证书.pdf"), purpose=purpose)


def claim(right, organization, by, **options):
    return actions.submit_ownership_claim(right, organization, by=by, papers=[paper(organization, by)], **options)


def power(cast, right=None, **changes):
    values = {
        "principal_name": cast.RIVAL,
        "starts_on": clock.today(),
        "ends_on": clock.today() + timedelta(days=30),
        "papers": [paper(cast.firm, cast.holder, "power_of_attorney")],
        "rights": [right] if right else [],
        **changes,
    }
    return actions.submit_power_of_attorney(cast.firm, by=cast.holder, **values)


def waiting_listing(right, cast):
    listing = builders.draft(right, by=cast.holder)
    return builders.listings.submit_listing(listing, by=cast.holder)


def test_accepted_papers_prove_the_right_and_let_it_be_published(cast):
    right = builders.patent(owners=["王一"])
    listing = waiting_listing(right, cast)
    found = claim(right, cast.firm, cast.holder, statement="2026 年 3 月受让")

    proof = actions.accept_ownership_claim(found, by=cast.moderator)
    builders.listings.approve_listing(listing, by=cast.moderator)

    assert (proof.kind, proof.source, proof.proven_on) == ("document", found.ref, clock.today())
    assert Listing.objects.get().verified_on == clock.today()
    assert [e.verb for e in Event.objects.filter(subject_ref=found.ref).order_by("pk")] == [
        "ownershipclaim.submitted",
        "ownershipclaim.accepted",
    ]


def test_the_organisation_hears_of_the_decision(cast):
    found = claim(builders.patent(owners=["王一"]), cast.firm, cast.holder)
    assert cast.moderator
    Job.objects.all().delete()

    actions.return_ownership_claim(found, by=cast.moderator, reason="证书看不清，请重新扫描。")

    assert found.status == "returned"
    assert Job.objects.filter(lane="mail").count() == 1


def test_a_claim_needs_papers_of_its_own_organisation(cast):
    right = builders.patent(owners=["王一"])
    foreign = paper(cast.rival, cast.rival_holder)

    for papers in ([], [foreign]):
        with pytest.raises(InvalidInput) as refused:
            actions.submit_ownership_claim(right, cast.firm, by=cast.holder, papers=papers)
        assert set(refused.value.fields) == {"papers"}

    assert not OwnershipClaim.objects.exists()


def test_nobody_decides_in_their_own_matter(cast):
    from marketplace.accounts import actions as accounts

    found = claim(builders.patent(owners=["王一"]), cast.firm, cast.holder)
    accounts.add_member(cast.firm, cast.guan, by=builders.SYSTEM, roles=[])

    for by in (cast.holder, cast.moderator, cast.rival_holder):
        with pytest.raises(NotAllowed):
            actions.accept_ownership_claim(found, by=by)

    assert OwnershipClaim.objects.get().status == "submitted"
    assert not OwnershipProof.objects.exists()


def test_one_claim_at_a_time(cast):
    right = builders.patent(owners=["王一"])
    claim(right, cast.firm, cast.holder)

    with pytest.raises(Conflict):
        claim(right, cast.firm, cast.holder)


def test_a_second_claimant_hides_the_first_and_both_hear_neutral_words(cast):
    first = cast.listing
    assert cast.rival
    Job.objects.all().delete()

    found = claim(cast.right, cast.rival, cast.rival_holder)

    first.refresh_from_db()
    dispute = OwnershipDispute.objects.get()
    assert (first.status, first.suspension) == ("suspended", "disputed")
    assert set(dispute.parties.all()) == {cast.firm, cast.rival}
    assert Job.objects.filter(lane="mail").count() == 2
    with pytest.raises(DisputeOpen):
        actions.accept_ownership_claim(found, by=cast.moderator)


def test_an_unverified_organisation_cannot_hide_anothers_listing(cast):
    stranger = builders.person("stranger@example.test")
    fresh = builders.organization("鞍山来路不明有限公司", "firm", stranger, verified=False)
    first = cast.listing

    claim(cast.right, fresh, builders.actor(stranger, fresh, "owner"))

    first.refresh_from_db()
    assert first.status == "published"
    assert not OwnershipDispute.objects.exists()


def test_a_dispute_decided_for_the_first_brings_its_listing_back(cast):
    first = cast.listing
    found = claim(cast.right, cast.rival, cast.rival_holder)
    dispute = OwnershipDispute.objects.get()

    actions.decide_ownership_dispute(dispute, by=cast.moderator, winner=cast.firm, reason="登记簿副本与证书一致。")

    first.refresh_from_db()
    found.refresh_from_db()
    assert (first.status, found.status, dispute.status) == ("published", "returned", "decided")


def test_a_dispute_decided_for_the_second_ends_the_firsts_proof(cast):
    first = cast.listing
    claim(cast.right, cast.rival, cast.rival_holder)

    actions.decide_ownership_dispute(
        OwnershipDispute.objects.get(), by=cast.moderator, winner=cast.rival, reason="转让合同与受理通知书。"
    )

    first.refresh_from_db()
    assert (first.status, first.suspension) == ("suspended", "transferred")
    living = OwnershipProof.objects.filter(ended_at__isnull=True)
    assert [proof.organization for proof in living] == [cast.rival]


def test_a_claim_taken_back_ends_the_dispute_and_brings_the_first_listing_back(cast):
    first = cast.listing
    found = claim(cast.right, cast.rival, cast.rival_holder)
    hidden = Listing.objects.get().status
    Job.objects.all().delete()

    actions.withdraw_ownership_claim(found, by=cast.rival_holder)

    first.refresh_from_db()
    dispute = OwnershipDispute.objects.get()
    assert (hidden, first.status, found.status) == ("suspended", "published", "ended")
    assert (dispute.status, dispute.decided_for, dispute.decided_by) == ("decided", cast.firm, None)
    assert Job.objects.filter(lane="mail").count() == 1


def test_a_claim_taken_back_leaves_a_dispute_of_two_others_open(cast):
    assert cast.listing
    third = builders.person("third@example.test")
    other = builders.organization("营口旁观有限公司", "firm", third)
    claim(cast.right, other, builders.actor(third, other, "owner"))
    found = claim(cast.right, cast.rival, cast.rival_holder)

    actions.withdraw_ownership_claim(found, by=cast.rival_holder)

    assert OwnershipDispute.objects.get().status == "open"
    assert Listing.objects.get().status == "suspended"


def test_a_party_decides_no_dispute(cast):
    assert cast.listing
    claim(cast.right, cast.rival, cast.rival_holder)
    dispute = OwnershipDispute.objects.get()

    for by in (cast.holder, cast.rival_holder):
        with pytest.raises(NotAllowed):
            actions.decide_ownership_dispute(dispute, by=by, winner=None, reason="x")

    dispute.refresh_from_db()
    assert dispute.status == "open"


def test_co_owners_do_not_dispute_each_others_place(cast):
    right = builders.patent(owners=[cast.FIRM, cast.RIVAL])
    assert cast.rival
    actions.prove_by_register(right, cast.firm, by=cast.holder)

    claim(right, cast.rival, cast.rival_holder, owner_name=cast.RIVAL)

    assert not OwnershipDispute.objects.exists()


def test_a_power_in_force_lets_the_agent_offer_the_owners_right(cast):
    right = builders.patent(owners=[cast.RIVAL])
    given = power(cast, right)
    listing = waiting_listing(right, cast)

    actions.accept_power_of_attorney(given, by=cast.moderator)
    builders.listings.approve_listing(listing, by=cast.moderator)

    proof = OwnershipProof.objects.get()
    assert (proof.kind, proof.power, proof.owner_name) == ("power_of_attorney", given, cast.RIVAL)
    assert Listing.objects.get().status == "published"


def test_a_power_ends_by_itself_and_what_stood_on_it_is_hidden(cast):
    right = builders.patent(owners=[cast.RIVAL])
    given = actions.accept_power_of_attorney(power(cast, right), by=cast.moderator)
    listing = builders.listings.approve_listing(waiting_listing(right, cast), by=cast.moderator)

    run_due(clock.start_of(given.ends_on) + timedelta(hours=23))
    still = Listing.objects.get().status
    run_due(clock.start_of(given.ends_on) + timedelta(hours=25))

    listing.refresh_from_db()
    assert (still, listing.status, listing.suspension) == ("published", "suspended", "transferred")
    assert PowerOfAttorney.objects.get().status == "ended"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"principal_name": " "}, "principal_name"),
        ({"ends_on": date(2026, 11, 1), "starts_on": date(2026, 10, 1)}, "ends_on"),
        ({"ends_on": date(2026, 11, 1), "starts_on": date(2026, 12, 1)}, "ends_on"),
        ({"ends_on": date(2046, 11, 1)}, "ends_on"),
        ({"starts_on": date(9990, 1, 1), "ends_on": date(9999, 1, 1)}, "ends_on"),
        ({"papers": []}, "papers"),
        ({"rights": []}, "rights"),
    ],
)
def test_an_incomplete_power_says_what_it_lacks(cast, changes, field):
    with pytest.raises(InvalidInput) as refused:
        power(cast, builders.patent(owners=[cast.RIVAL]), **changes)

    assert field in refused.value.fields


def test_the_owner_can_end_the_power_it_gave(cast):
    right = builders.patent(owners=[cast.RIVAL])
    assert cast.rival
    given = actions.accept_power_of_attorney(power(cast, right), by=cast.moderator)

    actions.end_power_of_attorney(given, by=cast.rival_holder, reason="合同终止")

    assert given.status == "ended"
    assert not OwnershipProof.objects.filter(ended_at__isnull=True).exists()


def test_a_stranger_sees_and_ends_nothing(cast):
    right = builders.patent(owners=[cast.RIVAL])
    given = actions.accept_power_of_attorney(power(cast, right), by=cast.moderator)
    stranger = builders.person("stranger@example.test")
    other = builders.organization("营口旁观有限公司", "firm", stranger)

    with pytest.raises(NotAllowed):
        actions.end_power_of_attorney(given, by=builders.actor(stranger, other, "owner"))

    assert not PowerOfAttorney.objects.visible_to(builders.actor(stranger, other, "owner")).exists()
    assert PowerOfAttorney.objects.get().status == "accepted"
