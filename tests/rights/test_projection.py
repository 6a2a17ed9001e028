"""From events to status, term, owners and burdens: golden cases."""

from datetime import date, timedelta

import pytest

from marketplace.rights import codes, projection
from marketplace.rights.projection import Basis, LegalEvent, project
from marketplace.rights.shipped_policies import shipped
from marketplace.rights.term_rules import CurrentTerms
from marketplace.rights.terms import TermPolicy, TrademarkPolicy

TODAY = date(2026, 11, 24)
TERMS = CurrentTerms(TermPolicy.load(shipped), TrademarkPolicy.load(shipped))
INVENTION = Basis("invention", "CN", date(2014, 6, 12))
MARK = Basis("trademark", "CN", date(2015, 3, 1))


def event(code, on, supersedes=None, source="cnipa-register", as_of=None, id=None, **facts):
    day = date.fromisoformat(on)
    key = id or f"{code}{on}{sorted(facts.items())}"
    return LegalEvent(key, key, code, day, facts, source, as_of or day, supersedes)


def at(basis, *events, today=TODAY):
    return project(basis, events, terms=TERMS, today=today)


PUBLISHED = event("PB01", "2014-08-27", owners=["鞍山重工有限公司"])
GRANTED = event("GR01", "2016-05-04", owners=["鞍山重工有限公司"])


def test_a_published_application_is_pending():
    result = at(INVENTION, PUBLISHED)

    assert (result.status, result.status_on) == ("pending", date(2014, 8, 27))
    assert result.owners == ("鞍山重工有限公司",)
    assert result.granted_on is None
    assert result.annuity_due_on is None


def test_a_grant_puts_the_right_in_force_until_twenty_years_from_filing():
    result = at(INVENTION, PUBLISHED, GRANTED)

    assert (result.status, result.granted_on) == ("in_force", date(2016, 5, 4))
    assert result.publication_on == date(2014, 8, 27)
    assert result.expires_on == date(2034, 6, 12)
    assert result.recheck_on == date(2034, 6, 12)


def test_the_annuity_of_the_grant_year_is_paid_and_the_next_due_at_the_anniversary():
    result = at(INVENTION, GRANTED)

    assert result.annuity_paid_year == 2
    assert result.annuity_due_on == date(2016, 6, 12)


def test_a_paid_annuity_moves_the_next_due_date():
    result = at(INVENTION, GRANTED, event("ZA01", "2026-05-20", year=13))

    assert (result.annuity_paid_year, result.annuity_due_on) == (13, date(2027, 6, 12))


def test_the_last_annuity_leaves_nothing_due():
    result = at(INVENTION, GRANTED, event("ZA01", "2026-05-20", year=20))

    assert result.annuity_due_on is None


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("CF01", "terminated"),
        ("CX01", "expired"),
        ("AV01", "abandoned"),
        ("IW01", "invalidated"),
        ("RJ01", "refused"),
        ("IP01", "in_force"),
    ],
)
def test_each_ending_has_its_status(code, status):
    assert at(INVENTION, GRANTED, event(code, "2020-01-10")).status == status


def test_a_lapse_counts_from_the_day_the_annuity_was_due():
    result = at(INVENTION, GRANTED, event("CF01", "2020-02-07", due_on="2019-06-12"))

    assert (result.status, result.status_on) == ("terminated", date(2019, 6, 12))


def test_a_restoration_puts_the_right_back_in_force():
    result = at(INVENTION, GRANTED, event("CF01", "2020-02-07"), event("RR01", "2020-09-01"))

    assert (result.status, result.status_on) == ("in_force", date(2020, 9, 1))


def test_nothing_revives_what_was_declared_invalid():
    result = at(
        INVENTION,
        GRANTED,
        event("IW01", "2019-02-07"),
        event("RR01", "2020-09-01"),
        event("ZS01", "2021-01-01", status="in_force"),
    )

    assert result.status == "invalidated"


def test_the_calendar_alone_ends_a_term():
    end = date(2034, 6, 12)

    assert at(INVENTION, GRANTED, today=end - timedelta(days=1)).status == "in_force"
    ended = at(INVENTION, GRANTED, today=end)
    assert (ended.status, ended.status_on, ended.recheck_on) == ("expired", end, None)


