"""Each rule of proofreading: a text it finds, and a near miss at which it stays silent."""

from datetime import date

import pytest

from responses.letters.proofread import RULES, CaseFacts, Demand, LetterText, UnitName, proofread

SCHEME = (
    ("A", "所提问题已经解决或者基本解决"),
    ("B", "已列入计划逐步解决"),
    ("C", "因目前条件限制有待以后解决"),
)
CASE = CaseFacts(
    kind="proposal",
    session="市政协九届二次会议",
    number_text="17",
    number_label="政协提案17号",
    title="关于增加停车泊位的提案",
    proposers=("林晓岚",),
    demands=(Demand("a", "增加老旧小区停车泊位", "done"),),
    co_handlers=(UnitName("云溪市交通运输局", "市交通局"),),
    unit=UnitName("云溪市民生事务局", "市民生局"),
    series_code="云民提复",
    class_scheme=SCHEME,
    due_on=date(2025, 7, 31),
    year=2025,
)
BODY = (
    "您在市政协九届二次会议期间所提的《关于增加停车泊位的提案》（政协提案17号）收悉，市民生局会同市交通局研究，现答复如下：",
    "一、关于“增加老旧小区停车泊位”的建议",
    "2024年已新增泊位300个。",
    "感谢您对我局工作的关心和支持。",
)
GOOD = {
    "title": "关于市政协九届二次会议第17号提案的答复函",
    "number": "云民提复〔2025〕6号",
    "addressee": "林晓岚委员：",
    "paragraphs": BODY,
    "contact": "联系人：方小禾 联系电话：0571-88001200",
    "signed_by": "云溪市民生事务局",
    "written_on": date(2025, 7, 1),
    "printed_on": date(2025, 7, 2),
    "copies": "抄送：市府办，市政协提案委。",
    "resolution_class": "A",
}


def found(case: CaseFacts = CASE, **parts: object) -> set[tuple[str, str]]:
    """Rule and quote of everything found in the good letter with these parts in place of its own."""
    return {(each.rule, each.quote) for each in proofread(LetterText(**{**GOOD, **parts}), case)}


def with_line(text: str) -> dict[str, object]:
    return {"paragraphs": (*BODY[:3], *text.split("\n"), BODY[3])}


def test_nothing_is_wrong_with_the_good_letter():
    assert found() == set()


