"""LibreOffice as a second pair of eyes on our .docx: it sees the official faces as the ones the PDF is set in."""

import os
import subprocess
from pathlib import Path
from zipfile import ZipFile

from fontTools.ttLib import TTFont

from documents import fonts
from documents.fonts import Role
from documents.word.markup import HABITS, OFFICIAL_NAMES

FILTER = 'pdf:writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'
READ_WRONG = (
    ('style:text-autospace="ideograph-alpha"', 'style:text-autospace="none"'),
    ('style:punctuation-wrap="hanging"', 'style:punctuation-wrap="simple"'),
)
CONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><cachedir>{cache}</cachedir>{folders}{aliases}</fontconfig>"""
ALIAS = (
    '<match target="pattern"><test name="family"><string>{asked}</string></test>'
    '<edit name="family" mode="assign" binding="strong"><string>{given}</string></edit></match>'
)


def pdf_of(files: list[bytes], folder: Path) -> list[bytes]:
    """Return the PDF that LibreOffice makes of each .docx, in two calls with a profile of its own.

    LibreOffice 7.4 reads two habits of Chinese text not at all or the wrong way round (w:autoSpaceDE,
    w:overflowPunct); they are set in its own format on the way, as the .docx says them.
    """
    names = []
    for number, file in enumerate(files):
        names.append(folder / f"{number}.docx")
        names[-1].write_bytes(file)
    _font_config(folder)
    _convert("fodt", names, folder)
    for name in names:
        parts = ZipFile(name)
        assert HABITS.encode() in parts.read("word/document.xml")
        assert b'w:characterSpacingControl w:val="doNotCompress"' in parts.read("word/settings.xml")
        own = name.with_suffix(".fodt")
        text = own.read_text(encoding="utf-8")
        for wrong, right in READ_WRONG:
            text = text.replace(wrong, right)
        own.write_text(text, encoding="utf-8")
    _convert(FILTER, [name.with_suffix(".fodt") for name in names], folder)
    return [name.with_suffix(".pdf").read_bytes() for name in names]


def _convert(target: str, files: list[Path], folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", "--headless", "--norestore", profile, "--convert-to", target, "--outdir", folder, *files],
        env=os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf"), "HOME": str(folder)},
        check=True,
        capture_output=True,
        timeout=180,
    )


def _font_config(folder: Path) -> None:
    """Write a fontconfig file in which the official names mean the first face of each role's chain."""
    faces = {role: fonts.chain(role)[0] for role in Role}
    paths = {str(folder), *(str(face.path.parent) for face in fonts.all_faces())}
    folders = "".join(f"<dir>{path}</dir>" for path in sorted(paths))
    aliases = ""
    for role, face in faces.items():
        with TTFont(face.path, fontNumber=face.number) as font:
            name = font["name"].getBestFamilyName()
        if "Bold" in face.path.name:
            _renamed(face.path, OFFICIAL_NAMES[role], folder)
        else:
            aliases += ALIAS.format(asked=OFFICIAL_NAMES[role], given=name)
    (folder / "fonts.conf").write_text(
        CONFIG.format(cache=folder / "cache", folders=folders, aliases=aliases), encoding="utf-8"
    )


def _renamed(file: Path, name: str, folder: Path) -> None:
    """Write a bold face anew as the regular one of the official name: its lighter sister must not be taken for it."""
    font = TTFont(file)
    font["name"].names = [record for record in font["name"].names if record.platformID == 3]
    for record in font["name"].names:
        if record.nameID in {1, 3, 4, 6, 16}:
            record.string = "OfficialTitle" if record.nameID == 6 else name
        elif record.nameID in {2, 17}:
            record.string = "Regular"
    font["OS/2"].usWeightClass = 400
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~0x20 | 0x40
    font["head"].macStyle = 0
    font["CFF "].cff.fontNames = ["OfficialTitle"]
    font["CFF "].cff[0].FamilyName = font["CFF "].cff[0].FullName = "OfficialTitle"
    font["CFF "].cff[0].Weight = "Regular"
    font.save(folder / f"{font['name'].getBestFamilyName()}.otf")