def test_a_design_filed_in_june_2021_lives_fifteen_years_and_one_before_ten():
    before, after = Basis("design", "CN", date(2021, 5, 31)), Basis("design", "CN", date(2021, 6, 1))

    assert at(before, event("GR01", "2022-01-04")).expires_on == date(2031, 5, 31)
    assert at(after, event("GR01", "2022-01-04")).expires_on == date(2036, 6, 1)


def test_term_compensation_adds_days():
    result = at(INVENTION, GRANTED, event("ZC01", "2022-03-01", days=100))

    assert result.expires_on == date(2034, 6, 12) + timedelta(days=100)
    assert result.provenance["term"].code == "ZC01"


def test_an_office_may_state_the_end_of_term_itself():
    result = at(
        Basis("invention", "US", None),
        event("ZT01", "2014-10-31", expires_on="2024-01-14"),
        event("ZS01", "2014-10-31", status="in_force"),
    )

    assert (result.expires_on, result.status) == (date(2024, 1, 14), "expired")


def test_a_transfer_replaces_the_owners_and_a_grant_after_it_does_not_undo_it():
    moved = event("TR01", "2018-03-02", owners=["营口镁业有限公司", "海城耐火材料厂"])

    assert at(INVENTION, moved, GRANTED, PUBLISHED).owners == ("营口镁业有限公司", "海城耐火材料厂")


def test_a_change_of_name_keeps_the_other_owners_and_remembers_the_old_name():
    start = event("GR01", "2016-05-04", owners=["甲公司", "乙公司"])
    result = at(INVENTION, start, event("CP01", "2019-01-04", old="甲公司", new="甲集团公司"))

    assert result.owners == ("甲集团公司", "乙公司")
    assert result.former_names == {"甲公司": "甲集团公司"}


def test_a_pledge_stands_until_its_cancellation():
    pledge = event("PE01", "2021-03-02", registration_no="Y2021210000012", holder="鞍山银行")
    ended = event("PC01", "2023-03-05", registration_no="Y2021210000012")

    there = at(INVENTION, GRANTED, pledge)
    gone = at(INVENTION, GRANTED, pledge, ended)

    assert there.has_open("pledge")
    assert [(b.holder, b.effective_on, b.released_on) for b in gone.burdens] == [
        ("鞍山银行", date(2021, 3, 2), date(2023, 3, 5))
    ]


def test_a_cancellation_frees_only_the_pledge_it_names():
    first = event("PE01", "2021-03-02", registration_no="Y1", holder="甲银行")
    second = event("PE01", "2022-03-02", registration_no="Y2", holder="乙银行")

    result = at(INVENTION, GRANTED, first, second, event("PC01", "2023-03-05", registration_no="Y1"))

    assert [(b.registration_no, b.is_open) for b in result.burdens] == [("Y1", False), ("Y2", True)]


def test_a_cancellation_that_fits_no_pledge_frees_none_and_is_noted():
    first = event("PE01", "2021-03-02", registration_no="Y1", holder="甲银行")

    result = at(INVENTION, GRANTED, first, event("PC01", "2023-03-05", registration_no="Y9"))

    assert result.has_open("pledge")
    assert result.unread == ("PC01",)


def test_one_pledge_told_by_two_sources_is_one_burden():
    told = event("PE01", "2021-03-02", registration_no="Y1", holder="甲银行")
    again = event("PE01", "2021-03-02", registration_no="Y1", source="patsnap-export", as_of=date(2024, 4, 1))

    result = at(INVENTION, GRANTED, told, again)

    assert [(b.registration_no, b.holder, b.source) for b in result.burdens] == [("Y1", "甲银行", "patsnap-export")]


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("独占许可", "exclusive_licence"),
        ("sole", "sole_licence"),
        ("普通许可", "ordinary_licence"),
        ("", "ordinary_licence"),
    ],
)
def test_a_licence_that_says_nothing_clear_is_ordinary(told, kind):
    result = at(INVENTION, GRANTED, event("EE01", "2021-03-02", registration_no="X1", holder="丙公司", kind=told))

    assert [burden.kind for burden in result.burdens] == [kind]


def test_a_freeze_lapses_when_nobody_renews_it():
    freeze = event("PP01", "2026-05-30", holder="鞍山市中级人民法院", until="2026-11-30")

    frozen = at(INVENTION, GRANTED, freeze)
    later = at(INVENTION, GRANTED, freeze, today=date(2026, 11, 30))

    assert frozen.has_open("preservation")
    assert frozen.recheck_on == date(2026, 11, 30)
    assert not later.has_open("preservation")
    assert later.burdens[0].released_on == date(2026, 11, 30)


