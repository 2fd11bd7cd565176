"""pytest plugin (-p tests.require_all): with REQUIRE_ALL=1 a skipped test is a failed one.

A test may skip where a tool is missing on somebody's machine; where all are promised (.ci/run) it may not.
"""

import os
from collections.abc import Generator

import pytest

REQUIRED = os.environ.get("REQUIRE_ALL") == "1"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn the report of a skipped test into a failure; an expected failure stays one."""
    report = yield
    if REQUIRED and report.skipped and not hasattr(report, "wasxfail"):
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Do the same for a whole module that skips itself while it is read."""
    report = yield
    if REQUIRED and report.skipped:
        _fail(report)
    return report


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"REQUIRE_ALL=1 and {report.nodeid} does not run: {reason}"
