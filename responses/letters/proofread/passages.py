"""The letter cut into the stretches of text that rules read."""

from collections.abc import Iterator

from responses.letters.proofread.facts import BODY, TEXT_FIELDS, LetterText, Passage
from responses.letters.proofread.script import masked


def body_passages(letter: LetterText) -> Iterator[Passage]:
    """Yield each paragraph of the body that is not blank."""
    for place, text in enumerate(letter.paragraphs):
        if text.strip():
            yield Passage(BODY, place, text, masked(text))


def all_passages(letter: LetterText) -> tuple[Passage, ...]:
    """Return every text of the letter: its fields, then the paragraphs of its body."""
    texts = ((name, letter.text_at(name, None)) for name in TEXT_FIELDS)
    fields = tuple(Passage(name, None, text, masked(text)) for name, text in texts if text)
    return (*fields, *body_passages(letter))
