"""Import contracts: they hold, and they would notice a climb."""

import subprocess
import sys
from pathlib import Path

from tests.guards.checks import ROOT

LINT = Path(sys.executable).with_name("lint-imports")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([LINT, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


def test_the_contracts_hold():
    result = lint(ROOT)

    assert result.returncode == 0, result.stdout[-3000:]


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

    result = subprocess.run(
        [LINT, "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(tmp_path)},
    )

    assert result.returncode == 1
    assert "BROKEN" in result.stdout
