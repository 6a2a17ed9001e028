"""The virtual environment: made by venv, filled from the hash locks by uv or, failing that, by pip."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

from devtools import stamps
from devtools.shell import ROOT, Refusal, environment, logged, output, step, tail, var_dir

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {
    "run": ("requirements.txt",),
    "test": ("requirements.txt", "requirements-dev.txt"),
}
UV_LOCK = ROOT / "requirements-uv.txt"
REASONS = (
    (("no space left",), "the disk is full"),
    (("do not match the hashes", "hash mismatch"), "a downloaded file is not the one in the lock"),
    (
        ("certificate", "unknownissuer"),
        "the package index's certificate is not trusted here (behind a company's proxy, set SSL_CERT_FILE)",
    ),
    (
        ("connection refused", "name resolution", "dns error", "timed out", "unreachable", "connection error"),
        "there is no connection to the package index (check the network and the proxy)",
    ),
)


def base_python() -> str:
    """The interpreter behind this one: started from inside the virtual environment, this process must not rebuild it
    with itself."""
    return getattr(sys, "_base_executable", None) or sys.executable


def python_version(python: Path) -> str | None:
    """`3.11.7` of a working interpreter that is new enough, else nothing."""
    code, text = output([python, "-c", "import sys; print(sys.version.split()[0], sys.version_info >= (3, 11))"])
    version, _, enough = text.strip().partition(" ")
    return version if code == 0 and enough == "True" else None


def check_venv_module() -> None:
    """Debian splits venv off Python: `venv` can be imported there, and fails for want of ensurepip."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        short = f"python{sys.version_info[0]}.{sys.version_info[1]}"
        raise Refusal(
            f"this Python has no venv module: install it (Debian, Ubuntu: apt install {short}-venv), then start again."
        )


def stamp_path(kind: str) -> Path:
    return VENV / f"zhirong-{kind}.stamp"


def wanted(kind: str, version: str) -> str:
    return stamps.fingerprint([ROOT / name for name in LOCKS[kind]], version)


def is_installed(kind: str) -> bool:
    """Whether this kind's locks are in; those of "test" contain those of "run"."""
    version = python_version(PYTHON)
    return version is not None and any(stamps.matches(stamp_path(one), wanted(one, version)) for one in (kind, "test"))


def ensure(kind: str) -> Path:
    """The environment's interpreter, everything in the kind's locks installed.

    Raises Refusal where there is no venv module, no connection or no room.
    """
    if is_installed(kind):
        with step("Libraries") as remarks:
            remarks.append("unchanged")
        return PYTHON
    log = var_dir() / "log" / "install.log"
    log.unlink(missing_ok=True)
    if python_version(PYTHON) is None:
        check_venv_module()
        with step("Making .venv"):
            make_venv(log)
    with step("Installing the libraries") as remarks:
        remarks.append(f"by {fill(kind, log)}")
    version = python_version(PYTHON)
    if version is None:
        raise Refusal(f"the interpreter in {VENV} does not run: remove that folder and start again.")
    stamps.write(stamp_path(kind), wanted(kind, version))
    return PYTHON


def make_venv(log: Path) -> None:
    if not logged([base_python(), "-m", "venv", "--clear", VENV], log):
        raise Refusal(f"could not make {VENV}: {reason(tail(log, 200))} (see {log})")


def fill(kind: str, log: Path) -> str:
    """Install the kind's locks and name the installer that did it."""
    files = [word for name in LOCKS[kind] for word in ("-r", name)]
    # Without this uv trusts only its own certificates, and a company's proxy is refused.
    env = environment(UV_SYSTEM_CERTS=os.environ.get("UV_SYSTEM_CERTS", "1"))
    uv = find_uv(log, env)
    if uv and logged([uv, "pip", "install", "--python", PYTHON, "--require-hashes", *files], log, env=env):
        return "uv"
    if logged([*pip(log), "install", "--require-hashes", *files], log, env=env):
        return "pip"
    raise Refusal(
        f"the libraries could not be installed: {reason(tail(log, 400))}. Mend that and start again (see {log})"
    )


def find_uv(log: Path, env: dict[str, str]) -> str | None:
    own = VENV / "bin" / "uv"
    found = shutil.which("uv") or (str(own) if own.exists() else None)
    if found:
        return found
    if logged([*pip(log), "install", "--require-hashes", "-r", UV_LOCK], log, env=env):
        return str(own)
    return None


def pip(log: Path) -> list[str]:
    """How to call pip in the environment; one that uv made has none yet."""
    if output([PYTHON, "-m", "pip", "--version"])[0] != 0:
        logged([PYTHON, "-m", "ensurepip"], log)
    return [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input"]


def reason(text: str) -> str:
    """Why an installation failed, read from what the installers printed."""
    folded = text.lower()
    for marks, meaning in REASONS:
        if any(mark in folded for mark in marks):
            return meaning
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines or ["no message"])[-1]
