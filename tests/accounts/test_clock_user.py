"""系统, in whose name the clock acts: always there, never logged in, gone with its migration."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from accounts.models import User
from accounts.queries import memberships_of


def test_the_migration_made_it_without_a_password(db: None):
    clock = User.objects.clock()
    assert (clock.username, clock.name, clock.is_clock) == ("clock", "系统", True)
    assert (clock.has_usable_password(), clock.is_superuser, clock.city, clock.email) == (
        False,
        False,
        None,
        "",
    )
    assert not memberships_of(clock).exists()


@pytest.mark.parametrize("password", ["", "!", "clock", "None"])
def test_nobody_logs_in_as_the_clock(db: None, password: str):
    client = Client()
    assert client.post("/login/", {"username": "clock", "password": password}).status_code == 422
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db(transaction=True)
def test_the_migration_goes_back_and_forth_and_may_be_repeated():
    User.objects.filter(username="clock").delete()
    names = {"before": ("accounts", "0002_append_only"), "after": ("accounts", "0003_clock_user")}

    def migrate(to: str) -> int:
        executor = MigrationExecutor(connection)
        executor.loader.build_graph()
        state = executor.loader.project_state(names[to])
        migration = executor.loader.get_migration(*names["after"])
        run = migration.operations[0].code if to == "after" else migration.operations[0].reverse_code
        run(state.apps, None)
        return User.objects.filter(username="clock").count()

    assert [migrate(to) for to in ("after", "after", "before", "before", "after")] == [1, 1, 0, 0, 1]
    assert User.objects.clock().has_usable_password() is False
