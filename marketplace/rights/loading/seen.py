"""What a dry run would have written: remembered on disk, so that memory stays flat."""

import sqlite3
from collections.abc import Iterable


class Seen:
    """A set of texts in a temporary database that vanishes with the connection."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect("")
        self.connection.execute("CREATE TABLE seen (key TEXT PRIMARY KEY) WITHOUT ROWID")

    def has_any(self, keys: Iterable[str]) -> bool:
        """Whether one of the texts was added before."""
        return any(
            self.connection.execute("SELECT 1 FROM seen WHERE key = ?", (key,)).fetchone() is not None for key in keys
        )

    def add(self, keys: Iterable[str]) -> int:
        """Remember the texts; returns how many are new."""
        before = self.connection.total_changes
        self.connection.executemany("INSERT OR IGNORE INTO seen VALUES (?)", ((key,) for key in keys))
        return self.connection.total_changes - before

    def close(self) -> None:
        self.connection.close()
