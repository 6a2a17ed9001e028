"""Papers handed in as proof: whose they are, who reads them, and what cannot be taken back."""

import pytest

from marketplace.accounts import actions
from marketplace.accounts.models import Evidence
from marketplace.core.documents import clean_document
from marketplace.core.errors import InvalidInput, NotAllowed
from marketplace.core.models import Event

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def paper(name="执照.pdf", content=PDF):
    return clean_document(content, name)


def add(cast, **changes):
    values = {"by": cast.holder, "document": paper(), "purpose": "identity", **changes}
    return actions.add_evidence(cast.firm, **values)


def test_it_keeps_a_paper_with_its_digest_and_an_event(cast):
    kept = add(cast)

    assert (kept.title, kept.media_type, kept.size, kept.uploaded_by) == (
        "执照.pdf",
        "application/pdf",
        len(PDF),
        cast.lin.pk,
    )
    assert kept.file.read() == PDF
    assert Event.objects.get(verb="evidence.added").facts == {"digest": kept.digest, "purpose": "identity"}


def test_it_keeps_the_same_paper_for_the_same_purpose_once(cast):
    first, again, other = add(cast), add(cast), add(cast, purpose="ownership")

    assert first.pk == again.pk != other.pk


def test_it_refuses_a_paper_for_another_organisation(cast):
    with pytest.raises(NotAllowed):
        actions.add_evidence(cast.rival, by=cast.holder, document=paper(), purpose="identity")

    assert not Evidence.objects.exists()


def test_it_asks_what_the_paper_proves(cast):
    with pytest.raises(InvalidInput) as refused:
        add(cast, purpose="anything")

    assert set(refused.value.fields) == {"purpose"}


def test_it_shows_a_paper_to_its_organisation_and_to_staff_alone(cast):
    kept = add(cast)

    seen = [
        Evidence.objects.visible_to(who).filter(pk=kept.pk).exists()
        for who in (cast.holder, cast.moderator, cast.rival_holder)
    ]

    assert seen == [True, True, False]


def test_it_serves_a_paper_as_a_download_that_runs_nothing(cast, client):
    kept = add(cast)
    client.force_login(cast.lin)

    answer = client.get(f"/accounts/evidence/{kept.ref}/")

    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_it_hides_a_paper_from_a_stranger_as_if_there_were_none(cast, client):
    kept = add(cast)
    assert cast.rival
    client.force_login(cast.gu)

    assert client.get(f"/accounts/evidence/{kept.ref}/").status_code == 404


def test_it_takes_back_a_paper_on_which_nothing_stands(cast):
    kept = add(cast)

    with pytest.raises(NotAllowed):
        actions.remove_evidence(kept, by=cast.rival_holder)
    actions.remove_evidence(kept, by=cast.holder)

    assert not Evidence.objects.exists()
