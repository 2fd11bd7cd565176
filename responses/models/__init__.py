"""Drafting, review, reply letters, printing, delivery and rating."""

from responses.models.annex import AnnexPicture, ResponseAnnex, SigningUnit
from responses.models.evaluation import Evaluation, Rating
from responses.models.finding import FindingDismissal
from responses.models.letter import AddressedLetter, Delivery, PrintRecord, ReplyLetter, SealedOriginal
from responses.models.print_job import (
    JobFileKind,
    JobState,
    MissingPaper,
    PrintJob,
    PrintJobFile,
    PrintJobItem,
)
from responses.models.response import DemandAnswer, Response, ResponseRevision
from responses.models.review import ReviewChainStage, ReviewStage

__all__ = [
    "AddressedLetter",
    "AnnexPicture",
    "Delivery",
    "DemandAnswer",
    "Evaluation",
    "FindingDismissal",
    "JobFileKind",
    "JobState",
    "MissingPaper",
    "PrintJob",
    "PrintJobFile",
    "PrintJobItem",
    "PrintRecord",
    "Rating",
    "ReplyLetter",
    "Response",
    "ResponseAnnex",
    "ResponseRevision",
    "ReviewChainStage",
    "ReviewStage",
    "SealedOriginal",
    "SigningUnit",
]
