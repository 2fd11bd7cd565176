"""Why a step was not taken: each error carries sentences for people. Edges catch these and nothing broader."""

from django.core.exceptions import PermissionDenied


class StepRefused(Exception):
    """A step was refused and nothing was changed; `sentences` say why and what to do."""

    status = 409

    def __init__(self, *sentences: str) -> None:
        self.sentences = list(sentences)
        super().__init__(" ".join(sentences))


class StaleStep(StepRefused):
    """Somebody took a step since this page was opened (a second click, a stale page)."""


class StepNotOpen(StepRefused):
    """The item is not in a state from which this step leads."""


class StepBlocked(StepRefused):
    """The step is open to this person, but something is missing; every sentence names one thing."""

    status = 422


class NotYours(PermissionDenied):
    """The step belongs to somebody else."""


class BadFile(ValueError):
    """An uploaded file is empty, too large or not what it says; the text is a sentence for people."""
