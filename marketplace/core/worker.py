"""The embedded worker: lanes of their own for index, mail, tasks and schedules, over the same rows as Celery."""

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

from django.db import DatabaseError, connection

from . import clock, schedule, tasks

logger = logging.getLogger(__name__)


class Lane(threading.Thread):
    """Calls `step` again and again; rests while it finds nothing to do, longer after a failure."""

    def __init__(self, name: str, step: Callable[[], int], stop: threading.Event, rest: float) -> None:
        super().__init__(name=name, daemon=True)
        self.step, self.stop, self.rest = step, stop, rest

    def run(self) -> None:
        failures = 0
        while not self.stop.is_set():
            try:
                found = self.step()
                failures = 0
            except DatabaseError:
                connection.close()
                failures += 1
                found = 0
                logger.exception("lane %s lost its database", self.name)
            except Exception:
                failures += 1
                found = 0
                logger.exception("lane %s failed", self.name)
            if not found:
                self.stop.wait(min(self.rest * 2**failures, 60.0))
        connection.close()


@dataclass(frozen=True)
class LaneKind:
    """What a lane does in one step, how long it rests (seconds), and how a command catches up without the worker."""

    step: Callable[[], int]
    rest: float
    catch_up: Callable[[], int] | None = None


LANES: dict[str, LaneKind] = {
    "mail": LaneKind(lambda: tasks.run_waiting("mail"), 0.5),
    "task": LaneKind(lambda: tasks.run_waiting("task"), 0.5),
    "schedule": LaneKind(lambda: len(schedule.run_due(clock.now())), 10.0),
}


def register_lane(
    name: str, step: Callable[[], int], *, rest: float, catch_up: Callable[[], int] | None = None
) -> None:
    """Give the worker a lane of an app's own."""
    LANES[name] = LaneKind(step, rest, catch_up)


def catch_up() -> None:
    """Let every lane that can do so catch up now, for commands that run without the worker."""
    for kind in LANES.values():
        if kind.catch_up:
            kind.catch_up()


def work(names: list[str]) -> None:
    """Run lanes until SIGTERM or Ctrl-C."""
    stop = threading.Event()

    def leave(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    lanes = [Lane(name, LANES[name].step, stop, LANES[name].rest) for name in names]
    for lane in lanes:
        lane.start()
    while not stop.wait(0.5):
        if dead := [lane.name for lane in lanes if not lane.is_alive()]:
            raise RuntimeError(f"lanes died: {', '.join(dead)}")
    for lane in lanes:
        lane.join(timeout=20)