# rule, a paragraph with the fault, the words quoted, a paragraph that only looks like it
IN_BODY = [
    ("unseen", "全市已\u202e建成泊位。", "\u202e", "全市已建成泊位𫖯。"),
    ("unseen", "全市已\u200b建成泊位。", "\u200b", "他说：\u201c好\u201d。"),
    ("wide_digits", "建成１２个泊位。", "１２", "建成12个泊位。"),
    ("box_drawing", "2024─2027年分步实施。", "─", "2024—2027年分步实施。"),
    ("year_range", "2024-2027年分步实施。", "-", "执行GB/T 1949-2020标准，电话2024-1234。"),
    ("angle_brackets", "依据《标准<二>》执行。", "<二>", "水温<5℃时停止施工。"),
    ("percent_signs", "甲占5%，乙占6%，丙占7％。", "％", "甲占5%，乙占6%。"),
    ("half_width", "今年,我局加大投入。", ",", "比例为1:1，9:30开始，投入1,200万元，见https://a.cn/?a=1,2。"),
    ("half_width", '推进"放管服"改革。', '"', "参加Int'l博览会。"),
    ("half_width", "市(县)两级负担。", "(", "计算f(x)=2x即可。"),
    ("half_width", "我局加大投入.", ".", "PM2.5浓度下降到3.5以下。"),
    ("repeated_marks", "我局加大投入。。", "。。", "真的吗？！这很好。"),
    ("repeated_marks", "我局加大投入，。", "，。", "包括甲、乙……等。"),
    ("repeated_marks", "包括甲、乙...等。", "...", "他说：“好。”"),
    ("misplaced_marks", "，我局加大投入。", "，", "（一）我局加大投入。"),
    ("misplaced_marks", "依据《，办法》执行。", "，", "依据《甲、乙办法》执行。"),
    ("brackets", "依据《若干意见)》执行。", ")", "县（市、区）《甲〈乙〉丙》都对，要求：1）安全；2）便民。"),
    ("brackets", "依据《若干意见执行。", "《", "依据〔2024〕标准。"),
    ("nested_titles", "依据《关于印发《办法》的通知》。", "《办法》", "依据《办法》《细则》。"),
    ("quotes", "推进”三位一体“建设。", "”三位一体“", "推进“一廊”“一会”建设。"),
    ("quotes", "推进“三位一体建设。", "“", "推进“三位一体”建设。"),
    ("quotes", "推进“三位一体“建设。", "“三位一体“", "O’Brien先生说“很好”。"),
    ("spaces", "到 2025年完成。", " ", "使用Windows 11 系统和Web of Science 数据库。"),
    ("spaces", "到2025 年完成。", " ", "编码为12 345 678。"),
    ("spaces", "加大 投入。", " ", "加大R&D 投入。"),
    ("blank_lines", "加大投入。\n\n\n继续努力。", "", "加大投入。\n\n继续努力。"),
    (
        "cut",
        "近年来我局加大投入，提\n升服务水平，群众满意。",
        "我局加大投入，提",
        "近年来我局加大投入：\n升级服务水平。",
    ),
    ("unfinished", "近年来，我局加大投入", "来，我局加大投入", "（此件公开发布）"),
    ("unfinished", "感谢您的关心支持", "感谢您的关心支持", "二、关于其他方面"),
    (
        "unfinished",
        "（一）甲项。各地都已出台办法（含区级）",
        "台办法（含区级）",
        "（一）甲项。各地都已出台办法（含区级）。",
    ),
    ("frame_in_body", "云溪市民生事务局文件", "云溪市民生事务局文件", "请查阅云溪市民生事务局印发的文件。"),
    ("frame_in_body", "2025年7月1日", "2025年7月1日", "2025年7月1日起施行。"),
    ("foreign_words", "推进高校 and 企业合作。", " and ", "推广APP和app应用，用R&D投入衡量。"),
    ("foreign_words", "推进高校project合作。", "project", "功率为5kw的设备。"),
    ("doubled_characters", "在科研院所所在德国建站。", "所所", "在科研院所所在地建站。"),
    (
        "doubled_characters",
        "科技技成果落地。",
        "技技",
        "人人参与，种种办法，家家户户，点点滴滴，一一回应，发展展示中心，由市市场监管局办理。",
    ),
    ("doubled_words", "全力推进推进改革。", "推进推进", "民营企业企业家，一步一步推进。"),
    ("lost_characters", "与产业高发展契合。", "高发展", "提高发展质量，高质量发展。"),
    ("lost_characters", "今年，市科培育了典型。", "市科", "今年，市科技局培育了典型，城市科普活跃。"),
    ("slips", "截止目前已建成。", "截止目前", "截至目前已建成，报名截止日期为5月1日。"),
    ("near_names", "引进弗朗恩霍夫协会。", "弗朗恩霍夫", "引进弗劳恩霍夫协会。"),
    ("cited_numbers", "依据《意见》（云政发[2024]6号）。", "[2024]6", "依据《意见》（云政发〔2024〕6号）。"),
    ("cited_numbers", "依据《意见》（云政发〔2024〕06号）。", "〔2024〕06", "依据《意见》（2024年第6号）。"),
    ("impossible_dates", "于2023年2月29日开工。", "2023年2月29日", "于2024年2月29日开工，工期18月。"),
    ("impossible_dates", "于2024年13月开工。", "2024年13月", "于2024年12月开工。"),
    ("impossible_dates", "于2024年06月开工。", "2024年06月", "于2024年6月开工。"),
    ("impossible_dates", "2027—2024年实施。", "2027—2024", "2024—2027年实施。"),
    ("past_promises", "计划2024年底前建成。", "计划2024年底前", "计划2025年底前建成。"),
    (
        "sums",
        "共19项，包括甲1项、乙4项、丙13项。",
        "19项，包括甲1项、乙4项、丙13项",
        "共19项，包括甲1项、乙4项、丙14项。",
    ),
    (
        "sums",
        "有机构947家，其中甲900家，乙52家。",
        "947家，其中甲900家，乙52家",
        "有机构947家，其中甲100家、乙52家。",
    ),
    (
        "percentages",
        "成交330.22亿元，完成年度任务（240亿元）的173.59%。",
        "330.22亿元，完成年度任务（240亿元）的173.59%",
        "成交330.22亿元，完成年度任务（240亿元）的137.59%。",
    ),
    (
        "percentages",
        "网点由100个增加到120个，增长25%。",
        "由100个增加到120个，增长25%",
        "网点由100个增加到120个，增长20%。",
    ),
    (
        "percentages",
        "受理200件，办结190件，办结率85%。",
        "200件，办结190件，办结率85%",
        "受理约200件，办结190件，办结率96%。",
    ),
    (
        "percentages",
        "总投资3.2亿元，已完成投资1.92亿元，占总投资的50%。",
        "总投资3.2亿元，已完成投资1.92亿元，占总投资的50%",
        "总投资3.2亿元，已完成投资1.92亿元，占总投资的60%。",
    ),
    (
        "percentages",
        "发现问题38个，已整改35个，整改率82.1%。",
        "38个，已整改35个，整改率82.1%",
        "新增就业12.3万人，其中高校毕业生4.1万人，完成年度目标任务（10万人）的123%。",
    ),
    ("percentages", "群众满意率达到120%。", "满意率达到120%", "满意率比上年提高120%，完成率达到120%。"),
    (
        "sums",
        "藏书126万册，其中电子图书148万册。",
        "126万册，其中电子图书148万册",
        "新增10家，其中甲县12家。",
    ),
    (
        "sums",
        "共有11个县（市、区），其中优秀4个、良好5个、合格3个。",
        "11个县（市、区），其中优秀4个、良好5个、合格3个",
        "共有11个县（市、区），其中优秀4个、良好5个、合格2个。",
    ),
    (
        "sums",
        "建成17个（其中东区8个、西区5个、南区3个）。",
        "17个（其中东区8个、西区5个、南区3个）",
        "建成17个（其中东区8个、西区4个、南区2个）。",
    ),
    ("private_numbers", "微信：zhangsan_88，欢迎添加。", "zhangsan_88", "请关注微信公众号“云溪发布”。"),
    ("heading_forms", "（一）、夯实基础。抓好落实。", "（一）、", "（一）夯实基础。抓好落实。"),
    ("heading_forms", "二.关于其他方面", "二.", "二、关于其他方面"),
    ("levels", "1.夯实基础。抓好落实。", "1.", "（一）夯实基础。抓好落实。"),
    ("gaps", "三、关于其他方面", "三、", "二、关于其他方面"),
    (
        "gaps",
        "（一）甲项。抓好落实。\n（三）丙项。抓好落实。",
        "（三）",
        "（一）甲项。抓好落实。\n（二）乙项。抓好落实。",
    ),
    ("points", "一是抓投入；三是抓督查。", "三是", "一是抓投入；二是抓督查。主要做法：一是学习；二是落实。"),
    (
        "uneven_headings",
        "二、关于“完善服务”的建议\n三、关于“加强督查”",
        "三、关于“加强督查”",
        "二、关于“完善服务”的建议",
    ),
    (
        "private_numbers",
        "请拨打13912345678咨询。",
        "13912345678",
        "请拨打0571-88001234咨询，编号139123456781。",
    ),
    ("private_numbers", "身份证号330102199003071234。", "330102199003071234", "统一代码330102199013071234。"),
    ("kind_words", "您的人大代表建议已采纳。", "人大代表建议", "您的建议已采纳，各级人大代表都很关心。"),
]


