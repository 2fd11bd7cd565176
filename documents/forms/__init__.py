"""Forms: papers that are not official documents (envelopes, labels, lists, sheets to fill in), from plain values."""

from documents.forms.lists import CoverList, CoverRow, RegisterPage, RegisterRow, cover_list, register
from documents.forms.post import LabelSheet, Recipient, envelopes, labels
from documents.forms.sheet import FormRefused

__all__ = [
    "CoverList",
    "CoverRow",
    "FormRefused",
    "LabelSheet",
    "Recipient",
    "RegisterPage",
    "RegisterRow",
    "cover_list",
    "envelopes",
    "labels",
    "register",
]
