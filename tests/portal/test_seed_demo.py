"""The demo city: everything in it is reached by actions, reads well in both languages, and is nobody's."""

import io
import json
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F, Q

from marketplace.accounts.demo import hashed, read_logins
from marketplace.accounts.models import Organization, User
from marketplace.core import clock, policy, uscc
from marketplace.core.models import Job
from marketplace.listings.models import Enquiry, Industry, Listing, ListingPicture, ListingTerm, Mode, PriceKind
from marketplace.listings.rules import verification_age
from marketplace.portal.demo.checks import APPLICANTS
from marketplace.portal.demo.figures import FIGURES, draw_figure, draw_mark
from marketplace.portal.demo.people import HOLDERS, OTHERS, PEOPLE
from marketplace.rights.identifiers import parse_number
from marketplace.rights.identifiers.cn_application import check_digit
from marketplace.rights.models import ImportBatch, OwnershipProof, Right, RightDrawing, RightEvent, RightText
from tests.conftest import NOW

# What no action of the platform reaches before deals exist.
BEYOND = {"in_negotiation", "reserved", "under_contract", "settling", "closed"}


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker, tmp_path_factory):
    """One seeded city for all tests here, taken back at the end; what it printed, and its state folder."""
    from django.conf import settings

    before, out = settings.VAR_DIR, io.StringIO()
    var = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), transaction.atomic(), clock.frozen(NOW):
        settings.VAR_DIR = var
        policy.forget()
        call_command("seed_demo", stdout=out, stderr=out)
        settings.VAR_DIR = before
        yield var, out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def city(seeded, db, at_noon, settings):
    settings.VAR_DIR = seeded[0]
    return seeded[0]


def published():
    return Listing.objects.filter(status="published")


def test_it_is_a_city_of_the_size_that_the_readme_promises(city):
    assert Organization.objects.count() == len(HOLDERS) + len(OTHERS) + len(APPLICANTS) == 47
    assert User.objects.filter(is_demo=True, password__startswith=hashed("x").partition("$")[0]).count() == 31
    assert Right.objects.count() == RightDrawing.objects.count() == RightText.objects.count() == 300
    assert Listing.objects.count() == 220
    assert ImportBatch.objects.values_list("status", "rows_refused").get() == ("finished", 0)


def test_its_organisations_stand_in_every_state_of_their_check(city):
    states = Counter(Organization.objects.values_list("status", flat=True))

    assert set(states) == set(Organization.Status.values)
    assert states["under_review"] == 4
    assert Organization.objects.get(former_names__name="鞍山序恒传感器有限公司").status == "under_review"


def test_its_listings_stand_in_every_state_that_actions_reach(city):
    states = Counter(Listing.objects.values_list("status", flat=True))

    assert set(states) == set(Listing.FLOW.steps) - BEYOND
    assert states["published"] > 120
    assert not Listing.objects.filter(status="suspended", suspension="").exists()


def test_its_listings_are_offered_in_every_mode_and_priced_in_every_way(city):
    shown = published()

    assert set(ListingTerm.objects.filter(listing__in=shown).values_list("mode", flat=True)) == set(Mode.values)
    assert set(shown.values_list("price_kind", flat=True)) == set(PriceKind.values)
    assert set(shown.values_list("currency", flat=True)) == {"CNY", "EUR"}
    assert set(shown.values_list("industry__code", flat=True)) == set(Industry.objects.values_list("code", flat=True))
    assert set(Right.objects.values_list("kind", flat=True)) == {"invention", "utility_model", "design", "trademark"}


def test_it_has_bundles(city):
    sizes = Counter(listing.items.count() for listing in published())

    assert sizes[2] + sizes[3] >= 5


def test_its_enquiries_wait_are_answered_and_one_is_reported(city):
    states = Counter(Enquiry.objects.values_list("status", flat=True))
    duoyuan = Organization.objects.get(name=HOLDERS[0].name)

    assert states["open"] >= 6 and states["answered"] >= 6
    assert Enquiry.objects.filter(is_anonymous=False).exists() and Enquiry.objects.exclude(guest_email="").exists()
    assert Enquiry.objects.filter(is_reported=True).count() == 1
    assert duoyuan.response_time.answers >= 5
    assert not Enquiry.objects.filter(asked_at__lt=F("listing__published_at")).exists()
    assert not Job.objects.filter(lane="mail").exists()


def test_its_stamps_differ_in_age(city):
    limits = policy.value("listings.verification_age")
    ages = Counter(verification_age(each.verified_on, clock.today(), **limits) for each in published())

    assert set(ages) == {"fresh", "ageing", "stale"}
    assert min(ages.values()) >= 5
    assert not published().filter(verified_on__gt=F("published_at__date")).exists()


def test_no_fact_lies_in_the_future_or_before_its_source(city):
    wrong = RightEvent.objects.filter(Q(as_of__lt=F("on")) | Q(as_of__gt=clock.today()) | Q(on__gt=clock.today()))

    assert not wrong.exists()
    assert RightEvent.objects.dates("as_of", "day").count() > 100
    assert not Listing.objects.filter(published_at__gt=clock.now()).exists()


