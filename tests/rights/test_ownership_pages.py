"""The pages of claims, powers and disputes: who sees which, and that nothing foreign shows."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.accounts.models import Evidence
from marketplace.rights import actions
from marketplace.rights.models import OwnershipClaim, OwnershipDispute, PowerOfAttorney
from tests import builders
from tests.listings.desks import client_of
from tests.rights.test_ownership import PDF, claim, power

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(cast):
    """A moderator whose session has its second factor."""
    assert cast.operator and cast.moderator
    return client_of(cast.guan, second_factor=True)


@pytest.fixture
def holder(cast):
    assert cast.firm
    return client_of(cast.lin)


def pdf(name="证书.pdf"):
    return SimpleUploadedFile(name, PDF, "application/pdf")


def test_a_holder_hands_in_a_proof_in_the_browser(cast, holder):
    right = builders.patent(owners=["王一"])

    answer = holder.post(
        f"/ownership-claims/new/?right={right.slug}",
        {"owner_name": "", "statement": "2026 年 3 月受让", "file": pdf(), "title": "转让合同"},
    )

    found = OwnershipClaim.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/ownership-claims/{found.ref}/")
    assert [paper.title for paper in found.papers.all()] == ["转让合同"]
    assert found.statement == "2026 年 3 月受让"


def test_a_refused_proof_loses_nothing_that_was_typed(cast, holder):
    right = builders.patent(owners=["王一"])

    answer = holder.post(f"/en/ownership-claims/new/?right={right.slug}", {"owner_name": "", "statement": "Bought it."})

    assert answer.status_code == 422
    assert "Bought it." in answer.content.decode()
    assert "Hand in at least one paper." in answer.content.decode()
    assert not OwnershipClaim.objects.exists()


def test_a_power_names_each_number_that_leads_nowhere(cast, holder):
    right = builders.patent(owners=[cast.RIVAL])
    data = {
        "principal_name": cast.RIVAL,
        "covers_all": "",
        "numbers": "ZL201410264351.3\n201410264351.4\n201410264352.1",
        "starts_on": "2026-11-24",
        "ends_on": "2027-11-24",
    }

    refused = holder.post("/en/powers-of-attorney/new/", {**data, "file": pdf()}).content.decode()
    data["numbers"] = "ZL201410264351.3"
    accepted = holder.post("/powers-of-attorney/new/", {**data, "file": pdf()})

    assert "201410264351.4" in refused and "201410264352.1" in refused
    assert accepted.status_code == 302
    assert list(PowerOfAttorney.objects.get().rights.all()) == [right]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_staff_see_the_queue_and_each_case_in_both_languages(cast, staff, prefix):
    right = builders.patent("201410264352.8", owners=["王一"])
    first = claim(right, cast.firm, cast.holder)
    given = power(cast, right, principal_name="王一")
    claim(cast.listing.rights.get(), cast.rival, cast.rival_holder)
    dispute = OwnershipDispute.objects.get()

    queue = staff.get(f"{prefix}/ownership/queue/").content.decode()
    pages = [
        staff.get(f"{prefix}/ownership-claims/{first.ref}/"),
        staff.get(f"{prefix}/powers-of-attorney/{given.ref}/"),
        staff.get(f"{prefix}/ownership-disputes/{dispute.ref}/"),
    ]

    assert all(f'data-ref="{ref}"' in queue for ref in (first.ref, given.ref, dispute.ref))
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert cast.RIVAL in pages[2].content.decode()


def test_staff_decide_by_the_page(cast, staff):
    first = claim(builders.patent(owners=["王一"]), cast.firm, cast.holder)

    empty = staff.post(f"/ownership-claims/{first.ref}/return/", {"reason": ""})
    staff.post(f"/ownership-claims/{first.ref}/accept/")

    first.refresh_from_db()
    assert (empty.status_code, first.status) == (422, "accepted")


def test_what_is_sent_twice_is_kept_once(cast, holder):
    right = builders.patent(owners=["王一"])
    claimed = {"owner_name": "", "statement": "", "title": "合同"}
    given = {"principal_name": "王一", "covers_all": "1", "starts_on": "2026-11-24", "ends_on": "2027-11-24"}

    statuses = [
        holder.post(url, {**data, "file": pdf()}).status_code
        for url, data in (
            (f"/ownership-claims/new/?right={right.slug}", claimed),
            ("/powers-of-attorney/new/", given),
        )
        for _time in range(2)
    ]

    assert statuses == [302, 422, 302, 422]
    assert (OwnershipClaim.objects.count(), PowerOfAttorney.objects.count(), Evidence.objects.count()) == (1, 1, 2)


def test_another_power_of_the_same_owner_is_taken(cast, holder):
    assert cast.firm
    numbers = ["201410264351.3", "201410264352.8"]
    rights = [builders.patent(number, owners=[cast.RIVAL]) for number in numbers]
    given = {"principal_name": cast.RIVAL, "covers_all": "", "starts_on": "2026-11-24", "ends_on": "2027-11-24"}

    for number in numbers:
        holder.post("/powers-of-attorney/new/", {**given, "numbers": number, "file": pdf()})
    holder.post("/powers-of-attorney/new/", {**given, "covers_all": "1", "file": pdf()})

    assert [list(power.rights.all()) for power in PowerOfAttorney.objects.order_by("pk")] == [
        [rights[0]],
        [rights[1]],
        [],
    ]


def test_nobody_loses_a_dispute_because_no_winner_was_chosen(cast, staff):
    assert cast.listing
    claim(cast.right, cast.rival, cast.rival_holder)
    dispute = OwnershipDispute.objects.get()

    page = staff.get(f"/en/ownership-disputes/{dispute.ref}/").content.decode()
    unchosen = staff.post(f"/en/ownership-disputes/{dispute.ref}/decide/", {"winner": "", "reason": "The register."})

    assert 'value="nobody"' in page and " checked>" not in page
    assert unchosen.status_code == 422
    assert "The register." in unchosen.content.decode()
    dispute.refresh_from_db()
    assert dispute.status == "open"


@pytest.mark.parametrize("winner", ["nobody", "firm"])
def test_a_dispute_is_decided_for_whom_was_chosen(cast, staff, winner):
    assert cast.listing
    claim(cast.right, cast.rival, cast.rival_holder)
    dispute = OwnershipDispute.objects.get()
    chosen = cast.firm if winner == "firm" else None

    staff.post(
        f"/ownership-disputes/{dispute.ref}/decide/",
        {"winner": chosen.ref if chosen else winner, "reason": "登记簿副本。"},
    )

    dispute.refresh_from_db()
    assert (dispute.status, dispute.decided_for) == ("decided", chosen)


def test_who_may_not_decide_is_told_so_and_not_asked_for_a_reason(cast, holder):
    first = claim(builders.patent(owners=["王一"]), cast.firm, cast.holder)
    given = power(cast, builders.patent("201410264352.8", owners=["王一"]), principal_name="王一")

    answers = [
        holder.post(f"/ownership-claims/{first.ref}/return/", {"reason": ""}),
        holder.post(f"/powers-of-attorney/{given.ref}/return/", {"reason": ""}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]


@pytest.mark.parametrize("winner", ["firm", None])
def test_what_became_of_a_dispute_is_said_to_staff_by_name_and_to_a_party_without(cast, holder, staff, winner):
    assert cast.listing
    claim(cast.right, cast.rival, cast.rival_holder)
    dispute = OwnershipDispute.objects.get()
    chosen = cast.firm if winner else None
    actions.decide_ownership_dispute(dispute, by=cast.moderator, winner=chosen, reason="登记簿副本一致。")

    by_staff = staff.get(f"/en/ownership-disputes/{dispute.ref}/").content.decode()
    by_party = holder.get(f"/en/ownership-disputes/{dispute.ref}/").content.decode()

    nobody = "On this evidence nobody may offer it for now."
    assert (f"{cast.FIRM} may offer this right." if winner else nobody) in by_staff
    assert ("You may offer this right." if winner else nobody) in by_party
    assert cast.RIVAL not in by_party


def test_a_party_sees_its_own_side_of_a_dispute_in_neutral_words(cast, holder):
    assert cast.listing
    claim(cast.right, cast.rival, cast.rival_holder)
    dispute = OwnershipDispute.objects.get()

    page = holder.get(f"/ownership-disputes/{dispute.ref}/").content.decode()

    assert cast.RIVAL not in page
    assert "不表示任何一方有理或无理" in page


def test_strangers_find_nothing(cast):
    right = builders.patent(owners=["王一"])
    first = claim(right, cast.firm, cast.holder)
    given = actions.accept_power_of_attorney(power(cast, right, principal_name="王一"), by=cast.moderator)
    assert cast.rival
    client = client_of(cast.gu)

    answers = [
        client.get(f"/ownership-claims/{first.ref}/"),
        client.get(f"/powers-of-attorney/{given.ref}/"),
        client.post(f"/ownership-claims/{first.ref}/withdraw/"),
        client.post(f"/powers-of-attorney/{given.ref}/end/"),
        client.get("/ownership/queue/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404, 403]
    assert (OwnershipClaim.objects.get().status, PowerOfAttorney.objects.get().status) == ("submitted", "accepted")


def test_the_queue_pages_through_many_cases_with_few_statements(cast, staff, django_assert_max_num_queries):
    for number in range(35):
        claim(
            builders.patent(f"2014102{number:05d}.{check(f'2014102{number:05d}')}", owners=["王一"]),
            cast.firm,
            cast.holder,
        )

    with django_assert_max_num_queries(12):
        first = staff.get("/ownership/queue/")
    second = staff.get("/ownership/queue/" + first.context["next_url"])

    refs = [case.ref for page in (first, second) for case in page.context["cases"]]
    assert (len(refs), len(set(refs))) == (35, 35)


def check(digits):
    from tests.access.world import check_digit

    return check_digit(digits)
