"""`./dev test`, `check`, `messages`, `bench` and `lock`: each the same few words on every machine."""

import ast
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from devtools import install
from devtools.shell import ROOT, Refusal, become, call, environment, output, say, step, var_dir

TEST_SETTINGS = "marketplace.settings.test"
PACKAGES = ("marketplace", "search", "cms")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHOWN_LINES = 60
LOCKED = ("requirements", "requirements-dev", "requirements-uv")


def find_browser() -> str | None:
    """The Chromium that browser tests drive: CHROMIUM, else the first on PATH."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def test(args: Sequence[str]) -> int:
    python = install.ensure("test")
    env = environment(TEST_SETTINGS)
    browser = find_browser()
    if browser:
        env["CHROMIUM"] = browser
    become([python, "-m", "pytest", *args], env=env)


def checks(python: Path) -> list[tuple[str, list[str | Path]]]:
    folder = python.parent
    return [
        ("Lint", [folder / "ruff", "check", ".", "dev"]),
        ("Format", [folder / "ruff", "format", "--check", ".", "dev"]),
        ("Types", [python, "-m", "mypy", *PACKAGES]),
        ("Import contracts", [folder / "lint-imports", "--no-logo"]),
        ("Django's checks", [python, "manage.py", "check", "--fail-level", "WARNING"]),
        ("Migrations", [python, "manage.py", "makemigrations", "--check", "--dry-run"]),
        ("Translations", [python, "-m", "devtools.messages", "--check"]),
    ]


def check(args: Sequence[str]) -> int:
    """Run every check, show how those that fail begin, and fail if any did; `--fix` first mends what ruff can."""
    if list(args) not in ([], ["--fix"]):
        raise Refusal("./dev check takes no arguments but --fix")
    python = install.ensure("test")
    env = environment()
    if args:
        for words in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
            output([python.parent / "ruff", *words, ".", "dev"], env=env)
    failed = []
    for title, command in checks(python):
        with step(title) as remarks:
            code, text = output(command, env=env)
            remarks.append("FAILED" if code else "ok")
        if code:
            failed.append(title)
            say(beginning(text, var_dir() / "log" / f"check-{len(failed)}.log"))
    if failed:
        raise Refusal(f"not clean: {', '.join(failed)}")
    say("All clean.")
    return 0


def beginning(text: str, log: Path) -> str:
    """As much of a failed check's output as a terminal shows at once; the log has all of it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(text, encoding="utf-8")
    lines = text.rstrip().splitlines()
    if len(lines) <= SHOWN_LINES:
        return "\n".join(lines) + "\n"
    return "\n".join([*lines[:SHOWN_LINES], f"... {len(lines) - SHOWN_LINES} more lines: {log}", ""])


def messages(args: Sequence[str]) -> int:
    """Runs in the environment, since catalogues are read with polib."""
    python = install.ensure("test")
    return call([python, "-m", "devtools.messages", *args], env=environment())


def benches() -> dict[str, Path]:
    return {path.stem: path for path in sorted((ROOT / "bench").glob("*.py")) if not path.stem.startswith("_")}


def first_sentence(path: Path) -> str:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return text.split("\n", 1)[0]


def bench(args: Sequence[str]) -> int:
    known = benches()
    name = args[0] if args else "list"
    if name == "list":
        for stem, path in known.items():
            say(f"  {stem:<12} {first_sentence(path)}")
        return 0
    if name not in known:
        raise Refusal(f"there is no benchmark {name!r}: ./dev bench list names them")
    python = install.ensure("run")
    become([python, known[name], *args[1:]], env=environment(PYTHONPATH=str(ROOT)))


def lock(args: Sequence[str]) -> int:
    """Resolve each requirements*.in for every platform and Python >= 3.11, with hashes; `--upgrade` takes newer."""
    log = ROOT / "var" / "log" / "lock.log"
    install.ensure("run")
    env = environment(UV_SYSTEM_CERTS=os.environ.get("UV_SYSTEM_CERTS", "1"))
    uv = install.find_uv(log, env)
    if uv is None:
        raise Refusal(f"uv could not be fetched: see {log}")
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--quiet"]
    for name in LOCKED:
        with step(f"Locking {name}.txt"):
            code, text = output([uv, "pip", "compile", *options, *args, f"{name}.in", "-o", f"{name}.txt"], env=env)
            if code:
                raise Refusal(f"{name}.in can't be resolved", details=text.rstrip())
    return 0
