"""The demo's enquiries: asked by its firms and by guests, answered, revealed, closed and reported on days of the past."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from marketplace.core import clock
from marketplace.core.models import Job
from marketplace.listings import actions
from marketplace.listings.enquiry_access import GUEST
from marketplace.listings.models import SHOWN, Enquiry, Listing

from .city import DEMO, City
from .people import HOLDERS, OTHERS


@dataclass(frozen=True)
class Talk:
    """One thread: who asks (an organisation of the demo, or a guest's address), what, and what the holder answers."""

    asker: str
    days_ago: int
    question: str
    answer: str = ""
    after_days: int = 1
    then: str = ""
    is_anonymous: bool = True


BUYERS = tuple(firm.name for firm in OTHERS[12:15])
TALKS = (
    Talk(BUYERS[1], 40, "我们在两条产线上试用，想了解普通许可的年费和最短期限。", "按产线计费，三年起。请告知年产量。"),
    Talk(BUYERS[2], 33, "是否可以先做样件检测，再谈转让？", "可以，样件两周内寄出，检测费由我方承担。", then="谢谢，样件收到后联系。"),
    Talk(BUYERS[0], 29, "能否独占许可辽宁省内使用？", "省内独占可以谈，需要保底使用费。", after_days=4, is_anonymous=False),
    Talk("visitor@guest.zhirong.test", 21, "请问专利的剩余期限内年费由谁缴纳？", "许可期内由我方缴纳。", after_days=2),
    Talk(BUYERS[2], 15, "希望到现场看设备运行，下周方便吗？", "周三、周四都可以，请报来访人数。"),
    Talk(BUYERS[1], 9, "配套的技术指导包含在价格里吗？", "包含五个工作日的现场指导。", then="明白，我们内部讨论。"),
    Talk("reader@guest.zhirong.test", 4, "Is an ordinary licence possible for a pilot line outside China?"),
    Talk(BUYERS[0], 2, "请提供第三方检测报告的编号。"),
)  # fmt: skip


def play_enquiries(city: City) -> int:
    """Threads on the first holders' listings; returns how many. Nobody reads the demo's mail, so none is left to send."""
    holders = [city.organizations[HOLDERS[number].name] for number in (0, 1, 4)]
    last_mail = Job.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for holder in holders:
        listings = list(Listing.objects.filter(organization=holder, status__in=SHOWN).order_by("published_at", "pk"))
        _talk(city, holder.name, listings)
    _report_one(city)
    actions.measure_response_times(by=DEMO)
    Job.objects.filter(pk__gt=last_mail, lane="mail").delete()
    return Enquiry.objects.count()


def _talk(city: City, holder: str, listings: Sequence[Listing]) -> None:
    """Each talk about a listing of its own that was on show then, where the holder has so many."""
    for number, talk in enumerate(TALKS):
        asked_at = clock.now() - timedelta(days=talk.days_ago)
        shown = [listing for listing in listings if listing.published_at and listing.published_at < asked_at]
        if not shown:
            continue
        listing = shown[number % len(shown)]
        with clock.frozen(asked_at):
            enquiry = _ask(city, listing, talk)
        if talk.answer:
            with clock.frozen(asked_at + timedelta(days=talk.after_days)):
                actions.read_enquiry(_fresh(enquiry), by=city.actor(holder))
                actions.answer_enquiry(enquiry, by=city.actor(holder), text=talk.answer)
        if talk.then:
            with clock.frozen(asked_at + timedelta(days=talk.after_days, hours=3)):
                actions.read_enquiry(_fresh(enquiry), by=city.actor(talk.asker))
                actions.continue_enquiry(enquiry, by=city.actor(talk.asker), text=talk.then)


def _ask(city: City, listing: Listing, talk: Talk) -> Enquiry:
    if "@" not in talk.asker:
        by = city.actor(talk.asker)
        return actions.ask_enquiry(listing, by=by, text=talk.question, is_anonymous=talk.is_anonymous)
    # Each holder's guest is another one.
    name, _at, host = talk.asker.partition("@")
    waiting = actions.request_enquiry(
        listing,
        by=GUEST,
        email=f"{name}-{listing.organization_id}@{host}",
        text=f"{talk.question} ({listing.ref})",
        language="zh-hans" if talk.answer else "en",
    )
    return actions.verify_enquiry(waiting, by=GUEST)


def _fresh(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.get(pk=enquiry.pk)


def _report_one(city: City) -> None:
    """One thread waits for the staff."""
    enquiry = Enquiry.objects.filter(guest_language="en").order_by("pk").first()
    if enquiry is not None:
        actions.report_enquiry(enquiry, by=city.actor(enquiry.holder.name), reason="spam", text="像是群发的询问。")
