"""Every form with one, three and forty entries and long names: no word outside its page, none over another."""

from datetime import date
from io import BytesIO

import pdfplumber
import pytest

from documents.forms import (
    ContactSheet,
    CoverList,
    CoverRow,
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

MM = 72 / 25.4
LONG = "甲市经济技术开发区综合行政执法与应急管理局政策法规和科技信息处室"[:30]
ADDRESS = (
    "甲省甲市江滨区人民路与市府大道交叉口东北侧科技创新大厦二期甲座十二层一千二百零六室"
    + "甲市高新技术产业开发区管理委员会转"
)
NUMBER = "甲经开综执应提复〔2026〕1234号"
TITLE = "关于市政协十届二次会议第12号提案《关于进一步加快推进我市科技成果转化应用和产业化体系建设的若干建议》的答复函"
MARCH = date(2026, 3, 2)
RECIPIENTS = (
    Recipient(
        name="王小明", honorific="委员", address="甲市江滨路1号", postcode="310001",
        number="甲科提复〔2026〕1号", sender="甲市科学技术局", sender_address="甲市市府路2号", sender_postcode="310002",
    ),
    Recipient(
        name="欧阳小明", honorific="委员", address=ADDRESS, postcode="310001", number=NUMBER,
        sender=LONG, sender_address=ADDRESS, sender_postcode="310002",
    ),
    Recipient(
        name=LONG, address=ADDRESS, number=NUMBER, sender=LONG, sender_address=ADDRESS, sender_postcode="310002"
    ),
)  # fmt: skip


def item(name: str) -> ItemWords:
    return ItemWords(
        session="市政协十届二次会议", number="第12号", title=TITLE, kind="提案", proposer=name, unit=LONG
    )


def recipients(number: int) -> list[Recipient]:
    return [RECIPIENTS[place % 3] for place in range(number)]


def register_of(number: int) -> bytes:
    rows = [
        RegisterRow(
            number=NUMBER if place % 2 else "甲科提复〔2026〕1号",
            title=TITLE if place % 3 else "关于建设图书室的答复函",
            addressee=f"{LONG}、欧阳小明：" if place % 4 else "王小明委员：",
            copies=2,
            written_on=MARCH,
            printed_on=MARCH,
            delivery="邮寄",
            receiver=LONG if place % 5 == 1 else "",
            notes="加急，电话通知" if place % 2 else "",
        )
        for place in range(number)
    ]
    return register(RegisterPage(unit=LONG, made_on=MARCH, rows=rows, period="2026年3月"))


def cover_of(number: int) -> bytes:
    rows = [
        CoverRow(number=NUMBER, title=TITLE, recipients=(LONG, "王小明"), copies=2, pages=3, first_page=1 + 4 * place)
        for place in range(number)
    ]  # fmt: skip
    return cover_list(CoverList(unit=LONG, made_on=MARCH, rows=rows, made_by=LONG))


def opinions_of(number: int) -> bytes:
    scales = [
        Scale(question=question, answers=("满意", "基本满意", "不满意"))
        for question in ("对办理工作", "对办理结果")
    ]
    forms = [
        OpinionForm(
            item=item(LONG if place % 2 == 0 else "王小明"),
            scales=scales,
            return_to=LONG,
            reply_number=NUMBER,
            replied_on=MARCH,
            address="https://tijian.example.invalid/letters/12345/rate/",
            return_by=MARCH,
        )
        for place in range(number)
    ]
    return opinion_forms(forms)


def sheets_of(number: int) -> bytes:
    ways, levels = ("走访", "座谈", "电话", "网络"), ("主要领导", "分管领导", "科室负责人", "经办人")
    sheets = [
        ContactSheet(
            item=item(LONG),
            ways=ways,
            levels=levels,
            way="座谈",
            level="分管领导",
            held_on=MARCH,
            place=LONG,
            people=f"{LONG}、欧阳小明",
            content="谈了选址、经费与建设时序。" * 8 if place % 2 else "",
            recorded_by="刘工",
        )
        for place in range(number)
    ]
    return contact_sheets(sheets)


FORMS = {
    "envelopes": lambda number: envelopes(recipients(number)),
    "labels": lambda number: labels(recipients(number)),
    "small labels": lambda number: labels(recipients(number), LabelSheet.THREE_BY_EIGHT),
    "register": register_of,
    "cover list": cover_of,
    "opinion forms": opinions_of,
    "contact sheets": sheets_of,
}
SHEETS_EACH = {"envelopes": 1, "opinion forms": 2, "contact sheets": 1}


def overlapping(page: pdfplumber.page.Page) -> list[tuple[str, str]]:
    """Return the pairs of characters whose boxes lie over each other by more than half a millimetre both ways."""
    letters = sorted((one for one in page.chars if one["text"].strip()), key=lambda one: one["top"])
    found = []
    for place, one in enumerate(letters):
        for other in letters[place + 1 :]:
            if other["top"] >= one["bottom"]:
                break
            across = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
            down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            # A box of letters is higher than its ink; neighbouring lines touch by a little.
            if across > MM / 2 and down > one["height"] * 0.4:
                found.append((one["text"], other["text"]))
    return found


@pytest.mark.parametrize("number", [1, 3, pytest.param(40, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", FORMS)
def test_every_word_is_on_its_page_and_over_no_other(name: str, number: int) -> None:
    with pdfplumber.open(BytesIO(FORMS[name](number))) as book:
        if name in SHEETS_EACH:
            assert len(book.pages) == SHEETS_EACH[name] * number
        for page in book.pages:
            letters = [one for one in page.chars if one["text"].strip()]
            assert letters
            assert min(one["x0"] for one in letters) >= 5 * MM - 1
            assert max(one["x1"] for one in letters) <= page.width - 5 * MM + 1
            assert min(one["top"] for one in letters) >= 3 * MM - 1
            assert max(one["bottom"] for one in letters) <= page.height - 3 * MM + 1
            assert overlapping(page) == []


def lines_of(file: bytes) -> list[str]:
    with pdfplumber.open(BytesIO(file)) as book:
        return ["".join(line["text"].split()) for line in book.pages[0].extract_text_lines()]


def test_no_leftover_of_a_few_characters_stands_on_a_line_of_its_own() -> None:
    shown = lines_of(envelopes([RECIPIENTS[1]]))
    assert ADDRESS in "".join(line for line in shown if len(line) > 20)
    assert [line for line in shown if 0 < len(line) < 4 and line not in "310001"] == []


def test_the_number_stands_at_the_left_edge_of_the_envelope() -> None:
    for person in RECIPIENTS:
        with pdfplumber.open(BytesIO(envelopes([person]))) as book:
            [first] = [one for one in book.pages[0].chars if one["text"] == "〔"]
            line = [one for one in book.pages[0].chars if abs(one["bottom"] - first["bottom"]) < 2]
            assert min(one["x0"] for one in line if one["x0"] < 80 * MM) / MM == pytest.approx(12, abs=0.5)


@pytest.mark.parametrize(
    ("sheet", "points"), [(LabelSheet.TWO_BY_SEVEN, 12), (LabelSheet.THREE_BY_EIGHT, 9.5)]
)
def test_a_long_name_is_read_at_arm_s_length_on_a_label(sheet: LabelSheet, points: float) -> None:
    with pdfplumber.open(BytesIO(labels([RECIPIENTS[2]], sheet))) as book:
        [one] = [one for one in book.pages[0].chars if one["text"] == "收"]
    assert one["size"] >= points


def test_the_signatures_of_a_long_record_keep_together() -> None:
    sheet = ContactSheet(item=item(LONG), ways=("座谈",), levels=("科室",), content="谈了选址与经费。" * 90)
    with pdfplumber.open(BytesIO(contact_sheets([sheet]))) as book:
        texts = ["".join(page.extract_text().split()) for page in book.pages]
    assert [[words in text for words in ("提出人意见", "提出人签名", "单位盖章")] for text in texts] == [
        [False] * 3,
        [True] * 3,
    ]


def test_boxes_stand_on_one_line_ticked_or_not() -> None:
    sheet = ContactSheet(item=item("王小明"), ways=("走访", "座谈"), levels=("科室",), way="座谈")
    with pdfplumber.open(BytesIO(contact_sheets([sheet]))) as book:
        tops = [round(one["top"], 2) for one in book.pages[0].rects if 11 < one["width"] < 12]
    assert (len(tops), len(set(tops))) == (3, 2)  # 走访 and 座谈 in one row, 科室 below
