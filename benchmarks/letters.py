"""Letters of every shape: CPU against bare WeasyPrint, LibreOffice and Typst; cold start, memory, workers, print jobs.

From content to bytes on our side: composing every line, counting the pages, filling the template, rendering, checking.
Options: --quick takes every fifth letter, once; --only PART[,PART] takes some of: singles, others, cold, memory,
workers, job. CPU is user and system time; a letter's cost is its cheapest run; wall clocks need an idle machine.
"""

import argparse
import gc
import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path

import pikepdf

from benchmarks._bare import Bare, bare_html
from benchmarks._figures import Figure, least_costs, own_cpu, report
from benchmarks._other_printers import LibreOffice, Typst, typst_source
from benchmarks._shapes import shapes
from documents.content import OfficialDocument, PdfKind
from documents.layout import lay_out
from documents.render import Joined, PaperToJoin, joined, pdf
from responses.letters.binding import Sheets, bind
from responses.letters.piles import LETTERS_A_PART

LETTERS = 100
JOB_LETTERS = 500
SINGLE_FILES = 6  # LibreOffice called once a file: a sample
FILES_A_CALL = 12  # of LibreOffice, as in the trial the goals come from
COLD_STARTS = 5
STEADY_AFTER = 20  # letters
KIND = PdfKind.ACCESSIBLE  # neither side writes an identifier: the floor pays nothing that we do not
PARTS = ("singles", "others", "cold", "memory", "workers", "job")

GOAL_SINGLE, GOAL_BATCH = 1.15, 0.82  # of the floor
GOAL_BATCH_TO_OFFICE, GOAL_SINGLE_TO_OFFICE = 1 / 1.8, 1 / 6.5
GOAL_COLD = 1.2  # seconds on the wall
GOAL_GROWTH = 1.1  # memory after the last letter to memory after the twentieth
GOAL_WORKERS = 1 / 1.5  # wall of two workers to one
GOAL_JOB, GOAL_JOB_FILE = 0.8, 0.2


@dataclass(frozen=True)
class Extent:
    """How much is measured."""

    letters: tuple[OfficialDocument, ...]
    rounds: int
    job_letters: int

    @classmethod
    def of(cls, *, quick: bool) -> "Extent":
        letters = tuple(shapes()[:LETTERS])
        return cls(letters[::5], 1, LETTERS) if quick else cls(letters, 3, JOB_LETTERS)


def ours(letter: OfficialDocument, kind: PdfKind = KIND) -> bytes:
    """Make the letter as the worker does."""
    laid = lay_out(letter)
    return pdf(laid.html, pages=laid.pages, kind=kind, written_on=letter.printed_on)


def batch(letters: Sequence[OfficialDocument], kind: PdfKind | None = None) -> Joined:
    """Make the letters as one file; a print job's is untagged."""
    papers = (
        PaperToJoin(laid.html, laid.pages, letter.title) for letter in letters for laid in [lay_out(letter)]
    )
    return joined(papers, title="合订", kind=kind)


def part_of_job(letters: Sequence[OfficialDocument]) -> bytes:
    """Make one file of a print job as the worker does: the letters set together, then bound, one copy of each."""
    together = batch(letters)
    ends = (*together.first_pages[1:], together.pages + 1)
    with pikepdf.open(BytesIO(together.file)) as source:
        sheets = [
            Sheets(source=source, first=first - 1, pages=end - first, copies=1, title=letter.title)
            for letter, first, end in zip(letters, together.first_pages, ends, strict=True)
        ]
        return bind(sheets).file


