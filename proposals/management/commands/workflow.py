"""./run manage workflow: print the table; --write makes docs/workflow.md of it."""

import unicodedata
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand

from proposals.states import STAGE_OF, WORDS, Kind, ProposalState, Stage
from proposals.workflow import TABLE, Step

PAGE = settings.BASE_DIR / "docs" / "workflow.md"
HEADS = ("步骤", "代号", "从", "到", "由谁办理", "理由", "须先满足", "通知")
# What stands at the step's own page rather than before it.
ASKED_MARK = "＊"


class Command(BaseCommand):
    help = "Print the table of the workflow; --write makes docs/workflow.md of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="write docs/workflow.md instead of printing")

    def handle(self, *, write: bool, **options: object) -> None:
        if write:
            PAGE.write_text(page(), encoding="utf-8")
            self.stdout.write(f"wrote {PAGE.relative_to(settings.BASE_DIR)}")
        else:
            self.stdout.write(printed_table())


def both_words(step: Step) -> str:
    """Return a step's name in the words of both bodies: 立案／受理."""
    return "／".join(dict.fromkeys(step.label_for(kind) for kind in Kind))


def states(names: tuple[str, ...]) -> str:
    return "、".join(ProposalState(name).label for name in names)


def row(step: Step) -> list[str]:
    """Return one line of the table as people read it."""
    needs = [need.sentence + (ASKED_MARK if need.asked else "") for need in step.needs]
    return [
        both_words(step),
        step.action,
        states(step.sources),
        states(step.targets),
        step.who_label,
        "要" if step.reason_needed else "",
        "".join(needs),
        "、".join(step.tell_labels),
    ]


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def printed_table() -> str:
    """Return the table aligned for a terminal, the sentences of the needs below it."""
    columns = [0, 1, 2, 3, 4, 5, 7]
    rows = [list(HEADS), *(row(step) for step in TABLE)]
    widths = {column: max(width(line[column]) for line in rows) for column in columns}
    lines = [
        "  ".join(line[column] + " " * (widths[column] - width(line[column])) for column in columns).rstrip()
        for line in rows
    ]
    needs = [
        f"{both_words(step)}（{step.action}）：{''.join(need.sentence for need in step.needs)}"
        for step in TABLE
        if step.needs
    ]
    return "\n".join([*lines, "", "须先满足：", *needs])


def diagram() -> list[str]:
    """Return the states and steps as a Mermaid diagram."""
    lines = ["```mermaid", "stateDiagram-v2", "    direction TB"]
    lines += [f'    state "{state.label}" as {state.value}' for state in ProposalState]
    lines.append("    [*] --> draft")
    for step in TABLE:
        if step.action == "unmerge":
            lines += [f"    merged --> {target}: {step.label}（回到并案前）" for target in step.targets]
            continue
        pairs = [(source, target) for source in step.sources for target in step.targets]
        lines += [f"    {source} --> {target}: {both_words(step)}" for source, target in pairs]
    return [*lines, "```"]


def page() -> str:
    """Return docs/workflow.md: the table, the words of both bodies, the states by stage, the diagram."""
    lines = [
        "# The workflow",
        "",
        "Generated from `proposals/workflow.py` by `./run manage workflow --write`; a test fails when it is stale.",
        "Sentences are those people read on a greyed button, in an error and here.",
        "",
        "## Steps",
        "",
        f"| {' | '.join(HEADS)} |",
        f"|{' --- |' * len(HEADS)}",
    ]
    lines += [f"| {' | '.join(_cell(text) for text in row(step))} |" for step in TABLE]
    lines += [
        "",
        f"{ASKED_MARK} filled in on the step's own page, so it greys no button.",
        "",
        "A reason, where one is asked for, may not be blank. Whoever takes a step gets no notice of it.",
        "",
        "## Words of the two bodies",
        "",
        "| | 政协 | 人大 |",
        "| --- | --- | --- |",
    ]
    lines += [
        f"| {key} | {WORDS[Kind.PROPOSAL][key]} | {WORDS[Kind.SUGGESTION][key]} |"
        for key in WORDS[Kind.PROPOSAL]
    ]
    lines += ["", "## States by stage", "", "| 阶段 | 状态 |", "| --- | --- |"]
    for stage in Stage:
        held = [f"{state.label} `{state}`" for state in ProposalState if STAGE_OF[state] == stage]
        lines.append(f"| {stage.label} | {'、'.join(held)} |")
    return "\n".join([*lines, "", "## Diagram", "", *diagram(), ""])


def _cell(text: str) -> str:
    return text.replace("|", "／")
