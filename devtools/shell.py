"""Talking to the terminal and to other programs: messages, timed steps, quiet runs with a log."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_SETTINGS = "marketplace.settings.dev"
LOG_TAIL = 25
DOTS = 44


class Refusal(Exception):
    """What stops a command: one line that says what to do, and the output it rests on, shown before it."""

    def __init__(self, line: str, details: str = "") -> None:
        super().__init__(line)
        self.details = details


class Stopped(Exception):
    """Somebody asked the command to stop (Ctrl-C or TERM)."""

    def __init__(self, signum: int) -> None:
        super().__init__(signum)
        self.signum = signum


def say(text: str = "") -> None:
    sys.stderr.flush()
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    sys.stdout.flush()
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def var_dir(environ: Mapping[str, str] | None = None) -> Path:
    """Where all state lives; a relative VAR_DIR counts from where the command was started."""
    environ = os.environ if environ is None else environ
    return Path(os.path.abspath(environ.get("VAR_DIR") or ROOT / "var"))


def environment(settings: str | None = None, **extra: str) -> dict[str, str]:
    """The environment of every program started here; `settings` overrides DJANGO_SETTINGS_MODULE."""
    env = {name: value for name, value in os.environ.items() if name not in {"PYTHONHOME", "PYTHONPATH"}}
    if env.pop("PYTHONDONTWRITEBYTECODE", ""):
        # Without bytecode every start compiles a thousand modules, five seconds of work: it lies with the state.
        env.setdefault("PYTHONPYCACHEPREFIX", str(var_dir() / "bytecode"))
    env["DJANGO_SETTINGS_MODULE"] = settings or env.get("DJANGO_SETTINGS_MODULE") or DEFAULT_SETTINGS
    env["VAR_DIR"] = str(var_dir())
    env["PYTHONUTF8"] = "1"
    env.update(extra)
    return env


@contextlib.contextmanager
def step(title: str) -> Iterator[list[str]]:
    """Print a step and, at its end, its time; what the block appends to the list is printed as a remark."""
    remarks: list[str] = []
    sys.stdout.write(f"{title} ".ljust(DOTS, ".") + " ")
    sys.stdout.flush()
    started = time.monotonic()
    try:
        yield remarks
    except BaseException:
        say("failed")
        raise
    took = f"{time.monotonic() - started:5.1f} s"
    say("  ".join([took, *remarks]))


def call(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> int:
    """Run a program on this terminal, in the project's root, and give its exit code."""
    sys.stdout.flush()
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=env, check=False).returncode  # noqa: S603


def become(command: Sequence[str | Path], *, env: Mapping[str, str]) -> NoReturn:
    """Replace this process by the program, so that signals and exit code are its own."""
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execve(str(command[0]), [str(part) for part in command], dict(env))  # noqa: S606


def output(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Exit code and output (both streams) of a program; 127 where it can't be started."""
    try:
        done = subprocess.run(  # noqa: S603
            [str(part) for part in command],
            cwd=ROOT,
            env=env,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as error:
        return 127, str(error)
    return done.returncode, done.stdout


def tail(log: Path, lines: int = LOG_TAIL) -> str:
    if not log.exists():
        return ""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def logged(command: Sequence[str | Path], log: Path, *, env: Mapping[str, str] | None = None) -> bool:
    """Run a program with its output appended to a log; whether it succeeded."""
    log.parent.mkdir(parents=True, exist_ok=True)
    words = [str(part) for part in command]
    with log.open("ab") as stream:
        stream.write(f"$ {' '.join(words)}\n".encode())
        stream.flush()
        try:
            done = subprocess.run(  # noqa: S603
                words, cwd=ROOT, env=env, check=False, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream
            )
        except OSError as error:
            stream.write(f"{error}\n".encode())
            return False
    return done.returncode == 0
