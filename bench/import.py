"""How fast rights come in: the whole gazette set through the importer, beside a bare parse and a bare bulk insert.

Every round runs in fresh SQLite databases: the import in a process of its own (as `import_rights` does it), then, over
the very rows it wrote, `csv.reader` over the file and one `executemany` a table into empty copies of the tables with
all their indexes, in one transaction. Prints a table; `--out` writes
{"rows": [{"size", "round", "parse_s", "insert_s", "bare_cpu_s", "rows_written", "import_s", "import_cpu_s",
"rows_per_s", "again_s", "ratio", "base_mb", "own_mb", "peak_mb"}], "ratio", "cpu_ratio", "aim": 3.0}; the last two
compare the best round of each over the largest size. Times in seconds; `again_s` is the same file read a second time.
Memory in MB: resident before the import, the most of it that is the process's own, and resident at the peak, which
counts the mapped pages of the database as well. A size above the set repeats its rows under other publication numbers.
"""

import argparse
import csv
import gzip
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GAZETTE = Path("cn-patents-gazette-2019") / "patents.csv.gz"
TABLES = (
    "rights_right",
    "rights_rightnumber",
    "rights_owner",
    "rights_rightowner",
    "rights_rightevent",
    "rights_encumbrance",
    "rights_righttext",
    "rights_importbatch",
    "core_indexchange",
    "core_event",
)
PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456; "
    "PRAGMA temp_store=MEMORY;"
)
AIM = 3.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 0], help="rows; 0 is the whole set")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        return child(options.child)
    source = options.data / GAZETTE
    if not source.is_file():
        parser.error(f"there is no {source}; give the folder with --data")
    rows = measure(source, options.sizes, options.rounds)
    best = best_of([row for row in rows if row["size"] == max(row["size"] for row in rows)])
    print(
        f"\nimport / (bare parse + bare insert) over the largest size, best round of each: {best['ratio']} in time, "
        f"{best['cpu_ratio']} in processor time (aim: at most {AIM})"
    )
    if options.out:
        options.out.write_text(json.dumps({"rows": rows, **best, "aim": AIM}, indent=1))
    return 0


def best_of(rows: list[dict[str, float]]) -> dict[str, float]:
    """The least of each measure: what other programs took meanwhile is no part of either."""
    least = {name: min(row[name] for row in rows) for name in rows[0]}
    return {
        "ratio": round(least["import_s"] / (least["parse_s"] + least["insert_s"]), 2),
        "cpu_ratio": round(least["import_cpu_s"] / least["bare_cpu_s"], 2),
    }


def measure(source: Path, sizes: list[int], rounds: int) -> list[dict[str, float]]:
    """Sizes interleaved over the rounds, so that a noisy minute hits all of them."""
    rows = []
    heading = ("rows", "parse s", "insert s", "import s", "rows/s", "again s", "ratio", "own MB", "peak MB")
    print(" ".join(f"{name:>9}" for name in heading))
    with tempfile.TemporaryDirectory(prefix="bench-import-") as folder:
        empty = Path(folder) / "empty"
        manage(empty, "migrate", "-v0", "--skip-checks")
        for number in range(1, rounds + 1):
            for size in sizes:
                file = cut(source, size, Path(folder))
                row = {"round": number, **one(file, empty, Path(folder) / "run")}
                rows.append(row)
                names = (
                    "size",
                    "parse_s",
                    "insert_s",
                    "import_s",
                    "rows_per_s",
                    "again_s",
                    "ratio",
                    "own_mb",
                    "peak_mb",
                )
                print(" ".join(f"{row[name]:>9}" for name in names), flush=True)
    return rows


