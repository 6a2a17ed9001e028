"""The first command, as a person meets it: it serves, it starts again quickly, it leaves nothing behind."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from devtools import ports
from devtools.shell import ROOT
from devtools.site import web_command

OURS = ("DJANGO_SETTINGS_MODULE", "SECRET_KEY", "DATABASE_URL", "TEST_DATABASE_URL", "PYTHONPATH")


@contextlib.contextmanager
def dev_run(var: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    env = {name: value for name, value in os.environ.items() if name not in OURS}
    process = subprocess.Popen(
        [ROOT / "dev", "run"],
        env={**env, "VAR_DIR": str(var), "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def until_ready(process: "subprocess.Popen[str]") -> str:
    """What the command printed up to the last line of its announcement."""
    printed = []
    for line in process.stdout:
        printed.append(line)
        if line.startswith("State, mail and logs"):
            return "".join(printed)
    raise AssertionError("".join(printed))


def get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Host": f"localhost:{port}"})
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body


def child_of(process: "subprocess.Popen[str]", word: str) -> int:
    listing = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(maxsplit=2) for line in listing.splitlines()]
    return next(int(pid) for pid, parent, args in rows if int(parent) == process.pid and word in args)


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.journey
def test_it_serves_stops_and_starts_again(tmp_path, port):
    var = tmp_path / "var"

    with dev_run(var, port) as process:
        printed = until_ready(process)
        home, home_page = get(port, "/")
        english, english_page = get(port, "/en/")
        logins = json.loads((var / "demo.json").read_text(encoding="utf-8"))
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate()

    assert (home, english) == (200, 200)
    assert 'lang="zh-hans"' in home_page.lower() and 'lang="en"' in english_page.lower()
    assert all(f"{login['login']}  " in printed and login["password"] in printed for login in logins)
    assert (var / "demo.json").stat().st_mode & 0o777 == 0o600
    assert (process.returncode, ports.is_free(port)) == (0, True)
    assert "had to be killed" not in rest

    with dev_run(var, port) as process:
        printed = until_ready(process)
        os.kill(child_of(process, "gunicorn"), signal.SIGKILL)
        rest, _ = process.communicate()

    assert printed.count("unchanged") == 5
    assert process.returncode == 1
    assert "dev: the web ended by itself by signal 9" in rest


def test_it_serves_on_loopback_only():
    command = [str(word) for word in web_command(Path("python"), 8000)]

    assert command[command.index("--bind") + 1] == "127.0.0.1:8000"
