"""The texts tell the truth: what they name exists, links lead somewhere, words stand on the pages."""

import re
from functools import lru_cache
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from config.bootstrap import USAGE
from config.launch import COMMANDS
from scripts.make_screenshots import IMAGES, SHOTS, demo_password
from seeds.people import DEMO_PASSWORD

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])
MANUALS = sorted((DOCS / "manuals").glob("*.md"))
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
MOST_IMAGES, LARGEST_IMAGE = 14, 200 * 1024
ROOMS = (
    "accounts",
    "config",
    "documents",
    "proposals",
    "references",
    "responses",
    "seeds",
    "templates",
    "static",
)

LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
# A path of ours: in a folder, or a file with one of the endings we use. Made or private ones are no part of the tree.
PATH = re.compile(r"\.?[\w*-]+(?:/[\w.*-]+)*/?")
ENDINGS = (
    ".py",
    ".md",
    ".yml",
    ".yaml",
    ".txt",
    ".in",
    ".css",
    ".toml",
    ".example",
    "Dockerfile",
    "Caddyfile",
)
MADE_LATER = ("var/", "media/", "mail/", "log/", "postgres/", ".env", "*.txt", "requirements/*.in")
# Between Chinese quotation marks a manual repeats what stands on a page; numbering is the exception.
QUOTED = re.compile("“([^”]+)”")
NUMBERING = re.compile(r"[一（）1.、]+")


def prose(page: Path) -> str:
    """Return a page without its fenced blocks."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def commands_of(page: Path) -> list[str]:
    """Return every `./run …` a page names, in fenced blocks (one a line, without the remark) and in the text."""
    text = page.read_text(encoding="utf-8")
    fenced = [line.split("  #")[0] for block in FENCE.findall(text) for line in block.splitlines()]
    return [
        word.strip() for word in [*fenced, *CODE.findall(prose(page))] if word.strip().startswith("./run")
    ]


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@lru_cache(maxsize=1)
def sources() -> dict[Path, str]:
    """Return the text of every program and template of the product."""
    found = [
        file
        for room in ROOMS
        for file in (ROOT / room).rglob("*")
        if file.suffix in (".py", ".html", ".yaml")
    ]
    return {file: file.read_text(encoding="utf-8") for file in found}


def all_code() -> str:
    """Return all of them in one."""
    return "\n".join(sources().values())


@lru_cache(maxsize=1)
def bare_names() -> set[str]:
    """Return the file names a text may use without their folder."""
    folders = (*ROOMS, "requirements", "tests", "docs")
    return {file.name for folder in folders for file in (ROOT / folder).rglob("*")}


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for _image, address in LINK.findall(prose(page)):
        if re.match(r"https?:", address):
            continue
        path, _, anchor = address.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(address)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_paths_named_exist(page: Path) -> None:
    missing = []
    for word in CODE.findall(prose(page)):
        is_path = PATH.fullmatch(word) and ("/" in word or word.endswith(ENDINGS))
        if not is_path or word.startswith(MADE_LATER) or word in MADE_LATER:
            continue
        if not (any(ROOT.glob(word.rstrip("/"))) or word in bare_names()):
            missing.append(word)
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_named_exist(page: Path) -> None:
    options = set(re.findall(r"--\w+", USAGE))
    wrong = []
    for words in commands_of(page):
        command, *rest = [word for word in re.split(r"[\s\[\]…]+", words)[1:] if word] or [""]
        if command == "":
            continue
        if command == "manage" and rest:
            known = rest[0] in get_commands()
        elif command == "bench" and rest and rest[0].islower():
            known = (ROOT / "benchmarks" / f"{rest[0]}.py").is_file()
        elif command == "test" and rest and "/" in rest[0]:
            known = (ROOT / rest[0]).exists()
        else:
            known = command in COMMANDS and {word for word in rest if word.startswith("--")} <= options
        if not known:
            wrong.append(words)
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_functions_named_exist(page: Path) -> None:
    called = {word.split(".")[-1] for word in re.findall(r"`([\w.]+)\([^`]*\)`", prose(page))}
    from_elsewhere = {
        "FSMField",
        "delay",
        "get_binary_path",
        "now",
        "only",
        "save",
        "show_trgm",
        "today",
        "transition",
    }
    known = set(re.findall(r"(?:def|class) (\w+)", all_code()))
    assert called - known - from_elsewhere == set()


def test_glossary_names_only_what_the_code_has() -> None:
    rows = re.findall(r"^\| (`.+?) \|", (DOCS / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE)
    names = {name for row in rows for name in CODE.findall(row)}
    code = all_code()
    assert len(names) > 90
    assert {name for name in names if not re.search(rf"\b{name}\b", code)} == set()


def test_pictures_are_those_the_manuals_show() -> None:
    shown = [Path(address).name for page in MANUALS for image, address in LINK.findall(prose(page)) if image]
    assert sorted(shown) == sorted({f"{shot.name}.png" for shot in SHOTS})
    assert len(shown) <= MOST_IMAGES
    assert {file.name for file in IMAGES.iterdir()} == set(shown)
    assert [file.name for file in IMAGES.iterdir() if file.stat().st_size > LARGEST_IMAGE] == []


@pytest.mark.parametrize("page", MANUALS, ids=named)
def test_manuals_use_the_words_of_the_pages(page: Path) -> None:
    code = all_code()
    quoted = {word.rstrip("。") for word in QUOTED.findall(prose(page)) if not NUMBERING.fullmatch(word)}
    assert quoted
    assert {word for word in quoted if word not in code} == set()


def test_readme_begins_with_the_two_commands() -> None:
    assert commands_of(ROOT / "README.md")[:2] == ["./run demo", "./run test"]


def test_readme_names_accounts_of_the_demo() -> None:
    people = yaml.safe_load((ROOT / "seeds" / "reference" / "demo_people.yaml").read_text(encoding="utf-8"))
    usernames = {person["username"] for person in people["people"]}
    in_readme = set(
        re.findall(r"`((?:kjj|jxj|wz|jh)-\w+)`", (ROOT / "README.md").read_text(encoding="utf-8"))
    )
    assert in_readme
    assert in_readme <= usernames
    assert {shot.username for shot in SHOTS} - {""} <= usernames
    assert demo_password() == DEMO_PASSWORD


def test_decisions_are_numbered_without_a_gap_and_linked() -> None:
    assert [file.name[:5] for file in DECISIONS] == [f"{n:04}-" for n in range(1, len(DECISIONS) + 1)]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for file in DECISIONS:
        lines = file.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith(f"# {file.name[:4]} ")
        assert [line for line in lines if line.startswith("Date: ")], file.name
        assert f"docs/decisions/{file.name}" in readme


def test_readme_maps_every_room() -> None:
    rooms = {path.name for path in ROOT.iterdir() if (path / "__init__.py").is_file() or path.name == "docs"}
    mapped = set(re.findall(r"`(\w+)/`", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert rooms - mapped == set()
