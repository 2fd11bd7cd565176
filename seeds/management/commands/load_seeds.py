"""load_seeds reference | documents | demo: fill a database; each may be repeated safely."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from seeds.demo import load_demo
from seeds.given_documents import load_documents
from seeds.parsers import SeedAltered
from seeds.proposal_426 import NoLetter
from seeds.reference_data import load_reference

PARTS = {"reference": load_reference, "documents": load_documents}


class Command(BaseCommand):
    help = "Load reference data, the given documents, or the demo; safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("parts", nargs="+", choices=[*PARTS, "demo"], help="what to load, in this order")

    def handle(self, *args: object, **options: list[str]) -> None:
        for part in options["parts"]:
            try:
                if part == "demo":
                    load_demo(self.stdout.write)
                    continue
                counts = PARTS[part]()
            except (SeedAltered, NoLetter) as wrong:
                raise CommandError(str(wrong)) from wrong
            self.stdout.write(f"{part}：" + "，".join(f"{name} {count}" for name, count in counts.items()))
