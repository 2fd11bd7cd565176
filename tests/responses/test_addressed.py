"""逐一答复联名人: each co-signer's own copy under the same number, and who gets which file."""

from datetime import timedelta

import pytest

from accounts.now import today
from documents.printing import MOST_TRIES
from proposals.models import AssemblyRules
from responses import jobs
from responses.letters.printing import fill_addressed
from responses.models import AddressedLetter, ReplyLetter
from responses.services.issuing import unprintable
from tests.responses.desk import browser, errors_on, printed_letter, text_of, words
from tests.responses.test_originals import pdf as scan
from tests.responses.test_originals import upload
from tests.road import draft_of, walk
from tests.world import World


def answered(world: World, to: str = "replied"):
    draft = draft_of(
        world.seat("jia_deputy1"), co_signers=[world.seat("jia_deputy2"), world.seat("jia_deputy3")]
    )
    return walk(draft, to, lead=world.jia.tech)


@pytest.fixture
def each(world: World) -> None:
    """Rules that answer each co-signer, from before anything was filed under them."""
    AssemblyRules.objects.filter(assembly=world.jia.npc.assembly).update(answer_each_co_signer=True)


def test_each_co_signer_has_an_own_copy_of_the_same_letter(world: World, each: None):
    letter = printed_letter(answered(world))
    copies = list(letter.addressed.order_by("proposer__order"))
    assert [one.proposer.name for one in copies] == ["甲代表二", "甲代表三"]
    assert [one.content["addressee"] for one in copies] != [letter.content["addressee"]] * 2
    for one in copies:
        assert one.proposer.name in one.content["addressee"]
        same = one.content | {"addressee": letter.content["addressee"]}
        assert same == letter.content


def test_a_proposer_gets_the_own_copy_and_the_lead_the_letter(world: World, each: None):
    letter = printed_letter(answered(world))
    for one in letter.addressed.all():
        assert fill_addressed(one.pk)
        assert not fill_addressed(one.pk)
    second = letter.addressed.get(proposer__member__user=world["jia_deputy2"])
    expected = {"jia_deputy1": letter.pdf, "jia_deputy2": second.pdf, "jia_tech_office": letter.pdf}
    for name, file in expected.items():
        answer = browser(world[name]).get(f"/letters/{letter.pk}/letter.pdf")
        with file.open("rb") as kept:
            assert b"".join(answer.streaming_content) == kept.read()
    assert second.sha256 != letter.sha256


def test_each_reads_the_words_addressed_to_them_and_the_scan_of_their_own_paper(world: World, each: None):
    letter = printed_letter(answered(world))
    for one in letter.addressed.all():
        fill_addressed(one.pk)
    letter.deliveries.update(channel="online", sent_on=today(), received_on=today())
    second, third = letter.addressed.order_by("proposer__order")
    desks = {"jia_deputy1": letter, "jia_deputy2": second, "jia_deputy3": third}

    def read(name: str) -> tuple[str, bytes]:
        client = browser(world[name])
        page = words(client.get(f"/letters/{letter.pk}/"))
        file = b"".join(client.get(f"/letters/{letter.pk}/letter.pdf").streaming_content)
        return page, file

    for name, paper in desks.items():
        page, file = read(name)
        assert [one.content["addressee"] in page for one in (letter, second, third)] == [
            one == paper for one in (letter, second, third)
        ]
        assert f"下载答复函（PDF，{paper.pages} 页）" in page
        with paper.pdf.open("rb") as kept:
            assert file == kept.read()
    printer = browser(world["jia_tech_print"])
    address = f"/letters/{letter.pk}/original/upload/"
    scans = {key: scan(pages) for key, pages in (("", 3), (second.pk, 5))}
    for key, data in scans.items():
        sent = printer.post(address, {"file": upload(data), "addressed": key}, follow=True)
        assert "用印件已上传。" in words(sent)
    assert read("jia_deputy1")[1] == scans[""]
    assert read("jia_deputy2")[1] == scans[second.pk]
    assert "下载答复函（用印扫描件，PDF，5 页）" in read("jia_deputy2")[0]
    with third.pdf.open("rb") as kept:
        assert read("jia_deputy3")[1] == kept.read()
    again = printer.post(address, {"file": upload(scan(4)), "addressed": second.pk})
    assert (again.status_code, errors_on(again)) == (422, ["这一份已有用印件，更换请写明理由。"])
    wrong = printer.post(address, {"file": upload(scan(4)), "addressed": third.pk + 100})
    assert wrong.status_code == 422
    assert letter.sealed_originals.count() == 2


