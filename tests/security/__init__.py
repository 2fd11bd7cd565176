"""Attacks that were tried on the product and must go on failing."""
