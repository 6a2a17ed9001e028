"""What is particular to the embedded engine: one writer, other processes, crashes, its folder."""

import subprocess
import sys
import textwrap
import threading

import pytest

from search import backends, lookup, registry, service
from search.backends.base import IndexBusy
from search.backends.embedded import EmbeddedBackend
from search.service import SearchRequest

from . import market

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def backend(settings, tmp_path):
    settings.SEARCH_DIR, settings.SEARCH_BACKEND = tmp_path, "embedded"
    registry.register(market.definition(documents=market.DOCUMENTS))
    backends.forget()
    backend = backends.get("market")
    with backend:
        backend.index(market.DOCUMENTS)
        backend.commit((3, 7))
    yield backend
    backends.forget()
    registry.forget("market")


def total(line=""):
    return service.search("market", SearchRequest(line)).total


def elsewhere(tmp_path, code):
    """Run code in another process that has the same market open as `backend`."""
    opening = f"""
        import os, pathlib
        from django.conf import settings
        settings.configure(SEARCH_DIR=pathlib.Path({str(tmp_path)!r}), SEARCH_BACKEND="embedded", USE_I18N=False)
        from search import backends, registry, service
        from search.backends.base import IndexBusy
        from tests.search import market
        registry.register(market.definition(documents=market.DOCUMENTS))
        backend = backends.get("market")
    """
    script = textwrap.dedent(opening) + textwrap.dedent(code)
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_another_process_reads_documents_and_position(backend, tmp_path):
    done = elsewhere(
        tmp_path, 'print(service.search("market", service.SearchRequest("换辊")).total, backend.position())'
    )

    assert done.stdout.strip() == "1 (3, 7)", done.stderr


def test_what_another_process_commits_is_seen_here(backend, tmp_path):
    assert total("新品") == 0

    done = elsewhere(
        tmp_path,
        """
        with backend:
            backend.index([market.document("new", "新品")])
            backend.commit((3, 8))
        """,
    )
    backend.reader.refresh()

    assert (done.returncode, total("新品"), backend.position()) == (0, 1, (3, 8)), done.stderr


def test_a_crash_before_the_commit_loses_documents_and_position_together(backend, tmp_path):
    done = elsewhere(
        tmp_path,
        """
        backend.__enter__()
        backend.index([market.document(f"k{n}", "新品") for n in range(500)])
        backend.delete(["pear"])
        os._exit(9)
        """,
    )
    backend.reader.refresh()

    assert done.returncode == 9, done.stderr
    assert (total("新品"), total("南果梨"), backend.position()) == (0, 1, (3, 7))
    with backend:
        backend.index([market.document("after", "新品")])
        backend.commit((3, 8))
    assert (total("新品"), backend.position()) == (1, (3, 8))


def test_a_second_writer_is_told_so(backend, tmp_path):
    with backend:
        done = elsewhere(
            tmp_path,
            """
            try:
                backend.__enter__()
            except IndexBusy as error:
                print("busy")
            """,
        )
        with pytest.raises(IndexBusy):
            backend.__enter__()
        backend.index([market.document("new", "新品")])
        backend.commit()

    assert done.stdout.strip() == "busy", done.stderr
    assert total("新品") == 1


def test_writing_needs_the_block(backend):
    with pytest.raises(IndexBusy):
        backend.index(market.DOCUMENTS)
    with pytest.raises(IndexBusy):
        backend.fresh()


def test_readers_in_threads_are_never_disturbed_by_writes(backend):
    failures, stop = [], threading.Event()

    def read():
        while not stop.is_set():
            found = total("激光 熔覆")
            if found != 1:
                failures.append(found)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for version in range(2, 8):
        with backend:
            backend.index([market.document("pear", "南果梨", version=version)])
            backend.commit()
        with backend, backend.fresh() as fresh:
            fresh.index(market.DOCUMENTS)
            fresh.commit((3, version))
            fresh.publish()
    stop.set()
    for thread in threads:
        thread.join()

    assert failures == []


def test_a_rebuild_that_broke_off_leaves_nothing_for_long(backend, tmp_path):
    with pytest.raises(ZeroDivisionError), backend, backend.fresh() as fresh:
        fresh.index(market.DOCUMENTS)
        fresh.commit((3, 9))
        raise ZeroDivisionError
    assert (backend.position(), total()) == ((3, 7), 5)

    for _ in range(3):
        with backend, backend.fresh() as fresh:
            fresh.index(market.DOCUMENTS)
            fresh.commit((3, 9))
            fresh.publish()

    assert backend.position() == (3, 9)
    assert len([path for path in (tmp_path / "market").iterdir() if path.is_dir()]) == 2


def test_a_damaged_index_is_not_usable(backend, tmp_path):
    (folder,) = [path for path in (tmp_path / "market").iterdir() if path.is_dir()]
    (folder / "meta.json").write_text("{")

    again = EmbeddedBackend(backend.definition)

    assert not again.is_usable()
    assert again.position() is None


def test_a_changed_definition_asks_for_a_rebuild(backend):
    assert backend.is_usable()

    registry.register(market.definition(documents=market.DOCUMENTS, version=2))

    assert not backends.get("market").is_usable()


def test_it_counts_all_documents_anew_after_a_commit_only(backend, monkeypatch):
    held, before = total(), lookup.count("market")
    monkeypatch.setattr(lookup, "find", None)
    again = lookup.count("market")
    monkeypatch.undo()

    with backend:
        backend.index([market.document("9001", "a new one")])
        backend.commit((3, 8))
    after = lookup.count("market")

    assert before == again == held
    assert after == before + 1
