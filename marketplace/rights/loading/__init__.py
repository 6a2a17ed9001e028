"""Loading rights in bulk: gathering rows into rights, writing them in batches, resuming where one stopped."""

from .batches import Counts
from .runs import Report, devote_process, import_file, load_records

__all__ = ["Counts", "Report", "devote_process", "import_file", "load_records"]
