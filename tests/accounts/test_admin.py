"""The office's pages about people: who finds what, what a form can and cannot do, what reaches the trail."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent, Membership, Notice, Substitution, Unit, User
from accounts.now import today
from accounts.queries import people_kept_by, people_seen_by, units_kept_by
from accounts.roles import Role
from tests.accounts.pages import text_of, trail
from tests.world import World

PEOPLE = "/admin/accounts/user/"
POSTS = "/admin/accounts/membership/"
STAND_INS = "/admin/accounts/substitution/"
TABLES = ("city", "unit", "user", "membership", "substitution", "auditevent")


def page_of(person: User) -> str:
    return reverse("admin:accounts_user_change", args=[person.pk])


def logged_in(world: World, username: str) -> Client:
    client = Client()
    client.force_login(world[username])
    return client


def queries_of(client: Client, address: str) -> int:
    """Return what a page costs once everything that is remembered per process is."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.fixture
def office(world: World) -> Client:
    return logged_in(world, "jia_tech_office")


class TestWhoFindsWhat:
    def test_each_person_opens_exactly_the_tables_they_keep(self, world: World):
        keepers = {"gov", "cppcc_office", "npc_office", "tech_office", "edu_office", "fin_office"}
        kept = {"unit", "user", "membership", "substitution"}
        for username, person in world.people.items():
            if username.startswith("yi_"):
                continue
            client = Client()
            client.force_login(person)
            expected = set(TABLES) if username == "root" else kept if username[4:] in keepers else set()
            opened = {table for table in TABLES if client.get(f"/admin/accounts/{table}/").status_code == 200}
            assert opened == expected, username

    def test_list_and_page_agree_with_the_queries_for_every_keeper(self, world: World):
        for username in ("root", "jia_gov", "jia_cppcc_office", "jia_npc_office", "jia_tech_office"):
            client, by = logged_in(world, username), world[username]
            listed = client.get(PEOPLE).context["cl"].queryset
            assert set(listed) == set(people_seen_by(by)), username
            for target in (
                "jia_tech_clerk",
                "jia_edu_clerk",
                "yi_tech_clerk",
                "jia_member1",
                "jia_dual",
                "clock",
            ):
                person = world[target]
                visible = people_seen_by(by).filter(pk=person.pk).exists()
                page = client.get(page_of(person))
                assert page.status_code == (200 if visible else 404), (username, target)
                if visible:
                    kept = people_kept_by(by).filter(pk=person.pk).exists()
                    assert page.context["has_change_permission"] is kept, (username, target)

    def test_units_are_found_by_their_keepers_only(self, world: World):
        for username in ("root", "jia_gov", "jia_tech_office"):
            client, by = logged_in(world, username), world[username]
            for unit in Unit.objects.all():
                kept = units_kept_by(by).filter(pk=unit.pk).exists()
                status = client.get(reverse("admin:accounts_unit_change", args=[unit.pk])).status_code
                assert status == (200 if kept else 404), (username, unit.name)

    def test_nothing_is_ever_deleted_not_even_by_a_superuser(self, world: World):
        root = logged_in(world, "root")
        for person in (world["jia_tech_clerk"], world["jia_member1"]):
            address = reverse("admin:accounts_user_delete", args=[person.pk])
            assert root.post(address, {"post": "yes"}).status_code == 403
        post = world["jia_tech_clerk"].memberships.get()
        assert root.post(reverse("admin:accounts_membership_delete", args=[post.pk])).status_code == 403
        assert "delete_selected" not in root.get(PEOPLE).content.decode()
        bulk = {"action": "delete_selected", "_selected_action": [post.pk], "post": "yes"}
        root.post(POSTS, bulk)
        assert Membership.objects.filter(pk=post.pk).exists()

    def test_groups_are_no_table_here(self, world: World):
        assert logged_in(world, "root").get("/admin/auth/group/").status_code == 404
        assert {
            model._meta.label for model in admin.site._registry if model._meta.app_label == "accounts"
        } == {
            "accounts.City",
            "accounts.Unit",
            "accounts.User",
            "accounts.Membership",
            "accounts.Substitution",
            "accounts.AuditEvent",
        }

    def test_a_telephone_number_is_whole_for_its_keeper_and_masked_for_others(
        self, world: World, office: Client
    ):
        clerk = world["jia_tech_clerk"]
        clerk.phone = "13812340000"
        clerk.save()
        assert "13812340000" not in office.get(PEOPLE).content.decode()
        assert "138****0000" in text_of(office.get(PEOPLE))
        assert "phone.read" not in trail()
        assert "13812340000" in office.get(page_of(clerk)).content.decode()
        assert trail(about=clerk) == ["phone.read"]
        Membership.objects.create(user=clerk, unit=world.jia.edu, role=Role.CLERK, starts_on=today())
        seen = logged_in(world, "jia_edu_office").get(page_of(clerk)).content.decode()
        assert ("138****0000" in seen, "13812340000" in seen, clerk.email in seen) == (True, False, False)

    @pytest.mark.parametrize("lookup", ["phone__startswith", "password__startswith", "email__contains"])
    def test_hidden_columns_cannot_be_guessed_through_the_address(self, office: Client, lookup: str):
        assert office.get(f"{PEOPLE}?{lookup}=1").status_code == 400

    def test_lists_cost_the_same_for_few_and_many_rows(self, world: World):
        client = logged_in(world, "jia_gov")
        addresses = (PEOPLE, POSTS, f"{PEOPLE}?is_active__exact=1", f"{PEOPLE}?q=j")
        assert [queries_of(client, address) for address in addresses] == [11, 9, 11, 11]
        people = User.objects.bulk_create(
            User(username=f"jmore-{n}", name=f"多{n}", city=world.jia.city) for n in range(60)
        )
        Membership.objects.bulk_create(
            Membership(user=person, unit=world.jia.tech, role=Role.CLERK, starts_on=today())
            for person in people
        )
        assert [queries_of(client, address) for address in addresses] == [11, 9, 11, 11]


