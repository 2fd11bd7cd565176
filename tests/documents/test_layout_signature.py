"""署名, 印章, 成文日期, 附注 and the QR code, read back from the PDF (GB/T 9704-2012 7.3.5-7.3.6)."""

import io
from itertools import combinations, pairwise

import pikepdf
import pytest

from documents.content import ContactPlace
from tests.documents.readings import EM, LEFT, PITCH, RIGHT
from tests.documents.sample_papers import EDUCATION, FINANCE, HEALTH, LABOUR, SCIENCE, SEAL, bodies, printed

HALF_MM = 0.5
JUSTICE = "温州市司法局"
DATE = "2023年6月29日"
LAST_TEXT = "感谢您对科技工作的关心和支持。"
ADDRESS = "https://suggestions.example.cn/verify/7K2M9QX4"


def part(sheets, text):
    """A text of the signature, as rows of its own glyphs: its first place from the last text on."""
    return sheets.rows_at(sheets.place(text, sheets.place(LAST_TEXT)), text)


def rows_of_seals(seals):
    """The seals in rows from the top, each from the left."""
    tops = sorted({round(seal.top, 1) for seal in seals})
    return [sorted((s for s in seals if round(s.top, 1) == top), key=lambda s: s.left) for top in tops]


def seals_of(sheets):
    return [box for page in sheets.pages for box in page.pictures if box.right - box.left > 30]


def page_of(sheets, text):
    return part(sheets, text)[0].page


def test_one_seal_stands_over_name_and_date_and_moves_neither():
    plain, sealed = printed(), printed(signing=bodies(SCIENCE, seal=SEAL))
    for text in (SCIENCE, DATE):
        without, beneath = part(plain, text)[0], part(sealed, text)[0]
        assert (beneath.left, beneath.baseline) == pytest.approx((without.left, without.baseline), abs=0.05)
    (seal,) = seals_of(sealed)
    assert (seal.right - seal.left, seal.foot - seal.top) == pytest.approx((42, 42), abs=0.1)
    date, text = part(sealed, DATE)[0], part(sealed, LAST_TEXT)[0]
    assert (seal.left + seal.right) / 2 == pytest.approx(date.middle, abs=HALF_MM)
    assert 0 < seal.top - text.foot < PITCH, "within one line of the text"
    assert seal.top < date.top < date.foot < seal.foot


@pytest.mark.parametrize(
    ("names", "in_rows"),
    [
        ((SCIENCE, FINANCE), [2]),
        ((SCIENCE, JUSTICE, FINANCE), [3]),
        ((SCIENCE, FINANCE, EDUCATION, JUSTICE), [3, 1]),
        ((SCIENCE, FINANCE, EDUCATION, JUSTICE, "温州市水利局"), [3, 2]),
        ((SCIENCE, FINANCE, EDUCATION, JUSTICE, "温州市水利局", "温州市交通局", "温州市民政局"), [3, 3, 1]),
    ],
)
def test_joint_seals_stand_in_order_and_never_touch(names, in_rows):
    sheets = printed(letterheads=(SCIENCE, FINANCE), signing=bodies(*names, seal=SEAL))
    seals = seals_of(sheets)
    rows = rows_of_seals(seals)
    assert [len(row) for row in rows] == in_rows
    for one, other in combinations(seals, 2):
        apart = max(
            one.left - other.right, other.left - one.right, one.top - other.foot, other.top - one.foot
        )
        assert apart > 0.5
    assert all(seal.left >= LEFT - 0.1 and seal.right <= RIGHT + 0.1 for seal in seals)
    ordered = [seal for row in rows for seal in row]
    for name, seal in zip(names, ordered, strict=True):
        for row in part(sheets, name):
            assert row.middle == pytest.approx((seal.left + seal.right) / 2, abs=HALF_MM)
            assert seal.top < row.top < row.foot < seal.foot
    date, last = part(sheets, DATE)[0], ordered[-1]
    assert date.middle == pytest.approx((last.left + last.right) / 2, abs=HALF_MM)
    assert last.top < date.top < date.foot < last.foot
    assert date.right == pytest.approx(RIGHT - 4 * EM, abs=HALF_MM)


def test_a_long_name_is_parted_at_sense_under_its_own_seal():
    sheets = printed(signing=bodies(SCIENCE, LABOUR, FINANCE, seal=SEAL))
    _, middle, _ = sorted(seals_of(sheets), key=lambda seal: seal.left)
    (page,) = (page for page in sheets.pages if page.pictures)
    under = [
        "".join(glyph.text for glyph in row.glyphs if middle.left - 2 < glyph.left < middle.right + 2).strip()
        for row in page.rows
        if middle.top < row.top < middle.foot
    ]
    assert "".join(under) == LABOUR


