"""Meomureum (머무름): whether the young people that Korean cities educate stay."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
"""Where `dashboard.py`, `pages/`, `etl/` and `data/` stand."""
