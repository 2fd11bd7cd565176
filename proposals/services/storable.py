"""Texts no column takes: said in a sentence before PostgreSQL is asked."""

from collections.abc import Mapping

from proposals.errors import StepBlocked


def refuse_unstorable(texts: Mapping[str, str]) -> None:
    """Raise StepBlocked with a sentence for each text that holds U+0000 or half a character.

    texts: by the name of their field in Chinese. PostgreSQL stores neither (its text is UTF-8 without zero bytes).
    """
    sentences = []
    for field, text in texts.items():
        lost = next((one for one in text if one == "\x00" or "\ud800" <= one <= "\udfff"), None)
        if lost is not None:
            sentences.append(f"{field}中有不能保存的控制字符（U+{ord(lost):04X}），请删去后再提交。")
    if sentences:
        raise StepBlocked(*sentences)
