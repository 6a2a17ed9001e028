"""The file `dev` itself: an old Python can read it, and is told what to do."""

import ast
import os
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from types import ModuleType

import pytest

from devtools.shell import ROOT


@pytest.fixture
def bootstrap() -> ModuleType:
    loader = SourceFileLoader("bootstrap", str(ROOT / "dev"))
    spec = spec_from_loader("bootstrap", loader)
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.mark.parametrize(("version", "enough"), [((3, 10, 13), False), ((3, 11, 0), True), ((3, 14, 1), True)])
def test_it_wants_python_3_11(bootstrap, version, enough):
    assert bootstrap.is_new_enough(version) is enough


def test_it_is_written_in_the_syntax_of_old_pythons():
    source = (ROOT / "dev").read_text(encoding="utf-8")

    tree = ast.parse(source, feature_version=(3, 4))

    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr | ast.NamedExpr | ast.AnnAssign)]


def test_it_prefers_the_newest_python_that_works(bootstrap, tmp_path):
    broken, good = tmp_path / "shims", tmp_path / "bin"
    for path in (broken / "python3.14", good / "python3.12", good / "python3.13"):
        path.parent.mkdir(exist_ok=True)
        path.write_text("")
        path.chmod(0o755)

    found = bootstrap.newer_python(f"{broken}{os.pathsep}{good}", probe=lambda path: not path.startswith(str(broken)))

    assert found == str(good / "python3.13")


def test_it_finds_no_python_where_none_works(bootstrap, tmp_path):
    (tmp_path / "python3.11").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "python3.11").chmod(0o755)

    assert bootstrap.newer_python(str(tmp_path)) is None


def test_it_refuses_an_old_python_in_one_line(bootstrap):
    line = bootstrap.refusal((3, 8, 18, "final", 0))

    assert line.startswith("dev: this is Python 3.8.18, and Python 3.11 or newer is needed: install it")
    assert line.count("\n") == 1
