"""manage.py verify_audit: is the audit trail what it was when it was sealed?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.audit import broken_seals
from accounts.models import AuditEvent, AuditSeal


class Command(BaseCommand):
    """Recompute the hash chain; print one line and end with 0 when it is whole, name the places and end with 1 else."""

    help = "Check the hash chain of the audit trail."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = broken_seals()
        sealed = AuditSeal.objects.count()
        waiting = AuditEvent.objects.filter(seal__isnull=True).count()
        if broken:
            places = ", ".join(map(str, broken))
            raise CommandError(f"The chain of {sealed} sealed events is broken at position {places}.")
        last = AuditSeal.objects.order_by("-position").first()
        tip = f", the last digest is {last.digest}" if last else ""
        self.stdout.write(
            f"The chain of {sealed} sealed events is whole{tip}; {waiting} wait for their seal."
        )
