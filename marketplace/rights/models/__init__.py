"""Rights, their numbers, owners, register events and what is derived from them."""

from .events import CORRECTION_CODES, ImportBatch, RightEvent
from .paths import Encumbrance, ExclusivePath, OwnershipProof, PledgeeConsent
from .right import Owner, Right, RightDrawing, RightKind, RightNumber, RightOwner, RightStatus, RightText

__all__ = [
    "CORRECTION_CODES",
    "Encumbrance",
    "ExclusivePath",
    "ImportBatch",
    "Owner",
    "OwnershipProof",
    "PledgeeConsent",
    "Right",
    "RightDrawing",
    "RightEvent",
    "RightKind",
    "RightNumber",
    "RightOwner",
    "RightStatus",
    "RightText",
]
