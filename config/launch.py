"""The commands of ./run, once config/bootstrap.py has set everything up."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from config import demo
from config.embedded import temporary_servers
from config.local import ADDRESSES, ROOT, Occupied, Var, say
from config.processes import StartFailed, dies_with_parent

BENCHMARKS = ROOT / "benchmarks"
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "for-checks-only-nothing-is-ever-signed-with-it-0123456789",
    "ALLOWED_HOSTS": "reply.example.gov.cn",
    "NOW_MAY_MOVE": "0",
}


def tool(name: str) -> str:
    """Return the path of a program of the virtual environment."""
    return str(Path(sys.executable).parent / name)


def attached(command: list[str], environment: dict[str, str]) -> int:
    """Run a command on this terminal and return its exit status.

    Ctrl-C is the command's affair; a request to end this process is passed on.
    """
    process = subprocess.Popen([*dies_with_parent(signal.SIGKILL), *command], env=environment, cwd=ROOT)

    def pass_on(number: int, _frame: FrameType | None) -> None:
        if number != signal.SIGINT:
            process.terminate()

    before = {number: signal.signal(number, pass_on) for number in STOP_SIGNALS}
    try:
        status = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return status if status >= 0 else 128 - status


def manage(arguments: list[str]) -> int:
    """Run manage.py on the servers named outside, on the running demo's, or on its own ones in var/."""
    var = Var()
    environment = var.settings()
    command = [sys.executable, "manage.py", *arguments]
    if all(environment.get(name) for name in ADDRESSES):
        return attached(command, environment)
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(var.owned(wait=True))
        except Occupied:
            serving = var.serving()
            if serving is None:
                raise
            return attached(command, {**serving.addresses, **environment})
        stack.enter_context(var.servers(environment))
        return attached(command, environment)


def test(arguments: list[str]) -> int:
    """Run the tests in two processes; the plugin tests.servers starts what they need.

    Each takes neighbouring tests, which share what was printed and read, and helps the other at the end (worksteal).
    A file under tests/ that is not there is named here: with two processes pytest says “no tests ran” and nothing else.
    """
    named = [argument.split("::")[0] for argument in arguments if argument.startswith("tests/")]
    missing = [name for name in named if not (ROOT / name).exists()]
    if missing:
        say(f"there is no {', no '.join(missing)}")
        return 2
    chosen = [] if "--slow" in arguments else ["-m", "not slow"]
    passed_on = [argument for argument in arguments if argument != "--slow"]
    return attached(
        [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", *chosen, *passed_on],
        dict(os.environ),
    )


def check(arguments: list[str]) -> int:
    """Run every check that is not a test of behaviour, all of them even when one fails; 1 when one did."""
    if arguments:
        say("check takes no arguments")
        return 2
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.base"}
    environment.setdefault("SECRET_KEY", PRODUCTION["SECRET_KEY"])
    python = sys.executable
    with temporary_servers(environment):
        steps: list[tuple[str, list[str], dict[str, str]]] = [
            ("format", [tool("ruff"), "format", "--check", "."], environment),
            ("lint", [tool("ruff"), "check", "."], environment),
            ("import order", [tool("lint-imports")], environment),
            ("types", [tool("mypy")], environment),
            ("migrations", [python, "manage.py", "makemigrations", "--check", "--dry-run"], environment),
            ("system", [python, "manage.py", "check", "--database", "default"], environment),
            (
                "production settings",
                [python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
                {**environment, **PRODUCTION},
            ),
            ("deployment files", [python, "-m", "pytest", "-q", "tests/deploy/test_files.py"], environment),
        ]
        failed = [name for name, command, around in steps if _step(name, command, around) != 0]
    say(f"these checks failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def _step(name: str, command: list[str], environment: dict[str, str]) -> int:
    say(f"checking {name}")
    return attached(command, environment)


def bench(arguments: list[str]) -> int:
    """List the benchmarks with the first line of what each says of itself, or run one on a fresh database."""
    known = {file.stem: file for file in sorted(BENCHMARKS.glob("*.py")) if not file.name.startswith("_")}
    if not arguments:
        for name, file in known.items():
            sys.stdout.write(f"{name:12} {_first_line(file)}\n")
        return 0
    name, *rest = arguments
    if name not in known:
        say(f"there is no benchmark {name!r}; there are: {', '.join(known) or 'none'}")
        return 2
    environment = Var().settings()
    for address in ADDRESSES:
        environment.pop(address, None)  # a benchmark fills its database: never one that is in use
    environment["ALLOWED_HOSTS"] = "localhost,127.0.0.1,testserver"
    with temporary_servers(environment) as tree:
        environment["MEDIA_ROOT"] = str(tree.logs.parent / "media")
        say("making an empty database for the benchmark")
        made = attached([sys.executable, "manage.py", "migrate", "-v", "0"], environment)
        return made or attached([sys.executable, "-m", f"benchmarks.{name}", *rest], environment)


def _first_line(file: Path) -> str:
    """Return the first line of a Python file's docstring, read without running the file."""
    words = file.read_text(encoding="utf-8").lstrip().removeprefix('"""')
    return words.split("\n", 1)[0].removesuffix('"""')


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo.run,
    "test": test,
    "check": check,
    "manage": manage,
    "bench": bench,
}


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Unwind once, so that all children are stopped; a second signal does not disturb the stopping."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def main(arguments: list[str]) -> int:
    """Run the command named first in arguments; return its exit status."""
    for number in STOP_SIGNALS:
        signal.signal(number, _interrupt)
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except (Occupied, StartFailed) as why:
        say(str(why))
        return 1
    except KeyboardInterrupt:
        say("stopped")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
