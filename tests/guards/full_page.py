"""A search page as full as it gets: twenty rows with everything a row can have, and every facet with more values than it shows."""

import re
from datetime import timedelta

from django.test import Client
from django.utils.translation import override

from marketplace.core import clock
from marketplace.core.access import OrganizationKind
from marketplace.listings.models import Mode
from marketplace.rights.models import RightKind, RightStatus
from search import backends, cards, registry
from search.document import Document

ROWS = 60
KEYWORDS = {
    "right_type": RightKind.values,
    "mode": Mode.values,
    "status": RightStatus.values,
    "owner_kind": OrganizationKind.values,
    "industry": [f"industry-{number}" for number in range(30)],
    "region": [f"2103{number:02d}" for number in range(40)],
    "ipc_section": list("ABCDEFGH"),
    "ipc_class": [f"{section}{number:02d}" for section in "ABCDEFGH" for number in range(1, 8)],
    "nice": [str(number) for number in range(1, 46)],
    "locarno": [f"{number:02d}" for number in range(1, 33)],
    "pledged": ["yes", "no"],
}


class FullPage:
    """Fills the index of listings with invented documents and opens its page."""

    ADDRESSES = (
        "/search/?q=轧机",
        "/en/search/?q=轧机",
        "/search/?q=轧机 OR 装置 -钢&right_type=invention&mode=sale&pledged=no&pledged=yes&page=2",
        *(f"/search/?q=轧机&more={name}" for name in ("ipc_class", "nice", "region")),
    )

    def __init__(self) -> None:
        backend = backends.get("listings")
        with backend:
            backend.index(self._document(place) for place in range(ROWS))
            backend.commit((0, 1))

    def _document(self, place: int) -> Document:
        today = clock.today()
        days = today + timedelta(days=(0, 800, 1500, 2600, 5000)[place % 5])
        keywords = {name: self._values(name, values, place) for name, values in KEYWORDS.items()}
        prices = (-2, -1, 1_000_000, 10_000_000, 50_000_000, 500_000_000)
        numbers = {
            "expires": days.toordinal() - (900 if place % 10 == 0 else 0), "price_band": prices[place % 6],
            "verified": (today - timedelta(days=place)).toordinal(), "published": place,
        }  # fmt: skip
        return Document(
            str(place), 1, {"title": "一种轧机的装置"}, keywords, numbers,
            cards={language: self._card(language, place, days) for language in cards.LANGUAGES},
            stored={"ref": f"LS-{place:07d}"},
        )  # fmt: skip

    @staticmethod
    def _values(name: str, values: list[str], place: int) -> list[str]:
        if name == "right_type":
            return ["invention", values[place % len(values)]]
        if name == "mode":
            return ["sale", values[place % len(values)]]
        return [values[place % len(values)], values[(place * 7 + 1) % len(values)]]

    @staticmethod
    def _card(language: str, place: int, expires) -> str:
        row = dict.fromkeys(cards.PLAIN, "词") | {"ref": f"LS-{place:07d}"}
        row |= cards.picture_fields("/media/pictures/X", "drawing")
        with override(language):
            return cards.prepare(
                row, title="一种轧机的装置", state="in_force", expires_on=expires, verified_on=clock.today()
            )

    def open(self, address: str) -> str:
        answer = Client().get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    @staticmethod
    def missing_facets(html: str) -> list[str]:
        """Facets that the page does not list."""
        shown = set(re.findall(r'data-facet="(\w+)"', html))
        return [facet.name for facet in registry.get("listings").facets if facet.name not in shown]
