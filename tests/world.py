"""A small invented world: 甲市 and 乙市, both bodies each, somebody for every role, and the way through the table.

`build()` makes the rows in a few statements, so every test gets its own. `draft_of()` begins an item for a seat,
`take()` takes one step of the table by whoever may take it, `walk()` takes an item to any state: all of it through
services, never behind the workflow's back.

People are found by their user names: `world["jia_tech_clerk"]`. They follow one pattern:

    {jia,yi}_{cppcc,npc}_office                                     提案委, 代表工委
    {jia,yi}_gov                                                    市府办 (distributes)
    {jia,yi}_{tech,edu,fin}_{office,clerk,clerk2,head,leader,signer,print}   three bureaus
    {jia,yi}_{member,deputy}{1,2,3}                                 委员, 代表 of the present terms
    {jia,yi}_dual                                                   委员 of the term before, 代表 of the present one
    root                                                            superuser without any role or seat
    clock                                                           系统
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain

import yaml
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AnonymousUser

from accounts.models import City, Membership, Substitution, Unit, User
from accounts.models.people import CLOCK_USERNAME
from accounts.now import today
from accounts.roles import Role, UnitKind
from documents.models import NumberSeries
from proposals.models import (
    Assembly,
    AssemblyRules,
    AssemblySession,
    CalendarDay,
    CalendarYear,
    DeclineReason,
    Member,
    RuleLimit,
    Term,
    Topic,
)
from proposals.states import Body, Kind
from tests.proposals.official_calendar import REFERENCE, ROWS, YEARS

PASSWORD = "Cheng-Xin-2026"
MONDAY = date(2026, 3, 2)  # where `world` sets the clock: an ordinary working day

BUREAUS = {
    "tech": ("科学技术局", "市科技局", "科"),
    "edu": ("教育局", "市教育局", "教"),
    "fin": ("财政局", "市财政局", "财"),
}
DESKS = {
    "office": (Role.UNIT_OFFICE, "办公"),
    "clerk": (Role.CLERK, "经办"),
    "clerk2": (Role.CLERK, "二经办"),
    "head": (Role.SECTION_HEAD, "科长"),
    "leader": (Role.LEADER_IN_CHARGE, "分管"),
    "signer": (Role.SIGNER, "签发"),
    "print": (Role.PRINT_STAFF, "文印"),
}
# What stands in the rules' file beside the columns of AssemblyRules.
NOT_COLUMNS = ("limits", "words", "rating_dimensions", "source")


@dataclass
class Chamber:
    """One body of one city: its office, its present term with a session that takes items, the term before."""

    assembly: Assembly
    office: Unit
    term: Term
    old_term: Term
    session: AssemblySession
    old_session: AssemblySession
    rules: AssemblyRules
    topic: Topic
    reason: DeclineReason


@dataclass
class Place:
    """One city: its two chambers, its government office, three bureaus."""

    city: City
    gov: Unit
    tech: Unit
    edu: Unit
    fin: Unit
    cppcc: Chamber
    npc: Chamber

    @property
    def chambers(self) -> tuple[Chamber, Chamber]:
        return self.cppcc, self.npc

    @property
    def bureaus(self) -> tuple[Unit, Unit, Unit]:
        return self.tech, self.edu, self.fin


class World:
    """The two cities and everybody in them."""

    def __init__(
        self, places: dict[str, Place], people: dict[str, User], seats: dict[str, list[Member]]
    ) -> None:
        self.places = places
        self.people = people
        self.seats = seats
        self.anonymous = AnonymousUser()

    def __getitem__(self, username: str) -> User:
        return self.people[username]

    @property
    def jia(self) -> Place:
        return self.places["jia"]

    @property
    def yi(self) -> Place:
        return self.places["yi"]

    @property
    def everybody(self) -> list[User | AnonymousUser]:
        """Everybody with an account, and a visitor without one."""
        return [*self.people.values(), self.anonymous]

    @property
    def one_of_each(self) -> list[User | AnonymousUser]:
        """Somebody for every standing one can have towards an item of 甲市: the tests' crowd where each costs time."""
        near = (
            "cppcc_office",
            "npc_office",
            "gov",
            *(f"tech_{desk}" for desk in DESKS),
            "edu_office",
            "edu_clerk",
        )
        deputies = ("member1", "member2", "member3", "deputy1", "deputy2", "dual")
        far = (
            "cppcc_office",
            "npc_office",
            "gov",
            "tech_office",
            "tech_clerk",
            "tech_signer",
            "member1",
            "deputy1",
        )
        names = [f"jia_{name}" for name in (*near, "fin_office", "fin_signer", *deputies)]
        names += [f"yi_{name}" for name in far]
        return [*(self[name] for name in names), self["root"], self["clock"], self.anonymous]

    @property
    def chambers(self) -> list[Chamber]:
        return list(chain.from_iterable(place.chambers for place in self.places.values()))

    def seat(self, username: str, term: Term | None = None) -> Member:
        """Return somebody's seat; of the dual person the present one, unless a term is named."""
        return next(seat for seat in reversed(self.seats[username]) if term is None or seat.term == term)

    def stand_in(self, absent: str, by: str) -> Substitution:
        """Let one person stand in for another today (代), in their first role."""
        membership = Membership.objects.filter(user=self[absent]).order_by("pk").first()
        day = today()
        return Substitution.objects.create(
            membership=membership, stand_in=self[by], starts_on=day, ends_on=day, reason="出差"
        )