def test_a_freeze_renewed_in_time_goes_on():
    order = event("PP01", "2026-01-10", registration_no="辽03执保1号", until="2026-07-10")
    renewed = event("PP01", "2026-07-01", registration_no="辽03执保1号", until="2027-01-10")

    result = at(INVENTION, GRANTED, order, renewed)

    assert [(b.effective_on, b.until, b.is_open) for b in result.burdens] == [
        (date(2026, 1, 10), date(2027, 1, 10), True)
    ]


def test_suspension_and_open_licence_open_and_close():
    events = [GRANTED, event("ZZ01", "2025-01-02"), event("OL01", "2025-02-02")]

    result = at(INVENTION, *events)
    closed = at(INVENTION, *events, event("ZZ02", "2026-01-02"), event("OL02", "2026-02-02"))

    assert result.has_open("suspension")
    assert result.has_open("open_licence")
    assert not closed.has_open("suspension", "open_licence")


def test_unknown_codes_are_kept_out_and_named():
    result = at(INVENTION, GRANTED, event("QQ77", "2019-01-01"))

    assert result.status == "in_force"
    assert result.unread == ("QQ77",)


def test_a_corrected_event_counts_no_more():
    lapse = event("CF01", "2020-02-07", id="wrong")
    correction = event(codes.CORRECTION, "2020-03-01", supersedes="wrong")

    assert at(INVENTION, GRANTED, lapse, correction).status == "in_force"


def test_a_correction_may_put_another_event_in_place_and_be_corrected_itself():
    lapse = event("CF01", "2020-02-07", id="wrong")
    first = event(
        "ZR90", "2020-03-01", supersedes="wrong", id="first", event={"code": "AV01", "on": "2020-02-01", "facts": {}}
    )
    second = event("ZR90", "2020-04-01", supersedes="first", event={"code": "CX01", "on": "2020-02-02", "facts": {}})

    assert at(INVENTION, GRANTED, lapse, first).status == "abandoned"
    result = at(INVENTION, GRANTED, lapse, first, second)
    assert (result.status, result.status_on) == ("expired", date(2020, 2, 2))


def test_a_stated_state_confirms_without_changing_its_day():
    result = at(INVENTION, GRANTED, event("ZS01", "2026-11-01", status="in_force", source="cnipa-register"))

    assert (result.status, result.status_on) == ("in_force", date(2016, 5, 4))
    assert result.provenance["status"] == projection.Provenance("cnipa-register", date(2026, 11, 1), "ZS01")


def test_a_mark_lives_ten_years_from_registration_and_six_months_of_grace():
    registered = event("TM20", "2016-04-14", owners=["鞍山绣品有限公司"])

    result = at(MARK, registered, today=date(2026, 5, 1))
    lapsed = at(MARK, registered, today=date(2026, 10, 14))

    assert (result.status, result.expires_on, result.recheck_on) == ("in_force", date(2026, 4, 14), date(2026, 10, 14))
    assert (lapsed.status, lapsed.status_on) == ("expired", date(2026, 4, 14))


def test_each_renewal_adds_ten_years():
    registered = event("TM20", "2006-04-14")

    result = at(MARK, registered, event("TM30", "2016-01-05"), event("TM30", "2026-01-05"))

    assert result.expires_on == date(2036, 4, 14)


@pytest.mark.parametrize(
    ("code", "status"), [("TM40", "cancelled"), ("TM41", "cancelled"), ("TM42", "invalidated"), ("TM50", "refused")]
)
def test_marks_end_in_their_own_ways(code, status):
    assert at(MARK, event("TM20", "2016-04-14"), event(code, "2020-01-01")).status == status


def test_every_fact_keeps_its_source_and_day():
    sold = event("TR01", "2018-03-02", owners=["营口镁业有限公司"], source="cnipa-gazette", as_of=date(2018, 3, 20))

    result = at(INVENTION, PUBLISHED, GRANTED, sold)

    assert result.provenance["status"] == ("cnipa-register", date(2016, 5, 4), "GR01")
    assert result.provenance["owners"] == ("cnipa-gazette", date(2018, 3, 20), "TR01")
    assert (result.source, result.as_of) == ("cnipa-gazette", date(2018, 3, 20))
