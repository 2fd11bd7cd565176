"""Parts every reply letter has: title, addressee, opening, thanks, contact, signature, date, copies."""

import re
from collections.abc import Iterator

from responses.letters.proofread.facts import (
    ADDRESSEE,
    BODY,
    CONTACT,
    COPIES,
    RESULT_CLASS,
    SIGNATURE,
    TITLE,
    WRITTEN,
    CaseFacts,
    LetterText,
    Note,
    Passage,
    Severity,
    missing,
)

_OPENING = re.compile("收悉|收到|答复如下|答复意见")
_THANKS = re.compile("感谢|致谢|谢谢")
_PHONE = re.compile(r"\d[\d-]{5,}")
_JOINED = re.compile(r"(?<=\d)[，,](?=\d{3})")
_OPENING_WITHIN, _THANKS_WITHIN = 4, 8  # paragraphs from the beginning, from the end


def missing_parts(letter: LetterText, case: CaseFacts) -> Iterator[Note]:
    """Title, addressee, contact, signature, date, copies, class: those that are empty."""
    needed = (
        (TITLE, letter.title, "缺标题，请补写。"),
        (ADDRESSEE, letter.addressee, "缺主送（称呼），请补写。"),
        (CONTACT, letter.contact, "缺联系人和联系电话，请补写。"),
        (SIGNATURE, letter.signed_by, "缺署名，请补写发文机关全称。"),
        (WRITTEN, letter.written_on, "缺成文日期，请在签发时填写。"),
        (COPIES, letter.copies, "缺抄送，请补写。"),
    )
    for name, value, message in needed:
        if not value or (isinstance(value, str) and not value.strip()):
            yield missing(name, message)
    if case.class_scheme and not letter.resolution_class:
        yield missing(RESULT_CLASS, "没有选择办理结果类别，请选择。")


def opening_and_thanks(letter: LetterText, _case: CaseFacts) -> Iterator[Note]:
    """The sentence that acknowledges the item (… 收悉) and the one that thanks for it."""
    texts = [text for text in letter.paragraphs if text.strip()]
    if not texts:
        yield missing(BODY, "正文是空的，请拟写答复。", severity=Severity.ERROR)
        return
    if not any(_OPENING.search(text) for text in texts[:_OPENING_WITHIN]):
        yield missing(
            BODY, "正文开头没有写明收悉，请写“您提出的……收悉，现答复如下”。", severity=Severity.ERROR
        )
    if not any(_THANKS.search(text) for text in texts[-_THANKS_WITHIN:]):
        yield missing(BODY, "正文结尾没有致谢，请补一句“感谢您对……工作的关心和支持”。")


def addressee(letter: LetterText, case: CaseFacts) -> Iterator[Note]:
    """The addressee names a proposer, says 委员 or 代表, and ends in a colon."""
    text = letter.addressee.rstrip()
    if not text:
        return
    passage = Passage(ADDRESSEE, None, letter.addressee, letter.addressee)
    if text[-1] not in "：:":
        yield passage.note(len(text) - 1, len(text), "主送后面应有全角冒号，请补上。", text[-1] + "：")
    if case.proposers and not any(name in text for name in case.proposers):
        message = f"主送“{text.rstrip('：:')}”不是这一件的提出人（{'、'.join(case.proposers[:3])}），请核对。"
        yield passage.note(0, len(text), message, severity=Severity.ERROR)
    word = "委员" if case.kind == "proposal" else "代表"
    if not case.by_organisation and "委员" not in text and "代表" not in text:
        yield passage.note(0, len(text), f"主送没有写称呼“{word}”，请补上。")


def contact(letter: LetterText, _case: CaseFacts) -> Iterator[Note]:
    """The contact line holds a telephone number; two numbers are joined by 、."""
    text = letter.contact
    if not text.strip():
        return
    passage = Passage(CONTACT, None, text, text)
    if not _PHONE.search(text):
        yield passage.note(0, len(text), "联系方式里没有电话号码，请补上办公电话。")
    for match in _JOINED.finditer(text):
        message = "两个电话号码并列用顿号“、”，不用逗号。"
        yield passage.note(*match.span(), message, "、")


def copies(letter: LetterText, _case: CaseFacts) -> Iterator[Note]:
    """抄送： at the beginning, 。 at the end (GB/T 9704 7.4.2)."""
    text = letter.copies.rstrip()
    if not text:
        return
    passage = Passage(COPIES, None, letter.copies, letter.copies)
    if not text.lstrip().startswith(("抄送：", "抄送:")):
        yield passage.note(0, min(len(text), 4), "抄送一栏应以“抄送：”开头。")
    if text[-1] != "。":
        fix = text[-1] + "。" if text[-1] not in "，、；：.,;:" else "。"
        yield passage.note(len(text) - 1, len(text), "抄送的末尾应有句号，请补上。", fix)


def signature(letter: LetterText, case: CaseFacts) -> Iterator[Note]:
    """The signature is the unit's full name."""
    text = letter.signed_by
    if text.strip() and case.unit.full and "".join(text.split()) != case.unit.full:
        passage = Passage(SIGNATURE, None, text, text)
        yield passage.note(
            0, len(text), f"署名“{text}”不是发文机关全称“{case.unit.full}”，请核对。", case.unit.full
        )
