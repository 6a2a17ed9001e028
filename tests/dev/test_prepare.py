"""Preparation: everything once, then only what its stamps say has changed."""

import sqlite3
from pathlib import Path

import pytest

from devtools import prepare
from devtools.prepare import Preparation

ALL = ["migrate", "seed_demo", "rebuild_search", "collectstatic"]


class Recorded(Preparation):
    """A preparation whose management commands leave what the real ones leave."""

    def manage(self, *words: str) -> None:
        self.env["commands"].append(words[0])
        if words[0] == "migrate":
            apply(self.var / "db.sqlite3", "0001_initial")
        if words[0] == "seed_demo":
            (self.var / "demo.json").write_text("[]")
        if words[0] in ("rebuild_search", "collectstatic"):
            folder = self.var / ("search" if words[0] == "rebuild_search" else "static")
            folder.mkdir(exist_ok=True)
            (folder / "file").write_text("")


def apply(database: Path, name: str) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS django_migrations (app, name, UNIQUE (app, name))")
        connection.execute("INSERT OR IGNORE INTO django_migrations VALUES ('core', ?)", [name])
    connection.close()


@pytest.fixture
def tree(tmp_path):
    for name in ("marketplace/core/migrations/0001_initial.py", "marketplace/static/site.css", "requirements.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("first")
    (tmp_path / "var").mkdir()
    return tmp_path


def commands(tree: Path, **environ: str) -> list[str]:
    """The management commands that one run of `./dev run` needs."""
    env = {"commands": [], "DJANGO_SETTINGS_MODULE": "settings", **environ}
    Recorded(Path("python"), tree / "var", env, root=tree).run()
    return env["commands"]


def test_it_does_everything_first_and_nothing_the_second_time(tree):
    assert commands(tree) == ALL
    assert commands(tree) == []


def test_it_starts_over_when_the_database_is_gone(tree):
    commands(tree)

    (tree / "var" / "db.sqlite3").unlink()

    assert commands(tree) == ["migrate", "seed_demo", "rebuild_search"]


def test_it_migrates_when_the_database_is_another_one(tree):
    commands(tree)

    apply(tree / "var" / "db.sqlite3", "0002_later")

    assert commands(tree) == ["migrate"]


def test_it_does_everything_when_a_migration_is_new(tree):
    commands(tree)

    (tree / "marketplace/core/migrations/0002_more.py").write_text("")

    assert commands(tree) == ALL


def test_it_collects_when_a_style_sheet_changes(tree):
    commands(tree)

    (tree / "marketplace/static/site.css").write_text("second")

    assert commands(tree) == ["collectstatic"]


@pytest.mark.parametrize(("lost", "again"), [("search", "rebuild_search"), ("static", "collectstatic")])
def test_it_makes_what_was_deleted_again(tree, lost, again):
    commands(tree)

    (tree / "var" / lost / "file").unlink()

    assert commands(tree) == [again]


def test_it_always_asks_a_database_that_is_not_ours(tree):
    commands(tree, DATABASE_URL="postgres://localhost/market")

    assert commands(tree, DATABASE_URL="postgres://localhost/market") == ["migrate", "seed_demo", "rebuild_search"]


def test_it_seeds_nothing_where_the_demo_is_off(tree):
    assert commands(tree, DEMO="false") == ["migrate", "rebuild_search", "collectstatic"]


def test_it_reads_no_migrations_from_what_is_no_database(tmp_path):
    (tmp_path / "db.sqlite3").write_text("no database, " * 100)

    assert prepare.applied_migrations(tmp_path / "db.sqlite3") is None
    assert prepare.applied_migrations(tmp_path / "absent.sqlite3") is None
