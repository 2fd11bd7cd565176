"""The chains of faces, what they can print, and how they are fetched."""

import hashlib
import tarfile
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from documents import fetch_fonts, fonts
from documents.fonts import Role
from documents.metrics import Metrics


@pytest.fixture
def no_fandol(settings, tmp_path):
    """A machine where the Fandol faces were not fetched."""
    settings.BASE_DIR = tmp_path
    return settings


@pytest.mark.parametrize(
    "role", [Role.FANGSONG, Role.XIAOBIAOSONG, Role.HEITI, Role.KAITI, Role.SONGTI], ids=str
)
def test_fandol_comes_before_the_system_face(role):
    first, *others = fonts.chain(role)
    assert first.path.name == fonts.FANDOL[role]
    assert [face.preferred for face in (first, *others)] == [True, False]


def test_the_bureaus_own_file_comes_first(settings):
    own = str(fonts.SYSTEM_FONTS / "truetype/lxgw-wenkai/LXGWWenKai-Bold.ttf")
    before = fonts.digest()
    settings.LETTER_FONTS = {"fangsong": own}
    assert str(fonts.chain(Role.FANGSONG)[0].path) == own
    assert fonts.digest() != before
    assert fonts.absent_roles() == []


@pytest.mark.parametrize(
    "name", ["/nowhere/fang.ttf", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"]
)
def test_a_file_that_cannot_be_used_is_refused_by_name(settings, name):
    settings.LETTER_FONTS = {"fangsong": name}
    with pytest.raises(fonts.WrongFontSetting, match="仿宋字体文件"):
        fonts.chain(Role.FANGSONG)


def test_without_fandol_the_system_stands_in_and_says_so(no_fandol):
    absent = fonts.absent_roles()
    assert [role.name for role in absent] == ["仿宋", "小标宋", "黑体", "楷体", "宋体"]
    assert all(role.stand_in and role.stand_in.is_file() for role in absent)
    assert absent[0].sentence == "仿宋字体缺，整篇用霞鹜文楷代印。"
    assert fonts.missing_characters({"正文": "王忠权堃喆㛃䶮"}) == []


def test_widths_come_from_the_face_that_sets_the_character():
    assert fonts.widths(Role.FANGSONG, "国，“1 䶮") == [1.0, 1.0, 1.0, 0.5, 0.25, 1.0]


def test_widths_know_the_kerning_of_the_latin_face():
    first, second = fonts.widths(Role.FANGSONG, "11")
    assert (round(first, 3), second) == (0.463, 0.5)


def test_a_character_no_face_holds_is_named_with_its_field():
    found = fonts.missing_characters(
        {"主送": "\ue863忠权委员：", "正文": "好\u200b的\U0010fffe", "标题": "答复函"}
    )
    assert found == [("\ue863", "主送"), ("\u200b", "正文"), ("\U0010fffe", "正文")]


def test_rare_characters_of_names_can_be_printed():
    assert fonts.missing_characters({"主送": "堃喆犇垚翀玥赟㛃䶮𫖯𬤊"}) == []


def test_the_digest_is_the_same_twice():
    assert fonts.digest() == fonts.digest()
    assert len(fonts.digest()) == 64


def package_with(folder: Path, faces: dict[str, bytes]) -> Path:
    """A stand-in for what dpkg-deb --fsys-tarfile writes."""
    archive = folder / "data.tar"
    with tarfile.open(archive, "w") as tar:
        for name, face in faces.items():
            source = folder / name
            source.write_bytes(face)
            tar.add(source, f"./usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/{name}")
    return archive


@pytest.fixture
def one_face(monkeypatch, tmp_path):
    """A program that wants one small face, and a dpkg-deb that writes the archive it is given."""
    program = tmp_path / "bin" / "dpkg-deb"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\ncat "$2"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setattr(fetch_fonts, "FILES", {"FandolFang-Regular.otf": hashlib.sha256(b"face").hexdigest()})
    monkeypatch.setattr(fetch_fonts, "download", lambda scratch: tmp_path / "data.tar")
    return tmp_path


def test_fetching_unpacks_checks_and_is_done_once(one_face, capsys):
    package_with(one_face, {"FandolFang-Regular.otf": b"face", "FandolKai-Regular.otf": b"other"})
    target = one_face / "fonts"
    assert fetch_fonts.fetch(target) == fetch_fonts.THERE
    assert {path.name for path in target.iterdir()} == {"FandolFang-Regular.otf"}
    (one_face / "data.tar").unlink()
    assert fetch_fonts.fetch(target) == fetch_fonts.THERE
    assert "齐备" in capsys.readouterr().out


def test_a_face_with_another_checksum_is_not_kept(one_face, capsys):
    package_with(one_face, {"FandolFang-Regular.otf": b"forged"})
    target = one_face / "fonts"
    assert fetch_fonts.fetch(target) == fetch_fonts.WRONG_FILE
    assert list(target.iterdir()) == []
    assert "校验值不符" in capsys.readouterr().out


def test_without_apt_it_says_so_in_one_line(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert fetch_fonts.fetch(tmp_path / "fonts") == fetch_fonts.NOT_TO_BE_HAD
    assert capsys.readouterr().out.count("\n") == 1


def test_a_face_is_kept_as_numbers_until_its_ink_is_asked_for():
    """With its glyphs' names a face of all Han characters takes 50 MB in every process."""
    face = max(fonts.all_faces(), key=lambda face: len(fonts.metrics(face).cmap))
    read = Metrics(face.path, face.number)
    assert read.advance("函") == 1
    assert read.has_all("答复函")
    assert not read.has_all("答复\ue863")
    assert [name for name, value in vars(read).items() if isinstance(value, TTFont)] == []
    assert "_outlines" not in vars(read)
    above, below = read.ink("函")
    assert 0.5 < above < 1
    assert 0 < below < 0.3
    _, glyphs = vars(read)["_outlines"]
    glyphs.font.close()  # in the product a face stays open as long as the process
