"""How often something may be asked for."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from marketplace.core import clock, limits


@pytest.fixture(autouse=True)
def _empty():
    cache.clear()


def ask(times, who="a"):
    for _each in range(times):
        limits.consume("test", who, most=3, per=timedelta(minutes=1))


def test_it_refuses_what_goes_beyond_the_limit(at_noon):
    ask(3)

    with pytest.raises(limits.TooMany):
        ask(1)


def test_it_counts_everybody_apart(at_noon):
    ask(3)

    ask(3, who="b")


def test_it_begins_anew_after_the_span(at_noon):
    ask(3)

    with clock.frozen(at_noon + timedelta(minutes=1)):
        ask(3)


def test_it_keeps_no_name_in_the_cache(at_noon, monkeypatch):
    keys = []
    monkeypatch.setattr(cache, "add", lambda key, *args, **kwargs: keys.append(key))

    ask(1, who="someone@example.test")

    assert "someone" not in keys[0]
