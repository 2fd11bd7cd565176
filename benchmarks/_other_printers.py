"""The other programs that the letters' benchmark stands beside: LibreOffice (a .docx each) and Typst."""

import json
import resource
import subprocess
from collections.abc import Sequence
from pathlib import Path

import typst
from django.conf import settings

from documents.content import OfficialDocument
from documents.headings import heading_of
from documents.word.out import docx
from documents.wording import chinese_date

ALIASES = {
    "仿宋_GB2312": "FandolFang",
    "楷体_GB2312": "FandolKai",
    "黑体": "FandolHei",
    "宋体": "FandolSong",
    "方正小标宋简体": "FandolSong",
}
PREAMBLE = """
#set page(width: 210mm, height: 297mm, margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm), numbering: "— 1 —")
#set text(font: ("Liberation Serif", "FandolFang", "LXGW WenKai Light"), size: 15.79pt, lang: "zh", region: "cn",
  cjk-latin-spacing: none, top-edge: "ascender", bottom-edge: "descender")
#set par(justify: true, leading: 13pt, spacing: 13pt, first-line-indent: (amount: 2em, all: true))
#show heading: it => text(size: 15.79pt, weight: "regular", it.body)
#show heading.where(level: 2): set text(font: ("Liberation Serif", "FandolHei"))
#show heading.where(level: 3): set text(font: ("Liberation Serif", "FandolKai"))
"""


class LibreOffice:
    """LibreOffice in a profile of its own, with the same font files under the names that the .docx asks for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        aliases = "".join(
            f'<alias binding="same"><family>{name}</family><prefer><family>{file}</family></prefer></alias>'
            for name, file in ALIASES.items()
        )
        self.fonts = folder / "fonts.conf"
        self.fonts.write_text(
            '<?xml version="1.0"?><fontconfig><include>/etc/fonts/fonts.conf</include>'
            f"<dir>{settings.BASE_DIR / 'static' / 'fonts'}</dir>{aliases}</fontconfig>",
            encoding="utf-8",
        )

    def write(self, letters: Sequence[OfficialDocument]) -> list[Path]:
        """Write each letter as the .docx that this system hands out."""
        paths = []
        for number, letter in enumerate(letters):
            paths.append(self.folder / f"letter{number:03d}.docx")
            paths[-1].write_bytes(docx(letter, {}))
        return paths

    def convert(self, paths: Sequence[Path]) -> float:
        """Convert the files in one call and return the CPU seconds it took, all its processes counted."""
        out = self.folder / "pdf"
        command = ["soffice", f"-env:UserInstallation=file://{self.folder}/profile", "--headless"]
        before = _children_cpu()
        subprocess.run(
            [*command, "--convert-to", "pdf", "--outdir", str(out), *map(str, paths)],
            env={
                "PATH": "/usr/bin:/bin",
                "HOME": str(self.folder),
                "FONTCONFIG_FILE": str(self.fonts),
                "LC_ALL": "C.UTF-8",
            },
            check=True,
            capture_output=True,
        )
        cost = _children_cpu() - before
        missing = [path.name for path in paths if not (out / f"{path.stem}.pdf").exists()]
        if missing:
            raise RuntimeError(f"LibreOffice has not converted {missing}")
        for path in out.iterdir():
            path.unlink()
        return cost


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def typst_source(letter: OfficialDocument) -> str:
    """Return the letter's words as a Typst document; Typst breaks and justifies the lines itself."""
    parts = [
        PREAMBLE,
        *(
            f'#align(center, text(font: "FandolSong", weight: "bold", size: 42pt, fill: red, {_quoted(name)}))'
            for name in letter.letterheads
        ),
        f"#align(center, {_quoted(letter.number)})",
        f'#align(center, text(font: "FandolSong", weight: "bold", size: 22pt, {_quoted(letter.title)}))',
        f"#par(first-line-indent: 0pt, {_quoted(letter.addressee)})",
    ]
    texts = [*letter.paragraphs, letter.contact]
    for number, annex in enumerate(letter.annexes, start=1):
        texts += [f"附件{number}", annex.title, *annex.paragraphs]
    for text in filter(None, texts):
        heading = heading_of(text)
        whole = heading.level in (1, 2) and heading.length == len(text)
        parts.append(
            f"#heading(level: {heading.level + 1}, {_quoted(text)})" if whole else f"#par({_quoted(text)})"
        )
    ends = [*(body.name for body in letter.signing), chinese_date(letter.written_on)]
    parts += [f"#align(right, {_quoted(text)})" for text in ends]
    feet = [*letter.notes, letter.copies, letter.imprint_office, f"{chinese_date(letter.printed_on)}印发"]
    parts += [f"#par({_quoted(text)})" for text in feet if text]
    return "\n\n".join(parts)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


class Typst:
    """Typst as a library, its fonts loaded once."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "letter.typ"
        self.source.write_text("", encoding="utf-8")
        self.compiler = typst.Compiler(
            str(self.source),
            font_paths=[str(settings.BASE_DIR / "static" / "fonts")],
            ignore_system_fonts=False,
        )

    def __call__(self, source: str) -> bytes:
        return self.compiler.compile(source.encode(), format="pdf")