def test_published_listings_read_in_both_languages(city):
    for listing in published().select_related("industry", "organization"):
        fields = [listing.title, listing.benefit, listing.problem, listing.applications, listing.industry.name]
        english = [
            listing.title_en, listing.benefit_en, listing.problem_en, listing.applications_en,
            listing.industry.name_en, listing.organization.name_en,
        ]  # fmt: skip

        assert all(fields) and all(english), listing.ref
        assert all(text.isascii() for text in english), english
        assert "{" not in "".join([*fields, *english])
    assert not ListingPicture.objects.filter(Q(alt="") | Q(alt_en="")).exists()
    assert not Right.objects.filter(title_en="").exists()


def test_its_numbers_have_right_check_digits_and_belong_to_nobody(city):
    for right in Right.objects.all():
        number = right.slug.removeprefix("cn-patent-")
        if right.kind == "trademark":
            assert int(right.slug.split("-")[2]) > 98_000_000
        else:
            base, _, digit = number.partition(".")
            assert (check_digit(base), base[5]) == (digit, "9")
            assert parse_number(number, kind="patent").slug == right.slug
    codes = [code for code in Organization.objects.values_list("uscc", flat=True) if code]

    assert len(codes) == len(set(codes)) == 44
    assert all(not uscc.parse(code).warnings for code in codes)


def test_ownership_was_proven_by_the_register_except_for_a_person(city):
    kinds = set(OwnershipProof.objects.values_list("kind", "organization__kind"))

    assert ("document", "person") in kinds
    assert {kind for kind, organization in kinds if organization != "person"} == {"register_match"}


def test_each_role_has_a_login_in_a_file_of_its_owner(city):
    logins = read_logins()

    assert [login.role for login in logins] == [person.label for person in PEOPLE]
    assert (city / "demo.json").stat().st_mode & 0o777 == 0o600
    assert len({login.password for login in logins}) == 31
    assert all(len(login.password) == 16 for login in logins)
    for login in logins:
        assert User.objects.get(email=login.login).check_password(login.password)


def test_again_it_adds_nothing(city):
    before, out = (city / "demo.json").read_text(), io.StringIO()
    counts = [model.objects.count() for model in (User, Organization, Right, RightEvent, Listing)]

    call_command("seed_demo", stdout=out)

    assert out.getvalue() == "the city is there already\n"
    assert [model.objects.count() for model in (User, Organization, Right, RightEvent, Listing)] == counts
    assert (city / "demo.json").read_text() == before


def test_passwords_and_secrets_are_random(city, settings, tmp_path):
    before = {login.role: login for login in read_logins()}
    settings.VAR_DIR = tmp_path

    call_command("seed_demo", stdout=io.StringIO())

    again = {row["role"]: row for row in json.loads((tmp_path / "demo.json").read_text())}
    assert all(again[role]["password"] != login.password for role, login in before.items())
    assert all(again[role]["totp_secret"] != login.totp_secret for role, login in before.items() if login.totp_secret)
    assert User.objects.get(email=again["moderator"]["login"]).check_password(again["moderator"]["password"])


def test_it_refuses_an_installation_that_is_no_demo(city, settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="DEMO=true"):
        call_command("seed_demo")


@pytest.mark.parametrize("command", ["verify_rights", "verify_events"])
def test_what_it_made_verifies(city, command):
    out = io.StringIO()

    call_command(command, stdout=out, stderr=io.StringIO())

    assert "checked" in out.getvalue()


def test_its_index_is_whole(city, index):
    out = io.StringIO()
    call_command("rebuild_search", stdout=out, stderr=io.StringIO())

    call_command("verify_search", "--no-repair", stdout=out)

    found = Listing.objects.found_on(clock.today()).count()
    assert 100 < found < published().count()
    assert f"listings: {found} documents" in out.getvalue()
    assert "rights: 300 documents" in out.getvalue()


def test_figures_and_marks_differ(city):
    digests = set(RightDrawing.objects.values_list("digest", flat=True))

    assert len(digests) > 290
    for kind in FIGURES:
        assert len({draw_figure(kind, seed).tobytes() for seed in range(4)}) == 4
        assert draw_figure(kind, 7).tobytes() == draw_figure(kind, 7).tobytes()


def test_a_long_mark_stays_on_its_sheet():
    for seed in range(12):
        image = draw_mark("钢韵工坊", "GANGYUN", seed)
        edges = [image.crop(box) for box in ((0, 0, 180, 640), (700, 0, 880, 640))]

        assert all(len(edge.getcolors()) == 1 for edge in edges)


@pytest.mark.django_db
def test_passwords_of_the_demo_are_hashed_as_the_installation_hashes(settings):
    from django.contrib.auth.hashers import check_password, identify_hasher

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    found = hashed("a random password")

    assert check_password("a random password", found)
    assert identify_hasher(found).must_update(found)
