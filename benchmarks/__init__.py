"""Measurements with goals, run one at a time by ./run bench NAME; Django is ready before any of them is read."""

import django

django.setup()
