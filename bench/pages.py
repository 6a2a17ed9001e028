"""What our pages cost beside the least such pages can cost: list, listing and search, at two sizes, in one run.

Both sides run on the same PostgreSQL (--database, a server's address; without it SQLite), in gunicorn with the same
worker class and number, on loopback, no whole-page cache. The bound (`_pages_bound.py`) has one statement or one bare
index and a small template: no languages, sessions, permissions or search syntax. Rounds are interleaved. The listing
page keeps its prepared entry in the process; "listing, nothing kept" is the same page prepared anew at each request.

Prints p50 and p95 in ms at each number of connections, the ratio of the medians to the bound, and the growth from the
smallest to the largest size. --out writes {"rows": [{"size", "page", "connections", "p50", "p95", "rps", "bad",
"ratio"}], "growth": {page: factor}, "aims": {page: factor}}; the ratio of a bound is 1.
"""

import argparse
import contextlib
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

sys.path.insert(0, str(Path(__file__).resolve().parent))
from _load import Took, load

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WORKERS = ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
# page: (server, bound's page, aim)
PAGES = {
    "list": ("ours", "bound list", 1.2),
    "listing": ("ours", "bound listing", 1.5),
    "search": ("ours", "bound search", 2.0),
    "listing, nothing kept": ("cold", "bound listing", None),
    "home": ("ours", "bound list", None),
    "bound list": ("bound", "bound list", None),
    "bound listing": ("bound", "bound listing", None),
    "bound search": ("bound", "bound search", None),
}
GROWTH_AIM = 1.25
FIRST_PORT = 8471


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--data", type=Path, default=ROOT.parent / "shared" / "data", help="titles come from its gazette"
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--database", default=os.environ.get("TEST_DATABASE_URL", ""), help="postgres://...")
    parser.add_argument("--state", type=Path, help="keep databases and indexes here, for another run")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if options.database and urlsplit(options.database).hostname not in ("localhost", "127.0.0.1", "::1"):
        parser.error("only a database on this machine is measured")
    with contextlib.ExitStack() as stack:
        state = options.state or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-pages-")))
        markets = {size: prepare(size, state, options) for size in options.sizes}
        runs = measure(markets, options)
    rows = summary(runs)
    print_table(rows)
    growth = growth_of(rows, options.sizes)
    for page, factor in growth.items():
        print(f"growth of {page} from {min(options.sizes)} to {max(options.sizes)}: {factor:.2f} (aim < {GROWTH_AIM})")
    if options.out:
        aims = {page: aim for page, (_, _, aim) in PAGES.items() if aim}
        options.out.write_text(json.dumps({"rows": rows, "growth": growth, "aims": aims}, indent=1))
    return 0


def prepare(size: int, state: Path, options: argparse.Namespace) -> dict[str, Any]:
    """A database and an index of that size, ours and the bound's; what is there already is used again."""
    folder = state.resolve() / str(size)
    folder.mkdir(parents=True, exist_ok=True)
    address = database_for(size, folder, options.database)
    environment = {
        **os.environ, "VAR_DIR": str(folder), "DATABASE_URL": address, "BENCH_DATABASE": address,
        "BENCH_STATE": str(folder), "DJANGO_SETTINGS_MODULE": "marketplace.settings.dev", "DEMO": "false",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{HERE}", "SECRET_KEY": "benchmark only",
    }  # fmt: skip
    print(f"preparing {size} listings", file=sys.stderr, flush=True)
    sample = folder / "sample.json"
    run([HERE / "_pages_market.py", str(size), str(options.data), str(sample)], environment)
    run([HERE / "_pages_bound.py"], environment)
    return {"environment": environment, "sample": json.loads(sample.read_text()), "size": size}


def database_for(size: int, folder: Path, server: str) -> str:
    if not server:
        return f"sqlite:///{folder / 'db.sqlite3'}"
    import psycopg

    name = f"zhirong_bench_{size}"
    parts = urlsplit(server)
    with psycopg.connect(server, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(parts._replace(path=f"/{name}"))


def run(words: list[Any], environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, *map(str, words)], env=environment, check=True)


