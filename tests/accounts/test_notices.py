"""What somebody was told: their own notices only, opened once, led to pages of this host only; and large type."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Notice, User
from accounts.notices import notify
from accounts.now import now
from tests.accounts.pages import text_of
from tests.world import World

PAGE = "/notices/"


def told(person: User, path: str = "/password/", subject: str = "关于建设图书室的建议：已签收") -> Notice:
    return notify([person], subject, "主办单位已签收。", path)[0]


@pytest.fixture
def member(client: Client, world: World) -> User:
    client.force_login(world["jia_member1"])
    return world["jia_member1"]


def test_each_sees_their_own_and_the_empty_list_says_what_fills_it(
    client: Client, world: World, member: User
):
    told(world["jia_member2"], subject="别人的事")
    empty = text_of(client.get(PAGE))
    assert "还没有通知。提案、建议每走一步，需要您知道或办理的，会在这里出现，并发到您的邮箱。" in empty
    told(member)
    page = client.get(PAGE)
    assert [notice.subject for notice in page.context["page"]] == ["关于建设图书室的建议：已签收"]
    assert "共 1 条，1 条未读。" in text_of(page)
    assert "未读" in text_of(page)
    assert "2026-03-02 09:00" in text_of(page)


def test_opening_marks_it_read_and_leads_to_its_page(client: Client, world: World, member: User):
    notice, other = told(member), told(member)
    response = client.post(reverse("notice_open", args=[notice.pk]))
    assert (response.status_code, response["Location"]) == (302, "/password/")
    assert list(Notice.objects.filter(read_at__isnull=True)) == [other]
    first_read = Notice.objects.get(pk=notice.pk).read_at
    client.post(reverse("notice_open", args=[notice.pk]))
    assert Notice.objects.get(pk=notice.pk).read_at == first_read


def test_nobody_opens_anothers_and_looking_is_no_reading(client: Client, world: World, member: User):
    foreign, mine = told(world["jia_member2"]), told(member)
    assert client.post(reverse("notice_open", args=[foreign.pk])).status_code == 404
    assert client.get(reverse("notice_open", args=[mine.pk])).status_code == 405
    assert client.get(PAGE).status_code == 200
    assert Notice.objects.filter(read_at__isnull=True).count() == 2
    assert Client().post(reverse("notice_open", args=[mine.pk]))["Location"].startswith("/login/")


@pytest.mark.parametrize(
    "path",
    ["", "https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "my/7/"],
)
def test_a_notice_leads_to_this_host_or_nowhere(client: Client, world: World, member: User, path: str):
    notice = told(member, path)
    assert client.post(reverse("notice_open", args=[notice.pk]))["Location"] == PAGE


def test_all_are_marked_read_by_post_and_only_ones_own(client: Client, world: World, member: User):
    foreign = told(world["jia_member2"])
    for _ in range(3):
        told(member)
    assert client.get("/notices/read/").status_code == 405
    page = client.post("/notices/read/", follow=True)
    assert "已将 3 条通知标为已读。" in text_of(page)
    assert "共 3 条，都已读过。" in text_of(page)
    assert list(Notice.objects.filter(read_at__isnull=True)) == [foreign]


def test_fifty_a_page_at_the_same_cost(client: Client, world: World, member: User, django_assert_num_queries):
    told(member)
    client.get(PAGE)
    # Session, person, count, unread, the rows; for the head: seats, staff or not (asked twice), unread again.
    with django_assert_num_queries(9):
        client.get(PAGE)
    Notice.objects.bulk_create(
        Notice(recipient=member, subject=f"第 {n} 条", created_at=now()) for n in range(60)
    )
    with django_assert_num_queries(9):
        first = client.get(PAGE)
    assert (len(first.context["page"]), "第 1 页，共 2 页" in text_of(first)) == (50, True)
    assert len(client.get(f"{PAGE}?page=2").context["page"]) == 11
    assert client.get(f"{PAGE}?page=900").context["page"].number == 2
    assert client.get(f"{PAGE}?page=x").context["page"].number == 1


def test_what_a_notice_says_is_text_and_never_markup(client: Client, world: World, member: User):
    notify([member], "<b>标题</b>", "<script>alert(1)</script>{{ request }}", "")
    source = client.get(PAGE).content.decode()
    assert "&lt;b&gt;标题&lt;/b&gt;" in source
    assert "<script>alert" not in source
    assert "{{ request }}" in source


def test_the_active_are_told_once_each_and_the_clock_never(world: World):
    off = world["jia_member3"]
    off.is_active = False
    people = [world["jia_member1"], world["jia_member1"], off, world["clock"], world["jia_member2"]]
    notify(people, "很长的标题" * 100)
    rows = Notice.objects.order_by("pk").values_list("recipient__username", "subject")
    assert list(rows) == [
        ("jia_member1", ("很长的标题" * 100)[:200]),
        ("jia_member2", ("很长的标题" * 100)[:200]),
    ]


class TestLargeType:
    def test_it_is_switched_on_and_off_for_this_person(self, client: Client, member: User):
        for wanted in (True, False):
            assert client.post("/large-type/", {"next": "/notices/?page=2"})["Location"] == "/notices/?page=2"
            member.refresh_from_db()
            assert member.large_type is wanted
            assert ("large-type" in client.get(PAGE).content.decode().split(">")[1]) is wanted

    @pytest.mark.parametrize("wanted", ["", "https://evil.example/", "//evil.example/"])
    def test_it_leads_back_within_this_host_only(self, client: Client, member: User, wanted: str):
        assert client.post("/large-type/", {"next": wanted})["Location"] == "/"

    def test_it_is_a_post_of_somebody_logged_in(self, client: Client, world: World):
        # Nothing can be opened at this address: afterwards the front page is.
        assert client.post("/large-type/")["Location"] == "/login/?next=%2F&unsaved=yes"
        client.force_login(world["jia_member1"])
        assert client.get("/large-type/").status_code == 405
