"""Measurements in, words out: values with their unit, and sentences that the data allow."""

from findings.sentences import change, gap_text, meaning, value_text

__all__ = ["change", "gap_text", "meaning", "value_text"]
