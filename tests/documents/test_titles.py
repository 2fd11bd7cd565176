"""Titles break at sense: told of titles as offices write them, in made-up widths, so that no font is needed."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.compose import TIGHTEST
from documents.titles import break_title
from documents.words import word_starts
from tests.documents.test_compose import ems

# Each title as it must break; some are of the given documents.
TITLES = """
关于第8号提案的答复
关于市政协十二届二次会议/第426号提案的答复函
对市十五届人大三次会议/第2024009号建议的答复
关于《中华人民共和国科学技术进步法》/《浙江省科学技术进步条例》/贯彻实施情况的报告
关于《中华人民共和国科学技术进步法》/《浙江省科学技术进步条例》/《浙江省知识产权保护和促进条例》/贯彻实施情况的报告
关于市政协十二届三次会议第49号/《关于着力提升中小企业数字化改造工作，/持续优化城市书房运营管理体系建设，更好/满足人民群众对美好生活需要的提案》的答复函
关于全面加快科技创新推动/工业高质量发展的若干政策意见
关于印发进一步推动经济/高质量发展若干政策的通知
关于以科技创新塑造发展/新优势的若干政策意见
关于加快中国激光与光电/产业集群建设发展实施意见
关于《关于为科技创新营造良好氛围的建议》/（2024年9号）的答复
中共金华市委科技强市建设领导小组/关于加快补齐科技创新短板的政策意见
关于市政协十二届三次会议第118号/《关于加强城乡居民最低生活保障/边缘家庭帮扶工作的提案》的答复函
关于市十四届人大四次会议第233号/《关于推进既有多层住宅加装电梯/后续管理维护的建议》的答复函
关于市政协十二届四次会议第301号/《关于完善外来务工人员随迁子女平等接受/义务教育保障机制的提案》的会办意见函
关于延长办理市政协十二届三次会议/第96号《关于打造沿江文化旅游景观带/促进夜间经济发展的提案》期限的函
关于市十四届人大三次会议第57号/《关于规范电动自行车停放充电管理/消除消防安全隐患的建议》的答复函
关于市政协十二届二次会议/第88号《关于发挥商会协会作用，/引导民营企业参与乡村振兴，/促进农民农村共同富裕的提案》的答复函
关于交办市政协十二届四次会议/提案和市十四届人大四次会议代表建议的通知
关于市政协十二届三次会议第205号/《关于健全基层医疗卫生机构人才/引进培养激励机制的提案》的答复函
关于市政协十二届三次会议第7号/《关于加大未成年人心理健康服务体系建设/力度，构建家庭学校社会协同育人格局，/切实守护青少年健康成长的提案》的答复函
云溪市老旧小区停车泊位摸底情况汇总/和分年度建设计划安排表/（二〇二五年至二〇二七年）
关于推广使用新能源公交车辆并合理/规划公共充电设施布局的建议的答复函
""".split()  # noqa: SIM905 - read better so

WORDS = """
满足 更好 人民 群众 美好 生活 需要 数字 改造 城市 书房 运营 管理 体系 建设 科技 创新 工业 质量 发展
政策 意见 经济 优势 产业 集群 领导 小组 补齐 短板 城乡 居民 最低 保障 边缘 家庭 帮扶 多层 住宅 电梯
维护 外来 子女 平等 接受 义务 教育 机制 会议 提案 建议 答复 规范 停放 充电 消防 安全 隐患 商会 协会
作用 引导 民营 企业 参与 乡村 振兴 农民 农村 共同 富裕 代表 健全 基层 医疗 卫生 机构 人才 培养 激励
心理 健康 服务 力度 构建 学校 社会 协同 格局 守护 成长 小区 停车 泊位 情况 汇总 年度 计划 安排 推广
使用 能源 公交 车辆 合理 规划 公共 设施 布局 老旧 摸底 育人 若干 塑造 激光 光电 金华 市委 促进 夜间
文化 旅游 景观 沿江 打造 期限 延长 办理 青少 少年
""".split()  # noqa: SIM905 - read better so


@pytest.mark.parametrize("broken", TITLES)
def test_a_title_breaks_at_word_sense(broken):
    title = broken.replace("/", "")
    assert "/".join(break_title(title, ems(title), measure=20.1, tightest=TIGHTEST)) == broken


@pytest.mark.parametrize("measure", [14.0, 16.5, 18.0, 20.1, 22.0])
def test_no_word_of_two_characters_is_torn_however_wide_the_line(measure):
    for title in (broken.replace("/", "") for broken in TITLES):
        if sum(ems(title)) > 3.5 * measure:
            continue  # four lines that must all be full leave no choice
        lines = break_title(title, ems(title), measure=measure, tightest=TIGHTEST)
        joints = {above[-1] + below[0] for above, below in pairwise(lines)}
        assert joints & set(WORDS) == set(), lines


@given(st.text(alphabet=st.sampled_from("关于市政协会议第426号提案的答复函《》“”（），建议a"), max_size=120))
def test_a_title_loses_nothing_and_never_passes_the_margin(title):
    lines = break_title(title, ems(title))
    assert "".join(lines) == title
    assert all(sum(ems(line)) <= 20 for line in lines)


@given(st.text(alphabet=st.sampled_from("关于市政协会议科技成果转化"), min_size=21, max_size=80))
def test_a_title_takes_at_most_four_lines(title):
    assert len(break_title(title, ems(title))) <= 4


def test_a_line_may_be_tightened_to_keep_a_word_whole_but_not_otherwise():
    title = TITLES[5].replace("/", "")
    assert max(sum(ems(line)) for line in break_title(title, ems(title), measure=20.1)) <= 20.1
    lines = break_title(title, ems(title), measure=20.1, tightest=TIGHTEST)
    assert [sum(ems(line)) > 20.1 for line in lines] == [False, False, False, True]
    assert sum(ems(lines[3])) - TIGHTEST * (len(lines[3]) - 1) <= 20.1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("更好满足人民群众", "更好|满足|人民|群众"),
        ("停车泊位", "停车|泊位"),
        ("的提案", "的|提案"),
        ("𬤊堃", "𬤊|堃"),
        ("", ""),
    ],
)
def test_text_is_parted_into_its_likeliest_words(text, words):
    starts = [*sorted(word_starts(text)), len(text)]
    assert "|".join(text[start:stop] for start, stop in pairwise(starts)) == words
