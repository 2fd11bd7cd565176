"""The papers about an item: who may issue each, what it says, its number, its file, what can never change."""

import io
from datetime import date, timedelta

import pdfplumber
import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent, Notice, Unit
from accounts.now import moved_to, today
from documents.models import NumberSeries
from documents.stationery import imprint_office_of
from proposals.errors import NotYours, StepBlocked, StepNotOpen
from proposals.jobs import requeue_papers
from proposals.models import Paper
from proposals.permissions import open_lead
from proposals.queries import running_clocks, visible_papers
from proposals.services import papers
from proposals.services.paper_offices import standing_of
from proposals.services.paper_words import distance, in_words
from proposals.stages import deadline
from proposals.states import ProposalState as S
from proposals.tasks import print_paper
from tests.proposals.paper_kinds import ALLOWED, KINDS, part_of, ready
from tests.road import again, item_of, walk
from tests.world import World


@pytest.fixture
def item(world: World):
    return walk(
        item_of(world.seat("jia_member1"), S.SUBMITTED),
        to=S.DRAFTING,
        lead=world.jia.tech,
        co=[world.jia.edu],
    )


def words_of(paper):
    paper.refresh_from_db()
    with paper.pdf.open("rb") as kept:
        content = kept.read()
    with pdfplumber.open(io.BytesIO(content)) as file:
        return "".join("".join(page.extract_text().split()) for page in file.pages)


@pytest.mark.parametrize("kind", KINDS)
def test_only_whose_paper_it_is_may_issue_it(world, item, kind):
    part = ready(item, kind, world)
    for person in world.everybody:
        if person.username in ALLOWED[kind]:
            continue
        with pytest.raises(NotYours):
            KINDS[kind](part, person)
    assert not Paper.objects.exists()
    for username in sorted(ALLOWED[kind])[:1]:
        assert KINDS[kind](part, world[username]).kind == kind


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_takes_the_next_number_of_its_unit_or_none(world, item, kind):
    part = ready(item, kind, world)
    by = world[min(ALLOWED[kind])]
    unit = standing_of(kind, part, by).unit
    series = NumberSeries.objects.create(unit=unit, kind=kind, year=2026, code="甲试", next_number=7)
    paper = KINDS[kind](part, by)
    assert (paper.number, paper.serial, paper.series) == ("甲试〔2026〕7号", 7, series)
    assert paper.content["number"] == paper.number
    assert paper.content["unnumbered"] is False


@pytest.mark.parametrize("kind", KINDS)
def test_a_unit_without_a_series_issues_unnumbered_papers(world, item, kind):
    paper = KINDS[kind](ready(item, kind, world), world[min(ALLOWED[kind])])
    assert (paper.number, paper.serial, paper.series) == ("", None, None)
    assert paper.content["unnumbered"] is True
    assert AuditEvent.objects.filter(what="paper.issue", object_id=paper.pk).count() == 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_is_made_once_and_says_what_was_frozen(world, item, kind):
    paper = KINDS[kind](ready(item, kind, world), world[min(ALLOWED[kind])])
    print_paper(paper.pk)
    text = words_of(paper)
    for said in (paper.title, "第1号", "《关于建设乡镇图书室的建议》", "2026年3月2日", paper.unit.name):
        assert said in text
    first = (paper.sha256, paper.rendered_at)
    print_paper(paper.pk)
    paper.refresh_from_db()
    assert (paper.sha256, paper.rendered_at) == first


def test_the_notice_of_handing_over_names_units_and_limits(world, item):
    paper = KINDS["hand_over"](part_of(item, "hand_over"), world["jia_gov"])
    body = "\n".join(paper.content["paragraphs"])
    assert f"主办单位：{world.jia.tech.name}。会办单位：{world.jia.edu.name}。" in body
    for clock in running_clocks().filter(proposal=item):
        assert (
            f"{clock.due_on.year}年{clock.due_on.month}月{clock.due_on.day}日（{in_words(clock.explanation)}）"
            in body
        )
    assert paper.content["addressee"] == f"{world.jia.tech.name}，{world.jia.edu.name}："


