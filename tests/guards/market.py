"""A small market for the guards of costs: rows by playing actions, the index following, and nothing kept by the process."""

from datetime import date
from itertools import count
from typing import Any

from django.test import Client

from marketplace.core import calendars, policy
from marketplace.listings import actions, entry
from marketplace.listings import search as listings_search
from marketplace.listings.models import Industry, Listing
from marketplace.rights.identifiers.cn_application import check_digit
from marketplace.rights.models import Owner, Right
from search import sync
from tests import builders
from tests.listings.desks import client_of

TITLE = "一种带钢热连轧机的板形检测与控制装置"


class Market:
    """`few` or many listings on show and as many in review, all of one firm; the newest of each stand for the pages."""

    def __init__(self, cast: Any, follow: Any) -> None:
        self.cast, self.follow = cast, follow
        self.rows = 0
        self.industries = list(Industry.objects.all())
        self.shown: Listing
        self.waiting: Listing
        self.draft: Listing
        self.bundle: Listing
        self.numbers = count(1)

    def grow(self, rows: int) -> None:
        """That many rows of each kind, and the index as far as the database."""
        while self.rows < rows:
            self.rows += 1
            self.shown = self._published(self._right())
            self.waiting = self._submitted(self._right())
            self.draft = builders.draft(self.right, by=self.cast.holder)
        self.bundle = self._published(*(self._right() for _ in range(rows // 3)))
        while self.follow():
            pass

    def _submitted(self, *rights: Right) -> Listing:
        return actions.submit_listing(
            builders.draft(*rights, by=self.cast.holder, **self._texts()), by=self.cast.holder
        )

    def _published(self, *rights: Right) -> Listing:
        return actions.approve_listing(self._submitted(*rights), by=self.cast.moderator)

    def _right(self) -> Right:
        base = f"2024100{next(self.numbers):05d}"
        self.right = builders.patent(
            f"{base}.{check_digit(base)}", owners=[self.cast.FIRM], title=TITLE, filed=date(2024, 3, 4),
            granted=date(2026, 2, 6), main_class="B21B 37/28", classes=["B21B 37/28", "G01B 11/24"],
        )  # fmt: skip
        return self.right

    def _texts(self) -> dict[str, Any]:
        return {
            "industry": self.industries[self.rows % len(self.industries)],
            "problem": "板形仪受水雾干扰，测量值跳动。",
            "modes": ["sale", "ordinary_licence"],
        }

    @property
    def public_pages(self) -> dict[str, str]:
        """What a visitor opens, by the name under which its statements are kept."""
        owner = Owner.objects.get(name=self.cast.FIRM)
        return {
            "home": "/",
            "home in English": "/en/",
            "list": "/listings/",
            "list, from a cursor": self.older,
            "search, everything": "/search/",
            "search, words and facets": "/search/?q=板形检测&right_type=invention&mode=sale&mode=ordinary_licence",
            "search, rights": "/search/?kind=rights&q=热连轧",
            "search, nothing found": "/search/?q=空中楼阁",
            "search, completing": "/search/suggest/?q=一种带",
            "listing": f"/listings/{self.shown.ref}/",
            "listing, a bundle": f"/listings/{self.bundle.ref}/",
            "listing, print sheet": f"/listings/{self.shown.ref}/sheet/",
            "right": f"/rights/{self.shown.items.get().right.slug}/",
            "owner": f"/owners/{owner.ref}/",
            "organisation": f"/organizations/{self.cast.firm.ref}/",
            "sitemap": "/sitemap.xml",
            "sitemap, listings": "/sitemap-listings-1.xml",
            "sitemap, rights": "/sitemap-rights-1.xml",
            "robots": "/robots.txt",
            "health": "/healthz",
        }

    @property
    def older(self) -> str:
        """The list from a cursor in its middle on."""
        from marketplace.listings.shown import newest

        return f"/listings/?after={newest(size=2).older}"

    @property
    def holder_pages(self) -> dict[str, str]:
        return {
            "dashboard of a holder": "/dashboard/",
            "my listings": "/listings/mine/",
            "my listings on show": "/listings/mine/?state=shown",
            "posting, the number": "/listings/new/",
            "posting, the draft": f"/listings/{self.draft.ref}/edit/",
            "posting, pictures": f"/listings/{self.draft.ref}/pictures/",
            "posting, preview": f"/listings/{self.draft.ref}/preview/",
            "a listing, signed in": f"/listings/{self.shown.ref}/",
            "search, signed in": "/search/?q=板形检测",
        }

    @property
    def moderator_pages(self) -> dict[str, str]:
        return {
            "dashboard of a moderator": "/dashboard/",
            "queue": "/listings/queue/",
            "review": f"/listings/{self.waiting.ref}/review/",
        }

    def visitors(self) -> list[tuple[Client, dict[str, str]]]:
        """Each kind of visitor with the pages it opens."""
        return [
            (Client(), self.public_pages),
            (client_of(self.cast.lin), self.holder_pages),
            (client_of(self.cast.guan, second_factor=True), self.moderator_pages),
        ]


def forget_all() -> None:
    """Everything a process keeps of rows: as after a start."""
    entry._entries.forget()
    listings_search._industries.clear()
    policy.forget()
    calendars._kept = None
    sync.forget()
