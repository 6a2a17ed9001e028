"""The walk of docs/importing.md: real register data in, owners proven, offers made, everything found."""

import io
import re

import pytest
from django.core.management import call_command

from marketplace.core.access import OrganizationKind, Role
from marketplace.rights import actions as rights
from marketplace.rights.management.commands import import_rights as command
from marketplace.rights.models import Right
from tests import builders

pytestmark = [pytest.mark.journey, pytest.mark.data, pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def manage(*arguments, **options):
    out = io.StringIO()
    call_command(*arguments, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def found(client, line, kind):
    """The references that the search page shows for a line, and how many it counts."""
    page = client.get("/en/search/", {"q": line, "kind": kind}).content.decode()
    (total,) = re.findall(r'data-results[^>]*data-total="(\d+)"', page) or re.findall(r'data-total="(\d+)"', page)
    return int(total), re.findall(r'data-ref="([^"]+)"', page)


def test_a_gazette_issue_and_a_portfolio_become_offers_that_are_found(data_dir, cast, client, index, monkeypatch):
    monkeypatch.setattr(command, "devote_process", lambda: None)
    gazette = data_dir / "cn-patents-gazette-2019" / "raw_gb18030_2019-07-09_utility_model.csv.zip"
    portfolio = data_dir / "nasa-license-portfolio" / "patents.csv.gz"

    assert "would be added" in manage("import_rights", gazette, dry_run=True)
    assert Right.objects.count() == 0
    manage("import_rights", gazette)
    manage("import_rights", portfolio)
    assert "all as their events say" in manage("verify_rights")

    firm, offered = _firm_with_rights()
    holder = builders.actor(cast.lin, builders.organization(firm, OrganizationKind.FIRM, cast.lin), Role.OWNER)
    organization = cast.lin.memberships.get(organization__name=firm).organization
    listings = []
    for right in offered:
        proof = rights.prove_by_register(right, organization, by=holder)
        assert (proof.kind, proof.source) == ("register_match", "cnipa-gazette")
        # A gazette of 2019 proves nothing today: staff have seen a fresh register extract.
        rights.prove_by_document(right, organization, by=cast.moderator, source="登记簿副本", owner_name=firm)
        listings.append(builders.published(right, by=holder, moderator=cast.moderator))
    index()

    for right, listing in zip(offered, listings, strict=True):
        assert listing.status == "published"
        assert found(client, right.title, "listings")[1][0] == listing.ref
        assert found(client, right.slug.removeprefix("cn-patent-"), "rights") == (1, [right.slug])
    mesh = Right.objects.get(slug="us-patent-7767305")
    assert mesh.slug in found(client, "tantalum ceramic composite", "rights")[1]


def _firm_with_rights():
    """A firm that alone owns several rights whose application numbers are known, and two of them."""
    rows = Right.objects.filter(owner_kind="firm", number_proven=True, status="in_force", jurisdiction="CN")
    by_owner = {}
    for right in rows.exclude(owner_names__contains=";").order_by("slug"):
        by_owner.setdefault(right.owner_names, []).append(right)
    firm = next(name for name, owned in sorted(by_owner.items()) if len(owned) >= 2)
    return firm, by_owner[firm][:2]