def test_without_the_rule_there_is_one_letter_for_all(world: World):
    AssemblyRules.objects.filter(assembly=world.jia.npc.assembly).update(answer_each_co_signer=False)
    letter = printed_letter(answered(world))
    assert not AddressedLetter.objects.exists()
    assert letter.deliveries.count() == 3


def test_a_co_signers_character_without_a_glyph_stops_the_issue(world: World, each: None):
    item = answered(world, "signed")
    item.proposers.filter(role="co_signer").update(name="\U000323af代表")
    sentences = unprintable(text_of(item))
    assert sentences == [
        "分送件主送中的“\U000323af”（U+323AF）没有可用的字形，不能印发；请改用规范字或补装字体。"
    ]
    assert not ReplyLetter.objects.exists()


def test_the_clock_queues_copies_left_empty_for_half_a_minute(
    world: World, each: None, monkeypatch: pytest.MonkeyPatch
):
    letter = printed_letter(answered(world))
    first, second = letter.addressed.order_by("pk")
    queued: list[int] = []
    monkeypatch.setattr(jobs.render_addressed, "delay", queued.append)
    for seconds, expected in ((30, []), (31, [first.pk, second.pk])):
        monkeypatch.setattr(jobs, "now", lambda late=seconds: letter.issued_at + timedelta(seconds=late))
        assert jobs.requeue_letters() == len(expected)
        assert queued == expected
    queued.clear()
    assert fill_addressed(first.pk)
    assert jobs.requeue_letters() == 1
    assert queued == [second.pk]
    AddressedLetter.objects.filter(pk=second.pk).update(render_tries=MOST_TRIES)
    assert jobs.requeue_letters() == 0


def test_a_copy_that_gave_up_is_set_again_by_the_print_office(
    world: World, each: None, django_capture_on_commit_callbacks
):
    letter = printed_letter(answered(world))
    made, given_up = letter.addressed.order_by("proposer__order")
    assert fill_addressed(made.pk)
    AddressedLetter.objects.filter(pk=given_up.pk).update(
        render_tries=MOST_TRIES, render_error="字体读不出来。"
    )
    client, page = browser(world["jia_tech_print"]), f"/print/{letter.pk}/"
    assert "分送甲代表三的一份排版错误：字体读不出来。" in words(client.get(page))
    with django_capture_on_commit_callbacks() as queued:
        assert client.post(f"{page}again/").status_code == 302
    assert len(queued) == 1
    assert fill_addressed(given_up.pk)
    assert "分送甲代表三的一份排版错误" not in words(client.get(page))
    answer = client.post(f"{page}again/")
    assert (answer.status_code, errors_on(answer)) == (409, ["这份函的文件已经生成，不需要重新排版。"])


def test_the_print_office_opens_each_copy_and_nobody_else_does(world: World, each: None):
    letter = printed_letter(answered(world))
    made, waiting = letter.addressed.order_by("proposer__order")
    client, page = browser(world["jia_tech_print"]), f"/print/{letter.pk}/"
    address = f"{page}addressed/{made.pk}/"
    assert client.get(address).status_code == 404
    assert fill_addressed(made.pk)
    made.refresh_from_db()
    assert f'href="{address}"' in client.get(page).content.decode()
    assert f"addressed/{waiting.pk}/" not in client.get(page).content.decode()
    for name in ("jia_tech_print", "jia_tech_office"):
        answer = browser(world[name]).get(address)
        with made.pdf.open("rb") as kept:
            assert b"".join(answer.streaming_content) == kept.read()
        assert answer.headers["Content-Type"] == "application/pdf"
    for name in ("jia_deputy1", "jia_deputy2", "jia_tech_clerk", "jia_tech_head", "jia_edu_office"):
        assert browser(world[name]).get(address).status_code == 404
    assert client.get(f"/print/{letter.pk + 1}/addressed/{made.pk}/").status_code == 404
