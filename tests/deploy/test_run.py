"""./run: set-up, the lock on var/, and the demo as a whole."""

import os
import re
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from config import bootstrap, launch
from config.local import Occupied, Serving, Var

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, timeout: float = 60, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ./run from another folder, as a user would who names it by its path."""
    return subprocess.run(
        [str(ROOT / "run"), *arguments],
        cwd="/",
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def processes_with(mark: str) -> list[str]:
    """Return the command lines of all running processes that carry a mark in their environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue  # ended meanwhile, or another user's
    return found


def test_without_a_command_it_says_what_it_can_do() -> None:
    said = run()
    assert (said.returncode, said.stdout, said.stderr) == (0, bootstrap.USAGE, "")
    assert (
        set(bootstrap.NEEDS)
        == set(launch.COMMANDS)
        == set(re.findall(r"^  (\w+) ", said.stdout, re.MULTILINE))
    )


def test_an_unknown_command_is_refused() -> None:
    said = run("dmeo")
    assert (said.returncode, said.stdout) == (2, "")
    assert "there is no command 'dmeo'" in said.stderr


def test_a_test_file_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert launch.test(["tests/deploy/test_run.py", "tests/nowhere.py::test_it"]) == 2
    assert capsys.readouterr().err == "run: there is no tests/nowhere.py\n"


