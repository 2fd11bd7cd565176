"""Two versions of a text side by side: by paragraph, then by character; numbers and words stay whole."""

import time

from responses.comparison import ADDED, REMOVED, SAME, Block, Paragraph, Piece, compare


def pieces(before: str, after: str) -> list[tuple[str, str]]:
    return [
        (piece.kind, piece.text)
        for block in compare(before, after)
        for paragraph in block.paragraphs
        for piece in paragraph.pieces
    ]


def test_the_same_text_is_one_unchanged_block():
    whole = tuple(Paragraph((Piece(SAME, line),)) for line in ("一、现状", "较好。"))
    assert compare("一、现状\n较好。", "一、现状\n较好。") == [Block(True, whole)]


def test_a_number_is_replaced_whole():
    assert pieces("选派268名，增长3.5%。", "选派286名，增长3.8%。") == [
        (SAME, "选派"),
        (REMOVED, "268"),
        (ADDED, "286"),
        (SAME, "名，增长"),
        (REMOVED, "3.5%"),
        (ADDED, "3.8%"),
        (SAME, "。"),
    ]


def test_single_characters_are_told_apart():
    assert pieces("研究扩大规模", "商定扩大规模") == [(REMOVED, "研究"), (ADDED, "商定"), (SAME, "扩大规模")]


def test_another_paragraph_is_replaced_whole():
    assert pieces("（一）加大选派力度，覆盖山区县。", "我局已经着手。") == [
        (REMOVED, "（一）加大选派力度，覆盖山区县。"),
        (ADDED, "我局已经着手。"),
    ]


def test_a_new_and_a_lost_paragraph_are_whole():
    assert pieces("甲\n乙\n丙", "甲\n丙\n丁") == [(SAME, "甲"), (REMOVED, "乙"), (SAME, "丙"), (ADDED, "丁")]


def test_from_nothing_and_to_nothing():
    assert pieces("", "甲") == [(ADDED, "甲")]
    assert pieces("甲", "") == [(REMOVED, "甲")]
    assert compare("", "") == []


def test_both_versions_can_be_read_back():
    before, after = "一、关于A\n（一）2023年做了三件事。", "一、关于B\n（一）2024年做了四件事，另有一件。"
    blocks = compare(before, after)
    old = "\n".join(
        "".join(p.text for p in paragraph.pieces if p.kind != ADDED)
        for block in blocks
        for paragraph in block.paragraphs
    )
    new = "\n".join(
        "".join(p.text for p in paragraph.pieces if p.kind != REMOVED)
        for block in blocks
        for paragraph in block.paragraphs
    )
    assert (old, new) == (before, after)


def test_the_longest_text_is_compared_in_seconds():
    before = "\n".join(f"第{number}段，" + "办理情况良好。" * 30 for number in range(500))
    after = before.replace("良好", "较好")
    started = time.process_time()
    compare(before, after)
    assert time.process_time() - started < 4


def test_a_text_made_to_keep_the_matcher_busy_is_shown_whole():
    """Two characters, a thousand times: one such pair took seconds, and a letter holds a hundred of them."""
    left, right, line = "的了是" * 333, "的是了" * 333, "研究扩大规模"
    before, after = ("\n".join([busy] * 20 + [line] * 200) for busy in (left, right))
    started = time.process_time()
    told = compare(before, after)
    assert time.process_time() - started < 2
    assert told[0].paragraphs[0].pieces == (Piece(REMOVED, left), Piece(ADDED, right))
    assert told[-1].paragraphs[-1].pieces == (Piece(SAME, line),)


def test_paragraphs_that_repeat_are_matched_within_the_same_budget():
    lines = [f"第{number}行" for number in range(100)]
    before, after = "\n".join(lines * 40), "\n".join([*lines[::-1] * 40, "新的一行"])
    started = time.process_time()
    told = compare(before, after)
    assert time.process_time() - started < 3
    assert told[-1].paragraphs[-1].pieces == (Piece(ADDED, "新的一行"),)
