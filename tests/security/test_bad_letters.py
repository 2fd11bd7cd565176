"""Bad words on the way of a letter: refused in a sentence where they are typed, or named before a number is taken."""

from urllib.parse import urlencode

import pytest
from django.http import HttpResponse

from proposals.states import ProposalState as S
from responses.models import Response
from responses.services.drafting import LONGEST_BODY, MOST_PARAGRAPHS
from tests.responses.desk import begun, browser, errors_on, item_in, page, text_of, typed
from tests.road import again, written
from tests.security.bad_letters import nothing_written, refused_issue
from tests.world import World

NO_FACE = "没有可用的字形，不能印发；请改用规范字或补装字体。"
CONTROL = "有不能保存的控制字符（U+0000），请删去后再提交。"


def save(world: World, response: Response, **changes: object) -> HttpResponse:
    """Press 保存 on the workbench as the clerk."""
    client = browser(world["jia_tech_clerk"])
    with nothing_written():
        return client.post(page(response), typed(response, **changes))


# -- refused where it is typed -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("body", "字" * (LONGEST_BODY + 1), "正文最多 120000 字，现有 120001 字，请改短。"),
        ("body", "字\n" * (MOST_PARAGRAPHS + 1), "正文超过 4000 段，请把资料改作附件。"),
        ("addressee", "称" * 121, "主送最多 120 字，现有 121 字，请改短。"),
        ("contact_name", "名" * 41, "联系人最多 40 字，现有 41 字，请改短。"),
        ("contact_phone", "8" * 61, "联系电话最多 60 字，现有 61 字，请改短。"),
        ("copies", "抄" * 201, "抄送最多 200 字，现有 201 字，请改短。"),
        ("secrecy", "内" * 21, "保密标注最多 20 字，现有 21 字，请改短。"),
        ("note", "注" * 101, "附注最多 100 字，现有 101 字，请改短。"),
        ("note", "注\x00", f"附注{CONTROL}"),
        ("body", "正文\x00。", f"正文{CONTROL}"),
        ("addressee", "甲委员\x00：", f"主送{CONTROL}"),
        ("contact_name", "甲\x00", f"联系人{CONTROL}"),
        ("copies", "抄送：市府办\x00。", f"抄送{CONTROL}"),
        ("secrecy", "机密", "本系统不得处理涉密件，请按保密规定另行办理。"),
    ],
)
def test_what_a_field_cannot_hold_is_refused_with_its_name(
    world: World, field: str, value: str, sentence: str
) -> None:
    response = begun(world)
    answer = save(world, response, **{field: value})
    assert (answer.status_code, errors_on(answer)) == (422, [sentence])
    assert answer.context["form"][field].value().replace("\r\n", "\n") == value


def test_the_note_on_a_demand_is_refused_with_its_number_and_not_cut(world: World) -> None:
    response = begun(world)
    demand = response.proposal.demands.first()
    answer = save(world, response, **{f"note_{demand.pk}": "注" * 301})
    assert errors_on(answer) == ["诉求 1 的说明最多 300 字，现有 301 字，请改短。"]
    assert "注" * 301 in answer.content.decode()


def test_a_post_far_beyond_every_limit_is_a_page_and_not_a_crash(world: World) -> None:
    client, response = browser(world["jia_tech_clerk"]), begun(world)
    client.raise_request_exception = False
    with nothing_written():
        answer = client.post(page(response), typed(response, body="字" * 3_000_000))
    assert answer.status_code in (400, 413)
    assert "500" not in answer.content.decode()[:200]


@pytest.mark.parametrize(
    "body",
    ["", " \n\u3000\t\n ", "\u2028\u2029\x85", "。", "……——！？", "| |\n|---|"],
    ids=["empty", "blanks", "line ends", "mark", "marks", "bars"],
)
def test_a_reply_that_says_nothing_is_not_handed_on(world: World, body: str) -> None:
    item = item_in(world, "drafting")
    response = written(item)
    client = browser(world["jia_tech_clerk"])
    answer = client.post(page(response), typed(response, body=body, then="submit_for_review"))
    assert answer.status_code == 422
    assert "请先写好答复正文，再送审。" in errors_on(answer)
    assert again(item).state == S.DRAFTING


def test_half_a_character_in_the_bytes_of_a_form_is_noticed(world: World) -> None:
    """Bytes that are no UTF-8 (a lone surrogate among them) arrive as U+FFFD: the loss is named, never printed."""
    item = item_in(world, "drafting")
    response = written(item)
    data = urlencode(typed(response, body="正文@@。")).replace("%40%40", "%ED%A0%80%FF")
    client = browser(world["jia_tech_clerk"])
    answer = client.post(page(response), data, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 302
    assert "\ufffd" in text_of(item).body
    shown = client.get(page(response))
    assert [one for one in shown.context["unprintable"] if "U+FFFD" in one] == [
        "正文中有没能读出的字（U+FFFD），不能印发，请补上原来的字。"
    ]


# -- named before a number is taken ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("character", "sentence"),
    [
        ("\ue863", f"正文中的“\ue863”（U+E863）{NO_FACE}"),
        ("\U000323af", f"正文中的“\U000323af”（U+323AF）{NO_FACE}"),
        ("😀", f"正文中的“😀”（U+1F600）{NO_FACE}"),
        ("\u202e", "正文中有看不见的控制字符（U+202E），不能印发，请删去。"),
        ("\u200d", "正文中有看不见的控制字符（U+200D），不能印发，请删去。"),
        ("\ufeff", "正文中有看不见的控制字符（U+FEFF），不能印发，请删去。"),
        ("\x1b", "正文中有看不见的控制字符（U+001B），不能印发，请删去。"),
        ("\x07", "正文中有看不见的控制字符（U+0007），不能印发，请删去。"),
        ("\ufffe", f"正文中的“\ufffe”（U+FFFE）{NO_FACE}"),
        ("\xa0", "正文中有特殊的空白（U+00A0），不能印发，请改用普通空格。"),
        ("\ufe0f", f"正文中的“\ufe0f”（U+FE0F）{NO_FACE}"),
    ],
    ids=lambda value: f"U+{ord(value):04X}" if len(value) == 1 else "",
)
def test_a_character_no_paper_bears_is_named_and_takes_no_number(
    world: World, character: str, sentence: str
) -> None:
    item = item_in(world, "signed", body=f"您的提案收悉，现答复如下：道路{character}已修。感谢关心。")
    assert refused_issue(world, item) == [sentence]
