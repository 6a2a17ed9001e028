"""Registering and verifying organisations."""

import pytest

from marketplace.accounts import actions
from marketplace.accounts.models import Organization
from marketplace.core.errors import Conflict, InvalidInput, NotAllowed
from marketplace.core.models import Event

from . import people

pytestmark = pytest.mark.django_db


def refused(**fields):
    with pytest.raises(InvalidInput) as caught:
        people.organization(people.person(), **fields)
    assert Organization.objects.count() == 0
    return {name: str(text) for name, text in caught.value.fields.items()}


def test_keeps_the_code_in_one_spelling_and_takes_the_region_from_it():
    owned = people.organization(people.person(), uscc=" 9121 0300 ma0abc1d1k")

    assert (owned.uscc, owned.region, owned.status) == ("91210300MA0ABC1D1K", "210300", "unverified")
    assert Event.objects.get(verb="organization.registered").facts == {"kind": "firm"}


def test_names_the_wrong_character_of_a_code():
    assert "K" in refused(uscc="91210300MA0ABC1D1L")["uscc"]
    assert "17" in refused(uscc="91210300MA0ABC1D1")["uscc"]


def test_asks_for_a_code_where_the_kind_has_one():
    assert set(refused(uscc="")) == {"uscc"}


def test_refuses_a_code_for_organisations_abroad():
    owner = people.person()

    with pytest.raises(InvalidInput) as caught:
        actions.register_organization(
            owner, by=people.alone(owner), kind="foreign", name="Acme Inc", uscc="91210300MA0ABC1D1K"
        )

    assert set(caught.value.fields) == {"uscc"}


def test_registers_organisations_abroad_without_a_code():
    assert people.organization(people.person(), kind="foreign", name="Acme Inc").uscc is None


def test_refuses_a_code_that_is_registered_already():
    people.organization(people.person("first"))

    with pytest.raises(InvalidInput) as caught:
        people.organization(people.person("second"), name="另一家公司")

    assert set(caught.value.fields) == {"uscc"}
    assert Organization.objects.count() == 1


def test_lets_nobody_register_the_operator():
    assert set(refused(kind="operator")) == {"kind"}


def test_lets_nobody_register_in_the_name_of_another_person():
    owner, other = people.person("owner"), people.person("other")

    with pytest.raises(NotAllowed):
        actions.register_organization(owner, by=people.alone(other), kind="person", name="某人")


def test_has_one_operator():
    people.operator()

    with pytest.raises(Conflict):
        people.operator()

    assert Organization.objects.get(kind="operator").is_verified


def test_is_verified_by_a_moderator_only():
    owner, moderator = people.person("owner"), people.person("moderator")
    owned = people.organization(owner)
    staff = people.operator()
    actions.add_member(staff, moderator, by=people.COMMAND, roles=["moderator"])

    with pytest.raises(NotAllowed):
        actions.verify_organization(owned, by=people.acting(owner, owned))
    actions.submit_organization(owned, by=people.acting(owner, owned), document=people.paper())
    actions.verify_organization(owned, by=people.acting(moderator, staff), evidence=owned.evidence.all())

    owned.refresh_from_db()
    assert owned.is_verified
    assert owned.verified_at is not None
    assert Event.objects.filter(verb="organization.verified", subject_ref=owned.ref).count() == 1
