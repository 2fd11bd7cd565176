"""Child processes as one tree: started in order, stopped in reverse, and none outlives the parent."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


class StartFailed(Exception):
    """A child did not come up; the text names its log and quotes its last lines."""


@dataclass
class Child:
    """One running program of the tree."""

    name: str
    process: subprocess.Popen
    log: Path
    stop_signal: signal.Signals
    grace: float  # seconds between the polite signal and SIGKILL

    @property
    def pid(self) -> int:
        """The process id of the program itself (every wrapper has replaced itself by it)."""
        return self.process.pid

    def running(self) -> bool:
        """Tell whether it has not ended."""
        return self.process.poll() is None

    def last_words(self, lines: int = 20) -> str:
        """Return the end of its log."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    def kill(self) -> None:
        """End it and its process group at once with SIGKILL, as a crash would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Ask it to stop, wait for the grace it has, then end whatever is left of its process group."""
        if self.running():
            self.process.send_signal(self.stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(self.grace)
        self.kill()


class ProcessTree:
    """Starts programs as children of this process and stops them in reverse order.

    A context manager. Every child leads its own process group, so Ctrl-C reaches the parent alone; and the
    kernel signals it when the parent dies, however that happens.

    Args:
        logs: folder that gets NAME.log for each child; made when missing.
    """

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.children: list[Child] = []

    def __enter__(self) -> "ProcessTree":
        self.logs.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *details: object) -> None:
        self.stop()

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        wrapper: Sequence[str] = (),
        environment: dict[str, str] | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        orphan_signal: signal.Signals = signal.SIGKILL,
        grace: float = 15,
        pass_fds: Sequence[int] = (),
    ) -> Child:
        """Start a program and return it at once; wait_until() tells when it is ready.

        Args:
            name: what messages and the log file call it.
            command: program and arguments.
            wrapper: a command that ends by becoming the program (unshare, setpriv).
            environment: the whole environment; None means this process's.
            stop_signal: what stop() sends first.
            orphan_signal: what the kernel sends it when this process dies.
            grace: seconds it gets to stop.
            pass_fds: open file descriptors it inherits.
        """
        log = self.logs / f"{name}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*wrapper, *dies_with_parent(orphan_signal), *map(str, command)],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=pass_fds,
            )
        child = Child(name, process, log, stop_signal, grace)
        self.children.append(child)
        return child

    def remove(self, child: Child) -> None:
        """Stop one child before its turn and forget it."""
        child.stop()
        self.children.remove(child)

    def fallen(self) -> Child | None:
        """Return a child that ended by itself, if one did."""
        return next((child for child in self.children if not child.running()), None)

    def stop(self) -> None:
        """Stop all children, the youngest first."""
        while self.children:
            self.children.pop().stop()


def wait_until(child: Child, ready: Callable[[], bool], *, seconds: float = 60) -> None:
    """Return when ready() is true; raise StartFailed when the child ends or the time is over first."""
    deadline = time.monotonic() + seconds
    while not ready():
        if not child.running():
            raise _failure(child, f"ended with status {child.process.returncode}")
        if time.monotonic() > deadline:
            raise _failure(child, f"is not ready after {seconds:g} s")
        time.sleep(0.05)


def _failure(child: Child, what: str) -> StartFailed:
    return StartFailed(f"{child.name} {what} ({child.log}):\n{child.last_words()}")


def dies_with_parent(orphan_signal: signal.Signals) -> list[str]:
    """Return the wrapper that ties a program to this process.

    It is util-linux's setpriv and not preexec_fn, which must not run in a process with threads.
    """
    if shutil.which("setpriv") is None:
        return []
    return ["setpriv", "--pdeathsig", orphan_signal.name.removeprefix("SIG")]
