"""Forms of posting and deciding: what is typed, cleaned for one action each."""

from .editing import EditForm
from .enquiries import AskForm, DecideForm, GuestAskForm, ReplyForm, ReportForm, TemplateForm
from .media import DescribeForm, DocumentForm, PictureForm
from .moderation import ApproveForm, ReturnForm
from .posting import DeclareForm, DraftForm, NumberForm

__all__ = [
    "ApproveForm",
    "AskForm",
    "DecideForm",
    "DeclareForm",
    "DescribeForm",
    "DocumentForm",
    "DraftForm",
    "EditForm",
    "GuestAskForm",
    "NumberForm",
    "PictureForm",
    "ReplyForm",
    "ReportForm",
    "ReturnForm",
    "TemplateForm",
]
