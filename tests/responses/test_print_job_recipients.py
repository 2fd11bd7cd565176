"""Noting how the copies of a large pile went out: so many boxes a form as a request may carry, without a script."""

import re

import pytest
from django.conf import settings

from accounts.now import today
from responses.models import ReplyLetter
from responses.views import print_jobs
from tests.responses.desk import browser, item_in, printed_letter, words
from tests.responses.pile import another
from tests.responses.test_print_job_pages import JOBS, done
from tests.world import World


@pytest.fixture
def letter(world: World) -> ReplyLetter:
    return printed_letter(item_in(world, "replied"))


def test_recipients_of_a_large_pile_are_noted_page_by_page(
    world: World, letter: ReplyLetter, monkeypatch: pytest.MonkeyPatch
):
    """Of more than a thousand boxes ticked Django takes none: the page said 400 and nothing else."""
    assert print_jobs.RECIPIENTS_A_PAGE + 50 < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    letters = [letter, another(letter, 2), another(letter, 3)]
    job = done(world, *letters)
    client, page = browser(world["jia_tech_print"]), f"{JOBS}{job.pk}/"
    client.post(f"{page}printed/")
    assert "分页登记" not in words(client.get(page))
    monkeypatch.setattr(print_jobs, "RECIPIENTS_A_PAGE", 2)
    keys = [one.deliveries.get().pk for one in letters]

    def boxes(answer: object) -> list[int]:
        found = re.findall(r'name="delivery" value="(\d+)" checked', answer.content.decode())
        return [int(key) for key in found]

    first, second = client.get(page), client.get(page, {"recipients": "2"})
    assert (boxes(first), boxes(second)) == (keys[:2], keys[2:])
    assert "还有 3 位" in words(first)
    assert "第 1 页，共 2 页" in words(first)
    address = f"{page}delivered/?recipients=2"
    assert f'action="{address}"' in second.content.decode()
    refused = client.post(address, {"channel": "", "sent_on": "", "delivery": keys[2:]})
    assert (refused.status_code, boxes(refused)) == (422, keys[2:])
    form = {"channel": "post", "sent_on": today().isoformat()}
    answer = client.post(address, form | {"delivery": keys[2:]}, follow=True)
    assert "已登记送达 1 位收件人。" in words(answer)
    assert boxes(answer) == keys[:2]
    answer = client.post(f"{page}delivered/", form | {"delivery": keys[:2]}, follow=True)
    assert "所有收件人都已登记送达。" in words(answer)
