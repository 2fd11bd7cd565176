"""The pictures of annexes on the screen: in the preview, in the 送审稿, in the letter; each to that paper's readers."""

from decimal import Decimal

import pytest

from documents.models import Stationery
from documents.pictures import accept
from proposals.models import AssemblyRules, Proposal
from proposals.models.rules import PreCheck
from responses.models import ReplyLetter
from responses.services import annexes
from tests.responses.desk import begun, browser, page, text_of, words
from tests.responses.test_annexes import png
from tests.road import again, take, walk
from tests.world import World

BODY = "说明。\n| 项目 | 数量 |\n| --- | --- |\n| 图书室 | 3 |"
READERS = (
    "jia_tech_clerk",
    "jia_tech_leader",
    "jia_member1",
    "jia_member2",
    "jia_edu_clerk",
    "yi_tech_clerk",
)


@pytest.fixture
def item(world: World) -> Proposal:
    """Return an item whose text has a picture in its annex and waits for its proposer to read it."""
    AssemblyRules.objects.update(pre_check=PreCheck.PROPOSER)
    text, clerk = begun(world), world["jia_tech_clerk"]
    annex = annexes.add_annex(text, title="附图", body=BODY, by=clerk)
    annexes.add_picture(annex, file=png(), width_mm=Decimal(100), caption="分布图", by=clerk)
    take("submit_for_review", text.proposal)
    for _ in range(3):
        take("approve", text.proposal)
    return again(text.proposal)


def sha256_of(item: Proposal) -> str:
    return text_of(item).annexes.get().pictures.get().picture.sha256


def statuses(world: World, address: str) -> list[int]:
    """Return what each of READERS gets at an address."""
    return [browser(world[name]).get(address).status_code for name in READERS]


def test_the_preview_shows_it_to_the_readers_of_the_text_alone(world: World, item: Proposal):
    text, sha256 = text_of(item), sha256_of(item)
    address = page(text, "picture", sha256=sha256)
    shown = browser(world["jia_tech_clerk"]).get(page(text, "preview")).content.decode()
    assert f'<img src="{address}" alt="分布图"><figcaption>分布图</figcaption>' in shown
    answer = browser(world["jia_tech_clerk"]).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert statuses(world, address) == [200, 200, 404, 404, 404, 404]


def test_no_other_picture_is_handed_out_by_a_papers_address(world: World, item: Proposal):
    seal = accept(png(60), by=world["jia_tech_office"])
    Stationery.objects.create(unit=world.jia.tech, seal=seal, print_seal=True)
    clerk = browser(world["jia_tech_clerk"])
    for sha256 in (seal.sha256, "0" * 64, "x"):
        assert clerk.get(page(text_of(item), "picture", sha256=sha256)).status_code == 404, sha256


def test_a_lost_picture_is_not_there(world: World, item: Proposal):
    placed = text_of(item).annexes.get().pictures.get()
    placed.picture.file.storage.delete(placed.picture.file.name)
    address = page(text_of(item), "picture", sha256=placed.picture.sha256)
    assert browser(world["jia_tech_clerk"]).get(address).status_code == 404


def test_the_proposer_sees_table_and_picture_of_the_draft_while_it_waits(world: World, item: Proposal):
    text, sha256 = text_of(item), sha256_of(item)
    address = f"/letters/drafts/{text.pk}/pictures/{sha256}/"
    reader = browser(world["jia_member1"])
    shown = reader.get(f"/letters/drafts/{text.pk}/")
    assert f'<img src="{address}" alt="分布图">' in shown.content.decode()
    assert "<td>图书室</td><td>3</td>" in shown.content.decode()
    assert "附件：附图" in words(shown)
    assert statuses(world, address) == [404, 404, 200, 404, 404, 404]
    take("approve", item)
    assert statuses(world, address) == [404] * 6


def test_the_letters_text_shows_them_to_whoever_may_read_the_letter(world: World, item: Proposal):
    sha256 = sha256_of(item)
    letter = ReplyLetter.objects.get(response__proposal=walk(item, "replied"))
    address = f"/letters/{letter.pk}/pictures/{sha256}/"
    reader = browser(world["jia_member1"])
    reader.post(f"/letters/{letter.pk}/read/")
    shown = reader.get(f"/letters/{letter.pk}/").content.decode()
    assert f'<img src="{address}" alt="分布图">' in shown
    assert "<td>图书室</td><td>3</td>" in shown
    assert statuses(world, address) == [200, 200, 200, 404, 404, 404]