class TestPeople:
    NEW = {"username": "newcomer", "name": "新来的", "email": "new@example.test", "phone": "13800000001"}

    def add(self, client: Client, world: World, **given: object):
        values = {
            **self.NEW,
            "city": world.jia.city.pk,
            "unit": world.jia.tech.pk,
            "role": Role.CLERK,
            "starts_on": "2026-03-02",
        } | given
        return client.post(f"{PEOPLE}add/", values)

    def test_an_office_opens_an_account_with_its_first_role(self, world: World, office: Client):
        response = self.add(office, world)
        assert response.status_code == 302
        person = User.objects.get(username="newcomer")
        post = person.memberships.get()
        assert (person.city, post.unit, post.role, post.starts_on) == (
            world.jia.city,
            world.jia.tech,
            Role.CLERK,
            today(),
        )
        assert person.has_usable_password() is False
        assert trail()[1:] == ["account.open", "role.grant"]

    def test_the_form_offers_only_what_the_office_keeps(self, world: World, office: Client):
        form = office.get(f"{PEOPLE}add/").context["adminform"].form
        assert list(form.fields) == [
            "city",
            "username",
            "name",
            "email",
            "phone",
            "unit",
            "role",
            "starts_on",
        ]
        assert list(form.fields["city"].queryset) == [world.jia.city]
        assert list(form.fields["unit"].queryset) == [world.jia.tech]

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"username": "JIA_tech_clerk"}, "这个用户名已有人使用，请换一个。"),
            ({"username": ""}, "这个字段是必填项。"),
            ({"role": "", "unit": ""}, "这个字段是必填项。"),
            ({"role": Role.ASSEMBLY_OFFICE}, "“提案委／代表工委工作人员”不是承办单位的角色。"),
            ({"email": "no address"}, "输入一个有效的 Email 地址。"),
        ],
    )
    def test_what_does_not_hold_is_said_and_what_was_typed_stays(
        self, world: World, office: Client, given: dict, sentence: str
    ):
        before = User.objects.count()
        response = self.add(office, world, **given)
        assert response.status_code == 200
        page = response.content.decode()
        assert sentence in page
        assert 'value="新来的"' in page
        assert User.objects.count() == before

    def test_another_city_or_unit_is_not_a_choice(self, world: World, office: Client):
        before = User.objects.count()
        for given in ({"city": world.yi.city.pk}, {"unit": world.jia.edu.pk}, {"unit": world.yi.tech.pk}):
            assert "选择一个有效的选项" in text_of(self.add(office, world, **given))
        assert User.objects.count() == before

    def test_an_assemblys_office_opens_accounts_of_deputies_without_a_role(self, world: World):
        client = logged_in(world, "jia_cppcc_office")
        assert self.add(client, world, unit="", role="").status_code == 302
        person = User.objects.get(username="newcomer")
        assert (person.memberships.count(), person in people_kept_by(world["jia_cppcc_office"])) == (0, True)

    def test_nobody_is_given_powers_or_a_password_through_the_form(self, world: World):
        powers = {
            "is_superuser": "on",
            "is_staff": "on",
            "groups": "1",
            "user_permissions": "1",
            "password": "Set-by-another-2031",
            "password1": "Set-by-another-2031",
            "must_change_password": "",
        }
        for username in ("jia_tech_office", "jia_gov", "root"):
            client = logged_in(world, username)
            person = world["jia_tech_clerk"]
            before = User.objects.get(pk=person.pk)
            given = {
                "name": person.name,
                "email": person.email,
                "phone": "",
                "is_active": "on",
                "username": "x",
            }
            response = client.post(page_of(person), {**given, **powers, **INLINE})
            assert response.status_code == 302, username
            after = User.objects.get(pk=person.pk)
            assert (after.is_superuser, after.password, after.username) == (
                False,
                before.password,
                before.username,
            )
            assert list(after.groups.all()) == list(after.user_permissions.all()) == []
            assert client.get(f"{page_of(person)}password/").status_code in (302, 404)
            self.add(client, world, username=f"by-{username}", **powers)
            made = User.objects.get(username=f"by-{username}")
            assert (made.is_superuser, made.has_usable_password()) == (False, False)

    def test_a_keeper_corrects_and_switches_off(self, world: World, office: Client):
        person = world["jia_tech_clerk"]
        given = {"name": "改名", "email": "", "phone": "13800000002", **INLINE}
        assert office.post(page_of(person), given).status_code == 302
        person.refresh_from_db()
        assert (person.name, person.email, person.phone, person.is_active) == (
            "改名",
            "",
            "13800000002",
            False,
        )
        assert AuditEvent.objects.get(what="account.correct").detail == {
            "fields": ["name", "email", "phone", "is_active"]
        }

    def test_a_keeper_does_not_switch_off_their_own_account(self, world: World, office: Client):
        me = world["jia_tech_office"]
        response = office.post(page_of(me), {"name": me.name, "email": me.email, **INLINE}, follow=True)
        assert "不能停用自己的账号。" in text_of(response)
        me.refresh_from_db()
        assert me.is_active is True

    def test_others_are_404_and_half_kept_ones_read_only(self, world: World, office: Client):
        given = {"name": "改名", "email": "", "phone": "", "is_active": "on", **INLINE}
        assert office.post(page_of(world["jia_edu_clerk"]), given).status_code == 404
        assert office.post(page_of(world["yi_tech_clerk"]), given).status_code == 404
        clerk = world["jia_tech_clerk"]
        Membership.objects.create(user=clerk, unit=world.jia.edu, role=Role.CLERK, starts_on=today())
        assert office.post(page_of(clerk), given).status_code == 403
        assert User.objects.filter(name="改名").count() == 0


