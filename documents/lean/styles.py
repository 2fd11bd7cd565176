"""Computed styles kept from one document to the next: there are as many as kinds of elements, not as letters."""

from typing import Any

from weasyprint import css
from weasyprint.css import ComputedStyle, StyleFor

from documents.lean.swap import Swap

MOST_KEPT = 1000  # styles, 10 KB each; an element with a length of its own is one more


class KeptStyles(StyleFor):
    """The engine's styles of one document, those that an earlier one has had taken from there."""

    def __init__(
        self, html: Any, sheets: Any, presentational_hints: bool, font_config: Any, target_collector: Any
    ) -> None:
        # On the font configuration: what is computed with one is of no use with another, and goes with it.
        self.kept: dict[tuple, ComputedStyle] = vars(font_config).setdefault("kept_styles", {})
        # Between two documents: within one, a style's parent must be the one kept.
        if len(self.kept) > MOST_KEPT:
            self.kept.clear()
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
        """Give an element the style of the same declarations under the same parent."""
        computed = self.get_computed_styles()
        declared = self.get_cascaded_styles().get((element, pseudo_type), {})
        above = computed[parent, None] if parent is not None else None
        # The parent lives as long as the style kept under its number: a style holds its parent.
        key = (id(above), pseudo_type, base_url, tuple(declared.items()))
        try:
            style = self.kept.get(key)
        except TypeError:  # some declared values hold lists and sets
            key = _frozen(key)
            style = self.kept.get(key)
        if style is None:
            super().set_computed_styles(element, parent, root, pseudo_type, base_url, target_collector)
            self.kept[key] = computed[element, pseudo_type]
            return
        computed[element, pseudo_type] = style
        if target_collector and style["anchor"]:
            target_collector.collect_anchor(style["anchor"])


def _frozen(value: Any) -> Any:
    """Return the value with tuples and frozen sets for its lists and sets, so that it can be looked up."""
    if isinstance(value, set):
        return frozenset(value)
    return tuple(map(_frozen, value)) if type(value) in (list, tuple) else value


SWAPS = (Swap.of(css, "StyleFor", KeptStyles),)