def build() -> World:
    """Write the whole world into the database as of today, and return it."""
    _write_calendar()
    reasons = {
        kind: DeclineReason.objects.create(kind=kind, code="no-content", words="没有具体内容")
        for kind in Kind
    }
    hashed = _hashed_password()
    people = {"root": User(username="root", name="超管", is_superuser=True, password=hashed)}
    places, roles, seats = {}, [], {}
    for slug, name in (("jia", "甲"), ("yi", "乙")):
        place = _place(slug, name, reasons)
        places[slug] = place
        for username, role, unit, called in _staff(slug, name, place):
            people[username] = User(
                username=username,
                name=called,
                city=place.city,
                password=hashed,
                email=f"{username}@example.test",
            )
            roles.append((username, role, unit))
        for username, terms, called in _deputies(slug, name, place):
            people[username] = User(
                username=username,
                name=called,
                city=place.city,
                password=hashed,
                email=f"{username}@example.test",
            )
            seats[username] = [Member(term=term, name=called, group=f"{name}一组") for term in terms]
    User.objects.bulk_create(people.values())
    # A migration made it; a test with real transactions before this one may have emptied the tables.
    people["clock"], _ = User.objects.get_or_create(
        username=CLOCK_USERNAME, defaults={"name": "系统", "password": "!"}
    )
    since = date(2020, 1, 1)
    Membership.objects.bulk_create(
        Membership(user=people[username], unit=unit, role=role, starts_on=since)
        for username, role, unit in roles
    )
    for username, held in seats.items():
        for seat in held:
            seat.user = people[username]
    Member.objects.bulk_create(chain.from_iterable(seats.values()))
    return World(places, people, seats)


@cache
def _hashed_password() -> str:
    return make_password(PASSWORD)


@cache
def _rule_bases() -> dict[str, dict]:
    return yaml.safe_load((REFERENCE / "rules.yaml").read_text(encoding="utf-8"))["bases"]


def _write_calendar() -> None:
    CalendarYear.objects.bulk_create(
        CalendarYear(year=number, announced=year["announced"], source=year["source"])
        for number, year in YEARS.items()
    )
    CalendarDay.objects.bulk_create(CalendarDay(date=row.day, kind=row.kind, name=row.name) for row in ROWS)


