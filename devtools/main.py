"""`./dev COMMAND`: what each does, and handing over to it."""

import sys
from collections.abc import Callable, Sequence

from devtools import quality, services, site
from devtools.shell import Refusal, complain, say

HELP = """\
Zhirong: ./dev COMMAND

  run                   install, migrate, seed the demo, build the index, serve on http://localhost:8000
                        PORT=8001 another port; VAR_DIR=DIR other state; Ctrl-C stops everything
  test [PYTEST ARGS]    the test suite on SQLite and the embedded index; `-m journey`, `-m browser` ... select,
                        TEST_DATABASE_URL, TEST_REDIS_URL and CHROMIUM name what a test may use
  check [--fix]         lint, format, types, import contracts, Django's checks, migrations, translations;
                        --fix first mends what ruff can
  messages [--check]    extract what is to be translated (needs gettext), take in var/i18n/*.json, compile;
                        --check changes nothing and fails on anything untranslated or stale
  bench list            the benchmarks
  bench NAME [ARGS]     one of them; `./dev bench NAME --help` tells its options
  services [start]      PostgreSQL and Redis for tests, under var/services; prints the variables to export
      --install         first install them from Debian's packages (as root)
      --durable         PostgreSQL writes to the disk as in production, for figures about writes
  services stop|status  stop what was started here; say what runs
  lock [--upgrade]      make requirements*.txt anew from requirements*.in
  help                  this text
"""


def show_help(_args: Sequence[str]) -> int:
    say(HELP.rstrip())
    return 0


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": site.run,
    "test": quality.test,
    "check": quality.check,
    "messages": quality.messages,
    "bench": quality.bench,
    "services": services.main,
    "lock": quality.lock,
    "help": show_help,
}


def main(args: Sequence[str]) -> int:
    """Run a command and give its exit code; a refusal is one line on the error stream and code 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    name = args[0] if args else "help"
    if name in {"-h", "--help"}:
        name = "help"
    command = COMMANDS.get(name)
    try:
        if command is None:
            raise Refusal(f"there is no command {name!r}: ./dev help lists them")
        return command(args[1:])
    except Refusal as refusal:
        if refusal.details:
            complain(refusal.details)
        complain(f"dev: {refusal}")
        return 1
    except KeyboardInterrupt:
        complain("dev: stopped")
        return 130
