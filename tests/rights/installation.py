"""A state folder of its own, spoken to by real processes only."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

from tests import database
from tests.conftest import ROOT

FACTS = {
    "rights": "SELECT slug, title, status, owner_names, expires_on, classes, province, city FROM rights_right",
    "numbers": "SELECT n.slug, r.slug FROM rights_rightnumber n JOIN rights_right r ON r.id = n.right_id",
    "events": "SELECT r.slug, e.fingerprint FROM rights_rightevent e JOIN rights_right r ON r.id = e.right_id",
    "owners": "SELECT name_key, kind, right_count FROM rights_owner",
    "log": 'SELECT DISTINCT "index", key FROM core_indexchange ORDER BY 2',
}
# A program of its own: importing this module would import the tests, and with them models, before Django stands.
COMMANDS = """
import contextlib, io, json, sys
import django
from django.core.management import call_command
django.setup()
said = []
for command in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        call_command(*command, stderr=io.StringIO(), stdout=out)
    said.append(out.getvalue())
print(json.dumps(said))
"""


class Installation:
    """A state folder with a migrated database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "TEST_DATABASE_URL")},
            "VAR_DIR": str(folder),
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "marketplace.settings.dev",
            "PYTHONUNBUFFERED": "1",
        }

    @classmethod
    def made(cls, folder: Path, migrated: Path) -> "Installation":
        """A new one with a copy of an empty database."""
        folder.mkdir()
        shutil.copyfile(migrated, folder / "db.sqlite3")
        return cls(folder)

    def start(self, *arguments: object, program: Path = ROOT / "manage.py") -> subprocess.Popen[str]:
        command = [sys.executable, program, *map(str, arguments)]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=self.environment, stdout=pipe, stderr=pipe, text=True, cwd=ROOT)

    def run(self, *arguments: object, program: Path = ROOT / "manage.py") -> subprocess.CompletedProcess[str]:
        with self.start(*arguments, program=program) as process:
            out, err = process.communicate(timeout=600)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def run_many(self, *commands: tuple[object, ...]) -> list[str]:
        """What each command of one process says, so that Django starts once for all of them."""
        lines = json.dumps([[str(word) for word in command] for command in commands])
        program = self.folder / "commands.py"
        program.write_text(COMMANDS)
        done = self.run(lines, program=program)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def rows(self, query: str) -> list[tuple]:
        connection = sqlite3.connect(self.folder / "db.sqlite3", timeout=20)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def facts(self) -> dict[str, list[tuple]]:
        """What the import wrote, without ids, references and instants."""
        return {name: sorted(self.rows(query)) for name, query in FACTS.items()}


def migrated_database(folder: Path) -> Path:
    """An empty database: the test run's own template, or one made in the folder."""
    template = database.FOLDER / f"{database.digest_of(database.shaping_files())}.sqlite3"
    if template.is_file():
        return template
    done = Installation(folder).run("migrate", "-v0", "--skip-checks")
    assert done.returncode == 0, done.stderr
    return folder / "db.sqlite3"