def _place(slug: str, name: str, reasons: dict[str, DeclineReason]) -> Place:
    city = City.objects.create(name=f"{name}市", slug=slug)
    gov = Unit(
        city=city, name=f"{name}市人民政府办公室", short_name="市府办", kind=UnitKind.GOVERNMENT_OFFICE
    )
    offices = {
        Body.CPPCC: Unit(
            city=city,
            name=f"政协{name}市委员会提案委员会",
            short_name="市政协提案委",
            kind=UnitKind.ASSEMBLY_OFFICE,
        ),
        Body.NPC: Unit(
            city=city,
            name=f"{name}市人大常委会代表工作委员会",
            short_name="代表工委",
            kind=UnitKind.ASSEMBLY_OFFICE,
        ),
    }
    bureaus = {
        key: Unit(
            city=city,
            name=f"{name}市{full}",
            short_name=short,
            letterhead=f"{name}市{full}文件",
            imprint_office=f"{name}市{full}办公室",
            phone="88886666",
        )
        for key, (full, short, _) in BUREAUS.items()
    }
    Unit.objects.bulk_create([gov, *offices.values(), *bureaus.values()])
    NumberSeries.objects.bulk_create(
        NumberSeries(unit=bureaus[key], kind=kind, year=today().year, code=f"{name}{letter}{word}复")
        for key, (_, _, letter) in BUREAUS.items()
        for kind, word in ((Kind.PROPOSAL, "提"), (Kind.SUGGESTION, "建"))
    )
    chambers = {
        body: _chamber(city, body, slug, name, office, gov, reasons) for body, office in offices.items()
    }
    return Place(city, gov, **bureaus, cppcc=chambers[Body.CPPCC], npc=chambers[Body.NPC])


def _chamber(
    city: City, body: Body, slug: str, name: str, office: Unit, gov: Unit, reasons: dict[str, DeclineReason]
) -> Chamber:
    full = {Body.CPPCC: f"政协{name}市委员会", Body.NPC: f"{name}市人民代表大会"}[body]
    short = {Body.CPPCC: "市政协", Body.NPC: "市人大"}[body]
    assembly = Assembly.objects.create(
        city=city,
        body=body,
        name=full,
        short_name=short,
        slug=f"{slug}-{body}",
        office=office,
        distributor=gov,
    )
    old_term, term = Term.objects.bulk_create(
        [
            Term(assembly=assembly, number=8, ends_on=date(2022, 1, 31)),
            Term(assembly=assembly, number=9, starts_on=date(2022, 2, 1)),
        ]
    )
    old_session, session = AssemblySession.objects.bulk_create(
        [
            AssemblySession(term=old_term, number=5, name=f"{short}八届五次会议", year=2021),
            AssemblySession(
                term=term, number=5, name=f"{short}九届五次会议", year=today().year, is_open_for_filing=True
            ),
        ]
    )
    base = _rule_bases()[body]
    rules = AssemblyRules.objects.create(
        assembly=assembly,
        valid_from=date(2020, 1, 1),
        source=base["source"],
        **{column: value for column, value in base.items() if column not in NOT_COLUMNS},
    )
    RuleLimit.objects.bulk_create(
        RuleLimit(rules=rules, **{key: value for key, value in limit.items() if key != "local_default"})
        for limit in base["limits"]
    )
    topic = Topic.objects.create(assembly=assembly, name="科技教育")
    kind = assembly.kind
    return Chamber(assembly, office, term, old_term, session, old_session, rules, topic, reasons[kind])


def _staff(slug: str, name: str, place: Place) -> Iterator[tuple[str, Role, Unit, str]]:
    """Yield (user name, role, unit, name) of everybody with a desk."""
    yield f"{slug}_gov", Role.GOVERNMENT_OFFICE, place.gov, f"{name}府办"
    yield f"{slug}_cppcc_office", Role.ASSEMBLY_OFFICE, place.cppcc.office, f"{name}提案委"
    yield f"{slug}_npc_office", Role.ASSEMBLY_OFFICE, place.npc.office, f"{name}代工委"
    for bureau, unit in zip(BUREAUS, place.bureaus, strict=True):
        for desk, (role, called) in DESKS.items():
            yield f"{slug}_{bureau}_{desk}", role, unit, f"{name}{BUREAUS[bureau][2]}{called}"


def _deputies(slug: str, name: str, place: Place) -> Iterator[tuple[str, Sequence[Term], str]]:
    """Yield (user name, terms with a seat, name) of everybody with a seat, the newest seat last."""
    for order, numeral in enumerate("一二三", start=1):
        yield f"{slug}_member{order}", [place.cppcc.term], f"{name}委员{numeral}"
        yield f"{slug}_deputy{order}", [place.npc.term], f"{name}代表{numeral}"
    yield f"{slug}_dual", [place.cppcc.old_term, place.npc.term], f"{name}双任"