# The management form of the read-only table of posts on a person's page.
INLINE = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}


class TestLinkPage:
    def address(self, person: User) -> str:
        return reverse("admin:accounts_user_link", args=[person.pk])

    def test_it_asks_first_and_then_shows_the_link_once(self, world: World, office: Client):
        person = world["jia_tech_clerk"]
        before = person.password
        ask = office.get(self.address(person))
        assert ask.status_code == 200
        assert "重置后，此人原来的密码和所有登录立即失效" in text_of(ask)
        person.refresh_from_db()
        assert (person.password, Notice.objects.count()) == (before, 0)
        shown = office.post(self.address(person))
        notice = Notice.objects.get()
        assert f"http://localhost:8000{notice.path}" in text_of(shown)
        assert "2026-03-05 09:00" in text_of(shown)
        assert "no-store" in shown["Cache-Control"]
        assert Client().get(notice.path).status_code == 302

    def test_it_says_who_has_no_address(self, world: World, office: Client):
        person = world["jia_tech_clerk"]
        person.email = ""
        person.set_unusable_password()
        person.save()
        assert "此人没有登记邮箱：链接只在下一页显示一次" in text_of(office.get(self.address(person)))
        shown = text_of(office.post(self.address(person)))
        assert "此人没有登记邮箱，链接没有发邮件。" in shown
        assert "账号开通：甲科经办" in shown

    def test_the_persons_page_leads_there_only_for_keepers(self, world: World, office: Client):
        clerk = world["jia_tech_clerk"]
        assert "重置密码" in text_of(office.get(page_of(clerk)))
        Membership.objects.create(user=clerk, unit=world.jia.edu, role=Role.CLERK, starts_on=today())
        assert "重置密码" not in text_of(office.get(page_of(clerk)))
        refused = office.post(self.address(clerk))
        assert refused.status_code == 403
        assert "此人在别处还有职务或席位，请联系系统管理员。" in text_of(refused)

    def test_strangers_get_404_and_visitors_the_log_in_page(self, world: World, office: Client):
        for target in ("jia_edu_clerk", "yi_tech_clerk", "jia_member1", "root", "clock"):
            assert office.post(self.address(world[target])).status_code == 404, target
        for username in ("jia_tech_clerk", "jia_tech_signer"):
            assert logged_in(world, username).post(self.address(world["jia_tech_head"])).status_code == 404
        member = logged_in(world, "jia_member1").post(self.address(world["jia_tech_head"]))
        assert member["Location"].startswith("/admin/login/")
        assert Client().post(self.address(world["jia_tech_head"]))["Location"].startswith("/login/?next=")
        assert Notice.objects.count() == 0

    def test_a_refusal_stays_on_the_page_with_its_sentence(self, world: World, office: Client):
        me, off = world["jia_tech_office"], world["jia_tech_clerk"]
        own = office.post(self.address(me))
        assert (own.status_code, "自己的密码请在“修改密码”一页更换。" in text_of(own)) == (422, True)
        User.objects.filter(pk=off.pk).update(is_active=False)
        refused = office.post(self.address(off))
        assert (refused.status_code, "这个账号已停用" in text_of(refused)) == (422, True)

    def test_without_the_forms_token_nothing_happens(self, world: World):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(world["jia_tech_office"])
        assert strict.post(self.address(world["jia_tech_clerk"])).status_code == 403
        assert Notice.objects.count() == 0


