"""Read what may have been made to hurt in a process of its own, within limits: it costs that process, no more."""

import resource
import subprocess
import sys
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Limits:
    """seconds: of CPU; memory: bytes of address space; wait: seconds after which a busy machine has had its time."""

    seconds: int
    memory: int
    wait: float


class GaveUp(Exception):
    """The reader used up what it may: the file is made to hurt, or far larger than any that is worth reading."""


class TooLate(Exception):
    """The reader was not done when nobody waits any longer, which says more of the machine than of the file."""


def read_apart(module: str, data: bytes, limits: Limits) -> tuple[int, bytes]:
    """Run a module's main() on the data and return its status and what it wrote; raise GaveUp or TooLate.

    The module calls `limit_self()` first. It is told no setting and no secret.
    """
    try:
        done = subprocess.run(  # noqa: S603 - the module is named by our code
            [sys.executable, "-m", module, str(limits.seconds), str(limits.memory)],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=settings.BASE_DIR,
            env={"LC_ALL": "C.UTF-8"},  # no secret of ours goes along
            timeout=limits.wait,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise TooLate from late
    if done.returncode < 0:
        raise GaveUp
    return done.returncode, done.stdout


def limit_self() -> None:
    """Take the limits that `read_apart` named in the command; called before the data is looked at."""
    seconds, memory = (int(one) for one in sys.argv[1:3])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
