"""Hostile words and files, and what may never come of them."""
