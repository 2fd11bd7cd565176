"""The audit trail: appended, sealed in order, refused to be changed by the database itself, verified by a command."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from accounts import audit
from accounts.models import AuditEvent, AuditSeal, User
from tests.world import World


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("actor", name="行为人")


def some_events(person: User, count: int = 5) -> list[AuditEvent]:
    return [audit.record("letter.read", by=person, about=person, page=n) for n in range(count)]


def verify() -> str:
    said = StringIO()
    call_command("verify_audit", stdout=said)
    return said.getvalue()


def tamper(statement: str, *values: object) -> None:
    """Change a row as somebody with the keys of the database would: with the triggers off."""
    with connection.cursor() as cursor:
        for action in ("DISABLE", "ENABLE"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in ("accounts_auditevent", "accounts_auditseal"):
                cursor.execute(f"ALTER TABLE {table} {action} TRIGGER USER")
            if action == "DISABLE":
                cursor.execute(statement, values)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditevent SET what = 'nothing'",
        "UPDATE accounts_auditevent SET address = NULL",
        "DELETE FROM accounts_auditseal",
        "UPDATE accounts_auditseal SET digest = 'x'",
        "DELETE FROM accounts_auditevent",
    ],
)
def test_postgresql_itself_refuses_to_change_or_delete(person: User, statement: str):
    some_events(person)
    audit.seal()
    with (
        pytest.raises(IntegrityError, match="is append-only: rows are never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert verify().startswith("The chain of 5 sealed events is whole")


def test_the_program_cannot_either(person: User):
    event = some_events(person, 1)[0]
    event.what = "nothing"
    with pytest.raises(IntegrityError), transaction.atomic():
        event.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        event.delete()


def test_events_are_sealed_in_order_each_once_and_each_on_the_one_before(person: User):
    first = some_events(person, 3)
    assert (audit.seal(), audit.seal()) == (3, 0)
    second = some_events(person, 2)
    assert audit.seal() == 2
    chain = list(AuditSeal.objects.order_by("position").values_list("position", "event", "digest"))
    assert [(position, event) for position, event, _ in chain] == [
        (n, event.pk) for n, event in enumerate([*first, *second], start=1)
    ]
    before = ""
    for (_, _, digest), event in zip(chain, [*first, *second], strict=True):
        assert digest == audit.digest_of(AuditEvent.objects.get(pk=event.pk), before)
        before = digest
    assert len({digest for _, _, digest in chain}) == 5


def test_the_command_says_that_the_chain_is_whole_and_what_waits(person: User):
    assert verify() == "The chain of 0 sealed events is whole; 0 wait for their seal.\n"
    some_events(person, 3)
    audit.seal()
    some_events(person, 2)
    last = AuditSeal.objects.order_by("position").last()
    assert verify() == (
        f"The chain of 3 sealed events is whole, the last digest is {last.digest}; 2 wait for their seal.\n"
    )


@pytest.mark.parametrize(
    ("statement", "places"),
    [
        ("UPDATE accounts_auditevent SET what = 'letter.sent' WHERE id = %s", "3"),
        ("UPDATE accounts_auditevent SET at = at + interval '1 second' WHERE id = %s", "3"),
        ("UPDATE accounts_auditevent SET detail = '{}' WHERE id = %s", "3"),
        ("UPDATE accounts_auditevent SET by_id = NULL WHERE id = %s", "3"),
        ("UPDATE accounts_auditseal SET digest = repeat('0', 64) WHERE event_id = %s", "3, 4"),
        ("DELETE FROM accounts_auditseal WHERE event_id = %s", "4"),
    ],
)
def test_whoever_gets_past_the_triggers_is_found_by_the_chain(person: User, statement: str, places: str):
    events = some_events(person)
    audit.seal()
    tamper(statement, events[2].pk)
    with pytest.raises(CommandError, match=rf"broken at position {places}\.$") as found:
        verify()
    assert found.value.returncode == 1


def test_the_address_of_the_request_stands_in_the_event(world: World, client):
    client.post("/login/", {"username": "jia_gov", "password": "wrong"}, REMOTE_ADDR="192.0.2.7")
    assert AuditEvent.objects.get().address == "192.0.2.7"
    audit.record("letter.read", by=world["jia_gov"])
    assert AuditEvent.objects.order_by("pk").last().address is None
