"""Make a fresh checkout ready for the command at hand, then hand over to config/launch.py.

Runs before anything is installed, so it uses the standard library only and imports nothing of this project.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "requirements.stamp"

USAGE = """\
usage: ./run COMMAND

  demo [--exit] [--fresh]   set up, take proposal No. 426 from filing to its printed letter, serve the pages
                            --exit  stop after the letter     --fresh  begin with an empty var/
  test [--slow] [ARGS]      run the tests (ARGS go to pytest); --slow adds those over ten seconds
  check                     format, lint, import order, types, migrations, system checks, deployment files
  manage ARGS               Django's manage.py, on the running demo's servers or on its own
  bench [NAME]              list the benchmarks, or run one on a fresh database
"""

# What pip cannot bring: libraries and fonts the letters need, and the programs that look at the result.
LETTER_PACKAGES = (
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
    "fonts-liberation",
    "fonts-lxgw-wenkai",
    "fonts-noto-cjk",
)
TEST_PACKAGES = ("chromium", "libreoffice-writer-nogui", "openssl", "poppler-utils", "qpdf", "softhsm2")

# COMMAND: (Debian packages, requirement files)
RUNTIME = ("base.txt", "embedded.txt")
NEEDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "demo": (LETTER_PACKAGES, RUNTIME),
    "manage": (LETTER_PACKAGES, RUNTIME),
    "test": (LETTER_PACKAGES + TEST_PACKAGES, (*RUNTIME, "dev.txt")),
    "check": (LETTER_PACKAGES, (*RUNTIME, "dev.txt")),
    "bench": (LETTER_PACKAGES, (*RUNTIME, "dev.txt")),
}


def say(sentence: str) -> None:
    """Write one progress line to standard error, so that a command's own output stays clean."""
    sys.stderr.write(f"run: {sentence}\n")
    sys.stderr.flush()


class SetUpFailed(Exception):
    """The set-up cannot go on; the text says what to do."""


def installed(package: str) -> bool:
    """Tell whether dpkg has the package in place."""
    answer = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status}", package],
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout == "installed"


def ensure_packages(wanted: tuple[str, ...]) -> None:
    """Install the missing Debian packages as root; as anyone else name them in one line and stop.

    Args:
        wanted: names in Debian 12; on a system without dpkg they are named and taken to be there.
    """
    if shutil.which("dpkg-query") is None:
        if not STAMP.exists():
            say(f"no dpkg here; this needs what Debian calls {' '.join(wanted)}")
        return
    if importlib.util.find_spec("ensurepip") is None:
        wanted = ("python3-venv", *wanted)
    missing = [package for package in wanted if not installed(package)]
    if not missing:
        return
    if os.geteuid() != 0:
        raise SetUpFailed(
            "some Debian packages are missing; as root, run this line, then repeat the command:\n"
            f"apt-get install -y --no-install-recommends {' '.join(missing)}"
        )
    say(f"installing Debian packages: {' '.join(missing)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *missing]
    for command in (["apt-get", "update", "-q"], install):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SetUpFailed(f"`{' '.join(command)}` failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def stamp_of(names: tuple[str, ...]) -> dict[str, str]:
    """Return the SHA-256 of each requirement file by its name."""
    return {name: hashlib.sha256((ROOT / "requirements" / name).read_bytes()).hexdigest() for name in names}


def read_stamp() -> dict[str, str]:
    """Return what the environment was last filled with; nothing when it was never finished."""
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}


def venv_works() -> bool:
    """Tell whether .venv has a Python that starts, and pip; a removed Python leaves neither."""
    probe = [VENV / "bin" / "python", "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]
    try:
        return subprocess.run(probe, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def ensure_environment(names: tuple[str, ...]) -> None:
    """Fill .venv with the named requirement files, hashes checked; do nothing when it is filled already."""
    python = VENV / "bin" / "python"
    if not venv_works():
        say("making the virtual environment .venv")
        made = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
        )
        if made.returncode != 0:
            raise SetUpFailed(f"python -m venv failed:\n{made.stdout}{made.stderr}")
    wanted, present = stamp_of(names), read_stamp()
    if all(present.get(name) == digest for name, digest in wanted.items()):
        return
    say(f"installing Python packages with checked hashes: {', '.join(names)}")
    STAMP.unlink(missing_ok=True)
    files = [part for name in names for part in ("-r", str(ROOT / "requirements" / name))]
    filled = subprocess.run(
        [
            str(python),
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "--require-hashes",
            *files,
        ],
        check=False,
    )
    if filled.returncode != 0:
        raise SetUpFailed("pip could not install the packages; its own words stand above.")
    for folder in (VENV / "lib").glob("python3.*/site-packages"):
        # Where PYTHONDONTWRITEBYTECODE is set pip writes none either, and each worker would read WeasyPrint as text.
        subprocess.run([str(python), "-m", "compileall", "-q", str(folder)], capture_output=True, check=False)
        # The checkout itself on the path: .venv/bin/pytest and celery then find config like manage.py does.
        (folder / "project.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    current = {name: digest for name, digest in present.items() if stamp_of((name,)) == {name: digest}}
    STAMP.write_text(json.dumps({**current, **wanted}, indent=1), encoding="utf-8")


def ensure_fonts() -> None:
    """Fetch the letters' fonts once; a failure is named and not fatal: Debian's fonts stand in."""
    fetch = [str(VENV / "bin" / "python"), "-m", "documents.fetch_fonts"]
    if any((ROOT / "static" / "fonts").glob("*.otf")):
        fetched = subprocess.run(fetch, cwd=ROOT, capture_output=True, check=False)
    else:
        say("fetching the fonts of the letters")
        fetched = subprocess.run(fetch, cwd=ROOT, stdout=sys.stderr, check=False)
    if fetched.returncode != 0:
        say("not all fonts of the letters could be fetched; the fonts of the system stand in")


def main(arguments: list[str]) -> int:
    """Set up for the command named first in arguments and become config/launch.py.

    Returns:
        An exit status when it does not come to that: 0 after the usage, 1 set-up failed, 2 no such command.
    """
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        sys.stdout.write(USAGE)
        return 0
    if arguments[0] not in NEEDS:
        sys.stderr.write(f"run: there is no command {arguments[0]!r}\n\n{USAGE}")
        return 2
    packages, requirements = NEEDS[arguments[0]]
    try:
        ensure_packages(packages)
        ensure_environment(requirements)
    except SetUpFailed as why:
        say(str(why))
        return 1
    ensure_fonts()
    python = str(VENV / "bin" / "python")
    os.chdir(ROOT)
    return os.execv(python, [python, "-m", "config.launch", *arguments])  # noqa: S606 (our own interpreter)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
