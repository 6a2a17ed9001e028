"""Out-of-order arrival gives the same projection."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.rights import codes
from marketplace.rights.fact_checks import unfit_facts
from marketplace.rights.projection import Basis, LegalEvent, project
from tests.rights.test_projection import TERMS, TODAY

CODES = [*codes.RANK, "QQ77"]
NAMES = st.sampled_from(["甲公司", "乙公司", "丙公司", "丁大学"])
DAYS = st.integers(0, 4000).map(lambda n: date(2015, 1, 1) + timedelta(days=n))
FACTS = st.fixed_dictionaries(
    {
        "owners": st.lists(NAMES, min_size=1, max_size=3),
        "old": NAMES,
        "new": NAMES,
        "expires_on": st.just("2033-01-01"),
    },
    optional={
        "registration_no": st.sampled_from(["Y1", "Y2", "X1"]),
        "holder": NAMES,
        "until": DAYS.map(date.isoformat),
        "kind": st.sampled_from(["独占", "排他", "普通", ""]),
        "status": st.sampled_from(["in_force", "terminated"]),
    },
).map(lambda facts: {**facts, "year": 9, "days": 30})


@st.composite
def logs(draw):
    rows = draw(st.lists(st.tuples(st.sampled_from(CODES), DAYS, FACTS, DAYS), max_size=12))
    log = [
        LegalEvent(number, f"{number:03}", code, on, facts, "register", as_of)
        for number, (code, on, facts, as_of) in enumerate(rows)
    ]
    if log and draw(st.booleans()):
        log.append(LegalEvent(99, "099", "ZR90", TODAY, {}, "register", TODAY, supersedes=log[0].id))
    return log


@settings(max_examples=200, deadline=None)
@given(
    log=logs(),
    seed=st.randoms(use_true_random=False),
    kind=st.sampled_from(["invention", "design", "trademark", "copyright"]),
)
def test_any_order_of_arrival_gives_the_same_projection(log, seed, kind):
    basis = Basis(kind, "CN", date(2014, 2, 28))
    shuffled = list(log)
    seed.shuffle(shuffled)

    first = project(basis, log, terms=TERMS, today=TODAY)
    second = project(basis, shuffled, terms=TERMS, today=TODAY)

    assert first == second


@settings(max_examples=100, deadline=None)
@given(log=logs())
def test_the_next_recheck_lies_ahead_and_nothing_changes_before_it(log):
    basis = Basis("invention", "CN", date(2014, 2, 28))

    result = project(basis, log, terms=TERMS, today=TODAY)

    assert result.recheck_on is None or result.recheck_on > TODAY
    eve = (result.recheck_on or date(2060, 1, 1)) - timedelta(days=1)
    later = project(basis, log, terms=TERMS, today=eve)
    assert (later.status, later.burdens) == (result.status, result.burdens)


@settings(max_examples=100, deadline=None)
@given(
    code=st.sampled_from(CODES),
    facts=st.dictionaries(
        st.sampled_from(["owners", "until", "due_on", "expires_on", "year", "days", "status", "old", "new", "holder"]),
        st.one_of(st.none(), st.integers(), st.text(max_size=5), st.lists(st.text(max_size=3), max_size=2)),
    ),
)
def test_no_log_of_checked_facts_fails_to_be_read(code, facts):
    event = LegalEvent(1, "1", code, date(2020, 1, 1), facts, "register", date(2020, 1, 1))

    if not unfit_facts(code, facts):
        project(Basis("invention", "CN", date(2014, 2, 28)), [event], terms=TERMS, today=TODAY)
