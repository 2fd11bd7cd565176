"""Cities, units, people, what was told to them and what they did."""

from accounts.models.audit import AuditEvent, AuditSeal
from accounts.models.notice import Notice
from accounts.models.people import FormerPassword, Membership, Substitution, User
from accounts.models.place import City, Unit

__all__ = [
    "AuditEvent",
    "AuditSeal",
    "City",
    "FormerPassword",
    "Membership",
    "Notice",
    "Substitution",
    "Unit",
    "User",
]
