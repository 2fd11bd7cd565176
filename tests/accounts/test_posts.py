"""Roles and substitutions: granted and ended through services, by who keeps the unit, within its kind and its days."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.errors import AccountRefused
from accounts.models import AuditEvent, Membership, Substitution, User
from accounts.now import moved_to, today
from accounts.queries import capacity, has_role, people_with
from accounts.roles import ROLES_OF_UNIT, Role, UnitKind
from accounts.services.people import Person, correct_account, open_account
from accounts.services.posts import (
    LAST_DAY_TOO_EARLY,
    arrange_substitution,
    end_role,
    end_substitution,
    grant_role,
    grantable_roles,
)
from proposals.states import ProposalState as S
from tests.accounts.pages import trail
from tests.road import item_of, take
from tests.world import MONDAY, World

DAY = timedelta(days=1)


def post_of(world: World, username: str) -> Membership:
    return world[username].memberships.get()


class TestGrant:
    def test_exactly_the_roles_of_the_units_kind_can_be_granted(self, world: World):
        for unit in (world.jia.tech, world.jia.gov, world.jia.cppcc.office):
            assert grantable_roles(world["root"], unit) == ROLES_OF_UNIT[unit.kind]
            newcomer = User.objects.create_user(f"new-{unit.pk}", name="新", city=world.jia.city)
            for role in Role:
                if role in ROLES_OF_UNIT[unit.kind]:
                    assert grant_role(newcomer, unit, role, by=world["root"]).role == role
                else:
                    with pytest.raises(
                        AccountRefused, match=rf"^“{role.label}”不是{UnitKind(unit.kind).label}的角色。$"
                    ):
                        grant_role(newcomer, unit, role, by=world["root"])

    def test_only_the_keepers_of_the_unit_may(self, world: World):
        newcomer = User.objects.create_user("new", name="新", city=world.jia.city, opened_in=world.jia.tech)
        for username, by in world.people.items():
            with transaction.atomic():
                if username in ("root", "jia_gov", "jia_tech_office"):
                    grant_role(newcomer, world.jia.tech, Role.CLERK, by=by)
                else:
                    with pytest.raises(PermissionDenied, match="这个单位的人员不由您管理。"):
                        grant_role(newcomer, world.jia.tech, Role.CLERK, by=by)
            newcomer.memberships.update(ends_on=today(), starts_on=today() - DAY)
            newcomer.memberships.update(ends_on=today() - DAY)

    def test_the_power_over_a_whole_city_is_granted_by_who_has_it(self, world: World):
        """A government office may also handle items: its 承办单位办公室 does not lift itself above the city."""
        desk = User.objects.create_user("desk", name="府办内勤", city=world.jia.city)
        grant_role(desk, world.jia.gov, Role.UNIT_OFFICE, by=world["jia_gov"])
        assert Role.GOVERNMENT_OFFICE not in grantable_roles(desk, world.jia.gov)
        with pytest.raises(
            AccountRefused, match=r"^“政府办公室工作人员”须由已有这一角色的人或系统管理员授予。$"
        ):
            grant_role(desk, world.jia.gov, Role.GOVERNMENT_OFFICE, by=desk)
        assert grant_role(desk, world.jia.gov, Role.GOVERNMENT_OFFICE, by=world["jia_gov"]).pk

    @pytest.mark.parametrize("who", ["yi_tech_clerk", "root", "clock", "off"])
    def test_only_active_accounts_of_the_same_city_are_appointed(self, world: World, who: str):
        people = dict(world.people)
        people["off"] = User.objects.create_user("off", name="停", city=world.jia.city, is_active=False)
        with pytest.raises(AccountRefused, match=r"^只能授予本市在用的账号。$"):
            grant_role(people[who], world.jia.tech, Role.CLERK, by=world["root"])

    def test_a_role_held_already_is_refused_and_one_that_ended_can_come_back(self, world: World):
        clerk, office = world["jia_tech_clerk"], world["jia_tech_office"]
        with pytest.raises(AccountRefused, match=r"^此人在该单位已有这一角色。$"):
            grant_role(clerk, world.jia.tech, Role.CLERK, by=office)
        post = post_of(world, "jia_tech_clerk")
        end_role(post, by=office, ends_on=today() - DAY)
        again = grant_role(clerk, world.jia.tech, Role.CLERK, by=office)
        assert (again.pk != post.pk, again.starts_on) == (True, today())

    def test_several_faults_are_said_together(self, world: World):
        with pytest.raises(AccountRefused) as refused:
            grant_role(
                world["yi_tech_clerk"],
                world.jia.tech,
                Role.ASSEMBLY_OFFICE,
                by=world["root"],
                starts_on=today(),
                ends_on=today() - DAY,
            )
        assert refused.value.sentences == [
            "“提案委／代表工委工作人员”不是承办单位的角色。",
            "只能授予本市在用的账号。",
            "任职的止日不能早于起日。",
        ]

    def test_the_trail_says_who_gave_what_to_whom_where(self, world: World):
        head = world["jia_tech_head"]
        granted = grant_role(head, world.jia.tech, Role.SIGNER, by=world["jia_tech_office"])
        event = AuditEvent.objects.get()
        assert (event.what, event.by, event.unit, event.acting_for) == (
            "role.grant",
            world["jia_tech_office"],
            world.jia.tech,
            None,
        )
        assert (event.object_type, event.object_id) == ("accounts.membership", granted.pk)
        assert event.detail == {"role": "signer", "person": head.pk}


class TestEnd:
    def test_the_last_day_still_counts_and_the_next_does_not(self, world: World):
        clerk = world["jia_tech_clerk"]
        end_role(post_of(world, "jia_tech_clerk"), by=world["jia_tech_office"], ends_on=today())
        assert has_role(clerk, Role.CLERK, world.jia.tech)
        with moved_to(MONDAY + DAY):
            assert not has_role(clerk, Role.CLERK, world.jia.tech)
        assert trail() == ["role.end"]

    @pytest.mark.parametrize(("days", "fine"), [(-2, False), (-1, True), (0, True), (400, True)])
    def test_what_is_past_cannot_be_rewritten(self, world: World, days: int, fine: bool):
        post, office = post_of(world, "jia_tech_clerk"), world["jia_tech_office"]
        last = today() + timedelta(days=days)
        if fine:
            assert end_role(post, by=office, ends_on=last).ends_on == last
        else:
            with pytest.raises(AccountRefused, match=LAST_DAY_TOO_EARLY):
                end_role(post, by=office, ends_on=last)
            assert post_of(world, "jia_tech_clerk").ends_on is None

    def test_an_end_is_not_put_off(self, world: World):
        post, office = post_of(world, "jia_tech_clerk"), world["jia_tech_office"]
        end_role(post, by=office, ends_on=today() + 5 * DAY)
        with pytest.raises(AccountRefused, match=r"^只能提前结束；需要延长的，请另建一条。$"):
            end_role(post, by=office, ends_on=today() + 6 * DAY)

    def test_only_the_keepers_of_the_unit_may(self, world: World):
        post = post_of(world, "jia_tech_clerk")
        for username in (
            "jia_tech_clerk",
            "jia_edu_office",
            "yi_gov",
            "jia_cppcc_office",
            "jia_member1",
            "clock",
        ):
            with pytest.raises(PermissionDenied):
                end_role(post, by=world[username], ends_on=today())
        assert trail() == []

    def test_a_substitution_ends_with_the_role_it_stands_for(self, world: World):
        world.stand_in("jia_tech_signer", by="jia_tech_head")
        assert has_role(world["jia_tech_head"], Role.SIGNER)
        end_role(post_of(world, "jia_tech_signer"), by=world["jia_tech_office"], ends_on=today() - DAY)
        assert not has_role(world["jia_tech_head"], Role.SIGNER)

    def test_an_account_switched_off_loses_its_roles_at_once(self, world: World):
        clerk = world["jia_tech_clerk"]
        correct_account(clerk, Person(name=clerk.name, is_active=False), by=world["jia_tech_office"])
        clerk.refresh_from_db()
        assert not has_role(clerk, Role.CLERK)
        assert clerk not in people_with(Role.CLERK, world.jia.tech)


class TestSubstitution:
    def arrange(self, world: World, **given: object) -> Substitution:
        values = {
            "membership": post_of(world, "jia_tech_signer"),
            "stand_in": world["jia_tech_leader"],
            "by": world["jia_tech_office"],
            "starts_on": today(),
            "ends_on": today() + 2 * DAY,
            "reason": "出差",
        } | given
        membership, stand_in = values.pop("membership"), values.pop("stand_in")
        return arrange_substitution(membership, stand_in, **values)

    @pytest.mark.parametrize(("offset", "holds"), [(-1, False), (0, True), (1, True), (2, True), (3, False)])
    def test_the_role_is_held_on_its_days_and_on_no_other(self, world: World, offset: int, holds: bool):
        self.arrange(world)
        leader = world["jia_tech_leader"]
        with moved_to(MONDAY + offset * DAY):
            assert has_role(leader, Role.SIGNER, world.jia.tech) is holds
            assert (leader in people_with(Role.SIGNER, world.jia.tech)) is holds
            assert has_role(world["jia_tech_signer"], Role.SIGNER) is True

    def test_ones_own_role_comes_before_one_held_for_another(self, world: World):
        clerk, absent = world["jia_tech_clerk"], world["jia_tech_clerk2"]
        world.stand_in("jia_tech_clerk2", by="jia_tech_clerk")
        assert capacity(clerk, Role.CLERK).user == clerk
        own = clerk.memberships.get()
        own.ends_on = today() - DAY
        own.save()
        assert capacity(clerk, Role.CLERK).user == absent

    def test_what_the_stand_in_does_is_shown_as_done_for_the_absent(self, world: World):
        item = item_of(world.seat("jia_member1"), S.ASSIGNED)
        arrange_substitution(
            post_of(world, "jia_tech_office"),
            world["jia_tech_head"],
            by=world["jia_tech_office"],
            starts_on=today(),
            ends_on=today(),
        )
        take("accept", item, by=world["jia_tech_head"])
        step = item.steps.order_by("sequence").last()
        event = AuditEvent.objects.filter(what="step.accept").get()
        assert (step.by, step.acting_for) == (world["jia_tech_head"], world["jia_tech_office"])
        assert (event.by, event.acting_for) == (step.by, step.acting_for)

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"stand_in": "jia_tech_signer"}, "代理人不能是本人。"),
            ({"stand_in": "jia_edu_signer"}, "代理人须是本单位在职、账号在用的人员。"),
            ({"stand_in": "yi_tech_signer"}, "代理人须是本单位在职、账号在用的人员。"),
            ({"stand_in": "jia_member1"}, "代理人须是本单位在职、账号在用的人员。"),
            ({"ends_on": MONDAY - DAY}, "代理的止日不能早于起日。"),
            ({"starts_on": MONDAY - DAY}, "代理的起日不能早于今天。"),
        ],
    )
    def test_the_wrong_colleague_or_day_is_refused(self, world: World, given: dict, sentence: str):
        if "stand_in" in given:
            given = {"stand_in": world[given["stand_in"]]}
        with pytest.raises(AccountRefused) as refused:
            self.arrange(world, **given)
        assert refused.value.sentences == [sentence]
        assert not Substitution.objects.exists()

    def test_two_do_not_stand_in_for_one_on_the_same_day(self, world: World):
        self.arrange(world)
        with pytest.raises(AccountRefused, match=r"^这项任职在这些日子里已有代理人。$"):
            self.arrange(
                world, stand_in=world["jia_tech_head"], starts_on=today() + 2 * DAY, ends_on=today() + 9 * DAY
            )
        later = self.arrange(
            world, stand_in=world["jia_tech_head"], starts_on=today() + 3 * DAY, ends_on=today() + 9 * DAY
        )
        assert later.pk

    def test_it_stays_within_the_days_of_the_role(self, world: World):
        post = post_of(world, "jia_tech_signer")
        end_role(post, by=world["jia_tech_office"], ends_on=today() + DAY)
        with pytest.raises(AccountRefused, match=r"^代理的日期须在被代理的任职期间内。$"):
            self.arrange(world)

    def test_it_can_end_early_by_its_keepers_and_not_later(self, world: World):
        made = self.arrange(world)
        with pytest.raises(PermissionDenied):
            end_substitution(made, by=world["jia_edu_office"], ends_on=today())
        with pytest.raises(AccountRefused):
            end_substitution(made, by=world["jia_tech_office"], ends_on=today() + 3 * DAY)
        assert end_substitution(made, by=world["jia_tech_office"], ends_on=today()).ends_on == today()
        assert trail() == ["substitution.arrange", "substitution.end"]

    def test_only_the_keepers_of_the_unit_may_arrange_one(self, world: World):
        for username in ("jia_tech_signer", "jia_edu_office", "yi_gov", "jia_cppcc_office", "jia_member1"):
            with pytest.raises(PermissionDenied):
                self.arrange(world, by=world[username])


class TestAccounts:
    def test_an_account_is_opened_in_ones_own_city_without_a_password(self, world: World):
        user = open_account("new", Person(name="新来的"), city=world.jia.city, by=world["jia_tech_office"])
        assert (user.has_usable_password(), user.is_superuser, user.is_active) == (False, False, True)
        assert trail(about=user) == ["account.open"]
        with pytest.raises(PermissionDenied, match="您只能在本市建立账号。"):
            open_account("other", Person(name="别处的"), city=world.yi.city, by=world["jia_tech_office"])
        for username in ("jia_tech_clerk", "jia_member1", "clock"):
            with pytest.raises(PermissionDenied):
                open_account("third", Person(name="无权的"), city=world.jia.city, by=world[username])
        with pytest.raises(AccountRefused, match=r"^这个用户名已有人使用，请换一个。$"):
            open_account("new", Person(name="同名的"), city=world.jia.city, by=world["jia_tech_office"])

    def test_a_correction_names_its_fields_and_not_their_content(self, world: World):
        clerk, office = world["jia_tech_clerk"], world["jia_tech_office"]
        correct_account(clerk, Person(name="改名", email=clerk.email, phone="13800000000"), by=office)
        event = AuditEvent.objects.get()
        assert (event.what, event.detail) == ("account.correct", {"fields": ["name", "phone"]})
        correct_account(clerk, Person(name="改名", email=clerk.email, phone="13800000000"), by=office)
        assert trail() == ["account.correct"]

    def test_a_correction_by_a_stranger_or_of_ones_own_way_in_is_refused(self, world: World):
        office = world["jia_tech_office"]
        with pytest.raises(PermissionDenied):
            correct_account(world["jia_edu_clerk"], Person(name="改名"), by=office)
        with pytest.raises(AccountRefused, match=r"^不能停用自己的账号。$"):
            correct_account(office, Person(name=office.name, is_active=False), by=office)


def test_the_database_refuses_what_the_services_would_not_do(world: World):
    clerk = world["jia_tech_clerk"]
    for values in (
        {"starts_on": date(2026, 3, 2)},
        {"starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(user=clerk, unit=world.jia.tech, role=Role.CLERK, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Substitution.objects.create(
            membership=post_of(world, "jia_tech_signer"),
            stand_in=clerk,
            starts_on=date(2026, 3, 2),
            ends_on=date(2026, 3, 1),
        )
