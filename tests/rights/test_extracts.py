"""A register extract: all of its events, once, with one reading of what follows."""

from datetime import date

import pytest

from marketplace.core.errors import InvalidInput, NotAllowed
from marketplace.rights import actions
from marketplace.rights.models import RightEvent
from tests import builders

pytestmark = pytest.mark.django_db
LINES = [
    actions.ExtractLine("GR01", date(2020, 7, 12), "公报", {"owners": ["鞍山铎远重型装备股份有限公司"]}),
    actions.ExtractLine("PE01", date(2024, 3, 1), "登记簿", {"registration_no": "Y1", "holder": "银行"}),
]


@pytest.fixture
def bare(cast):
    return builders.patent(owners=[], granted=None, filed=date(2018, 4, 2))


def test_it_enters_all_events_and_what_follows(cast, bare):
    before = RightEvent.objects.count()

    added = actions.record_register_extract(bare, by=builders.SYSTEM, lines=LINES)

    assert added == 2
    assert RightEvent.objects.count() == before + 2
    assert (bare.status, bare.is_pledged, bare.owner_names) == ("in_force", True, "鞍山铎远重型装备股份有限公司")


def test_the_same_extract_twice_adds_nothing(cast, bare):
    actions.record_register_extract(bare, by=builders.SYSTEM, lines=LINES)

    assert actions.record_register_extract(bare, by=builders.SYSTEM, lines=LINES) == 0


def test_one_wrong_line_refuses_the_whole(cast, bare):
    before = RightEvent.objects.count()

    with pytest.raises(InvalidInput):
        actions.record_register_extract(
            bare, by=builders.SYSTEM, lines=[*LINES, actions.ExtractLine("GR01", date(2030, 1, 1), "公报")]
        )

    assert RightEvent.objects.count() == before


def test_a_holder_enters_no_register_facts(cast, bare):
    with pytest.raises(NotAllowed):
        actions.record_register_extract(bare, by=cast.holder, lines=LINES)
