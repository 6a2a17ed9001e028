"""`./dev run`: from a fresh clone to a site that answers, and back to nothing running."""

import contextlib
import fcntl
import http.client
import json
import os
import time
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from devtools import children, install, ports
from devtools.children import Child
from devtools.prepare import Preparation
from devtools.shell import Refusal, Stopped, complain, environment, say, step, var_dir

READY_SECONDS = 90
PLACES = (
    ("Home", "/"),
    ("In English", "/en/"),
    ("Search", "/search/"),
    ("Editors", "/cms-admin/"),
    ("Style guide", "/style-guide/"),
)


def run(args: Sequence[str]) -> int:
    """Prepare and serve until stopped; Refusal when a step fails or a child ends by itself."""
    if args:
        raise Refusal("./dev run takes no arguments: PORT and VAR_DIR are read from the environment")
    if os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".production"):
        raise Refusal("./dev run serves the demo; docs/operations.md tells how a city runs the site")
    started = time.monotonic()
    port = ports.chosen_port(os.environ)
    var = var_dir()
    try:
        with children.stopping_on_signals(), only_one(var):
            ports.require_free(port)
            python = install.ensure("run")
            env = environment(PORT=str(port))
            Preparation(python, var, env).run()
            ports.require_free(port)
            serve(python, var, port, env, started)
    except Stopped as stopped:
        say("Stopped before the site was up; start it again whenever you like.")
        return 128 + stopped.signum
    return 0


def require_writable(var: Path) -> None:
    """Make the state directory and write into it. Raises Refusal where that can't be done."""
    try:
        var.mkdir(parents=True, exist_ok=True)
        (var / "run.lock").open("a").close()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise Refusal(
            f"state can't be kept in {var} ({why}): make it a folder that you may write to, or choose another: "
            "VAR_DIR=$HOME/zhirong ./dev run"
        ) from error


@contextlib.contextmanager
def only_one(var: Path) -> Iterator[None]:
    """Hold the state directory: a second worker on the same index would wait for ever. The lock dies with us."""
    require_writable(var)
    with (var / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            raise Refusal(
                f"another ./dev run (process {lock.read().strip() or 'unknown'}) serves from {var}: stop it, or give "
                "this one its own state: VAR_DIR=var2 PORT=8001 ./dev run"
            ) from error
        lock.seek(0)
        lock.truncate()
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def serve(python: Path, var: Path, port: int, env: dict[str, str], started: float) -> None:
    """Start the web server and the worker, wait until the site answers, then watch them until stopped."""
    running: list[Child] = []
    up = False
    try:
        with step("Starting the site"):
            running.append(children.start("web", web_command(python, port), log=var / "log" / "web.log", env=env))
            work = [python, "manage.py", "work"]
            running.append(children.start("worker", work, log=var / "log" / "worker.log", env=env))
            wait_until_ready(port, running)
        up = True
        announce(port, var, time.monotonic() - started)
        while True:
            children.require_alive(running)
            time.sleep(0.5)
    except Stopped:
        if not up:
            raise
    finally:
        children.ignore_signals()
        if running:
            say()
            with step("Stopping") as remarks:
                remarks.extend(f"{name} had to be killed" for name in children.stop(running))


def web_command(python: Path, port: int) -> list[str | Path]:
    """gunicorn with threads: browsers open connections that they leave idle, which would hold a sync worker. Loaded
    once, before it forks: nothing is opened while loading, and a start takes half the time and memory."""
    options = ["--bind", f"127.0.0.1:{port}", "-k", "gthread", "-w", "2", "--threads", "4"]
    return [python, "-m", "gunicorn", "marketplace.wsgi:application", *options, "--preload", "--graceful-timeout", "5"]


def ask(port: int, path: str) -> tuple[int, str]:
    """Status and text of a page of ours; 0 and the reason while nothing answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as error:
        return 0, str(error)
    finally:
        connection.close()


def wait_until_ready(port: int, running: Sequence[Child], seconds: float = READY_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while True:
        children.require_alive(running)
        status, text = ask(port, "/readyz")
        if status == 200:
            return
        if time.monotonic() > deadline:
            logs = ", ".join(str(child.log) for child in running)
            raise Refusal(f"the site is not ready after {seconds:.0f} s; its logs: {logs}", details=text.strip()[:2000])
        time.sleep(0.2)


def announce(port: int, var: Path, seconds: float) -> None:
    say(f"\nReady after {seconds:.1f} s. Stop with Ctrl-C.\n")
    for name, path in PLACES:
        say(f"  {name:<12} http://localhost:{port}{path}")
    logins = read_logins(var / "demo.json")
    if logins:
        say("\nDemo logins:\n")
        for line in table(login_rows(logins)):
            say(f"  {line}")
        if any(login.get("totp_secret") for login in logins):
            say("\n  The current code of a second factor:  .venv/bin/python manage.py demo_code LOGIN")
    say(f"\nState, mail and logs: {var}")


def read_logins(path: Path) -> list[dict[str, str | None]]:
    """The demo's logins as `seed_demo` wrote them; none where there is no demo."""
    if not path.is_file():
        return []
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        complain(f"dev: {path} can't be read: {error}")
        return []
    return [row for row in rows if isinstance(row, dict)]


def login_rows(logins: Sequence[dict[str, str | None]]) -> list[list[str]]:
    rows = [["Role", "Login", "Password", "Second factor"]]
    for login in logins:
        name = str(login.get("login"))
        factor = f"manage.py demo_code {name}" if login.get("totp_secret") else "-"
        rows.append([str(login.get("role")), name, str(login.get("password")), factor])
    return rows


def width(text: str) -> int:
    """Columns on a terminal, where a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
