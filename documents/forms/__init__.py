"""Forms: papers that are not official documents (envelopes, labels, lists, sheets to fill in), from plain values."""

from documents.forms.items import (
    FORM_COPIES,
    ContactSheet,
    ItemWords,
    OpinionForm,
    Scale,
    contact_sheets,
    opinion_forms,
)
from documents.forms.lists import CoverList, CoverRow, RegisterPage, RegisterRow, cover_list, register
from documents.forms.post import LabelSheet, Recipient, envelopes, labels
from documents.forms.sheet import FormRefused

__all__ = [
    "FORM_COPIES",
    "ContactSheet",
    "CoverList",
    "CoverRow",
    "FormRefused",
    "ItemWords",
    "LabelSheet",
    "OpinionForm",
    "Recipient",
    "RegisterPage",
    "RegisterRow",
    "Scale",
    "contact_sheets",
    "cover_list",
    "envelopes",
    "labels",
    "opinion_forms",
    "register",
]
