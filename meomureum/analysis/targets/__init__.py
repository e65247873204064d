"""Targets: the path to each, where the latest value stands on it, what is still missing."""
