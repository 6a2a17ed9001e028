"""The programs that `./dev run` starts: each in a process group of its own, watched, and stopped by its number."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from devtools.shell import ROOT, Refusal, Stopped, tail

# Longer than the worker waits for its lanes and gunicorn for its threads.
GRACE_SECONDS = 25.0
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Child:
    """A program and where its output goes."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path


def start(name: str, command: Sequence[str | Path], *, log: Path, env: Mapping[str, str]) -> Child:
    """Start a program with its output in a log; the log of the run before is kept beside it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists():
        log.replace(log.with_name(log.name + ".1"))
    with log.open("wb") as stream:
        process = subprocess.Popen(  # noqa: S603
            [str(part) for part in command],
            cwd=ROOT,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            # Ctrl-C in the terminal must reach this process only, which then stops the children in order.
            start_new_session=True,
        )
    return Child(name, process, log)


def require_alive(children: Sequence[Child]) -> None:
    """Raise Refusal, with the end of its log, for a child that ended by itself."""
    for child in children:
        code = child.process.poll()
        if code is not None:
            how = f"by signal {-code}" if code < 0 else f"with exit code {code}"
            raise Refusal(f"the {child.name} ended by itself {how}: see {child.log}", details=tail(child.log))


def stop(children: Sequence[Child], grace: float = GRACE_SECONDS) -> list[str]:
    """Ask each to end, wait, then kill what is left of its group; the names of those that had to be killed."""
    for child in children:
        if child.process.poll() is None:
            child.process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + grace
    killed = []
    for child in children:
        try:
            child.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            killed.append(child.name)
            # Only before wait() has taken its exit code: afterwards the number may belong to somebody else.
            os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()
    return killed


@contextlib.contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Turn Ctrl-C, TERM and a closed terminal into Stopped."""

    def interrupt(signum: int, _frame: object) -> None:
        raise Stopped(signum)

    before = {signum: signal.signal(signum, interrupt) for signum in SIGNALS}
    try:
        yield
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler)


def ignore_signals() -> None:
    """From here on the children are being stopped, which a second Ctrl-C must not cut short."""
    for signum in SIGNALS:
        signal.signal(signum, signal.SIG_IGN)