@pytest.mark.parametrize(("rule", "wrong", "quote", "right"), IN_BODY)
def test_finds_it_in_the_body_and_lets_the_near_miss_pass(rule, wrong, quote, right):
    assert (rule, quote) in found(**with_line(wrong))
    assert rule not in {key for key, _ in found(**with_line(right))}


# rule, parts with the fault, the words quoted, parts that only look like it
IN_PARTS = [
    ("own_number", {"number": "云民提复[2025]6号"}, "云民提复[2025]6号", {"number": ""}),
    (
        "own_number",
        {"number": "云民提复〔2025〕第06号"},
        "云民提复〔2025〕第06号",
        {"number": "云民提复〔2025〕106号"},
    ),
    ("own_number", {"number": "云教提复〔2025〕6号"}, "云教提复", {}),
    ("own_number", {"number": "云民提复〔2024〕6号"}, "2024", {}),
    ("order", {"printed_on": date(2025, 6, 30)}, "", {"printed_on": date(2025, 7, 1)}),
    ("order", {"printed_on": date(2025, 8, 1)}, "", {"printed_on": date(2025, 7, 31)}),
    (
        "number",
        {"title": "关于市政协九届二次会议第71号提案的答复函"},
        "71",
        with_line("与第71号提案一并研究。"),
    ),
    (
        "session",
        {"title": "关于市政协九届三次会议第17号提案的答复函"},
        "九届三次会议",
        {"title": "关于政协第九届云溪市委员会第二次会议第17号提案的答复函"},
    ),
    (
        "item_title",
        {"paragraphs": (BODY[0].replace("停车泊位", "停车车位"), *BODY[1:])},
        "关于增加停车车位的提案",
        {"paragraphs": (BODY[0].replace("泊位的提案》", "泊位提案》"), *BODY[1:])},
    ),
    ("missing_parts", {"title": ""}, "", {"number": ""}),
    ("missing_parts", {"written_on": None}, "", {"printed_on": None}),
    ("opening_and_thanks", {"paragraphs": BODY[:3]}, "", {"paragraphs": (*BODY, "特此函复。")}),
    ("opening_and_thanks", {"paragraphs": ()}, "", {}),
    ("addressee", {"addressee": "林晓岚委员"}, "员", {"addressee": "林晓岚委员（第一提案人）："}),
    ("addressee", {"addressee": "周启明委员："}, "周启明委员：", {"addressee": "林晓岚、周启明委员："}),
    ("contact", {"contact": "联系人：方小禾"}, "联系人：方小禾", {"contact": "联系电话：88001200"}),
    (
        "contact",
        {"contact": "联系电话：88001200，88001201"},
        "，",
        {"contact": "联系电话：88001200、88001201"},
    ),
    ("copies", {"copies": "抄送：市府办，市政协提案委"}, "委", {"copies": "抄送：市府办。"}),
    ("signature", {"signed_by": "市民生局"}, "市民生局", {"signed_by": "云溪市民生事务局"}),
    ("kind_words", {"addressee": "林晓岚代表："}, "林晓岚代表", {}),
    ("kind_words", {"copies": "抄送：市府办，市人大常委会代表工委。"}, "代表工委", {}),
    (
        "demands",
        {"paragraphs": (BODY[0].replace("停车泊位", "设施"), "已开展文化下乡活动。", BODY[3])},
        "",
        {"paragraphs": (BODY[0], "新增老旧小区的停车泊位300个。", BODY[3])},
    ),
    (
        "co_handlers",
        {"paragraphs": (BODY[0].replace("市交通局", "有关部门"), *BODY[1:])},
        "",
        {"paragraphs": (BODY[0].replace("市交通局", "交通运输局"), *BODY[1:])},
    ),
    (
        "result_class",
        {"resolution_class": "B"},
        "",
        {"resolution_class": "B", **with_line("计划2026年底前再建200个。")},
    ),
    (
        "result_class",
        {"paragraphs": (BODY[0], BODY[1], "下一步，将建设停车泊位。", BODY[3])},
        "",
        with_line("下一步，将继续建设。"),
    ),
    ("result_class", {"resolution_class": "D"}, "", {}),
    (
        "result_class",
        {"resolution_class": "C"},
        "",
        {"resolution_class": "C", **with_line("因用地条件限制，暂不建设。")},
    ),
    (
        "next_step_inline",
        with_line(
            "近年来，我局加大投入，" * 8 + "成效明显。下一步，" + "我局将继续加大投入，" * 4 + "抓好落实。"
        ),
        "下一步，",
        with_line("成效明显。下一步，我局将继续加大投入。"),
    ),
]


