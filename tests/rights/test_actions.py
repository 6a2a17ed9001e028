"""Writes to rights: events, corrections, numbers, merging, proofs, paths."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from marketplace.accounts.models import Organization
from marketplace.core import clock
from marketplace.core.access import ANONYMOUS, Actor, system_actor
from marketplace.core.errors import InvalidInput, NotAllowed
from marketplace.core.models import Event, IndexChange
from marketplace.core.names import name_key
from marketplace.rights import actions, reactions
from marketplace.rights.actions import (
    add_number,
    correct_right_event,
    enter_right,
    merge_rights,
    prove_by_document,
    prove_by_register,
    record_right_event,
    refresh_rights,
    release_path,
    take_path,
)
from marketplace.rights.facts import find_right
from marketplace.rights.identifiers import parse_number
from marketplace.rights.models import (
    Encumbrance,
    ExclusivePath,
    Owner,
    OwnershipProof,
    PledgeeConsent,
    Right,
    RightEvent,
)
from marketplace.rights.register_refusals import (
    AlreadyCorrected,
    MergeContested,
    NotOneRight,
    NumberUnproven,
    PathTaken,
    RightMerged,
    SecondPersonNeeded,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

REGISTER = system_actor("register")
FIRM = "鞍山重工有限公司"


def staff(user_id=1):
    return Actor(
        "person",
        user_id,
        organization_id=900,
        organization_kind="operator",
        roles=frozenset({"moderator"}),
        second_factor=True,
    )


def holder(organization):
    return Actor("person", 50, organization_id=organization.pk, organization_kind="firm", roles=frozenset({"owner"}))


def organization(name=FIRM, ref="OR-0000001", status="verified", kind="firm"):
    return Organization.objects.create(ref=ref, kind=kind, name=name, name_key=name_key(name), status=status)


def right(number="201410264351.3", title="一种连铸机", filing_on=date(2014, 6, 12)):
    return enter_right(parse_number(number), by=REGISTER, kind="invention", title=title, filing_on=filing_on)


def granted(number="201410264351.3", owners=(FIRM,), **fields):
    made = right(number, **fields)
    tell(made, "GR01", "2016-05-04", owners=list(owners))
    return made


def tell(target, code, on, **facts):
    day = date.fromisoformat(on)
    return record_right_event(target, by=REGISTER, code=code, on=day, source="cnipa-register", as_of=day, facts=facts)


def test_a_recorded_event_projects_the_right_and_tells_the_index():
    made = right()
    before = IndexChange.objects.count()

    tell(made, "GR01", "2016-05-04", owners=[FIRM])

    stored = Right.objects.get(pk=made.pk)
    assert (stored.status, stored.granted_on, stored.expires_on) == ("in_force", date(2016, 5, 4), date(2034, 6, 12))
    assert (stored.owner_names, stored.owner_kind, stored.version) == (FIRM, "firm", made.version)
    assert [(row.name, row.owner.name_key, row.owner.right_count) for row in stored.owners.all()] == [
        (FIRM, name_key(FIRM), 1)
    ]
    assert stored.proof["facts"]["owners"] == ["cnipa-register", "2016-05-04", "GR01"]
    assert IndexChange.objects.count() == before + 1
    assert Event.objects.filter(verb="rightevent.recorded", subject_ref=stored.slug).count() == 1


def test_the_same_event_told_twice_is_one():
    made = granted()
    version = made.version

    tell(made, "GR01", "2016-05-04", owners=[FIRM])

    assert RightEvent.objects.filter(right=made).count() == 1
    assert Right.objects.get(pk=made.pk).version == version


def test_nobody_but_staff_and_the_system_records_events():
    made = right()

    for actor in (ANONYMOUS, holder(organization())):
        with pytest.raises(NotAllowed):
            record_right_event(made, by=actor, code="GR01", on=date(2016, 5, 4), source="x")
    assert RightEvent.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("code", {"code": "grant"}),
        ("code", {"code": "ZR90"}),
        ("on", {"on": date(2027, 1, 1)}),
        ("as_of", {"as_of": date(2027, 1, 1)}),
        ("source", {"source": " "}),
        ("facts", {"facts": {"owners": "not a list"}}),
        ("facts", {"code": "ZC01", "facts": {"days": "many"}}),
    ],
)
def test_an_event_that_could_not_be_read_is_refused_by_field(field, change):
    made = right()
    told = {"code": "GR01", "on": date(2016, 5, 4), "source": "cnipa-register", "facts": {}}

    with pytest.raises(InvalidInput) as refused:
        record_right_event(made, by=REGISTER, **{**told, **change})

    assert list(refused.value.fields) == [field]
    assert RightEvent.objects.count() == 0


def test_burdens_become_rows_and_flags_and_go_again():
    made = granted()

    tell(made, "PE01", "2021-03-02", registration_no="Y1", holder="鞍山银行")
    tell(made, "PP01", "2026-11-01", holder="鞍山市中级人民法院", until="2027-05-01")

    assert (made.is_pledged, made.is_frozen) == (True, True)
    assert list(Encumbrance.objects.order_by("kind").values_list("kind", "holder")) == [
        ("pledge", "鞍山银行"),
        ("preservation", "鞍山市中级人民法院"),
    ]
    tell(made, "PC01", "2026-11-02", registration_no="Y1")
    assert made.is_pledged is False
    assert Encumbrance.objects.get(kind="pledge").released_on == date(2026, 11, 2)


def test_reactions_hear_of_the_change_within_the_transaction(monkeypatch):
    made, heard = right(), []

    def hear(rights, events):
        heard.append((rights[0].status, events[0].code, connection.in_atomic_block))

    monkeypatch.setattr(reactions, "_reactions", [hear])

    tell(made, "GR01", "2016-05-04", owners=[FIRM])

    assert heard == [("in_force", "GR01", True)]


def test_a_transfer_moves_the_right_between_its_owners_lists():
    made = granted()

    tell(made, "TR01", "2018-03-02", owners=["营口镁业有限公司"])

    assert list(Owner.objects.order_by("pk").values_list("name", "right_count")) == [(FIRM, 0), ("营口镁业有限公司", 1)]


def test_a_masked_person_has_a_place_in_the_list_but_no_record():
    made = granted(owners=["李某某", FIRM])

    assert [(row.name, row.owner_id is None) for row in made.owners.order_by("position")] == [
        ("李某某", True),
        (FIRM, False),
    ]
    assert made.proof["owners"][0] == ["李某某", ""]


def test_a_correction_needs_a_reason_and_a_second_person_of_the_staff():
    made = granted()
    lapse = tell(made, "CF01", "2020-02-07")

    with pytest.raises(SecondPersonNeeded):
        correct_right_event(lapse, by=staff(1), confirmed_by=staff(1), reason="wrong right")
    with pytest.raises(NotAllowed):
        correct_right_event(lapse, by=staff(1), confirmed_by=holder(organization()), reason="wrong right")
    with pytest.raises(InvalidInput):
        correct_right_event(lapse, by=staff(1), confirmed_by=staff(2), reason=" ")
    assert Right.objects.get(pk=made.pk).status == "terminated"

    correct_right_event(lapse, by=staff(1), confirmed_by=staff(2), reason="wrong right")

    assert Right.objects.get(pk=made.pk).status == "in_force"
    assert RightEvent.objects.get(pk=lapse.pk).code == "CF01"


def test_a_correction_may_change_what_was_wrong_and_only_once():
    made = granted()
    pledge = tell(made, "PE01", "2021-03-02", registration_no="Y1", holder="甲银行")

    correct_right_event(
        pledge,
        by=staff(1),
        confirmed_by=staff(2),
        reason="misread",
        facts={"registration_no": "Y1", "holder": "乙银行"},
    )

    assert Encumbrance.objects.get().holder == "乙银行"
    with pytest.raises(AlreadyCorrected):
        correct_right_event(pledge, by=staff(1), confirmed_by=staff(2), reason="again")


def test_the_database_refuses_to_change_an_event():
    event = tell(granted(), "CF01", "2020-02-07")

    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        RightEvent.objects.filter(pk=event.pk).update(code="GR01")


def test_time_alone_ends_a_freeze_and_a_term():
    made = granted()
    tell(made, "PP01", "2026-11-01", holder="法院", until="2027-05-01")

    with clock.frozen(clock.now() + timedelta(days=200)):
        assert refresh_rights([made.pk], by=REGISTER) == 1
        assert refresh_rights([made.pk], by=REGISTER) == 0

    assert Right.objects.get(pk=made.pk).is_frozen is False


def test_entering_a_known_number_gives_the_known_right():
    made = right()

    assert enter_right(parse_number("ZL201410264351.3"), by=holder(organization()), kind="invention", title="x") == made
    assert Right.objects.count() == 1


def test_entering_refuses_a_kind_that_the_number_denies():
    with pytest.raises(InvalidInput):
        enter_right(parse_number("201410264351.3"), by=REGISTER, kind="design", title="x")


def test_every_spelling_finds_the_right():
    made = right()

    for text in (
        "201410264351.3",
        "ZL 2014 1 0264351.3",
        "cn201410264351",
        "２０１４１０２６４３５１．３",
        "cn-patent-201410264351.3",
    ):
        assert find_right(text) == made
    assert find_right("nonsense") is None
    assert find_right("201410264351.4") is None


def test_an_application_number_added_later_becomes_the_address_and_the_old_one_still_leads_there():
    made = enter_right(parse_number("CN104008308A"), by=REGISTER, kind="invention", title="x")
    assert made.number_proven is False

    add_number(made, parse_number("201410264351.3"), by=REGISTER)

    assert (made.slug, made.number_proven) == ("cn-patent-201410264351.3", True)
    assert find_right("CN104008308A") == made


def twins():
    older = enter_right(parse_number("CN104008308A"), by=REGISTER, kind="invention", title="x")
    tell(older, "PB01", "2014-08-27", owners=["旧名公司"])
    return older, granted()


def test_merged_records_are_one_right_read_from_both_logs():
    twin, into = twins()
    tell(twin, "PE01", "2021-03-02", registration_no="Y1", holder="甲银行")

    merge_rights(twin, into, by=staff())

    assert find_right("CN104008308A") == into
    stored = Right.objects.get(pk=into.pk)
    assert (stored.publication_on, stored.is_pledged, stored.owner_names) == (date(2014, 8, 27), True, FIRM)
    assert Owner.objects.get(name="旧名公司").right_count == 0
    with pytest.raises(RightMerged):
        tell(twin, "CF01", "2022-01-01")


def test_records_of_different_filing_days_are_not_one_right():
    twin, into = twins()
    Right.objects.filter(pk=twin.pk).update(filing_on=date(2013, 1, 1))

    with pytest.raises(NotOneRight):
        merge_rights(twin, into, by=staff())
    assert find_right("CN104008308A") == twin


def test_a_merge_waits_for_staff_where_something_hangs_on_both(monkeypatch):
    twin, into = twins()
    monkeypatch.setattr(reactions, "_vetoes", [lambda twin, into: True])

    with pytest.raises(MergeContested):
        merge_rights(twin, into, by=staff())

    assert Right.objects.get(pk=twin.pk).merged_into_id is None


def test_the_register_proves_an_organisation_of_the_same_name_in_any_width():
    made = granted(owners=["匠人之心（北京）产品设计有限公司"])
    firm = organization("匠人之心(北京)产品设计有限公司")

    proof = prove_by_register(made, firm, by=holder(firm))

    assert (proof.kind, proof.source, proof.proven_on) == ("register_match", "cnipa-register", date(2016, 5, 4))
    assert Owner.objects.get().organization == firm
    assert prove_by_register(made, firm, by=holder(firm)) == proof


def test_the_register_proves_an_organisation_under_a_name_it_changed():
    made = granted(owners=["鞍山重机厂"])
    tell(made, "CP01", "2019-01-04", old="鞍山重机厂", new=FIRM)

    assert prove_by_register(made, organization("鞍山重机厂"), by=REGISTER) is not None


def test_a_linked_owner_record_proves_too():
    made = granted(owners=["ANSHAN HEAVY INDUSTRIES"])
    firm = organization()
    Owner.objects.update(organization=firm)

    assert prove_by_register(made, firm, by=REGISTER) is not None


@pytest.mark.parametrize(
    "fields",
    [{"name": "别家有限公司"}, {"status": "unverified"}, {"kind": "person"}],
    ids=["other name", "unverified", "person"],
)
def test_the_register_proves_nobody_else(fields):
    made = granted()

    assert prove_by_register(made, organization(**fields), by=REGISTER) is None
    assert OwnershipProof.objects.count() == 0


def test_nobody_proves_for_another_organisation():
    made, firm = granted(), organization()
    stranger = holder(organization("别家有限公司", ref="OR-0000002"))

    with pytest.raises(NotAllowed):
        prove_by_register(made, firm, by=stranger)
    with pytest.raises(NotAllowed):
        prove_by_document(made, firm, by=holder(firm), source="certificate")


def test_a_transfer_ends_register_matches_and_documents_but_not_the_buyers(monkeypatch):
    monkeypatch.setattr(reactions, "_reactions", [])
    made, firm = granted(), organization()
    buyer = organization("营口镁业有限公司", ref="OR-0000002")
    prove_by_register(made, firm, by=REGISTER)
    prove_by_document(made, firm, by=staff(), source="register extract")
    assert actions.end_broken_proofs([made.pk], by=REGISTER) == []

    with clock.frozen(clock.now() + timedelta(minutes=1)):
        tell(made, "TR01", "2026-11-20", owners=["营口镁业有限公司"])
        prove_by_register(made, buyer, by=REGISTER)
        ended = actions.end_broken_proofs([made.pk], by=REGISTER)

    assert sorted(proof.kind for proof in ended) == ["document", "register_match"]
    assert OwnershipProof.objects.get(ended_at__isnull=True).organization == buyer


def test_a_right_is_promised_once():
    made, one, other = granted(), organization("甲有限公司"), organization("乙有限公司", ref="OR-0000002")
    path = take_path(made, by=staff(), kind="sale", holder=one)

    with pytest.raises(PathTaken) as refused:
        take_path(made, by=staff(), kind="pledge", holder=other)

    assert one.ref not in str(refused.value) and "甲" not in str(refused.value)
    assert refused.value.facts == {}
    release_path(path, by=staff())
    assert take_path(made, by=staff(), kind="pledge", holder=other).holder_ref == other.ref


def test_the_database_allows_one_open_promise_without_our_code():
    made = granted()
    ExclusivePath.objects.create(right=made, kind="sale", holder_type="x", holder_ref="1")

    with pytest.raises(IntegrityError), transaction.atomic():
        ExclusivePath.objects.create(right=made, kind="auction", holder_type="x", holder_ref="2")


def test_a_pledge_gives_way_to_the_deal_its_pledgee_consented_to_and_stands_again_when_that_fails():
    made, bank, deal = granted(), organization("鞍山银行"), organization("买家有限公司", ref="OR-0000002")
    pledge = take_path(made, by=staff(), kind="pledge", holder=bank)
    with pytest.raises(PathTaken):
        take_path(made, by=staff(), kind="sale", holder=deal)
    PledgeeConsent.objects.create(right=made, encumbrance_no="Y1", deal_ref=deal.ref, given_by=7)

    sale = take_path(made, by=staff(), kind="sale", holder=deal)

    pledge.refresh_from_db()
    assert (sale.released_at, pledge.yielded_to) == (None, sale)
    release_path(sale, by=staff())
    pledge.refresh_from_db()
    assert pledge.yielded_to is None


def test_no_promise_before_the_application_number_is_proven():
    made = enter_right(parse_number("CN104008308A"), by=REGISTER, kind="invention", title="x")

    with pytest.raises(NumberUnproven):
        take_path(made, by=staff(), kind="sale", holder=organization())
