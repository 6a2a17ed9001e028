"""Access: deny by default, one table, refusals as pages or problem documents."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from marketplace.core.access import (
    ANONYMOUS,
    ROLES_BY_KIND,
    TABLE,
    Actor,
    OrganizationKind,
    Role,
    allow,
    require,
    system_actor,
)
from marketplace.core.errors import InvalidInput, SecondFactorNeeded
from marketplace.core.middleware import DenyByDefault, Refusals, access_of


def member(kind: str, *roles: str, second_factor: bool = True) -> Actor:
    return Actor(
        kind="person",
        user_id=1,
        organization_id=1,
        organization_kind=kind,
        roles=frozenset(roles),
        second_factor=second_factor,
    )


@pytest.mark.parametrize("action", sorted(TABLE))
def test_nobody_may_do_anything_of_the_table(action):
    assert not ANONYMOUS.may(action)
    assert not Actor(kind="person", user_id=1).may(action)


@pytest.mark.parametrize("action", sorted(TABLE))
def test_every_role_of_every_kind_may_do_just_what_the_table_says(action):
    rule = TABLE[action]

    for kind in OrganizationKind.values:
        for role in Role.values:
            expected = role in rule.roles and (not rule.kinds or kind in rule.kinds)
            assert member(kind, role).may(action) is expected, (kind, role)


def test_a_bank_acts_only_with_a_second_factor():
    moderator = member(OrganizationKind.OPERATOR, Role.MODERATOR, second_factor=False)

    assert not moderator.may("approve_listing")
    with pytest.raises(SecondFactorNeeded):
        require(moderator.may("approve_listing"), moderator)


def test_editor_and_moderator_exist_only_at_the_operator():
    kinds = {kind for kind, roles in ROLES_BY_KIND.items() if roles & {Role.EDITOR, Role.MODERATOR}}

    assert kinds == {OrganizationKind.OPERATOR}


def test_an_action_stands_in_the_table_once():
    with pytest.raises(ValueError, match="already"):
        allow("approve_listing", roles=[Role.OWNER])


def test_a_system_actor_may_only_what_is_opened_to_the_system():
    assert system_actor("x").may("suspend_listing")
    assert not system_actor("x").may("approve_listing")


def test_a_view_that_says_nothing_is_closed(caplog):
    def forgotten(request):
        return HttpResponse("open")

    request = RequestFactory().get("/", headers={"accept": "application/json"})
    response = DenyByDefault(lambda r: HttpResponse()).process_view(request, forgotten, [], {})

    assert access_of(forgotten) is None
    assert response.status_code == 403
    assert b"not_allowed" in response.content


def test_programs_get_a_problem_document():
    request = RequestFactory().get("/", headers={"accept": "application/json"})

    response = Refusals(lambda r: HttpResponse()).process_exception(request, InvalidInput({"title": "missing"}))

    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert b'"detail": "missing"' in response.content


def test_other_errors_pass_through():
    refusals = Refusals(lambda r: HttpResponse())

    assert refusals.process_exception(RequestFactory().get("/"), ValueError()) is None
