"""Notices and letters about an item are held to the same: what cannot be printed takes no number."""

from datetime import date

import pytest
from django.core.files.storage import default_storage

from documents.models import NumberSeries, Stationery
from documents.pictures import accept
from proposals.errors import StepBlocked
from proposals.permissions import open_lead
from proposals.services import papers
from proposals.states import ProposalState as S
from tests.documents.signing_kit import seal_picture
from tests.responses.desk import item_in
from tests.security.bad_letters import nothing_written
from tests.world import World

WORDS = {
    "reason": "情况复杂。",
    "steps": "已开展调研。",
    "asked": date(2026, 7, 1),
    "told_on": date(2026, 3, 2),
    "told_how": "电话",
}


@pytest.fixture
def series(world: World) -> NumberSeries:
    return NumberSeries.objects.create(unit=world.jia.tech, kind="extension", year=2026, code="甲科延")


def refused(world: World, **words: str) -> list[str]:
    part = open_lead(item_in(world, S.DRAFTING))
    with nothing_written(), pytest.raises(StepBlocked) as blocked:
        papers.extension_letter(part, **(WORDS | words), by=world["jia_tech_office"])
    return blocked.value.sentences


def test_a_code_no_paper_can_bear_is_named(world: World, series: NumberSeries) -> None:
    NumberSeries.objects.filter(pk=series.pk).update(code="甲科\ue000延")
    assert refused(world) == [
        "发文字号中的“\ue000”（U+E000）没有可用的字形，不能印发；请改用规范字或补装字体。"
    ]


def test_a_lost_seal_is_named(world: World, series: NumberSeries) -> None:
    seal = accept(seal_picture(), by=world["jia_tech_office"])
    Stationery.objects.create(unit=world.jia.tech, seal=seal, print_seal=True)
    default_storage.delete(seal.file.name)
    assert refused(world) == [f"图片的文件不在（摘要 {seal.sha256[:12]}…），请管理员从备份恢复。"]


def test_a_table_nobody_reads_is_refused(world: World, series: NumberSeries) -> None:
    assert refused(world, reason="|" + "甲|" * 30) == [
        "有一张表格有 30 列，最多排 20 列，不能印发；请分成几张表，或作为图片放进附件。"
    ]


def test_a_text_without_end_is_refused(world: World, series: NumberSeries) -> None:
    [sentence] = refused(world, reason="短。\n" * 9000)
    assert sentence.endswith("页，超过 400 页，不能排印；请把资料改作单独的材料另送。")


def test_the_number_refused_before_is_the_first(world: World, series: NumberSeries) -> None:
    refused(world, steps="\u202e")
    part = open_lead(item_in(world, S.DRAFTING, "jia_member2"))
    paper = papers.extension_letter(part, **WORDS, by=world["jia_tech_office"])
    assert paper.number == "甲科延〔2026〕1号"
