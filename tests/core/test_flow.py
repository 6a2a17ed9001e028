"""Flow: legal steps only, one winner, an event each."""

import pytest

from marketplace.accounts.models import Organization
from marketplace.core.access import system_actor
from marketplace.core.errors import Conflict, IllegalTransition
from marketplace.core.models import Event

pytestmark = pytest.mark.django_db
TESTER = system_actor("tester")
Status = Organization.Status


@pytest.fixture
def organization():
    return Organization.objects.create(
        ref="OG-TEST001", kind="firm", name="鞍山试验有限公司", name_key="鞍山试验有限公司"
    )


def test_it_moves_along_the_table_and_appends_the_event(organization):
    Organization.FLOW.advance(organization, Status.UNDER_REVIEW, by=TESTER, verb="submitted", papers=2)

    organization.refresh_from_db()
    event = Event.objects.get()
    assert organization.status == "under_review"
    assert event.verb == "organization.submitted"
    assert event.facts == {"from": "unverified", "to": "under_review", "papers": 2}


def test_it_refuses_a_step_the_table_does_not_know(organization):
    with pytest.raises(IllegalTransition):
        Organization.FLOW.advance(organization, Status.RETURNED, by=TESTER)

    organization.refresh_from_db()
    assert organization.status == "unverified"
    assert not Event.objects.exists()


def test_the_second_of_two_writers_meets_a_conflict(organization):
    stale = Organization.objects.get(pk=organization.pk)
    Organization.FLOW.advance(organization, Status.UNDER_REVIEW, by=TESTER)

    with pytest.raises(Conflict):
        Organization.FLOW.advance(stale, Status.UNDER_REVIEW, by=TESTER)

    assert Event.objects.count() == 1
