"""Mail by topic: in the reader's language, as they chose, with a way out that opens nothing else."""

import json

import pytest

from marketplace.accounts import actions, notices
from marketplace.accounts.models import NotificationPreference
from marketplace.accounts.sealing import unseal
from marketplace.core.errors import NotAllowed
from marketplace.core.models import Event, Job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("topic")]


@pytest.fixture
def topic():
    notices.register("sample", "Samples")
    yield
    del notices.TOPICS["sample"]


def mails():
    return [json.loads(unseal(job.arguments["message"])) for job in Job.objects.filter(lane="mail").order_by("pk")]


def tell(cast, **options):
    context = {"role": "x", "invitation_url": "", "days": 1, "page": "/accounts/profile/"}
    return notices.tell_organization(cast.firm, "emails/invitation", context, topic="sample", **options)


def test_it_tells_each_member_in_their_language_with_a_way_out(cast):
    assert cast.firm
    Job.objects.all().delete()
    cast.lin.language = "en"
    cast.lin.save()

    assert tell(cast) == 1

    (mail,) = mails()
    assert mail["to"] == cast.lin.email
    assert "/en/accounts/unsubscribe/" in mail["body"]
    assert mail["headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["headers"]["List-Unsubscribe"].strip("<>") in mail["body"]


def test_it_does_not_tell_the_one_who_caused_it(cast):
    assert tell(cast, besides=cast.holder) == 0


def test_it_turns_a_topic_off_by_the_link_without_signing_in(cast, client):
    assert cast.firm
    path = notices.unsubscribe_url(cast.lin, "sample").partition("//")[2].partition("/")[2]

    asked = client.get(f"/{path}")
    before = NotificationPreference.objects.count()
    done = client.post(f"/{path}", {"List-Unsubscribe": "One-Click"})

    assert (asked.status_code, before, done.status_code) == (200, 0, 200)
    assert tell(cast) == 0
    assert Event.objects.filter(verb="user.notifications_chosen").get().facts == {"sample": False}
    assert "_auth_user_id" not in client.session


def test_a_link_that_was_tampered_with_turns_nothing_off(cast, client):
    path = notices.unsubscribe_url(cast.lin, "sample").partition("//")[2].partition("/")[2]

    answer = client.post(f"/{path[:-3]}x/")

    assert answer.status_code == 410
    assert not NotificationPreference.objects.exists()


def test_a_topic_that_must_be_known_cannot_be_turned_off(cast):
    actions.choose_notifications(cast.lin, by=cast.holder, choices={"membership": False})

    assert not NotificationPreference.objects.exists()


def test_nobody_chooses_for_another(cast):
    with pytest.raises(NotAllowed):
        actions.choose_notifications(cast.gu, by=cast.holder, choices={"sample": False})


def test_the_page_shows_the_choice_and_keeps_it(cast, client):
    assert cast.firm
    client.force_login(cast.lin)

    client.post("/accounts/notifications/", {})
    page = client.get("/en/accounts/notifications/").content.decode()

    assert NotificationPreference.objects.get(topic="sample").is_on is False
    assert 'name="sample"' in page
    assert "Members and roles of your organisations" in page