def one(file: Path, empty: Path, state: Path) -> dict[str, float]:
    shutil.copytree(empty, state)
    try:
        parse_s, parse_cpu_s, size = bare_parse(file)
        told = imported(file, state)
        again = imported(file, state)
        assert again["added"] == 0, "the same file added rows when read again"
        insert_s, insert_cpu_s, written = bare_insert(state / "db.sqlite3", state / "copy.sqlite3")
    finally:
        shutil.rmtree(state)
    return {
        "size": size,
        "parse_s": round(parse_s, 3),
        "insert_s": round(insert_s, 3),
        "bare_cpu_s": round(parse_cpu_s + insert_cpu_s, 3),
        "rows_written": written,
        "import_s": round(told["seconds"], 3),
        "import_cpu_s": round(told["cpu_seconds"], 3),
        "rows_per_s": round(size / told["seconds"], 1),
        "again_s": round(again["seconds"], 3),
        "ratio": round(told["seconds"] / (parse_s + insert_s), 3),
        "base_mb": round(told["base_mb"], 1),
        "own_mb": round(told["own_mb"], 1),
        "peak_mb": round(told["peak_mb"], 1),
    }


def cut(source: Path, size: int, folder: Path) -> Path:
    """So many rows as a file of its own; the set itself for 0."""
    if size == 0:
        return source
    target = folder / f"first-{size}.csv.gz"
    if target.exists():
        return target
    with gzip.open(source, "rt", encoding="utf-8", newline="") as rows:
        heading, *known = csv.reader(rows)
    number, application = heading.index("pub_no"), heading.index("app_no")
    with gzip.open(target, "wt", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(heading)
        for count in range(size):
            lap, place = divmod(count, len(known))
            row = list(known[place])
            if lap:
                serial = (int(row[number][3:11]) + lap * 1_000_003) % 10**8
                row[number] = f"{row[number][:3]}{serial:08}{row[number][11:]}"
                row[application] = ""
            writer.writerow(row)
    return target


def bare_parse(file: Path) -> tuple[float, float, int]:
    start, cpu = time.perf_counter(), time.process_time()
    with gzip.open(file, "rt", encoding="utf-8", newline="") as rows:
        count = sum(1 for _row in csv.reader(rows)) - 1
    return time.perf_counter() - start, time.process_time() - cpu, count


def bare_insert(written: Path, target: Path) -> tuple[float, float, int]:
    """The rows an import wrote, as plain tuples, into empty tables of the same making."""
    source, copy = sqlite3.connect(written), sqlite3.connect(target)
    copy.executescript(PRAGMAS)
    for table in TABLES:
        made = source.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL AND type IN ('table', 'index') "
            "ORDER BY type DESC",
            (table,),
        )
        for (statement,) in made.fetchall():
            copy.execute(statement)
    copy.commit()
    lots = []
    for table in TABLES:
        rows = source.execute(f"SELECT * FROM {table}").fetchall()
        if rows:
            lots.append((f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows))
    start, cpu = time.perf_counter(), time.process_time()
    for statement, rows in lots:
        copy.executemany(statement, rows)
    copy.commit()
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu
    copy.close()
    source.close()
    return seconds, cpu_seconds, sum(len(rows) for _statement, rows in lots)


def environment(state: Path) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**clean, "VAR_DIR": str(state), "DJANGO_SETTINGS_MODULE": "marketplace.settings.dev", "LOG_LEVEL": "ERROR"}


def manage(state: Path, *arguments: str) -> None:
    state.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, ROOT / "manage.py", *arguments], env=environment(state), check=True)


def imported(file: Path, state: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, __file__, "--child", file],
        env=environment(state),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def child(file: Path) -> int:
    """One import in this process, timed from opening the file to the last commit."""
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from marketplace.core.access import system_actor
    from marketplace.rights.loading import devote_process, import_file

    base = memory("VmRSS")
    devote_process()
    own = [memory("RssAnon")]
    start, cpu = time.perf_counter(), time.process_time()
    report = import_file(file, by=system_actor("bench"), progress=lambda done, total: own.append(memory("RssAnon")))
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu
    added = report.counts.rights_added + report.counts.events_added
    print(
        json.dumps(
            {
                "seconds": seconds,
                "cpu_seconds": cpu_seconds,
                "base_mb": base,
                "own_mb": max(own),
                "peak_mb": memory("VmHWM"),
                "added": added,
            }
        )
    )
    return 0


def memory(name: str) -> float:
    """A figure of this process in MB; elsewhere than on Linux the highest resident size stands for all of them."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(name + ":")), 0.0)


if __name__ == "__main__":
    sys.exit(main())
