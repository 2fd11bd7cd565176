"""./run demo: the whole product on one machine, and proposal No. 426 taken down the whole road."""

import argparse
import http.client
import os
import signal
import socket
import subprocess
import sys
import time

from config.local import ROOT, Occupied, Var, say
from config.processes import Child, ProcessTree, StartFailed, dies_with_parent, wait_until

FIRST_PORT = 8000
PORTS_TRIED = 50


class StepFailed(StartFailed):
    """A manage.py command of the set-up ended with an error; its own words stand above."""


def run(arguments: list[str]) -> int:
    """Set up, load the seeds, make the letter of No. 426 with a real worker, then serve until Ctrl-C.

    Args:
        arguments: --exit stops after the letter; --fresh empties var/ first.

    Returns:
        0, or 1 when a part of it stopped by itself.
    """
    parser = argparse.ArgumentParser(prog="./run demo", description=run.__doc__.partition("\n")[0])
    parser.add_argument("--exit", action="store_true", help="stop after the letter")
    parser.add_argument("--fresh", action="store_true", help="empty var/ first")
    options = parser.parse_args(arguments)
    var = Var()
    with var.owned():
        if options.fresh:
            if os.environ.get("DATABASE_URL"):
                raise Occupied(
                    "--fresh empties var/ only; the database named in DATABASE_URL is yours to empty"
                )
            say(f"emptying {var.folder}")
            var.empty()
        environment = var.settings()
        with _listener() as listener, var.servers(environment) as tree:
            site = f"http://localhost:{listener.getsockname()[1]}"
            environment.setdefault("SITE_ADDRESS", site)
            _prepare(environment)
            web = _start_product(tree, environment, listener)
            with var.announced(site, environment):
                say("taking proposal No. 426 from filing to its printed letter")
                _manage(environment, "load_seeds", "demo")
                if options.exit:
                    return 0
                wait_until(web, lambda: _answers(listener))
                sys.stdout.write(f"\nOpen {site} — Ctrl-C stops everything. Log files: {var.logs}\n")
                sys.stdout.flush()
                return _serve(tree)


def _prepare(environment: dict[str, str]) -> None:
    """Bring the database, the static files and the seeds up to date; all of it may be repeated."""
    say("bringing the database up to date")
    _manage(environment, "migrate", "-v", "0")
    _manage(environment, "collectstatic", "--noinput", "-v", "0")
    say("loading reference data and documents")
    _manage(environment, "load_seeds", "reference", "documents")


def _start_product(tree: ProcessTree, environment: dict[str, str], listener: socket.socket) -> Child:
    """Start worker, clock and web server; return the web server."""
    say("starting the worker, the clock and the web server")
    celery = [sys.executable, "-m", "celery", "-A", "config"]
    quiet = ["--without-gossip", "--without-mingle", "-n", f"demo-{os.getpid()}@%h"]
    tree.start("worker", [*celery, "worker", "-l", "INFO", "-c", "2", *quiet], environment=environment)
    schedule = tree.logs.parent / "beat-schedule"
    tree.start(
        "beat", [*celery, "beat", "-l", "INFO", "-s", str(schedule), "--pidfile="], environment=environment
    )
    gunicorn = [
        sys.executable,
        "-m",
        "gunicorn",
        "config.wsgi:application",
        "--bind",
        f"fd://{listener.fileno()}",
    ]
    size = ["--workers", "2", "--threads", "4", "--access-logfile", "-"]
    # SIGTERM for an orphan too: killed outright, gunicorn's master would leave its workers behind.
    return tree.start(
        "web",
        [*gunicorn, *size],
        environment=environment,
        orphan_signal=signal.SIGTERM,
        pass_fds=[listener.fileno()],
    )


def _serve(tree: ProcessTree) -> int:
    """Wait for Ctrl-C; return 0 after it, 1 when a child ended by itself."""
    try:
        while (fallen := tree.fallen()) is None:
            time.sleep(0.5)
    except KeyboardInterrupt:
        say("stopping")
        return 0
    say(f"{fallen.name} stopped by itself ({fallen.log}):\n{fallen.last_words()}")
    return 1


def _listener() -> socket.socket:
    """Return a listening socket on PORT, or on the first free port from 8000; HOST is where it listens."""
    host = os.environ.get("HOST", "127.0.0.1")
    wanted = os.environ.get("PORT")
    ports = [int(wanted)] if wanted else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)
    for port in ports:
        try:
            return socket.create_server((host, port))
        except OSError as why:
            reason = why
    raise StartFailed(
        f"no port to listen on at {host} among {ports}: {reason}. Choose one: PORT=9000 ./run demo"
    )


def _answers(listener: socket.socket) -> bool:
    """Tell whether the web server gives a page that is not an error of its own."""
    host, port = listener.getsockname()
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": "localhost"})
        return connection.getresponse().status < http.client.INTERNAL_SERVER_ERROR
    except OSError:
        return False
    finally:
        connection.close()


def _manage(environment: dict[str, str], *words: str) -> None:
    """Run a manage.py command on this terminal; raise StepFailed when it does not end well."""
    command = [*dies_with_parent(signal.SIGKILL), sys.executable, "manage.py", *words]
    status = subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode
    if status != 0:
        raise StepFailed(
            f"manage.py {' '.join(words)} ended with status {status}; what it said stands above."
        )
