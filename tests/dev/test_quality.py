"""`./dev bench`, `test` and the rest: names found, programs handed the right words."""

import pytest

from devtools import main, quality
from devtools.shell import Refusal


@pytest.fixture
def benches(monkeypatch, tmp_path):
    (tmp_path / "bench").mkdir()
    (tmp_path / "bench" / "search.py").write_text('"""Search beside its bounds.\n\nMore."""\n')
    (tmp_path / "bench" / "_shared.py").write_text("")
    monkeypatch.setattr(quality, "ROOT", tmp_path)
    return tmp_path / "bench"


def test_it_lists_the_benchmarks_with_their_first_sentence(benches, capsys):
    assert quality.bench(["list"]) == 0

    assert capsys.readouterr().out == "  search       Search beside its bounds.\n"


def test_it_refuses_a_benchmark_that_is_not_there(benches):
    with pytest.raises(Refusal, match="no benchmark 'import'"):
        quality.bench(["import"])


def test_it_hands_a_benchmark_its_arguments(benches, monkeypatch):
    called = []
    monkeypatch.setattr(quality.install, "ensure", lambda kind: f"python-{kind}")
    monkeypatch.setattr(quality, "become", lambda words, env: called.append(words))

    quality.bench(["search", "--sizes", "10"])

    assert called == [["python-run", benches / "search.py", "--sizes", "10"]]


def test_it_runs_pytest_with_the_test_settings_whatever_is_exported(monkeypatch):
    called = []
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "marketplace.settings.production")
    monkeypatch.setenv("CHROMIUM", "my-chromium")
    monkeypatch.setattr(quality.install, "ensure", lambda kind: f"python-{kind}")
    monkeypatch.setattr(quality, "become", lambda words, env: called.append((words, env)))

    quality.test(["-m", "race"])

    words, env = called[0]
    assert words == ["python-test", "-m", "pytest", "-m", "race"]
    assert (env["DJANGO_SETTINGS_MODULE"], env["CHROMIUM"]) == ("marketplace.settings.test", "my-chromium")


def test_it_fails_the_check_when_one_of_its_parts_fails(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    parts = [("Lint", ["/bin/true"]), ("Types", ["/bin/sh", "-c", "echo wrong type; exit 1"])]
    monkeypatch.setattr(quality.install, "ensure", lambda kind: kind)
    monkeypatch.setattr(quality, "checks", lambda python: parts)

    with pytest.raises(Refusal, match="not clean: Types"):
        quality.check([])

    assert "wrong type" in capsys.readouterr().out


def test_it_shows_how_a_long_failure_begins_and_where_the_rest_is(tmp_path):
    text = "\n".join(f"line {number}" for number in range(100))

    shown = quality.beginning(text, tmp_path / "log" / "check.log").splitlines()

    assert (shown[0], shown[59]) == ("line 0", "line 59")
    assert shown[60:] == [f"... 40 more lines: {tmp_path / 'log' / 'check.log'}"]
    assert (tmp_path / "log" / "check.log").read_text() == text


def test_it_refuses_a_command_that_is_not_there(capsys):
    code = main.main(["fly"])

    assert code == 1
    assert capsys.readouterr().err == "dev: there is no command 'fly': ./dev help lists them\n"


def test_it_describes_every_command(capsys):
    main.main(["help"])

    printed = capsys.readouterr().out
    assert [name for name in main.COMMANDS if f"\n  {name}" not in printed] == []
