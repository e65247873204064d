"""Figures as native charts of slides and workbooks."""
