"""Every row of the table of roles by every kind of actor: allowed or denied as written, and denied changes nothing."""

import inspect
from types import ModuleType

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.accounts import actions as accounts
from marketplace.core.access import TABLE, Actor, system_actor
from marketplace.core.errors import NotAllowed
from marketplace.listings import actions as listings
from marketplace.listings.models import Listing
from marketplace.rights import actions as rights
from tests.access import actions_table as table
from tests.access.world import PEOPLE, World, undone


def unexpected(rows, expected):
    """Actions of the table that nobody wrote an expectation for, and expectations of no action."""
    return sorted(set(rows) ^ set(expected))


def test_every_action_has_its_row_of_expectations():
    assert unexpected(TABLE, table.EXPECTED) == []


def test_the_table_guard_sees_an_action_without_expectations():
    assert unexpected(["approve_listing", "open_vault"], ["approve_listing"]) == ["open_vault"]


def writes_of(module: ModuleType) -> set[str]:
    """The functions of an actions module that take an author."""
    return {
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and "by" in inspect.signature(function).parameters
    }


def test_every_write_is_played_by_every_actor():
    found = set().union(*(writes_of(module) for module in (accounts, rights, listings)))

    played = {each.function for each in table.PLAYED}
    assert unexpected(found, played | table.ABOUT_ONESELF | table.INSIDE) == []
    assert {each.action for each in table.PLAYED} | table.UNPLAYED == set(TABLE)


@pytest.mark.parametrize("action", sorted(table.EXPECTED))
def test_opens_to_exactly_the_roles_and_kinds_that_are_written(action):
    row = table.EXPECTED[action]
    opened = {
        (role, kind, second_factor)
        for role in table.ROLES
        for kind in table.KINDS
        for second_factor in (True, False)
        if Actor(
            "person", 1, organization_id=1, organization_kind=kind, roles=frozenset({role}), second_factor=second_factor
        ).may(action)
    }

    guarded = ["bank", "guarantor", "re_guarantor", "insurer", "appraiser", "fund_manager", "treasury", "operator"]
    expected = {
        (role, kind, second_factor)
        for role in table.ROLES
        for kind in table.KINDS
        for second_factor in (True, False)
        if row.opens(role, kind) and (second_factor or kind not in guarded)
    }
    assert opened == expected
    assert system_actor("tests").may(action) is row.system
    assert Actor().may(action) is False
    assert Actor("person", 1).may(action) is False


@pytest.mark.django_db
@pytest.mark.parametrize("played", table.PLAYED, ids=lambda played: f"{played.action}-{played.function}")
def test_is_played_by_those_written_and_denied_to_all_others_without_a_trace(played, cast):
    world = World()
    subject = played.make(world)

    allowed = set()
    for name in PEOPLE:
        with undone():
            world.enter(name)
            by = world.actor(name)
            fresh = reread(subject)
            with CaptureQueriesContext(connection) as spoken:
                try:
                    played.play(world, fresh, by)
                except NotAllowed:
                    assert writes_in(spoken) == [], name
                else:
                    allowed.add(name)
        world.firm.refresh_from_db()

    assert allowed == played.allowed


def writes_in(spoken):
    """The statements that change anything: of a record, an event, a job or the index's log."""
    return [each["sql"][:80] for each in spoken if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def reread(subject):
    """The subject as the database has it, for what happened before was undone."""
    if isinstance(subject, tuple):
        return tuple(map(reread, subject))
    return type(subject)._default_manager.get(pk=subject.pk) if subject is not None else None


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["draft", "verifying", "returned", "withdrawn", "suspended", "sold_elsewhere"])
def test_a_listing_off_the_market_is_seen_by_its_organisation_and_the_staff_only(status, cast):
    world = World()
    listing = world.listing(status)

    seen, one = set(), set()
    for name in PEOPLE:
        with undone():
            world.enter(name)
            actor = world.actor(name)
            seen |= {name} if Listing.objects.visible_to(actor).filter(pk=listing.pk).exists() else set()
            one |= {name} if listing.is_visible_to(actor) else set()
        world.firm.refresh_from_db()

    assert seen == one == set(table.EXPECTED["read_every_listing"].actors.split())
