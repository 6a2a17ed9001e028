"""An index follows the log: changes, removals, rebuilds beside, lost positions, comparison and repair."""

import threading

import pytest

from marketplace.core import outbox
from search import backends, registry, sync
from search.backends.base import IndexBusy
from search.service import SearchRequest, search

from . import market

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("at_noon")]


class Shop:
    """The rows that the market's index stands for, with the log written beside each change."""

    def __init__(self):
        self.rows = {}
        self.on_load = lambda keys: None

    def put(self, key, title):
        version = self.rows[key].version + 1 if key in self.rows else 1
        self.rows[key] = market.document(key, title, version=version)
        outbox.index_changed("market", [key])

    def drop(self, key):
        del self.rows[key]
        outbox.index_changed("market", [key])

    def load(self, keys):
        found = [self.rows[key] for key in keys if key in self.rows]
        self.on_load(keys)
        return found

    def listing(self, after, limit):
        return [(key, self.rows[key].version) for key in sorted(self.rows) if after is None or key > after][:limit]


@pytest.fixture
def shop(settings, tmp_path):
    settings.SEARCH_DIR, settings.SEARCH_BACKEND = tmp_path, "embedded"
    names = {name: registry.get(name) for name in registry.names()}
    for name in names:
        registry.forget(name)
    shop = Shop()
    registry.register(market.definition(load=shop.load, listing=shop.listing))
    sync.forget()
    yield shop
    sync.forget()
    registry.forget("market")
    for definition in names.values():
        registry.register(definition)


def titles():
    return sorted(hit.stored["title"] for hit in search("market", SearchRequest(per_page=100)))


def test_the_first_time_it_builds_the_index(shop):
    shop.put("1", "激光")
    shop.put("2", "电弧")

    assert sync.follow_all() == 2

    assert titles() == ["激光", "电弧"]
    assert sync.follow_all() == 0


def test_it_follows_changes_and_removals_from_its_own_position(shop):
    shop.put("1", "激光")
    shop.put("2", "电弧")
    sync.follow_if_free()
    loaded = []
    shop.on_load = loaded.extend

    shop.put("1", "激光器")
    shop.drop("2")
    shop.put("3", "梨")
    assert sync.lag() == {"market": 3}
    assert sync.follow("market") == 3

    assert titles() == ["梨", "激光器"]
    assert sorted(loaded) == ["1", "2", "3"]
    assert backends.get("market").position() == outbox.latest_position("market")
    assert sync.lag() == {"market": 0}


def test_it_follows_in_batches_and_remembers_between_processes(shop):
    sync.follow_all()
    for number in range(5):
        shop.put(str(number), f"词{number}")

    assert sync.follow("market", limit=2) == 2
    sync.forget()
    assert sync.follow("market", limit=2) == 2
    assert sync.follow_if_free() == 1

    assert len(titles()) == 5


def test_a_failing_load_leaves_index_and_position_as_they_were(shop):
    shop.put("1", "激光")
    sync.follow_all()
    before = backends.get("market").position()
    shop.put("1", "电弧")

    def fail(keys):
        raise ConnectionError

    shop.on_load = fail
    with pytest.raises(ConnectionError):
        sync.follow("market")
    assert (titles(), backends.get("market").position()) == (["激光"], before)

    shop.on_load = lambda keys: None
    assert sync.follow_all() == 1
    assert titles() == ["电弧"]


def test_a_rebuild_never_serves_fewer_and_ends_equal_to_the_database(shop, monkeypatch):
    for number in range(30):
        shop.put(f"{number:02}", f"词{number}")
    sync.follow_if_free()
    monkeypatch.setattr(sync, "BATCH", 5)
    served, fed = [], iter(range(100, 120))

    def meanwhile(keys):
        served.append(len(titles()))
        number = next(fed, None)
        if number is not None:
            shop.put(f"{number:03}", f"词{number}")
            shop.put("00", f"改{number}")
            shop.rows.pop("29", None)

    shop.on_load = meanwhile
    outbox.index_changed("market", ["29"])
    sync.rebuild("market")

    shop.on_load = lambda keys: None
    assert min(served) >= 29
    assert titles() == sorted(document.text["title"] for document in shop.rows.values())
    assert sync.verify("market").differences == 0


def test_a_rebuild_reports_its_progress(shop):
    for number in range(3):
        shop.put(str(number), "词")
    seen = []

    assert sync.rebuild("market", seen.append) == 3

    assert seen[-1] == 3


def test_a_position_ahead_of_the_log_means_the_database_was_put_back(shop):
    shop.put("1", "激光")
    sync.follow_all()
    with backends.get("market") as backend:
        backend.commit((0, 10**12))
    sync.forget()
    shop.put("1", "电弧")

    sync.follow_all()

    assert titles() == ["电弧"]
    assert backends.get("market").position() == outbox.latest_position("market")


def test_a_lost_position_means_a_rebuild(shop):
    shop.put("1", "激光")
    sync.follow_all()
    with backends.get("market") as backend:
        backend.clear()
        backend.commit()

    sync.follow_all()

    assert titles() == ["激光"]


def test_comparison_finds_and_repairs_every_kind_of_difference(shop):
    for key in ("1", "2", "3"):
        shop.put(key, f"词{key}")
    sync.follow_if_free()
    with backends.get("market") as backend:
        backend.delete(["1"])
        backend.index([market.document("surplus", "多")])
        backend.commit()
    shop.rows["2"] = market.document("2", "改", version=5)

    left = sync.verify("market", repair=False)
    report = sync.verify("market")

    assert (left.missing, left.surplus, left.older, left.newer, left.is_repaired) == (1, 1, 1, 0, False)
    assert (report.checked, report.differences, report.is_repaired) == (3, 3, True)
    assert titles() == ["改", "词1", "词3"]
    assert str(sync.verify("market")) == "3 documents, all as in the database"


def test_a_version_above_the_database_is_repaired_by_a_rebuild(shop):
    shop.put("1", "激光")
    sync.follow_all()
    shop.rows["1"] = market.document("1", "旧", version=0)

    report = sync.verify("market")

    assert (report.newer, report.is_repaired, titles()) == (1, True, ["旧"])


def test_while_somebody_else_writes_following_waits_for_the_next_time(shop, monkeypatch):
    monkeypatch.setattr(sync, "WAIT_FOR_WRITER", 0.0)
    shop.put("1", "激光")
    sync.follow_all()
    shop.put("1", "电弧")

    with backends.get("market"):
        assert sync.follow_all() == 0
        with pytest.raises(IndexBusy):
            sync.rebuild("market")

    assert titles() == ["激光"]
    assert sync.follow_all() == 1
    assert titles() == ["电弧"]


def test_a_rebuild_waits_a_little_for_a_follower(shop):
    shop.put("1", "激光")
    sync.follow_all()
    backend = backends.get("market")
    backend.__enter__()
    release = threading.Timer(0.2, backend.__exit__)
    release.start()

    assert sync.rebuild("market") == 1

    release.join()


def test_without_an_index_there_is_no_lag_to_tell(shop):
    assert sync.lag() == {"market": None}
    assert not sync.is_usable("market")
