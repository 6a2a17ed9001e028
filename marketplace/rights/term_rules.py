"""The rules of term and annuity as the projection asks for them, bound to the policy in force."""

from datetime import date, timedelta

from marketplace.core import policy
from marketplace.core.calendar import NO_DATA, CalendarData
from marketplace.core.calendars import city_calendar

from . import annuities, terms
from .projection import Terms


class CurrentTerms:
    """Terms under one state of the policy tables; ends are the first day without the right."""

    def __init__(self, patents: terms.TermPolicy, marks: terms.TrademarkPolicy, data: CalendarData = NO_DATA) -> None:
        self.patents, self.marks, self.data = patents, marks, data

    def patent_end(self, kind: str, filing_on: date, compensation_days: int) -> date | None:
        if kind not in self.patents.years:
            return None
        return terms.expires_on(kind, filing_on, self.patents, compensation_days)

    def mark_end(self, registered_on: date, renewals: int) -> date:
        return terms.trademark_last_day(registered_on, self.marks, renewals) + timedelta(days=1)

    def mark_grace_end(self, end: date) -> date:
        window = terms.renewal_window(end - timedelta(days=1), self.marks, self.data)
        return window.grace_ends.on + timedelta(days=1)

    def patent_year(self, filing_on: date, on: date) -> int:
        return annuities.patent_year(filing_on, max(filing_on, on))

    def annuity_due_on(self, filing_on: date, year: int) -> date:
        return annuities.due_base(filing_on, year)


def current_terms() -> Terms:
    """The rules of today."""
    patents, marks = terms.TermPolicy.load(policy.value), terms.TrademarkPolicy.load(policy.value)
    return CurrentTerms(patents, marks, city_calendar())
