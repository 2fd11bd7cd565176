"""The workbench and the print office as a browser uses them."""

import re
from html import unescape

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from proposals.models import Proposal
from proposals.permissions import open_response
from proposals.queries import last_step_number
from responses.letters.printing import fill_pdf
from responses.models import ReplyLetter, Response
from responses.services.drafting import start_response
from tests.road import again, item_of
from tests.world import World


def browser(user: User) -> Client:
    """Return a browser in which somebody is logged in."""
    client = Client()
    client.force_login(user)
    return client


def item_in(world: World, state: str, seat: str = "jia_member1", **inputs: object) -> Proposal:
    """Return an item of 甲市 in a state, led by its bureau of science."""
    return item_of(world.seat(seat), state, lead=world.jia.tech, **inputs)


def begun(world: World, **inputs: object) -> Response:
    """Return a text just begun by the clerk."""
    return start_response(item_in(world, "drafting", **inputs), by=world["jia_tech_clerk"])


def text_of(proposal: Proposal) -> Response:
    """Return the text in work of an item, freshly read."""
    return open_response(again(proposal))


def printed_letter(proposal: Proposal) -> ReplyLetter:
    """Return an item's newest letter with its PDF made."""
    letter = ReplyLetter.objects.filter(response__proposal=proposal).latest("pk")
    fill_pdf(letter.pk)
    letter.refresh_from_db()
    return letter


def page(response: Response, name: str = "change", **more: object) -> str:
    """Return the address of a page of a text."""
    return reverse(f"admin:responses_response_{name}", kwargs={"pk": response.pk, **more})


def typed(response: Response, **changes: object) -> dict[str, object]:
    """Return what the form of the workbench sends, as it was opened, with some of it changed."""
    fields = (
        "body",
        "addressee",
        "contact_name",
        "contact_phone",
        "copies",
        "note",
        "resolution_class",
        "version",
    )
    data: dict[str, object] = {name: getattr(response, name) for name in fields}
    data["seen"] = last_step_number(response.proposal)
    for demand in response.proposal.demands.all():
        data |= {f"verdict_{demand.pk}": "", f"note_{demand.pk}": ""}
    for answer in response.demand_answers.all():
        data |= {f"verdict_{answer.demand_id}": answer.verdict, f"note_{answer.demand_id}": answer.note}
    return data | changes


def seen(proposal: Proposal) -> dict[str, int]:
    """Return the number of the newest step, as a fresh page carries it."""
    return {"seen": last_step_number(proposal)}


def words(answer: HttpResponse) -> str:
    """Return the text of a page as it reads, without tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def errors_on(answer: HttpResponse) -> list[str]:
    """Return the sentences of the error summary."""
    return [sentence for sentence, _ in answer.context["errors"]]