def singles(extent: Extent) -> tuple[list[Figure], dict[str, float]]:
    """Measure letters one by one and as one file against bare WeasyPrint; return the figures and CPU a letter."""
    bare = Bare()
    count = len(extent.letters)
    pages = {"ours": 0, "bare": 0}
    sums = {"ours": 0.0, "bare": 0.0, "bare_plain": 0.0, "ours_archive": 0.0, "bare_archive": 0.0}
    for letter in extent.letters:
        laid = lay_out(letter)
        plain = bare_html(laid.html)
        pages["ours"] += laid.pages
        pages["bare"] += len(bare.render(plain, KIND).pages)
        cases: dict[str, Callable[[], object]] = {
            "ours": lambda letter=letter: ours(letter),
            "bare": lambda plain=plain: bare(plain, KIND),
            "bare_plain": lambda plain=plain: bare(plain, None),
            "ours_archive": lambda letter=letter: ours(letter, PdfKind.ARCHIVE),
            "bare_archive": lambda plain=plain: bare(plain, PdfKind.ARCHIVE),
        }
        for name, cost in least_costs(cases, rounds=extent.rounds).items():
            sums[name] += sum(cost)
    cases = {
        "batch": lambda: batch(extent.letters),
        "batch_tagged": lambda: batch(extent.letters, KIND),
    }
    whole = least_costs(cases, rounds=extent.rounds)
    costs = {name: value / count for name, value in sums.items()} | {
        name: sum(cost) / count for name, cost in whole.items()
    }
    print(f"{count} letters, {pages['ours'] / count:.1f} pages a letter; bare {pages['bare'] / count:.1f}")
    for name, cost in costs.items():
        print(f"{name}: {cost * 1000:.1f} ms CPU a letter")
    print(f"archive_to_bare: {costs['ours_archive'] / costs['bare_archive']:.3f} (PDF/A-3, for information)")
    print(f"batch_tagged_to_bare: {costs['batch_tagged'] / costs['bare']:.3f} (both PDF/UA, for information)")
    figures = [
        Figure("letter_cpu_to_bare_weasyprint", costs["ours"] / costs["bare"], GOAL_SINGLE),
        Figure("batch_cpu_to_bare_weasyprint", costs["batch"] / costs["bare_plain"], GOAL_BATCH),
    ]
    return figures, costs


