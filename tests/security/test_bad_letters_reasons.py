"""Reasons and remarks beside a letter: what no column takes is refused by name, what was typed is still there."""

from collections.abc import Callable

import pytest

from accounts.models import User
from documents.models import NumberSeries
from proposals.states import ProposalState as S
from responses.letters.piles import make
from responses.models import ReplyLetter
from responses.services.print_job_copies import CopiesRule
from responses.services.print_jobs import create_job
from responses.services.printing import record_print
from tests.responses.desk import (
    begun,
    browser,
    errors_on,
    item_in,
    page,
    printed_letter,
    seen,
    text_of,
    typed,
)
from tests.road import walk
from tests.security.bad_letters import nothing_written
from tests.world import World

# Where it is posted, what else is posted, the name of the box: made from the world, with whoever presses the button.
Posted = tuple[User, str, dict[str, object], str]


def letter_of(world: World) -> ReplyLetter:
    return printed_letter(item_in(world, S.REPLIED))


def declaring_void(world: World) -> Posted:
    return world["jia_tech_office"], f"/letters/{letter_of(world).pk}/withdraw/", {}, "reason"


def printing_again(world: World) -> Posted:
    letter = letter_of(world)
    record_print(letter, copies=1, by=world["jia_tech_print"])
    return world["jia_tech_print"], f"/print/{letter.pk}/printed/", {"copies": 1}, "reason"


def ordering_again(world: World) -> Posted:
    letter = letter_of(world)
    record_print(letter, copies=1, by=world["jia_tech_print"])
    order = {"letter": letter.pk, "to_each": 1, "to_copied": 1, "archive": 1}
    return world["jia_tech_print"], "/print/jobs/new/", order, "reason"


def noting_a_pile(world: World) -> Posted:
    letter = letter_of(world)
    job = create_job([letter.pk], rule=CopiesRule(), wants=(), by=world["jia_tech_print"])
    make(job.pk)
    record_print(letter, copies=1, by=world["jia_tech_print"])
    return world["jia_tech_print"], f"/print/jobs/{job.pk}/printed/", {}, "reason"


def skipping_a_number(world: World) -> Posted:
    series = NumberSeries.objects.get(unit=world.jia.tech, kind="proposal")
    address = f"/admin/documents/numberseries/{series.pk}/numbers/"
    return world["jia_tech_office"], address, {"expected": 1}, "reason"


def letting_findings_stand(world: World) -> Posted:
    text, clerk = begun(world), browser(world["jia_tech_clerk"])
    assert clerk.post(page(text), typed(text, body="（未完")).status_code == 302
    group = clerk.get(page(text)).context["findings"].groups[0]
    data = {"dismiss": group.mark, f"finding-{group.mark}": group.rows[0].finding.fingerprint}
    return world["jia_tech_clerk"], page(text, "proofreading"), data, f"reason-{group.mark}"


def sending_back(world: World) -> Posted:
    item = item_in(world, S.IN_REVIEW)
    return world["jia_tech_head"], page(text_of(item), "step", action="send_back"), seen(item), "reason"


def approving(world: World) -> Posted:
    item = item_in(world, S.IN_REVIEW)
    return world["jia_tech_head"], page(text_of(item), "step", action="approve"), seen(item), "remark"


def taking_a_number_of_others(world: World) -> Posted:
    item = item_in(world, S.SIGNED)
    return (
        world["jia_tech_office"],
        page(text_of(item), "step", action="issue"),
        seen(item),
        "external_number",
    )


def reading_a_draft(world: World) -> Posted:
    rules = world.jia.cppcc.rules
    rules.pre_check = "proposer"
    rules.save()
    item = walk(item_in(world, S.DRAFTING), S.IN_REVIEW)
    for desk in ("head", "office", "leader"):
        office = browser(world[f"jia_tech_{desk}"])
        assert office.post(page(text_of(item), "step", action="approve"), seen(item)).status_code == 302
    return (
        world["jia_member1"],
        f"/letters/drafts/{text_of(item).pk}/",
        seen(item) | {"do": "send_back"},
        "words",
    )


BOXES: list[Callable[[World], Posted]] = [
    declaring_void,
    printing_again,
    ordering_again,
    noting_a_pile,
    skipping_a_number,
    letting_findings_stand,
    sending_back,
    approving,
    taking_a_number_of_others,
    reading_a_draft,
]


@pytest.mark.parametrize("words", ["不妥\x00之处", "长" * 501], ids=["control character", "too long"])
@pytest.mark.parametrize("box", BOXES, ids=lambda box: box.__name__)
def test_a_reason_no_column_takes_is_refused_in_words(
    world: World, box: Callable[[World], Posted], words: str
) -> None:
    by, address, data, name = box(world)
    client = browser(by)
    with nothing_written():
        answer = client.post(address, data | {name: words})
    assert answer.status_code == 422
    [sentence] = errors_on(answer)
    assert ("控制字符（U+0000）" if "\x00" in words else "字") in sentence
    assert sentence.endswith("。")
    assert words.replace("\x00", "") in answer.content.decode().replace("\x00", "").replace("&#0;", "")
