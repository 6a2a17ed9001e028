"""How a holder posts, edits and follows listings in the browser, without JavaScript."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from marketplace.accounts import actions as accounts
from marketplace.core import clock
from marketplace.listings import actions
from marketplace.listings.models import Listing, ListingStatus
from marketplace.rights.models import OwnershipProof, Right
from tests import builders
from tests.listings.desks import client_of, statements, text_of
from tests.listings.test_forms import typed
from tests.listings.test_media import PDF

pytestmark = pytest.mark.django_db
NEW = "/en/listings/new/"
NUMBER = "201410264351.3"
UNHELD = "202010000001.0"


@pytest.fixture
def holder(cast: Any) -> Client:
    assert cast.firm
    return client_of(cast.lin)


@pytest.fixture
def draft(cast: Any) -> Listing:
    return builders.draft(cast.right, by=cast.holder)


def edit_data(listing: Listing, **changes: Any) -> dict[str, Any]:
    from marketplace.listings.forms import EditForm

    return typed(EditForm(listing=Listing.objects.get(pk=listing.pk)), **changes)


class TestPosting:
    """From a number to a draft."""

    @pytest.mark.parametrize(
        "spelling",
        ["ZL 2014 1 0264351.3", "CN201410264351.3", "２０１４１０２６４３５１３", "cn-patent-201410264351.3"],
    )
    def test_it_fills_in_what_the_register_knows_with_its_source(
        self, cast: Any, holder: Client, spelling: str
    ) -> None:
        assert cast.right

        page = text_of(holder.get(NEW, {"number": spelling}))

        assert cast.right.title in page
        assert cast.FIRM in page
        assert builders.REGISTER in page
        assert 'name="modes"' in page

    def test_it_makes_a_valid_draft_of_three_inputs(self, cast: Any, holder: Client) -> None:
        assert cast.right

        answer = holder.post(f"{NEW}?number={NUMBER}", {"modes": "sale", "price_kind": "negotiable"})

        listing = Listing.objects.get()
        assert answer.url == f"/en/listings/{listing.ref}/edit/"
        assert (listing.status, listing.title) == ("draft", cast.right.title)
        assert [item.right for item in listing.items.all()] == [cast.right]
        assert list(listing.terms.values_list("mode", flat=True)) == ["sale"]

    def test_it_says_beside_the_box_which_digit_is_wrong(self, holder: Client) -> None:
        answer = holder.get(NEW, {"number": "201410264351.4"})

        assert answer.status_code == 422
        assert 'value="201410264351.4"' in text_of(answer)
        assert "id_number_error" in text_of(answer)
        assert 'name="modes"' not in text_of(answer)

    def test_it_keeps_what_was_typed_when_a_field_is_refused(self, cast: Any, holder: Client) -> None:
        assert cast.right

        answer = holder.post(
            f"{NEW}?number={NUMBER}", {"modes": "sale", "price_kind": "fixed", "price_amount": "about 48"}
        )

        assert answer.status_code == 422
        assert 'value="about 48"' in text_of(answer)
        assert not Listing.objects.exists()

    def test_it_enters_a_right_the_register_data_does_not_hold(self, cast: Any, holder: Client) -> None:
        number = parse_of_unheld()

        answer = holder.post(
            f"{NEW}?number={number}",
            {"modes": "sale", "price_kind": "negotiable", "right_title": "一种轧辊", "right_owner": cast.FIRM},
        )

        assert answer.status_code == 302
        right = Right.objects.get()
        event = right.events.get()
        assert (right.title, right.kind, event.source) == ("一种轧辊", "invention", "holder")
        assert Listing.objects.get().items.get().right == right

    def test_it_does_not_take_the_holders_word_as_proof(self, cast: Any, holder: Client) -> None:
        number = parse_of_unheld()
        holder.post(
            f"{NEW}?number={number}",
            {"modes": "sale", "price_kind": "negotiable", "right_title": "一种轧辊", "right_owner": cast.FIRM},
        )
        listing = Listing.objects.get()
        actions.edit_listing(listing, by=cast.holder, changes={"benefit": "更耐磨"})

        actions.submit_listing(Listing.objects.get(), by=cast.holder)

        assert not OwnershipProof.objects.exists()

    def test_it_tells_neutrally_that_a_right_is_on_offer_already(self, cast: Any) -> None:
        assert cast.listing and cast.rival

        page = text_of(client_of(cast.gu).get(NEW, {"number": NUMBER}))

        assert "on offer already" in page
        assert cast.listing.ref not in page

    def test_it_leads_to_ones_own_listing_of_the_right(self, cast: Any, holder: Client, draft: Listing) -> None:
        page = text_of(holder.get(NEW, {"number": NUMBER}))

        assert f"/en/listings/{draft.ref}/edit/" in page

    def test_it_offers_rights_by_words(self, cast: Any, holder: Client, index: Any) -> None:
        assert cast.right
        index()

        page = text_of(holder.get(NEW, {"number": "激光熔覆"}))

        assert f"?number={cast.right.slug}" in page

    def test_it_warns_where_the_register_stands_against_it(self, cast: Any, holder: Client) -> None:
        builders.event(cast.right, "PP01", clock.today(), registration_no="2026000001", holder="鞍山市中级人民法院")

        page = text_of(holder.get(NEW, {"number": NUMBER}))

        assert "court has frozen" in page

    def test_it_sends_a_lost_session_to_the_login_and_back_with_the_number(self) -> None:
        answer = Client().post(f"{NEW}?number={NUMBER}", {"modes": "sale"})

        assert answer.url == "/en/accounts/login/?next=%2Fen%2Flistings%2Fnew%2F%3Fnumber%3D201410264351.3"

    def test_it_tells_people_without_an_organisation_how_to_register_one(self, cast: Any) -> None:
        answer = client_of(cast.xin).get(NEW)

        assert answer.status_code == 403
        assert "/en/accounts/organizations/new/" in text_of(answer)


def parse_of_unheld() -> str:
    """A number with the right check digit that no register data holds."""
    from marketplace.rights.identifiers import InvalidIdentifier, parse_number

    for check in "0123456789X":
        try:
            return parse_number(f"202010000001{check}").canonical
        except InvalidIdentifier:
            continue
    raise AssertionError("no check digit fits")


class TestEditing:
    """One page for everything a listing says."""

    def test_it_saves_text_price_and_terms(self, holder: Client, draft: Listing) -> None:
        data = edit_data(
            draft,
            benefit="修复一次可多浇三百炉。",
            modes=["sale", "exclusive_licence"],
            price_kind="fixed",
            price_amount="48 万",
            exclusive_licence_price_kind="fixed",
            exclusive_licence_amount="8万",
            exclusive_licence_is_yearly="on",
            exclusive_licence_royalty="3",
            maturity="7",
            region="210381",
        )

        answer = holder.post(f"/en/listings/{draft.ref}/edit/", data)

        assert answer.url == f"/en/listings/{draft.ref}/edit/"
        saved = Listing.objects.get()
        assert (saved.price_amount, saved.maturity, saved.region) == (48_000_000, 7, "210381")
        assert list(saved.terms.order_by("position").values_list("mode", "amount", "is_yearly", "royalty_bp")) == [
            ("sale", 48_000_000, False, None),
            ("exclusive_licence", 8_000_000, True, 300),
        ]

    def test_it_keeps_every_value_when_one_is_refused(self, holder: Client, draft: Listing) -> None:
        data = edit_data(draft, title="", problem="铜板磨损后整块更换", price_kind="fixed", price_amount="48 万 5")

        answer = holder.post(f"/en/listings/{draft.ref}/edit/", data)

        page = text_of(answer)
        assert answer.status_code == 422
        assert "铜板磨损后整块更换" in page and 'value="48 万 5"' in page
        assert 'href="#id_title"' in page

    def test_it_shows_both_versions_when_somebody_was_faster(self, cast: Any, holder: Client, draft: Listing) -> None:
        data = edit_data(draft, benefit="我写的")
        actions.edit_listing(draft, by=cast.holder, changes={"benefit": "同事写的"})

        answer = holder.post(f"/en/listings/{draft.ref}/edit/", data)

        page = text_of(answer)
        assert answer.status_code == 409
        assert "我写的" in page and "同事写的" in page
        assert Listing.objects.get().benefit == "同事写的"

    def test_it_saves_ones_own_version_after_the_comparison(self, cast: Any, holder: Client, draft: Listing) -> None:
        data = edit_data(draft, benefit="我写的")
        actions.edit_listing(draft, by=cast.holder, changes={"benefit": "同事写的"})
        shown = holder.post(f"/en/listings/{draft.ref}/edit/", data)

        answer = holder.post(
            f"/en/listings/{draft.ref}/edit/", {**data, "version": shown.context["form"]["version"].value()}
        )

        assert answer.status_code == 302
        assert Listing.objects.get().benefit == "我写的"

    def test_it_asks_what_buyers_ask_next(self, holder: Client, draft: Listing) -> None:
        page = text_of(holder.get(f"/en/listings/{draft.ref}/edit/"))

        assert "Which problem does it solve?" in page
        assert "What do I gain by it?" not in page

    def test_it_bundles_another_right_by_its_number(self, cast: Any, holder: Client, draft: Listing) -> None:
        other = builders.patent("201810291133.7", owners=[cast.FIRM], title="一种轧机换辊小车")

        holder.post(f"/en/listings/{draft.ref}/rights/add/", {"add-number": "ZL 2018 1 0291133.7"})

        assert set(draft.items.values_list("right", flat=True)) == {cast.right.pk, other.pk}

    def test_it_takes_a_right_out_of_a_bundle(self, cast: Any, holder: Client) -> None:
        other = builders.patent("201810291133.7", owners=[cast.FIRM], title="一种轧机换辊小车")
        bundle = builders.draft(cast.right, other, by=cast.holder)

        holder.post(f"/en/listings/{bundle.ref}/rights/remove/", {"right": other.slug})

        assert list(bundle.items.values_list("right", flat=True)) == [cast.right.pk]

    def test_it_does_not_open_what_buyers_see(self, cast: Any, holder: Client) -> None:
        answer = holder.get(f"/en/listings/{cast.listing.ref}/edit/")

        assert answer.status_code == 409
        assert "Withdraw it" in text_of(answer)

    @pytest.mark.attack
    @pytest.mark.parametrize("page", ["edit", "pictures", "documents", "preview"])
    def test_it_hides_another_organisations_draft(self, cast: Any, draft: Listing, page: str) -> None:
        assert cast.rival

        answer = client_of(cast.gu).get(f"/en/listings/{draft.ref}/{page}/")

        assert answer.status_code == 404

    @pytest.mark.attack
    @pytest.mark.parametrize("verb", ["submit", "withdraw", "relist", "mark-sold-elsewhere", "edit", "rights/add"])
    def test_it_lets_no_other_organisation_act(self, cast: Any, draft: Listing, verb: str) -> None:
        assert cast.rival

        answer = client_of(cast.gu).post(f"/en/listings/{draft.ref}/{verb}/", {"add-number": NUMBER})

        assert answer.status_code == 404
        assert Listing.objects.get().status == "draft"


def picture(size: tuple[int, int] = (400, 300)) -> SimpleUploadedFile:
    out = BytesIO()
    Image.effect_mandelbrot(size, (-2, -1.5, 1, 1.5), 40).save(out, "PNG")
    return SimpleUploadedFile("shop.png", out.getvalue(), "image/png")


class TestFiles:
    """Pictures and documents of a draft."""

    def test_it_adds_orders_and_removes_pictures(self, holder: Client, draft: Listing) -> None:
        page = f"/en/listings/{draft.ref}/pictures/"
        holder.post(page, {"file": picture(), "alt": "修复后的铜板"})
        holder.post(page, {"file": picture((500, 300)), "alt": "熔覆头"})
        first, second = draft.pictures.order_by("position")

        holder.post(f"{page}{second.ref}/", {"position": "0"})
        holder.post(f"{page}{first.ref}/", {"remove": "1"})

        assert list(draft.pictures.values_list("alt", "position")) == [("熔覆头", 0)]

    def test_it_says_beside_the_field_why_a_picture_is_refused(self, holder: Client, draft: Listing) -> None:
        upload = SimpleUploadedFile("a.png", b"<svg onload=alert(1)>", "image/png")

        answer = holder.post(f"/en/listings/{draft.ref}/pictures/", {"file": upload, "alt": "图"})

        assert answer.status_code == 422
        assert "SVG files can carry scripts" in text_of(answer)
        assert 'value="图"' in text_of(answer)

    def test_it_shows_a_drafts_picture_to_its_organisation_only(
        self, cast: Any, holder: Client, draft: Listing
    ) -> None:
        holder.post(f"/en/listings/{draft.ref}/pictures/", {"file": picture()})
        address = f"/media/pictures/{draft.pictures.get().ref}/320.webp"

        assert cast.rival

        own, other = holder.get(address), client_of(cast.gu).get(address)

        assert (own.status_code, own["Cache-Control"], own["Content-Type"]) == (200, "private, no-store", "image/webp")
        assert (other.status_code, Client().get(address).status_code) == (404, 404)

    def test_it_shows_a_published_listings_picture_in_one_statement(
        self, cast: Any, holder: Client, draft: Listing, django_assert_num_queries: Any
    ) -> None:
        holder.post(f"/en/listings/{draft.ref}/pictures/", {"file": picture()})
        publish(cast, draft)
        address = f"/media/pictures/{draft.pictures.get().ref}/320.avif"

        with django_assert_num_queries(1):
            answer = Client().get(address)

        assert answer.status_code == 200
        assert "immutable" in answer["Cache-Control"] and "sandbox" in answer["Content-Security-Policy"]
        assert Client().get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304

    def test_it_lets_the_pictures_of_a_withdrawn_listing_vanish(
        self, cast: Any, holder: Client, draft: Listing
    ) -> None:
        holder.post(f"/en/listings/{draft.ref}/pictures/", {"file": picture()})
        publish(cast, draft)
        address = f"/media/pictures/{draft.pictures.get().ref}/640.jpg"
        answer = Client().get(address)
        assert answer.status_code == 200

        holder.post(f"/en/listings/{draft.ref}/withdraw/")

        assert Client().get(address).status_code == 404
        assert Client().get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 404

    @pytest.mark.attack
    @pytest.mark.parametrize("name", ["321.webp", "99999.webp", "320.svg", "320.php"])
    def test_it_serves_known_renditions_only(self, holder: Client, draft: Listing, name: str) -> None:
        holder.post(f"/en/listings/{draft.ref}/pictures/", {"file": picture()})

        assert holder.get(f"/media/pictures/{draft.pictures.get().ref}/{name}").status_code == 404

    @pytest.mark.parametrize(
        ("audience", "statuses"), [("public", (200, 200)), ("signed_in", (200, 404)), ("private", (404, 404))]
    )
    def test_it_serves_a_document_to_its_audience(
        self, cast: Any, holder: Client, draft: Listing, audience: str, statuses: tuple[int, int]
    ) -> None:
        upload = SimpleUploadedFile("数据.pdf", PDF, "application/pdf")
        holder.post(f"/en/listings/{draft.ref}/documents/", {"file": upload, "title": "", "audience": audience})
        publish(cast, draft)
        address = f"/media/documents/{draft.documents.get().ref}/"
        assert cast.rival
        other = client_of(cast.gu)

        own = holder.get(address)

        assert (other.get(address).status_code, Client().get(address).status_code) == statuses
        assert own.status_code == 200
        assert own["Content-Disposition"].startswith("attachment")
        assert own["X-Content-Type-Options"] == "nosniff"
        assert own["Content-Security-Policy"] == "default-src 'none'; sandbox"

    def test_it_hides_every_document_of_a_draft(self, cast: Any, holder: Client, draft: Listing) -> None:
        upload = SimpleUploadedFile("a.pdf", PDF, "application/pdf")
        holder.post(f"/en/listings/{draft.ref}/documents/", {"file": upload, "audience": "public"})

        assert Client().get(f"/media/documents/{draft.documents.get().ref}/").status_code == 404


def publish(cast: Any, listing: Listing) -> None:
    listing = Listing.objects.get(pk=listing.pk)
    actions.submit_listing(listing, by=cast.holder)
    actions.approve_listing(listing, by=cast.moderator)


class TestHandingIn:
    """Preview, submit and what follows."""

    def test_it_previews_what_the_public_will_see(self, holder: Client, draft: Listing) -> None:
        page = text_of(holder.get(f"/en/listings/{draft.ref}/preview/"))

        assert draft.benefit in page
        assert "listing-title" in page
        assert f"/en/listings/{draft.ref}/submit/" in page

    def test_it_hands_a_complete_draft_in(self, holder: Client, draft: Listing) -> None:
        answer = holder.post(f"/en/listings/{draft.ref}/submit/")

        assert answer.url == "/en/listings/mine/"
        assert Listing.objects.get().status == "verifying"

    def test_it_leads_from_what_is_missing_to_its_field(self, cast: Any, holder: Client) -> None:
        bare = builders.draft(cast.right, by=cast.holder, benefit="")

        answer = holder.post(f"/en/listings/{bare.ref}/submit/", follow=True)

        assert Listing.objects.get().status == "draft"
        assert "what a buyer gains" in text_of(answer)
        assert f"/en/listings/{bare.ref}/edit/#id_benefit" in text_of(answer)

    def test_it_asks_before_it_marks_a_listing_as_sold(self, cast: Any, holder: Client) -> None:
        page = f"/en/listings/{cast.listing.ref}/mark-sold-elsewhere/"

        asked = holder.get(page)

        assert "cannot be relisted" in text_of(asked)
        assert Listing.objects.get().status == "published"
        assert holder.post(page).status_code == 302
        assert Listing.objects.get().status == "sold_elsewhere"

    def test_it_withdraws_and_relists(self, cast: Any, holder: Client) -> None:
        base = f"/en/listings/{cast.listing.ref}"

        holder.post(f"{base}/withdraw/")
        relisted = holder.post(f"{base}/relist/")

        assert relisted.url == f"{base}/edit/"
        assert Listing.objects.get().status == "draft"


class TestMine:
    """My listings with states and what to do next."""

    def test_it_shows_a_returned_listing_with_its_reasons(self, cast: Any, holder: Client, draft: Listing) -> None:
        actions.submit_listing(draft, by=cast.holder)
        actions.return_listing(draft, by=cast.moderator, reasons={"benefit": "请写明多浇多少炉"})

        page = text_of(holder.get("/en/listings/mine/?state=returned"))
        editing = text_of(holder.get(f"/en/listings/{draft.ref}/edit/"))

        assert "请写明多浇多少炉" in page and "#id_benefit" in page
        assert "请写明多浇多少炉" in editing

    def test_it_counts_each_group(self, cast: Any, holder: Client, draft: Listing) -> None:
        other = builders.patent("201810291133.7", owners=[cast.FIRM])
        builders.published(other, by=cast.holder, moderator=cast.moderator)

        answer = holder.get("/en/listings/mine/")

        assert {str(tab["label"]): tab["count"] for tab in answer.context["tabs"]} == {
            "All": 2,
            "Drafts": 1,
            "On show": 1,
        }

    def test_it_says_when_a_listing_ends(self, cast: Any, holder: Client) -> None:
        assert cast.listing

        with clock.frozen(clock.now() + timedelta(days=355)):
            page = text_of(holder.get("/en/listings/mine/"))

        assert "Ends in 10 days" in page

    def test_it_pages_by_key_in_a_constant_number_of_statements(self, cast: Any, holder: Client) -> None:
        for _each in range(2):
            builders.draft(cast.right, by=cast.holder)
        holder.get("/en/listings/mine/")
        few = statements(holder, "/en/listings/mine/")
        for _each in range(20):
            builders.draft(cast.right, by=cast.holder)

        many = statements(holder, "/en/listings/mine/")
        first = holder.get("/en/listings/mine/")
        second = holder.get(f"/en/listings/mine/{first.context['next_url']}")

        assert many == few
        refs = [[line.listing.ref for line in answer.context["lines"]] for answer in (first, second)]
        assert [len(page) for page in refs] == [20, 2]
        assert not set(refs[0]) & set(refs[1])

    def test_it_shows_only_ones_own(self, cast: Any, draft: Listing) -> None:
        assert cast.rival

        page = text_of(client_of(cast.gu).get("/en/listings/mine/"))

        assert draft.ref not in page

    def test_it_offers_every_step_that_the_state_allows(self, cast: Any) -> None:
        from marketplace.listings.desk import ACTIONS

        targets = {
            "withdraw": ListingStatus.WITHDRAWN,
            "mark_sold_elsewhere": ListingStatus.SOLD_ELSEWHERE,
            "relist": ListingStatus.DRAFT,
        }

        for status in ListingStatus.values:
            offered = {targets[name] for name, _label in ACTIONS.get(status, ())}
            possible = {
                target for target in targets.values() if Listing.FLOW.can_advance(Listing(status=status), target)
            }
            assert offered == possible, status


class TestDashboard:
    """What to do next, by role."""

    def test_it_tells_a_holder_what_waits(self, holder: Client, draft: Listing) -> None:
        page = text_of(holder.get("/en/dashboard/"))

        assert "1 draft is not handed in" in page
        assert "/en/listings/mine/?state=draft" in page

    def test_it_tells_staff_the_nearest_deadline(self, cast: Any, draft: Listing) -> None:
        actions.submit_listing(draft, by=cast.holder)
        assert cast.operator

        page = text_of(client_of(cast.guan, second_factor=True).get("/en/dashboard/"))

        assert "1 listing waits for review" in page and "3 days" in page

    def test_it_asks_staff_without_a_second_step_for_one(self, cast: Any) -> None:
        assert cast.operator

        page = text_of(client_of(cast.guan).get("/en/dashboard/"))

        assert "second step" in page and "waits for review" not in page

    def test_it_tells_people_without_an_organisation_how_to_begin(self, cast: Any) -> None:
        page = text_of(client_of(cast.xin).get("/en/dashboard/"))

        assert "/en/accounts/organizations/new/" in page

    def test_it_offers_to_act_for_another_organisation(self, cast: Any, holder: Client) -> None:
        accounts.add_member(cast.rival, cast.lin, by=builders.SYSTEM, roles=["agent"])

        page = text_of(holder.get("/en/dashboard/"))

        assert f"acting for {cast.FIRM}" in page and "/en/accounts/acting/" in page
