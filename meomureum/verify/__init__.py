"""Whether a figure, a file or a sentence still holds."""
