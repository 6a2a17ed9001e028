"""The virtual environment: complete or not there, and installed once."""

import sys
from pathlib import Path

import pytest

from devtools import install
from devtools.shell import ROOT, Refusal


@pytest.fixture
def fresh(monkeypatch, tmp_path):
    """A checkout of its own whose environment's interpreter is this one."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setattr(install, "VENV", tmp_path / "venv")
    monkeypatch.setattr(install, "PYTHON", Path(sys.executable))
    (tmp_path / "venv").mkdir()
    return tmp_path


def test_it_installs_once(fresh, monkeypatch):
    filled = []
    monkeypatch.setattr(install, "fill", lambda kind, log: filled.append(kind) or "uv")

    install.ensure("run")
    install.ensure("run")
    install.ensure("test")
    install.ensure("test")

    assert filled == ["run", "test"]


def test_it_needs_no_installation_to_run_what_is_installed_to_test(fresh, monkeypatch):
    filled = []
    monkeypatch.setattr(install, "fill", lambda kind, log: filled.append(kind) or "uv")

    install.ensure("test")
    install.ensure("run")

    assert filled == ["test"]


def test_it_installs_again_when_the_lock_changes(fresh, monkeypatch):
    filled = []
    monkeypatch.setattr(install, "fill", lambda kind, log: filled.append(kind) or "uv")
    monkeypatch.setattr(install, "ROOT", fresh)
    lock = fresh / "requirements.txt"
    lock.write_text("a==1")
    install.ensure("run")

    lock.write_text("a==2")
    install.ensure("run")

    assert filled == ["run", "run"]


def test_it_leaves_no_stamp_after_a_failed_installation(fresh, monkeypatch):
    monkeypatch.setattr(install, "find_uv", lambda log, env: None)
    monkeypatch.setattr(install, "pip", lambda log: [sys.executable, "-c", "print('Connection refused'); exit(1)"])

    with pytest.raises(Refusal, match="there is no connection to the package index"):
        install.ensure("run")

    assert not install.is_installed("run")


def test_it_falls_back_to_pip_when_uv_fails(fresh, monkeypatch):
    monkeypatch.setattr(install, "find_uv", lambda log, env: "/bin/false")
    monkeypatch.setattr(install, "pip", lambda log: ["/bin/true"])

    assert install.fill("run", fresh / "log") == "pip"


def test_it_says_how_to_get_a_missing_venv_module(monkeypatch):
    monkeypatch.setattr(install.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())

    with pytest.raises(Refusal, match=r"apt install python3\.\d+-venv"):
        install.check_venv_module()


@pytest.mark.parametrize(
    ("printed", "meaning"),
    [
        ("WARNING: Retrying\nERROR: OSError: [Errno 28] No space left on device", "the disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one in the lock"),
        ("error: invalid peer certificate: UnknownIssuer", "certificate is not trusted here"),
        ("[Errno 111] Connection refused\nERROR: No matching distribution found for a", "no connection"),
        ("ERROR: something else\nbye", "ERROR: something else"),
        ("", "no message"),
    ],
)
def test_it_reads_the_reason_from_the_installers_output(printed, meaning):
    assert meaning in install.reason(printed)


@pytest.mark.parametrize("name", ["requirements", "requirements-dev", "requirements-uv"])
def test_it_locks_every_pin_with_hashes(name):
    pins = {
        line.split("[")[0].split("==")[0].lower() + "==" + line.split("==")[1].strip()
        for line in (ROOT / f"{name}.in").read_text(encoding="utf-8").splitlines()
        if "==" in line and not line.startswith("#")
    }
    blocks = (ROOT / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    locked = [line for line in blocks if "==" in line and not line.lstrip().startswith("#")]

    names = {line.split()[0].split("[")[0].split(";")[0] for line in locked}

    assert pins <= names
    assert all("--hash=sha256:" in line for line in locked)
