"""European Union trade marks as a table made from EUIPO's open data."""

import re
from datetime import date

from django.utils.translation import gettext_lazy as _

from ..identifiers.foreign import foreign_mark
from .base import BadRow, Read, RightRecord, Sample
from .euipo_xml import MARK_STATES, SOURCE
from .marks import Mark, day_or_none, record_of, status_in
from .opening import Source
from .tables import Convert, refuse_formula, walk

_COLUMNS = (
    "application_number", "application_date", "registration_date", "expiry_date", "status", "feature",
    "verbal_element", "vienna_codes", "nice_classes", "goods_services_en",
)  # fmt: skip
_GOODS = re.compile(r"(?:^| \| )([0-9]{1,2}): ")


class EuipoCsv:
    """A registration day beside a pending application is that of an opponent's mark and does not count."""

    name = "euipo-csv"
    label = _("EUIPO trade marks, CSV")

    def sniff(self, sample: Sample) -> float:
        return 0.95 if all(name in sample.header for name in _COLUMNS) else 0.0

    def read(self, source: Source, start: int = 0) -> Read:
        return walk(source, start, lambda header: _converter(header, source.as_of))


def _converter(header: tuple[str, ...], as_of: date | None) -> Convert:
    if any(name not in header for name in _COLUMNS):
        raise BadRow("", ",".join(header), "header")
    places = [header.index(name) for name in _COLUMNS]

    def convert(row: list[str]) -> RightRecord:
        number, filed, registered, expires, status, feature, words, codes, classes, goods = (row[at] for at in places)
        digits = refuse_formula("application_number", number).strip().zfill(9)
        if not (len(digits) == 9 and digits.isdecimal() and digits.isascii()):
            raise BadRow("application_number", number, "foreign_number", office="EM", found=number[:40])
        filed_on = day_or_none("application_date", filed)
        is_registered = status.startswith("Regist")
        registered_on = day_or_none("registration_date", registered) if is_registered else None
        told_on = as_of or registered_on or filed_on
        if told_on is None:
            raise BadRow("application_date", filed, "no_day")
        mark = Mark(
            numbers=[foreign_mark("EM", digits)],
            words=words,
            feature=feature,
            as_of=told_on,
            filed_on=filed_on,
            registered_on=registered_on,
            expires_on=day_or_none("expiry_date", expires),
            status=status_in(status, MARK_STATES),
            goods=_goods(classes, goods),
            design_codes=codes.split()[:60],
        )
        return record_of(mark, SOURCE)

    return convert


def _goods(classes: str, text: str) -> dict[str, str]:
    """`25: Clothing; Footwear | 35: Retail services`, cut off somewhere in long ones."""
    goods = dict.fromkeys(classes.split(), "")
    parts = _GOODS.split(text)
    goods |= {number: words for number, words in zip(parts[1::2], parts[2::2], strict=True) if number in goods}
    return goods
