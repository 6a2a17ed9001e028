"""The organisation's own page, the staff's queue and its cases."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marketplace.accounts import actions, cases
from marketplace.accounts.models import Evidence, Membership, MembershipRole, Organization, OrganizationReview, User
from marketplace.core import clock
from tests.listings.desks import client_of

from . import people

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ENTRIES = {"kind": "firm", "name": "鞍山测试泵业有限公司", "uscc": "91210300MA0ABC1D1K"}


def upload(name="执照.pdf"):
    return SimpleUploadedFile(name, PDF, "application/pdf")


@pytest.fixture
def owner(db):
    client = Client()
    people.sign_in(client, people.person("owner"))
    return client


@pytest.fixture
def registered(owner):
    owner.post("/accounts/organizations/new/", ENTRIES)
    return Organization.objects.get()


@pytest.fixture
def moderator(cast):
    assert cast.operator
    return client_of(cast.guan, second_factor=True)


def test_it_registers_with_a_paper_and_hands_it_in_at_once(owner):
    answer = owner.post("/en/accounts/organizations/new/", {**ENTRIES, "document": upload()})

    made = Organization.objects.get()
    assert answer["Location"] == "/en/accounts/organization/"
    assert (made.status, made.evidence.get().title) == ("under_review", "执照.pdf")


def test_its_page_says_what_to_do_next(owner, registered):
    page = owner.get("/en/accounts/organization/").content.decode()

    assert "Add a scan of the business licence" in page
    assert "Hand in for checking" in page
    assert "提交核验" in owner.get("/accounts/organization/").content.decode()


def test_it_asks_for_a_paper_on_the_page(owner, registered):
    answer = owner.post("/en/accounts/organization/submit/")

    registered.refresh_from_db()
    assert (answer.status_code, registered.status) == (422, "unverified")
    assert b"Add a scan of the business licence or certificate first." in answer.content


def test_it_keeps_removes_and_hands_in_papers(owner, registered):
    owner.post("/accounts/organization/submit/", {"document": upload("旧.pdf"), "keep": "1"})
    kept = Evidence.objects.get()
    owner.post(f"/accounts/organization/papers/{kept.ref}/remove/")
    assert not Evidence.objects.exists()

    owner.post("/accounts/organization/submit/", {"document": upload()})

    registered.refresh_from_db()
    assert registered.status == "under_review"


def test_it_shows_each_reason_beside_its_field(owner, registered, moderator):
    owner.post("/accounts/organization/submit/", {"document": upload()})

    moderator.post(f"/accounts/organizations/{registered.ref}/return/", {"reason_uscc": "与执照不符"})

    page = owner.get("/en/accounts/organization/").content.decode()
    assert '<dt>Unified social credit code</dt><dd class="value">与执照不符</dd>' in page


def test_it_edits_entries_and_keeps_them_when_refused(owner, registered):
    answer = owner.post(
        "/en/accounts/organization/edit/", {**ENTRIES, "uscc": "91210300MA0ABC1D1L", "introduction": "做泵"}
    )
    assert answer.status_code == 422
    assert "做泵" in answer.content.decode()

    owner.post("/accounts/organization/edit/", {**ENTRIES, "introduction": "做泵", "region": "210304"})

    registered.refresh_from_db()
    assert (registered.introduction, registered.region) == ("做泵", "210304")


def test_staff_find_the_case_compare_and_verify(owner, registered, moderator):
    owner.post("/accounts/organization/submit/", {"document": upload()})
    paper = Evidence.objects.get()

    queue = moderator.get("/en/accounts/organizations/queue/").content.decode()
    case = moderator.get(f"/en/accounts/organizations/{registered.ref}/review/").content.decode()
    refused = moderator.post(f"/en/accounts/organizations/{registered.ref}/verify/")
    moderator.post(f"/en/accounts/organizations/{registered.ref}/verify/", {"evidence": [paper.pk]})

    assert registered.ref in queue
    assert "the last character fits the seventeen before it" in case
    assert f"/en/accounts/evidence/{paper.ref}/" in case
    assert (refused.status_code, b"Tick at least one paper" in refused.content) == (422, True)
    registered.refresh_from_db()
    assert registered.status == "verified"


def test_staff_suspend_with_a_reason_which_the_owner_reads(owner, registered, moderator):
    address = f"/en/accounts/organizations/{registered.ref}/"
    assert moderator.post(f"{address}suspend/").status_code == 422
    moderator.post(f"{address}suspend/", {"reason": "冒用他人名称"})

    page = owner.get("/en/accounts/organization/").content.decode()
    assert "冒用他人名称" in page
    assert owner.post("/en/accounts/organization/edit/", ENTRIES).status_code == 404
    moderator.post(f"{address}reinstate/")
    registered.refresh_from_db()
    assert registered.status == "unverified"


def test_strangers_and_owners_see_no_queue_and_no_case(owner, registered):
    for path in ("queue/", f"{registered.ref}/review/"):
        assert owner.get(f"/accounts/organizations/{path}").status_code == 403
        assert Client().get(f"/accounts/organizations/{path}").status_code == 302
    for verb in ("verify", "return", "suspend", "reinstate"):
        assert owner.post(f"/accounts/organizations/{registered.ref}/{verb}/", {"reason": "x"}).status_code == 403
    registered.refresh_from_db()
    assert registered.status == "unverified"


def test_the_history_says_who_changed_what(owner, registered):
    by = people.acting(User.objects.get(), registered)
    actions.add_member(registered, people.person("new"), by=by, roles=["agent"])

    page = owner.get("/en/accounts/members/").content.decode()
    whole = owner.get("/en/accounts/members/history/").content.decode()

    for text in (page, whole):
        assert "New Wei joined" in text
        assert "New Wei: role Agent given" in text
        assert "by Owner Wei" in text


def test_the_desk_says_how_the_check_stands(owner, registered, moderator):
    assert "Your organisation is not verified yet" in owner.get("/en/dashboard/").content.decode()

    owner.post("/accounts/organization/submit/", {"document": upload()})

    assert "Your organisation is being checked" in owner.get("/en/dashboard/").content.decode()
    assert "1 organisation waits for its check" in moderator.get("/en/dashboard/").content.decode()


def many(count):
    """Organisations that wait, made at once."""
    made = Organization.objects.bulk_create(
        Organization(
            ref=f"OR-{n:07d}", kind="firm", name=f"鞍山第{n}泵业", name_key=f"鞍山第{n}泵业", status="under_review"
        )
        for n in range(count)
    )
    now = clock.now()
    OrganizationReview.objects.bulk_create(OrganizationReview(organization=each, submitted_at=now) for each in made)
    return made


def test_the_queue_pages_through_five_thousand_in_few_statements(moderator, django_assert_max_num_queries):
    many(5000)

    moderator.get("/accounts/organizations/queue/")
    with django_assert_max_num_queries(11):
        first = moderator.get("/accounts/organizations/queue/")
    with django_assert_max_num_queries(11):
        second = moderator.get(f"/accounts/organizations/queue/{first.context['next_url']}")
    with django_assert_max_num_queries(11):
        found = moderator.get("/accounts/organizations/queue/?q=第4999")

    refs = [[case.organization.ref for case in page.context["cases"]] for page in (first, second)]
    assert [len(each) for each in refs] == [cases.PER_PAGE, cases.PER_PAGE]
    assert refs[0] + refs[1] == [f"OR-{n:07d}" for n in range(60)]
    assert [row.name for row, _mark in found.context["found"]] == ["鞍山第4999泵业"]


def test_the_members_page_pages_through_many_in_few_statements(owner, registered, django_assert_max_num_queries):
    users = User.objects.bulk_create(User(email=f"m{n}@example.test", full_name=f"M{n}") for n in range(300))
    rows = Membership.objects.bulk_create(Membership(user=user, organization=registered) for user in users)
    MembershipRole.objects.bulk_create(MembershipRole(membership=row, role="agent") for row in rows)

    owner.get("/accounts/members/")
    with django_assert_max_num_queries(11):
        first = owner.get("/accounts/members/")
    with django_assert_max_num_queries(11):
        second = owner.get(f"/accounts/members/{first.context['next_url']}")
    with django_assert_max_num_queries(11):
        owner.get("/accounts/members/history/")

    shown = [row["membership"].pk for page in (first, second) for row in page.context["rows"]]
    assert shown == [registered.memberships.order_by("pk")[0].pk, *(row.pk for row in rows[:99])]
