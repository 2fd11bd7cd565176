"""Numbers, stationery, pictures, and what every frozen paper has."""

from documents.models.frozen import FrozenPaper, SignedPaper
from documents.models.picture import Picture
from documents.models.series import NumberSeries, SeriesKind, TakenNumber, VoidNumber
from documents.models.stationery import Stationery
from documents.models.withdrawal import Withdrawable, withdrawn_says_why

__all__ = [
    "FrozenPaper",
    "NumberSeries",
    "Picture",
    "SeriesKind",
    "SignedPaper",
    "Stationery",
    "TakenNumber",
    "VoidNumber",
    "Withdrawable",
    "withdrawn_says_why",
]
