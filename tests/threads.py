"""Run functions at the same moment, each in a thread with a database connection of its own."""

import contextvars
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import connection


def at_once(calls: Sequence[Callable[[], object]], raised: type[Exception]) -> list[object]:
    """Start every call at the same moment and return what each returned, or the error of that kind it raised.

    Any other error is raised here. Threads see the test's own “now”. The test needs real transactions.
    """
    barrier = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        try:
            barrier.wait(timeout=30)
            return call()
        except raised as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        futures = [pool.submit(contextvars.copy_context().run, run, call) for call in calls]
        return [future.result(timeout=60) for future in futures]
