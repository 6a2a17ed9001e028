"""Folders of an embedded index: numbered generations, a pointer to the one in use, one writer's lock, one reader."""

import fcntl
import json
import logging
import os
import shutil
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

from tantivy import Index, Schema, Searcher, TextAnalyzerBuilder, Tokenizer

from .base import IndexBusy, SearchUnavailable

logger = logging.getLogger(__name__)

LOOK_EVERY = 0.02
SPACED = "spaced"


def open_index(folder: Path) -> Index:
    """Open a generation; tokenizers are not stored with it and are registered on every opening."""
    index = Index.open(str(folder))
    index.register_tokenizer(SPACED, TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    index.config_reader("manual")
    return index


class Store:
    """`<root>/<number>/` holds a generation, `<root>/current` names the one in use and the shape it was made for."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pointer = root / "current"

    def current(self) -> dict[str, Any] | None:
        try:
            pointer = json.loads(self.pointer.read_text())
        except (FileNotFoundError, ValueError):
            return None
        return pointer if isinstance(pointer, dict) and self.folder(pointer.get("generation", 0)).is_dir() else None

    def folder(self, generation: int) -> Path:
        return self.root / str(generation)

    def generations(self) -> list[int]:
        return sorted(int(path.name) for path in self.root.glob("*") if path.name.isdecimal())

    def new_folder(self) -> int:
        """A number for a new generation; what an interrupted rebuild left behind is removed."""
        pointer = self.current()
        used = pointer["generation"] if pointer else 0
        for left in self.generations():
            if left > used:
                shutil.rmtree(self.folder(left))
        generation = max([used, *self.generations()]) + 1
        self.folder(generation).mkdir(parents=True)
        return generation

    def point_to(self, generation: int, fingerprint: str) -> None:
        """Swap in one step. The generation before stays one round longer for readers that have just read its name."""
        pointer = self.current()
        before = pointer["generation"] if pointer else 0
        beside = self.pointer.with_suffix(".new")
        with beside.open("w") as file:
            json.dump({"generation": generation, "fingerprint": fingerprint}, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.pointer)
        for old in self.generations():
            if old < before:
                shutil.rmtree(self.folder(old), ignore_errors=True)

    def lock(self) -> IO[str]:
        """The right to write, held until the file is closed, by whatever end; IndexBusy when it is taken."""
        self.root.mkdir(parents=True, exist_ok=True)
        file = (self.root / "writer.lock").open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.close()
            raise IndexBusy from error
        return file


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A generation opened for reading, with the names of the fields its shape has."""

    folder: Path
    index: Index
    schema: Schema
    fields: frozenset[str]
    fingerprint: str


class View(NamedTuple):
    """A consistent state of the index that later commits do not disturb."""

    searcher: Searcher
    opened: Opened


class Reader:
    """The index in use, as of its last commit: looks for a newer one when the last look is older than LOOK_EVERY."""

    def __init__(self, store: Store, generation: int | None = None) -> None:
        self._store = store
        self._fixed = generation
        self._guard = threading.Lock()
        self._looked = 0.0
        self._pointer_seen: tuple[int, int] | None = None
        self._commit_seen: tuple[int, int] | None = None
        self._opened: Opened | None = None

    def opened(self) -> Opened | None:
        if time.monotonic() - self._looked > LOOK_EVERY:
            self.refresh()
        return self._opened

    def state(self) -> tuple[Path, tuple[int, int] | None] | None:
        """Another one after each commit and each swap; None when there is no index."""
        opened = self.opened()
        return (opened.folder, self._commit_seen) if opened else None

    def view(self) -> View:
        """Raises SearchUnavailable when there is no index."""
        opened = self.opened()
        if opened is None:
            raise SearchUnavailable
        return View(opened.index.searcher(), opened)

    def refresh(self) -> None:
        with self._guard:
            for _ in range(3):
                try:
                    self._look()
                    break
                except FileNotFoundError:
                    self._pointer_seen = None
            else:
                self._opened = None
            self._looked = time.monotonic()

    def _look(self) -> None:
        pointer_now = (0, 0) if self._fixed else _identity(self._store.pointer)
        if pointer_now != self._pointer_seen or self._opened is None:
            self._open()
            self._pointer_seen = pointer_now
            return
        commit_now = _identity(self._opened.folder / "meta.json")
        if commit_now != self._commit_seen:
            self._opened.index.reload()
            self._commit_seen = commit_now

    def _open(self) -> None:
        generation, fingerprint = self._fixed, ""
        if generation is None:
            pointer = self._store.current()
            if pointer is None:
                raise FileNotFoundError(self._store.pointer)
            generation, fingerprint = pointer["generation"], pointer.get("fingerprint", "")
        folder = self._store.folder(generation)
        commit = _identity(folder / "meta.json")
        try:
            fields = frozenset(field["name"] for field in json.loads((folder / "meta.json").read_text())["schema"])
            index = open_index(folder)
        except (ValueError, KeyError) as error:
            logger.error("the index in %s cannot be opened: %s", folder, error)
            raise FileNotFoundError(folder) from error
        self._opened, self._commit_seen = Opened(folder, index, index.schema, fields, fingerprint), commit


def _identity(path: Path) -> tuple[int, int]:
    """A file that is replaced whole, as commits and pointers are, has another of these."""
    state = path.stat()
    return state.st_ino, state.st_mtime_ns
