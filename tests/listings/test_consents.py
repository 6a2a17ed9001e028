"""Co-owners: whose consent is needed for what, how it is given, and what follows when it is taken back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.accounts.actions import add_evidence
from marketplace.accounts.models import Evidence
from marketplace.core.documents import clean_document
from marketplace.core.errors import Conflict, InvalidInput, NotAllowed
from marketplace.core.models import Event, Job
from marketplace.listings import actions, rules
from marketplace.listings.models import CoOwnerConsent, Listing
from marketplace.listings.refusals import ListingIncomplete
from tests import builders
from tests.listings.desks import client_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def shared(cast):
    """A right that the firm owns together with its rival, who is here too."""
    assert cast.rival
    return builders.patent(owners=[cast.FIRM, cast.RIVAL])


def paper(cast):
    return add_evidence(cast.firm, by=cast.holder, document=clean_document(PDF, "同意书.pdf"), purpose="consent")


def submitted(listing, cast):
    return actions.submit_listing(listing, by=cast.holder)


@pytest.mark.parametrize(
    ("kind", "mode", "needed"),
    [
        ("invention", "ordinary_licence", False),
        ("utility_model", "ordinary_licence", False),
        ("invention", "sale", True),
        ("invention", "exclusive_licence", True),
        ("invention", "sole_licence", True),
        ("invention", "open_licence", True),
        ("design", "equity", True),
        ("trademark", "ordinary_licence", True),
    ],
)
def test_the_law_says_what_needs_all_owners(kind, mode, needed):
    assert rules.needs_consent(kind, mode) is needed


def test_a_draft_without_a_needed_consent_stays_and_says_whose_is_missing(cast, shared):
    listing = builders.draft(shared, by=cast.holder)

    with pytest.raises(ListingIncomplete) as refused:
        submitted(listing, cast)

    assert set(refused.value.fields) == {"consents"}
    assert cast.RIVAL in str(refused.value.fields["consents"])
    assert cast.FIRM not in str(refused.value.fields["consents"])
    assert Listing.objects.get().status == "draft"


def test_a_co_owner_alone_may_offer_ordinary_licences(cast, shared):
    listing = builders.draft(shared, by=cast.holder, modes=["ordinary_licence"])

    assert submitted(listing, cast).status == "verifying"


def test_a_co_owner_that_is_here_is_asked_and_answers_in_the_browser(cast, shared):
    listing = builders.draft(shared, by=cast.holder, modes=["sale", "ordinary_licence"])
    Job.objects.all().delete()
    client = client_of(cast.lin)
    client.post(f"/listings/{listing.ref}/co-owners/ask/")
    row = CoOwnerConsent.objects.get()
    asked = (row.mode, row.status, row.organization, Job.objects.filter(lane="mail").count())

    client = client_of(cast.gu)
    page = client.get(f"/en/listings/consents/{listing.ref}/").content.decode()
    client.post(f"/listings/consents/{listing.ref}/", {"modes": [row.pk]})

    row.refresh_from_db()
    assert asked == ("sale", "asked", cast.rival, 1)
    assert listing.title in page
    assert (row.status, row.answered_by) == ("given", cast.gu.pk)
    assert submitted(Listing.objects.get(), cast).status == "verifying"


def test_what_is_left_out_of_the_answer_is_refused(cast, shared):
    listing = builders.draft(shared, by=cast.holder)
    actions.ask_co_owners(listing, by=cast.holder)
    client = client_of(cast.gu)

    client.post(f"/listings/consents/{listing.ref}/", {"modes": [], "sent": "1"})

    assert CoOwnerConsent.objects.get().status == "refused"
    with pytest.raises(ListingIncomplete):
        submitted(listing, cast)


def test_only_the_co_owner_answers(cast, shared):
    listing = builders.draft(shared, by=cast.holder)
    (row,) = actions.ask_co_owners(listing, by=cast.holder)

    for by in (cast.holder, cast.moderator, cast.buyer):
        with pytest.raises(NotAllowed):
            actions.answer_consents(listing, by=by, given=[row])
    client = client_of(cast.xin)

    assert client.get(f"/listings/consents/{listing.ref}/").status_code == 404
    assert CoOwnerConsent.objects.get().status == "asked"


def test_a_consent_taken_back_hides_the_listing_at_once(cast, shared):
    listing = builders.draft(shared, by=cast.holder)
    (row,) = actions.ask_co_owners(listing, by=cast.holder)
    actions.answer_consents(listing, by=cast.rival_holder, given=[row])
    published = actions.approve_listing(submitted(listing, cast), by=cast.moderator)
    was = published.status

    actions.withdraw_consent(CoOwnerConsent.objects.get(), by=cast.rival_holder)

    published.refresh_from_db()
    assert (was, published.status, published.suspension) == ("published", "suspended", "consent_missing")


def test_a_given_consent_is_withdrawn_not_refused(cast, shared):
    listing = builders.draft(shared, by=cast.holder)
    (row,) = actions.ask_co_owners(listing, by=cast.holder)
    actions.answer_consents(listing, by=cast.rival_holder, given=[row])

    with pytest.raises(Conflict):
        actions.answer_consents(listing, by=cast.rival_holder, given=[], refused=[row])


def test_a_written_consent_counts_for_the_public_once_staff_have_checked_it(cast):
    right = builders.patent(owners=[cast.FIRM, "王一"])
    listing = builders.draft(right, by=cast.holder)
    actions.add_written_consent(
        listing, by=cast.holder, right=right, owner_name="王一", modes=["sale"], paper=paper(cast)
    )
    before = CoOwnerConsent.objects.get().checked_by

    actions.approve_listing(submitted(listing, cast), by=cast.moderator)

    assert (before, CoOwnerConsent.objects.get().checked_by) == (None, cast.guan.pk)
    assert Event.objects.filter(verb="listing.written_consents_checked").exists()
    assert Listing.objects.get().status == "published"


def test_a_paper_for_a_co_owner_that_is_here_stays_in_its_sight_and_it_can_take_it_back(cast, shared):
    listing = builders.draft(shared, by=cast.holder)
    actions.ask_co_owners(listing, by=cast.holder)
    actions.add_written_consent(
        listing, by=cast.holder, right=shared, owner_name=cast.RIVAL, modes=["sale"], paper=paper(cast)
    )
    published = actions.approve_listing(submitted(listing, cast), by=cast.moderator)
    page = client_of(cast.gu).get("/listings/consents/").content.decode()

    actions.withdraw_consent(CoOwnerConsent.objects.get(), by=cast.rival_holder)

    published.refresh_from_db()
    assert listing.ref in page
    assert (published.status, published.suspension) == ("suspended", "consent_missing")


def test_a_refused_paper_is_not_kept(cast, shared):
    listing = builders.draft(shared, by=cast.holder)
    (row,) = actions.ask_co_owners(listing, by=cast.holder)
    actions.answer_consents(listing, by=cast.rival_holder, given=[], refused=[row])
    upload = SimpleUploadedFile("同意书.pdf", PDF, "application/pdf")

    answer = client_of(cast.lin).post(
        f"/listings/{listing.ref}/co-owners/", {"key": "0", "0-modes": ["sale"], "0-file": upload}
    )

    assert answer.status_code == 422
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("modes", [[], ["exclusive_licence"]])
def test_a_written_consent_names_modes_of_the_listing(cast, modes):
    right = builders.patent(owners=[cast.FIRM, "王一"])
    listing = builders.draft(right, by=cast.holder)

    with pytest.raises(InvalidInput) as refused:
        actions.add_written_consent(
            listing, by=cast.holder, right=right, owner_name="王一", modes=modes, paper=paper(cast)
        )

    assert set(refused.value.fields) == {"modes"}
    assert not CoOwnerConsent.objects.exists()


def test_a_paper_does_not_overrule_a_co_owner_who_refused_here(cast, shared):
    listing = builders.draft(shared, by=cast.holder)
    asked = actions.ask_co_owners(listing, by=cast.holder)
    actions.answer_consents(listing, by=cast.rival_holder, given=[], refused=asked)

    with pytest.raises(InvalidInput) as refused:
        actions.add_written_consent(
            listing, by=cast.holder, right=shared, owner_name=cast.RIVAL, modes=[asked[0].mode], paper=paper(cast)
        )

    assert set(refused.value.fields) == {"modes"}
    row = CoOwnerConsent.objects.get(pk=asked[0].pk)
    assert (row.status, row.organization, row.evidence) == ("refused", cast.rival, None)


def test_a_new_co_owner_in_the_register_asks_for_a_new_consent(cast):
    right = builders.patent(owners=[cast.FIRM])
    listing = builders.published(right, by=cast.holder, moderator=cast.moderator)

    builders.event(right, "TR01", builders.clock.today(), owners=[cast.FIRM, "王一"])

    listing.refresh_from_db()
    assert (listing.status, listing.suspension) == ("suspended", "consent_missing")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_pages_open_for_those_they_are_for(cast, shared, prefix):
    listing = builders.draft(shared, by=cast.holder)
    actions.ask_co_owners(listing, by=cast.holder)
    client = client_of(cast.lin)
    holder = client.get(f"{prefix}/listings/{listing.ref}/co-owners/")
    client = client_of(cast.gu)
    asked = [client.get(f"{prefix}/listings/consents/"), client.get(f"{prefix}/listings/consents/{listing.ref}/")]
    foreign = client.get(f"{prefix}/listings/{listing.ref}/co-owners/")

    assert [holder.status_code, *(page.status_code for page in asked), foreign.status_code] == [200, 200, 200, 404]
    assert cast.RIVAL in holder.content.decode()
