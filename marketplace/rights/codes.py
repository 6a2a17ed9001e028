"""Codes of legal events: the gazette's own and ours, what each carries, and in which order a day's events count.

Facts by code (all optional unless said; names of people and firms as the register writes them):
- PB01 publication, GR01 grant, TM20 registration: `owners` (list), `number`
- TR01 transfer: `owners` (list, required), `from` (list); CP01/CP03 change of name: `old`, `new`; CP02: `address`
- PE01/PM01/PC01 pledge, PP01/PD01 preservation, EE01/EM01/EC01 licence, OL01/OL02 open licence, ZZ01/ZZ02 suspension,
  IR01/IR02 invalidation requested and concluded: `registration_no`, `holder`, `until` (ISO date), `kind` (of licence)
- CF01 lapse: `due_on` (ISO date of the unpaid annuity); TM30 renewal: `until`
- ZA01 annuity paid: `year`; ZC01 term compensation: `days`; ZT01 end of term as an office states it: `expires_on`
- ZS01 what a source states without a dated event: `status`, `owners`
- ZR90 correction: `event` ({code, on, facts}) stands instead of the superseded one; without it nothing does
"""

PUBLISHED, GRANTED, EXAMINED = "PB01", "GR01", "SE01"
PLEDGED, PLEDGE_CHANGED, PLEDGE_CANCELLED = "PE01", "PM01", "PC01"
LICENSED, LICENCE_CHANGED, LICENCE_CANCELLED = "EE01", "EM01", "EC01"
TRANSFERRED, RENAMED, MOVED, RENAMED_AND_MOVED = "TR01", "CP01", "CP02", "CP03"
PRESERVED, PRESERVATION_ENDED = "PP01", "PD01"
LAPSED, EXPIRED, ABANDONED, RESTORED = "CF01", "CX01", "AV01", "RR01"
INVALIDATED, PARTLY_INVALIDATED = "IW01", "IP01"
REFUSED, WITHDRAWN = "RJ01", "WD01"
CORRECTED_FRONT_PAGE, SERVED = "CB03", "DD01"
# Ours: the gazette has no code for these, or names them otherwise.
FILED, STATED, ANNUITY_PAID, TERM_COMPENSATED, TERM_STATED = "ZF01", "ZS01", "ZA01", "ZC01", "ZT01"
OPEN_LICENCE, OPEN_LICENCE_ENDED = "OL01", "OL02"
PROCEDURE_SUSPENDED, PROCEDURE_RESUMED = "ZZ01", "ZZ02"
INVALIDATION_REQUESTED, INVALIDATION_CONCLUDED = "IR01", "IR02"
MARK_PUBLISHED, MARK_REGISTERED, MARK_RENEWED = "TM10", "TM20", "TM30"
MARK_CANCELLED, MARK_REVOKED, MARK_INVALIDATED, MARK_REFUSED = "TM40", "TM41", "TM42", "TM50"
CORRECTION = "ZR90"

# A source that shows but never proves: what a holder says of a right that our register data does not hold yet.
HOLDER_STATEMENT = "holder"

# Within one day the register's steps count in this order, whatever order they arrive in.
_IN_ORDER = (
    FILED, PUBLISHED, EXAMINED, MARK_PUBLISHED, REFUSED, WITHDRAWN, MARK_REFUSED, GRANTED, MARK_REGISTERED,
    TERM_STATED, TERM_COMPENSATED, CORRECTED_FRONT_PAGE, SERVED, ANNUITY_PAID, MARK_RENEWED,
    TRANSFERRED, RENAMED, MOVED, RENAMED_AND_MOVED,
    PLEDGED, PLEDGE_CHANGED, PLEDGE_CANCELLED, LICENSED, LICENCE_CHANGED, LICENCE_CANCELLED,
    OPEN_LICENCE, OPEN_LICENCE_ENDED, PRESERVED, PRESERVATION_ENDED, PROCEDURE_SUSPENDED, PROCEDURE_RESUMED,
    INVALIDATION_REQUESTED, INVALIDATION_CONCLUDED, PARTLY_INVALIDATED, LAPSED, ABANDONED, MARK_CANCELLED,
    MARK_REVOKED, EXPIRED, RESTORED, STATED, INVALIDATED, MARK_INVALIDATED,
)  # fmt: skip
RANK: dict[str, int] = {code: rank for rank, code in enumerate(_IN_ORDER)}
UNKNOWN_RANK = len(_IN_ORDER)
