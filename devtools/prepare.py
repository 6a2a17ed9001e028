"""What must be true before the site is served: database migrated, demo seeded, index built, static files collected."""

import hashlib
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from devtools import stamps
from devtools.shell import ROOT, Refusal, logged, step, tail

APPS = ("marketplace", "search", "cms")
OFF = ("0", "false", "no", "off")
STATIC_SUFFIXES = (".css", ".js", ".svg", ".png", ".webp", ".avif", ".ico", ".woff2", ".json", ".txt")


class Preparation:
    """The steps, each skipped where its stamp says that nothing it depends on has changed."""

    def __init__(self, python: Path, var: Path, env: Mapping[str, str], root: Path = ROOT) -> None:
        self.python = python
        self.var = var
        self.env = env
        self.root = root
        self.log = var / "log" / "prepare.log"
        self.code = self.fingerprint(*stamps.sources(*APPS, root=root))

    def fingerprint(self, *files: Path) -> str:
        """What the files and the installed libraries come to."""
        return stamps.fingerprint([*files, self.root / "requirements.txt"], root=self.root)

    def stamp(self, name: str) -> Path:
        return self.var / "stamps" / name

    def database(self) -> Path | None:
        """The SQLite file of an installation that set no DATABASE_URL; another database is asked every time."""
        return None if self.env.get("DATABASE_URL") else self.var / "db.sqlite3"

    def manage(self, *words: str) -> None:
        """Run a management command; Refusal with the end of its output when it fails."""
        if not logged([self.python, "manage.py", *words], self.log, env=self.env):
            raise Refusal(f"manage.py {words[0]} failed: see {self.log}", details=tail(self.log))

    def run(self) -> None:
        self.log.unlink(missing_ok=True)
        database = self.database()
        if database is not None and not database.exists():
            for name in ("migrate", "seed", "index"):
                self.stamp(name).unlink(missing_ok=True)
        self.migrate()
        self.seed()
        self.index()
        self.collect_static()

    def migrate(self) -> None:
        database = self.database()
        files = [path for path in stamps.sources(*APPS, root=self.root) if "migrations" in path.parts]
        value = self.fingerprint(*files)
        with step("Migrating the database") as remarks:
            applied = applied_migrations(database) if database else None
            if applied and stamps.matches(self.stamp("migrate"), f"{value} {applied}"):
                remarks.append("unchanged")
                return
            self.manage("migrate", "--noinput")
            applied = applied_migrations(database) if database else None
            if applied:
                stamps.write(self.stamp("migrate"), f"{value} {applied}")

    def seed(self) -> None:
        if self.env.get("DEMO", "").lower() in OFF:
            return
        with step("Seeding the demo") as remarks:
            if self.database() and (self.var / "demo.json").is_file() and self.is_done("seed"):
                remarks.append("unchanged")
                return
            self.manage("seed_demo")
            stamps.write(self.stamp("seed"), self.code)

    def index(self) -> None:
        with step("Building the search index") as remarks:
            if self.database() and has_files(self.var / "search") and self.is_done("index"):
                remarks.append("unchanged")
                return
            self.manage("rebuild_search", "--if-missing")
            stamps.write(self.stamp("index"), self.code)

    def collect_static(self) -> None:
        files = stamps.sources(*APPS, suffixes=STATIC_SUFFIXES, root=self.root)
        value = f"{self.fingerprint(*files)} {self.code} {self.env['DJANGO_SETTINGS_MODULE']}"
        with step("Collecting static files") as remarks:
            if has_files(self.var / "static") and stamps.matches(self.stamp("static"), value):
                remarks.append("unchanged")
                return
            self.manage("collectstatic", "--noinput", "--clear")
            stamps.write(self.stamp("static"), value)

    def is_done(self, name: str) -> bool:
        return stamps.matches(self.stamp(name), self.code)


def applied_migrations(database: Path) -> str | None:
    """A digest of the migrations that the database says it has; nothing where it has none or can't be read."""
    if not database.is_file():
        return None
    try:
        connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
        try:
            rows = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
        finally:
            connection.close()
    except sqlite3.Error:
        return None
    return hashlib.sha256(repr(rows).encode()).hexdigest() if rows else None


def has_files(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())
