"""Totals after their parts, growth, plans and shares: what cannot be right is found, what may be is let pass."""

import pytest

from responses.letters.proofread import CaseFacts, LetterText, Severity, proofread

CASE = CaseFacts(kind="proposal")


def found(line: str) -> list[tuple[str, str]]:
    """Rule and quote of what is found in the figures of a paragraph."""
    told = proofread(LetterText(paragraphs=(line,)), CASE)
    return [(one.rule, one.quote) for one in told if one.rule in ("sums", "percentages")]


# a line whose total is wrong, the words quoted, the same line put right
TOTALS = [
    ("培育企业3家、高校5家，合计9家。", "培育企业3家、高校5家，合计9家", "培育企业3家、高校5家，合计8家。"),
    (
        "2021年10家、2022年20家、2023年30家，三年共50家。",
        "2021年10家、2022年20家、2023年30家，三年共50家",
        "2021年10家、2022年20家、2023年30家，三年共60家。",
    ),
    (
        "第一批3家、第二批5家，两批共引进9家。",
        "第一批3家、第二批5家，两批共引进9家",
        "第一批3家、第二批5家，两批共引进8家。",
    ),
    ("新建3个，改建5个，共计9个。", "新建3个，改建5个，共计9个", "新建3个，改建5个，共计8个。"),
    (
        "投入2.5亿元、3.1亿元，总计6.6亿元。",
        "投入2.5亿元、3.1亿元，总计6.6亿元",
        "投入2.5亿元、3.1亿元，总计5.6亿元。",
    ),
    (
        "已建甲3处（含改建1处）和乙5处，共9处。",
        "已建甲3处（含改建1处）和乙5处，共9处",
        "已建甲3处（含改建1处）和乙5处，共8处。",
    ),
    (
        "全市有企业100家，新增甲3家、乙5家，合计9家。",
        "新增甲3家、乙5家，合计9家",
        "全市有企业100家，新增甲3家、乙5家，合计8家。",
    ),
    ("涉及2个镇、3个镇，共6个镇。", "涉及2个镇、3个镇，共6个", "涉及2个镇、3个镇，共5个镇。"),
    (
        "共实施项目118个，其中道路类28个、管网类27个、绿化类53个。",
        "118个，其中道路类28个、管网类27个、绿化类53个",
        "共实施项目118个，其中道路类38个、管网类27个、绿化类53个。",
    ),
    (
        "三年共60家，其中2021年10家、2022年20家、2023年31家。",
        "60家，其中2021年10家、2022年20家、2023年31家",
        "三年共60家，其中2021年10家、2022年20家、2023年30家。",
    ),
]
# totals that count something else, more than is named, or that nobody can check
OTHER_TOTALS = [
    "新增企业3家、高校5家，全市共50家。",
    "新增企业3家、高校5家，目前共50家。",
    "2021年10家、2022年20家，三年共50家。",
    "涉及2个镇、3个街道，共12个村。",
    "原有100家、关停8家，共92家。",
    "走访企业3家、高校5家等，共20家。",
    "走访企业约3家、高校5家，共20家。",
    "走访企业3家、高校5家，共20余家。",
    "走访企业3家、高校5家，共20家以上。",
    "企业3家、高校5所、社区2家、协会1家，共11家。",
    "企业3家、高校5家，共收集意见30条。",
    "企业3家、高校5家共20家次参加。",
    "企业3家。高校5家，合计9家。",
    "比上年增加3家、5家，共40家。",
    "共有公共服务点8个、停车场9个。",
    "共实施项目118个，其中道路类28个、管网类27个、绿化类53个等。",
    "共实施项目118个，其中道路类28个、管网类27个。",
]
PERCENTAGES = [
    (
        "网点由100家增至120家，同比增长30%。",
        "由100家增至120家，同比增长30%",
        "网点由100家增至120家，同比增长20%。",
    ),
    ("网点从100家升至120家（增长30%）。", "从100家升至120家（增长30%", "网点从100家升至120家（增长20%）。"),
    (
        "用水由100万吨降至80万吨，下降30%。",
        "由100万吨降至80万吨，下降30%",
        "用水由100万吨降至80万吨，下降20%。",
    ),
    (
        "用水由100万吨减至80万吨，降幅25%。",
        "由100万吨减至80万吨，降幅25%",
        "用水由100万吨减至80万吨，降幅20%。",
    ),
    ("材料由10个压缩至5个，压缩60%。", "由10个压缩至5个，压缩60%", "材料由10个压缩至5个，压缩50%。"),
    ("泊位由100个提高到150个，增长40%。", "由100个提高到150个，增长40%", "泊位由100个提高到150个，增长50%。"),
    (
        "完成投资330亿元，完成年度计划240亿元的100%。",
        "330亿元，完成年度计划240亿元的100%",
        "完成投资330亿元，完成年度计划240亿元的137.5%。",
    ),
    (
        "完成投资330亿元，为年度目标240亿元的127.5%。",
        "330亿元，为年度目标240亿元的127.5%",
        "完成投资330亿元，为年度目标240亿元的137.5%。",
    ),
    ("三类企业占比分别为30%、40%、50%。", "占比分别为30%、40%、50%", "三类企业占比分别为30%、40%、30%。"),
    (
        "工业、农业、服务业分别占总量的33.4%、33.3%和43.3%。",
        "分别占总量的33.4%、33.3%和43.3%",
        "工业、农业、服务业分别占总量的33.4%、33.3%和33.3%。",
    ),
]
OTHER_PERCENTAGES = [
    "甲县、乙县、丙县服务业占比分别为60%、55%、58%。",
    "2021年、2022年、2023年服务业占比分别为50%、55%、58%。",
    "各类学校绿化占比分别为60%、55%。",
    "女性、本科以上学历占比分别为60%、75%。",
    "两类企业占比分别为33.5%、66.6%。",
    "甲、乙两项完成率分别为90%、95%。",
    "网点由100家增至120家，年均增长9.5%。",
    "网点由100家增至约120家，增长25%。",
    "由2023年的100家增至120人，增长30%。",
    "完成投资330亿元，完成民生实事240件的100%。",
    "新增就业12.3万人，其中毕业生4.1万人，完成年度任务10万人的123%。",
]


@pytest.mark.parametrize(("wrong", "quote", "right"), TOTALS)
def test_a_total_its_parts_do_not_give_is_found(wrong: str, quote: str, right: str):
    assert found(wrong) == [("sums", quote)]
    assert found(right) == []


@pytest.mark.parametrize(("wrong", "quote", "right"), PERCENTAGES)
def test_a_percentage_its_numbers_do_not_give_is_found(wrong: str, quote: str, right: str):
    assert found(wrong) == [("percentages", quote)]
    assert found(right) == []


@pytest.mark.parametrize("line", [*OTHER_TOTALS, *OTHER_PERCENTAGES])
def test_what_may_be_right_is_let_pass(line: str):
    assert found(line) == []


def test_what_is_wrong_is_said_in_the_unit_of_the_total_and_only_warned_of():
    line = "投入2.5亿元、3.1亿元，总计6.6亿元。三类企业占比分别为30%、40.5%、50%。"
    told = [
        (one.message, one.severity, one.fix)
        for one in proofread(LetterText(paragraphs=(line,)), CASE)
        if one.rule in ("sums", "percentages")
    ]
    assert told == [
        ("分项之和与总数不符：各分项合计5.6亿元，总数写的是6.6亿元，请核对。", Severity.WARNING, None),
        ("各部分占比合计120.5%，超过了100%，请核对。", Severity.WARNING, None),
    ]
