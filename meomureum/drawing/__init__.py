"""A figure becomes a drawing, whatever draws it."""