class TestPosts:
    def grant(self, client: Client, world: World, **given: object):
        values = {
            "user": "jia_tech_head",
            "unit": world.jia.tech.pk,
            "role": Role.SIGNER,
            "starts_on": "2026-03-02",
            "ends_on": "",
        } | given
        return client.post(f"{POSTS}add/", values)

    def test_an_office_grants_a_role_by_user_name(self, world: World, office: Client):
        assert self.grant(office, world).status_code == 302
        assert world["jia_tech_head"].memberships.filter(role=Role.SIGNER, unit=world.jia.tech).count() == 1
        assert trail()[1:] == ["role.grant"]

    def test_somebody_from_another_unit_of_the_city_can_be_taken_in(self, world: World, office: Client):
        assert self.grant(office, world, user="jia_edu_clerk").status_code == 302

    def test_another_citys_name_reads_like_a_name_nobody_has(self, world: World, office: Client):
        pages = []
        for name in ("yi_tech_clerk", "nobody_here", "root", "clock"):
            response = self.grant(office, world, user=name)
            assert response.status_code == 200
            source = text_of(response)
            assert f'value="{name}"' in response.content.decode()
            pages.append(source)
        assert len(set(pages)) == 1
        assert "没有这个用户名；请核对，或先建立账号。" in pages[0]
        assert Membership.objects.filter(unit=world.jia.tech).count() == 7

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"role": Role.GOVERNMENT_OFFICE}, "“政府办公室工作人员”不是承办单位的角色。"),
            ({"role": Role.SECTION_HEAD}, "此人在该单位已有这一角色。"),
            ({"ends_on": "2026-03-01"}, "任职的止日不能早于起日。"),
        ],
    )
    def test_what_does_not_hold_is_said_once_and_what_was_typed_stays(
        self, world: World, office: Client, given: dict, sentence: str
    ):
        response = self.grant(office, world, **given)
        assert text_of(response).count(sentence) == 1
        assert 'value="jia_tech_head"' in response.content.decode()
        assert Membership.objects.filter(unit=world.jia.tech).count() == 7

    def test_only_the_last_day_can_be_changed_and_not_once_it_is_past(self, world: World, office: Client):
        post = world["jia_tech_clerk"].memberships.get()
        address = reverse("admin:accounts_membership_change", args=[post.pk])
        assert list(office.get(address).context["adminform"].form.fields) == ["ends_on"]
        early = office.post(address, {"ends_on": "2026-02-01"})
        assert "末日不能早于起日，也不能早于昨天" in text_of(early)
        assert 'value="2026-02-01"' in early.content.decode()
        assert office.post(address, {"ends_on": "2026-03-01", "role": Role.SIGNER}).status_code == 302
        post.refresh_from_db()
        assert (post.ends_on, post.role) == (today() - timedelta(days=1), Role.CLERK)
        assert office.post(address, {"ends_on": "2026-09-01"}).status_code == 403
        assert trail()[1:] == ["role.end"]

    def test_another_units_posts_are_404(self, world: World, office: Client):
        for username in ("jia_edu_clerk", "yi_tech_clerk", "jia_gov"):
            post = world[username].memberships.get()
            address = reverse("admin:accounts_membership_change", args=[post.pk])
            assert office.post(address, {"ends_on": "2026-03-02"}).status_code == 404, username
            assert "选择一个有效的选项" in text_of(self.grant(office, world, unit=post.unit_id)), username


