"""Forms of posting and deciding: what is typed, cleaned for one action each."""

from .editing import EditForm
from .media import DescribeForm, DocumentForm, PictureForm
from .moderation import ApproveForm, ReturnForm
from .posting import DeclareForm, DraftForm, NumberForm

__all__ = [
    "ApproveForm",
    "DeclareForm",
    "DescribeForm",
    "DocumentForm",
    "DraftForm",
    "EditForm",
    "NumberForm",
    "PictureForm",
    "ReturnForm",
]
