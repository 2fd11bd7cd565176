"""Copied text: what stands word for word in a plan or an earlier letter is told, once a run."""

import time
from dataclasses import replace

import pytest

from references.prints import LEAST_RUN, folded, prints
from responses.letters.proofread import CaseFacts, Finding, LetterText, Severity, proofread
from responses.letters.proofread.copied import copied as copied_notes
from responses.letters.proofread.facts import KnownText
from seeds.parsers import parse_policy_plan
from tests.responses.letters.given_letters import FACTS, corrected

PLAN = (
    "建设高价值知识产权培育平台，建成专利导航服务基地一个，培育产业知识产权联盟五个。"
    "加快建设重点产业知识产权运营中心，加大知识产权维权援助力度。"
)
FIRST, SECOND = PLAN.split("。")[:2]
SOURCE = KnownText(PLAN, "《方案》任务8")


def copied(*paragraphs: str, sources: tuple[KnownText, ...] = (SOURCE,)) -> list[Finding]:
    case = CaseFacts(kind="proposal", known_texts=sources)
    return [one for one in proofread(LetterText(paragraphs=paragraphs), case) if one.rule == "copied"]


def quotes(*paragraphs: str, sources: tuple[KnownText, ...] = (SOURCE,)) -> list[str]:
    return [one.quote for one in copied(*paragraphs, sources=sources)]


def test_a_copied_run_is_told_once_with_its_source_and_its_beginning():
    (one,) = copied(f"我局认为，{PLAN}以上工作正在推进。")
    assert one.quote == PLAN
    assert one.message == (
        f"“建设高价值知识产权培育平台，建成专利导航……”起约{len(PLAN)}字与《方案》任务8相同，"
        "请核对是否仍然适用，宜改用本件的话答复。"
    )
    assert (one.severity, one.fix) == (Severity.WARNING, None)


def test_a_run_counts_from_a_full_line_on():
    assert quotes(f"我局将{PLAN[:LEAST_RUN]}等。") == [PLAN[:LEAST_RUN]]
    assert quotes(f"我局将{PLAN[: LEAST_RUN - 1]}等。") == []


def test_a_few_words_changed_inside_do_not_make_two_findings():
    line = f"{FIRST}。另外，{SECOND}。"
    assert quotes(line) == [line]


def test_two_runs_far_apart_and_in_two_paragraphs_are_two_findings():
    between = "今年以来我们走访了多家企业和三所学校，听取了代表和居民的想法，逐条作了记录，并向市政府作了报告"
    third = "加快建设重点产业知识产权运营中心，加大知识产权维权援助力度"
    assert quotes(f"{FIRST}；{between}；{third}；") == [FIRST, third]
    assert quotes(f"{FIRST}。", f"{third}。") == [f"{FIRST}。", f"{third}。"]


def test_width_and_spaces_do_not_hide_a_copy():
    spaced = PLAN.replace("，", ", ").replace("平台", "平 台")
    assert len(copied(spaced)) == 1


@pytest.mark.parametrize(
    "line",
    [
        f"感谢您对我局工作的关心和支持。{PLAN}",
        f"您提出的《关于知识产权的提案》收悉，{PLAN}",
        f"|{PLAN}|1|",
        f"方案要求“{PLAN}”，我局正在落实。",
        f"根据《{PLAN}》，我局正在落实。",
    ],
)
def test_beginning_end_tables_and_what_is_named_or_quoted_are_let_pass(line: str):
    assert quotes(line) == []


def test_the_source_that_gave_most_is_named():
    less = KnownText(FIRST, "2024年的甲科提复〔2024〕3号《甲》")
    (one,) = copied(PLAN, sources=(less, SOURCE))
    assert "与《方案》任务8相同" in one.message


@pytest.mark.parametrize(
    ("unit", "told"), [("好", 0), ("——", 0), ("好甲乙丙", 0), ("甲乙丙丁戊己", 1), (PLAN, 1)]
)
def test_a_text_that_repeats_itself_is_read_in_time(unit: str, told: int):
    """Without limits a long letter took minutes: each of its places was held against every other one."""
    body, source = unit * (60_000 // len(unit)), unit * (10_000 // len(unit))
    case = CaseFacts(kind="proposal", known_texts=tuple(KnownText(source, f"《{n}》") for n in range(20)))
    started = time.process_time()
    found = list(copied_notes(LetterText(paragraphs=("一" + body,)), case))
    assert time.process_time() - started < 2
    assert len(found) == told


@pytest.mark.parametrize("cut", range(0, 40, 3))
def test_texts_that_share_a_run_share_a_print(cut: int):
    shared = (PLAN * 2)[cut : cut + LEAST_RUN]
    one, other = (
        f"前面的话各不相同{shared}后面也是。",
        f"另一种开头，字数不同。{shared}别的结尾，也不一样长。",
    )
    assert set(prints(one)) & set(prints(other))


def test_prints_are_few_and_fit_the_column():
    some = prints(PLAN)
    assert 0 < len(some) < len(folded(PLAN)) / 4
    assert all(-(2**63) <= one < 2**63 for one in some)
    assert prints(PLAN[: LEAST_RUN - 1]) == []


def test_what_003_took_from_the_plan_is_found_and_nothing_else():
    plan = parse_policy_plan("001")
    sources = tuple(KnownText(one.text, f"《方案》第{one.line}行") for one in plan.paragraphs)
    case = {name: replace(FACTS[name], known_texts=sources) for name in ("002", "003")}
    found = {name: [one.quote for one in proofread(corrected(name), case[name])] for name in case}
    assert found["002"] == []
    first, second = found["003"]
    assert (first[:13], first[-9:]) == ("建设高价值知识产权培育平台", "权“快保护”能力。")
    assert second.startswith("加快布局建设国际科技合作载体")
    assert second.endswith("峰会成果落地率达到80%以上。")
