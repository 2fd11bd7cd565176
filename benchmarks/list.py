"""CPU of a 50-row list, in the admin and the portal, at 100,000 items as a ratio to 1,000.

A page is asked for through the whole of Django (test client, every middleware) and costs the CPU time of this process
plus that of its PostgreSQL backend; both are printed, the figure is of their sum. Two databases of one server hold the
two sizes, each with a connection that stays open; queries run without parallel workers, so that the backend alone does
all of the work and its own meter shows it. PostgreSQL must run on this machine.
"""

import argparse
import logging
import os
import re
import sys
import time
from dataclasses import dataclass

import psycopg
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from psycopg import sql

from accounts.models import User
from benchmarks._city import ASSEMBLY_OFFICE, DEPUTY, GOVERNMENT_OFFICE, fill
from benchmarks._figures import Figure, cpu_of, least_costs, own_cpu, report

SMALL, LARGE = 1_000, 100_000
ROUNDS = 12
GOAL = 1.5
ROWS = 50


class WrongPage(RuntimeError):
    """A page did not come out as a list of 50 rows; the text says what came."""


@dataclass(frozen=True)
class ListPage:
    """A list: its name in the figures, who asks for it, its address, and the address of a row as a pattern."""

    name: str
    username: str
    address: str
    row: str


def list_pages() -> list[ListPage]:
    """Return the lists that are measured."""
    admin, portal = reverse("admin:proposals_proposal_changelist"), reverse("portal:mine")
    return [
        ListPage("list_admin_assembly_office", ASSEMBLY_OFFICE, admin, rf"{admin}(\d+)/change/"),
        ListPage("list_admin_government_office", GOVERNMENT_OFFICE, admin, rf"{admin}(\d+)/change/"),
        ListPage("list_portal_deputy", DEPUTY, portal, rf'"{portal}(\d+)/"'),
    ]


class Town:
    """A filled database with its own open connection and everybody logged in."""

    def __init__(self, database: str, size: int) -> None:
        self.connection = connections["default"].copy()
        self.connection.settings_dict["NAME"] = database
        self.enter()
        started = time.monotonic()
        fill(size)
        with self.connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("SET max_parallel_workers_per_gather = 0")
            cursor.execute("SELECT pg_backend_pid()")
            self.backend: int = cursor.fetchone()[0]
        self.clients = {page.username: _logged_in(page.username) for page in list_pages()}
        print(f"{size} items written in {time.monotonic() - started:.0f} s", flush=True)

    def enter(self) -> None:
        """Let Django's default connection be this one from now on."""
        connections["default"] = self.connection

    def get(self, page: ListPage) -> str:
        """Return the page as its reader gets it."""
        self.enter()
        response = self.clients[page.username].get(page.address)
        if response.status_code != 200:
            raise WrongPage(f"{page.name}: status {response.status_code} at {page.address}")
        return response.content.decode()

    def queries(self, page: ListPage) -> int:
        """Return how many queries the page costs, once it has been found to have 50 rows."""
        with CaptureQueriesContext(self.connection) as asked:
            html = self.get(page)
        rows = len(set(re.findall(page.row, html)))
        if rows != ROWS:
            raise WrongPage(f"{page.name}: {rows} rows instead of {ROWS}")
        return len(asked)


def _logged_in(username: str) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def twin_database() -> str:
    """Make a copy of the empty, migrated database of DATABASE_URL on the same server and return its name."""
    server, _, name = os.environ["DATABASE_URL"].rpartition("/")
    copy = f"{name}_large"
    connections["default"].close()
    with psycopg.connect(f"{server}/postgres", autocommit=True) as administration:
        make = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        administration.execute(make.format(sql.Identifier(copy), sql.Identifier(name)))
    return copy


def main() -> int:
    """Fill both databases, measure every page, print the figures and return the exit status."""
    argparse.ArgumentParser(prog="./run bench list", description=__doc__.partition("\n")[0]).parse_args()
    logging.disable(logging.INFO)
    database = connections["default"].settings_dict["NAME"]
    large = Town(twin_database(), LARGE)
    small = Town(database, SMALL)
    pages = list_pages()
    queries = {(page.name, town): town.queries(page) for page in pages for town in (small, large)}
    costs = least_costs(
        {
            f"{page.name} {size}": lambda town=town, page=page: town.get(page)
            for page in pages
            for size, town in ((SMALL, small), (LARGE, large))
        },
        rounds=ROUNDS,
        cost=lambda: (own_cpu(), cpu_of(small.backend) + cpu_of(large.backend)),
    )
    figures = []
    for page in pages:
        for size, town in ((SMALL, small), (LARGE, large)):
            python, postgres = costs[f"{page.name} {size}"]
            print(
                f"{page.name} at {size}: {python * 1000:.1f} ms here + {postgres * 1000:.1f} ms in PostgreSQL, "
                f"{queries[page.name, town]} queries, the least of {ROUNDS} runs"
            )
        few, many = (sum(costs[f"{page.name} {size}"]) for size in (SMALL, LARGE))
        figures.append(Figure(f"{page.name}_cpu_{LARGE}_to_{SMALL}", many / few, GOAL))
    return report(figures)


if __name__ == "__main__":
    sys.exit(main())
