"""A kept connection is asked for its health only where there is reason to: otherwise each page costs a round trip."""

import select
import time
from typing import Any

from django.db.backends.postgresql import base

# A connection that rested longer may have been dropped on its way, without a word.
RESTED_SECONDS = 30.0


class DatabaseWrapper(base.DatabaseWrapper):
    """Before a request, `SELECT 1` is sent only after a rest, after an error, or when the server has said something.

    A server that ends or restarts says so, and its word waits at the socket: seeing that nothing waits is enough.
    """

    health_check_enabled: bool
    health_check_done: bool
    looked_at = 0.0

    def connect(self) -> None:
        super().connect()
        self.looked_at = time.monotonic()

    def close_if_health_check_failed(self) -> None:
        """Close a connection that does not stand any more; see the class for when it is asked."""
        if self.connection is None or not self.health_check_enabled or self.health_check_done:
            return
        now = time.monotonic()
        has_rested = now - self.looked_at > RESTED_SECONDS
        self.looked_at = now
        if not has_rested and not self.errors_occurred and is_silent(self.connection):
            self.health_check_done = True
            return
        super().close_if_health_check_failed()


def is_silent(connection: Any) -> bool:
    """Whether an idle connection is open and nothing has arrived on it: no farewell, no end of the stream."""
    if connection.closed:
        return False
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return not waiting.poll(0)
