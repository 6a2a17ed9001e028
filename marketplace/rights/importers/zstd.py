"""Unpacking .zst through the system's own program, where it is installed: Python 3.11 has no reader of it."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

PROGRAM = "zstd"
WINDOW_MB = 64  # what a frame may make the program hold in memory
MAGIC = b"\x28\xb5\x2f\xfd"


def is_installed() -> bool:
    """Whether .zst can be read on this machine."""
    return shutil.which(PROGRAM) is not None


class _Pipe(io.RawIOBase):
    """What the program writes; its failure is only known at the end."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        self.process, self.stdout = process, process.stdout

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        chunk = self.stdout.read(size)
        if not chunk and self.process.wait() != 0:
            raise EOFError
        return chunk


@contextmanager
def unpacked(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """The unpacked bytes; reading raises EOFError where the file is cut off or damaged."""
    arguments = [PROGRAM, "-dcq", f"--memory={WINDOW_MB}MB"]
    process = subprocess.Popen(  # noqa: S603
        arguments, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        yield _Pipe(process)  # type: ignore[misc]
    finally:
        process.kill()
        if process.stdout:
            process.stdout.close()
        process.wait()