def test_a_name_too_long_for_three_columns_stands_in_two_and_the_date_stays_in_the_seal():
    names = (SCIENCE, FINANCE, LABOUR, HEALTH, "温州市综合行政执法局（温州市城市管理局）")
    sheets = printed(signing=bodies(*names, seal=SEAL), letterheads=(SCIENCE, FINANCE))
    rows = rows_of_seals(seals_of(sheets))
    assert [len(row) for row in rows] == [2, 2, 1]
    date, last = part(sheets, DATE)[0], rows[-1][-1]
    assert last.top < date.top < date.foot < last.foot - 3
    assert date.middle == pytest.approx((last.left + last.right) / 2, abs=HALF_MM)


@pytest.mark.parametrize(
    "names", [(SCIENCE,), (SCIENCE, FINANCE), (SCIENCE, JUSTICE, FINANCE, LABOUR, HEALTH)]
)
def test_seals_put_on_by_hand_have_the_room_of_printed_ones(names):
    by_hand = printed(letterheads=names[:2], signing=bodies(*names))
    sealed = printed(letterheads=names[:2], signing=bodies(*names, seal=SEAL))
    assert seals_of(by_hand) == []
    assert len(by_hand.pages) == len(sealed.pages)
    for text in (*names, DATE):
        here, there = (
            sheets.in_columns(text, sheets.place(LAST_TEXT), sheets.last_place(DATE) + len(DATE))
            for sheets in (by_hand, sealed)
        )
        assert [(row.page, row.left, row.baseline) for row in here] == [
            (row.page, pytest.approx(row.left, abs=0.05), pytest.approx(row.baseline, abs=0.05))
            for row in there
        ]


def test_a_lone_body_without_a_seal_stands_two_ems_before_the_margin():
    sheets = printed(unsealed=True)
    (name,), (date,), (text,) = (part(sheets, one) for one in (SCIENCE, DATE, LAST_TEXT))
    assert max(name.right, date.right) == pytest.approx(RIGHT - 2 * EM, abs=HALF_MM)
    assert date.left - name.left == pytest.approx(2 * EM, abs=HALF_MM)
    assert (name.baseline - text.baseline, date.baseline - name.baseline) == pytest.approx(
        (2 * PITCH, PITCH), abs=0.1
    )


def test_joint_bodies_without_seals_are_stacked_from_one_edge():
    names = (SCIENCE, FINANCE, LABOUR)
    sheets = printed(letterheads=names[:2], signing=bodies(*names), unsealed=True)
    rows = [part(sheets, name)[0] for name in names]
    (date,) = part(sheets, DATE)
    assert [row.left for row in rows] == [pytest.approx(rows[0].left, abs=HALF_MM)] * 3
    assert rows[2].right == pytest.approx(RIGHT - 2 * EM, abs=HALF_MM)
    assert date.left == pytest.approx(rows[0].left + 2 * EM, abs=HALF_MM)
    text = part(sheets, LAST_TEXT)[0]
    baselines = [text.baseline, *(row.baseline for row in rows), date.baseline]
    steps = [low - high for high, low in pairwise(baselines)]
    assert steps == [pytest.approx(lines * PITCH, abs=0.1) for lines in (2, 1, 1, 1)]


def test_a_date_longer_than_the_names_ends_two_ems_before_the_margin():
    sheets = printed(letterheads=("甲局", "乙局"), signing=bodies("甲局", "乙局"), unsealed=True)
    (date,) = part(sheets, DATE)
    assert date.right == pytest.approx(RIGHT - 2 * EM, abs=HALF_MM)
    assert part(sheets, "乙局")[0].left == pytest.approx(date.left - 2 * EM, abs=HALF_MM)


@pytest.mark.parametrize("seal", ["", SEAL])
def test_notes_and_contact_stand_in_brackets_on_the_line_below_the_date(seal):
    sheets = printed(
        signing=bodies(SCIENCE, seal=seal),
        notes=("此件公开发布",),
        contact="联系人：刘晓 电话：88960000",
        contact_place=ContactPlace.NOTE,
    )
    (date,), (note,), (contact,) = (
        part(sheets, text) for text in (DATE, "（此件公开发布）", "（联系人：刘晓　　电话：88960000）")
    )
    assert note.baseline - date.baseline == pytest.approx(PITCH, abs=0.1)
    assert contact.baseline - note.baseline == pytest.approx(PITCH, abs=0.1)
    assert note.left == pytest.approx(LEFT + 2 * EM, abs=EM)
    assert sheets.text.count("刘晓") == 1


