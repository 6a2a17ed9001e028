"""Forms about the hold on rights."""

from .ownership import ClaimForm, DecideForm, DisputeForm, EndForm, PapersMixin, PowerForm

__all__ = ["ClaimForm", "DecideForm", "DisputeForm", "EndForm", "PapersMixin", "PowerForm"]
