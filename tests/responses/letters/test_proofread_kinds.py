"""Words of the other kind of letter: found of this item and its proposers, let pass of others."""

import pytest

from responses.letters.proofread import CaseFacts, Finding, LetterText, Severity, apply_fix, proofread

PROPOSERS = ("王忠权", "欧阳明", "于海")
MEMBER = CaseFacts(kind="proposal", number_text="426", proposers=PROPOSERS)
DEPUTY = CaseFacts(kind="suggestion", number_text="2024年9", proposers=PROPOSERS)
OPENING = {"proposal": "您提出的提案收悉，现答复如下：", "suggestion": "您提出的建议收悉，现答复如下："}


def letter(case: CaseFacts, line: str) -> LetterText:
    filling = "我局高度重视，逐条研究。"
    return LetterText(paragraphs=(OPENING[case.kind], filling, filling, filling, line))


def told(case: CaseFacts, line: str) -> list[Finding]:
    return [one for one in proofread(letter(case, line), case) if one.rule == "kind_words"]


WRONG = [
    (MEMBER, "王忠权代表在建议中提出的意见很好。", ["王忠权代表"]),
    (MEMBER, "感谢王忠权代表。", ["王忠权代表"]),
    (MEMBER, "王忠权等3位代表提出的意见很好。", ["王忠权等3位代表"]),
    (MEMBER, "我局走访了王忠权代表、欧阳明代表，听取意见。", ["王忠权代表", "欧阳明代表"]),
    (MEMBER, "感谢王代表的关心。", ["王代表"]),
    (MEMBER, "我局已向欧阳代表反映的单位核实。", ["欧阳代表"]),
    (MEMBER, "尊敬的王代表，您好。", ["王代表"]),
    (MEMBER, "您作为人大代表提出的意见很好。", ["作为人大代表"]),
    (MEMBER, "您多年来作为代表关心停车工作。", ["作为代表"]),
    (MEMBER, "作为一名市人大代表，您的意见很好。", ["作为一名市人大代表"]),
    (MEMBER, "您的代表建议已采纳。", ["代表建议"]),
    (MEMBER, "您在会上提出的人大代表建议已采纳。", ["人大代表建议"]),
    (MEMBER, "该代表建议已采纳。", ["代表建议"]),
    (MEMBER, "第426号建议已采纳。", ["第426号建议"]),
    (DEPUTY, "王忠权委员在会上提出的意见很好。", ["王忠权委员"]),
    (DEPUTY, "感谢王委员的关心。", ["王委员"]),
    (DEPUTY, "您作为政协委员提出的意见很好。", ["作为政协委员"]),
    (DEPUTY, "作为政协委员，您的意见很好。", ["作为政协委员"]),
    (DEPUTY, "感谢您的提案。", ["提案"]),
    (DEPUTY, "您的政协提案已采纳。", ["政协提案"]),
    (DEPUTY, "对提案提出的意见，我局逐条研究。", ["提案"]),
    (DEPUTY, "本提案所提的事项已列入计划。", ["提案"]),
    (DEPUTY, "提案9号已采纳。", ["提案9号"]),
]
RIGHT = [
    (MEMBER, "王忠权委员在提案中提出的意见很好，感谢王委员的关心。"),
    (MEMBER, "各级人大代表都很关心，人大代表提出的意见具有代表性，代表团审议通过。"),
    (MEMBER, "当年共办理人大代表建议126件、政协提案152件。"),
    (MEMBER, "与市人大第88号建议一并研究，市人大常委会代表工委组织了视察。"),
    (MEMBER, "市十四届人大一次会议审议通过了报告。"),
    (MEMBER, "李明代表的建议一并办理。"),
    (MEMBER, "王忠权代表民建界别作了发言。"),
    (MEMBER, "王忠权代表提案人参加座谈。"),
    (MEMBER, "王代表性成果已经建成，国王代表团来访。"),
    (MEMBER, "对于代表的意见，由于代表提出时间较早，我局逐条研究。"),
    (MEMBER, "以弗劳恩霍夫作为代表的机构，您作为企业代表参加座谈。"),
    (MEMBER, "作为代表性项目，您可以查看。"),
    (MEMBER, "有的市民作为人大代表参加了视察。"),
    (MEMBER, "您的建议已采纳。"),
    (MEMBER, "企业代表（3人）、居民代表：参加座谈。"),
    (MEMBER, "依据《关于办好您的人大代表建议的通知》办理。"),
    (DEPUTY, "王忠权代表在建议中提出的意见很好，感谢王代表的关心。"),
    (DEPUTY, "各级政协委员都很关心，常务委员会、委员单位、王忠权委员会参加。"),
    (DEPUTY, "当年共办理人大代表建议126件、政协提案152件。"),
    (DEPUTY, "做好建议提案办理工作，建议和提案都要落实。"),
    (DEPUTY, "与市政协第88号提案一并研究，政协委员提案中提出的意见一并吸收。"),
    (DEPUTY, "您作为专家委员会成员参加了论证。"),
]


@pytest.mark.parametrize(("case", "line", "quotes"), WRONG)
def test_what_is_said_of_this_item_is_found(case: CaseFacts, line: str, quotes: list[str]):
    assert [one.quote for one in told(case, line)] == quotes


@pytest.mark.parametrize(("case", "line"), RIGHT)
def test_what_is_said_of_others_is_let_pass(case: CaseFacts, line: str):
    assert told(case, line) == []


def test_a_proposer_under_the_wrong_title_is_an_error_with_its_fix():
    (named,) = told(MEMBER, "王忠权等3位代表提出的意见很好。")
    assert (named.severity, named.fix) == (Severity.ERROR, "王忠权等3位委员")
    assert named.message == "“王忠权等3位代表”与本件的性质不符，应称“王忠权等3位委员”，请核对。"
    mended = apply_fix(letter(MEMBER, "王忠权等3位代表提出的意见很好。"), named)
    assert mended == letter(MEMBER, "王忠权等3位委员提出的意见很好。")
    (short,) = told(DEPUTY, "感谢王委员的关心。")
    assert (short.severity, short.fix) == (Severity.WARNING, "王代表")
    (word,) = told(MEMBER, "您作为人大代表提出的意见很好。")
    assert (word.severity, word.fix) == (Severity.WARNING, None)


def test_an_organisation_has_representatives():
    case = CaseFacts(kind="proposal", proposers=("民盟市委会",), by_organisation=True)
    assert told(case, "民盟市委会代表在座谈会上发言，感谢民代表的关心。") == []


@pytest.mark.parametrize("line", ["与市人大第88号建议一并收悉。", "您提出的政协提案、人大代表建议收悉。"])
def test_in_the_opening_every_word_of_the_other_kind_is_told(line: str):
    found = proofread(LetterText(paragraphs=(line,)), MEMBER)
    assert [one.quote for one in found if one.rule == "kind_words"]


def test_the_title_of_the_item_may_speak_of_the_other_kind():
    line = "您提出的《关于改进人大代表建议与政协提案办理的{}》收悉，现答复如下："
    for case, noun, wrong in ((MEMBER, "提案", []), (DEPUTY, "建议", []), (DEPUTY, "提案", ["提案"])):
        found = proofread(LetterText(paragraphs=(line.format(noun),)), case)
        assert [one.quote for one in found if one.rule == "kind_words"] == wrong
