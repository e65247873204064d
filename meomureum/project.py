"""Where the parts of the product that are no code of this package stand."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
"""The folder with `dashboard.py`, `pages/`, `etl/` and `data/`."""
