"""素材库: documents a clerk may cite, with their lines, and the plans they lay down."""
