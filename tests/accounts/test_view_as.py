"""Staff see as another user: visibly, read-only, for a reason, for minutes, and on record."""

from datetime import timedelta

import pytest

from marketplace.accounts import actions, tasks
from marketplace.accounts.models import StaffView, User
from marketplace.core import clock
from marketplace.core.errors import Conflict, InvalidInput, NotAllowed
from marketplace.core.models import Event
from tests import builders
from tests.listings.desks import client_of

pytestmark = pytest.mark.django_db
REASON = "工单 17：看不到自己的草稿"


@pytest.fixture
def staff(cast):
    assert cast.operator and cast.firm
    return client_of(cast.guan, second_factor=True)


@pytest.fixture
def looking(cast, staff):
    """A moderator who looks as the owner of the firm."""
    answer = staff.post("/en/accounts/view-as/", {"email": cast.lin.email, "reason": REASON})
    assert answer.status_code == 302
    return staff


def test_it_shows_the_persons_pages_under_a_banner(cast, looking):
    page = looking.get("/en/accounts/organization/")

    assert cast.FIRM in page.content.decode()
    assert "You see this as 林禾" in page.content.decode()
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "view-banner" in looking.get("/en/").content.decode()


@pytest.mark.attack
@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/accounts/profile/", {"full_name": "Somebody", "language": "en"}),
        ("/accounts/organization/edit/", {"kind": "firm", "name": "x"}),
        ("/accounts/members/", {"email": "a@example.test", "role": "agent"}),
        ("/accounts/acting/", {"organization": ""}),
        ("/accounts/password/change/", {}),
        ("/accounts/view-as/", {"email": "gu@example.test", "reason": REASON}),
        ("/listings/new/", {"number": "ZL201410264351.3"}),
    ],
)
def test_it_changes_nothing(cast, looking, path, data):
    before = Event.objects.count()

    assert looking.post(path, data).status_code == 403

    cast.lin.refresh_from_db()
    assert (Event.objects.count(), cast.lin.full_name) == (before, "林禾")


def test_what_a_page_does_on_being_opened_never_happened(cast, looking, monkeypatch):
    monkeypatch.setattr(
        "marketplace.accounts.views.profile.access.has_factor",
        lambda user: User.objects.filter(pk=user.pk).update(full_name="gelesen"),
    )

    assert looking.get("/en/accounts/profile/").status_code == 200

    cast.lin.refresh_from_db()
    assert cast.lin.full_name == "林禾"


@pytest.mark.attack
@pytest.mark.parametrize(
    "path",
    [
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/recovery-codes/",
        "/accounts/sessions/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/data/",
        "/accounts/data/download/",
        "/accounts/delete/",
        "/accounts/view-as/",
    ],
)
def test_it_opens_no_secret(looking, path):
    assert looking.get(path).status_code == 403


def test_it_ends_with_an_event_at_both_ends_and_the_person_sees_it(cast, looking):
    looking.post("/en/accounts/view-as/end/")

    assert looking.get("/en/accounts/profile/").context["request"].user.pk == cast.guan.pk
    assert list(Event.objects.filter(verb__startswith="staffview.").values_list("verb", "actor__user")) == [
        ("staffview.started", cast.guan.pk),
        ("staffview.ended", cast.guan.pk),
    ]
    page = client_of(cast.lin).get("/en/accounts/profile/").content.decode()
    assert (REASON in page, "When staff looked with your eyes" in page) == (True, True)


def test_it_ends_by_itself_and_nothing_typed_under_the_other_name_is_done_under_ones_own(cast, looking):
    view = StaffView.objects.get()
    with clock.frozen(view.ends_at + timedelta(seconds=1)):
        answer = looking.post("/en/accounts/profile/", {"full_name": "林禾", "language": "en"})

    view.refresh_from_db()
    cast.guan.refresh_from_db()
    assert (answer.status_code, view.ended_at, cast.guan.full_name) == (302, view.ends_at, "关瑾")


def test_it_ends_by_the_schedule_when_staff_never_came_back(looking):
    view = StaffView.objects.get()
    with clock.frozen(view.ends_at):
        tasks.end_staff_views()

    view.refresh_from_db()
    assert view.ended_at == view.ends_at


def test_it_ends_when_the_role_is_taken_away(cast, looking):
    role = cast.operator.memberships.get(user=cast.guan).roles.get()
    type(role).objects.filter(pk=role.pk).update(ended_at=clock.now())

    assert looking.get("/en/accounts/organization/").status_code == 302
    assert StaffView.objects.get().ended_at is not None


def test_signing_out_ends_it(cast, looking):
    looking.post("/accounts/logout/")

    assert StaffView.objects.get().ended_at is not None
    assert "_auth_user_id" not in looking.session


def test_it_is_not_nested_and_needs_a_reason(cast, looking):
    with pytest.raises(Conflict):
        actions.start_staff_view(cast.gu, by=cast.moderator, reason=REASON)
    with pytest.raises(InvalidInput):
        actions.start_staff_view(cast.gu, by=cast.moderator, reason="why")


def test_never_as_other_staff_or_into_confidential_desks_or_by_anybody_else(cast):
    bank = builders.organization("辽东测试银行", "bank", cast.gu)
    second = builders.person("second@example.test")
    builders.accounts.add_member(cast.operator, second, by=builders.SYSTEM, roles=["editor"])

    for person in (cast.gu, second, cast.guan):
        with pytest.raises(NotAllowed):
            actions.start_staff_view(person, by=cast.moderator, reason=REASON)
    for by in (cast.holder, builders.actor(cast.gu, bank, "owner"), builders.actor(second, cast.operator, "editor")):
        with pytest.raises(NotAllowed):
            actions.start_staff_view(cast.xin, by=by, reason=REASON)
    assert not StaffView.objects.exists()
