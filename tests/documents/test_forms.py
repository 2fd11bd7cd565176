"""Envelopes, labels, lists and sheets: read back from the PDF, where each word stands and that none is outside."""

import io
from dataclasses import replace
from datetime import date

import pdfplumber
import pytest

from documents.forms import (
    ContactSheet,
    CoverList,
    CoverRow,
    FormRefused,
    ItemWords,
    LabelSheet,
    OpinionForm,
    Recipient,
    RegisterPage,
    RegisterRow,
    Scale,
    contact_sheets,
    cover_list,
    envelopes,
    labels,
    opinion_forms,
    register,
)
from documents.forms.items import qr_code

MM = 72 / 25.4
WANG = Recipient(
    name="王小明",
    honorific="委员",
    address="甲市江滨路1号",
    postcode="310001",
    number="甲科提复〔2026〕1号",
    sender="甲市科学技术局",
    sender_address="甲市市府路2号",
    sender_postcode="310002",
)
LONG = Recipient(
    name="甲市" + "某某非常长的单位名称" * 3,
    address="某某省甲市江滨区" * 5,
    number="甲科提复〔2026〕2号",
)
ITEM = ItemWords(
    session="市政协三届一次会议",
    number="第7号",
    title="关于建设乡镇图书室的建议",
    kind="提案",
    proposer="王小明",
    unit="甲市科学技术局",
)
MARKUP = "<b>甲&乙</b>"


def read(file):
    return pdfplumber.open(io.BytesIO(file))


def lines(page):
    return [("".join(line["text"].split()), line) for line in page.extract_text_lines()]


def at(page, text):
    """Return left and top in mm of the line that begins with a text."""
    found = next(line for words, line in lines(page) if words.startswith(text))
    return found["x0"] / MM, found["top"] / MM


def whole(file):
    with read(file) as book:
        return "".join("".join(page.extract_text().split()) for page in book.pages)


def assert_inside(page, left=0.0, top=0.0, right=None, bottom=None):
    right, bottom = right or page.width / MM, bottom or page.height / MM
    for one in page.chars:
        if one["text"].strip():
            assert left - 0.1 <= one["x0"] / MM, one["text"]
            assert one["x1"] / MM <= right + 0.1, one["text"]
            assert top - 0.1 <= one["top"] / MM, one["text"]
            assert one["bottom"] / MM <= bottom + 0.1, one["text"]


def rows(number, title="关于建设乡镇图书室的建议的答复函"):
    return [
        RegisterRow(
            number=f"甲科提复〔2026〕{place}号",
            title=title,
            addressee="王小明委员：",
            copies=2,
            written_on=date(2026, 3, 2),
            printed_on=date(2026, 3, 3),
            delivery="邮寄",
        )
        for place in range(1, number + 1)
    ]


@pytest.mark.parametrize("number", [1, 200])
def test_each_recipient_has_an_envelope_of_its_own(number):
    with read(envelopes([WANG] * number)) as book:
        assert len(book.pages) == number
        for page in (book.pages[0], book.pages[-1]):
            assert (page.width / MM, page.height / MM) == pytest.approx((230, 120), abs=0.1)
            assert_inside(page, 10, 8, 221, 114)


def test_the_lines_of_an_envelope_stand_in_their_places():
    with read(envelopes([WANG])) as book:
        page = book.pages[0]
        digits = [one for one in page.chars if one["top"] / MM < 20]
        assert "".join(one["text"] for one in digits) == "310001"
        for place, one in enumerate(digits):
            assert (one["x0"] + one["x1"]) / 2 / MM == pytest.approx(12 + 10 * place + 4.5, abs=0.5)
        assert at(page, "甲市江滨路1号") == pytest.approx((32, 32), abs=1)
        left, top = at(page, "王小明委员收")
        assert (left, top) == pytest.approx((32, 61), abs=1.2)
        sender = next(line for words, line in lines(page) if words == "甲市科学技术局")
        assert sender["x1"] / MM == pytest.approx(220, abs=0.5)
        assert sender["top"] / MM > 88
        words = [words for words, line in lines(page) if line["top"] >= sender["top"]]
        assert [one for one in words if not one.startswith("甲科")] == [
            "甲市科学技术局",
            "甲市市府路2号",
            "邮政编码310002",
        ]


