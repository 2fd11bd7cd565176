"""An undefined variable in one of our own templates fails the test that renders it; Django's templates may guess."""

import sys

from django.conf import settings
from django.template.base import Node

OURS = str(settings.BASE_DIR)
OTHERS = ("site-packages",)


class UndefinedVariable(AssertionError):
    """A template names something the view does not give it."""


class Undefined(str):
    """Stands as the engine's `string_if_invalid`: raises when one of our templates meets an unknown name."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "%s"  # so the engine asks us for the text, with the variable's name

    def __bool__(self) -> bool:
        """True where the engine asks whether to complain; in an {% if %} a row that is not there stays false."""
        return "string_if_invalid" in sys._getframe(1).f_locals

    def __mod__(self, missing: object) -> str:
        template = _rendering()
        if template.startswith(OURS) and not any(name in template for name in OTHERS):
            raise UndefinedVariable(f"{template} uses {missing}, which is not defined.")
        return ""


def _rendering() -> str:
    """Return the file of the template node that is being rendered, read off the stack; empty when unknown."""
    frame = sys._getframe(2)
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None) is not None:
            return str(node.origin.name)
        frame = frame.f_back
    return ""