@pytest.mark.parametrize(("rule", "wrong", "quote", "right"), IN_PARTS)
def test_finds_it_in_the_parts_and_lets_the_near_miss_pass(rule, wrong, quote, right):
    assert (rule, quote) in found(**wrong)
    assert rule not in {key for key, _ in found(**right)}


def test_a_demand_without_verdict_is_told():
    case = CaseFacts(
        kind="proposal", demands=(Demand("a", "增加停车泊位"), Demand("b", "老旧小区停车", "done"))
    )
    assert [each.message for each in proofread(LetterText(**GOOD), case) if each.rule == "verdicts"] == [
        "第1条诉求“增加停车泊位”没有填写办理结论，请逐条填写。"
    ]


def test_solved_without_one_demand_adopted_is_told():
    case = CaseFacts(
        kind="proposal", demands=(Demand("a", "增加停车泊位", "not_adopted"),), class_scheme=SCHEME
    )
    assert ("result_class", "") in found(case)


def test_two_forms_of_the_number_are_told_unless_the_rules_give_one():
    no_label = CaseFacts(kind="proposal", number_text="17")
    assert ("number_form", "提案17号") in found(no_label)
    assert "number_form" not in {rule for rule, _ in found()}


@pytest.mark.parametrize("number_text", ["2024009", "2024年9", "第2024009号", "2024年9号"])
def test_a_number_with_its_year_is_the_same_in_all_its_forms(number_text):
    case = CaseFacts(kind="suggestion", number_text=number_text)
    opening = "您提出的《关于停车的建议》（2024年9号）收悉，现答复如下："
    right, wrong = opening, opening.replace("2024年", "2023年")
    assert "number" not in {rule for rule, _ in found(case, title="", paragraphs=(right,))}
    assert ("number", "2023年9号") in found(case, title="", paragraphs=(wrong,))


