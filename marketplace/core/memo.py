"""What is dear to prepare and cheap to keep: a bounded memory of each process, keyed by versions, never by time alone."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Memo(Generic[Kept]):
    """The last `size` prepared things. A key names every version that the thing depends on, so nothing goes stale."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self.lock = Lock()

    def get(self, key: Hashable, prepare: Callable[[], Kept]) -> Kept:
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
                return self.kept[key]
        made = prepare()
        with self.lock:
            self.kept[key] = made
            while len(self.kept) > self.size:
                self.kept.popitem(last=False)
        return made

    def forget(self) -> None:
        with self.lock:
            self.kept.clear()
