"""./run bench alone lists the benchmarks and nothing else."""

import pytest

from config.launch import bench


def test_the_benchmarks_are_listed_with_what_they_measure(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench([]) == 0
    listed = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    assert listed == [
        [
            "letters",
            "Letters of every shape: CPU against bare WeasyPrint, LibreOffice and Typst; cold start, memory, workers, "
            "print jobs.",
        ],
        ["list", "CPU of a 50-row list, in the admin and the portal, at 100,000 items as a ratio to 1,000."],
        [
            "proofread",
            "Precision and recall of proofreading on 200 invented letters with planted faults, rule by rule, and its "
            "time.",
        ],
    ]
