"""The children of `./dev run`: watched, and stopped by their own number only."""

import signal
import sys

import pytest

from devtools import children
from devtools.shell import Refusal

WAIT = "import signal; signal.pause()"


def start(tmp_path, code, name="web"):
    return children.start(name, [sys.executable, "-c", code], log=tmp_path / f"{name}.log", env={})


def test_it_stops_children_with_term(tmp_path):
    child = start(tmp_path, WAIT)

    killed = children.stop([child])

    assert killed == []
    assert child.process.returncode == -signal.SIGTERM


def test_it_kills_what_does_not_stop(tmp_path):
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        child = start(tmp_path, WAIT)
    finally:
        signal.signal(signal.SIGTERM, before)

    killed = children.stop([child], grace=0.2)

    assert killed == ["web"]
    assert child.process.returncode == -signal.SIGKILL


def test_it_tells_of_a_child_that_ended_by_itself(tmp_path):
    child = start(tmp_path, "print('no such table'); raise SystemExit(3)", "worker")
    child.process.wait()

    with pytest.raises(Refusal, match="the worker ended by itself with exit code 3: see ") as caught:
        children.require_alive([child])

    assert caught.value.details == "no such table"


def test_it_keeps_the_log_of_the_run_before(tmp_path):
    start(tmp_path, "print('first')").process.wait()

    start(tmp_path, "print('second')").process.wait()

    assert (tmp_path / "web.log.1").read_text() == "first\n"
    assert (tmp_path / "web.log").read_text() == "second\n"


def test_it_starts_each_in_a_group_of_its_own(tmp_path):
    child = start(tmp_path, "import os; print(os.getpgrp() == os.getpid())")

    child.process.wait()

    assert child.log.read_text() == "True\n"


def test_it_turns_term_into_stopped():
    with pytest.raises(children.Stopped), children.stopping_on_signals():
        signal.raise_signal(signal.SIGTERM)
