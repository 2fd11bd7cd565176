"""./run bench alone lists the benchmarks and nothing else."""

import pytest

from config.launch import bench


def test_the_benchmarks_are_listed_with_what_they_measure(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench([]) == 0
    listed = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    assert listed == [
        ["letter", "CPU of a warm reply letter, as a ratio to bare WeasyPrint setting the same text."],
        ["list", "CPU of a 50-row list, in the admin and the portal, at 100,000 items as a ratio to 1,000."],
    ]
