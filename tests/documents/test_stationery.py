"""A unit's office keeps its stationery: layout, file kind and the seal, checked by content."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image

from accounts.models import Unit
from documents.content import Layout
from documents.models import Picture, Stationery
from documents.stationery import imprint_office_of, letterhead_of, signing_body, stationery_of
from tests.responses.desk import browser
from tests.world import World

PAGE = "/admin/documents/stationery/"
TYPED = {
    "layout": "letter",
    "pdf_kind": "pdf/ua-1",
    "contact_place": "note",
    "seal_mm": "42.0",
}


def seal(size: tuple[int, int] = (400, 400)) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGBA", size, (220, 0, 0, 128)).save(out, "PNG")
    return SimpleUploadedFile("seal.png", out.getvalue(), "image/png")


def test_the_office_sets_up_its_own_unit_with_a_seal(world: World):
    client = browser(world["jia_tech_office"])
    data = TYPED | {"unit": world.jia.tech.pk, "print_seal": "on", "seal_file": seal()}
    assert client.post(f"{PAGE}add/", data).status_code == 302
    row = Stationery.objects.get()
    assert (row.unit, row.layout, row.pdf_kind, row.print_seal) == (
        world.jia.tech,
        "letter",
        "pdf/ua-1",
        True,
    )
    assert row.seal == Picture.objects.get()
    page = client.get(f"{PAGE}{row.pk}/change/").content.decode()
    assert f'<img src="{PAGE}{row.pk}/seal/" alt="本单位现有的印章图样"' in page
    assert row.seal.sha256[:12] not in page
    assert client.post(f"{PAGE}{row.pk}/change/", TYPED | {"print_seal": "on"}).status_code == 302
    assert Stationery.objects.get().seal == row.seal


def test_the_seal_is_shown_to_its_own_office_alone(world: World):
    client = browser(world["jia_tech_office"])
    data = TYPED | {"unit": world.jia.tech.pk, "seal_file": seal()}
    assert client.post(f"{PAGE}add/", data).status_code == 302
    row = Stationery.objects.get()
    address = f"{PAGE}{row.pk}/seal/"
    shown = client.get(address)
    with row.seal.file.open("rb") as kept:
        assert (shown.status_code, shown.content) == (200, kept.read())
    assert shown["Content-Type"] == "image/png"
    assert {"private", "no-store"} <= set(shown["Cache-Control"].split(", "))
    for name in ("jia_edu_office", "jia_tech_clerk", "jia_tech_print", "jia_gov"):
        assert browser(world[name]).get(address).status_code == 404
    for name in ("jia_deputy1", None):
        answer = browser(world[name]).get(address) if name else Client().get(address)
        assert (answer.status_code, answer.content) == (302, b"")
    Stationery.objects.update(seal=None)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"seal_file": seal((400, 300))}, "印章图样的宽和高须相同"),
        ({"seal_file": SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\nnot", "image/png")}, "图片文件已损坏"),
        ({"seal_file": SimpleUploadedFile("a.svg", b"<svg/>", "image/svg+xml")}, "图片只收 PNG 或 JPEG"),
        ({"print_seal": "on"}, "请先上传印章图样"),
        ({"seal_mm": "60"}, "印章直径须在 36 到 45 毫米之间"),
    ],
    ids=["not round", "corrupt", "svg", "no picture", "too wide"],
)
def test_what_cannot_be_printed_is_refused_and_nothing_kept(world: World, given: dict, sentence: str):
    client = browser(world["jia_tech_office"])
    answer = client.post(f"{PAGE}add/", TYPED | {"unit": world.jia.tech.pk} | given)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Stationery.objects.exists()


def test_nobody_else_sees_or_changes_it(world: World):
    row = Stationery.objects.create(unit=world.jia.tech)
    answers = {
        who: browser(world[who]).get(f"{PAGE}{row.pk}/change/").status_code
        for who in (
            "jia_tech_office",
            "jia_edu_office",
            "yi_tech_office",
            "jia_tech_clerk",
            "jia_gov",
            "root",
        )
    }
    assert answers == {
        "jia_tech_office": 200,
        "jia_edu_office": 404,
        "yi_tech_office": 404,
        "jia_tech_clerk": 403,
        "jia_gov": 403,
        "root": 403,
    }
    other = browser(world["jia_edu_office"]).post(f"{PAGE}add/", TYPED | {"unit": world.jia.tech.pk})
    assert other.status_code == 200
    assert Stationery.objects.get() == row


def test_postgresql_refuses_a_seal_that_cannot_be(world: World):
    with pytest.raises(IntegrityError, match="stationery_printed_seal_has_picture"), transaction.atomic():
        Stationery.objects.create(unit=world.jia.tech, print_seal=True)
    with pytest.raises(IntegrityError, match="stationery_seal_size"), transaction.atomic():
        Stationery.objects.create(unit=world.jia.tech, seal_mm=60)


def test_several_units_are_looked_up_at_once_and_in_order(world: World, django_assert_num_queries):
    Stationery.objects.create(unit=world.jia.edu, layout="letter")
    units = [world.jia.tech, world.jia.edu, world.jia.fin]
    with django_assert_num_queries(1):
        looks = stationery_of(units)
        assert [signing_body(unit, look).name for unit, look in zip(units, looks, strict=True)] == [
            unit.name for unit in units
        ]
    assert [(look.unit, look.layout) for look in looks] == [
        (world.jia.tech, "file"),
        (world.jia.edu, "letter"),
        (world.jia.fin, "file"),
    ]


@pytest.mark.parametrize(
    ("unit", "office"),
    [
        (Unit(name="甲市财政局"), "甲市财政局办公室"),
        (Unit(name="甲市人民政府办公室"), "甲市人民政府办公室"),
        (Unit(name="甲市财政局", imprint_office="甲市财政局综合处"), "甲市财政局综合处"),
    ],
)
def test_the_office_of_the_imprint(unit: Unit, office: str):
    assert imprint_office_of(unit) == office


@pytest.mark.parametrize(
    ("letterhead", "file", "letter"),
    [
        ("", "甲市财政局文件", "甲市财政局"),
        ("甲市财政局（国资办）文件", "甲市财政局（国资办）文件", "甲市财政局（国资办）"),
    ],
)
def test_the_head_of_both_layouts(letterhead: str, file: str, letter: str):
    unit = Unit(name="甲市财政局", letterhead=letterhead)
    assert [letterhead_of(unit, layout) for layout in (Layout.FILE, Layout.LETTER)] == [file, letter]


def test_units_are_chosen_and_not_edited_from_the_page(world: World):
    shown = browser(world["jia_tech_office"]).get(f"{PAGE}add/")
    assert 'name="unit"' in shown.content.decode()
    assert "related-widget-wrapper-link" not in shown.content.decode()
