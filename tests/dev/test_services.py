"""`./dev services`: our own servers, and nobody else's."""

import os

import pytest

from devtools import services
from devtools.shell import Refusal


@pytest.fixture(autouse=True)
def ordinary_user(monkeypatch):
    monkeypatch.setattr(services, "is_root", lambda: False)


def test_it_prints_what_tests_look_for(monkeypatch, tmp_path):
    monkeypatch.setenv("PGPORT", "55001")
    monkeypatch.delenv("REDISPORT", raising=False)

    lines = [*services.Postgres(tmp_path).exports(), *services.Redis(tmp_path).exports()]

    assert lines == [
        "export TEST_DATABASE_URL=postgres://postgres@localhost:55001/zhirong",
        "export TEST_REDIS_URL=redis://localhost:63790/0",
    ]


def test_it_names_the_variable_of_a_wrong_port(monkeypatch, tmp_path):
    monkeypatch.setenv("REDISPORT", "many")

    with pytest.raises(Refusal, match="REDISPORT is 'many'"):
        services.Redis(tmp_path)


def test_it_does_not_stop_a_process_that_only_has_an_old_number_of_ours(tmp_path):
    redis = services.Redis(tmp_path)
    redis.folder.mkdir()
    redis.pidfile.write_text(f"{os.getpid()}\n")

    assert redis.stop() == "does not run"


def test_it_lays_the_cluster_where_postgres_may_enter(monkeypatch, tmp_path):
    monkeypatch.setattr(services.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(services, "output", lambda words: (1, "no way in"))

    folder = services.reachable(tmp_path / "closed")

    assert folder.parent == tmp_path
    assert folder.name.startswith("zhirong-services-")
    assert folder.stat().st_mode & 0o777 == 0o755


def test_it_refuses_a_folder_that_somebody_laid_in_its_way(monkeypatch, tmp_path):
    monkeypatch.setattr(services.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(services, "output", lambda words: (1, "no way in"))
    folder = services.reachable(tmp_path / "closed")
    folder.rmdir()
    folder.symlink_to(tmp_path)

    with pytest.raises(Refusal, match="belongs to somebody else"):
        services.reachable(tmp_path / "closed")


@pytest.mark.parametrize("words", [["restart"], ["stop", "--install"], ["start", "--fast"]])
def test_it_refuses_words_it_does_not_know(words):
    with pytest.raises(Refusal, match=r"\./dev services \[start"):
        services.main(words)