class TestSubstitutions:
    def arrange(self, client: Client, world: World, **given: object):
        values = {
            "membership": world["jia_tech_signer"].memberships.get().pk,
            "stand_in": world["jia_tech_leader"].pk,
            "starts_on": "2026-03-02",
            "ends_on": "2026-03-04",
            "reason": "出差",
        } | given
        return client.post(f"{STAND_INS}add/", values)

    def test_an_office_arranges_and_shortens_one(self, world: World, office: Client):
        assert self.arrange(office, world).status_code == 302
        made = Substitution.objects.get()
        address = reverse("admin:accounts_substitution_change", args=[made.pk])
        assert list(office.get(address).context["adminform"].form.fields) == ["ends_on"]
        assert office.post(address, {"ends_on": "2026-03-03"}).status_code == 302
        made.refresh_from_db()
        assert str(made.ends_on) == "2026-03-03"
        assert trail()[1:] == ["substitution.arrange", "substitution.end"]
        assert logged_in(world, "jia_edu_office").get(address).status_code == 404

    def test_the_form_offers_the_offices_own_posts_and_people(self, world: World, office: Client):
        fields = office.get(f"{STAND_INS}add/").context["adminform"].form.fields
        assert set(fields["membership"].queryset) == set(Membership.objects.filter(unit=world.jia.tech))
        assert set(fields["stand_in"].queryset) == set(people_seen_by(world["jia_tech_office"]))
        foreign = world["jia_edu_signer"].memberships.get().pk
        assert "选择一个有效的选项" in text_of(self.arrange(office, world, membership=foreign))
        assert not Substitution.objects.exists()

    def test_a_wrong_day_is_said_once_and_what_was_typed_stays(self, world: World, office: Client):
        response = self.arrange(office, world, ends_on="2026-03-01")
        assert text_of(response).count("代理的止日不能早于起日。") == 1
        assert 'value="出差"' in response.content.decode()


