"""Drafting, review, reply letters, printing, delivery and rating."""

from responses.models.evaluation import Evaluation, Rating
from responses.models.letter import Delivery, PrintRecord, ReplyLetter
from responses.models.response import DemandAnswer, Response, ResponseRevision
from responses.models.review import ReviewChainStage, ReviewStage

__all__ = [
    "Delivery",
    "DemandAnswer",
    "Evaluation",
    "PrintRecord",
    "Rating",
    "ReplyLetter",
    "Response",
    "ResponseRevision",
    "ReviewChainStage",
    "ReviewStage",
]