def test_words_of_the_cppcc_are_told_in_a_letter_to_a_deputy():
    case = CaseFacts(kind="suggestion")
    letter = LetterText(
        addressee="叶知秋委员：", paragraphs=("您的提案收悉。", "做好建议提案办理工作，建议和提案都要落实。")
    )
    told = [each.quote for each in proofread(letter, case) if each.rule == "kind_words"]
    assert told == ["叶知秋委员", "提案"]


def test_every_rule_is_tried_here():
    elsewhere = {"verdicts", "number_form", "copied"}  # copied: test_proofread_copied.py
    tried = {rule for rule, *_ in (*IN_BODY, *IN_PARTS)} | elsewhere
    assert tried == set(RULES)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("投入1300万元，其中市级500万元、县级900万元。", "各分项合计1400万元，总数写的是1300万元"),
        ("完成3.2亿元，其中甲区1.5亿元、乙区1.95亿元。", "各分项合计3.45亿元，总数写的是3.2亿元"),
        ("共15项，其中国家级3项、省级13项。", "各分项合计16项，总数写的是15项"),
        ("投入1.50万元，其中甲5000元、乙11000元。", "各分项合计1.6万元，总数写的是1.5万元"),
    ],
)
def test_a_sum_is_told_in_the_unit_of_its_total(line: str, told: str):
    letter = LetterText(**with_line(line))
    messages = [each.message for each in proofread(letter, CASE) if each.rule == "sums"]
    assert messages == [f"分项之和与总数不符：{told}，请核对。"]
