"""The demo: people, proposal No. 426 with its letter, and a few living items, all through the services."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from accounts.models import Unit, User
from accounts.now import today
from proposals.models import AssemblySession, Proposal
from proposals.services.clocks import office_calendar
from proposals.services.intake import Filing
from proposals.states import ProposalState as S
from responses.letters.frozen import first_words
from responses.services.drafting import Draft
from seeds.demo_papers import ISSUED, dressed, follow_up
from seeds.demo_print_office import letters_to_verify, print_a_pile, set_up_offices
from seeds.people import DEMO_PASSWORD, load_people
from seeds.proposal_426 import take_426_down_the_road
from seeds.reference_data import Row, read
from seeds.walk import Story, answers, walk

# Working days from filing to each further station of a fictional item.
STATIONS = {
    "returned_on": 2,
    "registered_on": 3,
    "handed_over_on": 5,
    "accepted_on": 7,
    "met_on": 15,
    "sent_on": 17,
    "signed_on": 25,
    "issued_on": 26,
}
REVIEWS = (18, 20, 22, 23)
# How far an item of a state has come: the last station it has behind it.
LAST_STATION = {
    S.SUBMITTED: None,
    S.RETURNED: "returned_on",
    S.REGISTERED: "registered_on",
    S.ASSIGNED: "handed_over_on",
    S.DRAFTING: "accepted_on",
    S.IN_REVIEW: "sent_on",
    S.SIGNED: "signed_on",
    S.REPLIED: "issued_on",
}
OWN_STAGES = 3  # of a unit's usual chain
PLAN = "（演示内容）我局已经开展相关工作，下一步将列入年度计划，于年底前落实。"
FAULTY = "（演示内容）我局 2025 年共安排资金1200万元,其中其中上云补贴800万元、诊断服务500万元。"


def load_demo(say: Callable[[str], None]) -> None:
    """Make the demo, or find it made, and say where the letter is and who can log in."""
    people = load_people()
    letter = take_426_down_the_road(say)
    set_up_offices()
    for row in read("demo_items")["items"]:
        if not Proposal.objects.filter(title=row["title"]).exists():
            _make(row)
    print_a_pile(say)
    say(f"答复函 {letter.number}：{letter.pdf.path}")
    for words, address in letters_to_verify():
        say(f"核验页（{words}）：{address}")
    say(f"演示账号（密码均为 {DEMO_PASSWORD}）：")
    for person in people:
        posts = [
            f"{m.unit.short_name}·{m.get_role_display()}" for m in person.memberships.select_related("unit")
        ]
        seats = [f"{seat.term}{seat.group}" for seat in person.seats.select_related("term__assembly")]
        say(f"  {person.username:<20}{person.name}  {'、'.join([*posts, *seats])}")


def _make(row: Row) -> None:
    story = _story(row)
    proposal = walk(story, partial(_text, passage=FAULTY if row.get("faulty") else PLAN))
    for kind in row.get("papers", ()):
        ISSUED[kind](proposal)
    follow_up(row.get("then", ""), story, proposal)


def _story(row: Row) -> Story:
    session = AssemblySession.objects.get(name=row["session"])
    city = session.term.assembly.city
    days = _days(row, today() - timedelta(days=row["filed_days_ago"]))
    return Story(
        session=session,
        proposer=User.objects.get(username=row["by"]),
        filing=Filing(
            title=row["title"],
            body="（演示内容）近年来这方面的工作有了进展，但也存在不足，建议有关部门研究解决。",
            demands=row["demands"],
        ),
        along=User.objects.filter(username__in=row.get("along", ())),
        lead=Unit.objects.filter(city=city, short_name=row.get("lead")).first(),
        co=Unit.objects.filter(city=city, short_name__in=row.get("co", ())).order_by("pk"),
        external_number=row.get("external", "").format(year=days.get("signed_on", today()).year),
        dress=dressed(annexed=row.get("annexed", False), joint=row.get("joint", False)),
        **days,
    )


def _days(row: Row, filed_on: date) -> dict[str, object]:
    """Return the days of an item's stations, as far as it has come; none lies in the future."""
    calendar = office_calendar()
    first = calendar.next_workday(filed_on)
    latest = calendar.previous_workday(today())
    last = row.get("last", LAST_STATION[row["state"]])
    days: dict[str, object] = {"filed_on": min(first, latest)}
    for station, after in STATIONS.items():
        if last is None or STATIONS[last] < after or (station == "returned_on" and last != station):
            continue
        days[station] = min(calendar.add_workdays(first, after), latest)
    # 会签 of the units that sign along comes after the unit's own chain.
    usual = OWN_STAGES + (len(row["co"]) if row.get("joint") else 0) if "signed_on" in days else 0
    reviewed = REVIEWS[: row.get("reviews", usual)]
    days["reviewed_on"] = [min(calendar.add_workdays(first, after), latest) for after in reviewed]
    return days


def _text(proposal: Proposal, clerk: User, *, passage: str) -> Draft:
    lead = proposal.assignments.get(role="lead", released_at__isnull=True)
    words = first_words(proposal, lead.unit, again=False)
    lines = []
    for line in words["body"].split("\n"):
        lines.append(line)
        if line.startswith(tuple("一二三四五六七八九十")):
            lines.append(passage)
    return Draft(
        body="\n".join(lines),
        addressee=words["addressee"],
        contact_name=clerk.name,
        contact_phone="0577-00000000",
        copies=words["copies"],
        resolution_class="B",
        verdicts=answers(proposal),
    )
