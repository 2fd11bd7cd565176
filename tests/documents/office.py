"""LibreOffice as a second pair of eyes on our .docx: it sees the official faces as the ones the PDF is set in."""

import os
import subprocess
from pathlib import Path

from documents import fonts
from documents.fonts import Role
from documents.word.markup import OFFICIAL_NAMES

FILTER = 'pdf:writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'
CONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><cachedir>{cache}</cachedir>{folders}{aliases}</fontconfig>"""
ALIAS = (
    '<match target="pattern"><test name="family"><string>{asked}</string></test>'
    '<edit name="family" mode="assign" binding="strong"><string>{given}</string></edit>{bold}</match>'
)
BOLD = '<edit name="weight" mode="assign"><const>bold</const></edit>'


def pdf_of(files: list[bytes], folder: Path) -> list[bytes]:
    """Return the PDF that LibreOffice makes of each .docx, in one call with a profile of its own."""
    names = []
    for number, file in enumerate(files):
        names.append(folder / f"{number}.docx")
        names[-1].write_bytes(file)
    environment = os.environ | {"FONTCONFIG_FILE": str(_font_config(folder)), "HOME": str(folder)}
    subprocess.run(
        [
            "soffice",
            "--headless",
            "--norestore",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            FILTER,
            "--outdir",
            str(folder),
            *map(str, names),
        ],
        env=environment,
        check=True,
        capture_output=True,
        timeout=180,
    )
    return [name.with_suffix(".pdf").read_bytes() for name in names]


def _font_config(folder: Path) -> Path:
    """Write a fontconfig file in which the official names mean the first face of each role's chain."""
    faces = {role: fonts.chain(role)[0] for role in Role}
    folders = "".join(
        f"<dir>{path}</dir>" for path in sorted({str(face.path.parent) for face in fonts.all_faces()})
    )
    aliases = ""
    for role, face in faces.items():
        name = fonts.metrics(face).font["name"].getBestFamilyName()
        bold = BOLD if "Bold" in face.path.name else ""
        aliases += ALIAS.format(asked=OFFICIAL_NAMES[role], given=name, bold=bold)
    file = folder / "fonts.conf"
    file.write_text(CONFIG.format(cache=folder / "cache", folders=folders, aliases=aliases), encoding="utf-8")
    return file
