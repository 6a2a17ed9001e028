"""Import contracts: they hold, and they would notice a climb."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guards.checks import PACKAGES, ROOT

LINT = Path(sys.executable).with_name("lint-imports")


def lint(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **variables}
    return subprocess.run(
        [LINT, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False, env=environment
    )


def test_the_contracts_hold():
    result = lint(ROOT)

    assert result.returncode == 0, result.stdout[-3000:]


@pytest.mark.parametrize(
    ("place", "line", "contract"),
    [
        ("search/planted.py", "import marketplace.rights.models", "Apps import downwards only"),
        ("marketplace/rights/terms.py", "import django.db", "Pure rules import no Django"),
        ("marketplace/portal/planted.py", "import tantivy", "An index is spoken to only in search.backends"),
    ],
)
def test_each_of_our_contracts_sees_what_it_forbids(tmp_path, place, line, contract):
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=only_sources)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    planted = tmp_path / place
    before = planted.read_text("utf-8") if planted.exists() else ""
    planted.write_text(f"{before}\n{line}\n", "utf-8")

    result = lint(tmp_path, PYTHONPATH=str(tmp_path))

    assert result.returncode == 1
    assert f"{contract} BROKEN" in result.stdout


def only_sources(folder, names):
    """Leave out what the contracts do not read."""
    return [name for name in names if ("." in name and not name.endswith(".py")) or name in ("static", "locale")]


def test_a_planted_climb_breaks_a_contract(tmp_path):
    for name in ("lower", "upper"):
        (tmp_path / "planted" / name).mkdir(parents=True)
        (tmp_path / "planted" / name / "__init__.py").write_text("")
    (tmp_path / "planted" / "__init__.py").write_text("")
    (tmp_path / "planted" / "lower" / "a.py").write_text("import planted.upper\n")
    (tmp_path / ".importlinter").write_text(
        "[importlinter]\nroot_package = planted\n"
        "[importlinter:contract:1]\nname = layers\ntype = layers\nlayers =\n  planted.upper\n  planted.lower\n"
    )

    result = lint(tmp_path, PYTHONPATH=str(tmp_path))

    assert result.returncode == 1
    assert "BROKEN" in result.stdout
