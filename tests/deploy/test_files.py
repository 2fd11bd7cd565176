"""The files an operator uses are held against the real checkers and against the code they configure."""

import ast
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from config.bootstrap import LETTER_PACKAGES

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.executable).parent
ROOMS = ("accounts", "config", "documents", "proposals", "references", "responses", "seeds")
REQUIREMENT_FILES = ("base.txt", "embedded.txt", "dev.txt")
FILLED_IN = {
    "SITE_HOST": "reply.example.gov.cn",
    "SECRET_KEY": "k",
    "POSTGRES_PASSWORD": "p",
    "EMAIL_HOST": "mail.example.gov.cn",
    "EMAIL_FROM": "reply@example.gov.cn",
}


def run_tool(name: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a checker of the virtual environment in the project's folder with a nearly empty environment."""
    program = TOOLS / name
    if not program.exists():
        pytest.skip(f"{name} is not installed (requirements/dev.txt)")
    return subprocess.run(
        [str(program), *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def tracked_files() -> list[Path]:
    """Return what git would commit: tracked and new files that are not ignored."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard", "-z"],
        capture_output=True,
        check=True,
    )
    names = listed.stdout.decode().split("\0")
    return [file for name in names if name and (file := ROOT / name).is_file()]


def test_compose_file_is_valid_when_filled_in() -> None:
    checked = run_tool("docker-compose", "--env-file", os.devnull, "config", "-q", **FILLED_IN)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


@pytest.mark.parametrize("name", sorted(FILLED_IN))
def test_compose_file_names_the_setting_that_is_missing(name: str) -> None:
    rest = {key: value for key, value in FILLED_IN.items() if key != name}
    checked = run_tool("docker-compose", "--env-file", os.devnull, "config", "-q", **rest)
    assert checked.returncode != 0
    assert f"required variable {name} is missing a value" in checked.stderr


def test_compose_file_gives_the_product_only_settings_that_exist() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    block = text.partition("environment: &settings\n")[2].partition("\n  volumes:")[0]
    given = set(re.findall(r"^    (\w+):", block, re.MULTILINE))
    assert given - {"DJANGO_SETTINGS_MODULE"} <= settings_variables()


def test_dockerfile_passes_hadolint() -> None:
    checked = run_tool("hadolint", "--no-color", "Dockerfile")
    assert (checked.returncode, checked.stdout) == (0, "")


def test_dockerfile_installs_what_the_demo_installs() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    installed = text.partition("apt-get install -y --no-install-recommends")[2].partition("&&")[0]
    assert sorted(installed.replace("\\", " ").split()) == sorted(LETTER_PACKAGES)


def test_dockerfile_needs_no_frontend_and_no_embedded_servers() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "syntax=" not in text
    assert "embedded.txt" not in text
    assert "dev.txt" not in text


def test_dockerignore_lets_every_app_in() -> None:
    allowed = set(re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE))
    apps = {file.parent.name for file in ROOT.glob("*/apps.py")} | {"config", "static", "templates"}
    assert apps <= allowed


def test_caddyfile_is_valid_and_formatted(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "SITE_HOST": "reply.example.gov.cn"}
    checked = run_tool("caddy", "validate", "--config", "Caddyfile", "--adapter", "caddyfile", **home)
    assert checked.returncode == 0, checked.stderr
    formatted = run_tool("caddy", "fmt", "Caddyfile", **home)
    assert formatted.stdout == (ROOT / "Caddyfile").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", REQUIREMENT_FILES)
def test_every_requirement_is_pinned_with_hashes(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert lines
    unpinned = [
        line
        for line in lines
        if not re.match(r"[\w.-]+(\[[\w, ]+\])?==\S+ .*--hash=sha256:[0-9a-f]{64}", line)
    ]
    assert unpinned == []


@pytest.mark.parametrize("name", REQUIREMENT_FILES)
def test_every_asked_for_package_is_in_its_lock_file(name: str) -> None:
    folder = ROOT / "requirements"
    asked = (folder / name.replace(".txt", ".in")).read_text(encoding="utf-8")
    locked = (folder / name).read_text(encoding="utf-8")
    # With its extras: pip, checking hashes, takes fonttools[woff] for unpinned where only fonttools is pinned.
    pin = re.compile(r"^[\w.-]+(?:\[[\w, ]+\])?==[^\s;]+", re.MULTILINE)
    asked_for, held = ({found.replace(" ", "") for found in pin.findall(text)} for text in (asked, locked))
    assert asked_for <= held


def test_two_lock_files_never_disagree() -> None:
    versions: dict[str, set[str]] = {}
    for name in REQUIREMENT_FILES:
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        for package, version in re.findall(r"^([\w.-]+)(?:\[.*?\])?==([^\s;]+)", text, re.MULTILINE):
            versions.setdefault(package, set()).add(version)
    assert {package: found for package, found in versions.items() if len(found) > 1} == {}


def imported_names() -> set[str]:
    """Return what the product's own files import, by the first part of the name."""
    found = set()
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {one.name.partition(".")[0] for one in node.names}
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    found.add(node.module.partition(".")[0])
    return found


def test_every_package_the_product_imports_is_asked_for_by_name() -> None:
    texts = [
        (ROOT / "requirements" / name).read_text(encoding="utf-8") for name in ("base.in", "embedded.in")
    ]
    asked = {name for text in texts for name in re.findall(r"^([\w-]+)", text, re.MULTILINE)}
    foreign = imported_names() - sys.stdlib_module_names - set(ROOMS)
    sold_as = packages_distributions()
    assert len(foreign) > 10
    assert {
        name for name in foreign if not {one.lower().replace("_", "-") for one in sold_as[name]} & asked
    } == set()


def test_no_committed_file_names_a_package_index() -> None:
    # Spelt in two halves, so that this file itself does not match.
    hosts = [
        "pypi" + ".org",
        "pythonhosted" + ".org",
        "artifact" + "registry",
        "--index" + "-url",
        "--find" + "-links",
    ]
    wrong = re.compile("|".join(map(re.escape, hosts)).encode(), re.IGNORECASE)
    found = [str(file.relative_to(ROOT)) for file in tracked_files() if wrong.search(file.read_bytes())]
    assert found == []


def settings_variables() -> set[str]:
    """Return the environment variables the settings read."""
    text = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "config" / "settings").glob("*.py"))
    return set(re.findall(r'env\.(?:text|flag|number|words)\(\s*"(\w+)"', text))


def test_example_environment_names_every_setting_and_nothing_else() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", example, re.MULTILINE))
    compose = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
    assert named == settings_variables() | compose | {"DJANGO_SETTINGS_MODULE"}


@pytest.mark.parametrize("name", ["run", ".ci/run"])
def test_shell_scripts_are_executable_and_parse(name: str) -> None:
    file = ROOT / name
    assert os.access(file, os.X_OK)
    parsed = subprocess.run(["sh", "-n", str(file)], capture_output=True, text=True, check=False)
    assert (parsed.returncode, parsed.stderr) == (0, "")
