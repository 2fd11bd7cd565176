"""A city that has filed any number of items over twenty years: rows for benchmarks, made in bulk.

Every item is as the services would leave it as far as a list can tell: its state with the days and numbers that go
with it, its proposers, its units, its reply clock. Trails, texts of replies and letters are left out. What was filed
before the last two sessions is over; the newest session has items in every state.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain, count, islice

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model
from django.utils.timezone import make_aware
from psycopg import sql

from accounts.models import City, Membership, Unit, User
from accounts.now import today
from accounts.roles import Role, UnitKind
from proposals.models import (
    Assembly,
    AssemblyRules,
    AssemblySession,
    Assignment,
    Clock,
    Member,
    Proposal,
    Proposer,
    RuleLimit,
    Term,
)
from proposals.states import IN_HANDLING, NUMBERED
from proposals.states import ProposalState as S
from seeds.reference_data import load_reference

ASSEMBLY_OFFICE, GOVERNMENT_OFFICE, DEPUTY = "assembly_office", "government_office", "deputy"
DEPUTY_LEADS, DEPUTY_CO_SIGNS = 60, 20
SEATS = 100  # in each term
TERMS, SESSIONS = 4, 5  # the terms of each body, the sessions of each term
BATCH = 2000
SINCE = date(2000, 1, 1)

# How many in a hundred items are in which state, by how many sessions ago they were filed.
NOW = {
    S.DRAFT: 3,
    S.SUBMITTED: 7,
    S.RETURNED: 2,
    S.DECLINED: 5,
    S.WITHDRAWN: 1,
    S.REGISTERED: 5,
    S.ASSIGNED: 7,
    S.DRAFTING: 30,
    S.IN_REVIEW: 8,
    S.SIGNED: 2,
    S.REPLIED: 15,
    S.CLOSED: 15,
}
A_YEAR_AGO = {S.DECLINED: 6, S.WITHDRAWN: 2, S.DRAFTING: 3, S.REPLIED: 6, S.CLOSED: 83}
LONG_AGO = {S.DECLINED: 6, S.WITHDRAWN: 2, S.CLOSED: 92}


def fill(size: int) -> None:
    """Write the city's people and this many items, half of each body, into the empty tables of the default database.

    The people of interest are the users ASSEMBLY_OFFICE, GOVERNMENT_OFFICE and DEPUTY; the deputy has 80
    items, whatever the size, in the newest term of the people's congress. On one day one size gives the same rows.
    """
    chance = random.Random(size)
    load_reference()
    city = City.objects.get(slug="wenzhou")
    units = list(Unit.objects.filter(city=city, kind=UnitKind.HANDLING))
    office = _employee(ASSEMBLY_OFFICE, city.assemblies.get(body="cppcc").office, Role.ASSEMBLY_OFFICE)
    _employee(GOVERNMENT_OFFICE, city.assemblies.get(body="cppcc").distributor, Role.GOVERNMENT_OFFICE)
    User.objects.create(username=DEPUTY, name="代表", city=city)
    people = User.objects.bulk_create(
        User(username=f"member{number}", name=f"委员{number}", city=city) for number in range(SEATS)
    )
    keys = count(1)
    bodies = [_Items(chance, body, units, office, people, size // 2, keys) for body in city.assemblies.all()]
    made = chain.from_iterable(zip(*bodies, strict=True))  # both bodies meet in the same weeks
    while batch := list(islice(made, BATCH)):
        _write(batch)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Proposal]):
            cursor.execute(statement)


def _employee(username: str, unit: Unit, role: Role) -> User:
    user = User.objects.create(username=username, name=unit.short_name, city=unit.city)
    Membership.objects.create(user=user, unit=unit, role=role, starts_on=SINCE)
    return user


class _Item:
    """An item and what hangs on it, all unsaved."""

    def __init__(self, proposal: Proposal, proposers: list[Proposer]) -> None:
        self.proposal = proposal
        self.proposers = proposers
        self.assignments: list[Assignment] = []
        self.clocks: list[Clock] = []


def _write(batch: list[_Item]) -> None:
    _copy(Proposal, (item.proposal for item in batch))
    _copy(Proposer, (row for item in batch for row in item.proposers))
    _copy(Assignment, (row for item in batch for row in item.assignments))
    _copy(Clock, (row for item in batch for row in item.clocks))


def _copy(model: type[Model], rows: Iterable[Model]) -> None:
    """Write rows by COPY, much quicker than bulk_create; only an item has its key already, for the others to name."""
    fields = [field for field in model._meta.concrete_fields if model is Proposal or not field.primary_key]
    columns = sql.SQL(", ").join(sql.Identifier(field.column) for field in fields)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), columns)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([getattr(row, field.attname) for field in fields])


class _Items:
    """The items of one body in the order they were filed."""

    def __init__(
        self,
        chance: random.Random,
        assembly: Assembly,
        units: list[Unit],
        office: User,
        people: list[User],
        size: int,
        keys: Iterator[int],
    ) -> None:
        self.keys = keys
        self.chance, self.assembly, self.units, self.office = chance, assembly, units, office
        self.rules = AssemblyRules.objects.filter(assembly=assembly).latest("valid_from")
        self.limit = RuleLimit.objects.get(rules=self.rules, key="reply")
        self.a_session = size // (TERMS * SESSIONS)
        self.sessions = list(_sessions(assembly, people))
        term_size = self.a_session * SESSIONS
        self.of_deputy: dict[int, str] = {}
        self.deputy: Member | None = None
        if assembly.body == "npc":
            newest = self.sessions[-1][0].term
            self.deputy = Member.objects.create(
                term=newest, user=User.objects.get(username=DEPUTY), name="代表"
            )
            places = chance.sample(range(size - term_size, size), DEPUTY_LEADS + DEPUTY_CO_SIGNS)
            roles = ["lead"] * DEPUTY_LEADS + ["co_signer"] * DEPUTY_CO_SIGNS
            self.of_deputy = dict(zip(places, roles, strict=True))

    def __iter__(self) -> Iterator[_Item]:
        place = 0
        for age, (session, seats) in zip(range(len(self.sessions) - 1, -1, -1), self.sessions, strict=True):
            odds = NOW if age == 0 else A_YEAR_AGO if age == 1 else LONG_AGO
            states = self.chance.choices(list(odds), list(odds.values()), k=self.a_session)
            for number, state in enumerate(states, start=1):
                yield self._item(session, seats, age, number, state, self.of_deputy.get(place))
                place += 1

    def _item(
        self,
        session: AssemblySession,
        seats: list[Member],
        age: int,
        number: int,
        state: S,
        deputys: str | None,
    ) -> _Item:
        chance = self.chance
        handed_over = today() - timedelta(days=365 * age + chance.randrange(1, 110))
        filed = handed_over - timedelta(days=40)
        numbered = state in NUMBERED
        handed = state in IN_HANDLING or state in (S.REPLIED, S.CLOSED)
        over = state in (S.REPLIED, S.CLOSED)
        proposal = Proposal(
            pk=next(self.keys),
            session=session,
            kind=self.assembly.kind.value,
            number=number if numbered else None,
            number_text=str(number) if numbered else "",
            title=f"关于进一步加强城市治理和公共服务、改善民生第{number}项工作的建议",
            body="为了方便群众办事，建议有关部门认真研究，采取措施，加以改进。" * 8,
            state=state.value,
            filed_by=self.office,
            on_behalf=True,
            rules=self.rules if numbered else None,
            distributor=self.assembly.distributor if numbered else None,
            created_at=_noon(filed),
            submitted_on=None if state == S.DRAFT else filed,
            registered_on=filed + timedelta(days=10) if numbered else None,
            handed_over_on=handed_over if handed else None,
            replied_on=handed_over + timedelta(days=60) if over else None,
            closed_on=handed_over + timedelta(days=80)
            if state in (S.CLOSED, S.DECLINED, S.WITHDRAWN)
            else None,
        )
        item = _Item(proposal, self._proposers(proposal, seats, deputys))
        if handed:
            self._handling(item, handed_over, met_on=proposal.replied_on)
        return item

    def _proposers(self, proposal: Proposal, seats: list[Member], deputys: str | None) -> list[Proposer]:
        signing = self.chance.sample(seats, self.chance.choice([1, 1, 1, 2, 3]))
        if deputys == "lead":
            signing = [self.deputy, *signing[1:]]
        elif deputys:
            signing = [*signing, self.deputy]
        return [
            Proposer(
                proposal=proposal,
                member=member,
                name=member.name,
                order=order,
                role="co_signer" if order else "lead",
            )
            for order, member in enumerate(signing)
        ]

    def _handling(self, item: _Item, since: date, *, met_on: date | None) -> None:
        held_by = self.chance.sample(self.units, self.chance.choice([1, 1, 2, 3]))
        item.assignments = [
            Assignment(
                proposal=item.proposal,
                unit=unit,
                role="co_handler" if order else "lead",
                assigned_at=_noon(since),
                handed_over_on=since,
                accepted_at=None if item.proposal.state == S.ASSIGNED else _noon(since),
            )
            for order, unit in enumerate(held_by)
        ]
        due = since + timedelta(days=92)
        item.clocks = [
            Clock(
                proposal=item.proposal,
                key="reply",
                limit=self.limit,
                starts_on=since,
                due_on=due,
                original_due_on=due,
                explanation=f"3 个月，自 {since} 起，至 {due}。",
                met_on=met_on,
            )
        ]


def _sessions(assembly: Assembly, people: list[User]) -> Iterator[tuple[AssemblySession, list[Member]]]:
    """Make the terms, sessions and seats of a body, the oldest first."""
    year = today().year - TERMS * SESSIONS
    first = 1 + max(assembly.terms.values_list("number", flat=True))
    for number in range(first, first + TERMS):
        term = Term.objects.create(assembly=assembly, number=number, starts_on=date(year + 1, 1, 1))
        seats = Member.objects.bulk_create(
            Member(term=term, user=user, name=user.name, group=f"第{place % 8}组")
            for place, user in enumerate(people)
        )
        for session in range(1, SESSIONS + 1):
            year += 1
            name = f"{assembly.short_name}{number}届{session}次会议"
            yield (
                AssemblySession.objects.create(term=term, number=session, name=name, year=year),
                seats,
            )


def _noon(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(12)))
