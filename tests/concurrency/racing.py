"""Racing real transactions: threads with connections of their own, started together."""

import threading
from collections.abc import Callable

from django.db import connection


def race(*runners: Callable[[], object]) -> list[object]:
    """Run callables at the same moment, each on a connection of its own; returns results or exceptions in order."""
    barrier = threading.Barrier(len(runners))
    results: list[object] = [None] * len(runners)

    def run(place: int, runner: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=30)
            results[place] = runner()
        except Exception as error:  # the race's outcome is what the test looks at
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, runner)) for place, runner in enumerate(runners)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def in_thread(runner: Callable[[], object]) -> object:
    """Run one callable on another connection and wait for it."""
    return race(runner)[0]
