"""manage.py letter: which letter is meant, and how the command ends."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from responses.models import ReplyLetter
from tests.responses.desk import item_in
from tests.road import item_of, take, walk
from tests.world import World


def run(*words: str, out: Path) -> str:
    said = StringIO()
    call_command("letter", *words, "--out", str(out), stdout=said)
    return said.getvalue().strip()


def test_it_renders_and_writes_the_letter(world: World, tmp_path: Path):
    item_in(world, "replied", number=426)
    out = tmp_path / "letter.pdf"
    assert run("426", out=out) == f"甲科提复〔2026〕1号 → {out}"
    letter = ReplyLetter.objects.get()
    assert letter.rendered_at is not None
    with letter.pdf.open() as kept:
        assert out.read_bytes() == kept.read()
    assert out.read_bytes().startswith(b"%PDF-")
    assert run("jia-cppcc/9-5/426", out=out)
    assert run("第426号".removeprefix("第"), out=out)


@pytest.mark.parametrize(
    "number", ["427", "jia-npc/9-5/426", "jia-cppcc/9-4/426", "a/b/c/426", "jia-cppcc/x/426", ""]
)
def test_an_unknown_number_is_said(world: World, tmp_path: Path, number: str):
    item_in(world, "replied", number=426)
    with pytest.raises(CommandError) as wrong:
        run(number, out=tmp_path / "x.pdf")
    assert str(wrong.value) == f"没有案号为“{number}”的提案或建议。"
    assert wrong.value.returncode == 1


def test_an_item_without_a_letter_is_said(world: World, tmp_path: Path):
    item_in(world, "signed", number=426)
    with pytest.raises(CommandError, match="“426”还没有答复函。"):
        run("426", out=tmp_path / "x.pdf")


def test_candidates_are_listed(world: World, tmp_path: Path, capsys):
    item_in(world, "replied", number=426)
    item_in(world, "replied", "jia_deputy1", number=426)
    item_of(world.seat("yi_member1"), "registered", number=426)
    with pytest.raises(SystemExit) as ended:
        run("426", out=tmp_path / "x.pdf")
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines() == [
        "jia-cppcc/9-5/426",
        "jia-npc/9-5/426",
        "yi-cppcc/9-5/426",
    ]
    assert not (tmp_path / "x.pdf").exists()
    assert run("jia-npc/9-5/426", out=tmp_path / "x.pdf").startswith("甲科建复")


def test_parts_are_told_apart(world: World, tmp_path: Path, capsys):
    whole = item_in(world, "in_parts", number=426)
    for part in whole.parts.order_by("part_no"):
        walk(part, "replied", lead=world.jia.tech)
    with pytest.raises(SystemExit):
        run("426", out=tmp_path / "x.pdf")
    assert capsys.readouterr().err.splitlines() == ["jia-cppcc/9-5/426之1", "jia-cppcc/9-5/426之2"]
    assert run("jia-cppcc/9-5/426之2", out=tmp_path / "x.pdf").startswith("甲科提复〔2026〕2号")


def test_the_last_round_unless_another_is_named(world: World, tmp_path: Path):
    walk(take("redo", item_in(world, "replied", number=426)), "replied")
    out = tmp_path / "x.pdf"
    assert run("426", out=out).startswith("甲科提复〔2026〕2号")
    assert run("426", "--round", "1", out=out).startswith("甲科提复〔2026〕1号")
    with pytest.raises(CommandError, match="“426”还没有第 3 轮的答复函。"):
        run("426", "--round", "3", out=out)


def test_a_folder_that_is_not_there(world: World, tmp_path: Path):
    item_in(world, "replied", number=426)
    with pytest.raises(CommandError, match="不能写入"):
        run("426", out=tmp_path / "nowhere" / "x.pdf")