def test_without_a_new_enough_python_it_names_what_it_looked_for(tmp_path: Path) -> None:
    script = (ROOT / "run").read_text(encoding="utf-8").replace("/usr/bin/python3", "/nowhere/python3")
    (tmp_path / "run").write_text(script, encoding="utf-8")
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "dirname").symlink_to("/usr/bin/dirname")
    said = subprocess.run(
        ["/bin/sh", str(tmp_path / "run"), "demo"],
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert "looked for python3, python3.13, python3.12, python3.11" in said.stderr


def test_an_ordinary_user_gets_one_line_to_hand_to_root(monkeypatch: pytest.MonkeyPatch) -> None:
    present = {"libpango-1.0-0", "qpdf"}
    monkeypatch.setattr(bootstrap, "installed", lambda package: package in present)
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    with pytest.raises(bootstrap.SetUpFailed) as refused:
        bootstrap.ensure_packages(("libpango-1.0-0", "fonts-noto-cjk", "chromium"))
    lines = str(refused.value).splitlines()
    assert lines[1:] == ["apt-get install -y --no-install-recommends python3-venv fonts-noto-cjk chromium"]


def test_the_set_up_is_skipped_while_its_files_are_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "base.txt").write_text("django==1\n", encoding="utf-8")
    (tmp_path / "requirements" / "dev.txt").write_text("pytest==1\n", encoding="utf-8")
    calls: list[list[str]] = []

    def record(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        calls.append([str(word) for word in command])
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(bootstrap, "venv_works", lambda: True)
    monkeypatch.setattr(bootstrap.subprocess, "run", record)

    def installs(*names: str) -> list[str]:
        calls.clear()
        bootstrap.ensure_environment(names)
        return [Path(word).name for command in calls for word in command if word.endswith(".txt")]

    monkeypatch.setattr(bootstrap, "VENV", tmp_path / "venv")
    assert installs("base.txt") == ["base.txt"]
    assert installs("base.txt") == []
    assert installs("base.txt", "dev.txt") == ["base.txt", "dev.txt"]
    assert installs("base.txt") == []
    (tmp_path / "requirements" / "base.txt").write_text("django==2\n", encoding="utf-8")
    assert installs("base.txt", "dev.txt") == ["base.txt", "dev.txt"]


def test_var_has_one_owner_at_a_time(tmp_path: Path) -> None:
    with (
        Var(tmp_path).owned(),
        pytest.raises(Occupied, match="another command is using"),
        Var(tmp_path).owned(),
    ):
        pass
    with Var(tmp_path).owned():
        pass


def test_a_running_demo_is_found_and_never_waited_for(tmp_path: Path) -> None:
    addresses = {"DATABASE_URL": "postgresql://x/y", "REDIS_URL": "unix:///x"}
    var, other = Var(tmp_path), Var(tmp_path)
    with var.owned(), var.announced("http://localhost:8000", addresses):
        assert other.serving() == Serving(os.getpid(), "http://localhost:8000", addresses)
        with pytest.raises(Occupied, match="running at http://localhost:8000"), other.owned(wait=True):
            pass
    assert other.serving() is None


def test_what_a_killed_demo_left_behind_does_not_count(tmp_path: Path) -> None:
    with subprocess.Popen(["true"]) as ended:
        ended.wait()
    left = f'{{"pid": {ended.pid}, "site": "s", "addresses": {{}}}}'
    (tmp_path / "servers.json").write_text(left, encoding="utf-8")
    assert Var(tmp_path).serving() is None
    with Var(tmp_path).owned():
        assert not (tmp_path / "servers.json").exists()


def test_the_key_of_an_installation_is_its_own_private_and_lasting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    keys = {Var(tmp_path / name).settings()["SECRET_KEY"] for name in ("a", "b", "a")}
    assert len(keys) == 2
    assert all(len(key) >= 50 for key in keys)
    assert (tmp_path / "a" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert sorted(file.name for file in (tmp_path / "a").iterdir()) == ["secret-key"]


def test_emptying_var_leaves_the_lock_alone(tmp_path: Path) -> None:
    var = Var(tmp_path)
    with var.owned():
        (tmp_path / "media" / "letters").mkdir(parents=True)
        (tmp_path / "secret-key").write_text("k", encoding="ascii")
        var.empty()
    assert [entry.name for entry in tmp_path.iterdir()] == ["lock"]


@pytest.fixture
def mark() -> str:
    """A word only the processes of this test carry in their environment."""
    return uuid.uuid4().hex


def own_servers(folder: Path, mark: str) -> dict[str, str]:
    """Return an environment in which the demo starts its own servers in a folder of its own."""
    return {
        "VAR_DIR": str(folder),
        "MARK": mark,
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "SECRET_KEY": "k" * 60,
        "DJANGO_SETTINGS_MODULE": "config.settings.base",
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
    }


@pytest.mark.slow
def test_demo_makes_the_letter_once_and_leaves_no_process(tmp_path: Path, mark: str) -> None:
    around = own_servers(tmp_path, mark)
    first = run("demo", "--exit", timeout=300, **around)
    assert first.returncode == 0, first.stderr
    letter = Path(re.findall(r"温科提复〔2023〕125号：(\S+\.pdf)", first.stdout)[0])
    made = letter.read_bytes()
    assert letter.is_relative_to(tmp_path / "media")
    assert made[:5] == b"%PDF-"
    assert processes_with(mark) == []
    second = run("demo", "--exit", timeout=300, **around)
    assert second.returncode == 0, second.stderr
    assert re.findall(r"温科提复〔2023〕125号：(\S+\.pdf)", second.stdout) == [str(letter)]
    assert letter.read_bytes() == made
    assert processes_with(mark) == []


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_demo_that_serves_stops_whole(tmp_path: Path, mark: str, ending: signal.Signals) -> None:
    around = {**os.environ, **own_servers(tmp_path, mark)}
    with subprocess.Popen(
        [sys.executable, "-m", "config.launch", "demo"],
        cwd=ROOT,
        env=around,
        stdout=subprocess.PIPE,
        text=True,
    ) as demo:
        try:
            line = next(line for line in demo.stdout if line.startswith("Open "))
            assert Var(tmp_path).serving().site in line
            used = run("manage", "showmigrations", "auth", **own_servers(tmp_path, mark))
            assert "[X] 0001_initial" in used.stdout, used.stderr
            demo.send_signal(ending)
            assert demo.wait(60) == (-ending if ending == signal.SIGKILL else 0)
        finally:
            demo.kill()
    deadline = time.monotonic() + 15
    while processes_with(mark) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert processes_with(mark) == []
    assert Var(tmp_path).serving() is None
