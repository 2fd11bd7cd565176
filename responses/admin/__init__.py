"""The office's pages of this room: texts (the workbench), review chains, number series, letters, ratings."""

from responses import office_panel, step_pages
from responses.admin import letters, texts, unit_tables

# Loading them registers the panel, the steps and the pages.
__all__ = ["letters", "office_panel", "step_pages", "texts", "unit_tables"]