class TestUnits:
    def test_an_office_keeps_its_letterhead_and_telephone_and_nothing_else(
        self, world: World, office: Client
    ):
        unit = world.jia.tech
        address = reverse("admin:accounts_unit_change", args=[unit.pk])
        assert list(office.get(address).context["adminform"].form.fields) == [
            "letterhead",
            "imprint_office",
            "phone",
            "address",
            "postcode",
        ]
        given = {
            "letterhead": "甲市科学技术局文件",
            "imprint_office": "甲市科学技术局办公室",
            "phone": "12345",
            "address": "甲市市府路 2 号",
            "postcode": "310002",
        }
        assert (
            office.post(address, {**given, "name": "甲市财政局", "kind": "government_office"}).status_code
            == 302
        )
        unit.refresh_from_db()
        assert (unit.phone, unit.name, unit.kind) == ("12345", "甲市科学技术局", "handling")
        assert (unit.address, unit.postcode) == ("甲市市府路 2 号", "310002")
        event = AuditEvent.objects.get(what="unit.change")
        assert (event.unit, event.detail) == (unit, {"fields": ["phone", "address", "postcode"]})

    @pytest.mark.parametrize("code", ["31000", "３１０００２", "31000a"])
    def test_a_postcode_has_six_digits(self, world: World, office: Client, code: str):
        unit = world.jia.tech
        page = office.post(reverse("admin:accounts_unit_change", args=[unit.pk]), {"postcode": code})
        assert text_of(page).count("邮政编码请填六位数字。") == 1
        unit.refresh_from_db()
        assert unit.postcode == ""
        with pytest.raises(IntegrityError, match="unit_postcode_six_digits"), transaction.atomic():
            Unit.objects.filter(pk=unit.pk).update(postcode=code)

    def test_units_and_cities_are_founded_by_technical_administrators(self, world: World, office: Client):
        given = {
            "city": world.jia.city.pk,
            "name": "甲市文旅局",
            "short_name": "市文旅局",
            "kind": "handling",
        }
        assert office.post("/admin/accounts/unit/add/", given).status_code == 403
        assert office.post("/admin/accounts/city/add/", {"name": "丙市", "slug": "bing"}).status_code == 403
        root = logged_in(world, "root")
        assert root.post("/admin/accounts/unit/add/", given).status_code == 302
        assert root.post("/admin/accounts/city/add/", {"name": "丙市", "slug": "bing"}).status_code == 302
        assert trail()[-2:] == ["unit.change", "city.change"]
        again = root.post("/admin/accounts/unit/add/", given)
        assert "本市已有同名单位。" in text_of(again)

    def test_the_kind_of_a_unit_with_people_stays(self, world: World):
        root = logged_in(world, "root")
        page = root.get(reverse("admin:accounts_unit_change", args=[world.jia.tech.pk]))
        assert {"kind", "city"}.isdisjoint(page.context["adminform"].form.fields)


class TestTrail:
    def test_the_trail_is_read_by_technical_administrators_and_changed_by_nobody(self, world: World):
        root = logged_in(world, "root")
        event = AuditEvent.objects.get()
        address = reverse("admin:accounts_auditevent_change", args=[event.pk])
        assert root.get(address).status_code == 200
        assert root.post(address, {"what": "nothing.happened"}).status_code == 403
        assert root.get("/admin/accounts/auditevent/add/").status_code == 403
        assert logged_in(world, "jia_gov").get(address).status_code == 403

    def test_the_list_costs_the_same_for_few_and_many_rows(self, world: World):
        root = logged_in(world, "root")
        assert queries_of(root, "/admin/accounts/auditevent/") == 6
        for _ in range(60):
            Client().force_login(world["jia_gov"])
        assert queries_of(root, "/admin/accounts/auditevent/") == 6


def test_a_keeper_from_another_city_finds_nothing_of_this_one(world: World):
    foreign = logged_in(world, "yi_gov")
    for person in (world["jia_tech_clerk"], world["jia_gov"], world["jia_member1"]):
        assert foreign.get(page_of(person)).status_code == 404
        assert foreign.get(reverse("admin:accounts_user_history", args=[person.pk])).status_code == 404
    listed = foreign.get(PEOPLE).content.decode()
    assert "甲科经办" not in listed
    assert foreign.get(f"{PEOPLE}?q=jia").context["cl"].result_count == 0
    world["jia_tech_clerk"].memberships.update(ends_on=today() - timedelta(days=1))
    assert foreign.get(page_of(world["jia_tech_clerk"])).status_code == 404