def others(extent: Extent, costs: dict[str, float]) -> list[Figure]:
    """Measure LibreOffice and Typst on the same letters."""
    count = len(extent.letters)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office = LibreOffice(folder)
        paths = office.write(extent.letters)
        office.convert(paths[:1])  # its profile is made
        in_one_call = min(office.convert(paths) for _ in range(extent.rounds)) / count
        by_dozen = (
            sum(office.convert(paths[at : at + FILES_A_CALL]) for at in range(0, count, FILES_A_CALL)) / count
        )
        sample = paths[:: max(1, count // SINGLE_FILES)][:SINGLE_FILES]
        each = sum(min(office.convert([path]) for _ in range(2)) for path in sample) / len(sample)
        limit = Typst(folder)
        sources = [typst_source(letter) for letter in extent.letters]
        typst_cost = sum(
            sum(least_costs({"typst": lambda s=s: limit(s)}, rounds=extent.rounds)["typst"]) for s in sources
        )
    print(
        f"libreoffice: {in_one_call * 1000:.0f} ms CPU a letter in one call, {each * 1000:.0f} ms one call a file, "
        f"{by_dozen * 1000:.0f} ms in calls of {FILES_A_CALL} (batch to that {costs['batch'] / by_dozen:.3f})"
    )
    print(f"typst: {typst_cost / count * 1000:.1f} ms CPU a letter (the limit, for information)")
    return [
        Figure("batch_cpu_to_libreoffice_in_one_call", costs["batch"] / in_one_call, GOAL_BATCH_TO_OFFICE),
        Figure("letter_cpu_to_libreoffice_a_call", costs["ours"] / each, GOAL_SINGLE_TO_OFFICE),
    ]


def worker(role: str, letters: int) -> subprocess.Popen:
    """Start another process in a role of benchmarks._letter_worker."""
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks._letter_worker", role, str(letters)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    )


def answers(*started: subprocess.Popen) -> list[dict[str, float]]:
    """Wait until all are ready, let them begin together and return what each of them says."""
    for process in started:
        process.stdout.readline()
    for process in started:
        process.stdin.write("\n")
        process.stdin.flush()
    found = []
    for process in started:
        found.append(json.loads(process.communicate()[0]))
        if process.returncode:
            raise RuntimeError("A worker of the benchmark has failed.")
    return found


def cold() -> list[Figure]:
    """Measure the first letter of a fresh worker: importing the engine, reading the fonts, setting eight pages."""
    starts = [answers(worker("cold", 1))[0] for _ in range(COLD_STARTS)]
    best = min(starts, key=lambda start: start["wall"])
    print(f"cold: first letter {best['wall']:.2f} s wall, {min(s['cpu'] for s in starts):.2f} s CPU")
    return [Figure("cold_first_letter_seconds", best["wall"], GOAL_COLD)]


def memory(extent: Extent) -> list[Figure]:
    """Measure how a worker's memory grows after its twentieth letter."""
    [said] = answers(worker("memory", extent.job_letters))
    print(
        f"memory: {said['steady']:.0f} MB after {STEADY_AFTER} letters, {said['end']:.0f} after {extent.job_letters}"
    )
    return [Figure("memory_growth", said["end"] / said["steady"], GOAL_GROWTH)]


def workers(extent: Extent) -> list[Figure]:
    """Measure the wall clock of two workers against one, for the same letters in all."""
    count = len(extent.letters) // 2
    one = answers(worker("letters", count))[0]["wall"]
    two = max(said["wall"] for said in answers(worker("letters", count), worker("letters", count))) / 2
    print(f"workers: {count / one:.1f} letters/s with one, {count / two:.1f} with two")
    return [Figure("two_workers_to_one_wall", two / one, GOAL_WORKERS)]


def job(extent: Extent) -> list[Figure]:
    """Measure a print job in the parts the worker makes, against the same letters one by one."""
    letters = [extent.letters[number % len(extent.letters)] for number in range(extent.job_letters)]
    spent, size = {"parts": 0.0, "singles": 0.0}, {"parts": 0, "singles": 0}
    rest = iter(letters)
    while part := list(islice(rest, LETTERS_A_PART)):
        gc.collect()
        begun = own_cpu()
        size["parts"] += len(part_of_job(part))
        spent["parts"] += own_cpu() - begun
        gc.collect()
        begun = own_cpu()
        size["singles"] += sum(len(ours(letter)) for letter in part)
        spent["singles"] += own_cpu() - begun
    print(f"job of {len(letters)}: {spent['parts']:.1f} s CPU, {size['parts'] / 1e6:.1f} MB; ", end="")
    print(f"one by one {spent['singles']:.1f} s, {size['singles'] / 1e6:.1f} MB")
    return [
        Figure("job_cpu_to_singles", spent["parts"] / spent["singles"], GOAL_JOB),
        Figure("job_file_to_singles", size["parts"] / size["singles"], GOAL_JOB_FILE),
    ]


def main() -> int:
    """Measure what is asked for, print the figures and return the exit status."""
    parser = argparse.ArgumentParser(prog="./run bench letters")
    parser.add_argument("--quick", action="store_true", help="every fifth letter, once")
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of {','.join(PARTS)}")
    asked = parser.parse_args()
    wanted = asked.only.split(",")
    if unknown := set(wanted) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    logging.disable(logging.INFO)
    extent = Extent.of(quick=asked.quick)
    figures: list[Figure] = []
    if {"singles", "others"} & set(wanted):
        found, costs = singles(extent)
        figures += found
        if "others" in wanted:
            figures += others(extent, costs)
    if "cold" in wanted:
        figures += cold()
    for name, measure in (("memory", memory), ("workers", workers), ("job", job)):
        if name in wanted:
            figures += measure(extent)
    return report(figures)


if __name__ == "__main__":
    sys.exit(main())
