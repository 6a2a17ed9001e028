"""Which rights are listed, when, how each listing's story ends, and on which day the register was read for it."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .invent import InventedRight
from .people import HOLDERS

LISTED, BURDENED = 220, 8
GRANTS = ("GR01", "TM20")
# Place in the list, modulo: endings that come often, then those that come now and then.
OFTEN = {1: "draft", 12: "verifying", 13: "verifying", 7: "returned", 19: "withdrawn", 24: "suspended"}
RARELY = {30: "expired", 37: "sold_elsewhere", 17: "resumed", 22: "relisted"}
EXPIRED_AFTER, OVERDUE = 372, 8


@dataclass(frozen=True)
class Story:
    """A listing to be played: its rights, its end, and how many days ago a moderator decided on it."""

    place: int
    items: tuple[InventedRight, ...]
    ending: str
    days_ago: int

    @property
    def item(self) -> InventedRight:
        return self.items[0]


def plan_stories(invented: Iterable[InventedRight], today: date) -> list[Story]:
    """Stories for as many rights as are listed; each right's `read_on` is set to fit its story."""
    rights = list(invented)
    free = [item for item in rights if not item.burden]
    burdened = [item for item in rights if item.burden in ("pledged", "frozen")][:BURDENED]
    listed, spare = free[: LISTED - len(burdened)], free[LISTED - len(burdened) :]
    stories: list[Story] = []
    owed, overdue = ["draft", "returned"], True
    for place, item in enumerate([*listed, *burdened]):
        rng = random.Random(5000 + place)
        ending = _ending(place, item, today)
        if owed and ending == "published" and item.owners[0] == HOLDERS[0].name:
            # Whoever signs in as the first holder finds one to finish and one to put right.
            ending = owed.pop()
        days_ago = _days_ago(ending, rng)
        if ending == "verifying":
            # One is overdue, the others have time left.
            days_ago, overdue = (OVERDUE, False) if overdue else (place % 2, False)
        items = (item, *_mates(item, spare)) if place % 9 == 4 and not item.burden else (item,)
        # Most holders post soon after an extract was drawn; some rest on an old one, and their stamp fades.
        behind = rng.choices((rng.randint(0, 6), rng.randint(10, 60), rng.randint(90, 200)), (14, 4, 3))[0]
        for each in items:
            each.read_on = today - timedelta(days=days_ago + 3 + behind)
        stories.append(Story(place, items, ending, days_ago))
    return stories


def _days_ago(ending: str, rng: random.Random) -> int:
    """Most decisions are some weeks old."""
    return rng.randint(EXPIRED_AFTER, 420) if ending == "expired" else int(rng.triangular(1, 110, 12))


def _mates(item: InventedRight, spare: list[InventedRight]) -> list[InventedRight]:
    """One or two unlisted rights of the same owners, taken out of the spare ones."""
    mates = [each for each in spare if each.owners == item.owners][:2]
    for each in mates:
        spare.remove(each)
    return mates


def _ending(place: int, item: InventedRight, today: date) -> str:
    """Where a story stops; burdened rights never get past the draft, young ones have not had time to expire."""
    if item.burden:
        return "draft"
    ending = OFTEN.get(place % 27) or RARELY.get(place % 41) or "published"
    granted = next((on for code, on, *_rest in item.events if code in GRANTS), today)
    is_old = granted < today - timedelta(days=EXPIRED_AFTER + 60)
    return ending if ending != "expired" or is_old else "published"
