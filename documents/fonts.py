"""The faces a public document is set in: for each role a chain of files, and what those files can print.

Chain of a role: the bureau's own file (setting LETTER_FONTS), the Fandol face fetched by documents.fetch_fonts, the
system's face. GB/T 9704-2012 5.2.2 and 7.2-7.5 name the roles.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from documents.metrics import Metrics, metrics_of

SYSTEM_FONTS = Path("/usr/share/fonts")
# The Latin face's range. The stylesheet leaves the space out (whose face sets the strut, hence the grid), yet the
# engine takes its advance from the Latin face all the same.
LATIN_FIRST, LATIN_LAST = " ", "~"
LATIN_RUN = re.compile(r"[\x00-\x7f]{2,}")  # where kerning pairs may stand
LOST = "\ufffd"  # what stands for bytes that were no text; some faces draw it, no paper may


class Role(StrEnum):
    """What a face is used for; the values are the keys of the setting LETTER_FONTS."""

    FANGSONG = "fangsong"
    XIAOBIAOSONG = "xiaobiaosong"
    HEITI = "heiti"
    KAITI = "kaiti"
    SONGTI = "songti"
    LATIN = "latin"


ROLE_NAMES = {
    Role.FANGSONG: "仿宋",
    Role.XIAOBIAOSONG: "小标宋",
    Role.HEITI: "黑体",
    Role.KAITI: "楷体",
    Role.SONGTI: "宋体",
    Role.LATIN: "西文",
}
FANDOL = {
    Role.FANGSONG: "FandolFang-Regular.otf",
    Role.XIAOBIAOSONG: "FandolSong-Bold.otf",
    Role.HEITI: "FandolHei-Regular.otf",
    Role.KAITI: "FandolKai-Regular.otf",
    Role.SONGTI: "FandolSong-Regular.otf",
}


# What people call the faces that stand in for the proper ones.
FACE_NAMES = {
    "LXGWWenKai": "霞鹜文楷",
    "NotoSerifCJK": "思源宋体",
    "NotoSansCJK": "思源黑体",
    "LiberationSerif": "Liberation Serif",
    "FandolFang": "Fandol 仿宋",
    "FandolSong": "Fandol 宋体",
    "FandolHei": "Fandol 黑体",
    "FandolKai": "Fandol 楷体",
}


def face_name(path: Path) -> str:
    """Return what people call the face of a file; of a file nobody knows here its name without the ending."""
    return FACE_NAMES.get(path.stem.partition("-")[0], path.stem)


@dataclass(frozen=True)
class Face:
    """One face of a chain: its file, its name in our stylesheets and, in a collection, which face it is."""

    path: Path
    family: str
    # Place in a .ttc collection; such a face is found by the system under its own family name.
    number: int = -1
    preferred: bool = True  # a site file or a Fandol face, not the system's stand-in

    @property
    def in_collection(self) -> bool:
        """Whether the file holds several faces."""
        return self.number >= 0


SYSTEM = {
    Role.FANGSONG: ("truetype/lxgw-wenkai/LXGWWenKai-Light.ttf", "GWFangBack", -1),
    Role.XIAOBIAOSONG: ("opentype/noto/NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC", 2),
    Role.HEITI: ("opentype/noto/NotoSansCJK-Regular.ttc", "Noto Sans CJK SC", 2),
    Role.KAITI: ("truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", "GWKaiBack", -1),
    Role.SONGTI: ("opentype/noto/NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC", 2),
    Role.LATIN: ("truetype/liberation/LiberationSerif-Regular.ttf", "GWLatin", -1),
}


@dataclass(frozen=True)
class AbsentRole:
    """A role whose proper face is not here: what it is called and the file that stands in, or None."""

    role: Role
    name: str
    stand_in: Path | None

    @property
    def sentence(self) -> str:
        """What people read of it."""
        if self.stand_in is None:
            return f"{self.name}字体缺，也没有可以代替的字体。"
        return f"{self.name}字体缺，整篇用{face_name(self.stand_in)}代印。"


class WrongFontSetting(Exception):
    """A file named in LETTER_FONTS is not there or holds several faces."""


def chain(role: Role) -> tuple[Face, ...]:
    """Return the faces of a role that are on this machine, first choice first; may be empty.

    Raises WrongFontSetting when the bureau's own file is named but cannot be used.
    """
    return _chain(role, str(settings.LETTER_FONTS.get(role.value, "")), settings.BASE_DIR)


@lru_cache(maxsize=64)
def _chain(role: Role, site_file: str, base: Path) -> tuple[Face, ...]:
    faces = []
    if site_file:
        path = Path(site_file)
        if not path.is_file() or path.suffix.lower() not in {".ttf", ".otf"}:
            raise WrongFontSetting(
                f"{ROLE_NAMES[role]}字体文件 {site_file} 不存在，或不是单一字体的 .ttf / .otf 文件。"
            )
        faces.append(Face(path, f"GW{role.value.title()}Site"))
    if role in FANDOL:
        path = Path(base) / "static" / "fonts" / FANDOL[role]
        if path.is_file():
            faces.append(Face(path, f"GW{role.value.title()}"))
    name, family, number = SYSTEM[role]
    path = SYSTEM_FONTS / name
    if path.is_file():
        faces.append(Face(path, family, number, preferred=role is Role.LATIN))
    return tuple(faces)


def all_faces() -> list[Face]:
    """Return every face in use, role by role, each file and face once."""
    return list(dict.fromkeys(face for role in Role for face in chain(role)))


def absent_roles() -> list[AbsentRole]:
    """Return the roles that no site file and no Fandol face serves, for health checks and pages."""
    absent = []
    for role in Role:
        faces = chain(role)
        if not faces or not faces[0].preferred:
            absent.append(AbsentRole(role, ROLE_NAMES[role], faces[0].path if faces else None))
    return absent


def digest() -> str:
    """Return a hash (64 hex digits) over the roles and the contents of the files in use, to freeze with a letter."""
    whole = hashlib.sha256()
    for role in Role:
        for face in chain(role):
            state = face.path.stat()
            whole.update(
                f"{role.value}:{face.number}:{_file_digest(face.path, state.st_mtime_ns)}\n".encode()
            )
    return whole.hexdigest()


@lru_cache(maxsize=64)
def _file_digest(path: Path, _changed_ns: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def metrics(face: Face) -> Metrics:
    """Return the metrics of a face, read once for the life of the process, however many threads ask."""
    return metrics_of(face.path, face.number)


def faces_for(role: Role, character: str) -> Iterator[Face]:
    """Yield the faces asked for a character in order: the Latin one owns U+0021-007E except in titles and marks."""
    if LATIN_FIRST <= character <= LATIN_LAST and role is not Role.XIAOBIAOSONG:
        yield from chain(Role.LATIN)
    yield from chain(role)


@lru_cache(maxsize=64)
def _width_table(role: Role, _chains: tuple[tuple[Face, ...], ...]) -> dict[str, float]:
    return {}  # filled by widths() as characters turn up; keyed by the chains, so that a changed setting starts anew


def widths(role: Role, text: str) -> list[float]:
    """Return the advance of every character in em as the chain of the role sets it; an unknown one counts 1 em."""
    known = _width_table(role, (chain(role), chain(Role.LATIN)))
    for character in set(text).difference(known):
        known[character] = next(
            (
                metrics(face).advance(character)
                for face in faces_for(role, character)
                if metrics(face).has(character)
            ),
            1.0,
        )
    found = [known[character] for character in text]
    _kern_latin(role, text, found)
    return found


def is_mixed(role: Role, text: str) -> bool:
    """Whether the text needs a second face beside the role's first: such lines would grow (see .t in gongwen.css)."""
    faces = chain(role)
    if not faces:
        return True
    return text != "" and (min(text) <= LATIN_LAST or not metrics(faces[0]).has_all(text))


