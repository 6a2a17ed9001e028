"""Statements kept in words, and the health of kept connections."""

import socket
import time

import pytest
from django.db import connections

from marketplace.accounts.models import Organization
from marketplace.core.postgresql.base import RESTED_SECONDS, DatabaseWrapper
from marketplace.core.prepared import Prepared, slot


@pytest.mark.django_db
def test_it_gives_the_rows_of_its_queryset_and_is_put_into_words_once():
    made = []
    for number in (1, 2):
        Organization.objects.create(ref=f"OR-{number}", kind="firm", name=f"机构{number}", name_key=f"机构{number}")

    def build():
        made.append(1)
        return Organization.objects.filter(ref=slot("ref")).values_list("name", "created_at", "kind")

    prepared = Prepared(build)

    first, second, none = prepared.rows(ref="OR-1"), prepared.rows(ref="OR-2"), prepared.rows(ref="OR-9")

    assert first == list(Organization.objects.filter(ref="OR-1").values_list("name", "created_at", "kind"))
    assert [row[0] for row in second] == ["机构2"]
    assert none == []
    assert made == [1]


class Kept:
    """An open connection to a server of which a test holds the other end."""

    closed = False

    def __init__(self):
        self.own, self.server = socket.socketpair()

    def fileno(self):
        return self.own.fileno()

    def close(self):
        self.closed = True


@pytest.fixture
def wrapper():
    settings = {**connections["default"].settings_dict, "ENGINE": "marketplace.core.postgresql", "OPTIONS": {}}
    wrapper = DatabaseWrapper(settings)
    wrapper.connection, wrapper.health_check_enabled, wrapper.asked = Kept(), True, 0
    wrapper.looked_at = time.monotonic()

    def is_usable():
        wrapper.asked += 1
        return False

    wrapper.is_usable = is_usable
    kept = wrapper.connection
    yield wrapper
    kept.own.close()
    kept.server.close()


def test_it_asks_nothing_of_a_connection_in_use_on_which_nothing_waits(wrapper):
    wrapper.close_if_health_check_failed()

    assert wrapper.asked == 0
    assert wrapper.health_check_done
    assert wrapper.connection is not None


@pytest.mark.parametrize("end", ["word", "hang up", "rest", "error"])
def test_it_asks_and_closes_where_there_is_reason_to_doubt(wrapper, end):
    if end == "word":
        wrapper.connection.server.send(b"terminating connection")
    elif end == "hang up":
        wrapper.connection.server.close()
    elif end == "rest":
        wrapper.looked_at -= RESTED_SECONDS + 1
    else:
        wrapper.errors_occurred = True

    wrapper.close_if_health_check_failed()

    assert wrapper.asked == 1
    assert wrapper.connection is None
