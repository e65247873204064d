"""Figures as pictures, drawn without a browser."""
