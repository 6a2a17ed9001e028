"""Talking to a terminal: a progress bar where there is one, plain lines otherwise."""

import sys
from typing import TextIO

WIDTH = 30


class Progress:
    """Shows how far a long command is; plain lines at every tenth when the output is not a terminal."""

    def __init__(self, label: str, total: int | None = None, stream: TextIO | None = None) -> None:
        self.label, self.total, self.done = label, total, 0
        self.stream = stream or sys.stderr
        self._tenth = -1

    def to(self, done: int) -> None:
        """Set how much is done."""
        self.done = done
        if self.stream.isatty():
            self.stream.write("\r" + self._bar())
            self.stream.flush()
        elif self.total and (tenth := done * 10 // self.total) != self._tenth:
            self._tenth = tenth
            self.stream.write(f"{self.label}: {done} of {self.total}\n")

    def end(self) -> None:
        if self.stream.isatty():
            self.stream.write("\n")
        elif not self.total:
            self.stream.write(f"{self.label}: {self.done}\n")

    def _bar(self) -> str:
        if not self.total:
            return f"{self.label} {self.done:,}"
        filled = min(WIDTH, self.done * WIDTH // max(self.total, 1))
        return f"{self.label} [{'#' * filled}{'.' * (WIDTH - filled)}] {self.done:,} of {self.total:,}"
