"""The records of a proposal's road; design of each file in its first line."""

from proposals.models.assembly import Assembly, AssemblySession, DeclineReason, Member, Term, Topic
from proposals.models.assignment import AdjustRequest, Assignment, CoOpinion
from proposals.models.calendar import CalendarDay, CalendarYear
from proposals.models.clock import Clock, Reminder
from proposals.models.contact import ContactRecord
from proposals.models.filing import Attachment, Demand, Proposer
from proposals.models.paper import Paper, PaperKind
from proposals.models.proposal import Proposal
from proposals.models.rules import AssemblyRules, RuleLimit
from proposals.models.step import ProposalStep

__all__ = [
    "AdjustRequest",
    "Assembly",
    "AssemblyRules",
    "AssemblySession",
    "Assignment",
    "Attachment",
    "CalendarDay",
    "CalendarYear",
    "Clock",
    "CoOpinion",
    "ContactRecord",
    "DeclineReason",
    "Demand",
    "Member",
    "Paper",
    "PaperKind",
    "Proposal",
    "ProposalStep",
    "Proposer",
    "Reminder",
    "RuleLimit",
    "Term",
    "Topic",
]
