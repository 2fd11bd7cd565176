"""What the clerk is told of single characters: printed by another face than its role's first, or by none at all."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from documents import fonts
from documents.fonts import LOST, Role

UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # Unicode categories of what leaves no ink


@dataclass(frozen=True)
class StandIn:
    """One character that the role's own face lacks, the field it stands in, and the face that prints it."""

    character: str
    field: str
    role: Role
    face: str

    @property
    def sentence(self) -> str:
        """What the clerk reads."""
        own = fonts.ROLE_NAMES[self.role]
        return f"{self.field}中的“{self.character}”{own}字体没有，将用{self.face}代印，请核对字形。"


def stand_ins(text_by_field: Mapping[str, str], roles: Mapping[str, Role] | None = None) -> list[StandIn]:
    """Return every character a stand-in face of the chain prints, each once a field, in reading order.

    text_by_field, roles: as for fonts.missing_characters. Characters no face has are not among them, nor those of
    the Latin face, which are its own business.
    """
    roles = roles or {}
    found: dict[tuple[str, str], StandIn] = {}
    for field, text in text_by_field.items():
        role = roles.get(field, Role.FANGSONG)
        faces = fonts.chain(role)
        if not faces or not faces[0].preferred:
            continue  # the whole role is set in a stand-in: AbsentRole says so once
        own = fonts.metrics(faces[0])
        for character in text:
            if own.has(character) or character.isspace() or (character, field) in found:
                continue
            face = next(
                (face for face in fonts.faces_for(role, character) if fonts.metrics(face).has(character)),
                None,
            )
            if face is not None and face in faces:
                found[character, field] = StandIn(character, field, role, fonts.face_name(face.path))
    return list(found.values())


def refusal(character: str, field: str) -> str:
    """Return the sentence for a character of a field that no paper bears: what it is, by its code, and what to do.

    An unseen one is named by its code alone: written out, a direction override would turn the sentence round.
    """
    code = f"U+{ord(character):04X}"
    if character == LOST:
        return f"{field}中有没能读出的字（{code}），不能印发，请补上原来的字。"
    if character == "\t" or unicodedata.category(character) == "Zs":
        return f"{field}中有特殊的空白（{code}），不能印发，请改用普通空格。"
    if unicodedata.category(character) in UNSEEN:
        return f"{field}中有看不见的控制字符（{code}），不能印发，请删去。"
    return f"{field}中的“{character}”（{code}）没有可用的字形，不能印发；请改用规范字或补装字体。"
