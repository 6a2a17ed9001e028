"""The account menu: everybody finds their pages in it, and none that refuses them."""

import re

import pytest
from django.test import Client

from tests.listings.desks import client_of

pytestmark = pytest.mark.django_db

EVERYBODY = ["/en/dashboard/", "/en/accounts/profile/", "/en/enquiries/"]
OWN = ["/en/accounts/organization/", "/en/accounts/members/"]


def menu_of(client: Client) -> list[str]:
    panel = client.get("/en/accounts/profile/").content.decode().partition('class="account-panel"')[2]
    return re.findall(r'<li><a href="([^"]+)"', panel.partition("<form")[0])


def test_a_holder_finds_listings_proofs_powers_and_consents(cast):
    assert cast.firm

    links = menu_of(client_of(cast.lin))

    desk, profile, inbox = EVERYBODY
    proofs = ["/en/ownership-claims/", "/en/powers-of-attorney/", "/en/listings/consents/"]
    assert links == [desk, profile, "/en/listings/mine/", inbox, *proofs, *OWN]


def test_a_moderator_finds_every_queue(cast):
    assert cast.operator and cast.moderator

    links = menu_of(client_of(cast.guan, second_factor=True))

    queues = ["/en/listings/queue/", "/en/ownership/queue/", "/en/accounts/organizations/queue/"]
    assert links == [*EVERYBODY, *OWN, *queues, "/en/enquiries/reports/", "/en/accounts/view-as/"]


def test_somebody_without_an_organisation_is_led_to_registering_one(cast):
    assert menu_of(client_of(cast.gu)) == [*EVERYBODY, "/en/accounts/organizations/new/"]


@pytest.mark.parametrize("name", ["lin", "guan", "gu"])
def test_it_offers_no_page_that_refuses(cast, name):
    assert cast.firm and cast.operator and cast.moderator
    client = client_of(getattr(cast, name), second_factor=True)

    answers = {url: client.get(url).status_code for url in menu_of(client)}

    assert set(answers.values()) == {200}, answers
