"""Readers of the documents as given: by grammar, each value with its place, each repair listed."""

from seeds.parsers.citations import DocNumber
from seeds.parsers.found import RULES, Finding, Found, Paragraph
from seeds.parsers.policy_plan import PolicyPlan, parse_policy_plan
from seeds.parsers.reply_letter import ReplyLetter, letter_text, parse_reply_letter
from seeds.parsers.report import Report, parse_report
from seeds.parsers.text import Document, SeedAltered, match_key, read_document
from seeds.parsers.work_summary import WorkSummary, parse_work_summary

__all__ = [
    "RULES",
    "DocNumber",
    "Document",
    "Finding",
    "Found",
    "Paragraph",
    "PolicyPlan",
    "ReplyLetter",
    "Report",
    "SeedAltered",
    "WorkSummary",
    "letter_text",
    "match_key",
    "parse_policy_plan",
    "parse_reply_letter",
    "parse_report",
    "parse_work_summary",
    "read_document",
]