@pytest.mark.parametrize("sheet", LabelSheet)
def test_a_label_says_at_its_foot_who_sends_it(sheet):
    with read(labels([WANG], sheet)) as book:
        words = [words for words, _ in lines(book.pages[0])]
        assert words[1:3] == ["甲市江滨路1号", "王小明委员收"]
        assert "".join(words[3:]) == "寄：甲市科学技术局甲市市府路2号310002"
    with read(labels([Recipient(name="王小明", address="甲市江滨路1号")], sheet)) as book:
        assert [words for words, _ in lines(book.pages[0])] == ["甲市江滨路1号", "王小明收"]
    far = replace(WANG, sender_address="甲市市府路与江滨路交叉口东北侧" * 8)
    with read(labels([far], sheet)) as book:
        assert [words for words, _ in lines(book.pages[0])][-1] == "寄：甲市科学技术局"
    assert "交叉口东北侧" in whole(envelopes([far]))


def test_the_honorific_stands_once():
    assert WANG.called == "王小明委员"
    assert replace(WANG, name="王小明委员").called == "王小明委员"
    assert replace(WANG, honorific="").called == "王小明"


@pytest.mark.parametrize("blank", ["\u00a0", "\t", "\u2003", "\r\n", "\u3000", "\u200b", "\u2028", "\x0b"])
def test_blanks_pasted_from_elsewhere_are_printed_as_blanks(blank):
    person = Recipient(
        name=f"王小明{blank}", address=f"甲市江滨路{blank}1号", sender=f"甲市{blank}科学技术局", number="1号"
    )
    for make in (envelopes, labels):
        text = whole(make([person]))
        for words in ("王小明收", "甲市江滨路1号", "甲市科学技术局"):
            assert words in text
    assert "甲局发文登记簿" in whole(
        register(RegisterPage(unit=f"{blank}甲局", made_on=date(2026, 3, 4), rows=rows(1)))
    )
    assert "王小明" in whole(opinion_forms([opinion_form(item=replace(ITEM, proposer=f"王小明{blank}"))]))
    cover = CoverRow(number="1", title=f"甲{blank}", recipients=(f"王{blank}",), copies=1, pages=1)
    assert (cover.title, cover.recipients) == ("甲", ("王",))


def test_a_long_name_is_made_smaller_and_stays_inside():
    with read(envelopes([LONG])) as book:
        page = book.pages[0]
        assert_inside(page, 10, 8, 221, 114)
        assert LONG.name + "收" in "".join(page.extract_text().split())
    for sheet, on_first in ((LabelSheet.TWO_BY_SEVEN, 14), (LabelSheet.THREE_BY_EIGHT, 24)):
        with read(labels([LONG] * 24, sheet)) as book:
            assert_inside(book.pages[0])
            assert "".join(one["text"] for one in book.pages[0].chars).count("〔2026〕2号") == on_first


@pytest.mark.parametrize(
    ("sheet", "number", "pages"),
    [
        (LabelSheet.TWO_BY_SEVEN, 1, 1),
        (LabelSheet.TWO_BY_SEVEN, 14, 1),
        (LabelSheet.TWO_BY_SEVEN, 200, 15),
        (LabelSheet.THREE_BY_EIGHT, 24, 1),
        (LabelSheet.THREE_BY_EIGHT, 25, 2),
        (LabelSheet.THREE_BY_EIGHT, 200, 9),
    ],
)
def test_labels_fill_their_sheets_row_by_row(sheet, number, pages):
    with read(labels([WANG] * number, sheet)) as book:
        assert len(book.pages) == pages
        counted = sum(page.extract_text().count("王小明委员") for page in book.pages)
        assert counted == number


