"""Keeps indexes equal to the database: follow the log of changes, rebuild beside, compare and repair."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from marketplace.core import outbox

from . import backends, registry
from .backends.base import Backend, IndexBusy, Position, SearchUnavailable
from .registry import IndexDefinition

logger = logging.getLogger(__name__)

BATCH = 1000
# Keys are listed in the order of text, which a database sorts anew for each page of them: so few pages.
LISTED = 20_000
COMMIT_EVERY = 20_000
WAIT_FOR_WRITER = 10.0

Progress = Callable[[int], None]
_checked: set[str] = set()


def _silent(done: int) -> None:
    """No progress wanted."""


@dataclass(slots=True)
class Report:
    """What a comparison found: keys the index lacks, has too many, holds in an older or in a newer version."""

    checked: int = 0
    missing: int = 0
    surplus: int = 0
    older: int = 0
    newer: int = 0
    is_repaired: bool = False

    @property
    def differences(self) -> int:
        return self.missing + self.surplus + self.older + self.newer

    def __str__(self) -> str:
        if not self.differences:
            return f"{self.checked} documents, all as in the database"
        return (
            f"{self.checked} documents, {self.missing} missing, {self.surplus} too many, {self.older} older, "
            f"{self.newer} newer than the database; {'repaired' if self.is_repaired else 'not repaired'}"
        )


def follow(name: str, limit: int = BATCH) -> int:
    """Bring one index up to date with at most `limit` changes; how many rows of the log that was.

    An index that is missing, of another shape, or whose position is lost or ahead of the log (a database put back)
    is rebuilt instead. Raises IndexBusy when another process is writing.
    """
    backend = backends.get(name)
    if not backend.is_usable() or _is_lost(backend):
        return rebuild(name)
    if not outbox.read_changes(name, backend.position() or outbox.START, 1)[0]:
        return 0
    with backend:
        return _apply(backend, limit)


def follow_all(limit: int = BATCH) -> int:
    """Follow for every index; one that somebody else is writing is left for the next time."""
    changes = 0
    for name in registry.names():
        try:
            changes += follow(name, limit)
        except IndexBusy:
            logger.debug("index %s is being written by another process", name)
    return changes


def follow_if_free() -> int:
    """Follow until nothing is left, as far as no other process is writing."""
    changes = 0
    while found := follow_all():
        changes += found
    return changes


def rebuild(name: str, progress: Progress = _silent) -> int:
    """Build the index anew beside the one in use and swap; how many documents it has.

    The index in use goes on following meanwhile. Raises IndexBusy when another process keeps writing.
    """
    backend = backends.get(name)
    with _writing(backend):
        start = _log_end(name, _known_position(backend))
        with backend.fresh() as fresh:
            count = _fill(fresh, backend, progress)
            fresh.commit(start)
            while _apply(fresh, BATCH):
                pass
            fresh.publish()
    _checked.add(name)
    progress(count)
    return count


def verify(name: str, repair: bool = True) -> Report:
    """Compare keys and versions with the database; repair through the log, or by a rebuild where that cannot help."""
    report, wrong = _compare(name)
    if wrong:
        again, still = _compare(name)
        if not wrong & still:
            return again
        report, wrong = again, still
    if wrong and repair:
        if report.newer or not backends.get(name).is_usable():
            rebuild(name)
        else:
            outbox.index_changed(name, sorted(wrong))
            _catch_up(name)
        report.is_repaired = True
    return report


def _compare(name: str) -> tuple[Report, set[str]]:
    """What differs now; rows that change while this reads may seem to differ once, hence the second look."""
    _catch_up(name)
    try:
        held = dict(backends.get(name).keys_and_versions())
    except SearchUnavailable:
        held = {}
    report = Report()
    wrong: set[str] = set()
    for key, version in _listing(registry.get(name)):
        report.checked += 1
        has = held.pop(key, None)
        if has == version:
            continue
        wrong.add(key)
        report.missing += has is None
        report.older += has is not None and has < version
        report.newer += has is not None and has > version
    report.surplus = len(held)
    return report, wrong | held.keys()


def _catch_up(name: str) -> None:
    """Follow to the end of the log; when another process is writing, it does so itself."""
    try:
        while follow(name):
            pass
    except IndexBusy:
        logger.info("index %s is being written by another process", name)


def is_usable(name: str) -> bool:
    """Whether the index is there and of the present shape."""
    return backends.get(name).is_usable()


def lag(latest: Callable[[str], Position] = outbox.latest_position) -> dict[str, int | None]:
    """By index: about how many log rows it is behind; None when it cannot answer yet."""
    lags: dict[str, int | None] = {}
    for name in registry.names():
        backend = backends.get(name)
        position = backend.position() if backend.is_usable() else None
        lags[name] = None if position is None else max(0, latest(name)[1] - position[1])
    return lags


def forget() -> None:
    """Drop what this process remembers of indexes (tests that move `SEARCH_DIR`)."""
    backends.forget()
    _checked.clear()


def _apply(backend: Backend, limit: int) -> int:
    """Read, load, write and commit one batch of changes with the position behind it."""
    name = backend.definition.name
    keys, reached = outbox.read_changes(name, backend.position() or outbox.START, limit)
    if not keys:
        return 0
    documents = {document.key: document for document in backend.definition.load(keys)}
    backend.index(documents.values())
    backend.delete(key for key in keys if key not in documents)
    backend.commit(reached)
    return len(keys)


def _fill(fresh: Backend, in_use: Backend, progress: Progress) -> int:
    count = since = 0
    for keys in _batches(fresh.definition):
        taken = fresh.index(fresh.definition.load(keys))
        count += taken
        since += taken
        if since >= COMMIT_EVERY:
            fresh.commit()
            since = 0
        progress(count)
        if in_use.is_usable() and in_use.position() is not None:
            _apply(in_use, BATCH)
    return count


def _batches(definition: IndexDefinition) -> Iterator[Sequence[str]]:
    after: str | None = None
    while rows := definition.listing(after, LISTED):
        keys = [key for key, _ in rows]
        yield from (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
        after = keys[-1]


def _listing(definition: IndexDefinition) -> Iterator[tuple[str, int]]:
    after: str | None = None
    while rows := definition.listing(after, LISTED):
        yield from rows
        after = rows[-1][0]


@contextmanager
def _writing(backend: Backend) -> Iterator[None]:
    """The right to write: a follower has it for moments only, so a rebuild waits for it a little."""
    until = time.monotonic() + WAIT_FOR_WRITER
    with ExitStack() as stack:
        while True:
            try:
                stack.enter_context(backend)
                break
            except IndexBusy:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
        yield


def _known_position(backend: Backend) -> Position:
    """Where to look for the end of the log from: the index's own position while the log still knows it."""
    position = backend.position()
    if position is None or position > outbox.latest_position(backend.definition.name):
        return outbox.START
    return position


def _log_end(name: str, position: Position) -> Position:
    """The last position behind which no row can still appear: rows of open transactions are not passed."""
    while True:
        keys, reached = outbox.read_changes(name, position, 50 * BATCH)
        if not keys:
            return position
        position = reached


def _is_lost(backend: Backend) -> bool:
    """Whether the index cannot go on from where it stands; looked up once a process, for it happens between runs."""
    position = backend.position()
    if position is None:
        return True
    name = backend.definition.name
    if name in _checked:
        return False
    _checked.add(name)
    return position > outbox.latest_position(name)
