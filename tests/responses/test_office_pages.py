"""The admin's lists of this room, the chain and the number series, and the panel on an item's page."""

import pytest

from documents.models import NumberSeries
from responses.models import ReviewChainStage
from tests.responses.desk import browser, item_in, page, printed_letter, text_of, words
from tests.road import rated
from tests.world import World

TEXTS = "/admin/responses/response/"
CHAIN = "/admin/responses/reviewchainstage/"
SERIES = "/admin/documents/numberseries/"
LETTERS = "/admin/responses/replyletter/"
RATINGS = "/admin/responses/evaluation/"


def shown(world: World, who: str, address: str) -> list | int:
    answer = browser(world[who]).get(address)
    return list(answer.context["cl"].result_list) if answer.status_code == 200 else answer.status_code


def test_lists_show_what_the_queries_say(world: World):
    item = item_in(world, "replied", co=[world.jia.edu])
    letter = printed_letter(item)
    rated(item)
    response = letter.response
    rating = response.evaluations.get()
    expected = {
        "jia_tech_clerk": ([response], [letter], [rating]),
        "jia_edu_clerk": ([], [letter], [rating]),
        "jia_fin_clerk": ([], [], []),
        "jia_gov": ([], [letter], [rating]),
        "jia_cppcc_office": (403, [letter], [rating]),
        "jia_npc_office": (403, [], []),
        "yi_tech_clerk": ([], [], []),
        "root": (403, 403, 403),
    }
    assert {
        who: tuple(shown(world, who, one) for one in (TEXTS, LETTERS, RATINGS)) for who in expected
    } == expected


