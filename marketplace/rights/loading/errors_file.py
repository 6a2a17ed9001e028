"""The refused rows of an import as a table: row, field, value and the reason in both languages."""

import csv
import itertools
from collections.abc import Sequence
from pathlib import Path

from ..importers.base import RowError
from ..importers.tables import is_formula
from ..importers.words import row_sentences

HEADINGS = ("row", "field", "value", "reason (zh)", "reason (en)")
HEADING_ROWS = 1  # a spreadsheet counts the heading as its first row


class ErrorsFile:
    """Appended to as rows are refused; after a kill it is cut back to what was committed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, count: int) -> None:
        """Forget everything behind the first `count` rows, which a rolled-back batch wrote."""
        if not self.path.exists():
            return
        kept = self.path.with_suffix(".kept")
        # A kill may have torn the last character; it stands behind what is kept.
        with (
            self.path.open(encoding="utf-8-sig", errors="replace", newline="") as file,
            kept.open("w", encoding="utf-8-sig", newline="") as out,
        ):
            csv.writer(out).writerows(itertools.islice(csv.reader(file), count + HEADING_ROWS))
        kept.replace(self.path)

    def append(self, errors: Sequence[tuple[int, RowError]]) -> None:
        """Write refused rows by their position; cells that a spreadsheet would run become plain text."""
        if not errors:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not self.path.exists()
        with self.path.open("a", encoding="utf-8-sig" if is_new else "utf-8", newline="") as file:
            writer = csv.writer(file)
            if is_new:
                writer.writerow(HEADINGS)
            for position, error in sorted(errors, key=lambda each: each[0]):
                words = row_sentences(error)
                value = " ".join(error.value.split())
                writer.writerow([position + HEADING_ROWS, error.field, _inert(value), words["zh-hans"], words["en"]])


def _inert(value: str) -> str:
    return f"'{value}" if is_formula(value) else value
