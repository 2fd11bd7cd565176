"""The same bad characters in every other field of a letter: each is named with its field, and no number is taken."""

from collections.abc import Callable

import pytest

from documents.models import NumberSeries, Stationery
from documents.pictures import accept
from proposals.models import Proposal
from proposals.states import ProposalState as S
from responses.models import AddressedLetter, AnnexPicture, ResponseAnnex
from tests.documents.signing_kit import seal_picture
from tests.responses.desk import browser, item_in, text_of
from tests.road import draft_of, walk
from tests.security.bad_letters import issued_by_hand, refused_issue
from tests.world import World

NOBODY_HAS = "\U000323af"  # a character of Unicode that no face here draws
NO_FACE = f"“{NOBODY_HAS}”（U+323AF）没有可用的字形，不能印发；请改用规范字或补装字体。"
OVERRIDE = "中有看不见的控制字符（U+202E），不能印发，请删去。"


def in_unit(name: str) -> Callable[[World, Proposal, str], None]:
    def put(world: World, item: Proposal, text: str) -> None:
        setattr(world.jia.tech, name, f"甲市科学技术局{text}")
        world.jia.tech.save()

    return put


def in_text(name: str) -> Callable[[World, Proposal, str], None]:
    def put(world: World, item: Proposal, text: str) -> None:
        response = text_of(item)
        type(response).objects.filter(pk=response.pk).update(**{name: f"甲乙{text}丙"})

    return put


def in_title(world: World, item: Proposal, text: str) -> None:
    """The deputy's own title, quoted by the letter's title."""
    Proposal.objects.filter(pk=item.pk).update(title=f"关于道路{text}的建议")


def in_annex(world: World, item: Proposal, text: str) -> None:
    ResponseAnnex.objects.create(response=text_of(item), order=1, title=f"名单{text}", body="甲。")


def in_annex_body(world: World, item: Proposal, text: str) -> None:
    ResponseAnnex.objects.create(response=text_of(item), order=1, title="名单", body=f"| 甲 | {text} |")


def in_caption(world: World, item: Proposal, text: str) -> None:
    annex = ResponseAnnex.objects.create(response=text_of(item), order=1, title="图册", body="")
    picture = accept(seal_picture(), by=world["jia_tech_clerk"])
    AnnexPicture.objects.create(annex=annex, order=1, picture=picture, caption=f"图{text}")


def in_code(world: World, item: Proposal, text: str) -> None:
    """机关代字 as an older version of the system may have taken it."""
    NumberSeries.objects.filter(unit=world.jia.tech, kind="proposal").update(code=f"甲科{text}复")


PLACES: dict[str, tuple[Callable[[World, Proposal, str], None], str]] = {
    "deputy's title": (in_title, "标题"),
    "unit's letterhead": (in_unit("letterhead"), "发文机关标志"),
    "unit's imprint": (in_unit("imprint_office"), "印发机关"),
    "unit's name": (in_unit("name"), "署名"),
    "addressee": (in_text("addressee"), "主送"),
    "contact": (in_text("contact_name"), "联系方式"),
    "telephone": (in_text("contact_phone"), "联系方式"),
    "copies": (in_text("copies"), "抄送"),
    "secrecy": (in_text("secrecy"), "密级"),
    "note": (in_text("note"), "附注"),
    "annex": (in_annex, "附件"),
    "annex's table": (in_annex_body, "附件"),
    "caption": (in_caption, "附件"),
    "code of the series": (in_code, "发文字号"),
}


@pytest.fixture
def signed(world: World) -> Proposal:
    """A signed item whose letter's title quotes the deputy's, with 密级 on its letter."""
    rules = world.jia.cppcc.rules
    rules.phrases = rules.phrases | {"title": "关于《{title}》的答复函"}
    rules.save()
    return item_in(world, "signed")


@pytest.mark.parametrize(
    ("text", "sentence"), [(NOBODY_HAS, f"中的{NO_FACE}"), ("\u202e", OVERRIDE)], ids=["no face", "override"]
)
@pytest.mark.parametrize("place", PLACES)
def test_whatever_field_it_stands_in_is_named(
    world: World, signed: Proposal, place: str, text: str, sentence: str
) -> None:
    put, field = PLACES[place]
    put(world, signed, text)
    # A unit's name stands in several fields: each has a sentence of its own.
    assert f"{field}{sentence}" in refused_issue(world, signed)


def test_a_co_signers_name_is_tried_before_their_own_copy_is_numbered(world: World) -> None:
    rules = world.jia.cppcc.rules
    rules.answer_each_co_signer = True
    rules.save()
    draft = draft_of(world.seat("jia_member1"), co_signers=[world.seat("jia_member2")])
    item = walk(draft, S.SIGNED, lead=world.jia.tech)
    item.proposers.filter(member=world.seat("jia_member2")).update(name=f"欧阳{NOBODY_HAS}")
    assert refused_issue(world, item) == [f"分送件主送中的{NO_FACE}"]
    item.proposers.filter(member=world.seat("jia_member2")).update(name="欧阳䶮")
    assert issued_by_hand(world, item).serial == 1
    assert AddressedLetter.objects.get().content["addressee"].startswith("欧阳䶮")


@pytest.mark.parametrize("character", "䶮𬭎𬤊㛃")
def test_a_rare_character_a_stand_in_prints_is_shown_to_the_clerk(world: World, character: str) -> None:
    """A name's rare character is printed by another face of the chain: the clerk is told which, then it goes out."""
    item = item_in(world, "signed", body=f"您的提案收悉，现答复如下：{character}字路已修。感谢关心。")
    shown = browser(world["jia_tech_office"]).get(f"/admin/responses/response/{text_of(item).pk}/change/")
    told = shown.context["findings"].stand_ins
    assert [one for one in told if character in one] or not shown.context["unprintable"]
    assert issued_by_hand(world, item).number == "甲科提复〔2026〕1号"


def test_a_seal_in_another_units_stationery_is_no_hindrance(world: World) -> None:
    Stationery.objects.create(unit=world.jia.edu)
    item = item_in(world, "signed")
    assert issued_by_hand(world, item).number == "甲科提复〔2026〕1号"
