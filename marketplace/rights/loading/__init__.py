"""Loading rights in bulk: gathering rows into rights, writing them in batches, resuming where one stopped."""

from .batches import Counts
from .runs import Report, import_file, devote_process

__all__ = ["Counts", "Report", "import_file", "devote_process"]