def test_the_code_stands_at_the_left_and_moves_nothing():
    plain, coded = printed(), printed(verify_address=ADDRESS)
    for text in (SCIENCE, DATE):
        assert part(coded, text)[0].baseline == pytest.approx(part(plain, text)[0].baseline, abs=0.05)
        assert part(coded, text)[0].left == pytest.approx(part(plain, text)[0].left, abs=0.05)
    (code,) = (box for page in coded.pages for box in page.pictures)
    assert (code.left, code.right) == pytest.approx((LEFT, LEFT + 18), abs=0.1)
    assert code.foot - code.top == pytest.approx(18, abs=0.1)
    assert code.top > part(coded, LAST_TEXT)[0].foot
    with pikepdf.open(io.BytesIO(coded.file)) as file:
        parts = [part for part in file.objects if isinstance(part, pikepdf.Dictionary) and "/Alt" in part]
        assert [str(part.Alt) for part in parts] == ["核验二维码"]


def test_whoever_has_no_camera_reads_the_code_below_the_picture_in_groups_of_four():
    sheets = printed(verify_address="https://suggestions.example.cn/verify/7K2M9QX4ABCD/")
    (row,) = part(sheets, "核验码7K2M9QX4ABCD")
    (code,) = (box for page in sheets.pages for box in page.pictures)
    blanks = [after.left - before.right for before, after in pairwise(row.glyphs)]
    assert [place for place, blank in enumerate(blanks) if blank > 0.5] == [2, 6, 10]
    assert row.left == pytest.approx(LEFT, abs=HALF_MM)
    assert code.foot < row.top < row.foot < part(sheets, DATE)[0].foot + HALF_MM
    assert row.right < part(sheets, SCIENCE)[0].left


@pytest.mark.parametrize("length", [12, 24, 25, 26, 40])
def test_the_code_in_letters_never_meets_a_name(length):
    """A long name reaches the left; then the code stands below the date with its letters."""
    name = "温" * length
    sheets = printed(signing=bodies(name), verify_address=ADDRESS)
    (row,) = part(sheets, "核验码7K2M9QX4")
    (code,) = (box for page in sheets.pages for box in page.pictures)
    date, names = part(sheets, DATE)[0], part(sheets, name)
    beside = all(max(row.right, code.right) < one.left for one in names)
    assert beside or code.top > date.foot
    assert beside == (length in (12, 40)), "of the longest one two lines are made"


def test_the_code_keeps_clear_of_seals():
    sheets = printed(
        signing=bodies(SCIENCE, LABOUR, FINANCE, seal=SEAL),
        letterheads=(SCIENCE, FINANCE),
        verify_address=ADDRESS,
    )
    pictures = [box for page in sheets.pages for box in page.pictures]
    (code,) = (box for box in pictures if box.right - box.left < 20)
    assert all(code.top > seal.foot for seal in pictures if seal is not code)


@pytest.mark.parametrize("lines", range(9, 24, 2))
@pytest.mark.parametrize("names", [(SCIENCE,), (SCIENCE, FINANCE, LABOUR, HEALTH)])
def test_the_signature_shares_its_page_with_text_and_the_imprint_ends_an_even_one(lines, names):
    sheets = printed(
        paragraphs=("国" * 26,) * lines + (LAST_TEXT,),
        signing=bodies(*names, seal=SEAL),
        notes=("此件公开发布",),
    )
    page = sheets.pages[page_of(sheets, DATE) - 1]
    assert LAST_TEXT in [row.text for row in page.rows]
    assert len(sheets.pages) % 2 == 0
    assert sheets.pages[-1].rows[-1].text.endswith("印发")
    rules = [rule for rule in sheets.pages[-1].rules if rule.right - rule.left > 100 and not rule.red]
    for seal in seals_of(sheets):
        if page is sheets.pages[-1]:
            assert seal.foot < min(rule.top for rule in rules)


def test_names_that_no_page_holds_flow_over_pages_each_printed_once():
    names = [f"温州市第{number}局" for number in range(30)]
    sheets = printed(
        signing=bodies(*names), letterheads=(SCIENCE, FINANCE), verify_address=ADDRESS, notes=("国" * 300,)
    )
    assert [sheets.text.count(name) for name in names] == [1] * 30
    assert sheets.text.count("国") == 300
    assert len([box for page in sheets.pages for box in page.pictures]) == 1


def test_notes_longer_than_a_page_leave_the_seals_where_they_are():
    sheets = printed(signing=bodies(SCIENCE, FINANCE, seal=SEAL), notes=("国" * 700,))
    assert len(seals_of(sheets)) == 2
    assert sheets.text.count("国") == 700


def test_seals_that_no_page_holds_beside_text_are_left_out_and_the_names_stay():
    names = [f"温州市第{number}局" for number in range(13)]
    sheets = printed(signing=bodies(*names, seal=SEAL), letterheads=(SCIENCE, FINANCE))
    assert seals_of(sheets) == []
    assert [sheets.text.count(name) for name in names] == [1] * 13
