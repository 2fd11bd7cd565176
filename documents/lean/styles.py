"""Computed styles kept from one document to the next: there are as many as kinds of elements, not as letters.

Many an element of a letter has lengths of its own (`style="width:…"`): the place of a signature, the width of a name.
It takes all other values from one kept that differs in these alone, and what stands in it is styled as there.
"""

from typing import Any

from weasyprint import css
from weasyprint.css import ComputedStyle, InitialStyle, StyleFor

from documents.lean.boxes import LENGTHS, SIDES
from documents.lean.swap import Swap

GENERATION = 500  # styles, 10 KB each: when so many were used, those not used meanwhile are let go
OF_THE_BOX = frozenset((*LENGTHS, *SIDES))  # handed down by name alone ("inherit")


class Kept:
    """The styles used of late, by what they were computed from; those not used for long are let go."""

    def __init__(self) -> None:
        self._young: dict[tuple, ComputedStyle] = {}
        self._old: dict[tuple, ComputedStyle] = {}

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    def get(self, key: tuple) -> ComputedStyle | None:
        """Return the style kept under the key, if there is one."""
        style = self._young.get(key)
        if style is None and (style := self._old.pop(key, None)) is not None:
            self._young[key] = style
        return style

    def put(self, key: tuple, style: ComputedStyle) -> None:
        """Keep the style."""
        self._young[key] = style

    def make_room(self) -> None:
        """Let go what was not used since there last was a new generation, and begin another when this one is full."""
        if len(self._young) > GENERATION:
            self._old, self._young = self._young, {}


class KeptStyles(StyleFor):
    """The engine's styles of one document; what an earlier one has computed is not computed again."""

    def __init__(
        self, html: Any, sheets: Any, presentational_hints: bool, font_config: Any, target_collector: Any
    ) -> None:
        # On the font configuration: what is computed with one is of no use with another, and goes with it.
        self.kept: Kept = vars(font_config).setdefault("kept_styles", Kept())
        self.kept.make_room()  # between two documents: within one, a style's parent must be the one kept
        super().__init__(html, sheets, presentational_hints, font_config, target_collector)

    def set_computed_styles(
        self,
        element: Any,
        parent: Any,
        root: Any = None,
        pseudo_type: str | None = None,
        base_url: str | None = None,
        target_collector: Any = None,
    ) -> None:
        """Give an element the style of the same declarations under a parent that hands down the same."""
        computed = self.get_computed_styles()
        declared = self.get_cascaded_styles().get((element, pseudo_type), {})
        above = computed[parent, None] if parent is not None else None
        elder = vars(above).get("elder") if above is not None else None
        if elder is not None and not any(value == "inherit" for value, _ in declared.values()):
            above = elder
        # The parent lives as long as the style kept under its number: a style holds its parent.
        place = (id(above), pseudo_type, base_url)
        apart = pseudo_type is None and "style" in getattr(element, "attrib", ())
        key = (*place, apart, _hashable(declared, OF_THE_BOX if apart else frozenset()))
        style = alike = self.kept.get(key)
        if alike is None or (apart and alike.cascaded != declared):
            root_style = InitialStyle(self.font_config) if above is None else computed[root, None]
            style = ComputedStyle(
                above, declared, pseudo_type, root_style, base_url, self.font_config, self.initial_page_sizes
            )
            if alike is None:
                self.kept.put(key, style)
            else:
                _take_after(style, alike)
        computed[element, pseudo_type] = style
        if target_collector and style["anchor"]:
            target_collector.collect_anchor(style["anchor"])


def _take_after(style: ComputedStyle, elder: ComputedStyle) -> None:
    """Have a style take from one that differs from it in its own box alone, and let what is in it take from there."""
    style.update((name, value) for name, value in elder.items() if name not in OF_THE_BOX)
    style.specified.update(elder.specified)
    style.elder, style.anonymous_style = elder, elder.anonymous_style


def _hashable(declared: dict[str, tuple], without: frozenset[str]) -> tuple:
    """Return the declarations so that they can be looked up; a list or set by its number, and a style holds it."""
    items = tuple(item for item in declared.items() if item[0] not in without)
    try:
        hash(items)
    except TypeError:
        return tuple((name, id(value), str(weight)) for name, (value, weight) in items)
    return items


SWAPS = (Swap.of(css, "StyleFor", KeptStyles),)
