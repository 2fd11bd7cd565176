"""The page that orders a print job: copies of each letter, volumes, addresses, all before anything is ordered."""

import pytest

from proposals.models import Member
from responses.letters import piles
from responses.models import ReplyLetter
from responses.services.print_job_copies import CopiesRule, copies_by_letter, copies_of, items_of
from responses.views import print_job_order
from tests.responses.desk import browser, item_in, printed_letter, words
from tests.responses.pile import another, co_signed
from tests.world import World

NEW = "/print/jobs/new/"
COUNTIES = "抄送：市府办，各县（市、区）人民政府。"
ORDER = {"to_each": "1", "to_copied": "1", "archive": "2", "wants": ["cover"], "reason": ""}


@pytest.fixture
def letter(world: World) -> ReplyLetter:
    return printed_letter(item_in(world, "replied"))


def shown(world: World, *letters: ReplyLetter, **typed: str) -> object:
    """Return the page for these letters, or the answer to what was typed on it."""
    chosen = {"scope": "ticked", "letter": [one.pk for one in letters]}
    client = browser(world["jia_tech_print"])
    return client.post(NEW, chosen | ORDER | typed) if typed else client.get(NEW, chosen)


def test_the_copies_of_each_letter_stand_on_the_page(world: World, letter: ReplyLetter):
    second = another(letter, 2, content=letter.content | {"copies": COUNTIES, "number": "x"})
    third = another(letter, 3, content=letter.content | {"copies": "", "number": "x"})
    rows = shown(world, second, third).context["pile"]["rows"]
    assert [(one.people, one.offices, copies) for one, copies in rows] == [(1, 2, 5), (1, 0, 3)]
    text = words(shown(world, second, third))
    assert "每件印几份（2 件，共 8 份）" in text
    assert "2 个单位：市府办，各县（市、区）人民政府。 5 份" in text
    assert "没有 3 份" in text


def test_what_was_typed_is_counted_when_the_page_comes_back(world: World, letter: ReplyLetter):
    second = another(letter, 2, content=letter.content | {"copies": COUNTIES, "number": "x"})
    refused = shown(world, second, to_copied="10", reason="字" * 201)
    assert [copies for _, copies in refused.context["pile"]["rows"]] == [1 + 20 + 2]
    refused = shown(world, second, to_copied="十")
    assert [copies for _, copies in refused.context["pile"]["rows"]] == [1 + 2 + 2]


def test_the_page_counts_what_the_job_will_hold(world: World, letter: ReplyLetter):
    co_signed(letter, 2)
    rule = CopiesRule()
    whose, items = copies_of(letter), items_of([letter], rule)
    assert (whose.people, len(whose.own)) == (1, 2)
    page = shown(world, letter)
    assert page.context["pile"]["copies"] == copies_by_letter(items)[letter.pk]
    assert shown(world, letter, archive="2").status_code == 302
    assert sum(letter.job_items.values_list("copies", flat=True)) == page.context["pile"]["copies"]


def test_volumes_are_counted_by_items_and_not_by_letters(
    world: World, letter: ReplyLetter, monkeypatch: pytest.MonkeyPatch
):
    for module in (piles, print_job_order):
        monkeypatch.setattr(module, "LETTERS_A_PART", 2)
    second = another(letter, 2)
    assert "共 2 件，按发文字号排列，合订成 1 册（每册最多 2 件）" in words(shown(world, letter, second))
    co_signed(letter, 3)
    text = words(shown(world, letter, second))
    assert "共 2 件，另有分送联名人的 3 件，按发文字号排列，合订成 3 册" in text
    assert "分送的各算一件" in text
    assert shown(world, letter, second, archive="2").status_code == 302
    job = letter.job_items.first().job
    assert piles.make(job.pk)
    assert job.files.filter(kind="letters").count() == 3


def test_letters_that_cannot_be_printed_are_not_counted(world: World, letter: ReplyLetter):
    waiting = another(letter, 2, printed=False)
    pile = shown(world, letter, waiting).context["pile"]
    assert ([whose.letter for whose, _ in pile["rows"]], pile["volumes"]) == ([letter], 1)


def test_addresses_are_looked_at_before_the_order(world: World, letter: ReplyLetter):
    seat = Member.objects.filter(pk=world.seat("jia_member1").pk)
    text = words(shown(world, letter, another(letter, 2)))
    assert text.count("没有通讯地址：甲委员一委员。") == 1
    seat.update(address="甲市科技路\ue000 1 号")
    text = words(shown(world, letter))
    assert "甲委员一委员的收件地址“甲市科技路\ue000 1 号”中的字符 U+E000 没有字体可印" in text
    seat.update(address="325000\u00a0甲市科技路 1 号")
    page = shown(world, letter)
    assert page.context["addresses"] == []
    assert "邮寄地址有问题" not in words(page)


def test_a_bad_address_does_not_hold_the_order_back(world: World, letter: ReplyLetter):
    Member.objects.filter(pk=world.seat("jia_member1").pk).update(address="甲市\ue000")
    answer = shown(world, letter, wants="envelopes")
    assert answer.status_code == 302
