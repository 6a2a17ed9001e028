"""A migrated SQLite database kept between runs: migrating takes most of a short run, copying a file takes none."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.backends.sqlite3.creation import DatabaseCreation

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "test-templates"
KEPT = 4
# What a freshly migrated database holds follows from these: tables, triggers, shipped policies, permissions.
SHAPING = ("*/migrations/*.py", "*/models/*.py", "*/models.py", "*/apps.py", "*/triggers.py", "*.json", "*/fields.py")
# What follows is a function of the test run's own files as well.
BESIDE = ("requirements.txt", "tests/database.py")


def digest_of(files: Iterable[Path]) -> str:
    """A name for the contents of files, whatever their order."""
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:24]


def shaping_files() -> set[Path]:
    folders = [ROOT / name for name in ("marketplace", "search", "cms")]
    found = {path for folder in folders for pattern in SHAPING for path in folder.rglob(pattern.removeprefix("*/"))}
    shaping = {path for path in found if any(path.match(pattern) for pattern in SHAPING)}
    return shaping | {ROOT / name for name in BESIDE}


def install() -> None:
    """Let SQLite's test database be copied from the template of the present migrations, made by the first run."""
    original: Callable[..., str] = DatabaseCreation.create_test_db

    def create_test_db(creation: Any, verbosity: int = 1, autoclobber: bool = False, **options: Any) -> str:
        template = FOLDER / f"{digest_of(shaping_files())}.sqlite3"
        if template.is_file():
            name: str = creation._get_test_db_name()
            creation.connection.close()
            shutil.copyfile(template, name)
            settings.DATABASES[creation.connection.alias]["NAME"] = name
            creation.connection.settings_dict["NAME"] = name
            creation.connection.ensure_connection()
            return name
        name = original(creation, verbosity, autoclobber, **{**options, "serialize": False})
        creation.connection.close()
        keep(Path(name), template)
        return name

    DatabaseCreation.create_test_db = create_test_db  # type: ignore[method-assign, assignment]


def keep(database: Path, template: Path) -> None:
    """Move a copy into place whole, and drop templates of older migrations."""
    import sqlite3

    template.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=template.parent, prefix=".making-")
    os.close(handle)
    source, copy = sqlite3.connect(database), sqlite3.connect(aside)
    source.backup(copy)
    copy.close()
    source.close()
    os.replace(aside, template)
    for old in sorted(template.parent.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime, reverse=True)[KEPT:]:
        old.unlink(missing_ok=True)
