"""How a moderator finds the most urgent case, sees what the register says, and decides."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from marketplace.accounts import actions as accounts
from marketplace.core import clock
from marketplace.core.access import OrganizationKind
from marketplace.listings import actions
from marketplace.listings.models import Listing
from marketplace.listings.moderation import due_of
from tests import builders
from tests.listings.desks import client_of, statements, text_of

pytestmark = pytest.mark.django_db
QUEUE = "/en/listings/queue/"
NUMBERS = ("201810291133.7", "201410264351.3")


@pytest.fixture
def moderator(cast: Any) -> Client:
    assert cast.operator
    return client_of(cast.guan, second_factor=True)


@pytest.fixture
def case(cast: Any) -> Listing:
    """A listing that waits; its right is in the register in the firm's name."""
    return submitted(cast, cast.right)


def submitted(cast: Any, *rights: Any, **fields: Any) -> Listing:
    listing = builders.draft(*rights, by=cast.holder, **fields)
    return actions.submit_listing(listing, by=cast.holder)


def status_of(listing: Listing) -> str:
    return Listing.objects.values_list("status", flat=True).get(pk=listing.pk)


class TestDeadlines:
    """Three working days (policy), as the State Council published them."""

    @pytest.mark.parametrize(
        ("handed_in", "today", "on", "days"),
        [
            ("2026-11-24", "2026-11-24", "2026-11-27", 3),
            ("2026-11-24", "2026-11-27", "2026-11-27", 0),
            ("2026-11-24", "2026-11-28", "2026-11-27", 0),
            ("2026-11-24", "2026-12-01", "2026-11-27", -2),
            ("2026-09-30", "2026-10-08", "2026-10-10", 2),
        ],
    )
    def test_it_counts_working_days(self, db: Any, handed_in: str, today: str, on: str, days: int) -> None:
        at = datetime.fromisoformat(f"{handed_in}T02:00:00").replace(tzinfo=UTC)

        due = due_of(at, datetime.fromisoformat(today).date())

        assert (due.on.isoformat(), due.days) == (on, days)


