"""Measurements with goals; run one with ./run bench NAME."""
