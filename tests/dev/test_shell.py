"""The environment of what `./dev` starts."""

from devtools.shell import environment


def test_bytecode_that_may_not_lie_beside_the_sources_lies_with_the_state(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))

    env = environment()

    assert "PYTHONDONTWRITEBYTECODE" not in env
    assert env["PYTHONPYCACHEPREFIX"] == str(tmp_path / "bytecode")


def test_bytecode_lies_where_it_always_does_otherwise(monkeypatch):
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)

    assert "PYTHONPYCACHEPREFIX" not in environment()


def test_a_place_for_bytecode_that_somebody_chose_is_kept(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "/elsewhere")

    assert environment()["PYTHONPYCACHEPREFIX"] == "/elsewhere"