def test_urging_says_how_late_it_is(world, item, calendar):
    part = part_of(item, "urge")
    clock = papers.clock_of(part)
    paper = papers.urge(
        part, demand="请说明进展。", reply_by=today() + timedelta(days=3), by=world["jia_cppcc_office"]
    )
    left = deadline(clock.due_on, today(), calendar).distance
    assert left.replace("还剩 ", "距期限还有").replace(" ", "") in paper.content["paragraphs"][0]
    assert paper.content["paragraphs"][1:] == ["请说明进展。", "请于2026年3月5日前将办理情况书面告知我单位。"]
    assert paper.unit == world.jia.cppcc.office
    assert [
        distance(date(2026, 3, 2), day, calendar)
        for day in (date(2026, 2, 27), date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 9))
    ] == [
        "距期限还有2个工作日",  # Saturday the 28th is worked
        "今天到期",
        "已逾期4个工作日",
        "已逾期5个工作日",
    ]


def test_no_paper_says_where_a_rule_of_ours_comes_from(world, item):
    """What an office noted beside its rules (本系统默认值，由提案委确认) is no word of a formal paper."""
    for kind in KINDS:
        paper = KINDS[kind](ready(item, kind, world), world[min(ALLOWED[kind])])
        assert "规则：" not in "".join(paper.content["paragraphs"])
    assert in_words("3 个月，自 2023-03-28 交办之日起，至 2023-06-28（星期三）；规则：代表法第五十一条") == (
        "3个月，自2023年3月28日交办之日起，至2023年6月28日（星期三）"
    )


def test_the_imprint_of_an_office_names_it_once():
    for name, printed in (
        ("温州市人民政府办公室", "温州市人民政府办公室"),
        ("温州市水利局", "温州市水利局办公室"),
    ):
        assert imprint_office_of(Unit(name=name)) == printed


def test_the_co_handlers_letter_says_its_opinion_to_the_lead(world, item):
    part = part_of(item, "co_opinion")
    with pytest.raises(StepBlocked, match="请先填写会办意见"):
        papers.co_opinion_letter(part, by=world["jia_edu_office"])
    paper = KINDS["co_opinion"](ready(item, "co_opinion", world), world["jia_edu_office"])
    assert paper.title.endswith("第1号提案的会办意见")
    assert paper.content["addressee"] == f"{world.jia.tech.name}："
    assert paper.content["paragraphs"][1:3] == ["同意所提建议。", "我局将配合办理。"]
    assert paper.content["contact"] == "联系人：李老师 88961234"
    assert paper.content["layout"] == "letter"
    with pytest.raises(StepNotOpen, match="已经印发"):
        papers.co_opinion_letter(part, by=world["jia_edu_office"])


def extend(part, world, **words):
    given = {
        "reason": "难。",
        "steps": "无。",
        "asked": date(2026, 7, 1),
        "told_on": today(),
        "told_how": "电话",
    }
    return papers.extension_letter(part, **given | words, by=world["jia_tech_office"])


@pytest.mark.parametrize("how", ["电话", " 电话方式 "])
def test_the_letter_says_when_and_how_the_proposer_was_told(world, item, how):
    part = part_of(item, "extension")
    assert part.handed_over_on == today()
    with moved_to(today() + timedelta(days=2)):
        paper = extend(part, world, told_on=today() - timedelta(days=1), told_how=how)
    assert paper.content["paragraphs"][-3:] == [
        "三、告知提出人的情况",
        "我单位已于2026年3月3日以电话方式，将申请延期的情况告知提出人。",
        "妥否，请函复。",
    ]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"told_on": None}, "请填写告知提出人的日期，"),
        ({"told_on": date(2026, 3, 1)}, "请填写告知提出人的日期，不能早于交办之日"),
        ({"told_on": date(2026, 3, 3)}, "请填写告知提出人的日期，.*不能晚于今天"),
        ({"told_how": "  "}, "请写明告知提出人的方式"),
        ({"told_how": "方式"}, "请写明告知提出人的方式"),
    ],
)
def test_nothing_is_asked_for_behind_the_proposers_back(world, item, told, sentence):
    with pytest.raises(StepBlocked, match=sentence):
        extend(part_of(item, "extension"), world, **told)
    assert not Paper.objects.exists()


