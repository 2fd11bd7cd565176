"""Where boxes stand and what they are filled with: what follows from a style alone is found out once."""

from typing import Any

from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import background, percent
from weasyprint.layout.absolute import AbsolutePlaceholder

from documents.lean.swap import Swap

SIDES = ("top", "right", "bottom", "left")
CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
SPACES = tuple(f"{kind}_{side}" for kind in ("margin", "padding") for side in SIDES)
RULES = tuple(f"border_{side}_width" for side in SIDES)
LENGTHS = (*SPACES, *(f"{bound}{axis}" for axis in ("width", "height") for bound in ("", "min_", "max_")))
USED = (*LENGTHS, *RULES)
RADII = tuple(f"border_{corner}_radius" for corner in CORNERS)
SQUARE = ((0, "px"), (0, "px"))

_resolve_percentages = percent.resolve_percentages
_layout_box_backgrounds = background.layout_box_backgrounds
_is_in_normal_flow = Box.is_in_normal_flow


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Give a box its used lengths; where its style has no percentage they are those of the last box of that style."""
    style = box.style
    used = vars(style).get("used")
    if used and not isinstance(box, AbsolutePlaceholder):
        vars(box).update(used)
        return
    _resolve_percentages(box, containing_block)
    if used is None:
        style.used = {name: getattr(box, name) for name in USED} if _is_fixed(style) else {}


def _is_fixed(style: Any) -> bool:
    """Whether no used length of the style depends on the box around it."""
    if style["box_sizing"] != "content-box" or style["border_collapse"] == "collapse":
        return False
    return all(
        value is None or value == "auto" or getattr(value, "unit", None) == "px"
        for value in map(style.__getitem__, LENGTHS)
    )


def layout_box_backgrounds(
    page: Any, box: Any, get_image_from_uri: Any, layout_children: bool = True, style: Any = None
) -> None:
    """Give a box and those in it their backgrounds; where its style has none there is none to place."""
    its_own = style is None and box is not page and not isinstance(box, AbsolutePlaceholder)
    plain = vars(box.style).get("plain") if its_own else False
    if not plain:
        _layout_box_backgrounds(page, box, get_image_from_uri, layout_children, style)
        if plain is None:
            box.style.plain = box.background is None and _has_plain_border(box.style)
        return
    vars(box).update(_NO_RADII)
    box.background = None
    if layout_children:
        for child in box.all_children():
            layout_box_backgrounds(page, child, get_image_from_uri)


def _has_plain_border(style: Any) -> bool:
    """Whether the style's border has square corners and no picture."""
    pictured = any(style[f"{kind}_source"][0] != "none" for kind in ("border_image", "mask_border"))
    return not pictured and has_square_corners(style)


def has_square_corners(style: Any) -> bool:
    """Whether no corner of the style's boxes is round."""
    return all(style[radius] == SQUARE for radius in RADII)


def is_in_normal_flow(box: Any) -> bool:
    """Whether a box is neither floated, placed, running nor a note: its style says so."""
    flows = vars(box.style).get("flows")
    if flows is None:
        flows = box.style.flows = _is_in_normal_flow(box)
    return flows


_NO_RADII = dict.fromkeys(RADII, (0, 0))

SWAPS = (
    Swap.of(percent, "resolve_percentages", resolve_percentages),
    Swap.of(background, "layout_box_backgrounds", layout_box_backgrounds),
    Swap.of(Box, "is_in_normal_flow", is_in_normal_flow),
)
