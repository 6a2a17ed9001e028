"""Fingerprints of files, kept as stamps, so that a second run skips what is unchanged."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from devtools.shell import ROOT


def fingerprint(paths: Iterable[Path], *extra: str, root: Path = ROOT) -> str:
    """A digest of the files' names under the root and contents (a missing file counts as such), and of the extras."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        name = path.relative_to(root) if path.is_relative_to(root) else path
        body = path.read_bytes() if path.is_file() else b"absent"
        digest.update(f"{name}\0{len(body)}\0".encode())
        digest.update(body)
    for text in extra:
        digest.update(f"{text}\0".encode())
    return digest.hexdigest()


def matches(stamp: Path, value: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == value


def write(stamp: Path, value: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value + "\n", encoding="utf-8")


def sources(*folders: str, suffixes: tuple[str, ...] = (".py",), root: Path = ROOT) -> list[Path]:
    """The files with these endings under the folders, compiled ones left out."""
    found: list[Path] = []
    for folder in folders:
        found.extend(
            path
            for path in (root / folder).rglob("*")
            if path.suffix in suffixes and "__pycache__" not in path.parts and path.is_file()
        )
    return found
