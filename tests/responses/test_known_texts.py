"""What a text is held against for copies: its city's plans and its own unit's letters of earlier years."""

import random
from datetime import date

import pytest

from accounts.models import City
from accounts.now import moved_to
from proposals.models import Proposal
from references.models import Passage, PlanTask, SourceDocument
from references.prints import prints
from references.queries import MOST_PRINTS, passages_like
from responses.letters.known_texts import known_texts
from responses.models import ReplyLetter, Response
from responses.services.annexes import choose_signing_units
from responses.services.drafting import start_response
from responses.services.proofreading import dismiss_rule, proofs_of
from tests.responses.desk import begun, browser, item_in, page, text_of, words
from tests.road import take, walk, written
from tests.world import MONDAY, World

SAID = "我局已会同有关部门建成老年学校四十二所，并在每个街道设立了一个服务站点，方便居民就近报名。"


def source(
    key: str, city: City | None, text: str = SAID, kind: str = "plan", **more: object
) -> SourceDocument:
    made = SourceDocument.objects.create(
        key=key,
        kind=kind,
        title=f"{key}方案",
        city=city,
        text=text,
        file_name="a.txt",
        sha256="0" * 64,
        **more,
    )
    Passage.objects.bulk_create([Passage(source=made, line=12, text=text)])
    return made


def drafted(world: World, body: str = SAID) -> Response:
    response = begun(world)
    response.body = f"{response.body}\n{body}"
    response.save(update_fields=["body"])
    return response


def issued(world: World, seat: str = "jia_member1", body: str = SAID) -> ReplyLetter:
    item = item_in(world, "drafting", seat)
    written(item, body=body)
    return letter_of(item)


def letter_of(item: Proposal) -> ReplyLetter:
    walk(item, "replied")
    return ReplyLetter.objects.get(response__proposal=item)


def signed_next_year(response: Response, letter: ReplyLetter) -> Response:
    """The same text as if it were signed in the year after the letter (in memory)."""
    response.signed_on = date(letter.written_on.year + 1, 3, 1)
    return response


def names(response: Response) -> list[str]:
    return [one.name for one in known_texts(response)]


def test_a_passage_of_the_citys_plan_is_found_by_its_task(world: World):
    plan = source("甲", world.jia.tech.city)
    assert names(drafted(world)) == ["《甲方案》第12行"]
    PlanTask.objects.create(source=plan, number=3, group="一", title="办好老年教育", body=SAID, line=11)
    PlanTask.objects.create(source=plan, number=4, group="一", title="另一项", body=SAID, line=13)
    response = text_of(Proposal.objects.latest("pk"))
    assert names(response) == ["《甲方案》任务3“办好老年教育”"]
    (one,) = [each for each in proofs_of(response).open if each.rule == "copied"]
    assert one.quote == SAID
    assert one in proofs_of(response).open
    (kept,) = dismiss_rule(response, "copied", reason="照引方案原文。", by=world["jia_tech_clerk"])
    assert (kept.rule, kept.reason) == ("copied", "照引方案原文。")
    assert "copied" not in {each.rule for each in proofs_of(response).open}


def test_documents_of_no_city_count_and_those_of_another_city_and_given_replies_do_not(world: World):
    source("国", None)
    source("乙", world.yi.tech.city)
    source("复", world.jia.tech.city, kind="reply")
    assert names(drafted(world)) == ["《国方案》第12行"]


def test_a_text_without_a_run_reads_nothing(world: World, django_assert_num_queries):
    source("甲", world.jia.tech.city)
    with django_assert_num_queries(0):
        assert passages_like(["短句。"], world.jia.tech.city) == []
    assert (
        passages_like(
            ["这一段话与方案没有任何相同之处，只是写得足够长，超过了一整行的字数，仅此而已。"],
            world.jia.tech.city,
        )
        == []
    )


def test_a_reply_of_two_hundred_pages_is_looked_up_in_part_and_still_finds_what_was_copied_at_length(
    world: World,
):
    dice = random.Random(4)
    pages = ["".join(chr(dice.randint(0x4E00, 0x9000)) for _ in range(600)) for _ in range(200)]
    source("甲", world.jia.tech.city, text=pages[120])
    assert sum(len(prints(page)) for page in pages) > 10 * MOST_PRINTS
    assert [one.text for one in passages_like(pages, world.jia.tech.city)] == [pages[120]]


def test_prints_follow_the_text_at_each_save(world: World):
    passage = source("甲", world.jia.tech.city).passages.get()
    assert passage.prints == prints(SAID)
    passage.text = SAID[::-1]
    passage.save()
    passage.refresh_from_db()
    assert passage.prints == prints(SAID[::-1])


def test_a_letter_of_an_earlier_year_is_named_with_its_year_number_and_title(world: World):
    letter = issued(world)
    later = signed_next_year(drafted(world), letter)
    assert names(later) == [f"{letter.written_on.year}年的{letter.number}《{letter.title}》"]
    assert SAID in known_texts(later)[0].text


def test_letters_of_this_year_and_of_the_same_item_are_not_asked(world: World):
    letter = issued(world)
    assert names(drafted(world)) == []
    own = signed_next_year(letter.response, letter)
    assert names(own) == []


def test_another_units_letters_are_never_named(world: World):
    letter = issued(world)
    other = signed_next_year(drafted(world), letter)
    other.assignment.unit = world.jia.edu
    assert names(other) == []


def test_a_letter_to_another_body_is_named_by_its_number_alone(world: World):
    letter = issued(world, "jia_deputy1")
    later = signed_next_year(drafted(world), letter)
    assert names(later) == [f"{letter.written_on.year}年的{letter.number}"]


@pytest.mark.parametrize("explained", [False, True])
def test_who_signs_along_is_not_told_which_letter_it_was(world: World, explained: bool):
    """Another unit reads the text it signs, not what the lead answered to others in earlier years."""
    letter = issued(world)
    with moved_to(MONDAY.replace(year=MONDAY.year + 1)):
        item = item_in(world, "drafting", "jia_member2", co=[world.jia.edu])
        response = start_response(item, by=world["jia_tech_clerk"])
        choose_signing_units(response, [world.jia.edu.pk], by=world["jia_tech_clerk"])
        written(item, body=f"您的提案收悉。\n{SAID}")
        if explained:
            dismiss_rule(text_of(item), "copied", reason="措施仍在实施。", by=world["jia_tech_clerk"])
        take("submit_for_review", item)

        def told(name: str) -> str:
            shown = words(browser(world[name]).get(page(text_of(item))))
            return shown[shown.index("校核（第") :]

        assert f"{letter.written_on.year}年的{letter.number}《{letter.title}》" in told("jia_tech_clerk")
        for name in ("jia_edu_signer", "jia_edu_clerk", "jia_edu_office"):
            shown = told(name)
            assert "与主办单位往年的答复函相同" in shown
            assert letter.number not in shown


@pytest.mark.parametrize("rows", [1, 50])
def test_it_costs_the_same_for_one_passage_and_for_fifty(world: World, rows: int, django_assert_num_queries):
    made = source("甲", world.jia.tech.city)
    Passage.objects.bulk_create(Passage(source=made, line=20 + row, text=SAID) for row in range(rows))
    response = text_of(drafted(world).proposal)
    list(known_texts(response))  # the item, its unit and its session are read
    with django_assert_num_queries(4):
        assert len(known_texts(response)) == rows + 1
