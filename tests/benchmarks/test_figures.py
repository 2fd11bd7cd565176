"""The arithmetic and the words of the benchmarks; what they measure is not a matter for tests."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from itertools import count

import pytest

from benchmarks._figures import Figure, cpu_of, least_costs, own_cpu, report


@pytest.mark.parametrize(
    ("value", "limit", "line"),
    [
        (1.1254, 1.25, "figure: letter 1.125 goal <= 1.25 ok"),
        (1.25, 1.25, "figure: letter 1.250 goal <= 1.25 ok"),
        (1.2504, 1.25, "figure: letter 1.250 goal <= 1.25 ok"),  # judged as it is printed
        (1.2506, 1.25, "figure: letter 1.251 goal <= 1.25 short"),
        (12, 2, "figure: letter 12.000 goal <= 2 short"),
    ],
)
def test_a_figure_is_one_line_with_its_verdict(value: float, limit: float, line: str) -> None:
    assert Figure("letter", value, limit).line() == line


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_was_not_measured_is_no_figure(value: float) -> None:
    with pytest.raises(ValueError, match="letter was not measured"):
        Figure("letter", value, 1.25)


def test_the_status_is_1_when_one_figure_is_short(capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = Figure("good", 1, 1.5), Figure("bad", 2, 1.5)
    assert report([good]) == 0
    assert capsys.readouterr().out == "figure: good 1.000 goal <= 1.5 ok\n"
    assert report([bad, good]) == 1
    assert capsys.readouterr().out == (
        "figure: bad 2.000 goal <= 1.5 short\nfigure: good 1.000 goal <= 1.5 ok\n"
    )


class Bench:
    """Cases that cost what is written down, on two meters, and the order they ran in."""

    def __init__(self, **costs: list[tuple[float, float]]) -> None:
        self.meters = [0.0, 0.0]
        self.order: list[str] = []
        self.cases = {name: self._case(name, iter(written)) for name, written in costs.items()}

    def _case(self, name: str, written: Iterator[tuple[float, float]]) -> Callable[[], None]:
        def run() -> None:
            self.order.append(name)
            self.meters = [meter + cost for meter, cost in zip(self.meters, next(written), strict=True)]

        return run

    def read(self) -> tuple[float, ...]:
        return tuple(self.meters)


def test_cases_run_in_turn_once_warm_and_then_forwards_and_backwards() -> None:
    bench = Bench(a=[(1, 0)] * 4, b=[(1, 0)] * 4)
    least_costs(bench.cases, rounds=3, cost=bench.read)
    assert bench.order == ["a", "b", "a", "b", "b", "a", "a", "b"]


def test_the_cheapest_run_counts_on_all_meters_and_the_warm_up_does_not() -> None:
    bench = Bench(
        a=[(0, 0), (5, 1), (2, 2), (3, 3)],  # the first is the warm-up
        b=[(9, 9), (1, 8), (4, 4), (7, 0)],
    )
    assert least_costs(bench.cases, rounds=3, cost=bench.read) == {"a": (2, 2), "b": (7, 0)}


def test_no_round_is_an_error() -> None:
    with pytest.raises(ValueError, match="At least one round"):
        least_costs({"a": lambda: None}, rounds=0)


def test_the_meters_read_cpu_time_and_not_the_wall() -> None:
    before = own_cpu()
    time.sleep(0.1)
    slept = own_cpu() - before
    before = own_cpu()
    next(number for number in count() if time.process_time() - before > 0.05)
    assert slept < 0.05 <= own_cpu() - before


def test_another_process_is_metered_by_its_number() -> None:
    busy = subprocess.Popen(["/bin/sh", "-c", "while :; do :; done"])
    try:
        ends = time.monotonic() + 30
        while cpu_of(busy.pid) < 0.05:
            assert time.monotonic() < ends
            time.sleep(0.01)
    finally:
        busy.kill()
        busy.wait()
    assert cpu_of(os.getpid()) > 0
