"""The installation in var/: its settings, its lock, its servers and its log files.

One command at a time owns var/ (a lock the kernel frees when the owner dies). While the demo serves,
var/servers.json tells other commands where its servers are.
"""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from config.embedded import create_database, remove_cluster, socket_folder, start_postgres, start_valkey
from config.processes import ProcessTree

ROOT = Path(__file__).resolve().parent.parent
DATABASE_NAME = "replies"
ADDRESSES = ("DATABASE_URL", "REDIS_URL")


class Occupied(Exception):
    """Another command owns var/; the text says which."""


@dataclass(frozen=True)
class Serving:
    """What var/servers.json says about the demo that runs."""

    pid: int
    site: str
    addresses: dict[str, str]


def say(sentence: str) -> None:
    """Write one progress line to standard error, so that a command's own output stays clean."""
    sys.stderr.write(f"run: {sentence}\n")
    sys.stderr.flush()


class Var:
    """The folder var/ (or the one VAR_DIR names), made when missing.

    Args:
        folder: what to use instead.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(os.environ.get("VAR_DIR") or ROOT / "var").absolute()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.logs = self.folder / "log"
        self._servers = self.folder / "servers.json"

    def settings(self) -> dict[str, str]:
        """Return the environment of the product's processes: this one's, what it leaves open filled in."""
        filled = {
            "DJANGO_SETTINGS_MODULE": "config.settings.base",
            "SECRET_KEY": self._secret_key(),
            "NOW_MAY_MOVE": "1",
            "STATIC_ROOT": str(self.folder / "static"),
            "MEDIA_ROOT": str(self.folder / "media"),
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(self.folder / "mail"),
            "PYTHONUNBUFFERED": "1",
        }
        given = {name: value for name, value in os.environ.items() if value or name not in ADDRESSES}
        return {**filled, **given}

    @contextlib.contextmanager
    def owned(self, *, wait: bool = False) -> Iterator[None]:
        """Own var/ for the length of the block.

        Args:
            wait: wait for a command that only borrows it; a demo that serves is never waited for.

        Raises:
            Occupied: it belongs to another command.
        """
        with (self.folder / "lock").open("a") as lock:
            told = False
            while not _take(lock.fileno()):
                serving = self.serving()
                if serving is not None:
                    raise Occupied(f"the demo is running at {serving.site} (process {serving.pid})")
                if not wait:
                    raise Occupied(f"another command is using {self.folder}; wait for it to end")
                if not told:
                    say(f"another command is using {self.folder}; waiting for it")
                    told = True
                time.sleep(0.2)
            self._servers.unlink(missing_ok=True)  # left behind by an owner that was killed
            yield

    def serving(self) -> Serving | None:
        """Return where the running demo's servers are, or None; a dead process's file does not count."""
        try:
            said = json.loads(self._servers.read_text(encoding="utf-8"))
            os.kill(said["pid"], 0)
        except (FileNotFoundError, json.JSONDecodeError, ProcessLookupError):
            return None
        except PermissionError:
            pass  # alive, and another user's
        return Serving(**said)

    @contextlib.contextmanager
    def announced(self, site: str, environment: dict[str, str]) -> Iterator[None]:
        """Tell other commands, for the length of the block, where the servers are.

        Args:
            site: the address of the pages.
            environment: holds DATABASE_URL and REDIS_URL.
        """
        addresses = {name: environment[name] for name in ADDRESSES}
        said = {"pid": os.getpid(), "site": site, "addresses": addresses}
        draft = self._servers.with_suffix(".new")
        draft.write_text(json.dumps(said, indent=1), encoding="utf-8")
        draft.replace(self._servers)
        try:
            yield
        finally:
            self._servers.unlink(missing_ok=True)

    @contextlib.contextmanager
    def servers(self, environment: dict[str, str]) -> Iterator[ProcessTree]:
        """Run the embedded servers for those of DATABASE_URL and REDIS_URL that environment does not name.

        The caller owns var/.

        Args:
            environment: gets the missing addresses.

        Yields:
            The tree, for further children; all are stopped at the end of the block.
        """
        with socket_folder() as sockets, ProcessTree(self.logs) as tree:
            if not environment.get("DATABASE_URL"):
                say("starting PostgreSQL")
                server = start_postgres(tree, self.folder / "postgres", sockets)
                environment["DATABASE_URL"] = create_database(server, DATABASE_NAME)
            if not environment.get("REDIS_URL"):
                say("starting Valkey")
                environment["REDIS_URL"] = start_valkey(tree, sockets)[1]
            yield tree

    def empty(self) -> None:
        """Delete everything in var/ but the lock. The caller owns it."""
        remove_cluster(self.folder / "postgres")
        for entry in self.folder.iterdir():
            if entry.name == "lock":
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()

    def _secret_key(self) -> str:
        """Return this installation's own key, made at first use."""
        file = self.folder / "secret-key"
        if not file.exists():
            draft = self.folder / f"secret-key.{os.getpid()}"
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
            with contextlib.suppress(FileExistsError):
                os.link(draft, file)  # whoever comes first decides, and nobody reads half a key
            draft.unlink()
        return file.read_text(encoding="ascii")


def _take(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
