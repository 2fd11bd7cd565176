"""Whom a letter is posted to: name and honorific, postcode and address, the sender; what is wrong is said by name."""

import pytest

from accounts.models import Unit
from proposals.models import Member, Proposer
from responses.letters.recipients import address_troubles, recipient_of, with_addresses
from responses.models import Delivery, ReplyLetter
from tests.responses.desk import item_in, printed_letter
from tests.road import item_of
from tests.world import World


@pytest.fixture
def letter(world: World) -> ReplyLetter:
    return printed_letter(item_in(world, "replied"))


def posted(letter: ReplyLetter) -> object:
    return recipient_of(with_addresses(Delivery.objects.filter(letter=letter)).get())


def lives(world: World, address: str) -> None:
    Member.objects.filter(pk=world.seat("jia_member1").pk).update(address=address)


def test_a_member_is_addressed_with_the_honorific_of_the_body(world: World, letter: ReplyLetter):
    assert posted(letter).called == "甲委员一委员"
    suggestion = printed_letter(item_of(world.seat("jia_deputy1"), "replied", lead=world.jia.tech))
    assert posted(suggestion).called == "甲代表一代表"
    Proposer.objects.filter(deliveries__letter=letter).update(name="王小明委员")
    assert posted(letter).called == "王小明委员"


def test_an_organisation_bears_no_honorific(world: World, letter: ReplyLetter):
    Proposer.objects.filter(deliveries__letter=letter).update(
        member=None, organisation="民盟甲市委会", name="民盟甲市委会", role="collective"
    )
    assert (posted(letter).called, posted(letter).address) == ("民盟甲市委会", "")


def test_the_sender_is_the_unit_with_its_address(world: World, letter: ReplyLetter):
    Unit.objects.filter(pk=world.jia.tech.pk).update(address="甲市市府路\t2 号", postcode="310002")
    row = posted(letter)
    assert (row.sender, row.sender_address, row.sender_postcode) == (
        world.jia.tech.name,
        "甲市市府路 2 号",
        "310002",
    )


@pytest.mark.parametrize(
    ("kept", "postcode", "address"),
    [
        ("325000 甲市科技路 1 号", "325000", "甲市科技路 1 号"),
        ("\u00a0３２５０００\u2003甲市科技路\n1 号", "325000", "甲市科技路 1 号"),
        ("3250001 号信箱", "", "3250001 号信箱"),
        ("甲市科技路 1 号", "", "甲市科技路 1 号"),
        (" \t", "", ""),
    ],
)
def test_the_postcode_before_an_address_has_its_boxes(
    world: World, letter: ReplyLetter, kept: str, postcode: str, address: str
):
    lives(world, kept)
    assert (posted(letter).postcode, posted(letter).address) == (postcode, address)
    assert posted(letter).wrong() == []


def test_troubles_name_the_people_once(world: World, letter: ReplyLetter):
    assert address_troubles([posted(letter)] * 2) == ["没有通讯地址：甲委员一委员。"]
    lives(world, "甲市\ue000路")
    assert address_troubles([posted(letter)] * 2) == [
        "甲委员一委员的收件地址“甲市\ue000路”中的字符 U+E000 没有字体可印，请先更正。"
    ]
    lives(world, "甲市\u00a0路")
    assert address_troubles([posted(letter)]) == []


def test_many_without_an_address_are_counted(world: World, letter: ReplyLetter):
    one = posted(letter)
    many = [type(one)(name=f"委员{number}") for number in range(12)]
    [sentence] = address_troubles(many)
    assert sentence == f"没有通讯地址：{'、'.join(f'委员{number}' for number in range(10))}等 12 位。"
