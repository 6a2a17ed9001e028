"""The inbox with ten thousand threads: paged by key, the same few statements, and indexes that serve it."""

from datetime import timedelta

import pytest
from django.db import connection

from marketplace.listings import actions, enquiry_desk
from marketplace.listings.models import Enquiry, EnquiryMessage, Side
from tests.listings.desks import client_of, statements, text_of

pytestmark = pytest.mark.django_db
MANY = 10_000


@pytest.fixture
def many(cast, at_noon):
    """Ten thousand threads about one listing, every fifth unread, every seventh closed, three to an instant."""
    listing = cast.listing
    threads = Enquiry.objects.bulk_create(
        Enquiry(
            ref=f"EQ-{number:07d}",
            listing=listing,
            holder=cast.firm,
            buyer_user=cast.xin if number % 3 == 0 else None,
            counterpart=f"t:{number}",
            status="closed" if number % 7 == 0 else "open",
            asked_at=at_noon,
            last_message_at=at_noon - timedelta(minutes=number // 3),
            holder_unread=number % 5 == 0,
            answered_by=cast.lin if number % 2 else None,
            is_reported=number % 1000 == 0,
        )
        for number in range(MANY)
    )
    EnquiryMessage.objects.bulk_create(
        EnquiryMessage(enquiry=thread, side="buyer", text=f"问题 {thread.ref}", digest=thread.ref, at=at_noon)
        for thread in threads
    )
    return threads


def refs(page):
    return [line.ref for line in page.lines]


def test_it_costs_the_same_few_statements_in_every_view(cast, many):
    holder, buyer = client_of(cast.lin), client_of(cast.xin)
    actions.answer_enquiry(many[5], by=cast.holder, text="可以，请来看看。")
    ref = many[5].ref

    costs = {
        url: statements(client, url)
        for client, url in (
            (holder, "/en/enquiries/"),
            (holder, "/en/enquiries/?state=unread"),
            (holder, "/en/enquiries/?state=open"),
            (holder, "/en/enquiries/?state=reported"),
            (holder, f"/en/enquiries/?listing={cast.listing.ref}&agent={cast.lin.pk}"),
            (buyer, "/en/enquiries/?side=buyer"),
            (holder, f"/en/enquiries/{ref}/"),
            (holder, "/en/dashboard/"),
        )
    }

    assert max(costs.values()) < 12, costs


def test_it_pages_through_all_of_them_once_and_back(cast, many):
    rows = Enquiry.objects.held_by(cast.firm.pk)
    seen, cursor, pages = [], "", 0
    while pages <= MANY:
        page = enquiry_desk.box_of(rows, Side.HOLDER, after=cursor)
        seen += refs(page)
        pages += 1
        if not page.older:
            break
        cursor, before_last = page.older, page
    back = enquiry_desk.box_of(rows, Side.HOLDER, before=page.newer)

    assert len(seen) == len(set(seen)) == MANY
    assert seen[:3] == [many[2].ref, many[1].ref, many[0].ref]
    assert refs(back) == refs(before_last)


@pytest.mark.parametrize(
    "cursor", ["x", "", "%%%", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTkuMQ", "MS45OTk5OTk5OTk5OTk5OTk5OTk5OTk5"]
)
def test_a_cursor_that_cannot_be_read_is_passed_over(cast, cursor):
    assert cast.firm

    answer = client_of(cast.lin).get("/en/enquiries/", {"after": cursor})

    assert answer.status_code == 200


def test_it_filters(cast, many):
    holder = client_of(cast.lin)

    unread = text_of(holder.get("/en/enquiries/?state=unread"))
    reported = text_of(holder.get("/en/enquiries/?state=reported"))
    mine = text_of(holder.get(f"/en/enquiries/?agent={cast.lin.pk}"))

    assert many[5].ref in unread and many[1].ref not in unread
    assert reported.count('data-ref="') == MANY // 1000
    assert many[1].ref in mine and many[2].ref not in mine
    assert text_of(holder.get("/en/enquiries/?listing=LS-0000000")).count('data-ref="') == 0


@pytest.mark.postgres
def test_postgres_reads_a_page_from_an_index(cast, many):
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE listings_enquiry")
    rows = Enquiry.objects.held_by(cast.firm.pk)
    middle = enquiry_desk.keyset.cursor_of(many[MANY // 2].last_message_at, many[MANY // 2].pk)
    place = enquiry_desk.keyset.place_of(middle)
    buyer = Enquiry.objects.asked_by(cast.xin.pk, None)

    plans = {
        name: query.order_by("-last_message_at", "-pk")[:31].explain()
        for name, query in {
            "all": rows,
            "later page": enquiry_desk.keyset.behind(rows, "last_message_at", place),
            "unread": rows.filter(holder_unread=True),
            "reported": rows.filter(is_reported=True),
            "closed": rows.filter(status="closed"),
            "buyer": buyer,
        }.items()
    }

    for name, plan in plans.items():
        assert "Index" in plan and "Seq Scan" not in plan, f"{name}: {plan}"
        if name in ("all", "later page"):
            assert "Sort" not in plan, f"{name}: {plan}"
