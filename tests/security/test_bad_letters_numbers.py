"""Numbers under bad luck: a clock that jumps, a year that turns, two hands, a killed worker, numbers of others."""

from datetime import date
from functools import partial

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import Membership
from accounts.now import moved_to, today
from accounts.roles import Role
from documents.models import NumberSeries
from proposals.errors import StepBlocked, StepRefused
from proposals.queries import last_step_number
from proposals.states import ProposalState as S
from responses import jobs
from responses.letters.printing import fill_pdf
from responses.models import Delivery, ReplyLetter
from responses.services.issuing import issue
from tests.responses.desk import browser, item_in
from tests.road import again
from tests.security.bad_letters import issued_by_hand, kept_files, next_number, nothing_written, refused_issue
from tests.threads import at_once
from tests.world import World, build

SERIES = "/admin/documents/numberseries/add/"


# -- the clock ---------------------------------------------------------------------------------------------------------


def test_a_clock_set_back_after_the_signature_stops_the_issue_in_words(world: World) -> None:
    with moved_to(date(2026, 3, 10)):
        item = item_in(world, "signed")
    assert today() == date(2026, 3, 2)
    assert refused_issue(world, item) == [
        "签发日期是2026年3月10日，晚于今天（2026年3月2日），请系统管理员核对服务器的日期后再编号印发。"
    ]
    with moved_to(date(2026, 3, 10)):
        assert issued_by_hand(world, item).number == "甲科提复〔2026〕1号"


def test_a_clock_set_back_between_two_letters_gives_no_number_twice(world: World) -> None:
    with moved_to(date(2026, 3, 10)):
        first = issued_by_hand(world, item_in(world, "signed"))
    second = issued_by_hand(world, item_in(world, "signed", "jia_member2"))
    assert [first.serial, second.serial] == [1, 2]
    assert second.issued_at < first.issued_at


def test_the_year_turns_between_two_letters(world: World) -> None:
    with moved_to(date(2026, 12, 31)):
        old, late = item_in(world, "signed"), item_in(world, "signed", "jia_member2")
        assert issued_by_hand(world, old).number == "甲科提复〔2026〕1号"
    with moved_to(date(2027, 1, 4)):
        assert issued_by_hand(world, item_in(world, "signed", "jia_member3")).number == "甲科提复〔2027〕1号"
        assert issued_by_hand(world, late).number == "甲科提复〔2026〕2号"
    rows = NumberSeries.objects.filter(unit=world.jia.tech, kind="proposal").order_by("year")
    assert list(rows.values_list("year", "code", "next_number")) == [
        (2026, "甲科提复", 3),
        (2027, "甲科提复", 2),
    ]


# -- two hands ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.broker
def test_two_clerks_at_the_same_second_get_two_numbers_and_one_item_one(
    transactional_db: None, on_monday: None
) -> None:
    world = build()
    unit = world.jia.tech
    Membership.objects.create(
        user=world["jia_edu_office"], unit=unit, role=Role.UNIT_OFFICE, starts_on=date(2020, 1, 1)
    )
    hands = (world["jia_tech_office"], world["jia_edu_office"])
    with moved_to(date(2027, 1, 4)):  # the first letters of a year: its series is not there yet
        one = item_in(world, "signed")
        seen = last_step_number(one)
        calls = [partial(issue, one, by=hand, seen=seen) for hand in hands]
        outcome = at_once(calls, StepRefused)
        assert sorted(type(each).__name__ for each in outcome) == ["ReplyLetter", "StaleStep"]
        others = [item_in(world, "signed", f"jia_member{place}") for place in (2, 3)]
        calls = [
            partial(issue, item, by=hand, seen=last_step_number(item))
            for item, hand in zip(others, hands, strict=True)
        ]
        assert all(isinstance(each, ReplyLetter) for each in at_once(calls, StepRefused))
    assert sorted(ReplyLetter.objects.values_list("number", flat=True)) == [
        "甲科提复〔2027〕1号",
        "甲科提复〔2027〕2号",
        "甲科提复〔2027〕3号",
    ]
    assert Delivery.objects.count() == 3