class TestQueue:
    """What waits, sorted by deadline."""

    def test_it_puts_the_oldest_first_and_says_overdue_in_words(self, cast: Any, moderator: Client) -> None:
        late = submitted(cast, cast.right)
        with clock.frozen(clock.now() + timedelta(days=7)):
            fresh = submitted(cast, builders.patent(NUMBERS[0], owners=[cast.FIRM]))

            page = text_of(moderator.get(QUEUE))

        assert page.index(late.ref) < page.index(fresh.ref)
        assert "2 days overdue" in page and "1 overdue" in page and "3 days" in page

    def test_it_costs_the_same_however_many_wait(self, cast: Any, moderator: Client, case: Listing) -> None:
        moderator.get(QUEUE)
        few = statements(moderator, QUEUE)
        for _each in range(5):
            submitted(cast, cast.right)

        assert statements(moderator, QUEUE) == few

    def test_it_pages_by_key(self, cast: Any, moderator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("marketplace.listings.views.moderation.QUEUE_PER_PAGE", 2)
        refs = [submitted(cast, cast.right).ref for _each in range(3)]

        first = moderator.get(QUEUE)
        second = moderator.get(f"{QUEUE}{first.context['next_url']}")

        assert [case.listing.ref for case in first.context["cases"]] == refs[:2]
        assert [case.listing.ref for case in second.context["cases"]] == refs[2:]

    @pytest.mark.attack
    def test_it_is_closed_to_holders_and_to_staff_without_a_second_step(self, cast: Any, case: Listing) -> None:
        assert cast.operator
        holder, half = client_of(cast.lin), client_of(cast.guan)

        answers = [client.get(page).status_code for client in (holder, half) for page in (QUEUE, review(case))]

        assert answers == [403] * 4
        assert Client().get(QUEUE).url.startswith("/en/accounts/login/")


def review(listing: Listing) -> str:
    return f"/en/listings/{listing.ref}/review/"


class TestReview:
    """One case: what the public will see beside what the register says."""

    def test_it_shows_the_listing_and_the_registers_answers(self, moderator: Client, case: Listing) -> None:
        page = text_of(moderator.get(review(case)))

        assert case.benefit in page and "listing-title" in page
        assert "Register match, as of 2026-11-24" in page
        assert 'data-key="a"' in page and 'data-key="r"' in page

    def test_it_names_what_stands_against_it(self, cast: Any, moderator: Client, case: Listing) -> None:
        builders.event(cast.right, "PP01", clock.today(), registration_no="2026000001", holder="鞍山市中级人民法院")
        builders.event(cast.right, "PE01", clock.today(), registration_no="Y2026210000001", holder="某城市商业银行")

        page = text_of(moderator.get(review(case)))

        assert "Yes, by a court" in page
        assert "the pledgee has not consented" in page

    def test_it_publishes_and_goes_on_to_the_next_case(self, cast: Any, moderator: Client, case: Listing) -> None:
        following = submitted(cast, builders.patent(NUMBERS[0], owners=[cast.FIRM]))

        answer = moderator.post(f"/en/listings/{case.ref}/approve/")

        assert answer.url == review(following)
        assert (status_of(case), status_of(following)) == ("published", "verifying")

    def test_it_goes_back_to_the_queue_after_the_last_case(self, moderator: Client, case: Listing) -> None:
        assert moderator.post(f"/en/listings/{case.ref}/approve/").url == QUEUE

    def test_it_asks_for_the_document_where_the_register_proves_nothing(self, cast: Any, moderator: Client) -> None:
        other = submitted(cast, builders.patent(NUMBERS[0], owners=["鞍山某某有限公司"]))

        refused = moderator.post(f"/en/listings/{other.ref}/approve/")
        assert refused.status_code == 422 and "Name the document" in text_of(refused)
        moderator.post(f"/en/listings/{other.ref}/approve/", {"ownership_source": "专利证书第4153071号"})

        assert status_of(other) == "published"

    def test_it_says_why_it_cannot_be_published(self, cast: Any, moderator: Client, case: Listing) -> None:
        builders.event(cast.right, "PP01", clock.today(), registration_no="2026000001", holder="鞍山市中级人民法院")

        refused = moderator.post(f"/en/listings/{case.ref}/approve/")

        assert refused.status_code == 422
        assert "court has frozen" in text_of(refused)
        assert status_of(case) == "verifying"

    def test_it_returns_with_a_reason_beside_a_field(self, moderator: Client, case: Listing) -> None:
        answer = moderator.post(f"/en/listings/{case.ref}/return/", {"reason_benefit": "请写明多浇多少炉"})

        assert answer.url == QUEUE
        assert list(case.returns.values_list("field", "reason")) == [("benefit", "请写明多浇多少炉")]
        assert status_of(case) == "returned"

    def test_it_does_not_return_without_a_reason(self, moderator: Client, case: Listing) -> None:
        refused = moderator.post(f"/en/listings/{case.ref}/return/", {"reason_benefit": " "})

        assert refused.status_code == 422 and "at least one field" in text_of(refused)
        assert status_of(case) == "verifying"

    def test_it_leads_to_the_cases_before_and_after(self, cast: Any, moderator: Client) -> None:
        first, middle, last = (submitted(cast, cast.right) for _each in range(3))

        page = text_of(moderator.get(review(middle)))

        assert f'href="{review(first)}" data-key="k"' in page
        assert f'href="{review(last)}" data-key="j"' in page

    def test_it_suspends_and_shows_again(self, cast: Any, moderator: Client) -> None:
        base = f"/en/listings/{cast.listing.ref}"

        moderator.post(f"{base}/suspend/")
        assert status_of(cast.listing) == "suspended"
        moderator.post(f"{base}/resume/")

        assert status_of(cast.listing) == "published"

    @pytest.mark.attack
    @pytest.mark.parametrize("verb", ["approve", "return", "suspend", "resume"])
    def test_it_lets_no_holder_decide(self, cast: Any, case: Listing, verb: str) -> None:
        answer = client_of(cast.lin).post(f"/en/listings/{case.ref}/{verb}/", {"reason_title": "x"})

        assert answer.status_code == 403
        assert status_of(case) == "verifying"

    @pytest.mark.attack
    def test_it_lets_nobody_decide_on_a_listing_of_their_own_firm(self, cast: Any, case: Listing) -> None:
        """A moderator who also belongs to the holder's firm decides nothing about it, in either hat."""
        accounts.add_member(cast.firm, cast.guan, by=builders.SYSTEM, roles=["agent"])
        client = client_of(cast.guan, second_factor=True)
        session = client.session
        session["acting_for"] = cast.firm.pk
        session.save()

        as_the_firm = client.post(f"/en/listings/{case.ref}/approve/")
        session["acting_for"] = cast.operator.pk
        session.save()
        as_the_operator = client.post(f"/en/listings/{case.ref}/approve/")

        assert (as_the_firm.status_code, as_the_operator.status_code) == (403, 403)
        assert "Somebody of another organisation decides" in text_of(client.get(review(case)))
        assert status_of(case) == "verifying"

    def test_it_hides_drafts(self, cast: Any, moderator: Client) -> None:
        draft = builders.draft(cast.right, by=cast.holder)

        assert moderator.get(review(draft)).status_code == 404

    def test_it_knows_that_an_operator_lists_nothing(self) -> None:
        """Self-approval would need an operator that may list; the table of roles has none."""
        from marketplace.core.access import TABLE

        assert OrganizationKind.OPERATOR not in TABLE["create_listing"].kinds
