"""How the benchmarks measure and what they print: CPU time, cases in turn, the minimum of several, a goal each.

Other programs make a run slower, never faster, and disturb the wall clock most: hence CPU time and the minimum. The
machine's speed drifts while a benchmark runs: hence one run of each case after the other, and figures that are ratios.
"""

import gc
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

DECIMALS = 3


@dataclass(frozen=True)
class Figure:
    """One measured value and its goal; it is judged as it is printed, to three decimals."""

    name: str
    value: float
    limit: float

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise ValueError(f"{self.name} was not measured: {self.value}")

    @property
    def is_met(self) -> bool:
        """Whether the value is at most the limit."""
        return round(self.value, DECIMALS) <= self.limit

    def line(self) -> str:
        """Return `figure: NAME VALUE goal <= LIMIT ok`, or `… short`."""
        verdict = "ok" if self.is_met else "short"
        return f"figure: {self.name} {self.value:.{DECIMALS}f} goal <= {self.limit:g} {verdict}"


def report(figures: Sequence[Figure]) -> int:
    """Print one line a figure and return the exit status: 1 when one is short of its goal."""
    for figure in figures:
        print(figure.line(), flush=True)
    return 0 if all(figure.is_met for figure in figures) else 1


def own_cpu() -> float:
    """Return the CPU seconds, user and system, that this process with all its threads has used."""
    return time.process_time()


def cpu_of(process: int) -> float:
    """Return the CPU seconds that the main thread of another process on this machine has used (Linux)."""
    return int(Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9


def least_costs(
    cases: Mapping[str, Callable[[], object]],
    *,
    rounds: int,
    cost: Callable[[], Sequence[float]] = lambda: (own_cpu(),),
) -> dict[str, tuple[float, ...]]:
    """Run all cases in turn, several times, and return what the cheapest run of each has cost.

    Args:
        cases: what to run, by name; every other round goes through them backwards, so that none always comes first.
            Each is run once beforehand, unmeasured, to be warm.
        rounds: how often each case is measured.
        cost: reads the meters (seconds, always rising); a run costs the sum of their differences.

    Returns:
        By name, the cost on each meter of the run with the least sum.
    """
    if rounds < 1:
        raise ValueError("At least one round must be measured.")
    for run in cases.values():
        run()
    found: dict[str, list[tuple[float, ...]]] = {name: [] for name in cases}
    for number in range(rounds):
        for name in list(cases) if number % 2 == 0 else reversed(cases):
            gc.collect()  # one case must not pay for what another has left
            before = cost()
            cases[name]()
            after = cost()
            found[name].append(tuple(end - start for start, end in zip(before, after, strict=True)))
    return {name: min(runs, key=sum) for name, runs in found.items()}
