"""Rights, their numbers, owners, register events and what is derived from them."""

from .claims import ClaimPaper, OwnershipClaim, OwnershipDispute, PowerOfAttorney, PowerPaper
from .events import CORRECTION_CODES, ImportBatch, RightEvent
from .paths import Encumbrance, ExclusivePath, OwnershipProof, PledgeeConsent
from .right import Owner, Right, RightDrawing, RightKind, RightNumber, RightOwner, RightStatus, RightText

__all__ = [
    "CORRECTION_CODES",
    "ClaimPaper",
    "Encumbrance",
    "ExclusivePath",
    "ImportBatch",
    "Owner",
    "OwnershipClaim",
    "OwnershipDispute",
    "OwnershipProof",
    "PledgeeConsent",
    "PowerOfAttorney",
    "PowerPaper",
    "Right",
    "RightDrawing",
    "RightEvent",
    "RightKind",
    "RightNumber",
    "RightOwner",
    "RightStatus",
    "RightText",
]
