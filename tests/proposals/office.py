"""What the tests of the offices' pages share: a logged-in browser, the addresses of an item, rows for long lists."""

from django.test import Client
from django.urls import reverse

from accounts.models import User
from proposals.models import Proposal
from tests.road import again

LIST = "/admin/proposals/proposal/"


def browser(user: User) -> Client:
    """Return somebody's browser, logged in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def change_page(proposal: Proposal) -> str:
    return reverse("admin:proposals_proposal_change", args=[proposal.pk])


def step_page(proposal: Proposal, action: str) -> str:
    return reverse("admin:proposals_proposal_step", args=[proposal.pk, action])


def fact_page(proposal: Proposal, code: str, row_pk: int) -> str:
    return reverse("admin:proposals_proposal_fact", args=[proposal.pk, code, row_pk])


def copy_of(item: Proposal, number: int) -> Proposal:
    """Write another item like one, with its lead and clocks: rows only, for lists."""
    held, clocks = list(item.assignments.all()), list(item.clocks.all())
    signed = list(item.proposers.all())
    copy = again(item)
    copy.pk, copy.number, copy.number_text = None, number, str(number)
    copy.save(force_insert=True)
    for part in held:
        part.pk, part.proposal = None, copy
        part.save(force_insert=True)
    for row in [*clocks, *signed]:
        row.pk, row.proposal = None, copy
        if hasattr(row, "assignment_id") and row.assignment_id:
            row.assignment = copy.assignments.get(unit=row.assignment.unit_id)
        row.save(force_insert=True)
    return copy