@pytest.mark.parametrize("kind", ["hand_over", "urge", "extension"])
def test_a_second_click_issues_nothing(world, item, kind):
    part, by = part_of(item, kind), world[min(ALLOWED[kind])]
    KINDS[kind](part, by)
    with pytest.raises(StepNotOpen, match="印发"):
        KINDS[kind](part, by)
    assert Paper.objects.count() == 1


def test_what_is_missing_is_said_all_at_once(world, item):
    part = part_of(item, "extension")
    with pytest.raises(StepBlocked) as refused:
        papers.extension_letter(
            part, reason=" ", steps="", asked=None, told_on=None, told_how="", by=world["jia_tech_office"]
        )
    assert [sentence[:6] for sentence in refused.value.sentences] == [
        "请写明申请延",
        "请写明已开展",
        "请写明告知提",
        "请填写申请延",
        "请填写告知提",
    ]
    with pytest.raises(StepBlocked, match="规则允许的最长期限"):
        extend(part, world, asked=date(2027, 9, 30))
    with pytest.raises(StepBlocked) as refused:
        papers.urge(part, demand="", reply_by=today() - timedelta(days=1), by=world["jia_gov"])
    assert len(refused.value.sentences) == 2


def test_an_unprintable_character_takes_no_number(world, item):
    NumberSeries.objects.create(unit=world.jia.tech, kind="extension", year=2026, code="甲科延")
    for bad in ("\ue000", "\u202e", "\x07"):
        with pytest.raises(StepBlocked, match=f"^正文中.*（U\\+{ord(bad):04X}）.*不能印发"):
            extend(part_of(item, "extension"), world, reason=f"因{bad}故。")
    assert not Paper.objects.exists()
    assert NumberSeries.objects.get(code="甲科延").next_number == 1


def test_a_rollback_gives_the_number_back(world, item):
    NumberSeries.objects.create(unit=world.jia.tech, kind="extension", year=2026, code="甲科延")
    told = Notice.objects.count()
    with transaction.atomic():
        KINDS["extension"](part_of(item, "extension"), world["jia_tech_office"])
        transaction.set_rollback(True)
    assert not Paper.objects.exists()
    assert Notice.objects.count() == told
    assert NumberSeries.objects.get(code="甲科延").next_number == 1


def test_a_released_unit_issues_nothing(world, item):
    part = part_of(item, "urge")
    walked = walk(item, to=S.REPLIED)
    for kind in ("hand_over", "urge", "extension"):
        with pytest.raises(StepNotOpen):
            KINDS[kind](open_lead(again(walked)) or part, world[min(ALLOWED[kind])])


def test_an_issued_paper_is_frozen(world, item):
    paper = KINDS["hand_over"](part_of(item, "hand_over"), world["jia_gov"])
    for change in ({"title": "另一个"}, {"content": {}}, {"number": "甲〔2026〕1号"}):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            Paper.objects.filter(pk=paper.pk).update(**change)
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        paper.delete()


def test_the_clock_queues_what_lies_unprinted(world, item):
    paper = KINDS["hand_over"](part_of(item, "hand_over"), world["jia_gov"])
    assert requeue_papers() == 0
    with moved_to(today() + timedelta(days=1)):
        assert requeue_papers() == 1
    print_paper(paper.pk)
    assert requeue_papers() == 0


def test_who_may_read_each_paper(world, item):
    urge_co = papers.urge(
        part_of(item, "co_opinion"), demand="请报意见。", reply_by=today(), by=world["jia_gov"]
    )
    made = {kind: run(ready(item, kind, world), world[min(ALLOWED[kind])]) for kind, run in KINDS.items()}
    made["urge_co"] = urge_co
    offices = {"jia_gov", "jia_cppcc_office"}
    tech = {f"jia_tech_{role}" for role in ("office", "clerk", "clerk2", "head", "leader", "signer", "print")}
    edu = {f"jia_edu_{role}" for role in ("office", "clerk", "clerk2", "head", "leader", "signer", "print")}
    expected = {
        "hand_over": offices | tech | edu,
        "urge": offices | tech,
        "urge_co": offices | edu,
        "co_opinion": offices | tech | edu,
        "extension": offices | tech,
    }
    for kind, paper in made.items():
        readers = {
            person.username
            for person in world.everybody
            if visible_papers(person).filter(pk=paper.pk).exists()
        }
        assert readers == expected[kind], kind