def test_nothing_is_added_changed_or_deleted_there(world: World):
    item = item_in(world, "replied")
    letter = printed_letter(item)
    rated(item)
    client = browser(world["jia_tech_office"])
    for base, pk in ((LETTERS, letter.pk), (RATINGS, letter.response.evaluations.get().pk)):
        assert client.get(f"{base}{pk}/change/").status_code == 200
        assert client.post(f"{base}{pk}/change/", {"number": "改"}).status_code == 403
        assert client.get(f"{base}add/").status_code == 403
        assert client.post(f"{base}{pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get(f"{TEXTS}add/").status_code == 403
    assert client.post(f"{TEXTS}{letter.response_id}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_for_more_rows(world: World, rows: int, django_assert_max_num_queries):
    for seat in ("jia_member1", "jia_member2", "jia_member3")[:rows]:
        printed_letter(item_in(world, "replied", seat))
    client = browser(world["jia_tech_office"])
    client.get(TEXTS)
    counts = {}
    for address, limit in ((TEXTS, 20), (LETTERS, 20)):
        with django_assert_max_num_queries(limit) as queries:
            assert len(client.get(address).context["cl"].result_list) == rows
        counts[address] = len(queries)
    assert counts == {TEXTS: TEXTS_QUERIES, LETTERS: LETTERS_QUERIES}


TEXTS_QUERIES, LETTERS_QUERIES = 9, 11


def test_a_unit_keeps_its_own_chain(world: World):
    client = browser(world["jia_tech_office"])
    data = {"unit": world.jia.tech.pk, "order": 1, "role": "section_head", "reviewing_unit": ""}
    assert client.post(f"{CHAIN}add/", data).status_code == 302
    stage = ReviewChainStage.objects.get()
    assert (stage.unit, stage.order, stage.role, stage.reviewing_unit) == (
        world.jia.tech,
        1,
        "section_head",
        None,
    )
    for wrong in (
        {"unit": world.jia.edu.pk},
        {"role": "clerk"},
        {"role": "print_staff"},
        {"reviewing_unit": world.yi.tech.pk},
        {"order": 1},
    ):
        assert client.post(f"{CHAIN}add/", data | {"order": 2} | wrong).status_code == 200
    assert ReviewChainStage.objects.count() == 1
    statuses = {
        who: browser(world[who]).get(f"{CHAIN}{stage.pk}/change/").status_code
        for who in (
            "jia_tech_office",
            "root",
            "jia_edu_office",
            "yi_tech_office",
            "jia_tech_clerk",
            "jia_gov",
        )
    }
    assert statuses == {
        "jia_tech_office": 200,
        "root": 200,
        "jia_edu_office": 404,
        "yi_tech_office": 404,
        "jia_tech_clerk": 403,
        "jia_gov": 403,
    }
    assert client.post(f"{CHAIN}{stage.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not ReviewChainStage.objects.exists()


def test_a_series_is_free_until_its_first_number(world: World):
    series = NumberSeries.objects.get(unit=world.jia.tech, kind="proposal")
    client = browser(world["jia_tech_office"])
    address = f"{SERIES}{series.pk}/change/"
    assert client.post(address, {"code": "甲科技提复", "starts_at": 125}).status_code == 302
    series.refresh_from_db()
    assert (series.code, series.starts_at, series.next_number) == ("甲科技提复", 125, 125)
    item_in(world, "replied")
    assert client.post(address, {"code": "又改", "starts_at": 1}).status_code == 403
    series.refresh_from_db()
    assert (series.code, series.starts_at, series.next_number) == ("甲科技提复", 125, 126)
    assert client.get(address).status_code == 200
    assert {one.unit for one in shown(world, "jia_tech_office", SERIES)} == {world.jia.tech}
    assert {who: shown(world, who, SERIES) for who in ("root", "jia_tech_clerk", "jia_gov")} == {
        "root": 403,
        "jia_tech_clerk": 403,
        "jia_gov": 403,
    }
    assert browser(world["yi_tech_office"]).get(address).status_code == 404


def test_a_new_series_starts_at_its_first_number(world: World):
    data = {"unit": world.jia.tech.pk, "kind": "proposal", "year": 2027, "code": "甲科提复", "starts_at": 7}
    client = browser(world["jia_tech_office"])
    assert client.post(f"{SERIES}add/", data).status_code == 302
    assert NumberSeries.objects.get(year=2027).next_number == 7
    assert client.post(f"{SERIES}add/", data | {"year": 2028, "unit": world.jia.edu.pk}).status_code == 200
    assert client.post(f"{SERIES}add/", data | {"year": 2028, "starts_at": 0}).status_code == 200
    assert not NumberSeries.objects.filter(year=2028).exists()


def test_the_items_page_leads_to_the_text_the_letter_and_the_paper_form(world: World):
    item = item_in(world, "drafting", co=[world.jia.edu])
    address = f"/admin/proposals/proposal/{item.pk}/change/"
    start, paper = (
        f"/admin/responses/response/start/{item.pk}/",
        f"/admin/responses/evaluation/paper/{item.pk}/",
    )
    assert "拟写答复" in words(browser(world["jia_tech_clerk"]).get(address))
    for who in ("jia_tech_head", "jia_edu_clerk", "jia_cppcc_office"):
        assert start not in browser(world[who]).get(address).content.decode()
    item = item_in(world, "replied", "jia_member2", co=[world.jia.edu])
    letter = printed_letter(item)
    address, paper = (one.replace(address.split("/")[4], str(item.pk)) for one in (address, paper))
    links = {
        who: {
            link: link in browser(world[who]).get(address).content.decode()
            for link in (f"/letters/{letter.pk}/letter.pdf", f"/print/{letter.pk}/", paper)
        }.values()
        for who in ("jia_tech_print", "jia_edu_clerk", "jia_cppcc_office")
    }
    assert {who: tuple(found) for who, found in links.items()} == {
        "jia_tech_print": (True, True, False),
        "jia_edu_clerk": (True, False, False),
        "jia_cppcc_office": (True, False, True),
    }
    assert browser(world["jia_tech_clerk"]).get(page(text_of(item) or letter.response)).status_code == 200