def test_each_label_keeps_to_its_own_cell():
    with read(labels([LONG] * 14)) as book:
        for one in book.pages[0].chars:
            if not one["text"].strip():
                continue
            column = 0 if one["x0"] / MM < 105 else 1
            row = int((one["top"] / MM - 15.15) // 38.1)
            left, top = 4.65 + column * 101.6, 15.15 + row * 38.1
            assert left < one["x0"] / MM < one["x1"] / MM < left + 99.1
            assert top < one["top"] / MM < one["bottom"] / MM < top + 38.1


def test_the_register_repeats_its_head_on_each_page():
    with read(register(RegisterPage(unit="甲市科学技术局", made_on=date(2026, 3, 4), rows=rows(80)))) as book:
        assert len(book.pages) > 2
        for number, page in enumerate(book.pages, start=1):
            assert (page.width / MM, page.height / MM) == pytest.approx((297, 210), abs=0.1)
            assert_inside(page, 14, 15, 283, 206)
            text = "".join(page.extract_text().split())
            assert text.startswith("甲市科学技术局发文登记簿")
            for head in (
                "序号",
                "文号",
                "标题",
                "主送",
                "份数",
                "成文日期",
                "印发日期",
                "送达方式",
                "签收人",
                "备注",
            ):
                assert text.count(head) == 1
            assert f"第{number}页，共{len(book.pages)}页" in text
        table = [row for page in book.pages for row in page.extract_table()]
    body = [row for row in table if row[0] and row[0].isdigit()]
    assert [row[0] for row in body] == [str(number) for number in range(1, 81)]
    assert [cell.replace("\n", "") for cell in body[0]] == [
        "1",
        "甲科提复〔2026〕1号",
        "关于建设乡镇图书室的建议的答复函",
        "王小明委员",
        "2",
        "2026-03-02",
        "2026-03-03",
        "邮寄",
        "",
        "",
    ]


def test_long_words_wrap_inside_their_column():
    long = [*rows(3, title="长" * 120), *rows(1, title="a" * 150)]
    with read(register(RegisterPage(unit="甲市科学技术局", made_on=date(2026, 3, 4), rows=long))) as book:
        assert_inside(book.pages[0], 14, 15, 283, 206)
        body = [row for row in book.pages[0].extract_table() if row[0] and row[0].isdigit()]
        assert [row[2].replace("\n", "") for row in body] == ["长" * 120] * 3 + ["a" * 150]


def test_the_cover_list_says_where_each_letter_begins():
    letters = [
        CoverRow(
            number="甲科提复〔2026〕1号",
            title="一",
            recipients=("王小明", "李小红"),
            copies=2,
            pages=3,
            first_page=1,
        ),
        CoverRow(
            number="甲科提复〔2026〕2号", title="二", recipients=("赵小刚",), copies=1, pages=2, first_page=5
        ),
    ]
    job = CoverList(unit="甲市科学技术局", made_on=date(2026, 3, 4), made_by="文印员", rows=letters)
    with read(cover_list(job)) as book:
        body = [row for row in book.pages[0].extract_table() if row[0] and row[0].isdigit()]
        assert body == [
            ["1", "甲科提复〔2026〕1号", "一", "王小明、李小红", "2", "3", "1"],
            ["2", "甲科提复〔2026〕2号", "二", "赵小刚", "1", "2", "5"],
        ]
        assert "共2件、3份" in "".join(book.pages[0].extract_text().split())


def opinion_form(**change):
    values = {
        "item": ITEM,
        "scales": (Scale(question="对办理工作", answers=("满意", "基本满意", "不满意")),),
        "return_to": "市政协提案委员会",
        "address": "https://example.invalid/letters/1/rate/",
    }
    return OpinionForm(**values | change)


def test_two_copies_of_each_opinion_form_with_nothing_ticked():
    with read(opinion_forms([opinion_form(), opinion_form()])) as book:
        assert len(book.pages) == 4
        texts = ["".join(page.extract_text().split()) for page in book.pages]
        assert [text.count("第1份") + 2 * text.count("第2份") for text in texts] == [1, 2, 1, 2]
        assert all("√" not in text.replace("打“√”", "") for text in texts)
        assert_inside(book.pages[0], 24, 19, 191, 285)


def test_the_qr_code_stands_at_the_foot_and_is_drawn_from_the_address_alone():
    assert qr_code("https://example.invalid/") == qr_code("https://example.invalid/")
    assert qr_code("https://example.invalid/") != qr_code("https://example.invalid/2")
    with read(opinion_forms([opinion_form()])) as book:
        (image,) = book.pages[0].images
        assert (image["width"] / MM, image["height"] / MM) == pytest.approx((28, 28), abs=0.1)
        assert image["x0"] / MM == pytest.approx(25, abs=0.5)
        drawn = book.pages[0].to_image(resolution=150).original.convert("L")
        box = [round(side / 72 * 150) for side in (image["x0"], image["top"], image["x1"], image["bottom"])]
        dark = sum(value < 128 for value in drawn.crop(box).tobytes())
        assert 0.2 < dark / ((box[2] - box[0]) * (box[3] - box[1])) < 0.6
    with read(opinion_forms([opinion_form(address="")])) as book:
        assert not book.pages[0].images
        assert "二维码" not in book.pages[0].extract_text()


def test_a_contact_sheet_is_blank_or_filled_from_its_record():
    ways, levels = ("走访", "座谈"), ("主要领导", "科室")
    blank = ContactSheet(item=ITEM, ways=ways, levels=levels)
    filled = ContactSheet(
        item=ITEM,
        ways=ways,
        levels=levels,
        way="座谈",
        level="科室",
        held_on=date(2026, 3, 2),
        place="三楼会议室",
        people="王小明、刘工",
        content="谈了选址。\n谈了经费。",
        recorded_by="刘工",
    )
    with read(contact_sheets([blank, filled])) as book:
        assert len(book.pages) == 2
        first, second = ("".join(page.extract_text().split()) for page in book.pages)
    assert first.count("√") == 0
    assert second.count("√") == 2
    for words in ("2026年3月2日", "三楼会议室", "王小明、刘工", "谈了选址。", "谈了经费。", "提出人签名"):
        assert words in second
    assert "三楼会议室" not in first


def test_markup_is_printed_as_it_was_typed():
    made = [
        envelopes([Recipient(name=MARKUP, honorific=MARKUP, sender=MARKUP, sender_address=MARKUP)]),
        labels([Recipient(name=MARKUP, sender=MARKUP)]),
        register(RegisterPage(unit=MARKUP, made_on=date(2026, 3, 4), rows=rows(1, title=MARKUP))),
        cover_list(
            CoverList(
                unit="甲",
                made_on=date(2026, 3, 4),
                rows=(CoverRow(number="1", title=MARKUP, recipients=(MARKUP,), copies=1, pages=1),),
            )
        ),
        opinion_forms([opinion_form(return_to=MARKUP)]),
        contact_sheets([ContactSheet(item=ITEM, ways=("走访",), levels=("科室",), content=MARKUP)]),
    ]
    for file in made:
        assert MARKUP in whole(file)


@pytest.mark.parametrize("bad", ["\ue000", "\u202e", "\x07", "\U000e0041"])
def test_a_character_no_face_has_is_named(bad):
    for make in (
        lambda: envelopes([Recipient(name=f"王{bad}")]),
        lambda: register(RegisterPage(unit="甲", made_on=date(2026, 3, 4), rows=rows(1, title=f"关于{bad}"))),
        lambda: opinion_forms([opinion_form(return_to=f"甲{bad}")]),
    ):
        with pytest.raises(FormRefused, match=f"U\\+{ord(bad):04X} 没有字体可印"):
            make()


@pytest.mark.parametrize(
    ("recipients", "sentence"),
    [
        ([], "没有收件人"),
        ([Recipient(name=" ")], "没有姓名"),
        ([Recipient(name="王", postcode="12345")], "不是六位数字"),
        ([Recipient(name="王", postcode="１２３４５６")], "不是六位数字"),
        ([Recipient(name="王", sender_postcode="12345")], "不是六位数字"),
        ([Recipient(name="王小明", address="长" * 2000)], "王小明的收件地址“长.*太长"),
        (
            [
                Recipient(name="王小明", honorific="委员", address="甲\ue000"),
                WANG,
                Recipient(name="李\ue001"),
            ],
            r"^王小明委员的收件地址“甲.”中的字符 U\+E000 没有字体可印，请先更正。这样的问题还有 1 处，请一并更正。$",
        ),
    ],
)
def test_what_cannot_be_posted_is_refused_in_a_sentence(recipients, sentence):
    for make in (envelopes, labels):
        with pytest.raises(FormRefused, match=sentence):
            make(recipients)


def test_empty_lists_are_refused():
    with pytest.raises(FormRefused):
        register(RegisterPage(unit="甲", made_on=date(2026, 3, 4), rows=()))
    with pytest.raises(FormRefused):
        cover_list(CoverList(unit="甲", made_on=date(2026, 3, 4), rows=()))
    with pytest.raises(FormRefused):
        opinion_forms([])
    with pytest.raises(FormRefused):
        contact_sheets([])


def test_the_same_values_give_the_same_bytes():
    assert envelopes([WANG]) == envelopes([WANG])
    page = RegisterPage(unit="甲", made_on=date(2026, 3, 4), rows=rows(3))
    assert register(page) == register(page)
    assert opinion_forms([opinion_form()]) == opinion_forms([opinion_form()])
