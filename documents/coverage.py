"""Which characters of a paper are set in another face than its role's first: shown to the clerk before issue."""

from collections.abc import Mapping
from dataclasses import dataclass

from documents import fonts
from documents.fonts import Role


@dataclass(frozen=True)
class StandIn:
    """One character that the role's own face lacks, the field it stands in, and the file that prints it."""

    character: str
    field: str
    role: Role
    file: str

    @property
    def sentence(self) -> str:
        """What the clerk reads."""
        own = fonts.ROLE_NAMES[self.role]
        return f"{self.field}中的“{self.character}”{own}字体没有，将用 {self.file} 代印，请核对字形。"


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
            continue  # the whole role is set in a stand-in, which the page says once
        own = fonts.metrics(faces[0])
        for character in text:
            if own.has(character) or character.isspace() or (character, field) in found:
                continue
            face = next(
                (face for face in fonts.faces_for(role, character) if fonts.metrics(face).has(character)),
                None,
            )
            if face is not None and face in faces:
                found[character, field] = StandIn(character, field, role, face.path.name)
    return list(found.values())
