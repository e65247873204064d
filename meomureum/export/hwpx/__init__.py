"""Hangul (HWPX)."""