@contextlib.contextmanager
def server(application: str, port: int, environment: dict[str, str]) -> Iterator[int]:
    command = [sys.executable, "-m", "gunicorn", *WORKERS, "--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    process = subprocess.Popen([*command, application], env=environment, start_new_session=True)
    try:
        _wait_for(port)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"nothing answers on port {port}")


def paths_for(page: str, sample: dict[str, Any]) -> list[str]:
    words, refs, numbers = sample["words"], sample["refs"], sample["numbers"]
    return {
        "list": ["/listings/"],
        "listing": [f"/listings/{ref}/" for ref in refs],
        "listing, nothing kept": [f"/listings/{ref}/" for ref in refs],
        "search": [f"/search/?q={quote(word)}" for word in words],
        "home": ["/"],
        "bound list": ["/rows"],
        "bound listing": [f"/item/{number + 1}" for number in numbers],
        "bound search": [f"/found?q={quote(word)}" for word in words],
    }[page]


def measure(markets: dict[int, dict[str, Any]], options: argparse.Namespace) -> dict[tuple[int, str, int], list[Took]]:
    """All servers stand at once, idle but one; sizes, pages and connections take turns within each round."""
    runs: dict[tuple[int, str, int], list[Took]] = {}
    with contextlib.ExitStack() as stack:
        ports: dict[tuple[int, str], int] = {}
        applications = {"ours": "marketplace.wsgi:application", "cold": "_pages_cold:application",
                        "bound": "_pages_bound:application"}  # fmt: skip
        for size, market in markets.items():
            for name, application in applications.items():
                port = FIRST_PORT + len(ports)
                ports[size, name] = stack.enter_context(server(application, port, market["environment"]))
        for number in range(options.rounds + 1):
            for connections in options.connections:
                for page, (name, _, _) in PAGES.items():
                    for size, market in markets.items():
                        seconds = options.seconds if number else 1
                        took = load(ports[size, name], paths_for(page, market["sample"]), connections, seconds)
                        if number:  # the first round warms up
                            runs.setdefault((size, page, connections), []).append(took)
            print(f"round {number} of {options.rounds}", file=sys.stderr, flush=True)
    return runs


def summary(runs: dict[tuple[int, str, int], list[Took]]) -> list[dict[str, Any]]:
    rows = []
    for (size, page, connections), tooks in runs.items():
        bound = statistics.median(took["p50"] for took in runs[size, PAGES[page][1], connections])
        p50 = statistics.median(took["p50"] for took in tooks)
        rows.append(
            {
                "size": size,
                "page": page,
                "connections": connections,
                "p50": round(p50, 3),
                "p95": round(statistics.median(took["p95"] for took in tooks), 3),
                "rps": round(statistics.median(took["requests"] / took["seconds"] for took in tooks), 1),
                "bad": sum(took["bad"] for took in tooks),
                "ratio": round(p50 / bound, 3),
            }
        )
    return rows


def print_table(rows: list[dict[str, Any]]) -> None:
    print(f"{'size':>8} {'page':<24} {'conn.':>5} {'p50 ms':>8} {'p95 ms':>8} {'req/s':>8} {'ratio':>6} {'aim':>5} bad")
    for row in sorted(rows, key=lambda row: (row["size"], row["connections"])):
        aim = PAGES[row["page"]][2]
        print(
            f"{row['size']:>8} {row['page']:<24} {row['connections']:>5} {row['p50']:>8.2f} {row['p95']:>8.2f} "
            f"{row['rps']:>8.1f} {row['ratio']:>6.2f} {aim or '':>5} {row['bad']}"
        )


def growth_of(rows: list[dict[str, Any]], sizes: list[int]) -> dict[str, float]:
    """How much dearer one request alone becomes from the smallest to the largest size."""
    if len(sizes) < 2:
        return {}
    fewest = min(row["connections"] for row in rows)
    p50 = {(row["size"], row["page"]): row["p50"] for row in rows if row["connections"] == fewest}
    return {page: round(p50[max(sizes), page] / p50[min(sizes), page], 3) for page in PAGES}


if __name__ == "__main__":
    sys.exit(main())
