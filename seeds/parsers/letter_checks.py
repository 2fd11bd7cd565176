"""What is odd in a reply letter as a letter: parts it lacks, things it states more than once."""

from collections.abc import Iterator

from seeds.parsers.found import Finding
from seeds.parsers.letter_parts import Head, Original, Tail
from seeds.parsers.text import Document


def check_letter(document: Document, head: Head, original: Original, tail: Tail) -> Iterator[Finding]:
    """List what the head and the tail lack or repeat; nothing is filled in."""
    parts = (head.letterhead, head.number, head.title, tail.signed_by, tail.written_on)
    if None in parts:
        number, line = document.nonblank[0]
        yield Finding(document.file, (number,), "letter_parts_missing", line)
    if len(original.statements) > 1:
        places = tuple(each.line for each in original.statements)
        yield Finding(document.file, places, "number_stated_twice", original.statements[-1].raw)
    if len(tail.phones) > 1 and tail.contact_line:
        yield Finding(document.file, tail.contact_line.lines, "several_phones", tail.contact_line.raw)
