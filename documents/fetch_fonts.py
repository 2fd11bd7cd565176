"""Fetch the Fandol faces from Debian's archive into static/fonts: `python -m documents.fetch_fonts`.

Needs only the standard library, apt-get and dpkg-deb, and no root. Fandol is not kept in the project: its licence is
clear only for embedding in documents, so each machine takes it from Debian, whose signature apt checks.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

FONT_FOLDER = Path(__file__).resolve().parent.parent / "static" / "fonts"
PACKAGE = "texlive-lang-chinese"
FILES = {
    "FandolFang-Regular.otf": "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9",
    "FandolSong-Bold.otf": "ffa76a70e128947a4dd22151d5ee829b23e24ce3cb6fe8ad49891cd1c2d9e9b9",
    "FandolHei-Regular.otf": "4afa97aa8751e0118617df88272b58d43691b5cffb7ea024c4580496e9f34d28",
    "FandolKai-Regular.otf": "ea7e7fb4f9b3ac694a68d43946e04d21deed6e8c29a7c2d3081e1a4138f2f827",
    "FandolSong-Regular.otf": "a3820003227d4abe31fe28b493200d94a849ccfd078b50a019264f70353020b0",
}
THERE, NOT_TO_BE_HAD, WRONG_FILE = 0, 3, 4
APT_SECONDS = 300


class FontsNotToBeHad(Exception):
    """Debian's package could not be downloaded or opened."""


class WrongFontFile(Exception):
    """A file of the package is not the one whose checksum is known."""


def missing_files(folder: Path = FONT_FOLDER) -> list[str]:
    """Return the names of the faces that are absent from the folder or differ from their checksum."""
    return [name for name, digest in FILES.items() if sha256_of(folder / name) != digest]


def sha256_of(path: Path) -> str:
    """Return the file's SHA-256 in hex, or an empty text when there is no such file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def download(folder: Path) -> Path:
    """Download the Debian package into the folder and return its path; raise FontsNotToBeHad when that fails."""
    apt = shutil.which("apt-get")
    if apt is None or shutil.which("dpkg-deb") is None:
        raise FontsNotToBeHad("apt-get / dpkg-deb not found")
    command = [apt, "-qq", "download", PACKAGE]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=APT_SECONDS)  # noqa: S603 - fixed words
    except subprocess.CalledProcessError as failed:
        reason = failed.stderr.decode(errors="replace").strip().splitlines()
        raise FontsNotToBeHad(reason[-1] if reason else "apt-get download failed") from failed
    except subprocess.TimeoutExpired as late:
        raise FontsNotToBeHad(f"apt-get took longer than {APT_SECONDS} s") from late
    packages = list(folder.glob(f"{PACKAGE}_*.deb"))
    if not packages:
        raise FontsNotToBeHad("apt-get left no package")
    return packages[0]


def unpack(package: Path, folder: Path) -> None:
    """Write the wanted faces of the package into the folder, each whole or not at all.

    Raises WrongFontFile when a checksum differs and FontsNotToBeHad when a face is not in the package.
    """
    wanted = set(FILES)
    command = [shutil.which("dpkg-deb") or "dpkg-deb", "--fsys-tarfile", str(package)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603 - fixed words and our own path
        try:
            with tarfile.open(fileobj=process.stdout, mode="r|") as archive:
                for member in archive:
                    name = Path(member.name).name
                    if name in wanted and member.isfile() and "/public/fandol/" in member.name:
                        write_face(folder / name, archive.extractfile(member).read())
                        wanted.discard(name)
        except tarfile.TarError as broken:
            raise FontsNotToBeHad(f"{package.name}: {broken}") from broken
    if wanted:
        raise FontsNotToBeHad(f"{package.name} lacks {', '.join(sorted(wanted))}")


def write_face(path: Path, face: bytes) -> None:
    """Write one checked face by renaming, so that a reader never meets half a file; raise WrongFontFile otherwise."""
    if hashlib.sha256(face).hexdigest() != FILES[path.name]:
        raise WrongFontFile(path.name)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    half.write_bytes(face)
    half.chmod(0o644)
    half.replace(path)


def fetch(folder: Path = FONT_FOLDER) -> int:
    """Bring the five faces into the folder if any is absent; say in one line what happened, return an exit status."""
    if not missing_files(folder):
        say("公文字体已齐备。The letter fonts are in place.")
        return THERE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            unpack(download(Path(scratch)), folder)
    except (FontsNotToBeHad, OSError) as reason:  # OSError: the folder is not ours to write, the disk is full
        say(
            f"未能取得公文字体，将以 Noto / 霞鹜文楷代替，请稍后重试。"
            f"Letter fonts not fetched, fallbacks are used: {reason}"
        )
        return NOT_TO_BE_HAD
    except WrongFontFile as name:
        say(
            f"公文字体文件与校验值不符，未采用：{name}。This font file fails its checksum and was not kept: {name}"
        )
        return WRONG_FILE
    say("公文字体已取得并通过校验。The letter fonts were fetched and checked.")
    return THERE


def say(sentence: str) -> None:
    """Write one line for the person at the terminal."""
    sys.stdout.write(sentence + "\n")


if __name__ == "__main__":
    sys.exit(fetch())
