"""Shared fixtures: data beside the project, the append-only triggers at teardown, and a clean policy cache."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test.testcases import TransactionTestCase

from marketplace.core import clock, policy, triggers
from tests import database

database.install()

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)

_original_teardown = TransactionTestCase._fixture_teardown


def _teardown_without_triggers(case: TransactionTestCase) -> None:
    """Flushing a test database is the one deletion that append-only tables must let pass."""
    with triggers.lifted():
        _original_teardown(case)


TransactionTestCase._fixture_teardown = _teardown_without_triggers


def find_chromium() -> str | None:
    """Chromium by `CHROMIUM` or from the path."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def pytest_addoption(parser: pytest.Parser) -> None:
    """A snapshot changes only when somebody says so."""
    parser.addoption(
        "--write-query-counts",
        action="store_true",
        help="write tests/guards/query_counts.json anew from what the pages cost now",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests that need a service are skipped by its name where it is not there."""
    missing = {
        "postgres": None if "postgres" in os.environ.get("TEST_DATABASE_URL", "") else "PostgreSQL: TEST_DATABASE_URL",
        "redis": None if os.environ.get("TEST_REDIS_URL") else "Redis: TEST_REDIS_URL",
        "elastic": None if os.environ.get("TEST_ELASTICSEARCH_URL") else "Elasticsearch: TEST_ELASTICSEARCH_URL",
        "browser": None if find_chromium() else "Chromium: CHROMIUM",
        "data": None if data_folder().is_dir() else "the data folder ../shared/data",
    }
    for item in items:
        for name, what in missing.items():
            if what and item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=f"needs {what}"))


def data_folder() -> Path:
    return Path(os.environ.get("DATA_DIR", ROOT.parent / "shared" / "data"))


@pytest.fixture
def data_dir() -> Path:
    """The folder of real input data beside the project."""
    folder = data_folder()
    if not folder.is_dir():
        pytest.skip("needs the data folder ../shared/data")
    return folder


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    policy.forget()
    yield
    policy.forget()


@pytest.fixture
def at_noon() -> Iterator[datetime]:
    """The clock held at a known working day: Tuesday 2026-11-24, 10:00 in Shanghai."""
    with clock.frozen(NOW):
        yield NOW


@pytest.fixture
def cast(db: Any, at_noon: datetime) -> Any:
    """The same people and organisations in every test."""
    from tests import builders

    return builders.Cast()


@pytest.fixture
def index(tmp_path: Path, settings: Any) -> Any:
    """An empty embedded index of this test's own; call it to let it follow the database."""
    from search import sync

    settings.SEARCH_DIR = tmp_path / "search"
    sync.forget()
    yield sync.follow_all
    sync.forget()


@pytest.fixture
def run_command() -> Any:
    """`manage.py` in process."""
    return call_command


@pytest.fixture
def in_english() -> Iterator[None]:
    """Sentences read in English, whatever the site's first language."""
    from django.utils import translation

    with translation.override("en"):
        yield