# -- a worker killed between number and file ----------------------------------------------------------


def test_a_worker_that_dies_after_writing_the_file_leaves_a_letter_that_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Words of its own: the same letter would have the same bytes, hence the same file, as another test's.
    body = "您的提案收悉，写完文件即告中断的一名后台工人，现将有关情况答复如下：已经办妥。感谢您的关心。"
    letter = issued_by_hand(world, item_in(world, "signed", body=body))
    before = kept_files()
    with transaction.atomic():
        assert fill_pdf(letter.pk)
        transaction.set_rollback(True)  # the process is gone: the file lies there, the row knows nothing
    orphan = set(kept_files()) - set(before)
    letter.refresh_from_db()
    assert (letter.rendered_at, letter.sha256, len(orphan)) == (None, "", 1)
    with default_storage.open(next(iter(orphan)), "wb") as torn:
        torn.write(b"%PDF-1.7 half")
    queued: list[int] = []
    monkeypatch.setattr(jobs.render_letter, "delay", queued.append)
    monkeypatch.setattr(jobs, "WAIT_BEFORE_REQUEUE", jobs.WAIT_BEFORE_REQUEUE * -1)
    assert jobs.requeue_letters() == 1
    assert fill_pdf(queued[0])
    assert not fill_pdf(queued[0])
    letter.refresh_from_db()
    assert (letter.number, next_number(world)) == ("甲科提复〔2026〕1号", 2)
    assert set(kept_files()) - set(before) == orphan == {letter.pdf.name}
    with letter.pdf.open("rb") as file:
        assert file.read().rstrip().endswith(b"%%EOF")
    assert ReplyLetter.objects.count() == 1


# -- numbers no paper can bear -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "starts_at", "field", "sentence"),
    [
        ("甲科<b>", 1, "code", "机关代字由 1 至 12 个汉字组成，如“温科提复”。"),
        ("甲科\u202e提", 1, "code", "机关代字由 1 至 12 个汉字组成，如“温科提复”。"),
        ("甲科\ue000提", 1, "code", "机关代字由 1 至 12 个汉字组成，如“温科提复”。"),
        ("=1+1", 1, "code", "机关代字由 1 至 12 个汉字组成，如“温科提复”。"),
        ("甲科函", 0, "starts_at", "起始号在 1 到 99999 之间。"),
        ("甲科函", 2_147_483_647, "starts_at", "起始号在 1 到 99999 之间。"),
    ],
)
def test_a_series_no_paper_can_bear_is_refused(
    world: World, code: str, starts_at: int, field: str, sentence: str
) -> None:
    client = browser(world["jia_tech_office"])
    data = {"unit": world.jia.tech.pk, "kind": "proposal", "year": 2028, "code": code, "starts_at": starts_at}
    with nothing_written():
        answer = client.post(SERIES, data)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors == {field: [sentence]}


def test_a_refusal_after_the_number_was_taken_gives_it_back(world: World) -> None:
    """The last check of an issue stands behind the number: a title the phrase makes too long to keep."""
    rules = world.jia.cppcc.rules
    rules.phrases = rules.phrases | {"title": "{title}{title}的答复函"}
    rules.save()
    item = item_in(world, "signed")
    type(item).objects.filter(pk=item.pk).update(title="长" * 120)
    assert refused_issue(world, item) == [
        "标题有 244 字，最多 200 字；请本机构办公室修改办理规则中的标题用语。"
    ]
    type(item).objects.filter(pk=item.pk).update(title="关于修路的建议")
    assert issued_by_hand(world, item).serial == 1


def test_a_blocked_issue_is_never_a_half_one(world: World) -> None:
    item = item_in(world, "signed")
    with pytest.raises(StepBlocked):
        issue(
            item, by=world["jia_tech_office"], seen=last_step_number(item), external_number="甲科函〔26〕1号"
        )
    assert (again(item).state, Delivery.objects.count(), next_number(world)) == (S.SIGNED, 0, 1)
