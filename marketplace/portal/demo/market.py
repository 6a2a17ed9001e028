"""The demo's listings in all states that actions reach, played at days of the past."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from marketplace.core import clock
from marketplace.core.access import Actor
from marketplace.core.pictures import own_picture
from marketplace.listings import actions
from marketplace.listings.models import CoOwnerConsent, Industry, Listing
from marketplace.listings.tasks import expire_listings
from marketplace.rights.actions import record_right_event
from marketplace.rights.models import Right

from .city import DEMO, City
from .figures import draw_figure
from .invent import REGISTER
from .stories import Story

RETURN_REASONS = {
    "benefit": "请写明数据的来源或检测报告编号。",
    "applications": "适用范围过宽，请列出已用过的产线。",
}
MODES = (
    ("sale",),
    ("exclusive_licence", "sale"),
    ("ordinary_licence",),
    ("sale", "equity"),
    ("ordinary_licence", "sole_licence"),
    ("open_licence",),
    ("exclusive_licence", "ordinary_licence"),
    ("equity",),
)
APPLICATIONS = {
    "steel": (
        "板坯、方坯连铸和热轧产线，现有设备可直接改造。",
        "Slab and billet casters and hot mills; fits existing lines.",
    ),
    "equipment": ("冶金、矿山和港口的重载设备。", "Heavy equipment in metallurgy, mining and ports."),
    "magnesite": ("菱镁矿选矿厂、镁砂窑和耐火制品厂。", "Magnesite plants, magnesia kilns and refractory works."),
    "chemicals": ("煤化工、混凝土外加剂和涂料企业。", "Coal chemistry, concrete admixtures and coatings."),
    "laser": ("焊接、熔覆、切割和在线检测。", "Welding, cladding, cutting and inspection."),
    "garments": ("裤装、工装和户外服装工厂。", "Makers of trousers, workwear and outdoor clothing."),
    "bags": ("箱包整机厂和配件厂。", "Makers of bags, cases and their parts."),
    "farm": ("合作社、果品和菌菇加工厂。", "Co-operatives, fruit and mushroom processors."),
}


class Market:
    """Plays each listing's story once."""

    def __init__(self, city: City, today: date) -> None:
        self.city, self.today, self.now = city, today, clock.now()
        self.industries = {row.code: row for row in Industry.objects.all()}
        self.moderators = (city.staff("moderator"), city.staff("second_moderator"))

    def play(self, stories: Sequence[Story], rights: Mapping[str, Right]) -> Iterator[int]:
        """Make the listings; yields how many are done."""
        for done, story in enumerate(stories, start=1):
            self._play(story, [rights[item.number] for item in story.items])
            yield done
        with clock.frozen(self._at(0, 23)):
            expire_listings()

    def _at(self, days_ago: int, hour: int) -> datetime:
        """An instant of that day, and never one to come."""
        day = self.today - timedelta(days=days_ago)
        at = datetime(day.year, day.month, day.day, 0, 30, tzinfo=clock.CITY_ZONE) + timedelta(hours=hour % 20)
        return min(at, self.now)

    def _play(self, story: Story, rights: list[Right]) -> None:
        place, days_ago, actor = story.place, story.days_ago, self.city.actor(story.item.owners[0])
        with clock.frozen(self._at(days_ago + 2, place)):
            listing = self._draft(story, rights, actor)
            asked = actions.ask_co_owners(listing, by=actor)
        if story.ending == "draft":
            return
        with clock.frozen(self._at(days_ago + 2, place + 1)):
            self._agree(listing, asked)
        with clock.frozen(self._at(days_ago + 1, place + 3)):
            actions.submit_listing(listing, by=actor)
        if story.ending == "verifying":
            return
        with clock.frozen(self._at(days_ago, place + 6)):
            moderator = self.moderators[place % 2]
            if story.ending == "returned":
                actions.return_listing(listing, by=moderator, reasons=RETURN_REASONS)
                return
            source = "" if actor.organization_kind != "person" else "专利证书原件与身份证明核对一致"
            actions.approve_listing(listing, by=moderator, ownership_source=source)
        with clock.frozen(self._at(max(days_ago - 1, 0), place + 8)):
            self._end(story, listing, rights[0], actor)

    def _agree(self, listing: Listing, asked: Sequence[CoOwnerConsent]) -> None:
        """The co-owners that were asked agree, each for itself."""
        by_owner: dict[str, list[CoOwnerConsent]] = {}
        for consent in asked:
            by_owner.setdefault(consent.owner_name, []).append(consent)
        for name, consents in by_owner.items():
            actions.answer_consents(listing, by=self.city.actor(name), given=consents)

    def _end(self, story: Story, listing: Listing, right: Right, actor: Actor) -> None:
        if story.ending == "withdrawn":
            actions.withdraw_listing(listing, by=actor)
        elif story.ending == "sold_elsewhere":
            actions.mark_listing_sold_elsewhere(listing, by=actor)
        elif story.ending == "relisted":
            actions.withdraw_listing(listing, by=actor)
            actions.relist_listing(listing, by=actor)
        elif story.ending in ("suspended", "resumed"):
            number = f"P{self.today.year}98{story.place:07d}"
            self._register(right, "PP01", {"registration_no": number, "holder": "示范法院"})
            if story.ending == "resumed":
                self._register(right, "PD01", {"registration_no": number})

    def _register(self, right: Right, code: str, facts: dict[str, Any]) -> None:
        """The register speaks of a listed right today: its listings follow by themselves."""
        record_right_event(right, by=DEMO, code=code, on=clock.today(), source=REGISTER, facts=facts)

    def _draft(self, story: Story, rights: list[Right], actor: Actor) -> Listing:
        place, item, rng = story.place, story.item, random.Random(9000 + story.place)
        modes = ("sale", "ordinary_licence") if item.kind == "trademark" else MODES[place % len(MODES)]
        price_kind = rng.choices(("fixed", "range", "negotiable", "on_request"), (9, 4, 6, 2))[0]
        amount = rng.choice((3, 5, 8, 12, 18, 25, 30, 36, 48, 60, 85, 120, 200, 350)) * 1_000_000
        prices: dict[str, Any] = {
            "currency": "EUR" if actor.organization_kind == "foreign" else "CNY",
            "price_kind": price_kind,
            "price_amount": amount if price_kind in ("fixed", "range") else None,
            "price_to_amount": amount * 13 // 10 // 1_000_000 * 1_000_000 + 1_000_000
            if price_kind == "range"
            else None,
        }
        zh, en = APPLICATIONS[item.field]
        listing = actions.create_listing(
            rights,
            by=actor,
            title=item.title,
            benefit=item.benefit,
            benefit_en=item.benefit_en,
            problem=item.problem,
            problem_en=item.problem_en,
            applications=zh,
            applications_en=en,
            maturity=None if item.kind == "trademark" else rng.randint(4, 9),
            industry=self.industries[item.field],
            region=self.city.organizations[item.owners[0]].region,
            **prices,
        )
        self._terms(listing, actor, modes, prices, rng)
        if item.kind != "trademark" and place % 3 == 0:
            figure = own_picture(draw_figure(item.figure, item.index + 500))
            actions.add_picture(
                listing, by=actor, picture=figure, alt=f"{item.title}的结构示意", alt_en=f"Sketch: {item.title_en}"
            )
        return listing

    def _terms(
        self, listing: Listing, actor: Actor, modes: tuple[str, ...], prices: dict[str, Any], rng: random.Random
    ) -> None:
        terms: list[dict[str, object]] = []
        for number, mode in enumerate(modes):
            if number == 0 and mode in ("sale", "equity"):
                terms.append(
                    {
                        "mode": mode,
                        "price_kind": prices["price_kind"],
                        "amount": prices["price_amount"],
                        "amount_to": prices["price_to_amount"],
                    }
                )
            elif mode.endswith("licence") and rng.random() < 0.6:
                yearly = rng.choice((2, 3, 5, 8, 10)) * 1_000_000
                terms.append(
                    {
                        "mode": mode,
                        "price_kind": "fixed",
                        "amount": yearly,
                        "is_yearly": True,
                        "royalty_bp": rng.choice((100, 150, 200, 300)),
                    }
                )
            else:
                terms.append({"mode": mode, "price_kind": "negotiable"})
        actions.edit_listing(listing, by=actor, terms=terms)