def _kern_latin(role: Role, text: str, found: list[float]) -> None:
    """Correct the widths in place for the kerning pairs of the Latin face."""
    latin = chain(Role.LATIN)
    if role is Role.XIAOBIAOSONG or not latin:
        return
    face = metrics(latin[0])
    for run in LATIN_RUN.finditer(text):
        for place in range(run.start(), run.end() - 1):
            found[place] += face.kern(text[place], text[place + 1])


def can_print(role: Role, character: str) -> bool:
    """Whether a face of the role's chain holds the character; private-use, control and lost characters never count."""
    if character.isspace():
        return character in " \u3000\n"
    if character == LOST or unicodedata.category(character) in {"Co", "Cc", "Cf", "Cs", "Cn"}:
        return False
    return any(metrics(face).has(character) for face in faces_for(role, character))


def missing_characters(
    text_by_field: Mapping[str, str], roles: Mapping[str, Role] | None = None
) -> list[tuple[str, str]]:
    """Return every (character, field) that no face can print, each pair once, in reading order.

    text_by_field: what is printed, keyed by the name the reader is to be told; roles: the role a field is set in when
    that is not 仿宋.
    """
    roles = roles or {}
    return list(
        dict.fromkeys(
            (character, field)
            for field, text in text_by_field.items()
            for character in text
            if not can_print(roles.get(field, Role.FANGSONG), character)
        )
    )
